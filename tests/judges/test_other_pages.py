"""A letter that is read from right to left, and the pages of a preview, as Chromium shows them."""

from __future__ import annotations

from pathlib import Path

from browser import Look, lay_out, looked_at, pixels_of
from colour_codes import CODES, FRIDAY, GROUPS, PICTURES, POSTS, SEES
from running import letters_in, weekbrief, without_faces
from schools import CONSENT_CSV, write_school


def test_an_arabic_letter_reads_from_right_to_left_and_fits(tmp_path: Path) -> None:
    """Posts in Dutch stay as they are, in the direction of their own language; the letter around them turns."""
    groups = GROUPS.replace("email: kaan@example.org}", "email: kaan@example.org, language: ar}")
    school = write_school(tmp_path / "school", {**POSTS, **PICTURES}, groups=groups, consent=CONSENT_CSV)
    weekbrief("run", "--on", FRIDAY, school, environment=without_faces(tmp_path / "blind"))
    page = lay_out(letters_in(school / "outbox")["kaan@example.org"][0].message, tmp_path)
    looks = [Look(page, width, text=text, judged=text == 100) for width in (320, 640) for text in (100, 200)]
    for seen in looked_at(looks, tmp_path):
        assert seen.direction == "rtl"
        assert seen.overflow <= 0
        assert {name for name, number in pixels_of(CODES, seen.picture).items() if number} == SEES["kaan@example.org"]
        assert [one for one in seen.violations if one["impact"] in {"serious", "critical"}] == []


def test_the_pages_of_a_preview_show_what_the_letters_show(tmp_path: Path) -> None:
    """The index, and behind it each letter with its pictures, on a telephone as well; nothing is asked of the network."""
    school = write_school(tmp_path / "school", {**POSTS, **PICTURES}, groups=GROUPS, consent=CONSENT_CSV)
    told = weekbrief("preview", "--json", "--on", FRIDAY, school, environment=without_faces(tmp_path / "blind")).json
    letters = [letter for letter in told["letters"] if letter["kind"] == "newsletter"]
    looks = [Look(Path(told["page"]), judged=True), Look(Path(told["page"]), 320), *(Look(Path(letter["page"])) for letter in letters)]
    index, narrow, *pages = looked_at(looks, tmp_path)
    assert (index.violations, index.overflow, narrow.overflow, index.asked) == ([], 0, 0, [])
    assert {letter["to"] for letter in letters} == SEES.keys() - {"piet@example.org"}
    for letter, page in zip(letters, pages, strict=True):
        assert {name for name, number in pixels_of(CODES, page.picture).items() if number} == SEES[letter["to"]]
        assert page.asked == []
