"""Knows which elements and classes each layout has, so that a rule that fits none of them is seen; it renders nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_INCLUDE = re.compile(r"""\{%-?\s*include\s+["']([^"']+)["']""")
_REMARK = re.compile(r"\{#.*?#\}", re.DOTALL)
_CLASS = re.compile(r'class="((?:\{\{.*?\}\}|\{%.*?%\}|[^"])*)"', re.DOTALL)
_SAID = re.compile(r"""["']([^"']*)["']""")
_VALUE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_SIDE = re.compile(r"\{\{\s*(?:\w+_)?(?:start|end)\s*\}\}")
"""The side at which a language begins, or ends, in the name of a class: `from-{{ start }}`."""
_STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
_TAG = re.compile(r"<([a-z][a-z0-9]*|h\{\{)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'\s([a-z-]+)="', re.IGNORECASE)
_BODY = re.compile(r"\{\{-?\s*body\b")

PROSE_TAGS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "a", "abbr", "b", "br", "code", "del", "em", "i", "ins"}
    | {"kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u"}
)
PROSE_CLASSES = frozenset({"link-card", "link-cell", "link-title", "link-host"})
"""What the text of a post can hold; the reading of posts says so."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a rule can meet in one part of a letter that is styled by itself."""

    classes: frozenset[str]
    tags: frozenset[str]
    attributes: frozenset[str]


def vocabularies(texts: Mapping[str, str]) -> tuple[Vocabulary, ...]:
    """One for each layout that no other includes, with all that it includes."""
    inside = {name for text in texts.values() for name in included(text)}
    return tuple(_vocabulary(_whole(name, texts, ())) for name in texts if name.endswith(".html.j2") and name not in inside)


def included(text: str) -> list[str]:
    """The names of the layouts that a layout includes."""
    return _INCLUDE.findall(without_remarks(text))


def without_remarks(text: str) -> str:
    """A layout without Jinja's comments; its lines stay where they are."""
    return _REMARK.sub(lambda remark: "\n" * remark[0].count("\n"), text)


def _whole(name: str, texts: Mapping[str, str], within: tuple[str, ...]) -> str:
    if name in within or name not in texts:
        return ""  # told by whoever renders it
    return without_remarks(texts[name]) + "".join(_whole(inner, texts, (*within, name)) for inner in included(texts[name]))


def _vocabulary(text: str) -> Vocabulary:
    classes = {word for found in _CLASS.findall(text) for word in _words(found)}
    tags = {f"h{level}" for level in range(1, 7)} if "<h{{" in text else set()
    tags |= {tag.lower() for tag in _TAG.findall(text) if "{" not in tag}
    attributes = {name.lower() for name in _ATTRIBUTE.findall(text)}
    if _BODY.search(text):
        return Vocabulary(frozenset(classes) | PROSE_CLASSES, frozenset(tags) | PROSE_TAGS, frozenset(attributes))
    return Vocabulary(frozenset(classes), frozenset(tags), frozenset(attributes))


def _words(said: str) -> list[str]:
    """The classes in an attribute, also those that stand in it only sometimes: `post{% if alone %} alone{% endif %}{{ " x" if y }}`."""
    said = " ".join(_SIDE.sub(side, said) for side in ("left", "right")) if _SIDE.search(said) else said
    sometimes = [word for value in _VALUE.findall(said) for quoted in _SAID.findall(value) for word in quoted.split()]
    return [*_STATEMENT.sub(" ", _VALUE.sub(" ", said)).split(), *sometimes]
