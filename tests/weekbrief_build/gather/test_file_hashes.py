from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from tagged import a_jpeg, face, mwg, packet, person_in_image

from weekbrief_build.gather.files.file_hashes import FileHashes
from weekbrief_build.gather.files.listing import ListedFile, list_folder


def listed(folder: Path, data: bytes = b"pixels") -> ListedFile:
    """A picture with these bytes, as it is listed."""
    (folder / "p").mkdir(exist_ok=True)
    (folder / "p" / "e.jpg").write_bytes(data)
    return list_folder(folder / "p", "p", 0).files[0]


def hashed(file: ListedFile, cache: Path | None) -> str:
    """The hash of a file in a run of its own with this cache."""
    hashes = FileHashes(cache)
    found = hashes.of(file).sha256
    hashes.save()
    return found


def test_a_picture_that_nobody_touched_is_not_opened_again(tmp_path: Path) -> None:
    """A warm run only looks at the state of files."""
    file = listed(tmp_path)
    first = hashed(file, tmp_path / "cache")
    gone = replace(file, place=tmp_path / "gone.jpg")

    assert first == hashed(gone, tmp_path / "cache") == sha256(b"pixels").hexdigest()


def test_a_picture_whose_state_changed_is_read_again(tmp_path: Path) -> None:
    """Size, times or inode: any of them."""
    hashed(listed(tmp_path), tmp_path / "cache")

    assert hashed(listed(tmp_path, b"others"), tmp_path / "cache") == sha256(b"others").hexdigest()


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", "null", '{"version": [2, 2]}', '{"version": [2, 2], "files": {"p/e.jpg": [1]}}', "[" * 100_000]
)
def test_a_damaged_cache_is_an_empty_cache(tmp_path: Path, damage: str) -> None:
    """It is a convenience, and never a reason to stop."""
    file = listed(tmp_path)
    hashed(file, tmp_path / "cache")
    for kept in (tmp_path / "cache").iterdir():
        kept.write_text(damage)

    assert hashed(file, tmp_path / "cache") == sha256(b"pixels").hexdigest()


def test_a_cache_of_another_reader_of_tags_is_an_empty_cache(tmp_path: Path) -> None:
    """What an older program could not see in a picture must not be taken for what there is to see."""
    file = listed(tmp_path)
    hashed(file, tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_text(json.dumps(json.loads(kept.read_text()) | {"version": [2, 1]}))

    with pytest.raises(FileNotFoundError):
        hashed(replace(file, place=tmp_path / "gone.jpg"), tmp_path / "cache")


def test_the_cache_keeps_only_what_was_asked_for_last(tmp_path: Path) -> None:
    """Pictures of years ago do not make every run slower."""
    file = listed(tmp_path)
    hashed(file, tmp_path / "cache")
    hashed(replace(file, path="p/other.jpg"), tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()

    assert list(json.loads(kept.read_text())["files"]) == ["p/other.jpg"]


def test_without_a_cache_folder_nothing_is_kept(tmp_path: Path) -> None:
    """A cache that cannot be written is done without, too."""
    (tmp_path / "file").write_text("no folder")

    assert hashed(listed(tmp_path), None) == hashed(listed(tmp_path), tmp_path / "file")


def test_what_a_picture_says_of_its_people_is_kept_as_it_was_read(tmp_path: Path) -> None:
    """A warm run knows the same people, at the same places; and the names of children are for nobody else to read."""
    tags = mwg(face("Ada Jansen", x=0.3), face("Bram Vos", x=0.7)) + person_in_image("Cas")
    file = listed(tmp_path, a_jpeg(packet(tags), orientation=6))
    cold = FileHashes(tmp_path / "cache")
    first = cold.of(file)
    cold.save()
    (kept,) = (tmp_path / "cache").iterdir()

    assert len(first.tags.people) == 3
    assert FileHashes(tmp_path / "cache").of(replace(file, place=tmp_path / "gone.jpg")) == first
    assert kept.stat().st_mode & 0o077 == 0
