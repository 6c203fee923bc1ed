"""Reads from the ledger which letters there are to deliver, and opens it for the journal, which alone writes; it changes nothing itself.

What the tables hold is said in docs/door.md.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from weekbrief_sender.proof import Copy, Doubt
from weekbrief_sender.states import State

VERSION = 5
PATIENCE = 120.0
"""Seconds to wait while the build commits."""
_TRIED = "coalesce(tries, 0), coalesce(first_try, changed_at), archive, (SELECT reply FROM doubt WHERE doubt.letter = delivery.letter)"
_NEIGHBOUR = """
    SELECT message_id, changed_at FROM delivery JOIN letter ON letter.id = delivery.letter
    WHERE state = 'sent' AND archive = :archive AND changed_at {} LIMIT 1"""
_BEFORE, _AFTER = _NEIGHBOUR.format("< :moment ORDER BY changed_at DESC"), _NEIGHBOUR.format("> :moment ORDER BY changed_at")

_WITNESS = "SELECT message_id, sent_at FROM witness WHERE archive = :archive AND sent_at > :moment ORDER BY sent_at DESC LIMIT 1"


class LedgerUnusable(Exception):  # noqa: N818 - says what the matter is
    """The ledger is none, or of another version; the message is for the operator."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A letter, and how often it was tried since when (None: never)."""

    letter: int
    tries: int
    first_try: datetime | None
    archive: str | None = None
    """Where a copy of the last try went, if it came to its dot."""
    no: str | None = None
    """What it heard at its last try, if that was a no for good that is in doubt."""


@contextmanager
def open_ledger(outbox: Path) -> Iterator[Ledger | None]:
    """The ledger of an outbox; None where nothing was ever planned. Raises LedgerUnusable."""
    file = outbox / "ledger.sqlite3"
    if not file.is_file() or not file.stat().st_size:
        if any((outbox / name).exists() for name in ("mark.json", "pieces")):
            raise LedgerUnusable("ledger.sqlite3 is gone or empty in an outbox that was used: put it back from a backup (docs/running.md)")
        yield None
        return
    with closing(_connect(file)) as reading, closing(_connect(file)) as writing:
        try:
            (version,) = reading.execute("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError as error:
            raise LedgerUnusable("ledger.sqlite3 is damaged or is no ledger") from error
        if version < VERSION:
            raise LedgerUnusable("ledger.sqlite3 is of an older weekbrief: run weekbrief build once, it brings the ledger up to date")
        if version > VERSION:
            raise LedgerUnusable(f"ledger.sqlite3 is of version {version}, this weekbrief knows version {VERSION}")
        reading.execute("PRAGMA query_only = ON")
        reading.execute("PRAGMA cache_size = -500")  # kB: a large ledger is looked through once, and not kept
        writing.execute("PRAGMA synchronous = FULL")
        writing.execute("PRAGMA foreign_keys = ON")
        yield Ledger(reading, writing)


def _connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=PATIENCE, isolation_level=None, check_same_thread=False)  # the journal's thread writes


