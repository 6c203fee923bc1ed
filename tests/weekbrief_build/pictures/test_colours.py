from __future__ import annotations

import struct
import zlib
from typing import Any

import pytest
from drawings import a_file, a_grey_profile, a_p3_profile, look_alike, opened
from heics import a_heic
from PIL import Image

from weekbrief_build.pictures.pixels import Drawn, draw
from weekbrief_build.school.post import Region

CORNER = Region(0, 0, 0.1, 0.1)
SAME = {(255, 0, 0): (234, 51, 35), (0, 255, 0): (117, 251, 76), (0, 0, 255): (0, 0, 245), (128, 128, 128): (128, 128, 128)}
"""Colours of sRGB, and the numbers that Display P3 has for them (CSS Color 4, 10.4)."""


def colours_of(data: bytes) -> list[tuple[int, ...]]:
    """The colour of the middle of what leaves, as it is and with a corner covered."""
    found = []
    for drawn in draw(data, [(), [CORNER]]):
        assert isinstance(drawn, Drawn)
        image = opened(drawn.data)
        colour = image.getpixel((image.width * 3 // 4, image.height * 3 // 4))
        assert isinstance(colour, tuple)
        found.append(colour)
    return found


def deep_png(colour_type: int, *samples: int) -> bytes:
    """A PNG of 16 bits a sample, all pixels alike."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 40, 30, 16, colour_type, 0, 0, 0)
    row = b"\0" + struct.pack(f">{len(samples)}H", *samples) * 40
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(row * 30)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("srgb", SAME)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_the_wide_colours_of_telephones_become_those_that_every_screen_shows(kind: str, srgb: tuple[int, int, int]) -> None:
    """Display P3 is what telephones photograph in; where nobody reads its profile, it looks dull."""
    image, profile = Image.new("RGB", (80, 60), SAME[srgb]), a_p3_profile()
    how: dict[str, Any] = {"quality": 95, "subsampling": 0} if kind == "JPEG" else {"lossless": True} if kind == "WEBP" else {}
    data = a_heic(image, icc_profile=profile) if kind == "HEIC" else a_file(image, kind, icc_profile=profile, **how)
    assert all(look_alike(colour, srgb, 9) for colour in colours_of(data))


@pytest.mark.parametrize("mode", ["L", "LA"])
def test_grey_has_a_profile_too(mode: str) -> None:
    """Half the light is bright to the eye: 128 of such a scan is 188 on a screen."""
    image = Image.new("L", (80, 60), 128).convert(mode)
    assert all(look_alike(colour, (188, 188, 188), 3) for colour in colours_of(a_file(image, "PNG", icc_profile=a_grey_profile())))


def test_a_profile_of_another_kind_of_picture_is_passed_over() -> None:
    """A grey picture with a profile for colours is taken as it is, and so is one in colour with a profile for grey."""
    grey, red = Image.new("L", (80, 60), 128), Image.new("RGB", (80, 60), (200, 30, 30))
    assert all(look_alike(colour, (128, 128, 128), 3) for colour in colours_of(a_file(grey, "PNG", icc_profile=a_p3_profile())))
    assert all(look_alike(colour, (200, 30, 30), 3) for colour in colours_of(a_file(red, "PNG", icc_profile=a_grey_profile())))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (deep_png(0, 0x8000), (128, 128, 128)),
        (deep_png(2, 0xC800, 0x1E00, 0x1E00), (200, 30, 30)),
        (deep_png(6, 0xC800, 0x1E00, 0x1E00, 0xFFFF), (200, 30, 30)),
        (deep_png(6, 0xC800, 0x1E00, 0x1E00, 0), (255, 255, 255)),
        (deep_png(4, 0x8000, 0xFFFF), (128, 128, 128)),
    ],
)
def test_deep_pictures_keep_their_colours(data: bytes, expected: tuple[int, ...]) -> None:
    """16 bits a sample, grey or in colour, with and without transparency."""
    assert all(look_alike(colour, expected, 3) for colour in colours_of(data))


@pytest.mark.parametrize("colour", [(200, 30, 30), (255, 255, 255), (0, 0, 0), (30, 60, 200)])
def test_pictures_for_print_are_not_inverted(colour: tuple[int, int, int]) -> None:
    """Photoshop writes the inks of a JPEG upside down (Adobe Technical Note 5116), and says so."""
    assert all(
        look_alike(found, colour, 40) for found in colours_of(a_file(Image.new("RGB", (80, 60), colour).convert("CMYK"), quality=95))
    )


def test_a_palette_keeps_its_colours() -> None:
    """Also where one of them is transparent."""
    image = Image.new("RGB", (80, 60), (200, 30, 30)).quantize(2)
    assert all(look_alike(colour, (200, 30, 30), 6) for colour in colours_of(a_file(image, "PNG")))
    assert all(look_alike(colour, (255, 255, 255), 6) for colour in colours_of(a_file(image, "PNG", transparency=image.getpixel((0, 0)))))
