"""Finds the XMP packets in a HEIC or another file of boxes, without decoding a pixel; what it did not read, it says.

A HEIF keeps XMP as an item of its own, in pieces anywhere in the file or in a box beside the list of items, packed or not (ISO/IEC
14496-12, 8.11; 23008-12, annex A.3). Of the packets that lie elsewhere (a video's, what a program appended) only those that stand there
plain are found. No frame in any of them has a place: the decoder hands the picture out upright, and what tags count nobody can say.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from weekbrief_build.gather.tags.container import MOST_PIECES, Container, Data, loose_packets, number
from weekbrief_build.gather.tags.exif_texts import texts_in_exif
from weekbrief_build.gather.tags.rdf import MOST_BYTES

_XMP = b"application/rdf+xml"
_UNPACKERS = {b"deflate": (zlib.MAX_WBITS, -zlib.MAX_WBITS), b"compress_zlib": (zlib.MAX_WBITS,), b"gzip": (16 + zlib.MAX_WBITS,)}
"""How an item may be packed; writers differ in what they call deflate (RFC 1950 or 1951)."""
_IN_FILE, _IN_BOX = 0, 1
"""Where an item lies (8.11.3, construction_method)."""


class _Broken(Exception):  # noqa: N818 - says what the file is
    """The boxes do not say where everything lies."""


_EXIF, _MOST_BLOCKS, _LONGEST_BLOCK = b"Exif\0\0", 8, 1 << 20


@dataclass(frozen=True, slots=True)
class _Item:
    """An item that holds XMP."""

    packing: bytes
    protected: bool


@dataclass(frozen=True, slots=True)
class _Location:
    """Where an item lies: pieces of the file, or of a box, each with its start and its length."""

    method: int
    pieces: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Reading:
    """Reads numbers and words one after another, as far as a box goes."""

    data: Data
    at: int
    end: int

    def number(self, length: int) -> int:
        """The next number, of so many bytes."""
        return int.from_bytes(self.take(length), "big")

    def take(self, length: int) -> bytes:
        """The next so many bytes."""
        if self.at + length > self.end:
            raise _Broken
        self.at += length
        return bytes(self.data[self.at - length : self.at])

    def words(self) -> bytes:
        """The next words, which a zero ends; nothing where the box does."""
        found = self.data.find(b"\0", self.at, self.end)
        end = self.end if found < 0 else found
        self.at, start = min(end + 1, self.end), self.at
        return bytes(self.data[start:end])


def read_boxes(data: Data) -> Container:
    """What the bytes of a file of boxes hold; raises nothing, whatever they are."""
    found = Container(orientation=None)
    try:
        for kind, start, end in _boxes(data, 0, len(data)):
            if kind == b"meta":
                _take_items(data, start + 4, end, found)
                found.size = _largest(data, start + 4, end)
    except _Broken:
        found.doubt = True
    loose_packets(data, found)
    found.texts += (text for block in _exif_blocks(data) for text in texts_in_exif(block))
    return found


def _exif_blocks(data: Data) -> Iterator[bytes]:
    """What may be EXIF, wherever it lies: its texts only ever add a person, so that nothing depends on finding the box."""
    at = -1
    for _ in range(_MOST_BLOCKS):
        at = data.find(_EXIF, at + 1)
        if at < 0:
            return
        yield bytes(data[at + len(_EXIF) : at + len(_EXIF) + _LONGEST_BLOCK])


def _boxes(data: Data, at: int, stop: int) -> Iterator[tuple[bytes, int, int]]:
    """The type, start and end of what each box holds (4.2); what does not look like a box ends them."""
    for _ in range(MOST_PIECES):
        if at + 8 > stop:
            return
        size, kind, start = int.from_bytes(data[at : at + 4], "big"), bytes(data[at + 4 : at + 8]), at + 8
        if size == 1:
            size, start = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        end = min(at + size, stop) if size else stop
        if end < start:
            return
        yield kind, start, end
        at = end
    raise _Broken


def _largest(data: Data, start: int, end: int) -> tuple[int, int] | None:
    """The width and height of the largest picture in the file, before it is turned (ISO/IEC 23008-12, 6.5.3): the primary one is its whole.

    Where the boxes do not say it, None: then no frame can cover.
    """
    for path in (b"iprp", b"ipco"):
        inner = next(((begin, stop) for kind, begin, stop in _boxes(data, start, end) if kind == path), None)
        if inner is None:
            return None
        start, end = inner
    sizes = [(number(data, begin + 4), number(data, begin + 8)) for kind, begin, _ in _boxes(data, start, end) if kind == b"ispe"]
    return max(sizes, key=lambda size: size[0] * size[1], default=None)


def _take_items(data: Data, start: int, end: int, found: Container) -> None:
    """Take the items of a `meta` box that hold XMP."""
    places = {kind: (begin, stop) for kind, begin, stop in _boxes(data, start, end)}
    if b"iinf" not in places:
        return
    items = dict(_xmp_items(data, *places[b"iinf"]))
    if items and b"iloc" not in places:
        raise _Broken
    locations = dict(_locations(data, *places[b"iloc"])) if items else {}
    for item_number, item in items.items():
        if item_number not in locations:
            raise _Broken
        _take_item(data, item, locations[item_number], places.get(b"idat"), found)


def _xmp_items(data: Data, start: int, end: int) -> Iterator[tuple[int, _Item]]:
    """The items that hold XMP, by number (8.11.6)."""
    count = 8 if _Reading(data, start, end).number(1) else 6  # version and flags, and how many there are
    for kind, begin, stop in _boxes(data, start + count, end):
        if kind != b"infe":
            continue
        reading = _Reading(data, begin, stop)
        version = reading.number(4) >> 24
        number, protection = reading.number(4 if version > 2 else 2), reading.number(2)  # noqa: PLR2004 - from version 3 on, numbers are long
        if version > 1 and reading.take(4) != b"mime":
            continue
        reading.words()  # its name
        if reading.words().strip().lower().startswith(_XMP):
            yield number, _Item(reading.words().strip().lower(), protected=protection > 0)


def _locations(data: Data, start: int, end: int) -> Iterator[tuple[int, _Location]]:
    """Where each item lies, by number (8.11.3)."""
    reading = _Reading(data, start, end)
    version, sizes = reading.number(4) >> 24, reading.number(2)
    of_offset, of_length, of_base, of_index = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15
    left = MOST_PIECES
    for _ in range(reading.number(4 if version > 1 else 2)):
        number = reading.number(4 if version > 1 else 2)
        method = reading.number(2) & 15 if version else _IN_FILE
        if reading.number(2):
            method = -1  # in another file
        base, count, pieces = reading.number(of_base), reading.number(2), []
        left -= 1 + count
        if left < 0:
            raise _Broken
        for _ in range(count):
            reading.take(of_index if version else 0)
            pieces.append((base + reading.number(of_offset), reading.number(of_length)))
        yield number, _Location(method, tuple(pieces))


def _take_item(data: Data, item: _Item, location: _Location, box: tuple[int, int] | None, found: Container) -> None:
    whole = {_IN_FILE: (0, len(data)), _IN_BOX: box}.get(location.method)
    if item.protected or whole is None or sum(length for _, length in location.pieces) > MOST_BYTES:
        found.doubt = True
        return
    spans = [(whole[0] + offset, (whole[0] + offset + length) if length else whole[1]) for offset, length in location.pieces]
    if any(end > whole[1] or end - begin > MOST_BYTES for begin, end in spans):
        found.doubt = True
        return
    packet = _unpacked(item.packing, b"".join(bytes(data[begin:end]) for begin, end in spans))
    found.take(packet, *(spans[0] if spans else (0, 0)))
    found.read += spans[1:]


def _unpacked(packing: bytes, packed: bytes) -> bytes | None:
    """The packet; None where it is packed in a way that nobody here knows."""
    if not packing:
        return packed
    for bits in _UNPACKERS.get(packing, ()):
        unpack = zlib.decompressobj(bits)
        try:
            packet = unpack.decompress(packed, MOST_BYTES + 1)
        except zlib.error:
            continue
        if unpack.eof and len(packet) <= MOST_BYTES:
            return packet
    return None
