"""Holds the secret of an outbox, of which Message-IDs and return addresses are made; it never leaves the ledger and its backups.

Who could compute the return address of another family's letter could write a report of its failure, and that letter would count as
refused. So nothing that a reader knows (addresses, moments, what a letter says) is enough to compute it.
"""

from __future__ import annotations

import secrets
import sqlite3

LENGTH = 32
"""In bytes: as long as what HMAC makes of it."""


def key_of(ledger: sqlite3.Connection, first: bytes | None = None) -> bytes:
    """The key of this ledger; where it has none yet it gets `first`, or a random one, once and for all."""
    ledger.execute("INSERT INTO own (name, value) VALUES ('key', ?) ON CONFLICT DO NOTHING", (first or new_key(),))
    (key,) = ledger.execute("SELECT value FROM own WHERE name = 'key'").fetchone()
    return bytes(key)


def new_key() -> bytes:
    """A key that nobody can guess."""
    return secrets.token_bytes(LENGTH)
