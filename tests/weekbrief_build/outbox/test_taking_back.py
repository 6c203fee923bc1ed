from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from outboxes import NOW, Work, a_letter, a_reader, a_view, some_work
from schools import a_post

from weekbrief_build.decide.know.situation import SeenPost
from weekbrief_build.decide.plan.plan import Plan, PlannedLetter
from weekbrief_build.outbox.commit import HandedOver, hand_over
from weekbrief_build.outbox.ledger import Outbox, open_outbox
from weekbrief_build.outbox.memory import remember
from weekbrief_build.outbox.prune import is_due, prune
from weekbrief_build.outbox.waiting import waiting_letters
from weekbrief_build.school.letter import FinishedLetter, LetterKind

LATER = NOW + timedelta(hours=1)
FEAST = a_post("Feest")


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    """Two letters that wait, each with a view of its own of one post, and nothing left to prune."""
    work = some_work([a_letter(1), a_letter(2)], posts=[FEAST])
    letters = [(replace(planned, views=(a_view(FEAST),)), letter) for planned, letter in work.letters]
    with open_outbox(tmp_path) as opened:
        hand_over(opened, work.plan, letters, edition_at_once=False)
        prune(opened, LATER)
        yield opened


def _count(outbox: Outbox, table: str) -> int:
    (number,) = outbox.ledger.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - names of a test
    return int(number)


def _state(outbox: Outbox, letter: int, state: str) -> None:
    outbox.ledger.execute("INSERT INTO delivery (letter, state, tries, changed_at) VALUES (?, ?, 1, ?)", (letter, state, NOW.isoformat()))


def _take_back(outbox: Outbox, *ids: int, anew: Sequence[tuple[PlannedLetter, FinishedLetter]] = ()) -> HandedOver:
    """Take these letters back; `anew` takes their place."""
    memory = remember(outbox.ledger, LATER)
    readers = tuple(replace(planned.reader, known=known) for (planned, _), known in zip(anew, memory.guardians, strict=False))
    letters = [(replace(planned, reader=reader), letter) for reader, (planned, letter) in zip(readers, anew, strict=True)]
    plan = Plan(LATER, None, tuple(one for one, _ in letters), _seen(outbox), readers, (), (), ids)
    return hand_over(outbox, plan, letters, edition_at_once=False)


def _seen(outbox: Outbox) -> tuple[SeenPost, ...]:
    work = some_work([], posts=[FEAST])
    (known,) = remember(outbox.ledger, NOW).posts
    return tuple(replace(seen, known=known, id=known.id, marks=known.marks) for seen in work.plan.posts)


def _anew(outbox: Outbox) -> list[tuple[PlannedLetter, FinishedLetter]]:
    """What takes the place of the first letter."""
    waiting = waiting_letters(outbox.ledger, outbox.folder, LATER)[0]
    letter = replace(a_letter(1, edition=None), message_id="<anew-1@regenboog.example>", kind=LetterKind.POST)
    return [(PlannedLetter(a_reader(1), LetterKind.POST, (a_view(FEAST),), waiting), letter)]


def test_what_is_taken_back_is_gone_with_all_that_only_it_held(outbox: Outbox) -> None:
    """The letter, what it told, what it showed; the other letter, and that it told the same post, stand."""
    done = _take_back(outbox, 1)
    assert done == HandedOver(0, 0, None, taken_back=1)
    assert [letter.id for letter in waiting_letters(outbox.ledger, outbox.folder, LATER)] == [2]
    assert (_count(outbox, "letter"), _count(outbox, "told"), _count(outbox, "view")) == (1, 1, 1)


def test_a_view_that_another_letter_holds_too_stays(outbox: Outbox) -> None:
    """What that one shows must be known as long as it is there; it goes with the last."""
    (view,) = outbox.ledger.execute("SELECT view FROM told WHERE letter = 2").fetchone()
    outbox.ledger.execute("UPDATE told SET view = ? WHERE letter = 1", (view,))
    outbox.ledger.execute("DELETE FROM view WHERE id != ?", (view,))
    _take_back(outbox, 1)
    assert _count(outbox, "view") == 1
    _take_back(outbox, 2)
    assert _count(outbox, "view") == 0