class Ledger:
    """What is known of the letters. Two connections, so that nobody who reads waits for a commit."""

    def __init__(self, reading: sqlite3.Connection, writing: sqlite3.Connection) -> None:
        self.reading = reading
        self.writing = writing
        """The journal's."""

    def interrupted(self, state: State) -> list[tuple[Tried, str]]:
        """Each letter that an earlier sender left in this state, and its Message-ID."""
        rows = self.reading.execute(
            f"SELECT letter, {_TRIED}, message_id FROM delivery JOIN letter ON letter.id = delivery.letter WHERE state = ? ORDER BY 1",  # noqa: S608 - a text of our own
            (state.value,),
        )
        return [(_tried(*tried), message_id) for *tried, message_id in rows]

    def due(self, now: datetime, *, school_only: bool = False) -> list[int]:
        """The ids of the letters to deliver now, those first that were tried least often; what the school is told of before its letters.

        The school must hear of a server that takes its own letters and no others. And a letter that fails again and again keeps no
        other from its turn. One whose last try lies ahead (a clock ran ahead, somebody tried another day) does not wait for that day.
        `school_only`: what the people of the school are told, and no letter to a guardian.
        """
        rows = self.reading.execute(
            """SELECT id FROM letter LEFT JOIN delivery ON delivery.letter = letter.id
               WHERE (state IS NULL OR state = 'sending' OR (state = 'waiting' AND (next_try <= :now OR changed_at > :now)))
               AND (kind IN ('notice', 'summary') OR NOT :school_only)
               ORDER BY coalesce(tries, 0), kind NOT IN ('notice', 'summary'), id""",
            {"now": now.astimezone(UTC).isoformat(timespec="seconds"), "school_only": school_only},
        )
        return [id_ for (id_,) in rows]

    def in_doubt(self) -> frozenset[int]:
        """The letters that wait because a no for good to them is in doubt."""
        rows = self.reading.execute("SELECT letter FROM doubt JOIN delivery USING (letter) WHERE state = 'waiting'")
        return frozenset(id_ for (id_,) in rows)

    def tried(self, letter: int) -> Tried:
        """How often a letter was tried."""
        row = self.reading.execute(f"SELECT {_TRIED} FROM delivery WHERE letter = ?", (letter,)).fetchone()  # noqa: S608 - a text of our own
        return _tried(letter, *row) if row else Tried(letter, 0, None)

    def doubts(self, archive: str) -> list[Doubt]:
        """The letters that are unknown and of which a copy may have gone to this archive, by id."""
        rows = self.reading.execute(
            """SELECT letter, message_id, changed_at FROM delivery JOIN letter ON letter.id = delivery.letter
               WHERE state = 'unknown' AND archive = ? ORDER BY letter""",
            (archive,),
        )
        return [
            Doubt(letter, message_id, datetime.fromisoformat(since), self._copy(archive, since, _BEFORE), self._after(archive, since))
            for letter, message_id, since in rows.fetchall()
        ]

    def _after(self, archive: str, since: str) -> Copy | None:
        """The first letter that came after; where there is none, the last witness."""
        if letter := self._copy(archive, since, _AFTER):
            return letter
        row = self.reading.execute(_WITNESS, {"archive": archive, "moment": since}).fetchone()
        return Copy(row[0], datetime.fromisoformat(row[1]), witness=True) if row else None

    def _copy(self, archive: str, since: str, neighbour: str) -> Copy | None:
        row = self.reading.execute(neighbour, {"archive": archive, "moment": since}).fetchone()
        return Copy(row[0], datetime.fromisoformat(row[1])) if row else None

    def planned_until(self, moment: datetime) -> list[int]:
        """The ids of the letters that were planned until a moment (aware) and are neither sent nor refused."""
        rows = self.reading.execute(
            """SELECT id FROM letter LEFT JOIN delivery ON delivery.letter = letter.id
               WHERE coalesce(state, 'planned') NOT IN ('sent', 'refused') AND julianday(planned_at) <= julianday(?) ORDER BY id""",
            (moment.isoformat(),),
        )
        return [id_ for (id_,) in rows]

    def state(self, letter: int) -> str | None:
        """Where a letter is, in the words of the ledger; `planned` where it was never tried, None where there is no such letter."""
        row = self.reading.execute(
            "SELECT coalesce(state, 'planned') FROM letter LEFT JOIN delivery ON delivery.letter = letter.id WHERE id = ?", (letter,)
        ).fetchone()
        return row[0] if row else None

    def some_wait(self) -> bool:
        """Whether there are letters that a later run is to try."""
        row = self.reading.execute(
            """SELECT 1 FROM letter LEFT JOIN delivery ON delivery.letter = letter.id
               WHERE state IS NULL OR state IN ('sending', 'waiting') LIMIT 1"""
        ).fetchone()
        return row is not None


def _tried(letter: int, tries: int, first_try: str | None, archive: str | None, no: str | None) -> Tried:
    return Tried(letter, tries, datetime.fromisoformat(first_try) if first_try else None, archive, no)
