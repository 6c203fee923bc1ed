"""Pictures that follow each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from pressing import EDITION, KEY, NOW, SCHOOL, a_photo, a_press, a_view, a_written_post, bytes_of, html_of, picture, planned, text_of

from weekbrief_build.gather.office.layouts import read_layouts
from weekbrief_build.render.press import Press
from weekbrief_build.school.letter import FinishedLetter
from weekbrief_build.school.made import MadePicture, PictureOrder
from weekbrief_build.school.post import Picture

Photos = tuple[tuple[Picture, ...], tuple[tuple[PictureOrder, MadePicture], ...]]


def photos(folder: Path, *sizes: tuple[int, int]) -> Photos:
    """Pictures of these sizes, called `0.jpg`, `1.jpg` and so on."""
    taken = [a_photo(folder, f"{number}.jpg") for number in range(len(sizes))]
    made = ((order, replace(one, width=size[0], height=size[1])) for (_, (order, one)), size in zip(taken, sizes, strict=True))
    return tuple(one for one, _ in taken), tuple(made)


def letter_with(of: Photos, *text: str | int, without: Iterable[str] = ()) -> FinishedLetter:
    """A letter with these pictures; a number in its text is a picture."""
    parts = [part if isinstance(part, str) else picture(f"{part}.jpg") for part in text or ("<p>Eikels.</p>",)]
    captions = {one.name: f"Bijschrift {one.name}" for one in of[0]}
    post = a_written_post(*parts, pictures=of[0], captions=captions)
    return a_press(of[1]).letter(planned(a_view(post, without=without)), NOW, EDITION)


def sizes(letter: FinishedLetter) -> list[tuple[int, int]]:
    """Width and height at which each picture is shown."""
    return [(int(width), int(height)) for width, height in re.findall(r'<img[^>]* width="(\d+)" height="(\d+)"', html_of(letter))]


def rows(letter: FinishedLetter) -> list[str]:
    """The HTML of each row of two."""
    return re.findall(r'<table[^>]*class="gallery".*?</table>', html_of(letter), re.DOTALL)


@pytest.mark.parametrize(("number", "expected"), [(1, 0), (2, 1), (3, 1), (4, 2), (5, 2)])
def test_one_picture_is_large_and_several_stand_in_rows_of_two(tmp_path: Path, number: int, expected: int) -> None:
    """A picture alone takes the column; of several, two share a row, and of an odd number the first is large."""
    letter = letter_with(photos(tmp_path, *[(1200, 800)] * number))
    assert len(rows(letter)) == expected
    widths = [width for width, _ in sizes(letter)]
    assert widths == [536] * (number % 2) + [262] * (number - number % 2)
    assert re.findall(r"Foto: Bijschrift (\d)", text_of(letter)) == [str(one) for one in range(number)]


@pytest.mark.parametrize("shapes", [((1200, 800), (800, 1200)), ((900, 1200), (900, 1200)), ((1200, 700), (1200, 900))])
def test_two_pictures_in_a_row_are_equally_high_whatever_their_shapes(tmp_path: Path, shapes: tuple[tuple[int, int], ...]) -> None:
    """An upright picture beside a wide one leaves no gap under it, neither is distorted, and together they fill the column."""
    left, right = sizes(letter_with(photos(tmp_path, *shapes)))
    assert left[0] + right[0] == 536 - 12
    assert abs(left[1] - right[1]) <= 2
    assert all(abs(shown[0] / shown[1] - made[0] / made[1]) < 0.02 for shown, made in zip((left, right), shapes, strict=True))


def test_a_caption_stays_with_its_picture(tmp_path: Path) -> None:
    """A picture and what stands under it are in one cell: also where no style is read."""
    (row,) = rows(letter_with(photos(tmp_path, (1200, 800), (800, 1200))))
    cells = [cell for cell in re.findall(r"<td.*?</td>", row, re.DOTALL) if "<img" in cell]
    assert [re.findall(r">Bijschrift (\d)", cell) for cell in cells] == [["0"], ["1"]]


def test_pictures_in_a_text_are_a_gallery_where_nothing_stands_between_them(tmp_path: Path) -> None:
    """Two pictures below each other in the text share a row; words between keep them apart and large."""
    of = photos(tmp_path, *[(1200, 800)] * 4)
    letter = letter_with(of, "<p>A</p>", 0, 1, "<p>B</p>", 2, "<p>C</p>", 3)
    assert len(rows(letter)) == 1
    assert [width for width, _ in sizes(letter)] == [262, 262, 536, 536]


@pytest.mark.parametrize("text", [(), ("<p>A</p>", 0, 1, 2, "<p>B</p>")])
@pytest.mark.parametrize("gone", range(3))
def test_a_withheld_picture_leaves_no_hole_in_a_gallery(tmp_path: Path, text: tuple[str | int, ...], gone: int) -> None:
    """Whoever may not see a picture gets the gallery of the others, byte for byte as if it had never been."""
    of = photos(tmp_path, *[(1200, 800)] * 3)
    kept = [number for number in range(3) if number != gone]
    fewer: Photos = (tuple(of[0][number] for number in kept), tuple(of[1][number] for number in kept))
    withheld = letter_with(of, *text, without=[f"{gone}.jpg"])
    assert bytes_of(withheld) == bytes_of(letter_with(fewer, *(part for part in text if part != gone)))


def test_a_small_picture_is_not_stretched(tmp_path: Path) -> None:
    """A picture of few pixels is shown as it is, in a gallery too."""
    letter = letter_with(photos(tmp_path, (90, 60), (1200, 800)))
    assert sizes(letter)[0] == (90, 60)
    assert [("fills" in image) for image in re.findall("<img[^>]*>", html_of(letter))] == [False, True]


def test_every_picture_of_a_gallery_has_its_style_and_its_width(tmp_path: Path) -> None:
    """The inliner leaves each picture the width that Outlook goes by, and writes the style into each, whatever stands beside it."""
    taken, made = photos(tmp_path, *[(1200, 800)] * 3)
    press = Press(SCHOOL, read_layouts(None), dict(made), None, key=KEY)
    images = re.findall("<img[^>]*>", html_of(press.letter(planned(a_view(a_written_post(pictures=taken))), NOW, EDITION)))
    assert [re.findall(r' width="(\d+)"', image) for image in images] == [["536"], ["262"], ["262"]]
    assert all("max-width:100%" in image for image in images)
    assert [" width:100%" in image.replace('style="', 'style=" ') for image in images] == [False, True, True]
