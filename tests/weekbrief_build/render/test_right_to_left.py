"""A letter in Arabic begins its lines on the right; what is in another language keeps its own side."""

from __future__ import annotations

import re

from pressing import EDITION, KEY, NOW, SCHOOL, a_view, a_written_post, html_of, planned
from schools import a_guardian

from weekbrief_build.gather.office.layouts import read_layouts
from weekbrief_build.render.inline import with_premailer
from weekbrief_build.render.press import Press


def _letter(language: str, of_post: str | None = None) -> str:
    press = Press(SCHOOL, read_layouts(None), {}, None, with_premailer, key=KEY)
    reader = a_guardian("Anna Jansen", "anna@example.org", language=language)
    return html_of(press.letter(planned(a_view(a_written_post(language=of_post)), to=reader), NOW, EDITION))


def _sides(html: str) -> dict[str, str]:
    """By its first class, on which side the lines of an element begin."""
    found = re.findall(r'class="([a-z]+)[^"]*"[^>]*?text-align:(left|right)', html)
    return dict(found)


def test_an_arabic_letter_begins_on_the_right() -> None:
    """Its frame does, in styles that every mail program knows; a Dutch post in it stays on the left."""
    html = _letter("ar")
    assert '<html lang="ar" dir="rtl">' in html
    assert _sides(html) == {"head": "right", "from": "right", "foot": "right", "title": "left", "byline": "left", "body": "left"}


def test_an_arabic_post_begins_on_the_right_in_a_dutch_letter() -> None:
    """And its lists, quotations and cards are turned round with it."""
    html = _letter("nl", "ar")
    assert _sides(html) == {"head": "left", "from": "left", "foot": "left", "title": "right", "byline": "right", "body": "right"}


def test_nothing_hangs_on_the_wrong_side_in_arabic() -> None:
    """Where a rule gives one side more room than the other, there is one for the other direction too."""
    css = read_layouts(None).texts["style.css"].partition("\n@media")[0]
    rules = dict(re.findall(r"^(\S[^{]*?) \{ ([^}]*) \}", css, re.MULTILINE))
    uneven = re.compile(r"padding: \S+ (\S+) \S+ (?!\1;)\S+;|(?:border|padding)-(?:left|right):")
    lopsided = {name for name, said in rules.items() if uneven.search(said)}
    assert len(lopsided) > 6
    one_way = {name for name in lopsided if "[dir=" not in name and not name.endswith(("-left", "-right"))}
    assert {name.replace(".body ", '.body[dir="rtl"] ') for name in one_way} <= rules.keys()
    assert {name.replace("-left", "-right") for name in lopsided if name.endswith("-left")} <= rules.keys()
