"""Decides what the head is told of letters that did not arrive: whose, why, and what to do; each once, and nobody else is told.

Letters to the head about all this are told of nowhere: there would be no end of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from weekbrief_build.decide.memory import Undelivered
from weekbrief_build.school.letter import LetterKind
from weekbrief_build.school.mistake import N_, Mistake, Scope, say
from weekbrief_build.school.people import School

MOST = 100
"""Of how many letters the head is told at once; of the others at the next run."""
PROOF_TIME = timedelta(days=1)
"""How long the archive may take to prove what became of a letter before a person is asked."""
_TO_SCHOOL = (LetterKind.NOTICE, LetterKind.SUMMARY)


@dataclass(frozen=True, slots=True)
class ToldOnce:
    """What the head is told of one letter, and the key by which it is known that it was told."""

    key: str
    mistake: Mistake


def to_tell_of(letters: Iterable[Undelivered], noticed: AbstractSet[str], school: School, now: datetime) -> tuple[ToldOnce, ...]:
    """What is new about these letters, in their order, MOST at a time."""
    told = [one for one in _all(letters, school, now) if one.key not in noticed]
    return tuple(told[:MOST])


def _all(letters: Iterable[Undelivered], school: School, now: datetime) -> Iterator[ToldOnce]:
    staff = {member.email.casefold(): member.name for member in school.staff}
    proves = school.mail.archive_mailbox is not None
    for letter in letters:
        if letter.kind in _TO_SCHOOL and letter.recipient.casefold() == school.head.email.casefold():
            continue
        if letter.state == "unknown" and letter.copied and proves and now - letter.since < PROOF_TIME:
            continue
        name = letter.name or staff.get(letter.recipient.casefold(), "?")
        who = f"{name} ({letter.family})" if letter.family else name
        what = _what(letter)
        said, mend, place = _SENTENCES[what]
        values: dict[str, str | int] = {"letter": letter.letter, "who": who, "reply": letter.said}
        mistake = Mistake(place, None, say(said, **values), say(mend, **values), Scope.ADVICE)
        yield ToldOnce(f"letter {letter.letter} {what}", mistake)


def _what(letter: Undelivered) -> str:
    if letter.state != "refused":
        return "unknown" if letter.state == "unknown" else "delayed"
    return "came back" if letter.bounced == "failed" else "refused"


_ADDRESS = N_("Ask for the right address and write it in groups.yaml. This letter is not sent again: hand on what was in it another way.")
_SENTENCES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "refused": (N_("Letter {letter}, to {who}, could not be delivered: {reply}"), _ADDRESS, "groups.yaml"),
        "came back": (N_("Letter {letter}, to {who}, came back: {reply}"), _ADDRESS, "groups.yaml"),
        "delayed": (
            N_("Letter {letter}, to {who}, has not arrived yet: {reply}"),
            N_("There is nothing to do: the mail server goes on trying, and if it gives up you are told."),
            "outbox",
        ),
        "unknown": (
            N_("Nobody knows whether letter {letter}, to {who}, has arrived: the connection broke at the very end."),
            N_(
                "Ask them, or look in the mailbox of the archive. If it has arrived, have this run: weekbrief settle --sent {letter}. "
                "If it has not: weekbrief settle --again {letter}."
            ),
            "outbox",
        ),
    }
)
"""By what happened: what is said, how to mend it, where."""
