"""The roll of the school's names, ready to be found in a text; it says where words stand, never whether they may stand there.

What people read as the same name is the same name here: case, accents, letters with a stroke, invisible characters and letters that look
alike make no difference, nor do signs inside and around it (`Ada-Jansen`, `AdaJansen`, `Ada²`, `B.r.a.m`, `Jansen, Ada`), nor other names
between the first and the last (`Ada M. "Adje" Jansen`). A Dutch genitive is still the name (`Brams fiets`, `Ada's fiets`); `Bramen` is not.

Theory of operation: a text is read once into pieces (`school.pieces`), the names are kept once, sorted, as their letters joined. From each
piece on, pieces are joined for as long as some name begins so. The work grows with the text, and with the logarithm of the number of names:
there is no pattern per child. What may stand between the pieces of a name depends on where: a space inside a word makes two words of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from weekbrief_build.school.letters import fold, shape, shown
from weekbrief_build.school.name_forms import BEFORE_SURNAMES, Form, first_of, forms_of, given_of, surnames_of, words_of
from weekbrief_build.school.pieces import Gap, Piece, Reading, Text, read, stands_alone

__all__ = ["Found", "Name", "Names", "Roll", "Text", "read", "roll_of"]

_TAKES_NO_S = frozenset("aiouysxz")
"""After these letters a Dutch genitive has an apostrophe, which ends a word by itself."""
_MOST_BETWEEN = 4
"""Words between a first name and a surname."""
_OPENING, _CLOSING = frozenset("([{\"'\u201c\u201e\u2018\u00ab*_"), frozenset(")]}\"'\u201d\u2019\u00bb*_")
_ENDS_A_PART = frozenset(",;:!?\u2026&+/|=<>")
_SPELT_OUT = 3


@dataclass(frozen=True, slots=True)
class Name:
    """Words that are a name, and whose."""

    key: str
    """The letters, folded, with nothing between them."""
    cuts: tuple[int, ...]
    """Where in `key` a word begins, but for the first."""
    spelt: str
    """Folded, with what stands between the words; empty for a form that the school does not write."""
    whose: frozenset[str]
    sure: bool = True
    """See `school.name_forms.Form`."""


class Found(NamedTuple):
    """A name that stands in a text, from one place to another."""

    name: Name
    start: int
    end: int
    whole: bool
    """It is not a part of a longer word."""
    capital: bool
    """It begins with a capital, or in a script that has none, or where capitals mean nothing; and so does each word of an unsure form."""
    as_spelt: bool
    """Word for word as the school writes it, but for case."""
    closed: bool
    """No space stands within a word of it, but for words that are spelt out letter by letter."""
    near: bool
    """Nothing but spaces and what joins words stands between the words."""


class Names:
    """Many names, to be found in texts."""

    def __init__(self, names: Iterable[tuple[str, str]], *, genitives: bool = True) -> None:
        """Take names as (whose, name), to be found with their `genitives` too; a name without a letter or digit is none."""
        self._by_form: dict[tuple[Form, str], set[str]] = {}
        self._genitives = genitives
        for owner, words in names:
            self._add(owner, Form(words_of(words)), words)

    @classmethod
    def of_forms(cls, forms: Iterable[tuple[str, Form, str]]) -> Names:
        """Take forms of names, as (whose, form, the name as it is written; empty where this form of it is not)."""
        names = cls(())
        for owner, form, written in forms:
            names._add(owner, form, written)
        return names

    def _add(self, owner: str, form: Form, written: str) -> None:
        if form.words:
            self._by_form.setdefault((form, _spelt(written)), set()).add(owner)

    @cached_property
    def _names(self) -> tuple[tuple[Form, Name], ...]:
        return tuple(
            (form, Name(form.key, form.cuts, spelt, frozenset(owners), form.sure)) for (form, spelt), owners in self._by_form.items()
        )

    @cached_property
    def _by_letters(self) -> tuple[dict[str, list[tuple[Name, tuple[int, ...]]]], list[str]]:
        return self._index((name, name.key, name.cuts) for _, name in self._names)

    @cached_property
    def _by_shape(self) -> tuple[dict[str, list[tuple[Name, tuple[int, ...]]]], list[str]]:
        return self._index(
            (name, "".join(shapes), tuple(accumulate(map(len, shapes[:-1]))))
            for form, name in self._names
            for shapes in dict.fromkeys(tuple(map(shape, words)) for words in _cased(form.words))
        )

    def _index(self, forms: Iterable[tuple[Name, str, tuple[int, ...]]]) -> tuple[dict[str, list[tuple[Name, tuple[int, ...]]]], list[str]]:
        found: dict[str, list[tuple[Name, tuple[int, ...]]]] = {}
        for name, key, cuts in forms:
            for form in (key, f"{key}s") if self._genitives and name.key[-1] not in _TAKES_NO_S else (key,):
                found.setdefault(form, []).append((name, cuts))
        return found, sorted(found)

    def __contains__(self, key: str) -> bool:
        """Whether some name has these letters."""
        return key in self._by_letters[0]

    def find(self, text: Text) -> Iterator[Found]:
        """Every place in the text where one of the names stands, by where it begins; places may overlap."""
        if not self._by_form:
            return
        for reading in text.readings:
            for at in range(len(reading.pieces)):
                yield from self.find_at(text, reading, at)

    def find_at(self, text: Text, reading: Reading, at: int) -> Iterator[Found]:
        """The names that begin with this piece."""
        index, forms = self._by_shape if reading.by_shape else self._by_letters
        pieces, run, cuts, odd = reading.pieces, "", [], False
        for number in range(at, len(pieces)):  # a slice would copy the rest of the text for every word of it
            piece = pieces[number]
            if run and piece.gap is Gap.APART:
                return
            cuts.append(len(run))
            run += piece.folded
            odd |= piece.odd
            place = bisect_left(forms, run)
            if place == len(forms) or not forms[place].startswith(run):
                return
            if odd or not reading.by_shape:
                for name, own in index.get(run, ()):
                    found = _fitting(text, pieces[at : number + 1], cuts, name, own)
                    if found and not _is_in_a_word(found, pieces, at, number):
                        yield found


def _cased(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words as an eye may meet them: capitals have shapes of their own, which matters outside of Latin letters."""
    yield words
    if not all(word.isascii() for word in words):
        yield tuple(word.upper() for word in words)
        yield tuple(word.lower() for word in words)


