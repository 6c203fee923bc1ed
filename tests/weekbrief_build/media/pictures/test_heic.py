from __future__ import annotations

from pathlib import Path

import pytest
from drawings import (
    BLUE,
    GREEN,
    RED,
    SECRET,
    STORED_AS,
    YELLOW,
    a_bent_profile,
    a_drawing,
    a_noise,
    an_order,
    corners,
    exif_saying,
    look_alike,
    opened,
)
from heics import TURNS, a_heic, claiming, turned, with_primary
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from weekbrief_build.media.pictures.audit import audit
from weekbrief_build.media.pictures.faults import Fault
from weekbrief_build.media.pictures.pixels import Drawn, draw
from weekbrief_build.media.work import make
from weekbrief_build.school.post import Region

AS_DRAWN = [RED, GREEN, BLUE, YELLOW]


def drawn_from(data: bytes, *faces: Region) -> Drawn:
    """The picture, which has to come out."""
    (drawn,) = draw(data, [faces])
    assert isinstance(drawn, Drawn)
    return drawn


def fault_of(data: bytes) -> Fault:
    """The fault, which has to be found."""
    (fault,) = draw(data, [()])
    assert isinstance(fault, Fault)
    return fault


def seen_in(drawn: Drawn) -> list[bool]:
    """Which of the four fields are as they were drawn."""
    return [look_alike(*pair) for pair in zip(corners(opened(drawn.data)), AS_DRAWN, strict=True)]


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("size", [(400, 300), (1800, 1200)])
def test_every_turn_comes_out_upright_and_is_done_once(orientation: int, size: tuple[int, int]) -> None:
    """A telephone writes twice how it was held, in EXIF and as a property: the picture leaves upright, and is not turned twice."""
    heic = turned(a_heic(STORED_AS[orientation](a_drawing(size)), exif=exif_saying(orientation)), TURNS[orientation])
    drawn = drawn_from(heic)
    assert (drawn.width, drawn.height) == (min(size[0], 1200), min(size[1], 800))
    assert seen_in(drawn) == [True] * 4


def test_exif_alone_turns_nothing() -> None:
    """Of a HEIC only its own properties say how it is turned; all viewers follow them, and so a teacher sees it (ISO/IEC 23008-12, A.2)."""
    assert seen_in(drawn_from(a_heic(a_drawing(), exif=exif_saying(6)))) == [True] * 4


@pytest.mark.parametrize("orientation", TURNS)
def test_a_face_is_covered_where_it_is_in_the_upright_picture(orientation: int) -> None:
    """Teachers say where a face is in the picture that they see."""
    with_a_face = a_drawing()
    with_a_face.paste("white", (280, 60, 320, 90))
    heic = turned(a_heic(STORED_AS[orientation](with_a_face), exif=exif_saying(orientation)), TURNS[orientation])
    assert seen_in(drawn_from(heic)) == [True, False, True, True]
    assert seen_in(drawn_from(heic, Region(0.7, 0.2, 0.1, 0.1))) == [True] * 4


