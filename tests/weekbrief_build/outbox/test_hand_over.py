from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from outboxes import NOW, PICTURE, a_letter, a_reader, a_seen_post, a_view, counts, report, some_work
from schools import a_post

from weekbrief_build.decide.know.memory import Marks, Memory
from weekbrief_build.decide.plan.plan import Plan, PlannedLetter
from weekbrief_build.outbox.commit import HandedOver, hand_over
from weekbrief_build.outbox.ledger import Outbox, look_into, open_outbox
from weekbrief_build.outbox.memory import remember
from weekbrief_build.school.letter import FinishedLetter, LetterKind

ZONE = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    """An outbox, open and empty."""
    with open_outbox(tmp_path) as opened:
        yield opened


def _remember(outbox: Outbox) -> Memory:
    return remember(outbox.ledger, NOW.astimezone(ZONE))


def test_a_first_run_remembers_nothing(outbox: Outbox) -> None:
    """An empty ledger is an empty memory."""
    assert _remember(outbox) == Memory()


def test_what_was_handed_over_is_remembered(outbox: Outbox) -> None:
    """The next run knows every post and guardian again, who was told what, the edition, and which mistakes were written about."""
    posts = [a_post("Herfst"), a_post("Winter")]
    work = some_work([a_letter(1), a_letter(2)], posts=posts)
    notice = replace(a_letter(9, edition=None), kind=LetterKind.NOTICE)
    done = hand_over(outbox, work.plan, work.letters, [(notice, ["key-1", "key-2"])], edition_at_once=False)
    memory = _remember(outbox)
    assert done == HandedOver(2, 1, "2026-W47")
    assert [(post.path, post.marks) for post in memory.posts] == [(post.path, a_seen_post(post).marks) for post in posts]
    assert [(known.family, known.email) for known in memory.guardians] == [(f"gezin-{n}", f"ouder{n}@example.org") for n in (1, 2)]
    assert dict(memory.told) == {post.id: frozenset(known.id for known in memory.guardians) for post in memory.posts}
    assert memory.editions == {"2026-W47"}
    assert memory.last_edition == NOW
    assert memory.last_edition.tzinfo is ZONE
    assert memory.noticed == {"key-1", "key-2"}


def test_a_post_that_went_to_nobody_is_remembered(outbox: Outbox) -> None:
    """When a post was first seen counts, so it is recorded also where no letter went."""
    work = some_work([], edition=None)
    hand_over(outbox, work.plan, (), edition_at_once=False)
    assert [post.first_seen for post in _remember(outbox).posts] == [date(2026, 11, 20)]


def test_a_known_post_and_guardian_keep_their_first_day_and_get_their_new_names(outbox: Outbox) -> None:
    """A renamed post and a guardian with a new address stay the same row: they were told what they were told."""
    work = some_work([a_letter(1)])
    hand_over(outbox, work.plan, work.letters, edition_at_once=False)
    before = _remember(outbox)
    (known_post,), (known_reader,) = before.posts, before.guardians
    moved_up = MappingProxyType({"groep-6a": date(2026, 11, 21)})
    reader = replace(a_reader(2), known=known_reader, first_seen=known_reader.first_seen, groups=moved_up)
    seen = replace(a_seen_post(a_post("Nieuwe naam")), known=known_post, id=known_post.id, marks=Marks("1", frozenset(), frozenset()))
    plan = Plan(NOW, None, (), (seen,), (reader,), ())
    hand_over(outbox, plan, (), edition_at_once=False)
    after = _remember(outbox)
    assert after.posts == (replace(known_post, path="content/groep-5b/nieuwe-naam.md", marks=seen.marks),)
    assert after.guardians == (replace(known_reader, family="gezin-2", name="Ouder 2", email="ouder2@example.org", groups=moved_up),)
    assert after.told == before.told


def test_an_idle_run_writes_nothing(outbox: Outbox) -> None:
    """Every quarter of an hour the job looks; where nothing changed, the ledger does not grow."""
    work = some_work([a_letter(1)])
    hand_over(outbox, work.plan, work.letters, edition_at_once=False)
    memory = _remember(outbox)
    seen = tuple(replace(post, known=memory.posts[0]) for post in work.plan.posts)
    readers = tuple(replace(reader, known=memory.guardians[0]) for reader in work.plan.readers)
    outbox.ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    hand_over(outbox, Plan(NOW, None, (), seen, readers, ()), (), edition_at_once=False)
    assert (outbox.folder / "ledger.sqlite3-wal").stat().st_size == 0


def test_an_exception_among_the_letters_leaves_nothing(outbox: Outbox) -> None:
    """A letter that cannot be finished takes the whole edition with it: all or nothing."""
    work = some_work([a_letter(1), a_letter(2)])

    def letters() -> Iterator[tuple[PlannedLetter, FinishedLetter]]:
        yield work.letters[0]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        hand_over(outbox, work.plan, letters(), edition_at_once=False)
    assert (counts(outbox.folder), _remember(outbox)) == ({}, Memory())
    hand_over(outbox, work.plan, work.letters, edition_at_once=False)
    assert counts(outbox.folder) == {"planned": 2}


