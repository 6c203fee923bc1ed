"""Decides what a reply of an SMTP server, or its silence, means for a letter; no I/O: a table, and the rule of when to try again.

RFC 5321, 4.2.1: 4yz is "try again later", 5yz is "do not try again". What is said before the final dot leaves no doubt: the letter
has not gone. After it, silence is doubt (RFC 1047): then nobody may send the letter again but a person who asked.

A no is about what was asked last. Until RCPT nothing was said about the recipient: a no to the greeting, to the login or to MAIL is
about the school, and refuses no letter. From RCPT on it is about the letter, unless it speaks of policy, of the protocol or of the
sender (RFC 3463): servers put off what they have against the client until RCPT, and quotas end in the middle of a run. Such a no is
DOUBTFUL: whoever runs through the letters sees whether others are still taken.

A no to the archive refuses nothing: the letter goes without a copy. A full archive must not keep a school's letters back, least of all
the one that tells the head of it.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import Enum

from weekbrief_sender.states import Outcome, Verdict


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

_GO_ON, _SENT, _LATER, _REFUSED = Verdict.GO_ON, Verdict.SENT, Verdict.LATER, Verdict.REFUSED
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
    Phase.RCPT: (_GO_ON, _FAULT, _LATER, _REFUSED, _FAULT, _FAULT),
    Phase.COPY: (_GO_ON, _FAULT, _GO_ON, _GO_ON, _FAULT, _FAULT),
    Phase.DATA: (_FAULT, _GO_ON, _LATER, _REFUSED, _FAULT, _FAULT),
    Phase.BODY: (_FAULT, _FAULT, _LATER, _REFUSED, _FAULT, _FAULT),
    Phase.DOT: (_SENT, _UNKNOWN, _LATER, _REFUSED, _LATER, _UNKNOWN),
}
_ABOUT_THE_CLIENT = frozenset({500, 502, 503, 504, 530, 534, 535, 538})
"""Replies about commands, their order, the login and encryption (RFC 5321, 4.2.2; RFC 4954, 6): whoever the letter is for."""
_ABOUT_THE_SCHOOL = re.compile(r"5\.(?:7|5)\.\d|5\.1\.[78]\b|5\.3\.(?!4\b)\d|5\.4\.5\b")
"""RFC 3463: policy; protocol; the sender's address; the server itself, but for a letter that is too large; congestion (used for quotas)."""
_YES = Outcome(Verdict.GO_ON, "")
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
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
    if code == TOO_LARGE and phase is Phase.MAIL:
        verdict = Verdict.REFUSED  # RFC 1870, 6.1: the answer to the size that MAIL declared
    elif verdict is Verdict.REFUSED and _is_doubtful(code, text):
        verdict = Verdict.DOUBTFUL
    return Outcome(verdict, without_addresses(f"{code} {text}" if code else text))


def _is_doubtful(code: int | None, text: str) -> bool:
    if _ENHANCED.match(text):
        return _ABOUT_THE_SCHOOL.match(text) is not None
    return code in _ABOUT_THE_CLIENT


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
