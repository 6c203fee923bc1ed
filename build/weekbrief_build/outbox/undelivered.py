"""Reads from the ledger which letters did not arrive, or may not have, with the name of whom each was for; it changes nothing."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from weekbrief_build.decide.know.memory import Refusal, Undelivered
from weekbrief_build.school.letter import LetterKind


def undelivered(ledger: sqlite3.Connection) -> tuple[Undelivered, ...]:
    """Letters that were refused, came back, are delayed or unknown, in the order in which they were planned."""
    return tuple(
        Undelivered(id_, LetterKind(kind), recipient, name, family, state, bounced, said or "", copied=bool(copied), since=_moment(since))
        for id_, kind, recipient, name, family, state, bounced, said, copied, since in ledger.execute(_UNDELIVERED)
    )


def refusals(ledger: sqlite3.Connection) -> tuple[Refusal, ...]:
    """What the mail server refuses for good while letters wait for a person to mend it, by what it is about."""
    return tuple(Refusal(about, letters, said or "") for about, letters, said in ledger.execute(_REFUSALS))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


_UNDELIVERED = """
    SELECT letter.id, letter.kind, recipient, guardian.name, guardian.family, state, bounce.kind, coalesce(bounce.said, reply),
           archive IS NOT NULL, changed_at
    FROM delivery JOIN letter ON letter.id = delivery.letter
    LEFT JOIN bounce ON bounce.id = (SELECT max(id) FROM bounce WHERE bounce.letter = letter.id)
    LEFT JOIN guardian ON guardian.id = (SELECT guardian FROM told WHERE told.letter = letter.id LIMIT 1)
    WHERE state IN ('refused', 'unknown') OR (state = 'sent' AND bounce.kind = 'delayed')
    ORDER BY letter.id"""
_REFUSALS = """
    SELECT about, count(*), max(reply) FROM doubt JOIN delivery ON delivery.letter = doubt.letter
    WHERE state = 'waiting' GROUP BY about ORDER BY about"""
