from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from outboxes import NOW, PICTURE, Work, a_letter, a_seen_post, a_view, some_work
from schools import a_picture, a_post

from weekbrief_build.decide.know.memory import ShownPicture, WaitingLetter
from weekbrief_build.decide.plan.plan import PlannedLetter
from weekbrief_build.decide.rule.pictures import Answer, Showing
from weekbrief_build.outbox.commit import hand_over
from weekbrief_build.outbox.ledger import open_outbox
from weekbrief_build.outbox.waiting import REFUSED_KEPT, last_planned, waiting_letters
from weekbrief_build.school.letter import FinishedLetter, LetterKind
from weekbrief_build.school.made import PictureOrder

PHOTO = a_picture("a.jpg", "ada-jansen")
AUTUMN, WINTER = a_post("Herfst", pictures=[PHOTO]), a_post("Winter")


def _hand_over(folder: Path, work: Work, notices: Iterable[FinishedLetter] = ()) -> None:
    with open_outbox(folder) as outbox:
        told = ((letter, (letter.message_id,)) for letter in notices)
        hand_over(outbox, work.plan, work.letters, told, edition_at_once=False)


def _work(*numbers: int) -> Work:
    """Letters with a post that shows a picture, and one without."""
    work = some_work([a_letter(number) for number in numbers], posts=[AUTUMN, WINTER])
    shown = {"a.jpg": Answer(Showing.SHOWN, ())}
    views = (replace(a_view(AUTUMN), pictures=shown, orders={"a.jpg": PictureOrder(PHOTO.file)}), a_view(WINTER))
    letters = [(replace(planned, views=views), letter) for planned, letter in work.letters]
    return Work(replace(work.plan, posts=tuple(replace(seen, id=id_) for id_, seen in enumerate(work.plan.posts, 1))), letters)


def _state(folder: Path, letter: int, state: str, at: datetime = NOW) -> None:
    with sqlite3.connect(folder / "ledger.sqlite3") as ledger:
        ledger.execute(
            "INSERT OR REPLACE INTO delivery (letter, state, tries, changed_at) VALUES (?, ?, 1, ?)",
            (letter, state, at.astimezone(UTC).isoformat(timespec="seconds")),
        )
    ledger.close()


def _waiting(folder: Path, now: datetime = NOW) -> tuple[WaitingLetter, ...]:
    with open_outbox(folder) as outbox:
        return waiting_letters(outbox.ledger, folder, now)


def test_of_each_letter_it_is_said_for_whom_it_waits_and_what_it_shows(tmp_path: Path) -> None:
    """Its kind, its edition, its guardian, its address, and of each of its posts the pictures that stand in it."""
    _hand_over(tmp_path, _work(1, 2))
    first, second = _waiting(tmp_path)
    assert (first.id, first.kind, first.edition, first.recipient) == (1, LetterKind.NEWSLETTER, "2026-W47", "ouder1@example.org")
    assert (second.id, second.recipient, first.guardian != second.guardian) == (2, "ouder2@example.org", True)
    assert {post: shown.pictures for post, shown in first.shown.items()} == {
        1: (ShownPicture(PHOTO.file.sha256, frozenset()),),
        2: (),
    }
    assert (first.changed, first.whole, first.refused) == (False, True, False)


def test_what_goes_to_people_of_the_school_is_not_among_the_letters_to_guardians(tmp_path: Path) -> None:
    """A notice and a summary tell no post, so they are held against nothing; nor do they say when letters were planned."""
    work = some_work([], edition=None)
    _hand_over(
        tmp_path,
        work,
        [replace(a_letter(number, edition=None), kind=kind) for number, kind in ((8, LetterKind.NOTICE), (9, LetterKind.SUMMARY))],
    )
    with open_outbox(tmp_path) as outbox:
        assert (waiting_letters(outbox.ledger, tmp_path, NOW), last_planned(outbox.ledger)) == ((), None)


