from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from readings import a_reading, only_mistake, only_post, picture_of, told

from weekbrief_build.gather.files.listing import ListedFile, StillChanging, chunks_of, list_folder, read
from weekbrief_build.gather.files.litter import is_litter
from weekbrief_build.gather.files.states import original_of_conflict, originals_of_copy
from weekbrief_build.school.mistake import Scope

G = "groep-5b"

LITTER = (
    "~$brief.docx",
    ".~lock.brief.odt#",
    "eikels.jpg.part",
    "eikels.jpg.filepart",
    "eikels.jpg.crdownload",
    "bericht.md.crswap",
    "eikels.tmp",
    ".syncthing.eikels.jpg.tmp",
    "~syncthing~eikels.jpg.tmp",
    "._eikels.jpg",
    ".DS_Store",
    "Icon\r",
    "Thumbs.db",
    "desktop.ini",
    ".eikels.jpg.icloud",
    "eikels.jpg.icloud",
    ".nfs000001",
    ".fuse_hidden000001",
    ".bericht.md.swp",
    "bericht.md~",
)
NEVER_ENTERED = ("@eaDir", "__MACOSX", ".stversions", ".dropbox.cache", "$RECYCLE.BIN", ".Trashes", "#recycle", ".git")
CONFLICTS = (
    "bericht (conflicted copy 2026-11-20 120000).md",
    "bericht (Anna's conflicted copy 2026-11-20).md",
    "bericht (Conflicterende kopie van Anna 2026-11-20).md",
    "bericht_conflict-20261120-120000.md",
    "bericht (Case Conflict).md",
    "bericht (Case Conflict 1).md",
    "bericht.sync-conflict-20261120-120000-ABCDEFG.md",
    "bericht-DESKTOP-AB12CD3.md",
    "bericht [Conflict].md",
    "bericht [conflicted 2].md",
    "bericht (Tess's conflicting copy 2026-11-19).md",
    "bericht (SFConflict tess@x.example 2026-11-19-10-10-10).md",
    "bericht (In Konflikt stehende Kopie von Tess 2026-11-19).md",
    "bericht_tess_PC05_Nov-19-101010-2026_Conflict.md",
    "bericht_PC05_Nov-19-1010-2026_CaseConflict.md",
)
COPIES = (
    "bericht (1).md",
    "bericht(1).md",
    "bericht - Kopie.md",
    "bericht - kopie (2).md",
    "bericht - Copy.md",
    "bericht 2.md",
    "bericht kopie.md",
    "bericht copy 2.md",
    "Kopie van bericht.md",
    "Copy of bericht.md",
    "bericht-SCHOOL-PC03.md",
    "bericht-SCHOOL-PC03-2.md",
    "bericht-MacBook-Pro-van-Tess.md",
    "bericht (conflict op nas 2026-11-19).md",
    "bericht (Tess v1).md",
    "bericht.Conflict.md",
    "bericht.conflict1.md",
    "bericht.md.conflict2",
    "bericht (1) - Kopie.md",
)


@pytest.mark.parametrize("name", LITTER)
def test_litter_is_passed_over_without_a_word(tmp_path: Path, name: str) -> None:
    """What sync programs and computers leave behind is nobody's mistake."""
    post = only_post(a_reading(tmp_path, {f"{G}/p/a.md": "Hoi", f"{G}/p/{name}": b"x", f"{G}/{name}": b"x"}))

    assert (is_litter(name), post.pictures) == (True, ())


@pytest.mark.parametrize("name", NEVER_ENTERED)
def test_some_folders_are_never_entered(tmp_path: Path, name: str) -> None:
    """Thumbnails and old versions of a sync program are no posts."""
    content = {f"{place}{name}/{file}": b"x" for place in ("", f"{G}/", f"{G}/p/") for file in ("b.md", "b.jpg")}

    assert only_post(a_reading(tmp_path, {f"{G}/p/a.md": "Hoi", **content})).pictures == ()


@pytest.mark.parametrize("copy", [*CONFLICTS, *COPIES])
@pytest.mark.parametrize("folder", ["", "p/"])
def test_a_conflict_copy_holds_its_post_back_and_names_both(tmp_path: Path, copy: str, folder: str) -> None:
    """Two computers changed it at once: nobody knows which is meant."""
    reading = a_reading(tmp_path, {f"{G}/{folder}bericht.md": "Hoi", f"{G}/{folder}{copy}": "Dag", f"{G}/goed.md": "Hoi"})

    mistake = only_mistake(reading)
    assert [post.path for post in reading.posts] == [f"content/{G}/goed.md"]
    assert (mistake.scope, mistake.post, mistake.group) == (Scope.POST, f"content/{G}/{folder}bericht.md", G)
    assert f"“{copy}”" in told(mistake)
    assert "“bericht.md”" in told(mistake)


@pytest.mark.parametrize("copy", ["e (1).jpg", "e - Kopie.jpg", "e (conflicted copy 2026-11-20).jpg"])
@pytest.mark.parametrize("folder", ["", "p/"])
def test_a_conflict_copy_of_a_picture_holds_back_the_post_that_speaks_of_it(tmp_path: Path, copy: str, folder: str) -> None:
    """Which of the two the teacher means, nobody knows."""
    content = {f"{G}/{folder}{name}": "nobody" for name in ("e.jpg", "e.jpg.people.yaml", copy)}
    reading = a_reading(tmp_path, {f"{G}/{folder}a.md": "![](e.jpg)", **content, f"{G}/goed.md": "Hoi"})

    assert [post.path for post in reading.posts] == [f"content/{G}/goed.md"]
    assert only_mistake(reading).post == f"content/{G}/{folder}a.md"


