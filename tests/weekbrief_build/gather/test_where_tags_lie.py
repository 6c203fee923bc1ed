from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from readings import a_reading
from tagged import a_gif, a_jpeg, a_png, a_webp, face, microsoft, mwg, packet

from weekbrief_build.gather.tags.embedded import tags_in
from weekbrief_build.gather.tags.regions import Kind
from weekbrief_build.gather.tags.tags import Tags, together
from weekbrief_build.gather.tags.xmp import read_xmp
from weekbrief_build.school.post import Region

SIZE, SQUARE = (320, 200), (200, 20, 264, 68)
"""A picture and the face in it, in stored pixels: nowhere near the middle."""
STORED = (SQUARE[0] / 320, SQUARE[1] / 200, (SQUARE[2] - SQUARE[0]) / 320, (SQUARE[3] - SQUARE[1]) / 200)
RED, BLUE = (250, 20, 20), (10, 10, 200)
ON_IT = mwg(face("Ada Jansen", x=STORED[0] + STORED[2] / 2, y=STORED[1] + STORED[3] / 2, w=STORED[2], h=STORED[3]))
CORNER = ", ".join(map(str, STORED))


def a_picture_with_a_square(properties: str, orientation: int) -> bytes:
    """A JPEG with a red square on blue, that carries these tags."""
    image = Image.new("RGB", SIZE, BLUE)
    image.paste(RED, SQUARE)
    return a_jpeg(packet(properties), orientation=orientation, image=image)


def is_the_square(data: bytes, region: Region | None) -> bool:
    """Whether the region is the red square, to two pixels, of the picture as everybody sees it."""
    assert region is not None
    image = ImageOps.exif_transpose(Image.open(BytesIO(data)))
    red = image.convert("RGB").getchannel("R").point(lambda value: 255 * (value > 128)).getbbox()
    edges = (region.x, region.y, region.x + region.width, region.y + region.height)
    found = [edge * side for edge, side in zip(edges, image.size * 2, strict=True)]
    assert red is not None
    return all(abs(one - other) <= 2 for one, other in zip(red, found, strict=True))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_region_lands_on_the_face_whichever_way_the_picture_lies(orientation: int) -> None:
    """MWG counts the middle, in fractions of the stored pixels (Guidelines 2.0, 5.9); the region is one of the upright picture."""
    data = a_picture_with_a_square(ON_IT, orientation)
    (person,) = tags_in([data]).people
    assert is_the_square(data, person.face)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_microsoft_frame_that_an_mwg_frame_bears_out_lands_on_the_face(orientation: int) -> None:
    """Programs that turn a picture differ in whether they turn Microsoft's frames: in both ways it has its place."""
    data = a_picture_with_a_square(ON_IT, orientation)
    upright = tags_in([data]).people[0].face
    assert upright
    turned = f"{upright.x}, {upright.y}, {upright.width}, {upright.height}"
    for rectangle in (CORNER, turned):
        tags = tags_in([a_picture_with_a_square(ON_IT + microsoft(Ada_Jansen=rectangle), orientation)])
        assert not tags.doubt
        assert {person.kind for person in tags.people} == {Kind.MWG, Kind.MICROSOFT}
        assert all(is_the_square(data, person.face) for person in tags.people)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_microsoft_frame_alone_has_a_place_only_in_a_picture_that_lies_upright(orientation: int) -> None:
    """Nobody knows which pixels it counts; the person counts all the same."""
    data = a_picture_with_a_square(microsoft(Ada_Jansen=CORNER), orientation)
    (person,) = tags_in([data]).people
    assert is_the_square(data, person.face) if orientation == 1 else person.face is None


@pytest.mark.parametrize("data", [a_png(packet(ON_IT), orientation=6), a_webp(packet(ON_IT), orientation=6)])
def test_png_and_webp_may_lie_on_their_side_too(data: bytes) -> None:
    """They carry EXIF as a JPEG does."""
    (person,) = tags_in([data]).people
    assert person.face is not None
    assert round(person.face.x, 6) == round(1 - STORED[1] - STORED[3], 6)


