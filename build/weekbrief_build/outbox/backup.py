"""Copies the ledger while others work in it; the copy is whole, or it is not there. What is put back from it says that it is a copy."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from weekbrief_build.outbox.ledger import look_into
from weekbrief_build.outbox.schema import damage_told, demand_whole


def back_up(outbox: Path, file: Path, now: datetime) -> bool:
    """Write a copy of the ledger to a file (0600); False where there is no ledger yet.

    Raises OutboxUnusable where the ledger is damaged, so that no good copy is written over with a bad one, and OSError.
    """
    with look_into(outbox) as ledger:
        if ledger is None:
            return False
        demand_whole(ledger)
        draft = file.with_name(f"{file.name}.draft")
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with damage_told(), closing(sqlite3.connect(draft)) as copy:
            ledger.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, that can be copied on
            with copy:
                copy.execute(_SAY_WHEN, (now.isoformat(timespec="seconds"),))
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(file)
    return True


_SAY_WHEN = "INSERT INTO own (name, value) VALUES ('copied_at', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
