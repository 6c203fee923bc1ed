"""Finds the XMP packets and the EXIF orientation in the bytes of a picture, without decoding a pixel; what it did not read, it says.

JPEG (ISO 10918-1, with extended XMP: XMP Specification Part 3, 1.1.3.1), PNG and WebP are walked piece by piece; in any other file
(GIF, HEIC, video) packets are found by how they begin and end.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from weekbrief_build.gather.tags.orientation import UPRIGHT, orientation_of
from weekbrief_build.gather.tags.rdf import MOST_BYTES

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENDED = b"http://ns.adobe.com/xmp/extension/\0"
_EXIF = b"Exif\0\0"
_PNG, _PNG_XMP = b"\x89PNG\r\n\x1a\n", b"XML:com.adobe.xmp\0"
_PNG_RAW = b"Raw profile type xmp\0"
_GUID = 32
_MOST_PACKETS = 50
_MOST_PIECES = 50_000
"""Of a file: a picture of 100 MB has 12,000. Somebody who makes millions of empty ones gets no answer but a doubt."""
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers of a JPEG without a length."""


@dataclass(slots=True)
class Container:
    """What a file holds."""

    packets: list[bytes] = field(default_factory=list)
    read: list[tuple[int, int]] = field(default_factory=list)
    """The bytes that were understood, from and to, in order; whatever speaks of people elsewhere was not."""
    orientation: int | None = UPRIGHT
    """Of the picture: EXIF, 1 to 8; None where nobody can say."""
    doubt: bool = False
    """There is a packet that cannot be had whole."""


