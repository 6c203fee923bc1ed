from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from cut_proxy import Cut, Way, cutting
from killed import in_memory
from outboxes import a_letter, counts, fill
from recording_server import recording
from truth import as_said, demand_once, states

from weekbrief_build.outbox.mail_settings import write_mail_settings
from weekbrief_build.school.letter import FinishedLetter
from weekbrief_build.school.people import MailSettings
from weekbrief_sender.__main__ import main

PARTS = 2


def _short(number: int) -> FinishedLetter:
    """A letter without its picture."""
    letter = a_letter(number)
    return FinishedLetter(
        letter.kind, letter.edition, letter.message_id, letter.envelope_sender, letter.recipient, (letter.pieces[0], letter.pieces[2])
    )


LETTERS = [_short(1), _short(2)]
PLANNED = as_said(LETTERS)


@pytest.fixture
def folders() -> Iterator[Callable[[], Path]]:
    """New folders, without a disk to wait for."""
    with in_memory() as new:
        yield new


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("way", list(Way))
@pytest.mark.parametrize("pipelining", [False, True])
def test_a_connection_that_is_cut_at_any_byte_loses_no_letter_and_doubles_none(
    folders: Callable[[], Path], way: Way, part: int, *, pipelining: bool
) -> None:
    """Whatever byte was the last, either way: unknown is exactly what was said to its end and not answered; the rest is sent once."""
    full = folders()
    fill(full, LETTERS)
    doubts = 0
    for after in count(part, PARTS):
        outbox = folders() / "outbox"
        shutil.copytree(full, outbox)
        with recording(pipelining=pipelining) as server, cutting(server.port, Cut(way, after)) as proxy:
            write_mail_settings(outbox, MailSettings("smtp", "127.0.0.1", proxy.port, "none", connections=1))
            main([str(outbox)])
            unanswered = proxy.dots - proxy.answers
            main([str(outbox)])
            found, taken = states(outbox), server.taken()
        assert counts(outbox) == {state: number for state, number in (("sent", 2 - unanswered), ("unknown", unanswered)) if number}
        demand_once(taken, PLANNED, {recipient for recipient, state in found.items() if state == "unknown"})
        doubts += unanswered
        if not proxy.spoilt:
            break
    assert doubts


def test_words_that_trickle_mean_what_they_mean(tmp_path: Path) -> None:
    """A network may bring a byte at a time, either way: letters arrive whole, and answers are understood."""
    with recording(pipelining=True) as server, cutting(server.port, Cut(Way.TO_SERVER, 1 << 30), trickle=True) as proxy:
        fill(tmp_path, LETTERS, MailSettings("smtp", "127.0.0.1", proxy.port, "none", connections=1))
        main([str(tmp_path)])
        assert counts(tmp_path) == {"sent": 2}
        demand_once(server.taken(), PLANNED, set())
