from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from readings import a_reading, told
from tagged import a_jpeg, a_png, a_webp, face, mwg, packet, person_in_image

from weekbrief_build.gather.tags.embedded import tags_in
from weekbrief_build.gather.tags.xmp import read_xmp
from weekbrief_build.school.post import Evidence, Naming, Source

G = "groep-5b"
ADA = packet(person_in_image("Ada Jansen"))
GUID = "0123456789ABCDEF0123456789ABCDEF"
MAIN = packet("", f'xmpNote:HasExtendedXMP="{GUID}"')
LONG = packet(person_in_image("Ada Jansen") + f"<dc:description>{'x' * 150_000}</dc:description>")


def evidence_of(folder: Path, content: dict[str, str | bytes], picture: str = "e.jpg") -> Evidence:
    """The evidence about a picture in a folder with media alone."""
    reading = a_reading(folder, {f"{G}/p/{name}": data for name, data in content.items()})
    assert [told(mistake) for mistake in reading.mistakes if mistake.picture] == []
    return next(one.evidence for one in reading.posts[0].pictures if one.name == picture)


FILES = {
    "JPEG": a_jpeg(ADA),
    "JPEG, two packets": a_jpeg(packet(""), ADA),
    "JPEG, extended": a_jpeg(MAIN, extended=LONG, guid=GUID),
    "PNG": a_png(ADA),
    "PNG, packed": a_png(ADA, packed=True),
    "WebP": a_webp(ADA),
    "HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + ADA + b"pixels",
    "GIF": b"GIF89a" + ADA + b"pixels",
    "MP4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + ADA + b"pixels",
    "JPEG, UTF-16": a_jpeg(ADA.decode().encode("utf-16")),
}


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("size", [1 << 30, 700])
def test_people_are_read_from_every_kind_of_picture(kind: str, size: int) -> None:
    """In whatever pieces the file comes."""
    data = FILES[kind]
    tags = tags_in(data[start : start + size] for start in range(0, len(data), size))
    assert ([person.name for person in tags.people], tags.doubt) == (["Ada Jansen"], False)


