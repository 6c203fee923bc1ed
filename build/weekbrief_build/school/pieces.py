"""Reads a text for names: cuts it into pieces, and says what stands between them.

A piece is a word, or the part of it up to an inner capital (`Team|Bram`), a run of digits, or one letter of a script that puts no spaces
between words. Words are cut before anything is folded: what stands beside a word (`Ada²`, `Ada™`) must not become letters of it.

Where a text can be read in more than one way (`school.letters`), it is: each `Reading` is one of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby, pairwise
from typing import NamedTuple

from weekbrief_build.school.letters import SOFT, fold, is_letter, is_letter_by_shape, is_odd, shape, shown
from weekbrief_build.school.lookalikes import LOOKALIKES


class Gap(IntEnum):
    """What stands before a piece, after the one before it."""

    NONE = 0
    """Nothing: a capital, a digit or a letter that is a word of its own begins it."""
    SIGN = 1
    """Signs without a space, or a hyphen at the end of a line."""
    SPACE = 2
    """A space, and perhaps what joins words: a hyphen, a dot, an apostrophe."""
    LOOSE = 3
    """A space and other signs: a comma, a bracket, a quote."""
    APART = 4
    """Something that is no text, or too much."""


class Piece(NamedTuple):
    """A part of a text that is read as one."""

    folded: str
    start: int
    end: int
    gap: Gap
    begins: bool
    """A word begins here."""
    ends: bool
    """A word ends here."""
    capital: bool
    """It begins with a capital, or in a script that has none; or it stands where capitals mean nothing."""
    free: bool
    """It stands in an address or the name of a file, where capitals mean nothing."""
    odd: bool
    """It holds a sign that can be read in two ways."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text."""

    pieces: tuple[Piece, ...]
    by_shape: bool
    """Every letter for what it looks like."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text, read for names."""

    shown: str
    """Without what nobody sees: soft hyphens, zero-width characters."""
    readings: tuple[Reading, ...]


_WORD = re.compile(r"[^\W_]+")
_ASCII_PART = re.compile(r"[A-Za-z]+|[0-9]+")
_MORE_THAN_WORDS = re.compile("[\\w\u24b6-\u24e9\U0001f110-\U0001f1ff]+")
_TIGHT = re.compile(r"[\s\-\u2010-\u2015\u2212_.'\u2018\u2019\u00b7`\u00b4]*")
_HYPHENATED = re.compile(r"[-\u2010\u2011]\s*\n\s*")
_NO_TEXT = "\ufffc"
_LONGEST_GAP = 16
_ALONE = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30fa\u30fc-\u318f\u31a0-\u31ff\u3400-\u9fff"
    "\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]"
)
"""Letters of scripts that put no spaces between words, or whose endings grow on to names."""
_CAPITALS_MEAN_NOTHING = re.compile(
    r"\S*@\S+\.\S+|(?:[a-z]+://|www\.)\S+"
    r"|[\w-]+(?:[.][\w-]+)*[.](?:nl|be|com|org|net|eu|school|info|pdf|docx?|jpe?g|png|heic|gif|mp4|mov|m4v|3gp|mkv|webm|mp3|zip|txt|md)\b(?:/\S*)?",
    re.IGNORECASE,
)
_ADDRESS_LIKE = re.compile(r"[@.][A-Za-z]|://")


def stands_alone(sign: str) -> bool:
    """Whether this is a letter of a script that puts no spaces between words."""
    return _ALONE.match(sign) is not None


def read(text: str, *, any_case: bool = False, joints: Sequence[int] = ()) -> Text:
    """A text, read for names; `any_case` where capitals mean nothing in all of it (the name of a file, an address).

    At `joints` an eye may or may not see two words: both are read.
    """
    plain, soft = shown(SOFT.join(text[left:right] for left, right in pairwise((0, *joints, len(text)))) if joints else text)
    free = [(0, len(plain))] if any_case else _free(plain)
    readings = [Reading(tuple(_pieces(plain, frozenset(), free, by_shape=False)), by_shape=False)]
    if soft:
        readings.append(Reading(tuple(_pieces(plain, soft, free, by_shape=False)), by_shape=False))
    if _can_be_read_otherwise(plain):
        readings.append(Reading(tuple(_pieces(plain, frozenset(), free, by_shape=True)), by_shape=True))
    return Text(plain, tuple(readings))


