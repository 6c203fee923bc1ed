"""Reads `theme.yaml`, what a school changes of its letters without touching a layout; what it does not say stays as Weekbrief has it.

The names of colours are those of Weekbrief's own theme.yaml, so that there is one list of them, and it can be read by those who change it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from types import MappingProxyType

from weekbrief_build.gather.notation.form import Form, Notes, one_line
from weekbrief_build.gather.notation.keys import nearest
from weekbrief_build.gather.notation.yaml_tree import Node, Pairs, Scalar, YamlRefused, read_yaml
from weekbrief_build.school.layouts import FOLDER, THEME, Colour, Instead
from weekbrief_build.school.mistake import N_, Mistake, say
from weekbrief_build.words import LETTER_LANGUAGES

DARK, BAND = "dark", "band"
KEYS = ("colours", "logo", "words")
_COLOUR = re.compile(r"#?(?:[0-9a-f]{6}|[0-9a-f]{3})")
_IN_BAND = 6
_LONGEST_WORDS = 500
_LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class ThemeReading:
    """What one reading of a theme.yaml gave."""

    colours: Mapping[str, Colour]
    """Those that stand in it, by the name that `var(--name)` has."""
    words: Mapping[str, tuple[Instead, ...]]
    logo: Scalar | None
    mistakes: tuple[Mistake, ...] = ()


def read_theme(text: str, known: Collection[str] | None = None) -> ThemeReading:
    """A theme; `known` are the names that colours may have (`paper`, `dark-paper`, `band-1`), None: any."""
    notes = Notes(f"{FOLDER}/{THEME}")
    try:
        root = read_yaml(text, largest=_LARGEST)
    except YamlRefused as refused:
        notes.wrong(refused.line, refused.what, refused.mend)
        root = None
    form = Form.of(root, 1, KEYS, notes)
    colours = dict(_colours(form, known, notes))
    words = dict(_words(form, notes))
    logo = Scalar(name, form.line_of("logo"), plain=True) if (name := form.text("logo")) else None
    return ThemeReading(colours, MappingProxyType(words), logo, tuple(notes.mistakes))


def colour_of(written: str) -> str | None:
    """A colour as `#rrggbb`, of `#rrggbb` or `#rgb` with or without its sign; None where it is none."""
    folded = written.strip().lower()
    if not _COLOUR.fullmatch(folded):
        return None
    signs = folded.removeprefix("#")
    return "#" + (signs if len(signs) == 6 else "".join(2 * sign for sign in signs))  # noqa: PLR2004 - rrggbb


def _colours(form: Form, known: Collection[str] | None, notes: Notes) -> Iterator[tuple[str, Colour]]:
    node = form.node("colours")
    light = _names(node) if known is None else {_shown(name) for name in known if not name.startswith(f"{DARK}-")}
    section = Form.of(node, form.line_of("colours"), (*light, DARK), notes)
    dark_node = section.node(DARK)
    dark = _names(dark_node) if known is None else {name.removeprefix(f"{DARK}-") for name in known if name.startswith(f"{DARK}-")}
    yield from _of_section(section, light, "")
    yield from _of_section(Form.of(dark_node, section.line_of(DARK), dark, notes), dark, f"{DARK}-")


def _of_section(section: Form, names: Collection[str], before: str) -> Iterator[tuple[str, Colour]]:
    for name in names:
        if name not in section.found:
            continue
        key, node = section.found[name]
        if name == BAND:
            yield from _band(section, key, node)
        elif value := _colour(section, key, node):
            yield before + name, Colour(value, key.line)


def _band(section: Form, key: Scalar, node: Node) -> Iterator[tuple[str, Colour]]:
    things = section.things(BAND) or (node,)
    if len(things) > _IN_BAND:
        section.notes.wrong(key.line, say(N_("There are too many colours here.")), say(N_("Write at most {count}."), count=_IN_BAND))
    values = [value for thing in things[:_IN_BAND] if (value := _colour(section, key, thing))]
    for number, value in enumerate(islice(cycle(values), _IN_BAND), 1):
        yield f"{BAND}-{number}", Colour(value, key.line)


def _colour(section: Form, key: Scalar, node: Node) -> str | None:
    example = f'{key.text}: "#2f5f86"'
    if isinstance(node, Scalar) and not node.text.strip():
        what = say(N_("There is no colour behind “{name}”: what follows a # without quotation marks is read as a remark."), name=key.text)
        section.notes.wrong(key.line, what, say(N_("Put quotation marks around it: {example}"), example=example))
        return None
    text = one_line(node, section.notes)
    if text is None:
        return None
    value = colour_of(text)
    if value is None:
        what = say(N_("“{text}” is not a colour."), text=text)
        section.notes.wrong(
            node.line, what, say(N_("Write a # and six letters and figures, in quotation marks: {example}"), example=example)
        )
    return value


def _words(form: Form, notes: Notes) -> Iterator[tuple[str, tuple[Instead, ...]]]:
    for key, node in form.entries("words"):
        if key.text not in LETTER_LANGUAGES:
            meant = nearest(key.text, LETTER_LANGUAGES) or LETTER_LANGUAGES[0]
            what = say(N_("Letters do not speak “{language}”."), language=key.text)
            notes.wrong(
                key.line, what, say(N_("Write one of: {words}; for instance {example}"), words=", ".join(LETTER_LANGUAGES), example=meant)
            )
            continue
        if not isinstance(node, Pairs):
            what = say(N_("There should be words with a colon here."))
            example = '"Ja, wij komen": "Ja, wij zijn erbij"'
            notes.wrong(node.line, what, say(N_("Write, for instance: {example}"), example=example))
            continue
        pairs = ((sentence, one_line(said, notes, _LONGEST_WORDS), said) for sentence, said in node.pairs)
        yield (
            key.text,
            tuple(Instead(" ".join(sentence.text.split()), text, sentence.line) for sentence, text, _ in pairs if text is not None),
        )


def _names(node: Node | None) -> Collection[str]:
    return [key.text for key, _ in node.pairs if key.text != DARK] if isinstance(node, Pairs) else ()


def _shown(name: str) -> str:
    """The name that a colour has in theme.yaml: those of the band are one list there."""
    return BAND if name.startswith(f"{BAND}-") else name