def open_container(data: bytes | bytearray) -> Container:
    """What the bytes of a whole file hold; raises nothing, whatever they are."""
    if data[:2] == b"\xff\xd8":
        return _jpeg(data)
    if data[:8] == _PNG:
        return _png(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    found = _any(data)
    found.orientation = UPRIGHT if data[:4] == b"GIF8" else None  # a HEIC is turned by its own boxes, and by its decoder
    return found


def _jpeg(data: bytes | bytearray) -> Container:
    found = Container()
    extended: dict[tuple[bytes, int], dict[int, bytes]] = {}
    exif: list[bytes] = []
    for marker, start, end in _segments(data, found):
        if marker != 0xE1:  # noqa: PLR2004 - APP1
            continue
        if end > len(data):
            found.doubt = True
        elif data.startswith(_XMP, start):
            found.packets.append(bytes(data[start + len(_XMP) : end]))
            found.read.append((start, end))
        elif data.startswith(_EXTENDED, start):
            at = start + len(_EXTENDED) + _GUID
            guid, full, offset = bytes(data[at - _GUID : at]), _number(data, at), _number(data, at + 4)
            parts = extended.setdefault((guid, full), {})
            found.doubt |= offset in parts
            parts[offset] = bytes(data[at + 8 : end])
            found.read.append((start, end))
        elif data.startswith(_EXIF, start):
            exif.append(bytes(data[start + len(_EXIF) : end]))
    found.doubt |= len(found.packets) > _MOST_PACKETS
    found.packets = found.packets[:_MOST_PACKETS]
    found.doubt |= not extended and any(b"HasExtendedXMP" in packet for packet in found.packets)
    main = tuple(found.packets)
    for (guid, full), parts in extended.items():
        whole = _joined(parts, full) if any(guid in packet for packet in main) else None
        if whole is None or len(extended) > 1:
            found.doubt = True
        else:
            found.packets.append(whole)
    found.orientation = orientation_of(exif)
    return found


def _segments(data: bytes | bytearray, found: Container) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each segment before the pixels; the last one may end beyond a file that is half there."""
    at = 2
    for _ in range(_MOST_PIECES):
        marker = data[at + 1] if at + 4 <= len(data) and data[at] == 0xFF else 0xD9  # noqa: PLR2004 - every marker begins so
        if marker in {0xDA, 0xD9}:  # the pixels, the end
            return
        if marker == 0xFF or marker in _ALONE:  # noqa: PLR2004 - padding
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        yield marker, at + 4, end
        at = max(end, at + 4)
    found.doubt = True


def _joined(parts: dict[int, bytes], full: int) -> bytes | None:
    """The extended packet, if it is whole and no larger than any."""
    length = 0
    for offset, part in sorted(parts.items()):
        if offset != length:
            return None
        length += len(part)
    return b"".join(part for _, part in sorted(parts.items())) if length == full <= MOST_BYTES else None


def _png(data: bytes | bytearray) -> Container:
    found = Container()
    exif: list[bytes] = []
    at, pixels = len(_PNG), False
    for _ in range(_MOST_PIECES):
        if at + 12 > len(data):
            break
        length, kind, start = _number(data, at), bytes(data[at + 4 : at + 8]), at + 8
        end = start + length
        if kind == b"iTXt" and data.startswith(_PNG_XMP, start):
            packet = _international(bytes(data[start + len(_PNG_XMP) : end])) if end <= len(data) else None
            found.doubt |= packet is None or len(found.packets) >= _MOST_PACKETS
            if packet is not None and len(found.packets) < _MOST_PACKETS:
                found.packets.append(packet)
                found.read.append((start, end))
        elif kind in {b"tEXt", b"zTXt", b"iTXt"}:
            found.doubt |= data.startswith((_PNG_XMP, _PNG_RAW), start)
        elif kind == b"eXIf":
            exif += [bytes(data[start:end]), *[b""] * pixels]  # after the pixels, some readers see it and others do not
        pixels |= kind == b"IDAT"
        at = end + 4
    else:
        found.doubt = True
    found.orientation = orientation_of(exif)
    return found


def _international(rest: bytes) -> bytes | None:
    """The text of an iTXt chunk after its keyword (PNG 11.3.3.4); None where it cannot be had."""
    packed, method = rest[:1], rest[1:2]
    words = rest[2:].split(b"\0", 2)
    if len(words) != 3 or packed not in {b"\0", b"\1"} or method != b"\0":  # noqa: PLR2004 - language, translated keyword, text
        return None
    if packed == b"\0":
        return words[2]
    unpack = zlib.decompressobj()
    try:
        text = unpack.decompress(words[2], MOST_BYTES + 1)
    except zlib.error:
        return None
    return text if unpack.eof and len(text) <= MOST_BYTES else None


def _webp(data: bytes | bytearray) -> Container:
    found = Container()
    exif: list[bytes] = []
    at = 12
    for _ in range(_MOST_PIECES):
        if at + 8 > len(data):
            break
        start = at + 8
        end = start + int.from_bytes(data[at + 4 : at + 8], "little")
        if data.startswith(b"XMP ", at):
            found.doubt |= end > len(data) or len(found.packets) >= _MOST_PACKETS
            if not found.doubt:
                found.packets.append(bytes(data[start:end]))
                found.read.append((start, end))
        elif data.startswith(b"EXIF", at):
            exif.append(bytes(data[start:end]).removeprefix(_EXIF))
        at = end + (end - start) % 2
    else:
        found.doubt = True
    found.orientation = orientation_of(exif)
    return found


def _any(data: bytes | bytearray) -> Container:
    found = Container()
    at = 0
    for _ in range(_MOST_PIECES):
        word = data.find(b"xmpmeta", at)
        if word < 0:
            break
        at = word + 1
        start = data.rfind(b"<", max(0, word - 20), word)
        closing = data.find(b"xmpmeta", at, start + MOST_BYTES)
        end = data.find(b">", closing, closing + 20) + 1
        if start >= 0 and closing >= 0 and end > 0 and len(found.packets) < _MOST_PACKETS:
            found.packets.append(bytes(data[start:end]))
            found.read.append((start, end))
            at = end
    else:
        found.doubt = True
    return found


def _number(data: bytes | bytearray, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")
