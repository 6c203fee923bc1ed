"""The mark of an outbox: a file that says how far its ledger had come, so that one that is lost, or an older copy, is noticed.

It is written after the ledger, so it is never ahead of it: a mark that is ahead is the mark of another, later ledger. It names no
address and no person.
"""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path

MARK = "mark.json"


@dataclass(frozen=True, slots=True)
class _Mark:
    handed_over: int
    """How often letters were handed over, or might have been, in the life of this outbox."""
    left: str | None
    """The Message-ID of the letter that left last; None where none has."""


def was_used(outbox: Path) -> bool:
    """Whether letters passed through this outbox before, whatever became of its ledger."""
    if any((outbox / name).exists() for name in (MARK, "mail.json")):
        return True
    return any(next((outbox / folder).glob("*/*"), None) for folder in ("pieces", "maildir"))


def write_mark(outbox: Path, ledger: sqlite3.Connection) -> None:
    """Say how far this ledger has come; an older copy does not write over what the later one said."""
    mark = _of(ledger)
    if mark == _read(outbox) or may_be_older(outbox, ledger):
        return
    draft = outbox / "mark.draft"
    draft.touch(mode=0o600)
    with draft.open("w", encoding="utf-8") as stream:
        json.dump(asdict(mark), stream)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(outbox / MARK)


def may_be_older(outbox: Path, ledger: sqlite3.Connection) -> bool:
    """Whether this ledger was put back from a copy, so that letters may have gone that it knows nothing of."""
    if ledger.execute("SELECT 1 FROM own WHERE name = 'copied_at'").fetchone():
        return True
    mark = _read(outbox)
    if mark is None:
        return False
    left = mark.left is None or ledger.execute(_LEFT, (mark.left,)).fetchone()
    return mark.handed_over > _of(ledger).handed_over or not left


def count_hand_over(ledger: sqlite3.Connection) -> None:
    """Within the commit that hands over: one more."""
    ledger.execute("INSERT INTO main.own (name, value) VALUES ('handed_over', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1")


def take_as_it_is(outbox: Path, ledger: sqlite3.Connection) -> None:
    """A person said what had gone, or nothing is left that might go again: from now on this ledger is the one that counts."""
    mark = _read(outbox)
    ledger.execute("DELETE FROM own WHERE name = 'copied_at'")
    if mark and mark.handed_over > _of(ledger).handed_over:
        ledger.execute(
            """INSERT INTO own (name, value) VALUES ('handed_over', ?)
               ON CONFLICT (name) DO UPDATE SET value = excluded.value""",
            (mark.handed_over,),
        )
    (outbox / MARK).unlink(missing_ok=True)
    write_mark(outbox, ledger)


def _of(ledger: sqlite3.Connection) -> _Mark:
    counted = ledger.execute("SELECT value FROM own WHERE name = 'handed_over'").fetchone()
    left = ledger.execute(_LAST).fetchone()
    return _Mark(int(counted[0]) if counted else 0, left[0] if left else None)


def _read(outbox: Path) -> _Mark | None:
    try:
        told = json.loads((outbox / MARK).read_text(encoding="utf-8"))
        return _Mark(int(told["handed_over"]), told["left"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None  # a mark that cannot be read says no more than that the outbox was used


_LAST = """
    SELECT message_id FROM delivery JOIN letter ON letter.id = delivery.letter WHERE state = 'sent'
    ORDER BY changed_at DESC, letter.id DESC LIMIT 1"""
_LEFT = "SELECT 1 FROM delivery JOIN letter ON letter.id = delivery.letter WHERE message_id = ?"
