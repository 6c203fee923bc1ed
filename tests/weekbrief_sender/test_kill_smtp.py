from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from killed import in_memory, killed_at
from outboxes import a_letter, counts, fill, message
from scripted_server import scripted

from weekbrief_build.school.people import MailSettings
from weekbrief_sender.__main__ import main

LETTERS = 2


@pytest.fixture
def folders() -> Iterator[Callable[[], Path]]:
    """New folders, without a disk to wait for."""
    with in_memory() as new:
        yield new


def _send(folder: Path) -> None:
    main([str(folder)])


@pytest.mark.parametrize("connections", [1, 2])
def test_a_sender_that_is_killed_sends_no_letter_twice(folders: Callable[[], Path], connections: int) -> None:
    """Wherever a sender dies, each letter reaches the server at most once; one that may or may not have arrived is unknown, not lost."""
    letters = [a_letter(number) for number in range(1, LETTERS + 1)]
    unknown = 0
    for step in count(1):
        folder = folders()
        with scripted() as server:
            fill(folder, letters, MailSettings("smtp", "127.0.0.1", server.port, "none", connections=connections))
            killed = killed_at(step, _send, folder)
            _send(folder)
            arrived = Counter(server.taken)
        assert set(arrived.values()) <= {1}
        assert set(arrived) <= {message(letter).replace(b"\r\n.", b"\r\n..") for letter in letters}
        state = counts(folder)
        assert state.get("sent", 0) + state.get("unknown", 0) == LETTERS
        assert state.get("sent", 0) <= len(arrived)
        assert state.get("unknown", 0) <= connections
        unknown += state.get("unknown", 0)
        if not killed:
            break
    assert state == {"sent": LETTERS}
    assert unknown >= LETTERS  # from the commit before a letter's dot to the one after it, nobody can know
