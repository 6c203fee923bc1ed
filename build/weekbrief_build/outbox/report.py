"""Counts what became of the letters, every one of them once; it changes nothing and guesses nothing.

`sending` and `dot` are moments of a sender at work. Where none is at work, it was interrupted: then a letter in `sending` has not
gone and waits for the next try, and of one in `dot` nobody knows whether it went.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

STATES = ("planned", "sending", "waiting", "sent", "refused", "unknown")
_TO_SCHOOL = ("notice", "summary")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A letter that did not go as planned: for the eyes of the school, because it names an address."""

    letter: int
    kind: str
    edition: str | None
    recipient: str
    state: str
    """waiting, refused or unknown."""
    changed_at: str
    next_try: str | None
    reply: str | None


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server told later about a letter that it, or another before it, had taken."""

    letter: int
    recipient: str
    kind: str
    """failed or delayed."""
    status: str | None
    said: str
    reported_at: str


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the letters; each mapping holds every one of STATES."""

    counts: Mapping[str, int]
    """Of all letters to guardians that were ever planned; one that was taken back is none any more, what took its place is."""
    editions: Mapping[str, Mapping[str, int]]
    """The same per edition, in their order."""
    notices: Mapping[str, int]
    """Of what was written to the people of the school."""
    troubles: tuple[Trouble, ...]
    """What waits, was refused or is unknown, in the order of planning, notices among them."""
    bounces: tuple[Bounce, ...] = ()
    """By letter, in the order in which they came."""


def state_of(ledger: sqlite3.Connection, letter: int) -> str | None:
    """The state of a letter as the ledger says it; None where there is no such letter."""
    found = "SELECT coalesce(state, 'planned') FROM letter LEFT JOIN delivery ON delivery.letter = letter.id WHERE id = ?"
    row = ledger.execute(found, (letter,)).fetchone()
    return str(row[0]) if row else None


def report_of(ledger: sqlite3.Connection | None, outbox: Path) -> Report:
    """What became of the letters of this outbox; all zero where there is no ledger yet."""
    counts, notices = dict.fromkeys(STATES, 0), dict.fromkeys(STATES, 0)
    editions: dict[str, dict[str, int]] = {}
    troubles: list[Trouble] = []
    bounces: tuple[Bounce, ...] = ()
    if ledger is not None:
        at_work = _sender_at_work(outbox)
        editions = {name: dict.fromkeys(STATES, 0) for (name,) in ledger.execute("SELECT name FROM edition ORDER BY made_at, name")}
        for kind, edition, recorded, number in ledger.execute(_COUNTS):
            state = _told(recorded, at_work=at_work)
            (notices if kind in _TO_SCHOOL else counts)[state] += number
            if edition and kind not in _TO_SCHOOL:
                editions[edition][state] += number
        for id_, kind, edition, recipient, recorded, *told in ledger.execute(_TROUBLES):
            if (state := _told(recorded, at_work=at_work)) != "sending":
                troubles.append(Trouble(id_, kind, edition, recipient, state, *told))
        bounces = tuple(Bounce(*row) for row in ledger.execute(_BOUNCES))
    frozen = MappingProxyType({name: MappingProxyType(of_edition) for name, of_edition in editions.items()})
    return Report(MappingProxyType(counts), frozen, MappingProxyType(notices), tuple(troubles), bounces)


_COUNTS = """
    SELECT kind, edition, coalesce(state, 'planned'), count(*) FROM letter LEFT JOIN delivery ON delivery.letter = letter.id
    GROUP BY 1, 2, 3"""
_TROUBLES = """
    SELECT letter.id, kind, edition, recipient, state, changed_at, next_try, reply FROM delivery JOIN letter ON letter.id = delivery.letter
    WHERE state != 'sent' ORDER BY letter.id"""

_BOUNCES = """
    SELECT letter, recipient, bounce.kind, status, said, reported_at FROM bounce JOIN letter ON letter.id = bounce.letter
    ORDER BY letter, bounce.id"""


def _told(recorded: str, *, at_work: bool) -> str:
    match recorded:
        case "sending":
            return "sending" if at_work else "waiting"
        case "dot":
            return "sending" if at_work else "unknown"
        case _:
            return recorded


def _sender_at_work(outbox: Path) -> bool:
    """Whether a sender holds its lock at this moment."""
    try:
        descriptor = os.open(outbox / "send.lock", os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
