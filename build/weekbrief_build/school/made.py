"""What is made of a picture before it leaves: the order, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from weekbrief_build.school.post import PictureFile, Region


@dataclass(frozen=True, slots=True)
class PictureOrder:
    """One variant of a picture that somebody is to see: from this file, with these regions covered (none: as it is)."""

    file: PictureFile
    cover: frozenset[Region] = frozenset()


@dataclass(frozen=True, slots=True)
class MadePicture:
    """A picture ready to leave: upright, at most 1200 px on its longer side, nothing but pixels."""

    path: str
    """Where the bytes are, as an absolute path in the cache."""
    sha256: str
    """Of those bytes, lower-case hexadecimal; its Content-ID is made of it."""
    media_type: str
    """`image/jpeg` or `image/png`."""
    width: int
    height: int
