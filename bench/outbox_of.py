"""Fills an outbox with letters of a given size, as the door says and without a school: what is measured is the sending."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from weekbrief_build.outbox.ledger import open_outbox

LARGE = 32 * 1024
"""Pieces of so many bytes are files."""
PICTURES = 12
_LINE = b"x" * 76 + b"\r\n"
_PLANNED = "2026-11-20T15:00:00+01:00"


@dataclass(frozen=True, slots=True)
class Mailing:
    """So many letters of about so many bytes; of large ones most is shared, of small ones half."""

    letters: int
    size: int

    def pieces(self, number: int) -> Iterator[bytes]:
        """One letter: its head, what all share, and what is its own."""
        yield _head(number)
        shared = PICTURES if self.size > PICTURES * LARGE else 1
        own = self.size // 2 if shared == 1 else 15_000
        for picture in range(shared):
            yield b"%d\r\n" % picture + _LINE * ((self.size - own) // shared // len(_LINE))
        yield (b"%08d" % number * 9 + b"\r\n") * (own // 74)

    def message(self, number: int) -> bytes:
        """One letter as a whole."""
        return b"".join(self.pieces(number))


def recipient(number: int) -> str:
    """Whom a letter is for."""
    return f"ouder{number}@example.org"


def _head(number: int) -> bytes:
    return (
        f"From: De Regenboog <weekbrief@regenboog.example>\r\nTo: <{recipient(number)}>\r\nSubject: Weekbrief\r\n"
        f"Message-ID: <{number}@regenboog.example>\r\nDate: Fri, 20 Nov 2026 15:00:00 +0100\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=us-ascii\r\n\r\n"
    ).encode()


def fill(outbox: Path, mailing: Mailing, port: int, connections: int) -> None:
    """A new outbox with these letters, for a server on this machine."""
    with open_outbox(outbox):
        pass  # which makes the ledger
    way_out = {"transport": "smtp", "host": "127.0.0.1", "port": port, "security": "none", "connections": connections}
    (outbox / "mail.json").write_text(json.dumps(way_out), encoding="utf-8")
    known: dict[bytes, int] = {}
    with closing(sqlite3.connect(outbox / "ledger.sqlite3")) as ledger, ledger:
        for number in range(1, mailing.letters + 1):
            _plan(ledger, outbox, mailing, number, known)


def _plan(ledger: sqlite3.Connection, outbox: Path, mailing: Mailing, number: int, known: dict[bytes, int]) -> None:
    ids, digests, size = [], [], 0
    for data in mailing.pieces(number):
        digest = sha256(data).digest()
        if digest not in known:
            known[digest] = _store(ledger, outbox, data, digest)
        ids.append(known[digest])
        digests.append(digest)
        size += len(data)
    row = (f"<{number}@regenboog.example>", f"weekbrief+{number}@regenboog.example", recipient(number), json.dumps(ids), size)
    ledger.execute(
        """INSERT INTO letter (message_id, kind, envelope_sender, recipient, recipe, size, digest, planned_at)
           VALUES (?, 'post', ?, ?, ?, ?, ?, ?)""",
        (*row, sha256(b"".join(digests)).digest(), _PLANNED),
    )


def _store(ledger: sqlite3.Connection, outbox: Path, data: bytes, digest: bytes) -> int:
    if len(data) >= LARGE:
        file = outbox / "pieces" / digest.hex()[:2] / digest.hex()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    row = (digest, len(data), None if len(data) >= LARGE else data)
    return int(ledger.execute("INSERT INTO piece (sha256, size, data) VALUES (?, ?, ?)", row).lastrowid or 0)
