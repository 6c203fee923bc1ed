"""Creates the tables of the ledger, as docs/door.md describes them, and brings an older one up to date; it takes nothing out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from weekbrief_build.school.mistake import N_, Sentence, say

VERSION = 5
_BOUNCE = """bounce (id INTEGER PRIMARY KEY, letter INTEGER NOT NULL REFERENCES letter, kind TEXT NOT NULL, status TEXT, said TEXT NOT NULL,
       reported_at TEXT NOT NULL, report BLOB NOT NULL UNIQUE)"""
_HEARD = """heard (post INTEGER NOT NULL REFERENCES post, guardian INTEGER NOT NULL REFERENCES guardian, sequence INTEGER NOT NULL,
       letter INTEGER NOT NULL REFERENCES letter, view INTEGER NOT NULL REFERENCES view,
       PRIMARY KEY (post, guardian, sequence)) WITHOUT ROWID"""
_OWN = "own (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
_DOUBT = "doubt (letter INTEGER PRIMARY KEY REFERENCES letter ON DELETE CASCADE, about TEXT NOT NULL)"
_WITNESS = "witness (message_id TEXT PRIMARY KEY, archive TEXT NOT NULL, sent_at TEXT NOT NULL) WITHOUT ROWID"
TABLES = (
    _OWN,
    "piece (id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, data BLOB)",
    "edition (name TEXT PRIMARY KEY, made_at TEXT NOT NULL)",
    """letter (id INTEGER PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, edition TEXT REFERENCES edition,
       envelope_sender TEXT NOT NULL, recipient TEXT NOT NULL, recipe TEXT NOT NULL, size INTEGER NOT NULL,
       digest BLOB NOT NULL, planned_at TEXT NOT NULL)""",
    """guardian (id INTEGER PRIMARY KEY, family TEXT NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL, first_seen TEXT NOT NULL,
       groups TEXT NOT NULL)""",
    "post (id INTEGER PRIMARY KEY, path TEXT NOT NULL, first_seen TEXT NOT NULL, marks TEXT NOT NULL)",
    "view (id INTEGER PRIMARY KEY, post INTEGER NOT NULL REFERENCES post, shown TEXT NOT NULL)",
    """told (post INTEGER NOT NULL REFERENCES post, guardian INTEGER NOT NULL REFERENCES guardian,
       letter INTEGER NOT NULL REFERENCES letter, view INTEGER NOT NULL REFERENCES view,
       PRIMARY KEY (post, guardian)) WITHOUT ROWID""",
    _HEARD,
    "notice (key TEXT PRIMARY KEY, told_at TEXT NOT NULL, letter INTEGER NOT NULL REFERENCES letter)",
    """delivery (letter INTEGER PRIMARY KEY REFERENCES letter, state TEXT NOT NULL, tries INTEGER NOT NULL,
       changed_at TEXT NOT NULL, next_try TEXT, reply TEXT, first_try TEXT, archive TEXT)""",
    _DOUBT,
    _WITNESS,
    _BOUNCE,
)
CHANGES = {
    1: ("ALTER TABLE delivery ADD COLUMN first_try TEXT", f"CREATE TABLE {_BOUNCE}"),
    2: ("ALTER TABLE delivery ADD COLUMN archive TEXT",),
    3: (
        f"CREATE TABLE {_HEARD}",
        # Until then everybody counted as knowing the event that is remembered with its post.
        """UPDATE view SET shown =
           json_set(shown, '$.event', (SELECT json_extract(marks, '$.event[0]') FROM post WHERE post.id = view.post))""",
    ),
    4: (f"CREATE TABLE {_OWN}", f"CREATE TABLE {_DOUBT}", f"CREATE TABLE {_WITNESS}"),
}
"""What makes a ledger of this version one of the next."""
PATIENCE = 120.0
"""Seconds to wait while the other side writes: the longest commit, of 20,000 letters, takes a few."""


class OutboxUnusable(Exception):  # noqa: N818 - says what the matter is
    """The outbox cannot be worked with; `sentence` tells the operator why and how to mend it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.template)
        self.sentence = sentence


