"""Says where in a post words stand that a reader sees, file by file and place by place; it judges none of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from weekbrief_build.school.post import Post, Segment, SegmentKind, Version

_NOT_TEXT = "\ufffc"
"""Stands in a text where a mention or a picture stands, so that the words around it do not become one name."""
_BETWEEN_WORDS = re.compile(r"[\W_]+")
"""In the name of a file."""


class Place(Enum):
    """Where in a post something is written."""

    TITLE = "title"
    TEXT = "text"
    PICTURE = "picture"  # its caption or alt text
    EVENT = "event"
    AUTHOR = "author"
    DOCUMENT = "document"  # the words or the name of a PDF that goes along
    LINK = "link"  # the address behind words; it stands in the text part of a letter


KEY_OF_PLACE = {Place.TITLE: "title", Place.PICTURE: "pictures", Place.EVENT: "event", Place.AUTHOR: "author"}
"""The key of the front matter whose line tells where to look."""


class Written(NamedTuple):
    """A text of a post."""

    file: str
    """In which it stands: a file, or a folder with media alone."""
    place: Place
    text: str
    any_case: bool = False
    """It is the name of a file or an address, where capitals mean nothing."""
    joints: tuple[int, ...] = ()
    """`Prose.joints`."""


def texts_of(post: Post, version: Version) -> Iterator[Written]:
    """Every text of a version that a reader could see; with the first version, also what all versions share."""
    file = version.file or post.path
    yield Written(file, Place.TITLE, _text(version.title_segments), any_case=_is_of_a_name(version, file))
    yield Written(file, Place.TEXT, version.prose.words, joints=version.prose.joints)
    # An address that is its own words (`<https://…>`) stands in the text already, and is told there.
    yield from (
        Written(file, Place.LINK, address, any_case=True) for address in version.prose.addresses if address not in version.prose.words
    )
    for of_pictures in (version.captions, version.alts):
        yield from (Written(file, Place.PICTURE, _text(segments)) for segments in of_pictures.values())
    if version.event:
        yield Written(file, Place.EVENT, version.event.title)
        yield Written(file, Place.EVENT, version.event.place or "")
    if version is post.versions[0]:
        yield from _texts_of_all(post, file)


def line_of(post: Post, written: Written) -> int | None:
    """The line on which a text stands, where it is known: of the front matter of the first file."""
    return post.line_of.get(KEY_OF_PLACE[written.place]) if written.file == post.path and written.place in KEY_OF_PLACE else None


def _texts_of_all(post: Post, file: str) -> Iterator[Written]:
    if post.author:
        yield Written(file, Place.AUTHOR, post.author)
    for document in post.documents:
        yield Written(document.path, Place.DOCUMENT, f"{document.name}\n{_BETWEEN_WORDS.sub(' ', document.name)}", any_case=True)
        yield Written(document.path, Place.DOCUMENT, document.words)


def _is_of_a_name(version: Version, file: str) -> bool:
    """Whether the title may be made of the name of the file or its folder: in both stand the same words."""
    letters = _BETWEEN_WORDS.sub("", version.title).casefold()
    return bool(letters) and letters in _BETWEEN_WORDS.sub("", file).casefold()


def _text(segments: Iterable[Segment]) -> str:
    return "".join(segment.content if segment.kind is SegmentKind.HTML else _NOT_TEXT for segment in segments)
