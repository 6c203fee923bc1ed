"""Decides what the head is told of letters that did not arrive: whose, why, and what to do; each once, and nobody else is told.

Letters to the head about all this are told of nowhere: there would be no end of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from weekbrief_build.decide.know.memory import Refusal, Undelivered
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


def to_tell_of_school(refusals: Iterable[Refusal], noticed: AbstractSet[str], now: datetime) -> tuple[ToldOnce, ...]:
    """What the server has against the school, and what to mend; once a week for as long as it lasts.

    One or two letters whose recipient a server does not know say nothing of the school: the next run shows what they are.
    """
    told = []
    for refusal in refusals:
        if refusal.about in _OF_ONE and refusal.letters < _MANY:
            continue
        year, week, _ = now.isocalendar()
        key = f"refused {refusal.about} {year}-W{week:02}"
        what = say(_REFUSED[refusal.about][0], letters=refusal.letters, reply=refusal.said)
        told.append(ToldOnce(key, Mistake("groups.yaml", None, what, say(_REFUSED[refusal.about][1]), Scope.ADVICE)))
    return tuple(one for one in told if one.key not in noticed)


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


_OF_ONE, _MANY = frozenset({"recipient", "letter"}), 3
_REFUSED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "sender": (
            N_("The mail server does not let the school's account send in the school's name; {letters} letters wait: {reply}"),
            N_("Ask whoever looks after the mail to let this account send as the address under “sender”, or write its own address there."),
        ),
        "relay": (
            N_("The mail server does not pass on letters of the school; {letters} letters wait: {reply}"),
            N_("Ask whoever looks after the mail whether this machine may send through that server, or needs to log in (mail: username)."),
        ),
        "quota": (
            N_("The mail server takes no more letters of the school for now; {letters} letters wait: {reply}"),
            N_("They go by themselves when it takes more. Ask for a larger quota, or write a smaller number under “mail: per_minute”."),
        ),
        "login": (
            N_("The mail server wants the school to log in otherwise; {letters} letters wait: {reply}"),
            N_("Ask whoever looks after the mail for the right user name and password, or for the right to send by SMTP."),
        ),
        "blocklist": (
            N_("The mail server refuses mail of this machine because its address is on a blocklist; {letters} letters wait: {reply}"),
            N_("Ask whoever looks after the mail to have it taken off, or send through the provider's own server (mail: host)."),
        ),
        "recipient": (
            N_("The mail server says of all letters that it does not know who they are for; {letters} letters wait: {reply}"),
            N_("So many addresses are not wrong at once. Ask whoever looks after the mail what it has against the school."),
        ),
        "letter": (
            N_("The mail server refuses one letter after the other; {letters} letters wait: {reply}"),
            N_("Ask whoever looks after the mail what it has against the school."),
        ),
        "unsaid": (
            N_("The mail server refuses letters and does not say why; {letters} letters wait: {reply}"),
            N_("Ask whoever looks after the mail what it has against the school."),
        ),
    }
)
"""By what the server's no is about: what is said, and how to mend it. No parent is asked for another address."""
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
