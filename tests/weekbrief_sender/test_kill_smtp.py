from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from killed import in_a_process, in_memory, killed_at
from outboxes import a_letter, counts, fill
from recording_server import RecordingServer, Session, recording
from truth import as_said, demand_truth_in_the_end, in_doubt_after_a_kill, states

from weekbrief_build.school.people import MailSettings
from weekbrief_sender.__main__ import main

LETTERS = [a_letter(1), a_letter(2)]


@pytest.fixture
def folders() -> Iterator[Callable[[], Path]]:
    """New folders, without a disk to wait for."""
    with in_memory() as new:
        yield new


def _fill(folder: Path, server: RecordingServer, connections: int = 1) -> None:
    fill(folder, LETTERS, MailSettings("smtp", "127.0.0.1", server.port, "none", connections=connections))


def _send(folder: Path) -> None:
    main([str(folder)])


@pytest.mark.parametrize("connections", [1, 2])
def test_a_sender_that_is_killed_at_any_change_of_the_ledger_sends_no_letter_twice(folders: Callable[[], Path], connections: int) -> None:
    """Wherever a sender dies, each letter reaches the server once; one that may or may not have arrived is unknown, not lost."""
    planned, in_doubt = as_said(LETTERS), 0
    for step in count(1):
        folder = folders()
        with recording() as server:
            _fill(folder, server, connections)
            killed = killed_at(step, _send, folder)
            doubtful = in_doubt_after_a_kill(states(folder), server.sessions(), planned, ()) if killed else set()
            _send(folder)
            demand_truth_in_the_end(folder, server, planned, doubtful)
        assert len(doubtful) <= connections
        in_doubt += len(doubtful)
        if not killed:
            break
    assert counts(folder) == {"sent": len(LETTERS)}
    assert in_doubt >= len(LETTERS)  # from the commit before a letter's dot to the one after it, nobody can know


STAGES = ("EHLO", "MAIL", "RCPT", "DATA", ".", "250", "QUIT")


@pytest.mark.parametrize("letter", [0, 1])
@pytest.mark.parametrize("stage", STAGES)
def test_a_sender_that_is_killed_when_the_server_hears_a_word_leaves_what_that_word_means(
    folders: Callable[[], Path], stage: str, letter: int
) -> None:
    """Up to DATA nothing is in doubt; when the dot is heard, that letter is, and none before it."""
    folder, planned = folders(), as_said(LETTERS)
    with recording() as server:
        _fill(folder, server)
        with in_a_process(_send, folder) as sender:

            def kill(reached: str, session: Session) -> None:
                if reached == stage and (len(session.letters) > letter or (reached == "EHLO" and not letter)) and sender.pid:
                    os.kill(sender.pid, signal.SIGKILL)

            server.at = kill
        server.at = lambda _stage, _session: None
        found = states(folder)
        doubtful = in_doubt_after_a_kill(found, server.sessions(), planned, ())
        if stage == ".":
            assert doubtful == {LETTERS[letter].recipient}
        _send(folder)
        demand_truth_in_the_end(folder, server, planned, doubtful)
