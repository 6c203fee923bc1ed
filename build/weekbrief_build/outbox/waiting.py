"""Keeps senders away for a while, and says which letters still wait: what an interrupted sender left has gone, or waits like the others.

Of a letter in `sending` nothing final has gone out (docs/door.md), unless it went into a Maildir, where it can be looked up.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from weekbrief_build.decide.know.memory import Shown, WaitingLetter
from weekbrief_build.outbox.lost import letters_without_a_piece
from weekbrief_build.outbox.shown import read_shown
from weekbrief_build.school.letter import LetterKind


@contextmanager
def sender_at_rest(outbox: Path) -> Iterator[bool]:
    """Keep senders from their work as long as this is open; False where one is at work: then nobody can say which letters wait."""
    descriptor = os.open(outbox / "send.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


REFUSED_KEPT = timedelta(days=28)
"""How long a letter that was refused counts as not sent, once its guardian has another address (DESIGN.md, "What is due")."""


def waiting_letters(ledger: sqlite3.Connection, outbox: Path, now: datetime) -> tuple[WaitingLetter, ...]:
    """The letters to guardians that have not left, by id, with what each shows; to be trusted only while senders are at rest.

    Those that were refused since `REFUSED_KEPT` are among them: whether they count as not sent is not decided here.
    """
    since = (now - REFUSED_KEPT).astimezone(UTC).isoformat(timespec="seconds")
    refused = {id_ for (id_,) in ledger.execute("SELECT letter FROM delivery WHERE state = 'refused' AND changed_at >= ?", (since,))}
    letters = {id_: (kind, edition, recipient) for id_, kind, edition, recipient in _not_left(ledger, outbox, refused)}
    if not letters:
        return ()
    views: dict[int, Shown] = {}
    shown: dict[int, dict[int, Shown]] = {}
    guardians: dict[int, int] = {}
    of_changes: set[int] = set()
    for letter, post, guardian, view, changed in ledger.execute(_TOLD.format(states=_OPEN)):
        if letter not in letters:
            continue
        if changed:
            of_changes.add(letter)
        if view not in views:
            views[view] = read_shown(ledger.execute("SELECT shown FROM view WHERE id = ?", (view,)).fetchone()[0])
        shown.setdefault(letter, {})[post] = views[view]
        guardians[letter] = guardian
    broken = letters_without_a_piece(ledger, outbox)
    return tuple(
        WaitingLetter(
            id_, LetterKind(kind), edition, guardians[id_], recipient, shown[id_], id_ in of_changes, id_ not in broken, id_ in refused
        )
        for id_, (kind, edition, recipient) in letters.items()
        if id_ in shown
    )


def last_planned(ledger: sqlite3.Connection) -> datetime | None:
    """When the last of the letters that were never tried, or wait, was planned."""
    moments = ledger.execute(_PLANNED.format(states=_STATES))
    return max((datetime.fromisoformat(planned_at) for (planned_at,) in moments), default=None)


def _not_left(ledger: sqlite3.Connection, outbox: Path, refused: Collection[int]) -> Iterator[tuple[int, str, str | None, str]]:
    there: frozenset[str] | None = None
    for id_, kind, edition, recipient, message_id, state in ledger.execute(_LETTERS.format(states=_OPEN)):
        if state == "refused" and id_ not in refused:
            continue
        if state == "sending":
            there = _in_maildir(outbox / "maildir") if there is None else there
            if f"{sha256(message_id.encode()).hexdigest()[:32]}.eml" in there:
                continue
        yield id_, kind, edition, recipient


def _in_maildir(maildir: Path) -> frozenset[str]:
    folders = (maildir / "new", maildir / "cur")
    return frozenset(file.name.partition(":")[0] for folder in folders if folder.is_dir() for file in folder.iterdir())


_OPEN = "(state IS NULL OR state IN ('sending', 'waiting', 'refused')) AND kind NOT IN ('notice', 'summary')"
_STATES = "(state IS NULL OR state IN ('sending', 'waiting')) AND kind NOT IN ('notice', 'summary')"
_LETTERS = """
    SELECT id, kind, edition, recipient, message_id, state FROM letter LEFT JOIN delivery ON delivery.letter = letter.id
    WHERE {states} ORDER BY id"""
_TOLD = """
    SELECT tells.letter, post, guardian, view, changed
    FROM (SELECT letter, post, guardian, view, 0 AS changed FROM told UNION ALL SELECT letter, post, guardian, view, 1 FROM heard) AS tells
    JOIN letter ON letter.id = tells.letter LEFT JOIN delivery ON delivery.letter = letter.id WHERE {states}"""
_PLANNED = "SELECT DISTINCT planned_at FROM letter LEFT JOIN delivery ON delivery.letter = letter.id WHERE {states}"
