"""Decides what a reply of an SMTP server, or its silence, means for a letter; no I/O, a table and the one rule of when to try again.

RFC 5321, 4.2.1: 4yz is "try again later", 5yz is "do not try again". What is said before the final dot leaves no doubt: the letter
has not gone. After it, silence is doubt (RFC 1047): then nobody may send the letter again but a person who asked.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import Enum

from weekbrief_sender.states import Outcome, State


class Phase(Enum):
    """How far the conversation about one letter had come."""

    BEFORE_DOT = "before the dot"
    AFTER_DOT = "after the dot"


SILENCE = 0
"""In place of the first digit of a reply: the connection ended, time ran out, or what came was no SMTP."""
_MEANING: dict[tuple[Phase, int], State] = {
    (Phase.BEFORE_DOT, 2): State.WAITING,  # a yes out of turn: the two sides do not understand each other
    (Phase.BEFORE_DOT, 3): State.WAITING,
    (Phase.BEFORE_DOT, 4): State.WAITING,
    (Phase.BEFORE_DOT, 5): State.REFUSED,
    (Phase.BEFORE_DOT, SILENCE): State.WAITING,
    (Phase.AFTER_DOT, 2): State.SENT,
    (Phase.AFTER_DOT, 3): State.UNKNOWN,
    (Phase.AFTER_DOT, 4): State.WAITING,
    (Phase.AFTER_DOT, 5): State.REFUSED,
    (Phase.AFTER_DOT, SILENCE): State.UNKNOWN,
}
_ADDRESS = re.compile(r"<[^<>\s]*>|\S+@\S+")
_REPLY_LENGTH = 300
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=15), timedelta(hours=4)


def meaning_of(phase: Phase, code: int | None, text: str) -> Outcome:
    """What a reply means; `code` is None where none came, and `text` then says what happened instead."""
    kind = code // 100 if code and 200 <= code < 600 else SILENCE  # noqa: PLR2004 - RFC 5321, 4.2: the replies that there are
    return Outcome(_MEANING[phase, kind], without_addresses(f"{code} {text}" if code else text))


def without_addresses(text: str) -> str:
    """A reply on one line, short, without any address: it goes into logs."""
    return " ".join(_ADDRESS.sub("<…>", text).split())[:_REPLY_LENGTH]


def next_try(tries: int, now: datetime) -> datetime:
    """When a letter that waits is due again after so many tries: first at the next run, then after pauses that double."""
    if tries <= 1:
        return now
    return now + min(_FIRST_PAUSE * (1 << min(tries - 2, 16)), _LONGEST_PAUSE)
