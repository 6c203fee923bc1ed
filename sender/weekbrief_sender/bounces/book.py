"""Writes into the ledger what reports say of letters, each report once; a letter that failed is refused, whatever it was thought to be.

A report is about a letter that some server has taken. So a letter that is unknown is known after it: refused where it failed, sent where
it is delayed. A letter that waits or is planned stays so: what comes back then is about an earlier try.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256

from weekbrief_sender.bounces.report import DELAYED, FAILED, Report, Verdict
from weekbrief_sender.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Found:
    """A letter that a report is about."""

    letter: int
    recipient: str
    archive: str | None


class Book:
    """The bounces of one outbox; whoever works with it holds its lock."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def knows(self, mail: bytes) -> bool:
        """Whether this report was counted before."""
        row = self._ledger.reading.execute("SELECT 1 FROM bounce WHERE report = ?", (sha256(mail).digest(),)).fetchone()
        return row is not None

    def letter_of(self, report: Report) -> Found | None:
        """The letter that the report names: by its envelope sender, if that is this letter's alone, else by its Message-ID."""
        ids = {self._by_sender[address] for address in report.addresses if address in self._by_sender}
        rows = [self._find("letter.id = ?", id_) for id_ in sorted(ids)] or [
            self._find("message_id = ?", id_) for id_ in report.message_ids
        ]
        found = [row for row in rows if row]
        return found[0] if len(found) == 1 else None

    def enter(self, mail: bytes, found: Found, verdict: Verdict, now: datetime) -> None:
        """Write down what came back, and what that makes of the letter, in one commit. Raises sqlite3.OperationalError."""
        at = now.astimezone(UTC).isoformat(timespec="seconds")
        writing = self._ledger.writing
        writing.execute("BEGIN IMMEDIATE")
        try:
            writing.execute(
                "INSERT INTO bounce (letter, kind, status, said, reported_at, report) VALUES (?, ?, ?, ?, ?, ?)",
                (found.letter, verdict.kind, verdict.status, verdict.said, at, sha256(mail).digest()),
            )
            state, reply, among = _CHANGES[verdict.kind]
            writing.execute(
                f"UPDATE delivery SET state = ?, changed_at = ?, next_try = NULL, reply = ? WHERE letter = ? AND state IN {among}",  # noqa: S608 - of our own table
                (state, at, f"{reply}: {verdict.said}", found.letter),
            )
            writing.execute("COMMIT")
        except sqlite3.Error:
            if writing.in_transaction:
                writing.execute("ROLLBACK")
            raise

    def _find(self, where: str, value: int | str) -> Found | None:
        row = self._ledger.reading.execute(
            f"SELECT letter.id, recipient, archive FROM letter LEFT JOIN delivery ON letter = letter.id WHERE {where}",  # noqa: S608 - of our own
            (value,),
        ).fetchone()
        return Found(*row) if row else None

    @cached_property
    def _by_sender(self) -> dict[str, int]:
        """The letters that have an envelope sender of their own; in lower case, as some servers write it."""
        rows = self._ledger.reading.execute("SELECT lower(envelope_sender), min(id), count(*) FROM letter GROUP BY 1")
        return {sender: id_ for sender, id_, number in rows if number == 1}


_CHANGES = {
    FAILED: ("refused", "came back", "('sent', 'unknown', 'dot')"),
    DELAYED: ("sent", "taken, and not yet delivered", "('unknown', 'dot')"),
}
