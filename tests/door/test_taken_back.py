from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from killed import in_memory, killed_at
from outboxes import NOW, a_letter, a_reader, a_seen_post, a_view, counts, fill, message, send
from schools import a_post

from weekbrief_build.decide.know.memory import WaitingLetter
from weekbrief_build.decide.plan.plan import Plan, PlannedLetter
from weekbrief_build.outbox.commit import hand_over
from weekbrief_build.outbox.ledger import open_outbox
from weekbrief_build.outbox.memory import remember
from weekbrief_build.outbox.prune import is_due as prune_is_due
from weekbrief_build.outbox.prune import prune
from weekbrief_build.outbox.waiting import sender_at_rest, waiting_letters
from weekbrief_build.school.letter import FinishedLetter, Piece

LETTERS = 3
OLD = tuple(a_letter(number) for number in range(1, LETTERS + 1))
"""The first two are taken back: the first is made anew, of the second nothing is left to send. The third stands."""


def anew() -> FinishedLetter:
    """What takes the place of the first letter."""
    head = Piece(OLD[0].pieces[0].data.replace(b"<letter-1@", b"<anew-1@"))
    return replace(OLD[0], message_id="<anew-1@regenboog.example>", pieces=(head, *OLD[0].pieces[1:]))


BEFORE, AFTER = sorted(map(message, OLD)), sorted(map(message, (anew(), OLD[2])))


@pytest.fixture
def folders() -> Iterator[Callable[[], Path]]:
    """New folders, without a disk to wait for."""
    with in_memory() as new:
        yield new


def _take_back(folder: Path) -> None:
    """Take the first two letters back, as a build does after a withdrawal; nothing, where that has been done."""
    with open_outbox(folder) as outbox, sender_at_rest(folder) as rests:
        memory, waiting = remember(outbox.ledger, NOW), waiting_letters(outbox.ledger, folder, NOW)
        if not rests or len(waiting) < LETTERS:
            return
        by_address = {known.email: known for known in memory.guardians}
        readers = tuple(replace(reader, known=by_address[reader.guardian.email]) for reader in map(a_reader, range(1, LETTERS + 1)))
        seen = replace(a_seen_post(a_post()), known=memory.posts[0], marks=memory.posts[0].marks, id=memory.posts[0].id)
        letter = PlannedLetter(readers[0], waiting[0].kind, (a_view(seen.post),), waiting[0])
        plan = Plan(NOW, None, (letter,), (seen,), readers, (), waiting, tuple(one.id for one in waiting[:2]))
        hand_over(outbox, plan, [(letter, anew())], edition_at_once=False)
        prune(outbox, NOW)


def _waiting(folder: Path) -> tuple[WaitingLetter, ...]:
    with open_outbox(folder) as outbox:
        return waiting_letters(outbox.ledger, folder, NOW)


def _delivered(folder: Path) -> list[bytes]:
    assert send(folder).returncode == 0
    return sorted(file.read_bytes() for file in (folder / "maildir/new").iterdir())


def _in_ledger(folder: Path) -> list[bytes]:
    with open_outbox(folder) as outbox:
        return [data for (data,) in outbox.ledger.execute("SELECT data FROM piece WHERE data IS NOT NULL")]


def _change(folder: Path, statement: str) -> None:
    with sqlite3.connect(folder / "ledger.sqlite3") as ledger:
        ledger.execute(statement)
    ledger.close()


def test_a_build_that_is_killed_leaves_the_old_letters_or_the_new_ones(folders: Callable[[], Path]) -> None:
    """Wherever it dies, what is delivered are the letters as they were or as they were made anew: none is lost, none comes twice.

    And of what was taken back nothing is left once the next build has looked.
    """
    left = []
    for step in count(1):
        folder = folders()
        fill(folder, OLD)
        killed = killed_at(step, _take_back, folder)
        with open_outbox(folder) as outbox:
            if prune_is_due(outbox, NOW):
                prune(outbox, NOW)
        left.append(_delivered(folder))
        assert left[-1] in (BEFORE, AFTER)
        assert (left[-1] == BEFORE) == any(OLD[1].pieces[2].data in data for data in _in_ledger(folder))
        if not killed:
            break
    assert left[0] == BEFORE
    assert left[-1] == AFTER
    assert step > LETTERS * 5


def test_what_is_taken_back_leaves_no_trace_and_the_counts_add_up(tmp_path: Path) -> None:
    """The posts count as not told to whose letter is gone; what was shown in no letter is not remembered as shown."""
    fill(tmp_path, OLD)
    _take_back(tmp_path)
    assert counts(tmp_path) == {"planned": 2}
    with open_outbox(tmp_path) as outbox:
        assert {len(guardians) for guardians in remember(outbox.ledger, NOW).told.values()} == {2}
        assert outbox.ledger.execute("SELECT count(*) FROM view").fetchone() == (2,)
        assert outbox.ledger.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert outbox.ledger.execute("PRAGMA foreign_key_check").fetchall() == []
    assert _delivered(tmp_path) == AFTER


@pytest.mark.parametrize("state", ["sent", "unknown", "dot"])
def test_a_letter_that_left_or_may_have_left_does_not_wait(tmp_path: Path, state: str) -> None:
    """It cannot be taken back: not even where somebody decided so before it left."""
    fill(tmp_path, OLD)
    assert [letter.id for letter in _waiting(tmp_path)] == [1, 2, 3]
    _change(tmp_path, f"INSERT INTO delivery VALUES (1, '{state}', 1, '2026-11-20T14:00:00+00:00', NULL, NULL, NULL, NULL)")  # noqa: S608 - of a test
    assert [letter.id for letter in _waiting(tmp_path)] == [2, 3]
    with open_outbox(tmp_path) as outbox:
        plan = Plan(NOW, None, (), (), (), (), (), (1,))
        with pytest.raises(sqlite3.IntegrityError):
            hand_over(outbox, plan, (), edition_at_once=False)
    assert sum(counts(tmp_path).values()) == LETTERS


def test_what_an_interrupted_sender_began_waits_unless_it_is_in_the_maildir(tmp_path: Path) -> None:
    """Nothing final has gone out of a letter in `sending`; whether a file is there can be seen."""
    fill(tmp_path, OLD)
    _delivered(tmp_path)
    _change(tmp_path, "UPDATE delivery SET state = 'sending' WHERE letter < 3")
    assert _waiting(tmp_path) == ()
    for file in (tmp_path / "maildir/new").iterdir():
        file.rename(tmp_path / "maildir/cur" / f"{file.name}:2,S")
    assert _waiting(tmp_path) == ()
    for file in (tmp_path / "maildir/cur").iterdir():
        file.unlink()
    assert [letter.id for letter in _waiting(tmp_path)] == [1, 2]


def test_build_and_sender_keep_each_other_from_the_letters(tmp_path: Path) -> None:
    """As long as one looks at what waits, the other does not begin."""
    fill(tmp_path, OLD)
    with sender_at_rest(tmp_path) as rests:
        assert (rests, send(tmp_path).returncode) == (True, 75)
    with (tmp_path / "send.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with sender_at_rest(tmp_path) as rests:
            assert not rests
    assert _delivered(tmp_path) == BEFORE
