"""Cuts rendered text at the places that differ between families, so that a family's own text is a join and never a rendering.

Theory of operation. A layout is rendered once with a mark for every value that is not the same for everybody (a mention, a
picture, the date of the letter). A mark is a number between two private-use characters: it survives escaping, the HTML
parser and the inlining of CSS. Afterwards the text is cut at its marks. A teacher who types such characters gains nothing:
they do not get this far (`gather`), and what fills a slot was decided for the family that reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
# In an address (`src`) the HTML writer percent-encodes what is not ASCII; a mark there is the whole of it.
_MARK = re.compile(f'(?:{_OPEN}|(?<=")%EE%83%B0)([0-9]{{1,6}})(?:{_CLOSE}|%EE%83%B1(?="))')


class Fills(Enum):
    """What fills a slot."""

    MENTION = "the name of a child, or the words for a pupil"
    PICTURE = "a picture of the post, or nothing"
    PICTURES = "the pictures to which the text does not point"
    TEXT = "a value, escaped; or, in the frame of a letter, its posts"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a rendered text; `key` is the child's id, the picture's name or the value's name."""

    fills: Fills
    key: str = ""


Cut = tuple[str | Slot, ...]
"""A text that was cut at its marks."""


class Slots:
    """The slots of one text, numbered in the order in which they are asked for; so equal texts have equal marks."""

    def __init__(self) -> None:
        self._numbers: dict[Slot, int] = {}

    def mark(self, fills: Fills, key: str = "") -> str:
        """The mark that stands for this slot while the text is rendered."""
        number = self._numbers.setdefault(Slot(fills, key), len(self._numbers))
        return f"{_OPEN}{number}{_CLOSE}"

    def cut(self, text: str) -> Cut:
        """The text, cut at its marks; without empty parts and without marks that nobody asked for."""
        slots = list(self._numbers)
        parts: list[str | Slot] = []
        for at, part in enumerate(_MARK.split(text)):
            if at % 2 == 0:
                parts.append(part)
            elif int(part) < len(slots):
                parts.append(slots[int(part)])
        return tuple(part for part in parts if part)


def marks_in(text: str) -> list[int]:
    """The numbers of the marks in a text, in order: what must come out of the inlining as it went in."""
    return [int(number) for number in _MARK.findall(text)]


def fill(cut: Cut, filling: Callable[[Slot], str]) -> str:
    """The text with its slots filled; whoever fills in HTML escapes."""
    return "".join(part if isinstance(part, str) else filling(part) for part in cut)
