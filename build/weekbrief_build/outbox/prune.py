"""Removes the bytes of letters that are done with; never those of a letter that may still go, and nothing of what the ledger says.

The record of a piece, its hash and its size, stays. A build that needs its bytes again makes them again, and keeps them in a file.
What letters that were taken back alone held is removed as soon as they are: a picture that was withdrawn must not lie about.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from weekbrief_build.outbox.ledger import Outbox, transaction

KEPT = timedelta(days=28)
"""How long the bytes of a letter stay in the outbox once it is sent or refused: time enough to find out what went."""
_FREE_SHARE = 3
_EVERY = timedelta(days=1)
"""Also where nothing happens for weeks, as in a summer."""

_NEEDED = """
    CREATE TEMP TABLE needed AS SELECT DISTINCT json_each.value AS piece
    FROM main.letter LEFT JOIN main.delivery ON delivery.letter = letter.id, json_each(recipe)
    WHERE state IS NULL OR state NOT IN ('sent', 'refused') OR changed_at >= ?"""
"""An unknown letter is among them: somebody may say that it is to be sent again."""


def prune_soon(outbox: Outbox) -> None:
    """To be called before letters are taken back: a build that dies before it has pruned leaves that to the next."""
    _mark(outbox).unlink(missing_ok=True)


def is_due(outbox: Outbox, now: datetime) -> bool:
    """Whether something may be left to be removed."""
    try:
        last = _mark(outbox).stat().st_mtime
    except FileNotFoundError:
        return True
    return not 0 <= now.timestamp() - last < _EVERY.total_seconds()


def prune(outbox: Outbox, now: datetime) -> None:
    """Remove the bytes of each piece that no letter needs but those that were sent or refused longer ago than KEPT."""
    before = (now - KEPT).astimezone(UTC).isoformat(timespec="seconds")
    with transaction(outbox.ledger, "IMMEDIATE"):
        outbox.ledger.execute("DROP TABLE IF EXISTS temp.needed")
        outbox.ledger.execute(_NEEDED, (before,))
        outbox.ledger.execute("UPDATE main.piece SET data = NULL WHERE data IS NOT NULL AND id NOT IN (SELECT piece FROM temp.needed)")
    _give_space_back(outbox)
    in_files = outbox.ledger.execute("SELECT sha256 FROM piece WHERE data IS NULL AND id IN (SELECT piece FROM temp.needed)")
    needed = {sha256.hex() for (sha256,) in in_files}
    for file in (outbox.folder / "pieces").glob("*/*"):
        if file.name not in needed:  # also what a build left behind that died
            file.unlink(missing_ok=True)
    mark = _mark(outbox)
    mark.parent.mkdir(mode=0o700, exist_ok=True)
    mark.touch(mode=0o600)
    os.utime(mark, (now.timestamp(), now.timestamp()))


def _give_space_back(outbox: Outbox) -> None:
    """Make the ledger's file smaller where a third of it is free; where a sender reads it meanwhile, the next time will do."""
    (free,), (pages,) = (outbox.ledger.execute(f"PRAGMA main.{what}").fetchone() for what in ("freelist_count", "page_count"))
    if free * _FREE_SHARE >= pages:
        with suppress(sqlite3.OperationalError):
            outbox.ledger.execute("VACUUM main")


def _mark(outbox: Outbox) -> Path:
    """A file that says when there was last nothing left to be removed."""
    return outbox.folder / "cache" / "pruned"