def test_nothing_but_pixels_leaves() -> None:
    """No place, no name and no thumbnail reaches a family."""
    heic = a_heic(a_noise(), exif=exif_saying(1), options=("-t", "64"))
    assert SECRET in heic
    drawn = drawn_from(heic)
    assert audit(drawn.data, drawn.media_type) == (400, 300)
    assert SECRET not in drawn.data
    assert set(opened(drawn.data).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize(("primary", "colour"), [(1, RED), (2, GREEN)])
def test_of_several_pictures_in_one_file_only_the_primary_leaves(primary: int, colour: tuple[int, int, int]) -> None:
    """Who is in a picture was said of what viewers show: the others of a burst stay behind, whatever their order."""
    heic = with_primary(a_heic(*(Image.new("RGB", (400, 300), shade) for shade in (RED, GREEN))), primary)
    assert all(look_alike(corner, colour) for corner in corners(opened(drawn_from(heic).data)))


def test_what_lies_under_transparency_does_not_leave() -> None:
    """Who was wiped out of a picture stays out, also where transparency is a picture beside the picture."""
    hidden = Image.new("RGBA", (400, 300), (*RED, 0))
    hidden.paste((*GREEN, 255), (0, 0, 200, 300))
    white = (255, 255, 255)
    shown = corners(opened(drawn_from(a_heic(hidden)).data))
    assert all(look_alike(*pair) for pair in zip(shown, [GREEN, white, GREEN, white], strict=True))


def test_colours_are_converted_to_srgb() -> None:
    """IPhones write a wide gamut, which looks dull where nobody reads profiles."""
    plain = Image.new("RGB", (80, 60), (200, 30, 60))
    assert look_alike(corners(opened(drawn_from(a_heic(plain, icc_profile=a_bent_profile())).data))[0], (60, 30, 200), 16)


@pytest.mark.parametrize("part", [0.02, 0.2, 0.6, 0.95, 0.999])
def test_a_picture_that_is_half_there_does_not_leave(part: float) -> None:
    """A file that a sync program is still writing is not sent, cut off or filled up with zeros."""
    whole = a_heic(a_noise((800, 600)))
    there = int(len(whole) * part)
    assert fault_of(whole[:there]) is Fault.HALF
    if len(whole) - there > 512:
        assert fault_of(whole[:there] + bytes(len(whole) - there)) is Fault.HALF


def test_a_file_of_which_only_another_picture_is_cut_off_does_not_leave() -> None:
    """What lacks its end is still being copied, even where the primary picture is there."""
    assert fault_of(a_heic(a_drawing(), a_drawing((80, 60)))[:-1]) is Fault.HALF


def test_zeros_after_the_end_are_padding() -> None:
    """Some cameras fill their files up."""
    assert drawn_from(a_heic(a_drawing()) + bytes(500)).width == 400


@pytest.mark.parametrize("size", [(30_000, 30_000), (11_000, 10_001)])
def test_a_picture_that_claims_more_than_110_megapixels_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    """A few kilobytes must not become gigabytes."""
    assert fault_of(claiming(a_heic(a_drawing()), *size)) is Fault.TOO_LARGE


def test_a_picture_that_holds_more_than_it_claims_is_refused(tmp_path: Path) -> None:
    """The limit cannot be passed by a small claim; and the worker goes on with the next."""
    school = tmp_path / "school"
    school.mkdir()
    bomb = claiming(a_heic(a_drawing((1600, 1200))), 40, 30)
    orders = [an_order(school, "a.heic", bomb), an_order(school, "b.heic", a_heic(a_drawing()))]
    made, spoiled = make(orders, school, tmp_path / "cache")
    assert set(made) == {orders[1]}
    assert spoiled[orders[0]].fault is Fault.OTHER


def test_a_heif_of_another_kind_is_called_what_it_is() -> None:
    """A teacher whose file is whole need not wait for it."""
    avif = a_heic(a_drawing(), options=("-A",))
    assert fault_of(avif) is Fault.AVIF
    assert fault_of(avif.replace(b"avif", b"heic")) is Fault.OTHER


@settings(max_examples=200, deadline=None)
@given(
    turn=st.sampled_from(sorted(TURNS)),
    places=st.lists(st.tuples(st.integers(0, 1 << 12), st.integers(0, 255)), max_size=8),
    cut=st.integers(0, 40),
)
def test_whatever_is_broken_in_a_file_it_leaves_clean_or_not_at_all(turn: int, places: list[tuple[int, int]], cut: int) -> None:
    """Any bytes end as a picture that passes the audit, or as a fault; with anything else a worker would have to be replaced."""
    broken = bytearray(turned(a_heic(a_drawing((80, 60)), exif=exif_saying(turn)), TURNS[turn]))
    for at, value in places:
        broken[at % len(broken)] = value
    for drawn in draw(bytes(broken[: len(broken) - cut]), [()]):
        assert isinstance(drawn, Fault) or audit(drawn.data, drawn.media_type) == (drawn.width, drawn.height)
