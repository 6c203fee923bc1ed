"""Keeps in the ledger what a person let letters reach, and counts those that would be the first to go; it decides nothing."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from weekbrief_build.decide.hold.trust import Reach

_NAME = "let_through"


@dataclass(frozen=True, slots=True)
class ToGo:
    """What would leave now, letters to the people of the school among them."""

    letters: int
    addresses: int


def let_through(ledger: sqlite3.Connection) -> Reach | None:
    """What a person let through; None where nobody has yet."""
    row = ledger.execute("SELECT value FROM own WHERE name = ?", (_NAME,)).fetchone()
    return None if row is None else {str(place): str(text) for place, text in json.loads(row[0]).items()}


def keep_let_through(ledger: sqlite3.Connection, reach: Reach) -> None:
    """Write down what is let through from now on."""
    text = json.dumps(reach, ensure_ascii=False).encode()
    ledger.execute("INSERT INTO own (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (_NAME, text))


def has_sent(ledger: sqlite3.Connection) -> bool:
    """Whether a mail server has ever taken a letter of this outbox."""
    return ledger.execute(_TAKEN).fetchone() is not None


def to_go(ledger: sqlite3.Connection) -> ToGo:
    """What a sender would deliver now."""
    return ToGo(*ledger.execute(_TO_GO).fetchone())


_TAKEN = """
    SELECT 1 FROM delivery WHERE (state = 'sent' AND coalesce(reply, '') != 'in the Maildir') OR letter IN (SELECT letter FROM bounce)
    LIMIT 1"""
_TO_GO = """
    SELECT count(*), count(DISTINCT lower(recipient)) FROM letter LEFT JOIN delivery ON delivery.letter = letter.id
    WHERE state IS NULL OR state IN ('sending', 'waiting')"""