def _fitting(text: Text, pieces: Sequence[Piece], cuts: Sequence[int], name: Name, own: Sequence[int]) -> Found | None:
    """The name, where these pieces with its letters are that name; `own` are the cuts of the name in these letters."""
    letters, length = own[-1] if own else 0, cuts[-1] + len(pieces[-1].folded)
    if length > len(name.key) and cuts[-1] >= max(len(name.key), letters + 1) and len(pieces) > 1:
        return None  # `Boer's`: the name was found before its s
    gaps = [(cut, piece.gap) for cut, piece in zip(cuts[1:], pieces[1:], strict=True)]
    inside = [gap for cut, gap in gaps if cut not in own and gap is not Gap.NONE]
    spelt_out = len(pieces) >= _SPELT_OUT and all(len(piece.folded) == 1 for piece in pieces)
    closed = spelt_out or all(gap is Gap.SIGN for gap in inside)
    parted = all(cut in cuts for cut in own)
    if any(gap is Gap.LOOSE for gap in inside) or not (parted or closed):
        return None
    start, end = pieces[0].start, pieces[-1].end
    words = [piece for cut, piece in zip(cuts, pieces, strict=True) if cut in own or not cut]
    capital = pieces[0].capital
    if not name.sure:
        capital = parted and all(piece.capital or piece.folded in BEFORE_SURNAMES for piece in words)
        if not capital:
            return None
    return Found(
        name=name,
        start=start,
        end=end,
        whole=pieces[0].begins and pieces[-1].ends,
        capital=capital,
        as_spelt=bool(name.spelt) and _spelt(text.shown[start:end]) in {name.spelt, f"{name.spelt}s"},
        closed=closed,
        near=all(gap is not Gap.LOOSE for _, gap in gaps),
    )


def _is_in_a_word(found: Found, pieces: Sequence[Piece], first: int, last: int) -> bool:
    """Whether this single sign is a part of a word of a script that puts no spaces between words."""
    if len(found.name.key) > 1 or not stands_alone(found.name.key):
        return False
    after = pieces[last + 1] if last + 1 < len(pieces) else None
    return (not pieces[first].begins) or (after is not None and after.gap is Gap.NONE and not after.folded.isdecimal())


