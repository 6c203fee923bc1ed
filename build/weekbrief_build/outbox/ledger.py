"""Opens the outbox for the build, alone: the folder, its lock and its ledger; nothing here reads or writes a letter."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from weekbrief_build.outbox.key import key_of
from weekbrief_build.outbox.mark import was_used, write_mark
from weekbrief_build.outbox.schema import GONE, PATIENCE, OutboxUnusable, damage_told, demand_version, prepare
from weekbrief_build.school.mistake import N_, say

LEDGER = "ledger.sqlite3"


class Busy(OutboxUnusable):
    """Another build works in this outbox."""

    def __init__(self) -> None:
        super().__init__(say(N_("Another weekbrief is filling this outbox. Wait until it is done, then try again.")))


@dataclass(frozen=True, slots=True)
class Outbox:
    """An outbox in which no other build works as long as this one is open."""

    folder: Path
    ledger: sqlite3.Connection
    key: bytes = field(repr=False)
    """Of which Message-IDs and return addresses are made (`outbox.key`)."""


@contextmanager
def open_outbox(folder: Path, key: bytes | None = None) -> Iterator[Outbox]:
    """Open an outbox to fill it, and create what is not there; what it holds is for its owner's eyes.

    `key`: the secret of an outbox that is made now, in place of a random one. One that has a key keeps it.

    Raises Busy while another build has it open (a build that crashed has not), OutboxUnusable where its ledger is no ledger.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _held(folder / "build.lock"):
        used = was_used(folder)
        if used and not _is_there(folder):
            raise OutboxUnusable(GONE)
        (folder / LEDGER).touch(mode=0o600)
        (folder / LEDGER).chmod(0o600)  # also one that was put back from a backup
        with _named(folder / LEDGER), closing(_connect(folder / LEDGER)) as ledger, damage_told():
            prepare(ledger, used=used)
            write_mark(folder, ledger)
            yield Outbox(folder, ledger, key_of(ledger, key))


@contextmanager
def look_into(folder: Path) -> Iterator[sqlite3.Connection | None]:
    """The ledger of an outbox, to be read and not written, whoever works in it; None where there is none yet.

    Raises OutboxUnusable where it is lost, damaged or of another version.
    """
    if not _is_there(folder):
        if was_used(folder):
            raise OutboxUnusable(GONE)
        yield None
        return
    with _named(folder / LEDGER), closing(_connect(folder / LEDGER)) as ledger, damage_told():
        demand_version(ledger)
        ledger.execute("PRAGMA query_only = ON")
        yield ledger


def is_there(folder: Path) -> bool:
    """Whether this is an outbox: a folder with a ledger."""
    return (folder / LEDGER).is_file()


@contextmanager
def transaction(ledger: sqlite3.Connection, mode: str) -> Iterator[None]:
    """All of what is done within, or nothing of it. `mode` is how SQLite begins: DEFERRED or IMMEDIATE."""
    ledger.execute(f"BEGIN {mode}")
    try:
        yield
    except BaseException:
        ledger.execute("ROLLBACK")
        raise
    ledger.execute("COMMIT")


def _is_there(folder: Path) -> bool:
    return (folder / LEDGER).is_file() and (folder / LEDGER).stat().st_size > 0


def _connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)


@contextmanager
def _named(file: Path) -> Iterator[None]:
    """SQLite does not say of which file it speaks."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        error.add_note(str(file))
        raise


@contextmanager
def _held(lock: Path) -> Iterator[None]:
    """Hold a lock that the kernel lets go when this process ends, however it ends."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield
    finally:
        os.close(descriptor)
