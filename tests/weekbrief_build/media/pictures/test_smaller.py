from __future__ import annotations

from pathlib import Path

import pytest
from drawings import a_drawing, a_file, a_noise, an_order, corners, look_alike, opened
from PIL import Image

from weekbrief_build.media.pictures.recipe import LADDER
from weekbrief_build.media.pictures.smaller import LAST_STEP, make_smaller
from weekbrief_build.media.pictures.workers import Duty, Workers
from weekbrief_build.media.work import make
from weekbrief_build.school.made import MadePicture, PictureOrder
from weekbrief_build.school.post import Region


@pytest.fixture
def made(tmp_path: Path) -> dict[PictureOrder, MadePicture]:
    """A photo, a photo with a face covered, and a drawing, as they are made first."""
    (tmp_path / "school").mkdir()
    photo = a_noise((1600, 1200))
    orders = [
        an_order(tmp_path / "school", "a.jpg", a_file(photo, quality=90)),
        an_order(tmp_path / "school", "b.jpg", a_file(photo, quality=91), Region(0.4, 0.4, 0.2, 0.2)),
        an_order(tmp_path / "school", "c.png", a_file(a_drawing((1500, 1000)), "PNG")),
    ]
    return dict(make(orders, tmp_path / "school", tmp_path / "cache")[0])


def test_each_step_down_is_smaller(made: dict[PictureOrder, MadePicture], tmp_path: Path) -> None:
    """Of every picture: fewer pixels and fewer bytes, in the shape and kind that it had; the same picture, and no other order's."""
    before = {order: picture.size for order, picture in made.items()}
    for step in range(1, LAST_STEP + 1):
        smaller = make_smaller(made, step, tmp_path / "cache")
        assert {order.file.path: order.step for order in smaller} == {order.file.path: step for order in made}
        for order, first in made.items():
            (picture,) = [one for other, one in smaller.items() if other.file == order.file]
            assert max(picture.width, picture.height) == LADDER[step][0]
            assert picture.media_type == first.media_type
            data = Path(picture.path).read_bytes()
            assert (len(data), opened(data).size) == (picture.size, (picture.width, picture.height))
            assert picture.size < before[order]
            before[order] = picture.size


def test_what_was_covered_is_covered_in_the_smaller_one(made: dict[PictureOrder, MadePicture], tmp_path: Path) -> None:
    """A smaller picture is made of the first, in which the face is gone; the teacher's file is not even there any more."""
    for file in (tmp_path / "school").iterdir():
        file.unlink()
    smaller = make_smaller(made, LAST_STEP, tmp_path / "cache")
    (covered,) = [opened(Path(picture.path).read_bytes()) for order, picture in smaller.items() if order.cover]
    patch = covered.crop((covered.width * 45 // 100, covered.height * 45 // 100, covered.width * 55 // 100, covered.height * 55 // 100))
    assert all(high - low < 10 for low, high in patch.getextrema() if isinstance(low, int))  # type: ignore[misc]
    (drawing,) = [opened(Path(picture.path).read_bytes()) for order, picture in smaller.items() if order.file.path == "c.png"]
    assert all(look_alike(one, other) for one, other in zip(corners(drawing), corners(a_drawing()), strict=True))


def test_a_smaller_picture_is_made_once(made: dict[PictureOrder, MadePicture], tmp_path: Path) -> None:
    """The second time starts no program; and the first pictures are still what they were."""
    first = make_smaller(made, 1, tmp_path / "cache")
    assert make_smaller(made, 1, tmp_path / "cache", workers=Workers(1, Duty("/bin/false"))) == first
    assert make(list(made), tmp_path / "school", tmp_path / "cache")[0] == made


def test_what_cannot_be_made_smaller_stays_as_it_was(made: dict[PictureOrder, MadePicture], tmp_path: Path) -> None:
    """A picture that packs no better, and one whose file is damaged: the first stays in use, and whoever joins it looks at its bytes."""
    (order, *_), (first, *_) = list(made), list(made.values())
    Path(first.path).write_bytes(b"damaged")
    tiny = an_order(tmp_path / "school", "tiny.png", a_file(Image.new("RGB", (4, 3), "red"), "PNG"))
    small = make([tiny], tmp_path / "school", tmp_path / "cache")[0][tiny]
    smaller = make_smaller({order: first, tiny: small}, LAST_STEP, tmp_path / "cache")
    assert [one.sha256 for _, one in sorted(smaller.items(), key=lambda pair: pair[0].file.path)] == [first.sha256, small.sha256]
