from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from killed import in_memory, killed_at
from outboxes import a_letter, counts, fill, message, report, some_work

from weekbrief_build.outbox.commit import hand_over
from weekbrief_build.outbox.ledger import open_outbox
from weekbrief_build.outbox.mail_settings import write_mail_settings
from weekbrief_build.school.people import MailSettings
from weekbrief_sender.__main__ import main

LETTERS = 2


@pytest.fixture
def folders() -> Iterator[Callable[[], Path]]:
    """New folders, without a disk to wait for."""
    with in_memory() as new:
        yield new


def _build(folder: Path) -> None:
    """A build that starts from nothing: it creates the ledger too."""
    work = some_work(a_letter(number) for number in range(1, LETTERS + 1))
    with open_outbox(folder) as outbox:
        write_mail_settings(folder, MailSettings("maildir"))
        hand_over(outbox, work.plan, work.letters, edition_at_once=False)


def _send(folder: Path) -> None:
    if main([str(folder)]) != 0:
        raise AssertionError("not everything was delivered")


def test_a_build_that_is_killed_leaves_no_letter_or_all_of_them(folders: Callable[[], Path]) -> None:
    """Wherever a build dies, the outbox holds nothing of the edition or the whole of it, and the next build makes it whole."""
    left: set[int] = set()
    for step in count(1):
        folder = folders()
        killed = killed_at(step, _build, folder)
        planned = sum(counts(folder).values())
        assert planned in (0, LETTERS)
        assert len(report(folder).editions) == planned // LETTERS
        left.add(planned)
        if not killed:
            break
        if not planned:
            _build(folder)
        _send(folder)
        assert counts(folder) == {"sent": LETTERS}
    assert left == {0, LETTERS}
    assert step > LETTERS * 5


def test_a_sender_that_is_killed_delivers_each_letter_once(folders: Callable[[], Path]) -> None:
    """Wherever a sender dies, the next one delivers into the Maildir what has not been, and nothing twice."""
    letters = [a_letter(number) for number in range(1, LETTERS + 1)]
    for step in count(1):
        folder = folders()
        fill(folder, letters)
        killed = killed_at(step, _send, folder)
        for file in (folder / "maildir/new").glob("*"):  # somebody reads meanwhile what has arrived
            file.rename(folder / "maildir/cur" / f"{file.name}:2,S")
        _send(folder)
        arrived = [*(folder / "maildir/new").iterdir(), *(folder / "maildir/cur").iterdir()]
        assert sorted(file.read_bytes() for file in arrived) == sorted(map(message, letters))
        assert counts(folder) == {"sent": LETTERS}
        if not killed:
            break
    assert step > LETTERS * 5
