"""Says in which forms the name of one person is read as that name: as it is written, surname first, with the name used in class.

The parts of a name are guessed: a surname begins after a comma's other side, at a word such as `van` or `de`, or is the last word. A guess
that is wrong makes a form that nobody writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from unicodedata import normalize

from weekbrief_build.school.letters import fold, is_letter, shown
from weekbrief_build.school.pieces import stands_alone

_BEFORE_SURNAMES = (
    "van von vom zu zum zur de den der des het 't ter ten te op in aan bij onder uit voor 's la le les du di da do dos das del della dei "
    "el al ul ed bin ben ibn bint abu abi abd mac mc o d san santa st y e af av"
)
BEFORE_SURNAMES = frozenset(_BEFORE_SURNAMES.split())
_BRACKETS = re.compile(
    '[(\\[{"\u201c\u201d\u201e\u00ab\u00bb][^)\\]}"\u201c\u201d\u00ab\u00bb]*[)\\]}"\u201c\u201d\u00ab\u00bb]'
    "|(?<!\\w)['\u2018][^'\u2019]+['\u2019](?!\\w)"
)
_APOSTROPHES = "'\u2019\u2018`\u00b4\u02bc\u2032\u02b9\u02bb"


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a name."""

    words: tuple[str, ...]
    sure: bool = True
    """The whole name in the order in which it is spoken; other forms must begin with capitals, or they are words like others."""

    @property
    def key(self) -> str:
        """The letters, folded, with nothing between them."""
        return "".join(map(fold, self.words))

    @property
    def cuts(self) -> tuple[int, ...]:
        """Where in `key` a word begins, but for the first."""
        return tuple(accumulate(len(fold(word)) for word in self.words[:-1]))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name: an apostrophe is inside a word, anything else that is no letter or digit ends one."""
    plain, _ = shown(text)
    bare = "".join("" if sign in _APOSTROPHES else sign if is_letter(sign) or sign.isdecimal() else " " for sign in plain)
    return tuple(bare.split())


def forms_of(name: str, called: str | None) -> tuple[Form, ...]:
    """The forms of a full name of two words or more, each once, the sure ones first; none of a single word."""
    forms = [
        form
        for form in _forms(name, called)
        if len(form.words) > 1 or (form.words and len(form.key) > 1 and all(map(stands_alone, form.key)))
    ]
    sure = {form.key for form in forms if form.sure}
    return tuple(dict.fromkeys(form for form in forms if form.sure or form.key not in sure))


def _is_whole_by_itself(form: Form) -> bool:
    return len(form.key) > 1 and all(map(stands_alone, form.key))  # a name in Chinese letters has one word


def surnames_of(name: str) -> tuple[tuple[str, ...], ...]:
    """The surname of a full name, as words: whole, its last word, and each of two that are joined; empty where there is none."""
    _, family = _parted(_without_nicknames(name)[0])
    return tuple(dict.fromkeys((tuple(family), *_short(family)))) if family else ()


def given_of(name: str, called: str | None) -> tuple[str, ...]:
    """The names that a child is called by: the one used in class, the first given name, all of them, a nickname in brackets."""
    bare, nicknames = _without_nicknames(name)
    given, _ = _parted(bare)
    names = [called, *given[:1], " ".join(given), *nicknames]
    return tuple(dict.fromkeys(one for one in names if one and words_of(one)))


def first_of(name: str) -> str:
    """The first given name."""
    given, _ = _parted(_without_nicknames(name)[0])
    return given[0] if given else name


def _forms(name: str, called: str | None) -> Iterator[Form]:
    yield Form(words_of(name))
    bare, nicknames = _without_nicknames(name)
    given, family = _parted(bare)
    if not given or not family:
        return
    yield Form((*_plain(given), *_plain(family)))
    for nickname in nicknames:
        yield Form(words_of(nickname), sure=False)
    for one in given_of(name, called):
        first = words_of(one)
        yield Form((*first, *_plain(family)))
        for short in _short(family):
            yield Form((*first, *short), sure=False)
        yield Form((*_plain(family), *first), sure=False)
        before = _before(family)
        if before:
            yield Form((*_plain(family[before:]), *first, *_plain(family[:before])), sure=False)
            yield Form((*_plain(family[before:]), *_plain(family[:before]), *first), sure=False)
            yield Form((*_plain(family[before:]), *first), sure=False)


def _plain(words: list[str]) -> tuple[str, ...]:
    return tuple(part for word in words for part in words_of(word))


def _without_nicknames(name: str) -> tuple[str, tuple[str, ...]]:
    inside = tuple(found[0][1:-1].strip() for found in _BRACKETS.finditer(normalize("NFC", name)))
    bare = _BRACKETS.sub(" ", normalize("NFC", name))
    return (bare, tuple(one for one in inside if words_of(one))) if words_of(bare) else (name, ())


def _parted(name: str) -> tuple[list[str], list[str]]:
    """Given names and surname."""
    before, comma, after = name.partition(",")
    if comma and words_of(before) and words_of(after):
        given = after.split()
        behind = next((at for at in range(1, len(given)) if all(fold(word) in BEFORE_SURNAMES for word in given[at:])), len(given))
        return given[:behind], [*given[behind:], *before.split()]  # `Heuvel, Teun van den`
    words = name.split()
    if len(words) < 2:  # noqa: PLR2004 - one word has no surname
        return words, []
    at = next((at for at in range(1, len(words) - 1) if fold(words[at]) in BEFORE_SURNAMES), len(words) - 1)
    return words[:at], words[at:]


def _before(family: list[str]) -> int:
    """How many words such as `van` a surname begins with."""
    return next((at for at, word in enumerate(family) if fold(word) not in BEFORE_SURNAMES), 0)


def _short(family: list[str]) -> Iterator[tuple[str, ...]]:
    """A surname without its `van`, its last word, and each of two that a hyphen or a slash joins."""
    yield _plain(family[_before(family) :])
    yield _plain(family[-1:])
    joined = re.split(r"[-/+&\u2010\u2011]", " ".join(family))
    if len(joined) > 1:
        for part in joined:
            if words := words_of(part):
                yield words