def test_a_view_that_a_letter_about_a_change_holds_too_stays(outbox: Outbox) -> None:
    """And where that letter is taken back instead, what it made somebody hear is not remembered as heard."""
    outbox.ledger.execute(
        "INSERT INTO heard (post, guardian, sequence, letter, view) SELECT post, guardian, 1, 2, view FROM told WHERE letter = 1"
    )
    _take_back(outbox, 1)
    assert (_count(outbox, "view"), _count(outbox, "heard")) == (2, 1)
    _take_back(outbox, 2)
    assert (_count(outbox, "view"), _count(outbox, "heard")) == (0, 0)


@pytest.mark.parametrize("state", ["sending", "waiting", "refused"])
def test_a_letter_of_which_nothing_final_went_can_be_taken_back(outbox: Outbox, state: str) -> None:
    """With what was noted of its tries."""
    _state(outbox, 1, state)
    _take_back(outbox, 1)
    assert (_count(outbox, "letter"), _count(outbox, "delivery")) == (1, 0)


@pytest.mark.parametrize("state", ["sent", "dot", "unknown"])
def test_where_one_of_them_has_left_nothing_happens_at_all(outbox: Outbox, state: str) -> None:
    """Neither is the other taken back, nor does what was to take its place come: nobody gets anything twice."""
    _state(outbox, 1, state)
    with pytest.raises(sqlite3.IntegrityError):
        _take_back(outbox, 1, 2, anew=_anew_of_the_first(outbox))
    assert (_count(outbox, "letter"), _count(outbox, "told"), _count(outbox, "view"), _count(outbox, "delivery")) == (2, 2, 2, 1)
    assert outbox.ledger.execute("PRAGMA foreign_keys").fetchone() == (1,)


def _anew_of_the_first(outbox: Outbox) -> list[tuple[PlannedLetter, FinishedLetter]]:
    """A successor, whether or not its predecessor waits."""
    (letter,) = [letter for _, letter in _anew(outbox)]
    return [(PlannedLetter(a_reader(1), LetterKind.POST, ()), letter)]


def test_the_successor_comes_in_the_same_commit(outbox: Outbox) -> None:
    """Its guardian is told the post by it: whoever looks finds one of the two, and the counts say how many were made anew."""
    commits: list[str] = []
    outbox.ledger.set_trace_callback(lambda statement: commits.append(statement) if statement.startswith(("COMMIT", "DELETE")) else None)
    done = _take_back(outbox, 1, anew=_anew(outbox))
    outbox.ledger.set_trace_callback(None)
    assert (done.letters, done.taken_back, done.anew) == (1, 1, 1)
    last_delete = max(number for number, statement in enumerate(commits) if statement.startswith("DELETE"))
    assert commits[last_delete + 1 :] == ["COMMIT"]
    assert {letter for (letter,) in outbox.ledger.execute("SELECT message_id FROM letter")} == {
        "<anew-1@regenboog.example>",
        "<letter-2@regenboog.example>",
    }
    assert _count(outbox, "told") == 2


def test_a_mistake_that_a_letter_was_to_tell_is_to_be_told_again(outbox: Outbox) -> None:
    """Where a message to somebody of the school is taken back, what it told of counts as not told."""
    notice = replace(a_letter(9, edition=None), kind=LetterKind.NOTICE)
    hand_over(outbox, Plan(NOW, None, (), (), (), ()), (), [(notice, ("key",))], edition_at_once=False)
    assert remember(outbox.ledger, NOW).noticed == {"key"}
    _take_back(outbox, 3)
    assert remember(outbox.ledger, NOW).noticed == frozenset()


def test_what_it_held_is_removed_by_the_next_build_that_looks(outbox: Outbox) -> None:
    """A build that dies after it took letters back and before it pruned leaves that to the next: a withdrawn picture must not lie about."""
    assert not is_due(outbox, LATER)
    _take_back(outbox, 1)
    assert is_due(outbox, LATER)
    prune(outbox, LATER)
    _state(outbox, 2, "sent")
    with pytest.raises(sqlite3.IntegrityError):  # as a build that dies in its commit
        _take_back(outbox, 2)
    assert is_due(outbox, LATER)


def test_a_run_that_takes_nothing_back_leaves_nothing_to_prune(outbox: Outbox) -> None:
    """Pruning looks at every file: not every quarter of an hour."""
    work: Work = some_work([], edition=None, posts=[FEAST])
    hand_over(outbox, replace(work.plan, posts=_seen(outbox)), (), edition_at_once=False)
    assert not is_due(outbox, LATER)
