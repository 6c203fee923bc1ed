"""Records in the ledger what becomes of each letter; every change is on the disk before the next step is taken. It writes `delivery` alone.

What the tables hold is said in `weekbrief_build.outbox`, "The door".
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from weekbrief_sender.replies import next_try
from weekbrief_sender.states import Outcome, State

VERSION = 2
PATIENCE = 120.0
"""Seconds to wait while the build commits."""


class LedgerUnusable(Exception):  # noqa: N818 - says what the matter is
    """The ledger is none, or of another version; the message is for the operator."""


@contextmanager
def open_ledger(outbox: Path, clock: Callable[[], datetime]) -> Iterator[Ledger | None]:
    """The ledger of an outbox; None where nothing was ever planned. Raises LedgerUnusable."""
    file = outbox / "ledger.sqlite3"
    if not file.is_file() or not file.stat().st_size:
        yield None
        return
    with closing(sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)) as connection:
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError as error:
            raise LedgerUnusable("ledger.sqlite3 is damaged or is no ledger") from error
        if version < VERSION:
            raise LedgerUnusable("ledger.sqlite3 is of an older weekbrief: run weekbrief build once, it brings the ledger up to date")
        if version > VERSION:
            raise LedgerUnusable(f"ledger.sqlite3 is of version {version}, this weekbrief knows version {VERSION}")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        yield Ledger(connection, clock)


class Ledger:
    """The table `delivery`, and the letters that are due."""

    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], datetime]) -> None:
        self.connection = connection
        self._clock = clock

    def interrupted(self, state: State) -> list[tuple[int, str]]:
        """(id, message id) of each letter that an earlier sender left in this state."""
        rows = self.connection.execute(
            "SELECT letter.id, message_id FROM delivery JOIN letter ON letter.id = delivery.letter WHERE state = ? ORDER BY 1",
            (state.value,),
        )
        return list(rows)

    def due(self) -> list[int]:
        """The ids of the letters to deliver now, in the order in which they were planned.

        A letter whose last try lies ahead (a clock ran ahead, somebody tried another day) does not wait for that day.
        """
        rows = self.connection.execute(
            """SELECT id FROM letter LEFT JOIN delivery ON delivery.letter = letter.id
               WHERE state IS NULL OR state = 'sending' OR (state = 'waiting' AND (next_try <= ?1 OR changed_at > ?1)) ORDER BY id""",
            (self._moment(),),
        )
        return [id_ for (id_,) in rows]

    def some_wait(self) -> bool:
        """Whether there are letters that a later run is to try."""
        row = self.connection.execute(
            """SELECT 1 FROM letter LEFT JOIN delivery ON delivery.letter = letter.id
               WHERE state IS NULL OR state IN ('sending', 'waiting') LIMIT 1"""
        ).fetchone()
        return row is not None

    def begin(self, letter: int) -> None:
        """A try begins; it may be repeated until `final_step`."""
        self.connection.execute(
            """INSERT INTO delivery VALUES (?1, 'sending', 1, ?2, NULL, NULL, ?2) ON CONFLICT (letter) DO UPDATE SET
               state = excluded.state, tries = tries + 1, changed_at = excluded.changed_at, next_try = NULL,
               first_try = coalesce(first_try, excluded.first_try)""",
            (letter, self._moment()),
        )

    def final_step(self, letter: int) -> None:
        """From here on nobody but the other side knows whether the letter has gone."""
        self._change(letter, State.DOT, None, None)

    def finish(self, letter: int, outcome: Outcome) -> None:
        """What came of the try."""
        due_again = None
        if outcome.state is State.WAITING:
            (tries,) = self.connection.execute("SELECT tries FROM delivery WHERE letter = ?", (letter,)).fetchone()
            due_again = next_try(tries, self._now()).isoformat(timespec="seconds")
        self._change(letter, outcome.state, due_again, outcome.reply)

    def postpone(self, letters: Iterable[int], reply: str) -> None:
        """All these letters wait for the next run, in one commit: the server could not be reached, and it is none of their doing."""
        now = self._moment()
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany(
            """INSERT INTO delivery VALUES (?1, 'waiting', 0, ?2, ?3, ?4, ?2) ON CONFLICT (letter) DO UPDATE SET
               state = excluded.state, changed_at = excluded.changed_at, next_try = excluded.next_try, reply = excluded.reply""",
            [(letter, now, now, reply) for letter in letters],
        )
        self.connection.execute("COMMIT")

    def _change(self, letter: int, state: State, due_again: str | None, reply: str | None) -> None:
        self.connection.execute(
            "UPDATE delivery SET state = ?, changed_at = ?, next_try = ?, reply = ? WHERE letter = ?",
            (state.value, self._moment(), due_again, reply, letter),
        )

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)

    def _moment(self) -> str:
        return self._now().isoformat(timespec="seconds")
