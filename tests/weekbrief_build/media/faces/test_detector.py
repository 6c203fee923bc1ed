from __future__ import annotations

from functools import cache

import pytest
from drawings import a_drawing, a_noise
from drawn_faces import WALL, Head, with_heads
from PIL import Image

from weekbrief_build.media.faces.detector import Detector
from weekbrief_build.media.faces.extra import net
from weekbrief_build.school.post import Region


@cache
def detector() -> Detector:
    """The detector, loaded once for all tests of this file."""
    found = net()
    assert found
    return Detector(found)


def lies_at(face: Region, head: Head, size: tuple[int, int]) -> bool:
    """Whether a face that was found is that of a head: their middles are close, and their sizes alike."""
    middle = (face.x + face.width / 2) * size[0], (face.y + face.height / 2) * size[1]
    near = max(abs(middle[0] - head.x), abs(middle[1] - head.y)) < head.height / 4
    return near and 0.5 * head.height < face.height * size[1] < 1.5 * head.height


@pytest.mark.parametrize(
    ("size", "heads"),
    [
        ((200, 150), [Head(60, 75, 60)]),
        ((200, 150), [Head(60, 75, 60), Head(140, 70, 45)]),
        ((400, 300), [Head(80, 150, 30), Head(200, 150, 25), Head(300, 150, 100)]),
        ((1200, 900), [Head(300, 400, 500), Head(900, 450, 60)]),
        ((2560, 1920), [Head(600, 800, 150), Head(1600, 900, 50), Head(2200, 1500, 40)]),
    ],
)
def test_each_face_is_found_once_large_and_small(size: tuple[int, int], heads: list[Head]) -> None:
    """Several sizes of the picture are looked at: what is seen in each of them is one face, and lies where it is."""
    found = detector().faces(with_heads(*heads, size=size))
    assert len(found) == len(heads)
    assert all(any(lies_at(face, head, size) for face in found) for head in heads)


@pytest.mark.parametrize("angle", [20, 45, 70, 90, 135, 180, 225, 270, 315, 340])
def test_a_tilted_face_is_found_once(angle: int) -> None:
    """A child that lies on the floor, hangs from a bar or holds its head askew."""
    turned = with_heads(Head(100, 65, 55)).rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=WALL)
    assert len(detector().faces(turned)) == 1


def test_a_turned_face_lies_where_it_is() -> None:
    """Where it was seen in the turned picture is told of the upright one."""
    size, head = (300, 200), Head(225, 60, 55)
    upside_down = with_heads(Head(300 - 225, 200 - 60, 55), size=size).rotate(180)
    (face,) = detector().faces(upside_down)
    assert lies_at(face, head, size)


@pytest.mark.parametrize(
    "image",
    [
        a_drawing((200, 150)),
        a_noise((200, 150)),
        Image.new("RGB", (1, 1)),
        Image.new("RGB", (2560, 1), "white"),
        Image.new("RGB", (2560, 77), "red"),
        Image.new("RGB", (77, 2560), "white"),
        Image.new("RGB", (7, 5), "white"),
    ],
    ids=lambda image: "x".join(map(str, image.size)),
)
def test_where_there_is_no_face_none_is_found(image: Image.Image) -> None:
    """Of a narrow strip the net itself says what was never there, and each time something else."""
    assert detector().faces(image) == ()


def test_the_same_picture_has_the_same_faces() -> None:
    """What was found is kept: it must not depend on what was looked at before."""
    picture = with_heads(Head(60, 75, 60), Head(140, 70, 45))
    first = detector().faces(picture)
    detector().faces(a_noise((200, 100)))
    assert detector().faces(picture) == first
    assert all(0 <= at <= 1 for face in first for at in (face.x, face.y, face.x + face.width, face.y + face.height))


def test_a_face_at_the_edge_ends_there() -> None:
    """A face that the picture cuts through is told as far as the picture goes."""
    (face,) = detector().faces(with_heads(Head(25, 75, 70)))
    assert face.x == 0
    assert face.width < 0.3
