"""Decides what a reply of an SMTP server, or its silence, means for a letter; no I/O: a table, and the rule of when to try again.

RFC 5321, 4.2.1: 4yz is "try again later", 5yz is "do not try again". What is said before the final dot leaves no doubt: the letter
has not gone. After it, silence is doubt (RFC 1047): then nobody may send the letter again but a person who asked.

Until RCPT nothing was said about the recipient: a no to the greeting, to the login or to MAIL is about the school, and refuses no letter.
From RCPT on it may be about the letter, or about the school: servers put off what they have against the client until RCPT, and quotas end
in the middle of a run. So every such no is DOUBTFUL (`objections`): whoever runs through the letters sees whether others are taken.

A no to the archive refuses nothing: the letter goes without a copy. A full archive must not keep a school's letters back, least of all
the one that tells the head of it.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import Enum

from weekbrief_sender.states import About, Outcome, Verdict
from weekbrief_sender.topics import about_of, speaks_of_a_rate


class Phase(Enum):
    """What a reply answers."""

    GREETING = "the connection"
    HELLO = "EHLO"
    TLS = "STARTTLS"
    LOGIN = "AUTH"
    RESET = "RSET"
    MAIL = "MAIL"
    RCPT = "RCPT"
    COPY = "RCPT, of the archive"
    DATA = "DATA"
    BODY = "the message, not yet complete"
    DOT = "the end of the message"


SILENCE, CLOSING = 0, 421
"""In place of the first digit of a reply: no reply came (or what came was no SMTP); the server closes the connection (RFC 5321, 3.8)."""
TOO_LARGE, START_OF_MESSAGE = 552, 354

_GO_ON, _SENT, _LATER, _DOUBT = Verdict.GO_ON, Verdict.SENT, Verdict.LATER, Verdict.DOUBTFUL
_FAULT, _UNKNOWN, _NOW, _MEND = Verdict.FAULT, Verdict.UNKNOWN, Verdict.NOBODY_NOW, Verdict.NOBODY_UNTIL_MENDED
_COLUMNS = (2, 3, 4, 5, CLOSING, SILENCE)
_MEANING: dict[Phase, tuple[Verdict, ...]] = {
    # answer to            2yz      3yz       4yz     5yz       421     silence
    Phase.GREETING: (_GO_ON, _NOW, _NOW, _MEND, _NOW, _NOW),
    Phase.HELLO: (_GO_ON, _NOW, _NOW, _MEND, _NOW, _NOW),
    Phase.TLS: (_GO_ON, _NOW, _NOW, _MEND, _NOW, _NOW),
    Phase.LOGIN: (_GO_ON, _NOW, _NOW, _MEND, _NOW, _NOW),
    Phase.RESET: (_GO_ON, _FAULT, _FAULT, _FAULT, _FAULT, _FAULT),
    Phase.MAIL: (_GO_ON, _FAULT, _FAULT, _MEND, _FAULT, _FAULT),
    Phase.RCPT: (_GO_ON, _FAULT, _LATER, _DOUBT, _FAULT, _FAULT),
    Phase.COPY: (_GO_ON, _FAULT, _GO_ON, _GO_ON, _FAULT, _FAULT),
    Phase.DATA: (_FAULT, _GO_ON, _LATER, _DOUBT, _FAULT, _FAULT),
    Phase.BODY: (_FAULT, _FAULT, _LATER, _DOUBT, _FAULT, _FAULT),
    Phase.DOT: (_SENT, _UNKNOWN, _LATER, _DOUBT, _LATER, _UNKNOWN),
}
_OF_A_LETTER = frozenset({Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.BODY, Phase.DOT})
"""Where a "not now" may say that we go too fast."""
_YES = Outcome(Verdict.GO_ON, "")
_ADDRESS = re.compile(r"<[^<>\s]*>|\S+@\S+")
_REPLY_LENGTH = 300
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=15), timedelta(hours=4)


def meaning_of(phase: Phase, code: int | None, text: str) -> Outcome:
    """What a reply means; `code` is None where none came, and `text` then says what happened instead."""
    column = code if code == CLOSING else (code or 0) // 100
    verdict = _MEANING[phase][_COLUMNS.index(column if column in _COLUMNS else SILENCE)]
    if phase is Phase.DATA and verdict is Verdict.GO_ON and code != START_OF_MESSAGE:
        verdict = Verdict.FAULT
    if verdict is Verdict.GO_ON:
        return _YES
    reply = without_addresses(f"{code} {text}" if code else text)
    if code == TOO_LARGE and phase is Phase.MAIL:  # RFC 1870, 6.1: the answer to the size that MAIL declared
        return Outcome(Verdict.DOUBTFUL, reply, About.LETTER)
    if verdict is Verdict.DOUBTFUL:
        return Outcome(verdict, reply, about_of(without_addresses(text), recipient_asked=phase is Phase.RCPT))
    if (code or 0) // 100 == 4 and phase in _OF_A_LETTER and speaks_of_a_rate(text):  # noqa: PLR2004 - RFC 5321, 4.2.1
        return Outcome(Verdict.ENOUGH, reply)
    return Outcome(verdict, reply)


def without_addresses(text: str) -> str:
    """A reply on one line, short, without any address: it goes into logs."""
    return " ".join(_ADDRESS.sub("<…>", text).split())[:_REPLY_LENGTH]


def next_try(tries: int, now: datetime, chance: float) -> datetime:
    """When a letter that waits is due again after so many tries: first at the next run, then after pauses that double.

    `chance`, from 0 to 1, shortens a pause by up to a quarter: letters that failed together do not all come back together.
    """
    if tries <= 1:
        return now
    return now + min(_FIRST_PAUSE * (1 << min(tries - 2, 16)), _LONGEST_PAUSE) * (1 - chance / 4)


def is_given_up(first_try: datetime, now: datetime, life: timedelta) -> bool:
    """Whether a letter was tried for so long that one more failure ends it."""
    return now - first_try >= life
