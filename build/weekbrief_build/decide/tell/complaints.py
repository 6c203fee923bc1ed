"""Says equal complaints once: 3,000 photographs that nobody named are one thing to mend, and one paragraph.

Equal is what says the same of several pictures of a post, or of many posts of a group. Of a few, each is told by itself; so is what is
wrong in a file of the office, with its line. Nothing is left out: each is counted, and the first few are named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from weekbrief_build.decide.hold.ask_names import NOBODY_SAID
from weekbrief_build.school.mistake import N_, Mistake, Sentence, say
from weekbrief_build.school.people import School

FEW, MANY = 4, 25
"""From so many pictures of a post on, and so many posts of a group, what is equal is told once."""
NAMED = 3
MOST_TOLD = 60
"""Complaints in one message or on one screen; of more, the number is said, and where all of them stand."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing to say about one mistake or many."""

    first: Mistake
    """As it is said; of many pictures that nobody named, for all of them."""
    also: Sentence | None = None
    """What else it is about."""


def complaints(mistakes: Iterable[Mistake], school: School | None) -> tuple[Complaint, ...]:
    """These mistakes, in their order, equal ones as one; `school`: whose children may be in a picture."""
    in_posts = _together(([one] for one in mistakes), lambda one: one.post if one.picture else None, least=FEW)
    in_groups = _together(in_posts, lambda one: (one.group or "-") if one.post else None, least=MANY)
    return tuple(_complaint(same, school) for same in in_groups)


def cut_off(told: Sequence[Complaint]) -> tuple[Sequence[Complaint], int]:
    """What is told in one message, and how many complaints are left over."""
    return told[:MOST_TOLD], max(0, len(told) - MOST_TOLD)


def _together(groups: Iterable[list[Mistake]], place: Callable[[Mistake], str | None], *, least: int) -> list[list[Mistake]]:
    """Join the groups that say the same at one place, where there are so many of them at least; in the order of the first.

    Those at no place (None) stay by themselves.
    """
    alike: dict[tuple[object, ...], list[list[Mistake]]] = {}
    for number, group in enumerate(groups):
        one = group[0]
        where = place(one) or number
        alike.setdefault((where, one.scope, one.head_too, one.what.template, one.mend.template), []).append(group)
    joined: list[list[Mistake]] = []
    for same in alike.values():
        joined += [[one for group in same for one in group]] if len(same) >= least else same
    return joined


def _complaint(same: Sequence[Mistake], school: School | None) -> Complaint:
    first = same[0]
    if len(same) == 1:
        return Complaint(first)
    names = tuple(dict.fromkeys(_name(one, posts=len({one.post for one in same}) > 1) for one in same))
    if first.what.template == NOBODY_SAID and len({one.post for one in same}) == 1:
        what = say(N_("Nobody said who is in {number} pictures of this post, so nobody sees them: {names}."), **_listed(names))
        mend = say(_WHO, children=_children_of(first.group, school), picture=first.picture or "")
        return Complaint(replace(first, file=first.post or first.file, line=None, what=what, mend=mend, picture=None))
    others = names[1:]
    return Complaint(first, say(N_("The same is so {number} times more: {names}."), **_listed(others, len(same) - 1)) if others else None)


def _children_of(group: str | None, school: School | None) -> str:
    """The ids of a group's children, to choose from."""
    if school is None or group is None or group not in school.groups:
        return "-"
    everyone = school.groups[group].everyone
    return ", ".join(sorted(child.id for child in school.children.values() if everyone or group in child.groups)) or "-"


def _listed(names: Sequence[str], number: int | None = None) -> dict[str, str | int]:
    shown = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
    return {"number": len(names) if number is None else number, "names": shown}


def _name(one: Mistake, *, posts: bool) -> str:
    return (one.post if posts else one.picture) or one.file


_WHO = N_(
    "At the top of the post, under “pictures”, write for each who is in it, such as “{picture}: {{people: [ada-jansen]}}” "
    "or “people: nobody”. The children of this group: {children}"
)
