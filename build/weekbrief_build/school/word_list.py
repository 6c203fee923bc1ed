"""The head's own list of words, as `words.txt` or `woorden.txt` tells it: which hold a post, which may stand, and which posts may go.

Values only; what comes of them is decided in `decide.hold.unsuitable`, where the starter list is added.
"""

from __future__ import annotations

from dataclasses import dataclass

ENGLISH, DUTCH = "words.txt", "woorden.txt"
"""What the file may be called, beside groups.yaml."""


@dataclass(frozen=True, slots=True)
class AllowedPost:
    """A post that the head has looked at and lets go, whatever listed words stand in it."""

    path: str
    """As written, from the school folder: its text file, or its folder."""
    line: int


@dataclass(frozen=True, slots=True)
class WordList:
    """The list; a school without one has none of these, and the starter list counts all the same."""

    held: tuple[str, ...] = ()
    """Words and phrases that hold back the post in which they stand."""
    allowed: tuple[str, ...] = ()
    """Words and phrases that may stand everywhere."""
    posts: tuple[AllowedPost, ...] = ()
    file: str = ENGLISH
    """What the file is called; where there is none, what it would be called."""

    @property
    def key(self) -> str:
        """The word before the colon that allows something, in the language of the file's name."""
        return "toegestaan" if self.file.casefold() == DUTCH else "allowed"