@pytest.mark.parametrize("name", ["foto 2.jpg", "foto-PC.jpg", "foto kopie.jpg"])
def test_pictures_are_numbered_by_people(tmp_path: Path, name: str) -> None:
    """`bos.jpg` and `bos 2.jpg` are two pictures, and the post goes with both."""
    post = only_post(a_reading(tmp_path, {f"{G}/p/foto.jpg": b"1", f"{G}/p/{name}": b"2"}))

    assert {picture.name for picture in post.pictures} == {name, "foto.jpg"}


@pytest.mark.parametrize("name", ["gym-tips.md", "gym 20.md", "gym 2 dagen.md", "gym (groep 5).md", "gym-NT.md", "gym.en.md"])
def test_a_second_post_with_a_longer_name_is_a_post(tmp_path: Path, name: str) -> None:
    """Only what a sync program or a computer puts behind a name makes a copy of it."""
    assert a_reading(tmp_path, {f"{G}/gym.md": "Hoi", f"{G}/{name}": "Dag"}).mistakes == ()


def test_a_conflict_copy_of_a_folder_holds_both_back(tmp_path: Path) -> None:
    """A post may be a folder, and a sync program copies folders too."""
    reading = a_reading(tmp_path, {f"{G}/Herfst/a.md": "Hoi", f"{G}/Herfst (1)/a.md": "Hoi"})

    assert reading.posts == ()
    assert {mistake.post for mistake in reading.mistakes} == {f"content/{G}/Herfst", f"content/{G}/Herfst (1)"}


@pytest.mark.parametrize("name", ["foto (1).jpg", "foto - Kopie.jpg"])
def test_a_number_after_a_name_is_a_copy_only_beside_its_original(tmp_path: Path, name: str) -> None:
    """Cameras and people number pictures in the same way: `foto (1).jpg`, `foto (2).jpg`."""
    post = only_post(a_reading(tmp_path, {f"{G}/p/{name}": b"1", f"{G}/p/foto (2).jpg": b"2"}))

    assert {picture.name for picture in post.pictures} == {name, "foto (2).jpg"}


@pytest.mark.parametrize("name", ["Ruzie (een conflict).md", "DESKTOP-publishing.md", "20 (twintig).md", "Kopie.md", "bericht.md"])
def test_ordinary_names_are_no_conflict_copies(name: str) -> None:
    """A post about a conflict goes."""
    assert (original_of_conflict(name), originals_of_copy(name)) == (None, ())


@pytest.mark.parametrize("other", ["CAFÉ.JPG", "cafe\u0301.jpg"])
def test_two_names_that_are_one_to_most_computers_hold_the_post_back(tmp_path: Path, other: str) -> None:
    """Windows ignores case and macOS writes names in another Unicode form: front matter could mean either."""
    reading = a_reading(tmp_path, {f"{G}/p/a.md": "Hoi", f"{G}/p/café.jpg": b"1", f"{G}/p/{other}": b"2"})

    assert reading.posts == ()
    assert only_mistake(reading).scope is Scope.POST


def test_a_name_in_the_form_of_macos_is_one_name(tmp_path: Path) -> None:
    """The picture is known by its name in form C, and opened by the name it has on disk."""
    post = only_post(
        a_reading(tmp_path, {f"{G}/p/a.md": "---\npictures: {café.jpg: {people: nobody}}\n---\nHoi", f"{G}/p/cafe\u0301.jpg": b"1"})
    )

    picture = picture_of(post, "café.jpg")
    assert picture.evidence.answered_nobody
    assert (tmp_path / picture.file.path).read_bytes() == b"1"


def listed(folder: Path, data: bytes) -> ListedFile:
    """A file with these bytes, as it is listed."""
    (folder / "e.jpg").write_bytes(data)
    return list_folder(folder, "p", 0).files[0]


def test_a_file_that_changes_after_it_was_listed_is_not_read(tmp_path: Path) -> None:
    """Half of it may be there; it is looked at again next time."""
    file = listed(tmp_path, b"half")
    (tmp_path / "e.jpg").write_bytes(b"half and half")

    with pytest.raises(StillChanging):
        read(file)


def test_a_file_that_changes_while_it_is_read_is_not_read(tmp_path: Path) -> None:
    """Bytes of two states make neither."""
    file = listed(tmp_path, b"x" * 9_000_000)
    chunks: Iterator[bytes] = chunks_of(file)
    next(chunks)
    with (tmp_path / "e.jpg").open("ab") as growing:
        growing.write(b"y")

    with pytest.raises(StillChanging):
        list(chunks)


def test_a_file_that_became_a_link_after_it_was_listed_is_not_followed(tmp_path: Path) -> None:
    """Whoever may write into the folder may swap it between the two looks."""
    file = listed(tmp_path, b"x")
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "e.jpg").unlink()
    (tmp_path / "e.jpg").symlink_to(tmp_path / "secret")

    with pytest.raises(OSError, match="symbolic links"):
        read(file)


def test_a_pipe_does_not_make_the_job_wait(tmp_path: Path) -> None:
    """Opening a pipe that nobody writes to would wait for ever."""
    a_reading(tmp_path, {f"{G}/p/a.md": "Hoi"})
    os.mkfifo(tmp_path / "content" / G / "p" / "e.jpg")
    reading = a_reading(tmp_path, {})

    assert (reading.posts[0].pictures, only_mistake(reading).scope) == ((), Scope.PICTURE)
