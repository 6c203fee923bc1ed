"""Reads what a picture's own file says about who is in it; what speaks of people in it and cannot be read leaves a doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from weekbrief_build.gather.tags.containers import open_container
from weekbrief_build.gather.tags.names import words_of
from weekbrief_build.gather.tags.tags import Tags, together
from weekbrief_build.gather.tags.xmp import read_xmp

READER = 6
"""Raised whenever this room reads more, so that nobody takes an older answer for a new one."""

LARGEST = 100 << 20
"""Bytes that are held at once: more than any photograph has. In what is larger, a video, people are noticed and not read."""

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


def _as_written(words: Iterable[str]) -> tuple[bytes, ...]:
    """As the words stand in UTF-8, and in UTF-16 of either byte order (without the zero byte at one end)."""
    return tuple(form for word in words for form in (word.encode(), word.encode("utf-16-le")[:-1]))


_XMP_BYTES, _PEOPLE_BYTES = _as_written([_XMP]), _as_written(_PEOPLE)
_OVERLAP = max(map(len, (*_XMP_BYTES, *_PEOPLE_BYTES))) - 1


def tags_in(chunks: Iterable[bytes]) -> Tags:
    """What the bytes of a file (in pieces, all of which are taken) say about people. Memory: `LARGEST` bytes and a piece."""
    data = bytearray()
    pieces = iter(chunks)
    for piece in pieces:
        data += piece
        if len(data) > LARGEST:
            return Tags(doubt=_noticed(_windows(bytes(data), pieces)))
    container = open_container(data)
    orientation, size = container.orientation, container.size
    of_packets = [read_xmp(packet.data, orientation if packet.of_pixels else None, size) for packet in container.packets]
    written = words_of(container.texts)
    unread = container.doubt or written is None or _noticed(_gaps(data, sorted(container.read)))
    found = together([Tags(doubt=unread).with_words(written or frozenset()), *of_packets])
    return replace(found, orientation=orientation, size=size)


def _noticed(windows: Iterable[tuple[bytes | bytearray, int, int]]) -> bool:
    """Whether bytes in these windows (each with its start and its end) speak of people; all windows are taken."""
    in_xmp = speaks = False
    for data, start, end in windows:
        in_xmp = in_xmp or any(data.find(word, start, end) >= 0 for word in _XMP_BYTES)
        speaks = speaks or (in_xmp and any(data.find(word, start, end) >= 0 for word in _PEOPLE_BYTES))
    return speaks


def _gaps(data: bytearray, read: Iterable[tuple[int, int]]) -> Iterator[tuple[bytearray, int, int]]:
    """What lies between what was read."""
    last = 0
    for start, end in read:
        yield data, last, start
        last = end
    yield data, last, len(data)


def _windows(first: bytes, pieces: Iterable[bytes]) -> Iterator[tuple[bytes, int, int]]:
    """A long file in pieces, each with the end of the one before it: a word may lie across two."""
    yield first, 0, len(first)
    tail = first[-_OVERLAP:]
    for piece in pieces:
        window = tail + piece
        yield window, 0, len(window)
        tail = window[-_OVERLAP:]
