"""What is made of a picture before it leaves: the order, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from weekbrief_build.school.consent import Kind
from weekbrief_build.school.post import PictureFile, Region


@dataclass(frozen=True, slots=True)
class PictureOrder:
    """One variant of a picture that somebody is to see: from this file, with these regions covered (none: as it is)."""

    file: PictureFile
    cover: frozenset[Region] = frozenset()
    kind: Kind = Kind.PHOTO
    """What was decided about: a yes for photos is none for a video, so a file that holds the other kind is not made."""
    step: int = 0
    """Of the ladder of sizes: 0 is the largest; the smaller ones are made of that one, and for letters that would be too large."""


@dataclass(frozen=True, slots=True)
class MadeClip:
    """A video ready to leave: small, upright, and nothing in it but what is to be seen and heard."""

    path: str
    """Where the bytes are, as an absolute path in the cache."""
    sha256: str
    """Of those bytes, lower-case hexadecimal."""
    size: int
    """In bytes."""
    seconds: float
    """How long it plays."""


@dataclass(frozen=True, slots=True)
class MadePicture:
    """A picture ready to leave: upright, at most 1200 px on its longer side, nothing but pixels. Of a video: its poster."""

    path: str
    """Where the bytes are, as an absolute path in the cache."""
    sha256: str
    """Of those bytes, lower-case hexadecimal; its Content-ID is made of it."""
    media_type: str
    """`image/jpeg` or `image/png`."""
    width: int
    height: int
    size: int
    """In bytes."""
    clip: MadeClip | None = None
    """The video itself, which travels beside its poster."""
