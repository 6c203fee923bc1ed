"""Finds the XMP packets and the EXIF orientation in a JPEG, without decoding a pixel; what it did not read, it says.

ISO 10918-1, annex B; extended XMP: XMP Specification Part 3, 1.1.3.1. What lies after the first picture's pixels (further pictures of an
MPO, gain maps, what programs append) is searched for whole packets, whose frames have no place: they may be those of another picture.
"""

from __future__ import annotations

from collections.abc import Iterator

from weekbrief_build.gather.tags import iim
from weekbrief_build.gather.tags.container import MOST_PIECES, Container, Data, has_more, loose_packets, number
from weekbrief_build.gather.tags.exif_texts import texts_in_exif
from weekbrief_build.gather.tags.orientation import orientation_of
from weekbrief_build.gather.tags.rdf import MOST_BYTES

START = b"\xff\xd8"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENDED = b"http://ns.adobe.com/xmp/extension/\0"
_EXIF = b"Exif\0\0"
_GUID = 32
_APP1, _APP13, _COM, _SOS, _EOI = 0xE1, 0xED, 0xFE, 0xDA, 0xD9
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a frame's header, which tells the size (table B.1)."""

_Parts = dict[int, bytes]


def read_jpeg(data: Data) -> Container:
    """What the bytes of a JPEG hold; raises nothing, whatever they are."""
    found = Container()
    extended: dict[tuple[bytes, int], _Parts] = {}
    exif: list[bytes] = []
    resources = bytearray()  # they may be cut over several segments
    pixels = 2
    for marker, start, end in _segments(data, found):
        pixels = end
        if marker in _FRAMES and end <= len(data):
            found.size = (number(data, start + 3, 2), number(data, start + 1, 2))
        elif marker == _APP1 and end > len(data):
            found.doubt = True
        elif marker == _APP1 and data.startswith(_XMP, start):
            found.take(bytes(data[start + len(_XMP) : end]), start, end)
        elif marker == _APP1 and data.startswith(_EXTENDED, start):
            at = start + len(_EXTENDED) + _GUID
            guid, full, offset = bytes(data[at - _GUID : at]), number(data, at), number(data, at + 4)
            parts = extended.setdefault((guid, full), {})
            found.doubt |= offset in parts
            parts[offset] = bytes(data[at + 8 : end])
            found.read.append((start, end))
        elif marker == _APP1 and data.startswith(_EXIF, start):
            exif.append(bytes(data[start + len(_EXIF) : end]))
            found.texts += texts_in_exif(exif[-1])
        elif marker == _APP13 and data.startswith(iim.START, start):
            resources += bytes(data[start + len(iim.START) : end])
        elif marker == _COM:
            found.texts.append(iim.decoded(bytes(data[start:end])))
    found.texts += iim.texts_in_resources(bytes(resources))
    _take_extended(extended, found)
    found.orientation = orientation_of(exif)
    loose_packets(data, found, min(pixels, len(data)))
    return found


def _segments(data: Data, found: Container) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each segment before the pixels; the last one may end beyond a file that is half there."""
    at = 2
    for _ in range(MOST_PIECES):
        marker = data[at + 1] if at + 4 <= len(data) and data[at] == 0xFF else _EOI  # noqa: PLR2004 - every marker begins so
        if marker in {_SOS, _EOI}:
            return
        if marker == 0xFF or marker in _ALONE:  # noqa: PLR2004 - padding
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004
            continue
        end = at + 2 + number(data, at + 2, 2)
        yield marker, at + 4, end
        at = max(end, at + 4)
    found.doubt = True


def _take_extended(extended: dict[tuple[bytes, int], _Parts], found: Container) -> None:
    """Join the extended packet, if the main one asks for this one and it is whole."""
    main = [packet.data for packet in found.packets]
    found.doubt |= len(extended) > 1 or (not extended and any(map(has_more, main)))
    for (guid, full), parts in extended.items():
        asked = len(extended) == 1 and any(has_more(packet) and guid in packet for packet in main)
        found.take(_joined(parts, full) if asked else None, 0, 0)


def _joined(parts: _Parts, full: int) -> bytes | None:
    """The extended packet, if it is whole and no larger than any."""
    length = 0
    for offset, part in sorted(parts.items()):
        if offset != length:
            return None
        length += len(part)
    return b"".join(part for _, part in sorted(parts.items())) if length == full <= MOST_BYTES else None
