from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from failing_disk import Failure, Sent, send_with
from killed import in_memory
from outboxes import a_letter, counts, fill, message, send
from recording_server import recording
from truth import as_said, demand_truth_in_the_end, in_doubt_after_a_kill, states

from weekbrief_build.school.people import MailSettings
from weekbrief_sender.__main__ import main
from weekbrief_sender.maildir import file_name

LETTERS = [a_letter(1), a_letter(2)]
PLANNED = as_said(LETTERS)
LEDGER, LOG, INDEX = "ledger.sqlite3", "ledger.sqlite3-wal", "ledger.sqlite3-shm"
IN_MAILDIR = file_name(LETTERS[0].message_id)
LEAVING = {0, 1, 75}


@pytest.fixture
def folders() -> Iterator[Callable[[], Path]]:
    """New folders, without a disk to wait for."""
    with in_memory() as new:
        yield lambda: new() / "outbox"


@pytest.mark.parametrize(
    ("call", "file", "error"),
    [
        ("pwrite64", LOG, "ENOSPC"),
        ("pwrite64", LOG, "EIO"),
        ("fdatasync", LOG, "EIO"),
        ("fdatasync", ".", "EIO"),
        ("pwrite64", INDEX, "ENOSPC"),
        ("ftruncate", INDEX, "EIO"),
        ("pwrite64", LEDGER, "ENOSPC"),
        ("fdatasync", LEDGER, "EIO"),
        ("ftruncate", LEDGER, "EIO"),
        ("unlink", LOG, "EIO"),
    ],
)
def test_a_write_that_fails_once_loses_nothing_doubles_nothing_and_leaves_nothing_in_doubt(
    folders: Callable[[], Path], call: str, file: str, error: str
) -> None:
    """Each write of a run in its turn: the run or the next one sends every letter, once."""
    failed = 0
    for which in count(1):
        outbox = folders()
        with recording() as server:
            fill(outbox, LETTERS, MailSettings("smtp", "127.0.0.1", server.port, "none", connections=1))
            sent = send_with(Failure(call, file, error, which), outbox)
            assert sent.status in LEAVING, sent.said
            assert "Traceback" not in sent.said
            main([str(outbox)])
            demand_truth_in_the_end(outbox, server, PLANNED, set())
        failed += sent.failures
        if not sent.failures:
            break
    assert failed


def test_a_disk_that_fails_from_some_write_on_leaves_in_doubt_only_what_nobody_wrote_down(folders: Callable[[], Path]) -> None:
    """Full for good: no further dot leaves, and when there is room again, the rest is sent; none is lost, none goes twice."""
    outboxes = [folders() for _ in range(2 * 4 * len(LETTERS))]
    with ThreadPoolExecutor(len(outboxes)) as threads:  # the sender is patient with a disk: they wait side by side
        failures = list(threads.map(_until_there_is_room, count(1), outboxes))
    assert sum(failures)


def _until_there_is_room(which: int, outbox: Path) -> int:
    with recording() as server:
        fill(outbox, LETTERS, MailSettings("smtp", "127.0.0.1", server.port, "none", connections=1))
        sent = send_with(Failure("pwrite64", LOG, "ENOSPC", which, for_good=True), outbox)
        assert sent.status == (1 if sent.failures else 0), sent.said
        assert "Traceback" not in sent.said
        doubtful = in_doubt_after_a_kill(states(outbox), server.sessions(), PLANNED, ())
        assert len(doubtful) <= 1, "a dot left although the answer to the one before it could not be written down"
        send(outbox)
        demand_truth_in_the_end(outbox, server, PLANNED, doubtful)
    return sent.failures


@pytest.mark.parametrize("file", ["send.lock", LEDGER, LOG])
def test_on_a_disk_that_is_read_only_nothing_leaves(folders: Callable[[], Path], file: str) -> None:
    """A letter whose dot cannot be written down stays here, and a person is told."""
    outbox = folders()
    with recording() as server:
        fill(outbox, LETTERS, MailSettings("smtp", "127.0.0.1", server.port, "none"))
        sent = send_with(Failure("openat", file, "EROFS", for_good=True), outbox)
        assert (sent.status, sum(server.taken().values())) == (1, 0), sent.said
        assert "Traceback" not in sent.said
        main([str(outbox)])
        demand_truth_in_the_end(outbox, server, PLANNED, set())


@pytest.mark.parametrize(
    ("call", "file", "error"),
    [
        ("openat", f"maildir/tmp/{IN_MAILDIR}", "ENOSPC"),
        ("write", f"maildir/tmp/{IN_MAILDIR}", "ENOSPC"),
        ("fsync", f"maildir/tmp/{IN_MAILDIR}", "EIO"),
        ("rename", f"maildir/tmp/{IN_MAILDIR}", "EIO"),
        ("openat", "maildir/new", "EIO"),
        ("fsync", "maildir/new", "EIO"),
        ("mkdir", "maildir/new", "EROFS"),
        ("pwrite64", LOG, "EIO"),
    ],
)
def test_a_maildir_whose_disk_fails_once_holds_each_letter_once_after_the_next_run(
    folders: Callable[[], Path], call: str, file: str, error: str
) -> None:
    """A file can be looked up: nothing is ever in doubt."""
    outbox = folders()
    fill(outbox, LETTERS)
    sent: Sent = send_with(Failure(call, file, error), outbox)
    assert sent.failures
    assert sent.status in LEAVING, sent.said
    assert "Traceback" not in sent.said
    main([str(outbox)])
    assert counts(outbox) == {"sent": len(LETTERS)}
    assert sorted(file.read_bytes() for file in (outbox / "maildir/new").iterdir()) == sorted(map(message, LETTERS))
