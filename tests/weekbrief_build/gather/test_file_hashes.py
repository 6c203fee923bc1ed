from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from readings import a_reading

from weekbrief_build.gather.files.file_hashes import FileHashes
from weekbrief_build.gather.files.listing import ListedFile, list_folder
from weekbrief_build.gather.files.people_tags import tags_in
from weekbrief_build.school.post import Source

G = "groep-5b"
XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{}</rdf:RDF></x:xmpmeta>'


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
    "damage", ["", "{", "[]", "null", '{"version": [1, 1]}', '{"version": [1, 1], "files": {"p/e.jpg": [1]}}', "[" * 100_000]
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
    kept.write_text(json.dumps(json.loads(kept.read_text()) | {"version": [1, 0]}))

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


PEOPLE = (
    "<mwg-rs:Regions/>",
    "<MP:RegionInfo/>",
    "<Iptc4xmpExt:PersonInImage/>",
    "<MPReg:PersonDisplayName/>",
    'xmlns:MP="http://ns.microsoft.com/photo/1.2/"',
    "<digiKam:TagsList><rdf:li>People/Ada</rdf:li>",
    "<lr:hierarchicalSubject><rdf:li>People|Ada</rdf:li>",
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("people", PEOPLE)
def test_what_a_file_says_about_people_is_seen_in_whatever_pieces_it_comes(people: str, encoding: str) -> None:
    """XMP in UTF-8 or UTF-16; the word may lie across two pieces."""
    data = b"\xff\xd8pixels" + XMP.format(people).encode(encoding) + b"pixels"

    for size in (len(data), 100, 64):
        assert tags_in(data[start : start + size] for start in range(0, len(data), size)).unread


@pytest.mark.parametrize("data", [b"pixels", XMP.format("<dc:subject>bos</dc:subject>").encode(), b"mwg-rs in a comment"])
def test_a_picture_that_says_nothing_about_people_leaves_no_doubt(data: bytes) -> None:
    """Most pictures carry something; most of it is not about people."""
    assert not tags_in([data]).unread


def test_xmp_that_is_packed_cannot_be_searched(tmp_path: Path) -> None:
    """A PNG may hold its XMP deflated: what cannot be read counts as a person who is not known."""
    reading = a_reading(tmp_path, {f"{G}/p/e.png": b"\x89PNG iTXtXML:com.adobe.xmp\0\1\0\0\0pixels"})

    assert reading.posts[0].pictures[0].evidence.doubts == (Source.TAGS,)


@pytest.mark.parametrize("beside", ["e.jpg.xmp", "e.xmp", "E.XMP"])
def test_an_xmp_file_beside_a_picture_leaves_a_doubt(tmp_path: Path, beside: str) -> None:
    """It is not read yet; and it is told to nobody as a file that cannot be sent."""
    reading = a_reading(tmp_path, {f"{G}/p/e.jpg": b"x", f"{G}/p/f.jpg": b"x", f"{G}/p/{beside}": XMP})

    assert [picture.evidence.doubts for picture in reading.posts[0].pictures] == [(Source.TAGS,), ()]
    assert reading.mistakes == ()
