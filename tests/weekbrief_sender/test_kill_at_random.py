from __future__ import annotations

import random
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest
from killed import killed_after
from outboxes import a_letter, fill
from recording_server import RecordingServer, recording
from truth import as_said, demand_truth_in_the_end, in_doubt_after_a_kill, states

from weekbrief_build.school.letter import FinishedLetter
from weekbrief_build.school.people import MailSettings
from weekbrief_sender.__main__ import main

LETTERS, CONNECTIONS = 40, 3
KILLS, IN_A_ROW, PARTS = 500, 8, 10
NEVER = 60.0
BEGINNING = 4
"""To begin and to end a run takes as long as so many letters."""


@pytest.mark.parametrize("part", range(PARTS))
def test_wherever_a_sender_is_killed_none_is_lost_none_goes_twice_and_what_nobody_can_know_is_unknown(tmp_path: Path, part: int) -> None:
    """Killed at random moments of a run of 40 letters, up to eight times in the same outbox; then a last run gets to its end."""
    chance, letters = random.Random(part), [a_letter(number) for number in range(1, LETTERS + 1)]  # noqa: S311 - no secret
    planned, duration = as_said(letters), _duration(tmp_path, letters)
    kills = in_doubt = 0
    for outbox in count():
        if kills >= KILLS // PARTS:
            break
        with recording(pipelining=chance.random() < 0.5) as server:
            folder = _outbox(tmp_path / str(outbox), letters, server)
            doubtful: set[str] = set()
            known, left = 0, LETTERS
            for _ in range(IN_A_ROW):
                moment = chance.uniform(0, duration * (left + BEGINNING) / (LETTERS + BEGINNING))
                if not killed_after(moment, _send, folder):
                    break
                kills += 1
                found, sessions = states(folder), server.sessions()
                doubtful |= in_doubt_after_a_kill(found, sessions[known:], planned, doubtful)
                known, left = len(sessions), sum(state in ("planned", "sending") for state in found.values())
            killed_after(NEVER, _send, folder)
            demand_truth_in_the_end(folder, server, planned, doubtful)
            in_doubt += len(doubtful)
    assert in_doubt, "no kill hit a letter between its dot and the answer: these moments prove little"


def _duration(folder: Path, letters: Sequence[FinishedLetter]) -> float:
    """Seconds that a run takes on this machine now, the quicker of two."""
    durations = []
    for name in ("first", "second"):
        with recording() as server:
            outbox, begun = _outbox(folder / name, letters, server), time.monotonic()
            assert not killed_after(NEVER, _send, outbox)
            durations.append(time.monotonic() - begun)
    return min(durations)


def _outbox(folder: Path, letters: Sequence[FinishedLetter], server: RecordingServer) -> Path:
    fill(folder, letters, MailSettings("smtp", "127.0.0.1", server.port, "none", connections=CONNECTIONS))
    return folder


def _send(folder: Path) -> None:
    main([str(folder)])