def prepare(ledger: sqlite3.Connection, *, used: bool) -> None:
    """Set the ledger up to be written: create its tables where it is empty, change them where they are older, in one transaction.

    `used`: letters passed through this outbox before, so an empty ledger is one that was lost. Raises OutboxUnusable where it was,
    and where the file is no ledger, damaged anywhere, or one of a newer version.
    """
    with damage_told():
        demand_whole(ledger)
        if _is_empty(ledger):
            if used:
                raise OutboxUnusable(GONE)
            _turn_into(ledger, VERSION, *(f"CREATE TABLE {table}" for table in TABLES))
        while (version := _version(ledger)) in CHANGES:
            _turn_into(ledger, version + 1, *CHANGES[version])
    demand_version(ledger)
    ledger.execute("PRAGMA journal_mode = WAL")
    ledger.execute("PRAGMA synchronous = FULL")
    ledger.execute("PRAGMA foreign_keys = ON")
    ledger.execute("PRAGMA secure_delete = ON")  # what is removed is not to be found in the file any more


def demand_whole(ledger: sqlite3.Connection) -> None:
    """Raise OutboxUnusable where a page of the ledger is damaged: what is not known to be sent would be sent again."""
    with damage_told():
        (told,) = ledger.execute("PRAGMA quick_check(1)").fetchone()
    if told != "ok":
        raise OutboxUnusable(DAMAGED)


def demand_version(ledger: sqlite3.Connection) -> None:
    """Raise OutboxUnusable unless the file is a ledger of this version."""
    with damage_told():
        version = _version(ledger)
    if version == 0:
        raise OutboxUnusable(_FOREIGN)
    if version < VERSION:
        raise OutboxUnusable(_OLDER)
    if version != VERSION:
        raise OutboxUnusable(say(_OTHER_VERSION, version=version, known=VERSION))


@contextmanager
def damage_told() -> Iterator[None]:
    """Tell the operator, in a sentence, that the file turns out to be damaged while it is worked with."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            raise OutboxUnusable(DAMAGED) from error
        raise


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether SQLite says that the file itself is spoiled; its finer distinctions stand above the lowest byte."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


def _turn_into(ledger: sqlite3.Connection, version: int, *statements: str) -> None:
    """All of it or nothing; where the disk fails, SQLite takes back what was done when the connection closes."""
    ledger.execute("BEGIN IMMEDIATE")
    for statement in statements:
        ledger.execute(statement)
    ledger.execute(f"PRAGMA user_version = {version}")
    ledger.execute("COMMIT")


def _version(ledger: sqlite3.Connection) -> int:
    (version,) = ledger.execute("PRAGMA user_version").fetchone()
    return int(version)


def _is_empty(ledger: sqlite3.Connection) -> bool:
    (tables,) = ledger.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return bool(_version(ledger) == 0 and tables == 0)


DAMAGED = say(
    N_(
        "The file ledger.sqlite3 in the outbox is damaged or is no ledger. Put it back from a backup. "
        "Do not delete it: without it every letter would be sent again."
    )
)
GONE = say(
    N_(
        "This outbox was used before, and its file ledger.sqlite3 is gone or empty. Put it back from a backup, as docs/running.md says. "
        "Nothing is sent until then: without it every letter would be sent again. If this is to be a new outbox, choose an empty folder."
    )
)
_FOREIGN = say(
    N_("The file ledger.sqlite3 in the outbox was made by another program. Choose another folder with --outbox, or put the file elsewhere.")
)
_OLDER = say(
    N_("The ledger in the outbox is of an older Weekbrief. Run weekbrief build once: it brings the ledger up to date, and nothing is lost.")
)
_OTHER_VERSION = N_("The ledger in the outbox is of version {version}; this Weekbrief knows version {known}. Install the newer Weekbrief.")
