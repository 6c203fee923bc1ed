from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import a_reading, told
from schools import TODAY, write_school

from weekbrief_build.gather.folder import read_school
from weekbrief_build.school.mistake import Scope
from weekbrief_build.school.reading import Reading, Unreadable


def test_a_school_folder_is_read_whole(tmp_path: Path) -> None:
    """groups.yaml, consent.csv and content/, in one reading."""
    reading = a_reading(tmp_path, {"groep-5b/a.md": "Hoi"})

    assert (reading.school.name, len(reading.posts), reading.mistakes, reading.stopped) == ("De Regenboog", 1, (), False)
    assert reading.register.about("ada-jansen", "photo-group")


def test_a_folder_without_groups_yaml_is_no_school(tmp_path: Path) -> None:
    """There is nobody to send anything to."""
    reading = read_school(tmp_path, None, TODAY)

    assert isinstance(reading, Unreadable)
    assert [(mistake.file, mistake.scope) for mistake in reading.mistakes] == [("groups.yaml", Scope.EVERYTHING)]


@pytest.mark.parametrize("data", [b"", b"\0\0", b"\xff\xfex", b"a" * 64_000_001, b"- ["], ids=["empty", "zeros", "half", "large", "broken"])
def test_a_groups_yaml_that_cannot_be_read_stops_everything(tmp_path: Path, data: bytes) -> None:
    """Nothing is guessed."""
    write_school(tmp_path)
    (tmp_path / "groups.yaml").write_bytes(data)
    reading = read_school(tmp_path, None, TODAY)

    assert isinstance(reading, Unreadable)
    assert {mistake.scope for mistake in reading.mistakes} == {Scope.EVERYTHING}


@pytest.mark.parametrize("file", ["groups.yaml", "consent.csv"])
def test_a_pipe_in_the_place_of_a_file_stops_everything_and_hangs_nothing(tmp_path: Path, file: str) -> None:
    """Nobody ever writes into it: whoever waited for that would wait for ever."""
    write_school(tmp_path)
    (tmp_path / file).unlink()
    os.mkfifo(tmp_path / file)
    reading = read_school(tmp_path, None, TODAY)

    assert [(mistake.file, mistake.scope) for mistake in reading.mistakes] == [(file, Scope.EVERYTHING)]


@pytest.mark.parametrize("missing", ["consent.csv", "content"])
def test_a_part_that_is_missing_stops_everything(tmp_path: Path, missing: str) -> None:
    """A disk that is not there must not look like a school where nobody said no, or like a week without news."""
    write_school(tmp_path, {"groep-5b/a.md": "Hoi"})
    gone = tmp_path / missing
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    reading = read_school(tmp_path, None, TODAY)

    assert isinstance(reading, Reading)
    assert reading.stopped
    assert [mistake.file for mistake in reading.mistakes] == [missing]


def test_content_that_is_a_link_stops_everything(tmp_path: Path) -> None:
    """Nothing is read through a link."""
    write_school(tmp_path / "school")
    (tmp_path / "school" / "content").rename(tmp_path / "elsewhere")
    (tmp_path / "school" / "content").symlink_to(tmp_path / "elsewhere")
    reading = read_school(tmp_path / "school", None, TODAY)

    assert isinstance(reading, Reading)
    assert reading.stopped


def test_mistakes_of_all_three_parts_are_told_together(tmp_path: Path) -> None:
    """DESIGN.md: all mistakes are collected and reported together."""
    consent = "child,purpose,answer,date,signed_by\nada-janssen,photo-group,no,2026-08-24,Anna Jansen\n"
    reading = read_school(write_school(tmp_path, {"groep-5b/a.md": ""}, consent=consent), None, TODAY)

    assert isinstance(reading, Reading)
    assert {mistake.file for mistake in reading.mistakes} == {"consent.csv", "content/groep-5b/a.md"}


@settings(max_examples=60)
@given(st.binary(max_size=200), st.booleans())
def test_no_bytes_in_a_post_stop_the_reading(tmp_path_factory: pytest.TempPathFactory, data: bytes, front: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    """Whatever stands in one file, it is a post or a mistake, and the others are read."""
    folder = tmp_path_factory.mktemp("school")
    text = b"---\n" + data + b"\n---\nHoi" if front else data
    reading = a_reading(folder, {"groep-5b/a.md": text, "groep-5b/a.jpg.people.yaml": data, "groep-6a/goed.md": "Hoi"})

    assert "content/groep-6a/goed.md" in {post.path for post in reading.posts}
    held = {mistake.post for mistake in reading.mistakes if mistake.scope is Scope.POST}
    drafts = b"draft" in data or b"until" in data
    assert ("content/groep-5b/a.md" in held) is not any(post.path == "content/groep-5b/a.md" for post in reading.posts) or drafts
    assert all(told(mistake) for mistake in reading.mistakes)
