"""Says when two spellings are one word, and which known word somebody may have meant; it never takes the one for the other by itself.

Only case, spaces and Unicode's own variants are folded. Accents stay: Zoë and Zoe may be two people.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from unicodedata import normalize

_ALIKE = 0.75
"""Of difflib's ratio: `ada-janssen` and `ada-jansen` are alike, `ada-jansen` and `bram-vos` are not."""


def folded(text: str) -> str:
    """The text without what people do not see as a difference: case, runs of spaces, Unicode's compatible forms (NFKC).

    Two words that fold alike are the same word.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(normalize("NFKC", normalize("NFKC", text).casefold()).split())


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, to be asked back; None where nothing comes near. Ties go to the first in order."""
    spelt = {folded(each): each for each in sorted(known, reverse=True)}
    found = get_close_matches(folded(word), spelt, n=1, cutoff=_ALIKE)
    return spelt[found[0]] if found else None
