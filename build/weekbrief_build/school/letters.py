"""Says which signs of a text are letters, and which letters a reader takes for the same.

Case, accents, letters with a stroke, invisible signs make no difference to a reader. Letters of another script that look like Latin ones
(`school.lookalikes`), raised letters and letters in circles or boxes can be read two ways, as letters or as something beside a word.
"""

from __future__ import annotations

import re
from unicodedata import category, decomposition, normalize

from weekbrief_build.school.lookalikes import LOOKALIKES

SOFT = "\u2063"
"""Stands in a text where an eye may or may not see a joint: between the words of two elements of HTML that touch."""
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"})
"""Letters that Unicode does not take apart, as people type them who do not have them on their keyboard."""
_BLANK = frozenset("\u0640\u115f\u1160\u3164\uffa0\u2800")
"""Invisible, or a mere stretch of another letter, though Unicode counts them among letters and signs."""
_APOSTROPHES = frozenset("\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u02ee\ua78b\ua78c")
"""Letters to Unicode, apostrophes to a reader: keyboards of some languages give them."""
_SHAPES = str.maketrans("i01", "lol")
"""What looks alike in many a typeface; only where there is another reason to look."""
_SIGN_OF_LETTER = re.compile("[^\\W_]|[\u24b6-\u24e9\U0001f110-\U0001f1ff]")
_RAISED = re.compile("<(?:super|sub)>")


def shown(text: str) -> tuple[str, frozenset[int]]:
    """The text without what nobody sees and without marks on letters; and the places in it where an eye may see a joint."""
    if text.isascii():
        return text, frozenset()
    signs: list[str] = []
    soft: list[int] = []
    for sign in normalize("NFC", text):
        if sign == SOFT:
            soft.append(len(signs))
        elif sign.isascii() or not (category(sign) in {"Cf", "Mn", "Mc", "Me"} or sign in _BLANK):
            signs.append(sign)
    return "".join(signs), frozenset(soft)


def fold(word: str) -> str:
    """Letters as a reader compares them."""
    if word.isascii():
        return word.lower()
    letters = normalize("NFKD", normalize("NFKD", word).casefold())  # a bold capital is small only once it is plain
    return "".join(sign for sign in letters if category(sign)[0] != "M").translate(_STROKES)


def shape(word: str) -> str:
    """Letters as an eye compares them, each as the Latin letter it looks like; before case is folded: a capital has its own shape."""
    return fold(word.translate(LOOKALIKES)).translate(_SHAPES)


def is_letter(sign: str) -> bool:
    """Whether this is a letter, and no raised one such as stands behind a word for a note, and no apostrophe among the letters."""
    if sign.isascii():
        return sign.isalpha()
    return sign.isalpha() and sign not in _APOSTROPHES and not _RAISED.match(decomposition(sign))


def is_letter_by_shape(sign: str) -> bool:
    """Whether this can be taken for a letter: raised, in a circle, or a digit that looks like one."""
    return sign in "01" or sign.isalpha() or (_SIGN_OF_LETTER.match(sign) is not None and len(fold(sign.translate(LOOKALIKES))) == 1)


def is_odd(sign: str) -> bool:
    """Whether this sign can be read in two ways."""
    return sign in "01" if sign.isascii() else ord(sign) in LOOKALIKES or (is_letter_by_shape(sign) and not is_letter(sign))
