from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from outboxes import NOW, a_letter

from weekbrief_build.decide.plan.plan import Plan
from weekbrief_build.outbox.commit import hand_over
from weekbrief_build.outbox.last_good import STOPPED, keep_last_good, last_good
from weekbrief_build.outbox.ledger import open_outbox
from weekbrief_build.outbox.memory import remember
from weekbrief_build.school.letter import LetterKind


@pytest.mark.parametrize("groups", ["school: {name: De Regenboog}\n", "school:\r\n  name: École\r\n", "", "\ufeffschool: {}\n"])
def test_what_was_good_is_kept_to_the_letter_for_the_owner_alone(tmp_path: Path, groups: str) -> None:
    """Line ends, marks and letters beyond ASCII as they were; what was kept before is gone, and no draft lies beside it."""
    with open_outbox(tmp_path) as outbox:
        keep_last_good(outbox, "school: {name: Eerder}\n")
        keep_last_good(outbox, groups)
    assert last_good(tmp_path) == groups
    (file,) = tmp_path.glob("last-good*")
    assert file.stat().st_mode & 0o777 == 0o600


def test_where_no_run_was_good_there_is_none(tmp_path: Path) -> None:
    """Then nobody is known who could be told."""
    assert last_good(tmp_path) is None


def test_the_same_settings_are_not_written_again(tmp_path: Path) -> None:
    """The job looks every quarter of an hour."""
    with open_outbox(tmp_path) as outbox:
        keep_last_good(outbox, "school: {}\n")
        (file,) = tmp_path.glob("last-good*")
        before = file.stat().st_ino
        keep_last_good(outbox, "school: {}\n")
    assert file.stat().st_ino == before


def test_a_damaged_copy_is_none_and_is_made_anew(tmp_path: Path) -> None:
    """A disk that failed stops no run for ever."""
    with open_outbox(tmp_path) as outbox:
        keep_last_good(outbox, "school: {}\n")
        (file,) = tmp_path.glob("last-good*")
        file.write_bytes(b"school: \xff\xfe")
        assert last_good(tmp_path) is None
        keep_last_good(outbox, "school: {}\n")
    assert last_good(tmp_path) == "school: {}\n"


def test_a_run_that_gets_through_ends_the_stop_and_nothing_else(tmp_path: Path) -> None:
    """The head is told anew of the next stop; a teacher is not told once more of a mistake in a post."""
    notice = replace(a_letter(1, edition=None), kind=LetterKind.NOTICE)
    with open_outbox(tmp_path) as outbox:
        told = [(notice, (f"{STOPPED}key", "key-of-a-post"))]
        hand_over(outbox, Plan(NOW, None, (), (), (), ()), (), told, edition_at_once=False)
        keep_last_good(outbox, "school: {}\n")
        assert remember(outbox.ledger, NOW).noticed == {"key-of-a-post"}
