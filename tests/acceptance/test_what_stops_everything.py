"""What stops everything is told to the head by mail, once, by the last good settings; no family is sent anything meanwhile."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from running import Ran, first_run, letters_in, weekbrief
from schools import GROUPS_YAML, write_school
from scripted_server import scripted

HEAD = "directie@regenboog.example"
NEWS: dict[str, str | bytes] = {"groep-5b/2026-11-20 bos.md": "Wij gingen naar het bos.\n"}
LATER: dict[str, str | bytes] = {"groep-5b/2026-11-21 zee.md": "Wij gingen naar zee.\n"}


def run(school: Path, moment: str) -> Ran:
    """A run of the timer."""
    return weekbrief("run", "--edition", "now", "--on", moment, school)


def told(school: Path) -> list[str]:
    """The subjects of what the head was written."""
    return [letter.subject for letter in letters_in(school / "outbox").get(HEAD, [])]


def break_groups(school: Path) -> str:
    """A key that is none."""
    (school / "groups.yaml").write_text(f"{GROUPS_YAML}kinderne: {{}}\n", encoding="utf-8")
    return "kinderne"


def break_consent(school: Path) -> str:
    """A row about a child that nobody knows."""
    with (school / "consent.csv").open("a", encoding="utf-8") as file:
        file.write("xander,photo-group,no,2026-09-01,Iemand\n")
    return "xander"


def add_a_second_state(school: Path) -> str:
    """A sync program's copy."""
    shutil.copy(school / "consent.csv", school / "consent (conflicted copy 2026-11-21).csv")
    return "conflicted copy"


@pytest.mark.parametrize("harm", [break_groups, break_consent, add_a_second_state])
def test_the_head_is_told_once_by_mail(tmp_path: Path, harm: object) -> None:
    """Not every quarter of an hour; once more when it is another mistake, or the same again after it was mended."""
    school = write_school(tmp_path / "school", NEWS)
    assert run(school, "2026-11-20T15:00").status == 0
    families = {to: len(letters) for to, letters in letters_in(school / "outbox").items() if to != HEAD}
    before = len(told(school))
    write_school(school, LATER)
    word = harm(school)  # type: ignore[operator]  # one of the functions above
    for hour in (10, 11, 12):
        assert run(school, f"2026-11-21T{hour}:00").status == 1
    letters = letters_in(school / "outbox")[HEAD]
    assert len(letters) == before + 1
    assert any(word in letter.text for letter in letters)
    assert {to: len(of_one) for to, of_one in letters_in(school / "outbox").items() if to != HEAD} == families
    for file in school.glob("consent (*"):
        file.unlink()
    write_school(school, LATER)
    assert run(school, "2026-11-21T13:00").status == 0
    mended = len(told(school))
    harm(school)  # type: ignore[operator]  # as above
    assert run(school, "2026-11-21T14:00").status == 1
    assert len(told(school)) == mended + 1


def test_nothing_but_that_leaves_by_a_server(tmp_path: Path) -> None:
    """Letters that wait were not held against today's folder; and nothing leaves before a person let the first letters go."""
    with scripted() as server:
        groups = f"{GROUPS_YAML}mail: {{transport: smtp, host: 127.0.0.1, port: {server.port}, security: none}}\n"
        school = write_school(tmp_path / "school", NEWS, groups=groups)
        weekbrief("build", "--edition", "now", "--on", "2026-11-20T15:00", school)
        (school / "groups.yaml").write_text(f"{groups}kinderne: {{}}\n", encoding="utf-8")
        assert run(school, "2026-11-20T15:15").status == 1
        assert server.heard == []
        (school / "groups.yaml").write_text(groups, encoding="utf-8")
        first_run("--on", "2026-11-20T15:30", school)
        (school / "content/groep-5b/2026-11-21 zee.md").write_text("Wij gingen naar zee.\n", encoding="utf-8")
        weekbrief("build", "--edition", "now", "--on", "2026-11-21T15:00", school)
        taken = len(server.taken)
        (school / "groups.yaml").write_text(f"{groups}kinderen_: {{}}\n", encoding="utf-8")
        assert run(school, "2026-11-21T15:15").status == 1
    assert {line.split(b"<")[1].split(b">")[0] for one in server.taken[taken:] for line in one.splitlines() if line.startswith(b"To:")} == {
        HEAD.encode()
    }


def test_a_school_that_never_ran_is_told_on_the_screen_alone(tmp_path: Path) -> None:
    """Nobody knows yet whom to write to, and how."""
    school = write_school(tmp_path / "school", NEWS)
    break_groups(school)
    ran = run(school, "2026-11-20T15:00")
    assert (ran.status, "kinderne" in ran.out) == (1, True)
    assert told(school) == []