@pytest.mark.parametrize(("state", "waits"), [("waiting", True), ("sending", True), ("sent", False), ("dot", False), ("unknown", False)])
def test_a_letter_waits_as_long_as_nothing_final_has_gone_out_of_it(tmp_path: Path, state: str, waits: bool) -> None:  # noqa: FBT001 - a table
    """What may have left is never taken back; and what waits tells when it was planned."""
    _hand_over(tmp_path, _work(1))
    _state(tmp_path, 1, state)
    with open_outbox(tmp_path) as outbox:
        assert [letter.id for letter in waiting_letters(outbox.ledger, tmp_path, NOW)] == ([1] if waits else [])
        assert last_planned(outbox.ledger) == (NOW if waits else None)


def test_a_letter_that_is_being_sent_and_lies_in_the_maildir_has_left(tmp_path: Path) -> None:
    """Where a letter goes into a Maildir, whether it went can be seen: its name there tells it, read or unread."""
    _hand_over(tmp_path, _work(1, 2, 3))
    for letter, folder, ending in ((1, "new", ""), (2, "cur", ":2,S")):
        name = sha256(a_letter(letter).message_id.encode()).hexdigest()[:32]
        (tmp_path / "maildir" / folder).mkdir(parents=True)
        (tmp_path / "maildir" / folder / f"{name}.eml{ending}").touch()
    for letter in (1, 2, 3):
        _state(tmp_path, letter, "sending")
    assert [letter.id for letter in _waiting(tmp_path)] == [3]


def test_a_refused_letter_counts_for_four_weeks_and_no_longer(tmp_path: Path) -> None:
    """Nobody has it, so it may go to another address; what is older than that is no news any more. It is no letter that waits."""
    _hand_over(tmp_path, _work(1))
    _state(tmp_path, 1, "refused")
    assert [(letter.id, letter.refused) for letter in _waiting(tmp_path, NOW + REFUSED_KEPT)] == [(1, True)]
    assert _waiting(tmp_path, NOW + REFUSED_KEPT + timedelta(seconds=1)) == ()
    with open_outbox(tmp_path) as outbox:
        assert last_planned(outbox.ledger) is None


def test_a_letter_of_which_bytes_are_lost_says_so(tmp_path: Path) -> None:
    """It cannot leave as it was made, and has to be made anew; the others stand."""
    letters = [a_letter(1), replace(a_letter(2), pieces=(a_letter(2).pieces[0], a_letter(2).pieces[2]))]
    work = some_work(letters)
    _hand_over(tmp_path, work)
    (tmp_path / "pieces" / PICTURE.sha256.hex()[:2] / PICTURE.sha256.hex()).unlink()
    assert [letter.whole for letter in _waiting(tmp_path)] == [False, True]


def test_a_letter_about_a_change_says_that_it_is_one(tmp_path: Path) -> None:
    """The post itself left before: who waits to hear of its change is not told the post."""
    post = a_post("Feest")
    seen, work = replace(a_seen_post(post), id=1), some_work([a_letter(1, edition=None)], edition=None, posts=[post])
    planned, letter = work.letters[0]
    of_change = PlannedLetter(planned.reader, LetterKind.POST, (replace(a_view(post), changed=True, sequence=1),))
    plan = replace(work.plan, posts=(seen,), letters=(of_change,))
    _hand_over(tmp_path, Work(plan, [(of_change, replace(letter, kind=LetterKind.POST))]))
    assert [(letter.changed, set(letter.shown)) for letter in _waiting(tmp_path)] == [(True, {1})]


def test_the_last_moment_of_planning_is_the_latest_whatever_the_offset(tmp_path: Path) -> None:
    """Moments are compared as moments, not as text: clocks are put back in autumn."""
    _hand_over(tmp_path, _work(1, 2))
    with open_outbox(tmp_path) as outbox:
        for letter, moment in ((1, "2026-10-25T02:40:00+02:00"), (2, "2026-10-25T02:10:00+01:00")):
            outbox.ledger.execute("UPDATE letter SET planned_at = ? WHERE id = ?", (moment, letter))
        assert last_planned(outbox.ledger) == datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