UNCERTAIN = {
    "an orientation that is none": a_picture_with_a_square(ON_IT, 9),
    "EXIF that cannot be read": a_jpeg(packet(ON_IT), orientation=6).replace(b"Exif\0\0MM", b"Exif\0\0XX"),
    "an orientation that the tags contradict": a_picture_with_a_square(ON_IT + "<tiff:Orientation>6</tiff:Orientation>", 1),
    "a frame beyond the edge": a_jpeg(packet(mwg(face("Ada Jansen", x=0.95)))),
    "a point": a_jpeg(packet(mwg(face("Ada Jansen").replace('stArea:w="0.2" stArea:h="0.1" ', "")))),
    "pixels": a_jpeg(packet(mwg(face("Ada Jansen").replace("normalized", "pixel")))),
    "a circle": a_jpeg(packet(mwg(face("Ada Jansen").replace("stArea:w", 'stArea:d="0.2" stArea:w')))),
    "no width": a_jpeg(packet(mwg(face("Ada Jansen", w=0)))),
    "an unknown unit": a_jpeg(packet(mwg(face("Ada Jansen").replace("normalized", "inch")))),
    "pixels of a picture of another size": a_jpeg(
        packet(mwg(face("Ada Jansen", x=30, w=12).replace("normalized", "pixel"), drawn_on=(120, 80)))
    ),
    "outside the picture": a_jpeg(packet(mwg(face("Ada Jansen", x=1.5)))),
    "a picture that was cut since": a_jpeg(packet(mwg(face("Ada Jansen"), drawn_on=(60, 60)))),
    "a picture that was turned since": a_jpeg(packet(mwg(face("Ada Jansen"), drawn_on=(40, 60)))),
    "a size that is none": a_jpeg(packet(mwg(face("Ada Jansen"), drawn_on=(0, 0)))),
    "half a size": a_jpeg(packet(mwg(face("Ada Jansen"), drawn_on=(60, 40)).replace('stDim:h="40"', ""))),
    "a PNG that was cut since": a_png(packet(mwg(face("Ada Jansen"), drawn_on=(60, 60)))),
    "a WebP that was cut since": a_webp(packet(mwg(face("Ada Jansen"), drawn_on=(60, 60)))),
    "a GIF that was cut since": a_gif(packet(mwg(face("Ada Jansen"), drawn_on=(60, 60)))),
    "a HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + packet(ON_IT) + b"pixels",
    "one of two frames": a_jpeg(packet(mwg(face("Ada Jansen"), face("Ada Jansen", x=0.95)))),
}


@pytest.mark.parametrize("what", UNCERTAIN)
def test_a_frame_whose_place_is_in_doubt_is_none(what: str) -> None:
    """It cannot be used to cover; the person counts."""
    tags = tags_in([UNCERTAIN[what]])
    assert not tags.doubt
    assert {(person.name, person.face) for person in tags.people} == {("Ada Jansen", None)}


@pytest.mark.parametrize(("orientation", "drawn_on"), [(1, (30, 20)), (3, (3000, 2000)), (6, (40, 60)), (8, (401, 601)), (1, (60, 41))])
def test_a_frame_has_a_place_only_on_the_very_pixels_that_it_was_drawn_on(orientation: int, drawn_on: tuple[int, int]) -> None:
    """What says another size was shrunk, cut or turned since, and by whom nobody knows; nor has any other frame of that packet a place."""
    said = mwg(face("Ada Jansen"), drawn_on=drawn_on) + microsoft(Bram_Vos="0.1, 0.1, 0.1, 0.1")
    for person in tags_in([a_jpeg(packet(said), orientation=orientation)]).people:
        assert person.face is None
    (person,) = tags_in([a_jpeg(packet(mwg(face("Ada Jansen"), drawn_on=(60, 40))), orientation=orientation)]).people
    assert person.face is not None


def test_a_file_beside_a_picture_speaks_of_the_same_pixels(tmp_path: Path) -> None:
    """Its frames have no place either where the picture was cut since."""
    for drawn_on, placed in (((60, 40), True), ((60, 60), False)):
        beside = packet(mwg(face("Ada Jansen"), drawn_on=drawn_on))
        reading = a_reading(tmp_path / str(placed), {"groep-5b/p/e.jpg": a_jpeg(), "groep-5b/p/e.xmp": beside})
        (naming,) = reading.posts[0].pictures[0].evidence.namings
        assert (naming.face is not None) is placed


def test_a_frame_in_pixels_has_its_place_in_a_picture_of_just_that_size() -> None:
    """Then a pixel is a pixel."""
    in_pixels = mwg(face("Ada Jansen", x=30, y=20, w=12, h=4).replace("normalized", "pixel"), drawn_on=(60, 40))
    (person,) = tags_in([a_jpeg(packet(in_pixels))]).people
    assert person.face == Region(0.4, 0.45, 0.2, 0.1)


def test_in_no_order_do_tags_say_anything_else() -> None:
    """The union counts."""
    said = [read_xmp(packet(mwg(face(name, x=x))), 1) for name, x in (("Ada Jansen", 0.2), ("Bram Vos", 0.6), ("Ada Jansen", 0.3))]
    forward, back = together(said), together(said[::-1])
    assert forward == back
    assert Tags.of(forward.people[::-1]).people == forward.people
