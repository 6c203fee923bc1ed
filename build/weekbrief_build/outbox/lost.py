"""Finds letters that wait and of which bytes are lost, as where the ledger alone was put back; what is lost is made anew, never guessed.

A letter to a guardian is taken back by the plan (`decide.letters.still_valid`), and its successor brings the bytes along. What was to be
told to somebody of the school is told once more.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path


def letters_without_a_piece(ledger: sqlite3.Connection, outbox: Path) -> frozenset[int]:
    """The letters that have not left and of which a piece is missing or damaged, as where the ledger alone was put back."""
    recipes = {id_: json.loads(recipe) for id_, recipe in ledger.execute(_RECIPES)}
    wanted = sorted({piece for recipe in recipes.values() for piece in recipe})
    lost = {piece for piece in wanted if not _is_there(piece, ledger, outbox)}
    return frozenset(id_ for id_, recipe in recipes.items() if not lost.isdisjoint(recipe))


def _is_there(piece: int, ledger: sqlite3.Connection, outbox: Path) -> bool:
    """Whether the bytes of a piece are there, whole."""
    planned, data = ledger.execute("SELECT sha256, data FROM piece WHERE id = ?", (piece,)).fetchone() or (b"", b"")
    if data is not None:
        return sha256(data).digest() == planned
    try:
        with (outbox / "pieces" / planned.hex()[:2] / planned.hex()).open("rb") as stream:
            return file_digest(stream, "sha256").digest() == planned
    except FileNotFoundError:
        return False


@dataclass(frozen=True, slots=True)
class LostNotices:
    """The messages to people of the school that wait and cannot leave."""

    letters: tuple[int, ...] = ()
    keys: frozenset[str] = frozenset()
    """Of the mistakes that they were to tell of (`decide.tell.notices`)."""
    edition: str | None = None
    """Of which the head was to get a summary."""


def lost_notices(ledger: sqlite3.Connection, outbox: Path) -> LostNotices:
    """What has to be told to the school once more; to be trusted only while senders are at rest."""
    lost = LostNotices()
    for letter in sorted(letters_without_a_piece(ledger, outbox)):
        kind, planned_at = ledger.execute("SELECT kind, planned_at FROM letter WHERE id = ?", (letter,)).fetchone()
        if kind in {"notice", "summary"}:
            keys = (key for (key,) in ledger.execute("SELECT key FROM notice WHERE letter = ?", (letter,)))
            made = ledger.execute("SELECT max(edition) FROM letter WHERE planned_at = ?", (planned_at,)).fetchone()
            edition = made[0] if kind == "summary" else lost.edition
            lost = LostNotices((*lost.letters, letter), lost.keys | frozenset(keys), edition)
    return lost


_RECIPES = """
    SELECT id, recipe FROM letter LEFT JOIN delivery ON delivery.letter = letter.id
    WHERE state IS NULL OR state IN ('sending', 'waiting') ORDER BY id"""
