"""The roll of the school's names, ready to be found in a text; it says where words stand, never whether they may stand there.

What people read as the same name is the same name here: case, accents, letters with a stroke, invisible characters and soft
hyphens make no difference, nor does it matter whether a hyphen, a space or a capital parts two words (`Ada-Jansen`,
`AdaJansen`, `ADA JANSEN`). A Dutch genitive is still the name (`Brams fiets`, `Ada's fiets`); `Bramen` is not.

Theory of operation: a text is read once into pieces (words, cut at inner capitals), the names are kept once, sorted, as their
letters joined. From each piece on, pieces are joined for as long as some name begins so. The work grows with the text, and
with the logarithm of the number of names: there is no pattern per child.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple
from unicodedata import category, normalize

_WORD = re.compile(r"[^\W_]+")
_JOINS = re.compile(r"[\s\-\u2010-\u2015\u2212_.'\u2018\u2019\u00b7]*")
"""What may stand between two words of one name; a comma or anything else keeps them apart."""
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"})
"""Letters that Unicode does not take apart, as people type them who do not have them on their keyboard."""
_TAKES_NO_S = frozenset("aiouysxz")
"""After these letters a Dutch genitive has an apostrophe, which ends a word by itself."""


class Piece(NamedTuple):
    """A word of a text, or the part of it up to an inner capital or digit."""

    folded: str
    start: int
    end: int
    begins: bool
    """A word begins here."""
    ends: bool
    """A word ends here."""
    joined: bool
    """Nothing stands between the piece before and this one that keeps the words of a name apart."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text, read for names."""

    shown: str
    """Without what nobody sees: soft hyphens, zero-width characters."""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """Words that are a name, and whose."""

    key: str
    """The letters, folded, with nothing between them."""
    cuts: tuple[int, ...]
    """Where in `key` a word begins, but for the first: there a text must part the letters too."""
    spelt: str
    """Folded, with what stands between the words."""
    whose: frozenset[str]


class Found(NamedTuple):
    """A name that stands in a text, from one place to another."""

    name: Name
    start: int
    end: int
    whole: bool
    """It is not a part of a longer word."""
    capital: bool
    """It begins with a capital, or in a script that has none."""
    as_spelt: bool
    """Word for word as the school writes it, but for case."""


class Names:
    """Many names, to be found in texts."""

    def __init__(self, names: Iterable[tuple[str, str]], *, genitives: bool = True) -> None:
        """Take names as (whose, name), to be found with their `genitives` too; a name without a letter or digit is none."""
        whose: dict[tuple[str, tuple[int, ...], str], set[str]] = {}
        for owner, words in names:
            key, cuts = _key(words)
            if key:
                whose.setdefault((key, cuts, _spelt(words)), set()).add(owner)
        self._found: dict[str, list[Name]] = {}
        for (key, cuts, spelt), owners in whose.items():
            name = Name(key, cuts, spelt, frozenset(owners))
            for form in (key, f"{key}s") if genitives and key[-1] not in _TAKES_NO_S else (key,):
                self._found.setdefault(form, []).append(name)
        self._forms = sorted(self._found)

    def __contains__(self, key: str) -> bool:
        """Whether some name has these letters."""
        return key in self._found

    def find(self, text: Text) -> Iterator[Found]:
        """Every place in the text where one of the names stands, by where it begins; places may overlap."""
        if not self._forms:
            return
        for at, first in enumerate(text.pieces):
            run, cuts = "", []
            for number in range(at, len(text.pieces)):  # a slice would copy the rest of the text for every word of it
                piece = text.pieces[number]
                if run and not piece.joined:
                    break
                cuts.append(len(run))
                run += piece.folded
                place = bisect_left(self._forms, run)
                if place == len(self._forms) or not self._forms[place].startswith(run):
                    break
                for name in self._found.get(run, ()):
                    with_s_apart = len(run) > len(name.key) and len(name.key) in cuts  # `Boer's`: the name was found before its s
                    if all(cut in cuts for cut in name.cuts) and not with_s_apart:
                        yield _found(text, name, first, piece)


def read(text: str) -> Text:
    """A text, read for names."""
    shown = _shown(text)
    pieces: list[Piece] = []
    before = 0
    for word in _WORD.finditer(shown):
        start, end = word.span()
        joined = _JOINS.fullmatch(shown, before, start) is not None
        bounds = [start, *_inner_bounds(word[0], start), end]
        for left, right in pairwise(bounds):
            pieces.append(Piece(_fold(shown[left:right]), left, right, left == start, right == end, joined or left > start))
        before = end
    return Text(shown, tuple(pieces))


def _found(text: Text, name: Name, first: Piece, last: Piece) -> Found:
    written = _spelt(text.shown[first.start : last.end])
    return Found(
        name=name,
        start=first.start,
        end=last.end,
        whole=first.begins and last.ends,
        capital=not text.shown[first.start].islower(),
        as_spelt=written in {name.spelt, f"{name.spelt}s"},
    )


def _inner_bounds(word: str, start: int) -> Iterator[int]:
    """Where a capital follows a small letter, or a digit meets a letter."""
    if word.isalpha() and (word[1:].islower() or word.isupper()):
        return
    for at in range(1, len(word)):
        before, after = word[at - 1], word[at]
        if (before.islower() and after.isupper()) or before.isdigit() != after.isdigit():
            yield start + at


def _key(name: str) -> tuple[str, tuple[int, ...]]:
    """The letters of a name, and where its words begin: a hyphen or an apostrophe inside a word does not begin one."""
    words = ["".join(_fold(part) for part in _WORD.findall(word)) for word in _shown(name).split()]
    key, cuts = "", []
    for word in filter(None, words):
        cuts.append(len(key))
        key += word
    return key, tuple(cuts[1:])


def _shown(text: str) -> str:
    if text.isascii():
        return text
    return "".join(sign for sign in normalize("NFKC", text) if sign.isascii() or category(sign) not in {"Cf", "Mn", "Mc", "Me"})


def _fold(word: str) -> str:
    if word.isascii():
        return word.lower()
    return "".join(sign for sign in normalize("NFKD", word.casefold()) if category(sign)[0] != "M").translate(_STROKES)


def _spelt(name: str) -> str:
    return " ".join(_fold(_shown(name)).replace("\u2019", "'").split())


@dataclass(frozen=True, slots=True)
class Roll:
    """The names of the school's children and staff."""

    full_names: Names
    """Of two words or more, of every child, whether at school or left."""
    first_names: Names
    """Of every child."""
    one_word: frozenset[str]
    """The children whose full name is a single word: it counts as a first name does, but anywhere."""
    staff: Names
    """Of two words or more: a single word could as well be a child's."""


def roll_of(children: Iterable[tuple[str, str, str]], staff: Iterable[str]) -> Roll:
    """The roll of children, as (id, full name, first name), and of the names of staff."""
    of_children = list(children)
    one_word = [(child, full) for child, full, _ in of_children if len(full.split()) == 1]
    return Roll(
        full_names=Names((child, full) for child, full, _ in of_children if len(full.split()) > 1),
        first_names=Names([*((child, first) for child, _, first in of_children), *one_word]),
        one_word=frozenset(child for child, _ in one_word),
        staff=Names((name, name) for name in staff if len(name.split()) > 1),
    )
