"""Pulls a proof of every layout with a made-up post, so that a mistake in one is found when it is made and not when a letter is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from weekbrief_build.decide.letters.fit import LeftOut
from weekbrief_build.decide.letters.views import View
from weekbrief_build.render.contrast import advice_on_contrast, painted_by_number
from weekbrief_build.render.figures import SetLogo
from weekbrief_build.render.frames import POSTS, PREHEADER, Frames
from weekbrief_build.render.inline import Inlining
from weekbrief_build.render.posts import Posts, Setting
from weekbrief_build.render.sheets import DATE_SLOTS, GROUP_SLOTS, NOTICE_SLOTS, Sheet, Sheets
from weekbrief_build.render.style import read_style, style_of
from weekbrief_build.render.templates import Templates
from weekbrief_build.school.layouts import STYLE, Layouts
from weekbrief_build.school.letter import LetterKind
from weekbrief_build.school.made import MadeClip, MadePicture
from weekbrief_build.school.mistake import Mistake
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Document, Event, MadePaper, Post, Prose, Segment, SegmentKind, Version
from weekbrief_build.words import LETTER_LANGUAGES, Words, words_for_parents

_TOO_MUCH = LeftOut(1, 1, frozenset({"video.mp4"}), frozenset({"paper.pdf"}), text=True)
_NONE: MappingProxyType[str, Any] = MappingProxyType({})


_LOGO = SetLogo("cid:logo@school.example", 4, 3)
_PROSE = """\
<p>- <a href="https://school.example">-</a> <code>-</code> <strong>-</strong></p><ul><li>-</li></ul><ol><li>-</li></ol>
<h1>-</h1><h2>-</h2><h3>-</h3>
<blockquote><p>- <a href="https://school.example">-</a></p></blockquote><pre>-</pre>
<table><thead><tr><th>-</th></tr></thead><tbody><tr><td>- <a href="https://school.example">-</a></td></tr></tbody></table>
<table role="presentation" class="link-card"><tr><td class="link-cell"><a href="https://school.example" class="link-title">-</a><br>
<span class="link-host">-</span></td></tr></table>
"""
"""One of each that the text of a post can hold."""


def prove(school: School, layouts: Layouts, day: date) -> tuple[str, ...]:
    """Render every layout in every language, with and without what a post may lack. Raises LayoutRefused.

    The answer is a letter of each kind in the school's language, before its style is inlined; all that letters can hold is in the first.
    """
    style, templates = style_of(layouts), Templates(layouts)
    inlining = Inlining(style.inlined, None, lambda document, _: document)
    sheets = Sheets(templates, inlining)
    posts = Posts(school, templates, inlining, sheets, "school.example")
    frames = [Frames(school, Sheets(templates, inlining), style.kept, logo) for logo in (_LOGO, None)]
    letters: dict[str, tuple[str, ...]] = {}
    for words in map(words_for_parents, LETTER_LANGUAGES):
        inside = Markup("").join((*_parts(sheets, words), *_posts(posts, next(iter(school.groups)), day, words)))
        framed = [frame.sheet(kind, words, weekly=kind is LetterKind.NEWSLETTER) for frame in frames for kind in LetterKind]
        letters[words.language] = tuple(
            sheet.html_with({"heading": "-", "date": "-", PREHEADER: "-", POSTS: "" if number else inside})
            for number, sheet in enumerate(framed)
        )
    return letters[words_for_parents(school.language).language]


def advice_on_colours(letters: Iterable[str], layouts: Layouts, cache: Path | None) -> tuple[Mistake, ...]:
    """Which text would be hard to read in these letters; `cache` is that of the press. For layouts that pass the proof."""
    sheet = read_style(layouts.texts[STYLE])
    inlining = Inlining(painted_by_number(sheet), cache / "inlined" if cache else None)
    return advice_on_contrast(letters, sheet, layouts.theme.colours, inlining)


def _parts(sheets: Sheets, words: Words) -> Iterator[Markup]:
    """All that stands between the posts of a letter."""

    def with_values(sheet: Sheet, slots: tuple[str, ...]) -> Markup:
        return Markup(sheet.html_with(dict.fromkeys(slots, "-")))  # noqa: S704 - our own dashes

    yield with_values(sheets.fragment("group", words, GROUP_SLOTS), GROUP_SLOTS)
    for dates, first in product(("todo", "agenda"), (True, False)):
        yield with_values(sheets.fragment("agenda", words, DATE_SLOTS, kind=dates, first=first, last=first), DATE_SLOTS)
    for mistake in (True, False):
        yield with_values(sheets.fragment("notice", words, NOTICE_SLOTS, mistake=mistake), NOTICE_SLOTS)


def _posts(posts: Posts, group: str, day: date, words: Words) -> Iterator[Markup]:
    photo = MadePicture("", "0" * 64, "image/jpeg", 4, 3, 1)
    video = MadePicture("", "1" * 64, "image/jpeg", 4, 3, 1, MadeClip("", "2" * 64, 1, 1.0))
    pictures = {"photo.jpg": photo, "second.jpg": photo, "third.jpg": photo, "video.mp4": video}
    event = Event("-", day, day + timedelta(1), "-", day)
    paper = Document("paper.pdf", "", "", MadePaper("", "3" * 64, 1))
    for number, version in enumerate((_version(event, "-"), _version(None, ""))):
        post = Post(f"{number}", group, day, None, (), draft=False, until=None, versions=(version,), pictures=(), line_of=_NONE)
        post = replace(post, documents=(paper,) if version.event else ())
        view = View(post, version, _NONE, _NONE, frozenset(), post.path, asks_for_reply=bool(version.event))
        for alone, changed in product((True, False), (True, False)):
            pressed = posts.press(replace(view, changed=changed), Setting(words, alone), pictures)
            yield Markup(pressed.html)  # noqa: S704 - as above
        for alone in (True, False):
            pressed = posts.press(replace(view, left_out=_TOO_MUCH), Setting(words, alone), pictures)
            yield Markup(pressed.html)  # noqa: S704 - as above


def _version(event: Event | None, caption: str) -> Version:
    captions = dict.fromkeys(("photo.jpg", "video.mp4"), (Segment(SegmentKind.HTML, caption),)) if caption else {}
    title, prose = (Segment(SegmentKind.HTML, "-"),), (Segment(SegmentKind.HTML, _PROSE),)
    return Version(None, None, "-", title, Prose(prose, (), "", ()), MappingProxyType(captions), _NONE, event, frozenset())