def _spelt(name: str) -> str:
    return " ".join(fold(shown(name)[0]).replace("\u2019", "'").split())


@dataclass(frozen=True)
class Roll:
    """The names of the school's children, staff and guardians."""

    full_names: Names
    """Of two words or more, of every child, whether at school or left."""
    first_names: Names
    """Of every child."""
    one_word: frozenset[str]
    """The children whose full name is a single word: it counts as a first name does, but anywhere."""
    staff: Names
    """Of two words or more: a single word could as well be a child's."""
    guardians: Names
    """The same, by family."""
    addresses: frozenset[str] = frozenset()
    """Of guardians, in small letters, but for those that staff have too."""
    surnames: Names = field(default_factory=lambda: Names(()))
    given: Names = field(default_factory=lambda: Names(()))
    """The names that a child with a surname is called by."""

    def find_full(self, text: Text) -> Iterator[Found]:
        """Every place where a full name stands, also one with other names in its middle."""
        yield from self.full_names.find(text)
        for reading in text.readings:
            at = {piece.start: number for number, piece in enumerate(reading.pieces)}
            for number in range(len(reading.pieces)):
                for first in self.given.find_at(text, reading, number):
                    if first.capital and first.closed:
                        yield from self._with_a_middle(text, reading, first, at)

    def _with_a_middle(self, text: Text, reading: Reading, first: Found, at: dict[int, int]) -> Iterator[Found]:
        """The full names of which `first` is the first name, with at least one word between."""
        pieces = reading.pieces
        number = next((one for one in range(at[first.start], len(pieces)) if pieces[one].start >= first.end), len(pieces))
        between, within = 0, False
        while number < len(pieces) and between <= _MOST_BETWEEN:
            piece = pieces[number]
            stands_before = text.shown[pieces[number - 1].end : piece.start]
            if piece.gap is Gap.APART or _ends_a_part(stands_before, pieces[number - 1]):
                return
            if within and _CLOSING.intersection(stands_before):
                within = False
            if between:
                for last in self.surnames.find_at(text, reading, number):
                    whose = last.name.whose & first.name.whose
                    if whose and last.closed and last.near and (last.capital or piece.folded in BEFORE_SURNAMES):
                        name = Name(first.name.key + last.name.key, (len(first.name.key),), "", whose)
                        yield Found(name, first.start, last.end, whole=True, capital=True, as_spelt=False, closed=True, near=False)
            within = within or (any(map(str.isspace, stands_before)) and bool(_OPENING.intersection(stands_before)))
            if not (within or piece.capital or piece.folded in BEFORE_SURNAMES):
                return
            between += piece.gap is not Gap.NONE
            number += 1


def _ends_a_part(stands_before: str, before: Piece) -> bool:
    """Whether a sentence, or a part of one, ends here: after a letter, a dot is that of an initial."""
    if _ENDS_A_PART.intersection(stands_before):
        return True
    return "." in stands_before and len(before.folded) > 2  # noqa: PLR2004 - `Th.` is an initial too


def roll_of(
    children: Iterable[tuple[str, str, str | None]],
    staff: Iterable[str],
    guardians: Iterable[tuple[str, str]] = (),
    addresses: AbstractSet[str] = frozenset(),
) -> Roll:
    """The roll of children, as (id, full name, name used in class), of the names of staff, and of guardians, as (family, name)."""
    of_children = list(children)
    one_word = [(child, full) for child, full, _ in of_children if len(full.split()) == 1]
    several = [(child, full, called) for child, full, called in of_children if len(full.split()) > 1]
    return Roll(
        full_names=Names.of_forms(
            (child, form, full if form.words == words_of(full) else "")
            for child, full, called in several
            for form in forms_of(full, called)
        ),
        first_names=Names([*((child, called or first_of(full)) for child, full, called in of_children), *one_word]),
        one_word=frozenset(child for child, _ in one_word),
        staff=Names((name, name) for name in staff if len(name.split()) > 1),
        guardians=Names((family, name) for family, name in guardians if len(name.split()) > 1),
        addresses=frozenset(addresses),
        surnames=Names.of_forms((child, Form(words), "") for child, full, _ in several for words in surnames_of(full)),
        given=Names((child, one) for child, full, called in several for one in given_of(full, called)),
    )