UNREADABLE = {
    "extended, a piece missing": a_jpeg(MAIN, extended=LONG, guid=GUID).replace(b"\0\0\xea\x60", b"\0\0\xea\x61"),
    "extended, not there": a_jpeg(MAIN),
    "extended, of another packet": a_jpeg(packet(""), extended=LONG, guid=GUID),
    "not well-formed": a_jpeg(ADA.replace(b"</rdf:Bag>", b"")),
    "cut off": a_jpeg(ADA)[:400],
    "after the pixels, cut off": a_jpeg() + ADA[:-200],
    "in an unknown file, UTF-16": b"pixels" + ADA.decode().encode("utf-16-le") + b"pixels",
    "in EXIF": a_jpeg().replace(b"\xff\xdb", b"\xff\xe1" + (len(ADA) + 8).to_bytes(2, "big") + b"Exif\0\0" + ADA + b"\xff\xdb", 1),
    "PNG, packed and damaged": a_png(ADA, packed=True).replace(b"\x78\x9c", b"\x78\x9d", 1),
    "PNG, as ImageMagick writes it": a_png(packet("")).replace(b"iTXtXML:com.adobe.xmp", b"zTXtRaw profile type xmp"),
    "a stale end": a_jpeg(packet("") + b"<Iptc4xmpExt:PersonInImage>"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_a_file_says_about_people_and_cannot_be_read_leaves_a_doubt(what: str) -> None:
    """Evidence that cannot be read counts as a person who is not known."""
    assert tags_in([UNREADABLE[what]]).doubt


@pytest.mark.parametrize(
    "data",
    [b"", b"pixels", a_jpeg(), a_jpeg(packet("<dc:subject>bos</dc:subject>")), a_png(packet("")), b"mwg-rs in a comment", b"\xff\xd8\xff"],
)
def test_a_picture_that_says_nothing_about_people_leaves_no_doubt(data: bytes) -> None:
    """Most pictures carry something; most of it is not about people."""
    tags = tags_in([data])
    assert (tags.people, tags.doubt) == ((), False)


def _deep() -> bytes:
    return packet("<dc:a>" * 8_000 + "</dc:a>" * 8_000)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "entities": lambda: b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + ADA.replace(b"Ada Jansen", b"&b;"),
    "a file of this machine": lambda: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + ADA.replace(b"Ada Jansen", b"&a;"),
    "depth": _deep,
    "a million items": lambda: packet(person_in_image(*["x"] * 1_000_000)),
    "a million attributes": lambda: packet("", " ".join(f'dc:a{number}=""' for number in range(500_000))),
    "16 MB": lambda: packet(person_in_image("x" * 16_000_000)),
    "just not too large": lambda: packet(person_in_image("x" * 8_000_000)),
    "wrong bytes": lambda: ADA.replace(b"Ada", b"Zo\xeb"),
    "another encoding": lambda: b'<?xml version="1.0" encoding="ebcdic-cp-nl"?>' + ADA,
    "no encoding": lambda: b'<?xml version="1.0" encoding="no-such-thing"?>' + ADA,
    "half of it": lambda: ADA[: len(ADA) // 2],
    "nothing": lambda: b"",
    "no RDF": lambda: b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>",
    "too many people": lambda: packet(person_in_image(*(f"x{number}" for number in range(600)))),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_xml_is_refused_in_bounded_time(kind: str) -> None:
    """Under a second each, in the file and beside it."""
    data = HOSTILE[kind]()
    before = time.perf_counter()
    assert read_xmp(data, 1).doubt
    assert time.perf_counter() - before < 1


ENDLESS = {
    "JPEG, padding": b"\xff\xd8" + b"\xff" * 1_000_000,
    "JPEG, empty segments": b"\xff\xd8" + b"\xff\xe0\0\2" * 500_000,
    "PNG": b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0IDATcrc " * 500_000,
    "WebP": b"RIFF\0\0\0\0WEBP" + b"XXXX\0\0\0\0" * 500_000,
    "anything": b"<x:xmpmeta>" * 500_000,
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_a_file_of_countless_pieces_is_given_up(kind: str) -> None:
    """A picture has thousands; a million empty ones would keep the job busy."""
    before = time.perf_counter()
    assert tags_in([ENDLESS[kind]]).doubt
    assert time.perf_counter() - before < 1


def test_a_packed_bomb_is_not_unpacked() -> None:
    """A PNG of a few kilobytes may hold gigabytes of text."""
    bomb = zlib.compress(b" " * 50_000_000, 9)
    chunk = b"XML:com.adobe.xmp\0\1\0\0\0" + bomb
    data = b"\x89PNG\r\n\x1a\n" + len(chunk).to_bytes(4, "big") + b"iTXt" + chunk + b"crc "
    before = time.perf_counter()
    assert tags_in([data]).doubt
    assert time.perf_counter() - before < 1


@pytest.mark.parametrize("beside", ["e.jpg.xmp", "e.xmp", "E.XMP"])
def test_an_xmp_file_beside_a_picture_speaks_of_it_alone(tmp_path: Path, beside: str) -> None:
    """It is told to nobody as a file that cannot be sent."""
    reading = a_reading(tmp_path, {f"{G}/p/e.jpg": a_jpeg(), f"{G}/p/f.jpg": a_jpeg(), f"{G}/p/{beside}": ADA})
    assert [picture.evidence.namings for picture in reading.posts[0].pictures] == [(Naming("Ada Jansen", Source.TAGS),), ()]
    assert reading.mistakes == ()


@pytest.mark.parametrize("beside", ["e.jpg.json", "e.jpg.supplemental-metadata.json", "E.JPG.supplemental-me.json", "E.JSON"])
def test_a_takeout_file_beside_a_picture_speaks_of_it(tmp_path: Path, beside: str) -> None:
    """It has names, and no places."""
    evidence = evidence_of(tmp_path, {"e.jpg": a_jpeg(), beside: '{"people": [{"name": "Ada Jansen"}]}'})
    assert evidence == Evidence((Naming("Ada Jansen", Source.TAGS),))


def test_a_json_that_belongs_to_no_picture_cannot_be_sent(tmp_path: Path) -> None:
    """As any other file that is no part of a post."""
    reading = a_reading(tmp_path, {f"{G}/p/e.jpg": a_jpeg(), f"{G}/p/f.jpg.json": "{}"})
    assert len(reading.mistakes) == 1


@pytest.mark.parametrize("beside", ["e.xmp", "e.jpg.json"])
def test_a_file_beside_a_picture_that_cannot_be_read_leaves_a_doubt(tmp_path: Path, beside: str) -> None:
    """Whatever the picture itself says."""
    evidence = evidence_of(tmp_path, {"e.jpg": a_jpeg(ADA), beside: "<people>"})
    assert evidence == Evidence((Naming("Ada Jansen", Source.TAGS),), doubts=(Source.TAGS,))


def test_a_link_beside_a_picture_is_not_followed(tmp_path: Path) -> None:
    """Nor is it passed over: what cannot be read is a doubt."""
    (tmp_path / "content" / G / "p").mkdir(parents=True)
    (tmp_path / "elsewhere.xmp").write_bytes(packet(""))
    (tmp_path / "content" / G / "p" / "e.xmp").symlink_to(tmp_path / "elsewhere.xmp")
    reading = a_reading(tmp_path, {f"{G}/p/e.jpg": a_jpeg()})
    assert reading.posts[0].pictures[0].evidence.doubts == (Source.TAGS,)


def test_frames_in_sidecars_that_contradict_are_kept_for_who_judges(tmp_path: Path) -> None:
    """Nobody is lost and no frame: that one person cannot be at two places is decided where names are children."""
    evidence = evidence_of(
        tmp_path,
        {
            "e.jpg": a_jpeg(packet(mwg(face("Ada Jansen"), face("Cas", x=0.2)))),
            "e.jpg.xmp": packet(mwg(face("Ada Jansen", x=0.2), face("Bram Vos", x=0.8))),
        },
    )
    assert [naming.written for naming in evidence.namings] == ["Ada Jansen", "Ada Jansen", "Bram Vos", "Cas"]
    assert all(naming.face for naming in evidence.namings)
