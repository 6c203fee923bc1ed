"""Writes what becomes of letters into the table `delivery`, the changes of all connections in one commit; alone, and never half.

A witness that went is written here too, into `witness`.

Theory of operation. A record says all that is known of a letter, in absolute terms, so that writing it twice does no harm. What is
pending is one record per letter, the last one. A thread of its own commits it, and meanwhile the next group gathers:

- `keep` returns when its record is on the disk: before the final dot leaves (`dot`), and before a file appears in the Maildir.
- `note` returns at once; the record goes with the next commit, at the latest `GATHER` later. `sending` need not be sure, because
  all of it may be repeated. `sent` is sure before the same connection can say its next dot, for that one waits for a commit; a crash
  before it is sure leaves `dot`, and so a letter that is told as unknown and is not sent again.

A commit that fails is tried again after pauses: a disk may be full for a moment. When it has failed for good, `keep` raises
LedgerUnwritable, and so no further dot leaves. What was noted stays pending, and `close` tries to write it a last time: the answers to
dots that had left before are still worth having.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from weekbrief_sender.states import About, State

GATHER = 0.005
"""Seconds for which a record that nobody waits for may gather company."""
PAUSES = (0.0, 0.5, 2.0, 8.0)
"""Seconds before each further try to commit."""


class LedgerUnwritable(Exception):  # noqa: N818 - says what the matter is
    """The ledger could not be written, again and again; the message is what the disk says."""


@dataclass(frozen=True, slots=True)
class Record:
    """All that `delivery` holds of a letter. Moments are aware."""

    letter: int
    state: State
    tries: int
    changed_at: datetime
    first_try: datetime
    next_try: datetime | None = None
    reply: str | None = None
    archive: str | None = None
    """Where a copy went, if the try came to its dot."""
    doubt: About | None = None
    """What the no for good is about that the letter heard, where it waits because that is in doubt."""


class Journal:
    """The one writer of `delivery`; works while it is entered."""

    def __init__(self, writing: sqlite3.Connection, pauses: Sequence[float] = PAUSES) -> None:
        """`pauses`: shorter ones are for tests."""
        self._writing, self._pauses = writing, pauses
        self._pending: dict[int, Record] = {}
        self._waiting: list[asyncio.Future[None]] = []
        self._wake = asyncio.Event()
        self._alarm: asyncio.TimerHandle | None = None
        self._failure: str | None = None
        self._closing = False
        self._thread = ThreadPoolExecutor(1, "journal")
        self._task = asyncio.create_task(self._work())

    async def keep(self, *records: Record) -> None:
        """Return when these records, and all that were noted before, are on the disk. Raises LedgerUnwritable."""
        if self._failure is not None:
            raise LedgerUnwritable(self._failure)
        self._pending.update((record.letter, record) for record in records)
        sure = asyncio.get_running_loop().create_future()
        self._waiting.append(sure)
        self._wake.set()
        await sure

    def note(self, record: Record) -> None:
        """See to it that this record gets to the disk soon."""
        self._pending[record.letter] = record
        if self._alarm is None:
            self._alarm = asyncio.get_running_loop().call_later(GATHER, self._ring)

    async def keep_witness(self, message_id: str, archive: str, sent_at: datetime) -> None:
        """Return when it is on the disk that a witness went to this archive; it takes the place of earlier ones. Raises sqlite3.Error."""
        row = message_id, archive, _moment(sent_at)
        await asyncio.get_running_loop().run_in_executor(self._thread, _commit_witness, self._writing, row)

    async def close(self) -> Sequence[int]:
        """Write what is pending; the letters of which it could not be written what became of them, which is none where all is well."""
        self._closing = True
        self._wake.set()
        await self._task
        if self._pending:
            try:
                await self._commit(self._pending)
                self._pending = {}
            except sqlite3.Error:
                pass  # told by what is returned
        self._thread.shutdown()
        if self._alarm is not None:
            self._alarm.cancel()
        return sorted(self._pending)

    def _ring(self) -> None:
        self._alarm = None
        self._wake.set()

    async def _work(self) -> None:
        while self._failure is None and not (self._closing and not self._pending and not self._waiting):
            await self._wake.wait()
            self._wake.clear()
            if self._pending or self._waiting:
                await self._write()
            if self._closing:
                self._wake.set()

    async def _write(self) -> None:
        """One commit, tried again where it fails, with what has become pending meanwhile."""
        waiting: list[asyncio.Future[None]] = []
        batch: dict[int, Record] = {}
        for pause in (*self._pauses, None):
            batch |= self._pending
            self._pending = {}
            waiting += self._waiting
            self._waiting = []
            try:
                await self._commit(batch)
            except sqlite3.Error as error:
                if pause is None:
                    self._fail(str(error), batch, waiting)
                else:
                    await asyncio.sleep(pause)
            else:
                _settle(waiting, None)
                return

    def _fail(self, reason: str, batch: Mapping[int, Record], waiting: Sequence[asyncio.Future[None]]) -> None:
        self._failure = reason
        self._pending = {**batch, **self._pending}
        _settle([*waiting, *self._waiting], reason)
        self._waiting = []

    async def _commit(self, batch: Mapping[int, Record]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, _commit, self._writing, list(batch.values()))


def _settle(waiting: Sequence[asyncio.Future[None]], failure: str | None) -> None:
    for sure in waiting:
        if sure.done():
            continue  # whoever waited was cancelled
        if failure is None:
            sure.set_result(None)
        else:
            sure.set_exception(LedgerUnwritable(failure))


_Row = tuple[int, str, int, str, str | None, str | None, str, str | None]


def _row(record: Record) -> _Row:
    due_again = _moment(record.next_try) if record.next_try else None
    changed_at, first_try = _moment(record.changed_at), _moment(record.first_try)
    return record.letter, record.state.value, record.tries, changed_at, due_again, record.reply, first_try, record.archive


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _commit_witness(writing: sqlite3.Connection, row: tuple[str, str, str]) -> None:
    writing.execute("INSERT INTO witness (message_id, archive, sent_at) VALUES (?, ?, ?)", row)
    writing.execute("DELETE FROM witness WHERE archive = ? AND message_id != ?", (row[1], row[0]))


def _commit(writing: sqlite3.Connection, records: Sequence[Record]) -> None:
    try:
        writing.execute("BEGIN IMMEDIATE")
        writing.executemany(
            """INSERT INTO delivery (letter, state, tries, changed_at, next_try, reply, first_try, archive)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (letter) DO UPDATE SET state = excluded.state,
               tries = excluded.tries, changed_at = excluded.changed_at, next_try = excluded.next_try, reply = excluded.reply,
               first_try = excluded.first_try, archive = excluded.archive""",
            [_row(record) for record in records],
        )
        writing.executemany("DELETE FROM doubt WHERE letter = ?", [(record.letter,) for record in records if not record.doubt])
        doubts = [(record.letter, record.doubt.value) for record in records if record.doubt]
        writing.executemany(
            "INSERT INTO doubt (letter, about) VALUES (?, ?) ON CONFLICT (letter) DO UPDATE SET about = excluded.about", doubts
        )
        writing.execute("COMMIT")
    except sqlite3.Error:
        if writing.in_transaction:
            writing.execute("ROLLBACK")
        raise
