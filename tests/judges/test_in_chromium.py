"""Letters as Chromium shows them: every allowed picture and nothing else, on a telephone and a desktop, in the light and in the dark.

Each picture is a colour that stands nowhere else in a letter, so that counting pixels proves what is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from browser import Look, Seen, lay_out, looked_at
from drawings import a_file
from PIL import Image
from running import letters_in, weekbrief
from schools import CONSENT_CSV, GROUPS_YAML, write_school

Colour = tuple[int, int, int]

FRIDAY = "2026-11-20T15:00"
WINDOWS = tuple(product((320, 640), (False, True)))
"""Width, and whether it is dark."""

CODES: dict[str, Colour] = {
    "bos": (240, 0, 0),
    "ada": (0, 230, 0),
    "bram": (0, 0, 240),
    "struik": (240, 240, 0),
    "onbekend": (230, 0, 230),
    "emre": (0, 220, 230),
    "muur": (120, 0, 120),
    "gezicht": (0, 120, 60),
    "tekst": (110, 60, 250),
    "plein": (250, 110, 10),
}
EVERYBODY = {"bos", "ada", "bram", "struik", "muur", "tekst"}
"""What any family of groep 5B may see."""
SEES = {
    "anna@example.org": EVERYBODY,
    "piet@example.org": EVERYBODY,
    "vera@example.org": EVERYBODY | {"plein"},
    "kaan@example.org": EVERYBODY | {"emre", "gezicht"},
    "daan@example.org": set[str](),
}
"""By guardian, the colours that may be seen: of Bram on the square his own family alone, of Emre's face the same."""
GROUPS = (
    GROUPS_YAML.replace("withhold", "cover")
    .replace("  cas-de-boer:", "  emre-kaya: {name: Emre Kaya, groups: [groep-5b]}\n  cas-de-boer:")
    .replace("  de-boer:", "  kaya:\n    children: [emre-kaya]\n    guardians: [{name: Kaan Kaya, email: kaan@example.org}]\n  de-boer:")
)
POSTS = {
    "groep-5b/Bos/bos.md": "---\ndate: 2026-11-19\npictures: {bos.jpg: {people: nobody}}\n---\nHet bos.\n",
    "groep-5b/Tuin/tuin.md": (
        "---\ndate: 2026-11-19\npictures:\n  1.jpg: {people: [ada-jansen], caption: In de tuin}\n  2.jpg: {people: [bram-vos]}\n"
        "  3.jpg: {people: nobody}\n  5.jpg: {people: [emre-kaya], caption: Een lang bijschrift bij een foto die niet iedereen ziet}\n---\n"
        "De tuin.\n"
    ),
    "groep-5b/Muur/muur.md": "---\ndate: 2026-11-19\n---\nDe muur.\n",
    "groep-5b/Muur/muur.png.people.yaml": "- emre-kaya: [0.4, 0.3, 0.2, 0.3]\n",
    "groep-5b/Tekst/tekst.md": (
        "---\ndate: 2026-11-19\npictures: {t.jpg: {people: nobody}}\n---\nVoor de foto.\n\n![In de tekst](t.jpg)\n\n"
        "| Dag | Wat er die dag gebeurt |\n| --- | --- |\n| maandag | wiskundewedstrijdvoorbereidingsbijeenkomst |\n\n"
        "Zie https://www.regenboog.example/een/heel/lang/adres/dat/nergens/een/streepje/heeft/en/toch/op/een/telefoon/moet/passen.html\n"
    ),
    "school/Plein/plein.md": "---\ndate: 2026-11-19\npictures: {p.jpg: {people: [bram-vos]}}\n---\nHet plein.\n",
}


def a_code(name: str, size: tuple[int, int] = (1200, 900)) -> bytes:
    """A picture in the colour of this name."""
    return a_file(Image.new("RGB", size, CODES[name]), quality=95)


def a_wall_with_a_face() -> bytes:
    """A wall in one colour, and a face in another where its frame says."""
    wall = Image.new("RGB", (1000, 800), CODES["muur"])
    wall.paste(CODES["gezicht"], (400, 240, 600, 480))
    return a_file(wall, "PNG")


PICTURES = {
    "groep-5b/Bos/bos.jpg": a_code("bos"),
    "groep-5b/Tuin/1.jpg": a_code("ada"),
    "groep-5b/Tuin/2.jpg": a_code("bram", (600, 900)),
    "groep-5b/Tuin/3.jpg": a_code("struik", (300, 200)),
    "groep-5b/Tuin/4.jpg": a_code("onbekend"),
    "groep-5b/Tuin/5.jpg": a_code("emre"),
    "groep-5b/Muur/muur.png": a_wall_with_a_face(),
    "groep-5b/Tekst/t.jpg": a_code("tekst", (800, 600)),
    "school/Plein/p.jpg": a_code("plein"),
}


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
    school = write_school(folder / "school", {**POSTS, **PICTURES}, groups=GROUPS, consent=CONSENT_CSV)
    weekbrief("run", "--on", FRIDAY, school)
    letters = [(to, one) for to, of_one in letters_in(school / "outbox").items() if to in SEES for one in of_one]
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
    counts = {name: sum(seen.count(colour) for seen in mine) for name, colour in CODES.items()}
    assert {name for name, number in counts.items() if number} == SEES[to]
    shown = [picture for seen in mine for picture in seen.pictures]
    assert all(picture["loaded"] for picture in shown)
    area = sum(picture["width"] * picture["height"] for picture in shown)
    patch = 0.35 * counts.get("muur", 0)  # what covers a face, in a colour of its own
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
    every: dict[str, str | bytes] = {**POSTS, **PICTURES}
    content = {path: what for path, what in every.items() if not path.endswith(("4.jpg", "5.jpg"))}
    content["groep-5b/Tuin/tuin.md"] = "\n".join(line for line in POSTS["groep-5b/Tuin/tuin.md"].splitlines() if "5.jpg" not in line)
    school = write_school(tmp_path / "school", content, groups=GROUPS, consent=CONSENT_CSV)
    weekbrief("run", "--on", FRIDAY, school)
    page = lay_out(letters_in(school / "outbox")["anna@example.org"][0].message, tmp_path)
    (without,) = looked_at([Look(page)], tmp_path)
    (withheld,) = (one.seen for one in read if (one.to, one.look) == ("anna@example.org", Look(one.look.page)))
    assert len(without.pictures) == 6
    assert without.picture.tobytes() == withheld.picture.tobytes()