def test_nobody_is_told_a_post_twice(outbox: Outbox) -> None:
    """Whatever was decided, the ledger takes no second letter with the same post for the same guardian, and then takes none at all."""
    work = some_work([a_letter(1)])
    hand_over(outbox, work.plan, work.letters, edition_at_once=False)
    memory = _remember(outbox)
    seen = tuple(replace(post, known=memory.posts[0]) for post in work.plan.posts)
    reader = replace(a_reader(1), known=memory.guardians[0])
    again = PlannedLetter(reader, LetterKind.POST, (a_view(seen[0].post),))
    with pytest.raises(sqlite3.IntegrityError):
        hand_over(outbox, Plan(NOW, None, (again,), seen, (reader,), ()), [(again, a_letter(2, edition=None))], edition_at_once=False)
    assert counts(outbox.folder) == {"planned": 1}


def test_letters_are_taken_one_by_one(outbox: Outbox) -> None:
    """No letter is held while the next is made: 20,000 of them do not fit into memory."""
    work = some_work(a_letter(number) for number in range(1, 6))
    alive: list[int] = []

    class Watched(bytes):
        """Bytes that say when nobody holds them any more."""

        def __del__(self) -> None:
            alive.remove(id(self))

    def letters() -> Iterator[tuple[PlannedLetter, FinishedLetter]]:
        for planned, letter in work.letters:
            foot = Watched(letter.pieces[2].data)
            alive.append(id(foot))
            assert len(alive) <= 2
            piece = type(PICTURE)(foot)
            yield planned, replace(letter, pieces=(*letter.pieces[:2], piece))

    hand_over(outbox, work.plan, letters(), edition_at_once=False)
    assert counts(outbox.folder) == {"planned": 5}


@pytest.mark.parametrize(("at_once", "made"), [(False, True), (True, False)])
def test_an_edition_without_letters_was_made_only_if_it_was_due(outbox: Outbox, at_once: bool, made: bool) -> None:  # noqa: FBT001 - a table
    """The weekly moment is used up also in a week without news; one that a person asked for in vain is not an edition."""
    work = some_work([])
    done = hand_over(outbox, work.plan, (), edition_at_once=at_once)
    assert (done.edition is not None, bool(_remember(outbox).editions)) == (made, made)


def test_a_damaged_piece_file_is_made_whole_again(outbox: Outbox) -> None:
    """A run that has the bytes in hand puts them back where somebody altered the file."""
    work = some_work([a_letter(1)])
    hand_over(outbox, work.plan, work.letters, edition_at_once=False)
    (file,) = [file for file in (outbox.folder / "pieces").rglob("*") if file.is_file()]
    file.write_bytes(file.read_bytes().replace(b"QUJD", b"QUJE", 1))
    planned, letter = PlannedLetter(work.plan.readers[0], LetterKind.POST, ()), a_letter(7, edition=None)
    hand_over(outbox, Plan(NOW, None, (planned,), (), work.plan.readers, ()), [(planned, letter)], edition_at_once=False)
    assert file.read_bytes() == PICTURE.data


def test_the_ledger_says_what_was_shown_and_why(outbox: Outbox) -> None:
    """For each post that was told, what this kind of family saw of it stands in the ledger, once for all families that saw the same."""
    work = some_work([a_letter(1), a_letter(2)])
    hand_over(outbox, work.plan, work.letters, edition_at_once=False)
    ((shown,),) = outbox.ledger.execute("SELECT shown FROM view").fetchall()
    told = json.loads(shown)
    assert len(told.pop("words")) == 64
    assert told == {"file": "content/groep-5b/herfst.md", "event": None, "names": [], "written": [], "to": [], "pictures": {}}


def test_notices_are_counted_apart(outbox: Outbox) -> None:
    """What is written to the school's own people is no letter to a guardian."""
    work = some_work([a_letter(1)])
    summary = replace(a_letter(9), kind=LetterKind.SUMMARY)
    hand_over(outbox, work.plan, work.letters, [(summary, ())], edition_at_once=False)
    told = report(outbox.folder)
    assert (told.counts["planned"], told.notices["planned"], told.editions["2026-W47"]["planned"]) == (1, 1, 1)


def test_nobody_else_may_read_the_outbox(tmp_path: Path) -> None:
    """Names, addresses and pictures of children are for the owner of the outbox alone."""
    folder = tmp_path / "deep/outbox"
    work = some_work([a_letter(1)])
    with open_outbox(folder) as opened:
        hand_over(opened, work.plan, work.letters, edition_at_once=False)
        assert [file for file in (folder, *folder.rglob("*")) if file.stat().st_mode & 0o077] == []
    with look_into(folder) as ledger:
        assert ledger is not None
