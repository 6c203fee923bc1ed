"""Reads a style sheet: what is written into each element, what stays in the letter's head, and what its colours are in the dark.

Theory of operation. Mail programs know little CSS and no variables. So `var(--paper)` is filled in from the theme, rules become
attributes, and at-rules stay in the head. The rules for dark screens are not written by anybody: each rule with a colour is
said once more with the dark twin of that colour, in the same order, so that it wins where the light one did.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from weekbrief_build.render.refused import LayoutRefused
from weekbrief_build.school.layouts import FOLDER, STYLE, Colour, Layouts
from weekbrief_build.school.mistake import N_, Sentence, say

FILE = f"{FOLDER}/{STYLE}"
DARK = "dark-"
PAINTED = re.compile(r"(?:background-)?color|background|(?:border|outline)(?:-[a-z]+)?(?:-color)?|text-decoration-color")
"""Properties that paint something."""
_VARIABLE = re.compile(r"var\(\s*([^()]*?)\s*\)", re.IGNORECASE)
_LITERAL = re.compile(r"#[0-9a-f]{3,8}\b", re.IGNORECASE)
_TOKEN = re.compile(r"/\*.*?(?:\*/|\Z)|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|[{};@]|</", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Style:
    """A style sheet in two, with its colours filled in."""

    inlined: str
    """Becomes attributes."""
    kept: str
    """Stands in the letter's head: the rules for dark screens, and the `@media` blocks."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """`color: var(--text)`."""

    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that becomes attributes."""

    selectors: tuple[str, ...]
    declarations: tuple[Declaration, ...]
    line: int


@dataclass(frozen=True, slots=True)
class AtRule:
    """A block that stays in the head, or another at-rule."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """A style sheet as it was written, without its comments."""

    rules: tuple[Rule, ...]
    at_rules: tuple[AtRule, ...]


def style_of(layouts: Layouts) -> Style:
    """The style sheet of these layouts in the colours of their theme. Raises LayoutRefused, also for an unknown colour."""
    sheet, colours = read_style(layouts.texts[STYLE]), layouts.theme.colours
    inlined = "\n".join(written(rule, lambda one: _filled(one.value, one.line, colours)) for rule in sheet.rules)
    dark = [_in_the_dark(rule, colours) for rule in sheet.rules] if any(map(_has_colours, sheet.rules)) else []
    at_rules = [_filled(one.text, one.line, colours) for one in sheet.at_rules]
    block = ["@media (prefers-color-scheme: dark) {\n" + "\n".join(filter(None, dark)) + "\n}"] if any(dark) else []
    return Style(inlined, "\n".join((*block, *at_rules)))


def names_in(value: str) -> list[str]:
    """The names of the theme's colours that stand in a value, as they are written: `--paper` is `paper`."""
    return [name.removeprefix("--") for name in _VARIABLE.findall(value)]


def value_of(name: str, colours: Mapping[str, Colour], *, dark: bool = False) -> str:
    """What a colour is, in the light or in the dark; where it has no dark twin, it is the same in both."""
    return colours[f"{DARK}{name}" if dark and f"{DARK}{name}" in colours else name].value


@lru_cache(maxsize=4)
def read_style(css: str) -> StyleSheet:
    """Part a style sheet into rules and at-rules.

    The inliner must never see an at-rule: it crashes on nested `@media`, fetches what `@import` names, and would leave
    the rest out of a post. Raises LayoutRefused for `@import`, `</` and braces that do not match.
    """
    rules: list[Rule] = []
    at_rules: list[AtRule] = []
    for text, line, at_rule in _parts(css):
        if at_rule:
            at_rules.append(AtRule(text.strip(), line + _lines_before(text)))
        else:
            rules += _rules_in(text, line)
    return StyleSheet(tuple(rules), tuple(at_rules))


