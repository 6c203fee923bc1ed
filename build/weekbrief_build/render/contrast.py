"""Finds text that is hard to read, in the light and in the dark: each colour of text against what it really stands on in a letter.

Theory of operation. Which text stands on which ground is not listed anywhere: a letter of each kind, with all that letters can hold, is
styled by the inliner of every run, with a number in place of each colour; then every text is read with the colours of the elements
around it. Rules within `@media` are not looked at. The ratio is that of WCAG 2.2, 1.4.3; large text has no limit of its own here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from weekbrief_build.render.inline import Inlining
from weekbrief_build.render.style import FILE, Declaration, Rule, StyleSheet, names_in, value_of, written
from weekbrief_build.school.layouts import FOLDER, THEME, Colour
from weekbrief_build.school.mistake import N_, Mistake, Scope, say

LEAST = 4.5
_PAINTS = frozenset({"color", "background-color", "background"})
_HEX = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
_NAMED = {"white": "#ffffff", "black": "#000000"}
_TAGGED = re.compile(r"painted-([0-9]+)")
_PAINTED = re.compile(r"(?:^|;)\s*(color|background-color|background)\s*:\s*([^;]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_UNSEEN = frozenset({"head", "script", "style", "title"})
_STEPS = 256


@dataclass(frozen=True, slots=True)
class Ground:
    """What a text is written in and on: two declarations of the style sheet."""

    text: Declaration
    paper: Declaration


def advice_on_contrast(pages: Iterable[str], sheet: StyleSheet, colours: Mapping[str, Colour], inlining: Inlining) -> tuple[Mistake, ...]:
    """What is hard to read in these letters; `inlining` is that of `painted_by_number`."""
    paints = _paints(sheet)
    grounds = dict.fromkeys(ground for page in pages for ground in _grounds(inlining.page(page), paints))
    found = (mistake for ground in grounds for dark in (False, True) if (mistake := _hard_to_read(ground, colours, dark=dark)))
    return tuple({(one.file, one.line, one.what): one for one in found}.values())


def painted_by_number(sheet: StyleSheet) -> str:
    """The style sheet with nothing but what paints, hides or inherits, and the number of a declaration in place of each colour."""
    numbers = {id(one): number for number, one in enumerate(_paints(sheet))}

    def numbered(one: Declaration) -> str:
        return f"painted-{numbers[id(one)]}" if id(one) in numbers else one.value

    rules = (
        Rule(rule.selectors, tuple(one for one in rule.declarations if one.name in _PAINTS or one.name == "display"), rule.line)
        for rule in sheet.rules
    )
    return "\n".join(written(rule, numbered) for rule in rules if rule.declarations)


def contrast(one: str, other: str) -> float:
    """The ratio of two colours (`#rrggbb`), from 1 to 21, in either order (WCAG 2.2, "contrast ratio")."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def nearest_readable(text: str, paper: str) -> str:
    """The colour nearest to `text`, darker or lighter, that can be read on `paper`."""
    for step in range(_STEPS + 1):
        for end in ("#000000", "#ffffff"):
            mixed = _mixed(text, end, step / _STEPS)
            if contrast(mixed, paper) >= LEAST:
                return mixed
    raise AssertionError("on every colour either black or white can be read")  # 21:1 between them; the worst ground leaves 4.58


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (one / 255 for one in _parts(colour))]  # noqa: PLR2004 - WCAG's own
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _mixed(colour: str, end: str, share: float) -> str:
    return "#" + "".join(f"{round(one + (other - one) * share):02x}" for one, other in zip(_parts(colour), _parts(end), strict=True))


def _paints(sheet: StyleSheet) -> list[Declaration]:
    return [one for rule in sheet.rules for one in rule.declarations if one.name in _PAINTS]


def _grounds(html: str, paints: list[Declaration]) -> Iterator[Ground]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for text, paper in reader.pairs:
        one, other = _declared(text, "color", paints), _declared(paper, "background-color", paints)
        yield Ground(one, other)


def _declared(value: str, name: str, paints: list[Declaration]) -> Declaration:
    number = _TAGGED.fullmatch(value)
    return paints[int(number[1])] if number else Declaration(name, value, 0)


class _Reader(HTMLParser):
    """Reads which text stands on what: the colour and the ground of the nearest elements around it that have one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pairs: dict[tuple[str, str], None] = {}
        self._around: list[tuple[str, str, str, bool]] = [("", "", "", False)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        _, text, paper, hidden = self._around[-1]
        style = dict(attrs).get("style") or ""
        for name, value in _PAINTED.findall(style):
            if name.lower() == "color":
                text = value.strip()
            else:
                paper = value.strip()
        self._around.append((tag, text, paper, hidden or tag in _UNSEEN or bool(_HIDDEN.search(style))))

    def handle_endtag(self, tag: str) -> None:
        while len(self._around) > 1 and any(open_tag == tag for open_tag, *_ in self._around):
            if self._around.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        _, text, paper, hidden = self._around[-1]
        if data.strip() and text and paper and not hidden:  # a space that does not break is space too
            self.pairs[text, paper] = None


def _hard_to_read(ground: Ground, colours: Mapping[str, Colour], *, dark: bool) -> Mistake | None:
    text, paper = (_value(one, colours, dark=dark) for one in (ground.text, ground.paper))
    if text is None or paper is None or contrast(text, paper) >= LEAST:
        return None
    values = {"text": _told(ground.text, text), "paper": _told(ground.paper, paper), "ratio": f"{contrast(text, paper):.1f}"}
    what = (
        say(N_("On dark screens text in {text} on {paper} is hard to read: a contrast of {ratio}, and 4.5 is needed."), **values)
        if dark
        else say(N_("Text in {text} on {paper} is hard to read: a contrast of {ratio}, and 4.5 is needed."), **values)
    )
    file, line = _place(ground, colours, dark=dark)
    mend = say(N_("Write {colour} for the text, or choose another colour for what it stands on."), colour=nearest_readable(text, paper))
    return Mistake(file, line, what, mend, Scope.ADVICE)


def _value(one: Declaration, colours: Mapping[str, Colour], *, dark: bool) -> str | None:
    """The colour as `#rrggbb`; None where it is written in a way that is not understood here."""
    if names := names_in(one.value):
        return value_of(names[0], colours, dark=dark)
    value = _NAMED.get(one.value.lower(), one.value.lower())
    if not _HEX.fullmatch(value):
        return None
    return value if len(value) == len("#rrggbb") else "#" + "".join(2 * sign for sign in value[1:])


def _told(one: Declaration, value: str) -> str:
    names = names_in(one.value)
    return f"“{names[0]}” ({value})" if names else value


def _place(ground: Ground, colours: Mapping[str, Colour], *, dark: bool) -> tuple[str, int | None]:
    """Where the school can mend it: its own theme, if the text or the ground stands there, else the style sheet."""
    for one in (ground.text, ground.paper):
        for name in names_in(one.value):
            own = colours[f"dark-{name}" if dark and f"dark-{name}" in colours else name]
            if own.line is not None:
                return f"{FOLDER}/{THEME}", own.line
    return FILE, ground.text.line or ground.paper.line or None
