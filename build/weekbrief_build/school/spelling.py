"""Says when two spellings are one name; it never takes one name for another that looks like it.

Only case, spaces and Unicode's own variants are folded. Accents stay: Zoë and Zoe may be two people.
"""

from __future__ import annotations

from unicodedata import normalize


def folded(text: str) -> str:
    """The text without what people do not see as a difference: case, runs of spaces, Unicode's compatible forms (NFKC).

    Two words that fold alike are the same word.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(normalize("NFKC", normalize("NFKC", text).casefold()).split())
