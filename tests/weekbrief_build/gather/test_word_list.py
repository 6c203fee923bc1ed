"""The head's list of words as it is read from `words.txt` or `woorden.txt`."""

from __future__ import annotations

from pathlib import Path

import pytest
from readings import told
from schools import TODAY, write_school

from weekbrief_build.gather.folder import read_school
from weekbrief_build.gather.office.word_list import read_word_list
from weekbrief_build.school.mistake import Scope
from weekbrief_build.school.reading import Reading
from weekbrief_build.school.word_list import AllowedPost, WordList

LIST = """\
# Onze eigen woorden
sukkel
Stomme   aap   # uit groep 8

toegestaan: lul
ALLOWED : ezel en os
Toegestaan: content/groep-5b/#1 feest.md
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_each_line_is_a_word_or_lets_one_stand_or_lets_a_post_go(encoding: str, line_end: str) -> None:
    """A plain text file, as any editor saves it; remarks and empty lines are nothing, but a # may belong to the name of a post."""
    read = read_word_list(LIST.replace("\n", line_end).encode(encoding), "woorden.txt")
    assert read.mistakes == ()
    posts = (AllowedPost("content/groep-5b/#1 feest.md", 7),)
    assert read.words == WordList(("sukkel", "Stomme aap"), ("lul", "ezel en os"), posts, "woorden.txt")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("toegstaan: lul", "Write a word or phrase without a colon, or “toegestaan:”"),
        ("mag dit: lul", "is not a word that can stand here"),
        ("allowed:", "There is no word"),
        ("-----", "There is no word"),
        ("x" * 101, "too long"),
        ("toegestaan: groep-5b/feest.md", "toegestaan: content/groep-5b/feest.md"),
        ("allowed: SUKKEL", "on line 1 it holds a post"),
    ],
)
def test_a_line_that_cannot_be_understood_stops_everything(line: str, says: str) -> None:
    """It might be meant to hold a post or to let one go: nothing is guessed, and the head is told line and remedy."""
    (mistake,) = read_word_list(f"sukkel\n\n{line}\n".encode(), "words.txt").mistakes
    assert (mistake.file, mistake.line, mistake.scope, mistake.group) == ("words.txt", 3, Scope.EVERYTHING, None)
    assert says in told(mistake)


def test_of_a_letter_pasted_into_the_list_no_more_is_told_than_anybody_mends() -> None:
    """Twenty lines are enough to see what is the matter."""
    assert len(read_word_list(b"Beste: ouders\n" * 1000, "words.txt").mistakes) == 20


@pytest.mark.parametrize("data", [b"", b"\0\1\2", b"\xff\xfes", b"sukkel\n" * 40_000], ids=["empty", "binary", "half", "large"])
def test_a_list_that_cannot_be_read_stops_everything(tmp_path: Path, data: bytes) -> None:
    """Then nobody knows which words the school does not send."""
    write_school(tmp_path)
    (tmp_path / "words.txt").write_bytes(data)
    reading = read_school(tmp_path, None, TODAY)
    assert [(mistake.file, mistake.scope) for mistake in reading.mistakes] == [("words.txt", Scope.EVERYTHING)]


@pytest.mark.parametrize("name", ["words.txt", "woorden.txt", "Woorden.TXT"])
def test_the_list_stands_beside_groups_yaml_under_either_name(tmp_path: Path, name: str) -> None:
    """Also where an editor wrote the name with a capital: a list that is passed over holds nothing."""
    write_school(tmp_path)
    (tmp_path / name).write_text("sukkel\n", encoding="utf-8")
    reading = read_school(tmp_path, None, TODAY)
    assert isinstance(reading, Reading)
    assert (reading.words.held, reading.words.file, reading.mistakes) == (("sukkel",), name, ())


def test_two_lists_stop_everything(tmp_path: Path) -> None:
    """Nobody knows which one counts."""
    write_school(tmp_path)
    for name in ("words.txt", "woorden.txt"):
        (tmp_path / name).write_text("sukkel\n", encoding="utf-8")
    (mistake,) = read_school(tmp_path, None, TODAY).mistakes
    assert "words.txt, woorden.txt" in told(mistake) or "woorden.txt, words.txt" in told(mistake)
    assert mistake.scope is Scope.EVERYTHING


def test_a_school_without_a_list_is_told_the_name_in_its_own_language(tmp_path: Path) -> None:
    """So that a head who never saw the list knows what to make."""
    reading = read_school(write_school(tmp_path), None, TODAY)
    assert isinstance(reading, Reading)
    assert reading.words == WordList(file="woorden.txt")
    assert reading.words.key == "toegestaan"
