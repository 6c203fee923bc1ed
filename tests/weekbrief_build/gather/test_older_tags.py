from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from drawings import a_drawing
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tagged import a_jpeg, a_png_with, packet, raw_profile

from weekbrief_build.gather.tags.embedded import tags_in
from weekbrief_build.gather.tags.exif_texts import texts_in_exif
from weekbrief_build.gather.tags.iim import texts_in_resources

NAME = "Zoë Jansen"


def a_set(number: int, text: bytes, record: int = 2) -> bytes:
    """A data set of IPTC-IIM."""
    return struct.pack(">BBBH", 0x1C, record, number, len(text)) + text


def resources(*sets: bytes) -> bytes:
    """Photoshop's image resources, one of which holds these data sets."""
    data = b"".join(sets)
    other = b"8BIM" + struct.pack(">H", 0x03ED) + b"\x05print" + struct.pack(">I", 3) + b"abc\0"
    return other + b"8BIM" + struct.pack(">H", 0x0404) + b"\0\0" + struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)


def with_segment(marker: int, data: bytes) -> bytes:
    """A JPEG with this segment in front."""
    whole = a_jpeg()
    return whole[:2] + struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data + whole[2:]


def with_exif(kind: str, tags: dict[int, str | bytes]) -> bytes:
    """A picture with these tags of EXIF."""
    exif, target = Image.Exif(), BytesIO()
    for tag, value in tags.items():
        exif[tag] = value
    a_drawing((60, 40)).save(target, kind, exif=exif)
    return target.getvalue()


UTF_16 = f"{NAME};Herfst\0".encode("utf-16-le")
IIM = resources(a_set(5, b"Herfst"), a_set(25, NAME.encode()))
FILES = {
    "IIM, a keyword": with_segment(0xED, b"Photoshop 3.0\0" + IIM),
    "IIM, as Windows writes": with_segment(0xED, b"Photoshop 3.0\0" + resources(a_set(25, NAME.encode("cp1252")))),
    "IIM, a title": with_segment(0xED, b"Photoshop 3.0\0" + resources(a_set(105, NAME.encode()))),
    "a comment": with_segment(0xFE, NAME.encode()),
    "EXIF, Windows' keywords": with_exif("JPEG", {0x9C9E: UTF_16}),
    "EXIF, a description": with_exif("JPEG", {0x010E: NAME.encode()}),
    "EXIF in WebP": with_exif("WEBP", {0x9C9E: UTF_16}),
    "EXIF in PNG": with_exif("PNG", {0x9C9B: UTF_16}),
    "PNG, a title": a_png_with(b"iTXt", b"Title", b"\0\0\0\0" + NAME.encode()),
    "PNG, a packed comment": a_png_with(b"zTXt", b"Comment", b"\0" + zlib.compress(NAME.encode("cp1252"))),
    "PNG, ImageMagick's IPTC": a_png_with(b"tEXt", b"Raw profile type iptc", raw_profile("iptc", IIM)),
    "beside XMP": with_segment(0xED, b"Photoshop 3.0\0" + IIM)[:-2] + packet("") + b"\xff\xd9",
}


@pytest.mark.parametrize("kind", FILES)
def test_a_full_name_is_found_in_tags_of_every_kind(kind: str) -> None:
    """Any tag whose value, or last part of a path, is a child's full name counts, however old the program is that wrote it."""
    tags = tags_in([FILES[kind]])
    assert NAME in tags.words
    assert (tags.people, tags.doubt) == ((), False)


@given(st.binary(max_size=400))
def test_no_bytes_stop_the_reading(data: bytes) -> None:
    """Whatever stands where these tags would: texts or none, and an end."""
    list(texts_in_resources(data))
    list(texts_in_resources(b"8BIM\x04\x04\0\0" + data))
    list(texts_in_exif(b"II*\0" + data))
    list(texts_in_exif(b"MM\0*\0\0\0\x08" + data))


def test_a_directory_that_points_at_itself_ends() -> None:
    """EXIF in EXIF is read once."""
    block = b"MM\0*\0\0\0\x08" + struct.pack(">HHHII", 1, 0x8769, 4, 1, 8)
    assert list(texts_in_exif(block)) == []


def test_more_texts_than_any_picture_has_are_a_doubt() -> None:
    """Who hides a name among a hundred thousand words has said something that nobody read."""
    words = ";".join(f"woord{number}x" for number in range(6000))
    assert tags_in([with_exif("JPEG", {0x9C9E: words.encode("utf-16-le")[:60_000]}), b""]).doubt is False
    assert tags_in([with_segment(0xFE, words.encode())]).doubt
