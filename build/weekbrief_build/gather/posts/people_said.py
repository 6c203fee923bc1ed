"""Reads who is said to be in a picture, and where their faces are; what cannot be read leaves a doubt, never nobody.

The same words stand in front matter (`people:`) and in a sidecar: a list of ids or names, one of them alone, or `nobody`.
A face is `{child: ada-jansen, face: [x, y, width, height]}` or `ada-jansen: [x, y, width, height]`, in fractions of the upright picture
from its top left corner.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from weekbrief_build.gather.notation.form import Form, Notes, one_line
from weekbrief_build.gather.notation.keys import word_of
from weekbrief_build.gather.notation.yaml_tree import Items, Node, Pairs, Scalar
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.post import Naming, Region, Source

_FRACTION = re.compile(r"[0-9]{0,4}\.?[0-9]{1,20}")
_A_HAIR = 1e-6
"""What rounding may put a face beyond the edge."""
_OF_A_FACE = ("child", "face")


@dataclass(frozen=True, slots=True)
class PeopleSaid:
    """What one source says about who is in a picture."""

    namings: tuple[Naming, ...] = ()
    nobody: bool = False
    doubt: bool = False
    """Some of it could not be read."""


def read_people(node: Node | None, source: Source, notes: Notes) -> PeopleSaid:
    """Who is said to be in a picture; nothing written is nothing said."""
    if node is None:
        return PeopleSaid()
    if isinstance(node, Pairs) and not _is_one_with_face(node):
        entries: tuple[Node, ...] = tuple(Pairs((pair,), pair[0].line) for pair in node.pairs)
    else:
        entries = node.items if isinstance(node, Items) else (node,)
    before = len(notes.mistakes)
    namings: list[Naming] = []
    nobody = False
    for entry in entries:
        name = one_line(entry, notes) if isinstance(entry, Scalar) else None
        if isinstance(entry, Scalar) and name and word_of(name, ("nobody",)):
            nobody = True
        elif isinstance(entry, Scalar) and name:
            namings.append(Naming(name.removeprefix("@"), source))
        elif isinstance(entry, Pairs):
            namings += _with_face(entry, source, notes)
        elif len(notes.mistakes) == before:
            notes.wrong(entry.line, *_NO_NAME)
    return PeopleSaid(tuple(namings), nobody, doubt=len(notes.mistakes) > before)


def read_places(node: Node | None, notes: Notes) -> tuple[Region, ...]:
    """The rectangles of a list; what is none is noted."""
    places = (_region(one, notes) for one in (node.items if isinstance(node, Items) else (node,) if node else ()))
    return tuple(place for place in places if place)


def _is_one_with_face(pairs: Pairs) -> bool:
    return any(word_of(key.text, _OF_A_FACE) for key, _ in pairs.pairs)


def _with_face(pairs: Pairs, source: Source, notes: Notes) -> list[Naming]:
    if _is_one_with_face(pairs):
        form = Form(pairs, _OF_A_FACE, notes)
        name, face = form.required("child", "ada-jansen"), form.node("face")
    else:
        key, value = pairs.pairs[0]
        name, face = one_line(key, notes), None if isinstance(value, Scalar) and not value.text else value
        if len(pairs.pairs) > 1:
            notes.wrong(pairs.line, *_NO_NAME)
    return [Naming(name.removeprefix("@"), source, _region(face, notes) if face else None)] if name else []


def _region(node: Node, notes: Notes) -> Region | None:
    """The rectangle that is written here; None, and a note, where it is none."""
    items = node.items if isinstance(node, Items) else ()
    numbers = [float(item.text) for item in items if isinstance(item, Scalar) and _FRACTION.fullmatch(item.text)]
    if len(numbers) == len(items) == 4:  # noqa: PLR2004 - a rectangle
        x, y, width, height = numbers
        if width > 0 and height > 0 and x + width <= 1 + _A_HAIR and y + height <= 1 + _A_HAIR:
            return Region(x, y, width, height)
    notes.wrong(node.line, *_NO_FACE)
    return None


_NO_NAME = (
    say(N_("This is no name of somebody in the picture.")),
    say(N_("Write the ids of the children in a list, such as [ada-jansen, bram-vos], or nobody.")),
)
_NO_FACE = (
    say(N_("This is no place of a face in the picture.")),
    say(N_("Write [left, top, width, height] as parts of the whole picture, such as [0.40, 0.25, 0.12, 0.16].")),
)
