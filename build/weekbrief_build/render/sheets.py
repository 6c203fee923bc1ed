"""Renders the parts of a letter that are the same for everybody, once per language: its frame, heads, pictures, rows, notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from markupsafe import escape

from weekbrief_build.render.inline import Inlining
from weekbrief_build.render.slots import Cut, Fills, Slots, fill
from weekbrief_build.render.templates import Templates
from weekbrief_build.words import Words

GROUP_SLOTS = ("name", "teachers")
NOTICE_SLOTS = ("place", "what", "mend")
DATE_SLOTS = ("day", "title", "detail", "group", "yes", "no", "address", "title_lang", "title_dir")
GALLERY_SLOTS = ("left", "right", "left_share", "right_share")
PICTURE_SLOTS = ("src", "width", "height", "alt", "caption")
VIDEO_SLOTS = (*PICTURE_SLOTS, "length", "file", "teacher")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A rendered part, cut at its slots; `html` has its style inlined."""

    html: Cut
    text: Cut

    def html_with(self, values: Mapping[str, str]) -> str:
        """The HTML with these values, escaped unless they are `Markup`."""
        return fill(self.html, lambda slot: str(escape(values[slot.key])))

    def text_with(self, values: Mapping[str, str]) -> str:
        """The plain text with these values."""
        return fill(self.text, lambda slot: values[slot.key])


class Sheets:
    """The sheets of a run, each rendered when it is first asked for."""

    def __init__(self, templates: Templates, inlining: Inlining) -> None:
        self._templates = templates
        self._inlining = inlining
        self._made: dict[tuple[str, str, tuple[str, ...], frozenset[tuple[str, object]]], Sheet] = {}

    def fragment(self, name: str, words: Words, slots: tuple[str, ...], **values: object) -> Sheet:
        """`<name>.html.j2` and `<name>.txt.j2`, where each of `slots` is filled later and `values` are the same for all (hashable)."""
        return self._sheet(name, words, slots, values)

    def page(self, name: str, words: Words, slots: tuple[str, ...], **values: object) -> Sheet:
        """The same for a whole document."""
        return self._sheet(name, words, slots, values, page=True)

    def _sheet(self, name: str, words: Words, slots: tuple[str, ...], values: Mapping[str, object], *, page: bool = False) -> Sheet:
        key = (name, words.language, slots, frozenset(values.items()))
        if key not in self._made:
            marks = Slots()
            filled = {slot: marks.mark(Fills.TEXT, slot) for slot in slots}
            common = {"lang": words.language, "dir": direction_of(words.language), "start": start_of(words.language), **filled, **values}
            html = self._templates.render(f"{name}.html.j2", words, common)
            html = self._inlining.page(html) if page else self._inlining.fragments([html])[0]
            text = self._templates.render(f"{name}.txt.j2", words, common)
            self._made[key] = Sheet(marks.cut(html), marks.cut(text))
        return self._made[key]


def direction_of(language: str) -> str:
    """`ltr` or `rtl`: how this language is written; `ltr` for one that Babel does not know."""
    try:
        return str(Locale.parse(language.replace("-", "_")).text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


def start_of(language: str) -> str:
    """`left` or `right`: where the lines of this language begin. Mail programs know no `start`."""
    return "right" if direction_of(language) == "rtl" else "left"
