"""Finds the children that a text mentions with `@`; a word after an `@` that is no child of the school is told, never shown as it is.

A mention is `@` and a child's id, as a word of its own. An `@` within an e-mail address or a web address is none; where it stands
in front of a child's id all the same, it is told too: the id would show the name to everybody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from weekbrief_build.gather.notation.keys import nearest
from weekbrief_build.gather.prose.html_tree import Mention, joined
from weekbrief_build.school.mistake import N_, Sentence, say
from weekbrief_build.school.post import Segment

_AT = re.compile(r"@(?P<word>\w+(?:-\w+)*)")
_WEB_ADDRESS = re.compile(r"://|\bwww\.", re.IGNORECASE)
_LONGEST_ADDRESS = 300
_HOST = re.compile(r"\.\w")


@dataclass(frozen=True, slots=True)
class WrongAt:
    """An `@` in front of a word that is no child, or, `within` an address or code, in front of a child's id."""

    word: str
    within: bool

    def sentences(self, children: Collection[str]) -> tuple[Sentence, Sentence]:
        """What is wrong, and how to mend it."""
        if self.within:
            what = N_("“@{word}” stands within an address or a piece of code, where no name can be put for it.")
            return say(what, word=self.word), say(N_("Put a space in front of the @, or take it out."))
        what = N_("“@{word}” is no child of this school.")
        if near := nearest(self.word, children):
            mend = say(N_("Did you mean “@{child}”? Where no child is meant, put a space after the @."), child=near)
        else:
            mend = say(N_("Write the child's id as it stands in groups.yaml. Where no child is meant, put a space after the @."))
        return say(what, word=self.word), mend


@dataclass(frozen=True, slots=True)
class CutText:
    """A text cut at its mentions, and what is wrong in it."""

    pieces: tuple[str | Mention, ...]
    wrong: tuple[WrongAt, ...]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The pieces as segments of plain text."""
        return joined(self.pieces)


def cut(text: str, children: Collection[str]) -> CutText:
    """The text cut at its mentions of these children (by id); capitals in a mention mean nothing."""
    if "@" not in text:
        return CutText((text,) if text else (), ())
    pieces: list[str | Mention] = []
    wrong: list[WrongAt] = []
    end = 0
    for found in _AT.finditer(text):
        child = found["word"].casefold()
        known = child in children
        if _is_within_address(text[max(0, found.start() - _LONGEST_ADDRESS) : found.start()]):
            if known and not _HOST.match(text, found.end()):
                wrong.append(WrongAt(found["word"], within=True))
        elif known:
            pieces += [text[end : found.start()], Mention(child)]
            end = found.end()
        else:
            wrong.append(WrongAt(found["word"], within=False))
    pieces.append(text[end:])
    return CutText(tuple(piece for piece in pieces if piece), tuple(wrong))


def _is_within_address(in_front: str) -> bool:
    """Whether an `@` after this text is part of an e-mail address or a web address."""
    if not in_front or in_front[-1].isspace():
        return False
    return in_front[-1].isalnum() or in_front[-1] == "_" or _WEB_ADDRESS.search(in_front.rsplit(maxsplit=1)[-1]) is not None


def ids_in_verbatim(text: str, children: Collection[str]) -> Iterator[WrongAt]:
    """The children's ids with an `@` in a text that is shown as it is (code)."""
    for found in _AT.finditer(text):
        if found["word"].casefold() in children:
            yield WrongAt(found["word"], within=True)