def _free(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in _CAPITALS_MEAN_NOTHING.finditer(text)] if _ADDRESS_LIKE.search(text) else []


_DIGIT_IN_WORD = re.compile(r"[A-Za-z][01]|[01][A-Za-z]")


def _can_be_read_otherwise(text: str) -> bool:
    if text.isascii():
        return _DIGIT_IN_WORD.search(text) is not None
    return _DIGIT_IN_WORD.search(text) is not None or any(not sign.isascii() and is_odd(sign) for sign in set(text))


def _pieces(text: str, soft: AbstractSet[int], free: list[tuple[int, int]], *, by_shape: bool) -> Iterator[Piece]:
    key = shape if by_shape else fold
    gaps: dict[str, Gap] = {"": Gap.NONE}
    before, spans = 0, iter(free)
    here = next(spans, None)
    for start, end in _parts(text, by_shape=by_shape):
        while here and here[1] <= start:
            here = next(spans, None)
        is_free = here is not None and here[0] <= start
        bounds = sorted({start, *_inner_bounds(text[start:end], start), *(at for at in soft if start < at < end), end})
        for left, right in pairwise(bounds):
            between = text[before:left]
            gap = gaps.get(between)
            if gap is None:
                gap = gaps[between] = _gap(between)
            if left in soft and gap < Gap.SPACE:
                gap = Gap.SPACE
            word = text[left:right]
            yield Piece(
                folded=key(word),
                start=left,
                end=right,
                gap=gap,
                begins=gap is not Gap.NONE or left == start,
                ends=right == end or right in soft,
                capital=is_free or not word[0].islower() or (by_shape and ord(word[0]) in LOOKALIKES),  # ʙ is a small letter
                free=is_free,
                odd=by_shape and any(map(is_odd, word)),
            )
            before = right


def _gap(between: str) -> Gap:
    if _NO_TEXT in between or len(between) > _LONGEST_GAP:
        return Gap.APART
    if not any(sign.isspace() for sign in between) or _HYPHENATED.fullmatch(between):
        return Gap.SIGN
    return Gap.SPACE if _TIGHT.fullmatch(between) else Gap.LOOSE


def _parts(text: str, *, by_shape: bool) -> Iterator[tuple[int, int]]:
    """Where words, and runs of digits, stand."""
    if by_shape:
        yield from _cut(_MORE_THAN_WORDS, text, is_letter_by_shape)
    elif text.isascii():
        for found in _ASCII_PART.finditer(text):
            yield found.span()
    else:
        yield from _cut(_WORD, text, is_letter)


def _cut(words: re.Pattern[str], text: str, is_letter_here: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    for found in words.finditer(text):
        start, end = found.span()
        if found[0].isascii() and found[0].isalpha():
            yield start, end
            continue
        at = start
        for kind, run in groupby(found[0], lambda sign: 2 if is_letter_here(sign) else 1 if sign.isdecimal() else 0):
            length = sum(1 for _ in run)
            if kind:
                yield at, at + length
            at += length


def _inner_bounds(word: str, start: int) -> Iterator[int]:
    """Where a word may be two: at a capital after a small letter, at the end of several capitals, around a letter that stands alone."""
    if word.isascii() and (word[1:].islower() or word.isupper() or len(word) == 1):
        return
    alone = _ALONE.search(word) is not None
    for at in range(1, len(word)):
        before, after = word[at - 1], word[at]
        several = before.isupper() and at > 1 and word[at - 2].isupper()
        if (
            (before.islower() and after.isupper())
            or (before.isupper() and after.isupper() and word[at + 1 : at + 2].islower())
            or (several and after.islower())
            or (alone and (_ALONE.match(before) or _ALONE.match(after)))
        ):
            yield start + at
