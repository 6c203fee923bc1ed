from __future__ import annotations

import struct
import zlib
from itertools import product

import pytest
from drawings import SECRET, a_drawing, a_file, a_noise, exif_saying
from PIL import Image

from weekbrief_build.media.pictures.audit import NotOnlyPixelsError, audit

JPEG, PNG = a_file(a_noise()), a_file(a_drawing(), "PNG")
SOF = JPEG.index(b"\xff\xc0")


def segment(marker: int, data: bytes) -> bytes:
    """A segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(*chunks: bytes) -> bytes:
    """A PNG of these chunks."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


HEADER = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0))
PIXELS = bytes(7)
END = chunk(b"IEND", b"")


def test_a_plain_picture_passes() -> None:
    """The audit knows what a picture is made of."""
    assert audit(JPEG, "image/jpeg") == audit(PNG, "image/png") == (400, 300)
    assert audit(png_of(HEADER, chunk(b"IDAT", zlib.compress(PIXELS)), END), "image/png") == (2, 1)


@pytest.mark.parametrize("marker", [0xFE, 0xDC, 0xDF, 0xF0, *range(0xE0, 0xF0)])
@pytest.mark.parametrize("at", [2, 20, SOF])
def test_no_segment_that_is_no_part_of_the_picture_passes(marker: int, at: int) -> None:
    """Comments, EXIF, XMP, profiles, several pictures, thumbnails: wherever they stand in a JPEG."""
    with pytest.raises(NotOnlyPixelsError):
        audit(JPEG[:at] + segment(marker, SECRET) + JPEG[at:], "image/jpeg")


@pytest.mark.parametrize(
    "data",
    [
        JPEG + b"\0",
        JPEG + SECRET,
        JPEG + JPEG,
        JPEG[:-2],
        JPEG[:-2] + segment(0xFE, SECRET) + JPEG[-2:],
        JPEG[2:],
        JPEG[:2],
        b"",
        b"\xff\xd8\xff\xd9",
        JPEG[:SOF] + segment(0xDB, bytes(65) + SECRET) + JPEG[SOF:],  # more than a table in a table's place
        JPEG[:SOF] + segment(0xC4, bytes(17) + SECRET) + JPEG[SOF:],
        a_file(a_drawing(), exif=exif_saying(1)),
        a_file(a_drawing(), comment=SECRET),
        a_file(a_drawing(), progressive=True),
        a_file(a_drawing((1201, 10))),
        PNG,
    ],
)
def test_nothing_hides_in_a_jpeg(data: bytes) -> None:
    """Not behind the end, nor in a table, nor as a second picture; and no picture that is too large, or of another kind."""
    with pytest.raises(NotOnlyPixelsError):
        audit(data, "image/jpeg")


@pytest.mark.parametrize(
    "data",
    [
        PNG + b"\0",
        PNG[:-1],
        PNG[:8],
        b"",
        JPEG,
        *(
            png_of(HEADER, chunk(kind, SECRET), chunk(b"IDAT", zlib.compress(PIXELS)), END)
            for kind in (b"tEXt", b"eXIf", b"iTXt", b"prVt", b"gAMA")
        ),
        png_of(HEADER, chunk(b"IDAT", zlib.compress(PIXELS)), chunk(b"IEND", SECRET)),
        png_of(HEADER, chunk(b"IDAT", zlib.compress(PIXELS) + SECRET), END),
        png_of(HEADER, chunk(b"IDAT", zlib.compress(PIXELS + SECRET)), END),
        png_of(HEADER, chunk(b"IDAT", zlib.compress(PIXELS[1:])), END),
        png_of(HEADER, chunk(b"IDAT", SECRET), END),
        png_of(HEADER, HEADER, chunk(b"IDAT", zlib.compress(PIXELS)), END),
        png_of(HEADER, END),
        png_of(HEADER, chunk(b"IDAT", zlib.compress(PIXELS))[:-1] + b"\0", END),
        a_file(a_drawing(mode="RGBA"), "PNG"),
        a_file(a_drawing(), "PNG", exif=exif_saying(1)),
    ],
)
def test_nothing_hides_in_a_png(data: bytes) -> None:
    """Not in a chunk, nor behind the pixels inside or outside of what is packed, nor behind the end."""
    with pytest.raises(NotOnlyPixelsError):
        audit(data, "image/png")


def test_only_jpeg_and_png_leave() -> None:
    """WebP does not show in Outlook."""
    for media_type, data in product(("image/webp", "image/gif", "text/html", ""), (a_file(a_drawing(), "WEBP"), JPEG)):
        with pytest.raises(NotOnlyPixelsError):
            audit(data, media_type)


def test_a_small_picture_that_unpacks_without_end_is_refused() -> None:
    """The audit unpacks no more than the largest picture that may leave."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    with pytest.raises(NotOnlyPixelsError):
        audit(png_of(header, chunk(b"IDAT", zlib.compress(bytes(10_000_000))), END), "image/png")


def test_every_single_wrong_byte_of_the_frame_is_seen_or_harmless() -> None:
    """Whatever one byte of the tables is changed into, the audit answers; it never stumbles."""
    small = a_file(Image.new("RGB", (8, 8)))
    for at, value in product(range(len(small)), (0, 1, 0xC0, 0xD9, 0xFE, 0xFF)):
        try:
            audit(small[:at] + bytes((value,)) + small[at + 1 :], "image/jpeg")
        except NotOnlyPixelsError:
            continue
