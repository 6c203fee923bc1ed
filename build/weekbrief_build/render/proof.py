"""Pulls a proof of every layout with a made-up post, so that a mistake in one is found when it is made and not when a letter is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from types import MappingProxyType
from typing import Any

from weekbrief_build.decide.views import View
from weekbrief_build.render.frames import Frames
from weekbrief_build.render.inline import Inlining
from weekbrief_build.render.layouts import Layouts
from weekbrief_build.render.posts import Posts, Setting
from weekbrief_build.render.sheets import DATE_SLOTS, GROUP_SLOTS, NOTICE_SLOTS, Sheets
from weekbrief_build.render.templates import Templates
from weekbrief_build.school.letter import LetterKind
from weekbrief_build.school.made import MadeClip, MadePicture
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Event, Post, Prose, Segment, SegmentKind, Version
from weekbrief_build.words import LETTER_LANGUAGES, words_for_parents

_NONE: MappingProxyType[str, Any] = MappingProxyType({})


def prove(school: School, layouts: Layouts, day: date) -> None:
    """Render every layout in every language, with and without what a post may lack. Raises LayoutRefused."""
    style, templates = layouts.style, Templates(layouts)
    inlining = Inlining(style.inlined, None, lambda document, _: document)
    sheets = Sheets(templates, inlining)
    posts, frames = Posts(school, templates, inlining, sheets, "school.example"), Frames(school, sheets, style.kept)
    group = next(iter(school.groups))
    photo = MadePicture("", "0" * 64, "image/jpeg", 4, 3)
    video = MadePicture("", "1" * 64, "image/jpeg", 4, 3, MadeClip("", "2" * 64, 1, 1.0))
    event = Event("-", day, day + timedelta(1), "-", day)
    for words in map(words_for_parents, LETTER_LANGUAGES):
        for kind in LetterKind:
            frames.frame(kind, words, "-", day)
        sheets.fragment("group", words, GROUP_SLOTS)
        for dates, first in product(("todo", "agenda"), (True, False)):
            sheets.fragment("agenda", words, DATE_SLOTS, kind=dates, first=first, last=first)
        for mistake in (True, False):
            sheets.fragment("notice", words, NOTICE_SLOTS, mistake=mistake)
        for number, version in enumerate((_version(event, "-"), _version(None, ""))):
            post = Post(f"{number}", group, day, None, (), draft=False, until=None, versions=(version,), pictures=(), line_of=_NONE)
            view = View(post, version, _NONE, _NONE, frozenset(), post.path, asks_for_reply=bool(version.event))
            pictures = {"photo.jpg": photo, "second.jpg": photo, "third.jpg": photo, "video.mp4": video}
            for alone in (True, False):
                posts.press(replace(view, changed=True), Setting(words, alone), pictures)
                posts.press(view, Setting(words, alone), pictures)


def _version(event: Event | None, caption: str) -> Version:
    captions = dict.fromkeys(("photo.jpg", "video.mp4"), (Segment(SegmentKind.HTML, caption),)) if caption else {}
    title = (Segment(SegmentKind.HTML, "-"),)
    return Version(None, None, "-", title, Prose((), (), "", ()), MappingProxyType(captions), _NONE, event, frozenset())
