"""Decides who is told of which mistake: its group's teachers, or the head, or both; once, and again when it changes; of advice, little."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from weekbrief_build.school.mistake import Mistake, Scope, key_of
from weekbrief_build.school.people import Mailbox, School


def to_tell(mistakes: Iterable[Mistake], noticed: AbstractSet[str], school: School) -> Mapping[Mailbox, tuple[Mistake, ...]]:
    """Whom to write to, and about what: of these mistakes those whose keys are not among `noticed`, each once, in their order.

    Who teaches two groups, or is a teacher and the head, gets one list.
    """
    fresh = {key: mistake for mistake in mistakes if mistake.scope is not Scope.ADVICE and (key := key_of(mistake)) not in noticed}
    by_address: dict[str, tuple[Mailbox, list[Mistake]]] = {}
    for mistake in fresh.values():
        for address, mailbox in _who_can_mend(mistake, school).items():
            by_address.setdefault(address, (mailbox, []))[1].append(mistake)
    return MappingProxyType({mailbox: tuple(theirs) for mailbox, theirs in by_address.values()})


def advice_to_tell(mistakes: Iterable[Mistake], noticed: AbstractSet[str]) -> tuple[Mistake, ...]:
    """The advice that the head is written, each once: what she would not see who never calls `check`."""
    advice = {key_of(mistake): mistake for mistake in mistakes if mistake.scope is Scope.ADVICE and mistake.head_too}
    return tuple(mistake for key, mistake in advice.items() if key not in noticed)


def _who_can_mend(mistake: Mistake, school: School) -> Mapping[str, Mailbox]:
    """By address, in which case means nothing: every teacher of the group, else the head; both where she can let it go."""
    group = school.groups.get(mistake.group) if mistake.group else None
    teachers = group.teachers if group else ()
    head = (school.head,) if mistake.head_too or not teachers else ()
    return {mailbox.email.casefold(): mailbox for mailbox in (*teachers, *head)}
