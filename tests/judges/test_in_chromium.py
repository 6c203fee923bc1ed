"""Letters as Chromium shows them: every allowed picture and nothing else, on a telephone and a desktop, in the light and in the dark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from browser import Look, Seen, lay_out, looked_at, pixels_of
from colour_codes import CODES, SEES, letters_sent

WINDOWS = tuple(product((320, 640), (False, True)))
"""Width, and whether it is dark."""


@dataclass(frozen=True)
class Read:
    """A letter of somebody, as it was looked at."""

    to: str
    look: Look
    seen: Seen


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Read]:
    """All letters of the school, looked at in all windows, and with text at twice its size."""
    folder = tmp_path_factory.mktemp("colours")
    letters = [(to, one) for to, of_one in letters_sent(folder).items() for one in of_one]
    pages = [(to, lay_out(one.message, folder, f"letter-{number}")) for number, (to, one) in enumerate(letters)]
    looks = [(to, Look(page, width, dark)) for to, page in pages for width, dark in WINDOWS]
    looks += [(to, Look(page, width, text=200)) for to, page in pages for width in (320, 640) if to != "piet@example.org"]
    seen = looked_at([look for _, look in looks], folder)
    return [Read(to, look, one) for (to, look), one in zip(looks, seen, strict=True)]


@pytest.mark.parametrize(("width", "dark"), WINDOWS)
@pytest.mark.parametrize("to", SEES)
def test_each_guardian_sees_every_allowed_picture_and_no_other(read: Sequence[Read], to: str, width: int, dark: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Every pixel of a picture that may be seen is there, and not one of a picture that may not; also where one letter tells one post."""
    mine = [one.seen for one in read if (one.to, one.look.width, one.look.dark, one.look.text) == (to, width, dark, 100)]
    counts = sum((Counter(pixels_of(CODES, seen.picture)) for seen in mine), Counter[str]())
    assert {name for name, number in counts.items() if number} == SEES[to]
    shown = [picture for seen in mine for picture in seen.pictures]
    assert all(picture["loaded"] for picture in shown)
    area = sum(picture["width"] * picture["height"] for picture in shown)
    patch = 0.35 * counts["muur"]  # what covers a face, in a colour of its own
    assert sum(counts.values()) >= 0.985 * area - patch, "something lies over a picture, or cuts it"
    assert all(number > 4000 for name, number in counts.items() if name in SEES[to] - {"gezicht"})


def test_nothing_is_fetched_from_anywhere(read: Sequence[Read]) -> None:
    """A letter that asks for anything tells somebody that it was opened."""
    assert [one.seen.asked for one in read if one.seen.asked] == []


def test_no_letter_is_wider_than_the_window(read: Sequence[Read]) -> None:
    """Not on a telephone of 320 pixels, not with text at twice its size, and whatever long words there are: nobody scrolls sideways."""
    assert [(one.to, one.look.width, one.look.text, one.seen.overflow) for one in read if one.seen.overflow > 0] == []


def test_pictures_stand_side_by_side_where_there_is_room_and_below_each_other_on_a_telephone(read: Sequence[Read]) -> None:
    """A gallery, at 640 and at 320 pixels; no two pictures lie over each other."""
    rows = {one.look.width: len({round(picture["y"]) for picture in one.seen.pictures}) for one in read if one.to == "anna@example.org"}
    of = {one.look.width: len(one.seen.pictures) for one in read if one.to == "anna@example.org"}
    assert of == {320: 6, 640: 6}
    assert rows[320] == 6
    assert rows[640] < 6


def test_what_is_withheld_leaves_no_trace(read: Sequence[Read], tmp_path: Path) -> None:
    """The letter of who may not see a picture is, to the pixel, the letter of a school where that picture never was."""
    page = lay_out(letters_sent(tmp_path, without=("4.jpg", "5.jpg"))["anna@example.org"][0].message, tmp_path)
    (without,) = looked_at([Look(page)], tmp_path)
    (withheld,) = (one.seen for one in read if (one.to, one.look) == ("anna@example.org", Look(one.look.page)))
    assert len(without.pictures) == 6
    assert without.picture.tobytes() == withheld.picture.tobytes()
