"""Knows what a picture's own file says about who is in it; what it says and we cannot read yet is a person who is not known.

This is the place for reading XMP: face regions (MWG), `PersonInImage`, Microsoft people tags, in the file and in an `.xmp` beside it.
Until they are read, a picture that carries any of them has its doubts, and is withheld (DESIGN.md, "Who is in a picture": evidence
that cannot be read counts as a person who is not known).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

READER = 1
"""Raised whenever this module reads more, so that nobody takes an older answer for a new one."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What a picture's file carries itself."""

    unread: bool
    """It says something about people that we cannot read."""


# Every XMP packet names RDF's namespace before anything else, so most files are searched for two strings only.
_XMP = "rdf-syntax-ns"
_PEOPLE = (
    "mwg-rs",
    "metadataworkinggroup.com/schemas/regions",
    "RegionInfo",
    "ImageRegion",
    "PersonInImage",
    "PersonDisplayName",
    "ns.microsoft.com/photo/1.2",
    "People/",
    "People|",
)
_DEFLATED = b"XML:com.adobe.xmp\0\1"  # XMP in a PNG, compressed: nothing in it can be searched for


def _as_written(words: Iterable[str]) -> tuple[bytes, ...]:
    """As the words stand in UTF-8, and in UTF-16 of either byte order (without the zero byte at one end)."""
    return tuple(form for word in words for form in (word.encode(), word.encode("utf-16-le")[:-1]))


_XMP_BYTES, _PEOPLE_BYTES = _as_written([_XMP]), _as_written(_PEOPLE)
_OVERLAP = max(map(len, (*_XMP_BYTES, *_PEOPLE_BYTES, _DEFLATED))) - 1


def tags_in(chunks: Iterable[bytes]) -> Tags:
    """What the bytes of a picture (its file in pieces, all of which are taken) say about people: now, only whether they say anything."""
    in_xmp = unread = False
    tail = b""
    for chunk in chunks:
        if unread:
            continue
        window = tail + chunk
        in_xmp = in_xmp or any(word in window for word in _XMP_BYTES)
        unread = _DEFLATED in window or (in_xmp and any(word in window for word in _PEOPLE_BYTES))
        tail = window[-_OVERLAP:]
    return Tags(unread)


def names_of_sidecars(picture: str) -> tuple[str, str]:
    """The names that an `.xmp` file beside a picture may have: `photo.jpg.xmp` and `photo.xmp`."""
    return f"{picture}.xmp", f"{picture.rpartition('.')[0]}.xmp"
