from __future__ import annotations

from math import ceil, floor, inf, nan

import pytest
from drawings import a_drawing, a_file, a_noise, exif_saying, opened
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from weekbrief_build.media.pictures.cover import cover
from weekbrief_build.media.pictures.faults import Fault, UnfitError
from weekbrief_build.media.pictures.pixels import Drawn, draw
from weekbrief_build.school.post import Region

places = st.floats(0, 0.9, allow_nan=False)
sizes = st.floats(0.02, 0.6, allow_nan=False)
regions = st.builds(Region, places, places, sizes, sizes).filter(
    lambda face: face.x + face.width / 2 <= 1 and face.y + face.height / 2 <= 1
)


def framed(region: Region, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The pixels of the frame itself, without margins."""
    return (
        int(region.x * size[0]),
        int(region.y * size[1]),
        min(size[0], int((region.x + region.width) * size[0]) + 1),
        min(size[1], int((region.y + region.height) * size[1]) + 1),
    )


@settings(max_examples=60, deadline=None)
@given(faces=st.lists(regions, min_size=1, max_size=4), mode=st.sampled_from(["RGB", "L", "RGBA", "CMYK"]))
def test_a_face_has_no_part_in_what_leaves(faces: list[Region], mode: str) -> None:
    """Two pictures that differ only under patches are the same once covered: not even the colour of a neighbour's patch tells of them."""
    one = a_noise((120, 90)).convert(mode)
    patched = (
        ImageChops.difference(Image.new("RGB", one.size), cover(Image.new("RGB", one.size), faces))
        .convert("L")
        .point(lambda at: 255 * (at > 0))
    )
    other = one.copy()
    other.paste(Image.new(mode, one.size), mask=patched)
    assert cover(one, faces).tobytes() == cover(other, faces).tobytes()
    for face in faces:
        assert len(cover(one, faces).crop(framed(face, one.size)).getcolors(1 << 16) or []) <= len(faces)


def test_the_patch_is_wider_than_the_face_and_higher_above() -> None:
    """Margin: 0.35 of the frame's longer side all around, 0.25 more on top."""
    before = Image.new("RGB", (1000, 1000), "white")
    before.paste("black", (400, 450, 500, 650))
    changed = ImageChops.difference(before, cover(before, [Region(0.4, 0.45, 0.1, 0.2)]))
    assert changed.getbbox() == (330, 330, 570, 720)


@pytest.mark.parametrize("size", [(1000, 1000), (997, 991), (61, 43), (4000, 3001)])
def test_a_pixel_that_is_covered_in_part_is_covered(size: tuple[int, int]) -> None:
    """The edges of a patch are rounded outwards, each of them: a seam of a face is some of it."""
    face = Region(0.4003, 0.4502, 0.1009, 0.1007)
    width, height = face.width * size[0], face.height * size[1]
    margin, top = 0.35 * max(width, height), 0.60 * max(width, height)
    left, upper = face.x * size[0] - margin, face.y * size[1] - top
    right, lower = face.x * size[0] + width + margin, face.y * size[1] + height + margin
    speckled = a_noise(size)
    around = ImageChops.difference(speckled, cover(speckled, [face])).getbbox()
    assert around == (floor(left), floor(upper), ceil(right), ceil(lower))


def test_the_patch_is_one_colour_taken_from_around() -> None:
    """Solid: blurred and pixelated faces can be recognised again; and it does not shine out of a dark picture."""
    picture = Image.new("RGB", (100, 100), (40, 90, 140))
    picture.paste((255, 0, 0), (45, 45, 55, 55))
    ((_, colour),) = cover(picture, [Region(0.45, 0.45, 0.1, 0.1)]).crop((42, 40, 58, 58)).getcolors() or []
    assert colour == (40, 88, 136)


def test_a_patch_cannot_be_seen_through() -> None:
    """Also where the picture is transparent around the face."""
    picture = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    picture.paste((255, 0, 0, 255), (45, 45, 55, 55))
    assert cover(picture, [Region(0.45, 0.45, 0.1, 0.1)]).getchannel("A").crop((45, 45, 55, 55)).getextrema() == (255, 255)


def test_a_face_that_fills_the_picture_leaves_nothing_of_it() -> None:
    """Where there is nothing around, the patch is grey."""
    assert cover(a_noise((50, 50)), [Region(0, 0, 1, 1)]).getcolors() == [(2500, (128, 128, 128))]


@pytest.mark.parametrize(
    "region",
    [
        Region(1.2, 0.5, 0.1, 0.1),
        Region(0.5, -0.4, 0.1, 0.1),
        Region(0.5, 0.5, 0, 0.1),
        Region(0.5, 0.5, 0.1, -0.1),
        Region(nan, 0.5, 0.1, 0.1),
        Region(0.5, 0.5, inf, 0.1),
    ],
)
def test_a_face_that_has_no_place_in_the_picture_withholds_it(region: Region) -> None:
    """What cannot be covered is not shown."""
    with pytest.raises(UnfitError):
        cover(a_drawing(), [region])


@pytest.mark.parametrize(
    ("orientation", "stored"), [(6, Image.Transpose.ROTATE_90), (8, Image.Transpose.ROTATE_270), (3, Image.Transpose.ROTATE_180)]
)
def test_regions_are_of_the_upright_picture(orientation: int, stored: Image.Transpose) -> None:
    """A face is covered where people see it, whichever way the camera was held."""
    upright = Image.new("RGB", (2400, 1800), "white")
    upright.paste("red", (240, 180, 480, 360))
    (drawn,) = draw(a_file(upright.transpose(stored), exif=exif_saying(orientation)), [[Region(0.1, 0.1, 0.1, 0.1)]])
    assert isinstance(drawn, Drawn)
    assert min(band[0] for band in opened(drawn.data).getextrema() if isinstance(band, tuple)) > 200


ORIENTATION, DAMAGED = b"\x01\x12\x00\x03\x00\x00\x00\x01", b"\x01\x12\x00\x03\x01\x00\x00\x01"
"""The tag, its type and how many values it has: one, or more than the file is long."""


@pytest.mark.parametrize("exif", [b"Exif\0\0nonsense", exif_saying(9), exif_saying(6).replace(ORIENTATION, DAMAGED)])
def test_a_picture_whose_orientation_is_uncertain_is_not_covered(exif: bytes) -> None:
    """Where up cannot be known, nor can the place of a face."""
    data = a_file(a_drawing(), exif=exif)
    plain, covered = draw(data, [(), [Region(0.4, 0.4, 0.1, 0.1)]])
    assert isinstance(plain, Drawn)
    assert covered is Fault.FACE_UNPLACED


def test_the_variants_of_a_picture_do_not_depend_on_each_other() -> None:
    """The same order gives the same bytes, whoever else ordered the picture: its Content-ID is made of them."""
    data, face, other = a_file(a_noise((2600, 1900))), [Region(0.4, 0.4, 0.1, 0.1)], [Region(0.1, 0.1, 0.1, 0.1)]
    together = draw(data, [(), face, other])
    assert together == [drawn for variant in ((), face, other) for drawn in draw(data, [variant])]
    assert len({drawn.data for drawn in together if isinstance(drawn, Drawn)}) == 3
