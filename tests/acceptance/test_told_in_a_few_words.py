"""However much there is to mend, nobody is told more than they can read; and who has nothing to say says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawings import a_photograph
from running import Ran, letters_in, weekbrief
from schools import write_school


@pytest.fixture(scope="module")
def much(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """A school with 3,000 photographs that nobody named and 2,000 old posts, after a run."""
    school = write_school(tmp_path_factory.mktemp("veel") / "school", {"groep-5b/2026-11-20 Bos/bos.md": "Het bos.\n"})
    group, photograph = school / "content/groep-5b", a_photograph(1)
    for number in range(3000):
        (group / f"2026-11-20 Bos/{number:04}.jpg").write_bytes(photograph + b"%d" % number)
    for number in range(2000):
        (group / f"2020-01-01 oud {number}.md").write_text(f"Oud nieuws {number}.\n", encoding="utf-8")
    return school, weekbrief("run", "--on", "2026-11-20T15:00", school)


def test_three_thousand_photographs_without_a_name_are_one_paragraph(much: tuple[Path, Ran]) -> None:
    """On the screen, and in the mails to the teacher and the head."""
    school, ran = much
    assert ran.status == 1
    assert len(ran.out.splitlines()) < 20
    assert "3000" in ran.out
    letters = letters_in(school / "outbox")
    for to in ("sanne@regenboog.example", "directie@regenboog.example"):
        assert all(len(letter.message.as_bytes()) < 40_000 for letter in letters[to])
        assert any("3000" in letter.text for letter in letters[to])


def test_a_run_with_nothing_new_says_nothing_to_the_timer(much: tuple[Path, Ran]) -> None:
    """Its exit status says that there is still something to mend; nobody is written again."""
    school, _ = much
    before = sum(map(len, letters_in(school / "outbox").values()))
    again = weekbrief("run", "--on", "2026-11-20T15:15", school)
    assert (again.status, again.out, again.err) == (1, "", "")
    assert sum(map(len, letters_in(school / "outbox").values())) == before