def _parts(css: str) -> Iterator[tuple[str, int, bool]]:
    """Stretches of a style sheet without comments, each with the line on which it begins and whether it is an at-rule."""
    part: list[str] = []
    depth, start, at, at_rule = 0, 0, 0, False

    def refuse(where: int, what: Sentence) -> LayoutRefused:
        return LayoutRefused(FILE, css.count("\n", 0, where) + 1, what)

    for found in _TOKEN.finditer(css):
        sign, where = found.group(), found.start()
        part.append(css[at:where])
        at = found.end()
        if sign == "</":
            raise refuse(where, say(N_("“</” cannot stand in a style sheet.")))
        if sign == "@" and depth == 0 and not at_rule:
            if css.startswith("@import", where):
                raise refuse(where, say(N_("A letter cannot use “@import”: it would make the reader's computer fetch something.")))
            yield "".join(part), css.count("\n", 0, start) + 1, False
            part, start, at_rule = [], where, True
        elif sign in "{}":
            depth += 1 if sign == "{" else -1
            if depth < 0:
                raise refuse(where, say(N_("There is a “}}” here without its “{{”.")))
        quoted = re.sub("[{};]", " ", sign) if sign[0] in "\"'" and not at_rule else sign  # what is quoted ends no rule
        part.append("\n" * sign.count("\n") if sign.startswith("/*") else quoted)
        if at_rule and depth == 0 and sign in ("}", ";"):
            yield "".join(part), css.count("\n", 0, start) + 1, True
            part, start, at_rule = [], at, False
    if depth or at_rule:
        raise refuse(len(css.rstrip()), say(N_("A “{{” in this style sheet has no “}}”.")))
    yield "".join((*part, css[at:])), css.count("\n", 0, start) + 1, False


def _rules_in(text: str, line: int) -> Iterator[Rule]:
    for found in _RULE.finditer(text):
        names, begins = found[1], line + text.count("\n", 0, found.start())
        selectors = tuple(" ".join(selector.split()) for selector in names.split(",") if selector.strip())
        yield Rule(selectors, tuple(_declarations(found[2], begins + names.count("\n"))), begins + _lines_before(names))


def _declarations(text: str, line: int) -> Iterator[Declaration]:
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        if colon:
            yield Declaration(name.strip().lower(), " ".join(value.split()), line + _lines_before(part))
        line += part.count("\n")


def _lines_before(text: str) -> int:
    return text.count("\n", 0, len(text) - len(text.lstrip()))


def written(rule: Rule, value: Callable[[Declaration], str]) -> str:
    """A rule as CSS, with these values."""
    said = "; ".join(f"{one.name}: {value(one)}" for one in rule.declarations)
    return f"{', '.join(rule.selectors)} {{ {said} }}"


def _has_colours(rule: Rule) -> bool:
    return any(names_in(one.value) for one in rule.declarations)


def _in_the_dark(rule: Rule, colours: Mapping[str, Colour]) -> str:
    """What a rule paints, in the dark; empty where it paints nothing."""
    said = ";".join(f"{name}:{value}!important" for name, value in _dark_paint(rule.declarations, colours))
    return f"{','.join(rule.selectors)}{{{said}}}" if said else ""


def _dark_paint(declarations: Iterable[Declaration], colours: Mapping[str, Colour]) -> Iterator[tuple[str, str]]:
    for one in declarations:
        names, literal = names_in(one.value), _LITERAL.search(one.value)
        if PAINTED.fullmatch(one.name) and (names or literal):
            value = value_of(names[0], colours, dark=True) if names else literal[0] if literal else ""
            name = one.name if one.name.endswith("color") else f"{one.name}-color"
            yield name, value


def _filled(text: str, line: int, colours: Mapping[str, Colour]) -> str:
    def fill(found: re.Match[str]) -> str:
        name = found[1].removeprefix("--")
        if found[1] in {f"--{known}" for known in colours}:
            return colours[name].value
        near = get_close_matches(name, colours, n=1)
        what = say(N_("There is no colour “{name}” in the theme."), name=found[1])
        mend = (
            say(N_("Did you mean “{word}”?"), word=f"var(--{near[0]})")
            if near
            else say(N_("Write one of: {words}."), words=", ".join(colours))
        )
        raise LayoutRefused(FILE, line + text.count("\n", 0, found.start()), what, mend)

    return _VARIABLE.sub(fill, text)
