"""Proves of finished bytes that they hold a picture and nothing else: what is not on the list may not leave.

Written from the specifications and without Pillow, so that a fault of whoever made the bytes cannot hide here too.
A JPEG (ITU T.81, annex B; JFIF 1.02) may hold JFIF without a thumbnail, tables, one baseline frame in one or more scans;
a PNG (W3C PNG, third edition) one RGB image of 8 bits in IDAT. Comments, EXIF, XMP, profiles, text, and bytes after the end are refused.
"""

from __future__ import annotations

import zlib

from weekbrief_build.media.pictures.recipe import LONGER_SIDE

_APP0, _DQT, _SOF0, _DHT, _SOS, _EOI = 0xE0, 0xDB, 0xC0, 0xC4, 0xDA, 0xD9
_RESTARTS = range(0xD0, 0xD8)
_ESCAPED = 0x00
_JFIF_LENGTH = 14
_COMPONENTS = 3


class NotOnlyPixelsError(Exception):
    """The bytes hold something that is not a picture; it says what kind of thing, never what it says."""


def audit(data: bytes, media_type: str) -> tuple[int, int]:
    """The width and height of a picture that may leave; raises NotOnlyPixelsError where anything else is in it."""
    readers = {"image/jpeg": _audit_jpeg, "image/png": _audit_png}
    if media_type not in readers:
        raise NotOnlyPixelsError("media type")
    width, height = readers[media_type](data)
    if not (1 <= width <= LONGER_SIDE and 1 <= height <= LONGER_SIDE):
        raise NotOnlyPixelsError("size")
    return width, height


def _audit_jpeg(data: bytes) -> tuple[int, int]:
    """Walk the markers from the first to the last byte."""
    if not data.startswith(b"\xff\xd8"):
        raise NotOnlyPixelsError("start")
    at, seen, size = 2, [], (0, 0)
    while data[at : at + 2] != bytes((0xFF, _EOI)):
        if at + 4 > len(data) or data[at] != 0xFF:  # noqa: PLR2004 - a marker's first byte
            raise NotOnlyPixelsError("marker")
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at + 4 : at + 2 + length]
        if length < 2 or len(segment) != length - 2 or not _fits(marker, segment):  # noqa: PLR2004 - a length counts its own two bytes
            raise NotOnlyPixelsError(f"segment {marker:02x}")
        seen.append(marker)
        if marker == _SOF0:
            size = (int.from_bytes(segment[3:5], "big"), int.from_bytes(segment[1:3], "big"))
        at += 2 + length
        if marker == _SOS:
            at = _end_of_scan(data, at)
    if at + 2 != len(data):
        raise NotOnlyPixelsError("bytes after the end")
    if seen[:1] != [_APP0] or seen.count(_APP0) != 1 or seen.count(_SOF0) != 1 or _SOS not in seen:
        raise NotOnlyPixelsError("order")
    return size


def _fits(marker: int, segment: bytes) -> bool:
    """Whether a segment is one that a picture needs, and no longer than what it says it holds."""
    if marker == _APP0:
        return len(segment) == _JFIF_LENGTH and segment.startswith(b"JFIF\0") and segment.endswith(b"\0\0")
    if marker == _DQT:
        return len(segment) > 0 and len(segment) % 65 == 0 and all(number < 4 for number in segment[::65])  # noqa: PLR2004 - four tables, 8 bits
    if marker == _DHT:
        at = 0
        while at + 17 <= len(segment):
            at += 17 + sum(segment[at + 1 : at + 17])
        return at == len(segment) > 0
    if marker == _SOF0:
        return len(segment) == 6 + 3 * _COMPONENTS and segment[0] == 8 and segment[5] == _COMPONENTS  # noqa: PLR2004 - 8 bits a sample
    if marker == _SOS:
        return len(segment) == 4 + 2 * segment[0] if segment else False
    return False


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands that is none of a scan's own."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != _ESCAPED and data[at + 1] not in _RESTARTS:
            return at
        at += 2
    raise NotOnlyPixelsError("end")


def _audit_png(data: bytes) -> tuple[int, int]:
    """Walk the chunks, then unpack the pixels and count them."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise NotOnlyPixelsError("start")
    at, chunks = 8, []
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise NotOnlyPixelsError("chunk")
        chunks.append((kind, data[at + 8 : end - 4]))
        at = end
    kinds = [kind for kind, _ in chunks]
    if kinds != [b"IHDR", *[b"IDAT"] * (len(kinds) - 2), b"IEND"] or chunks[-1][1]:
        raise NotOnlyPixelsError("chunks")
    header = chunks[0][1]
    if len(header) != 13 or header[8:] != bytes((8, 2, 0, 0, 0)):  # noqa: PLR2004 - IHDR: 8 bits, RGB, not interlaced
        raise NotOnlyPixelsError("header")
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    _count_pixels(b"".join(pixels for _, pixels in chunks[1:-1]), height * (1 + 3 * width))
    return width, height


def _count_pixels(packed: bytes, expected: int) -> None:
    unpacker = zlib.decompressobj()
    try:
        pixels = unpacker.decompress(packed, min(expected, 3 * LONGER_SIDE**2 + LONGER_SIDE) + 1)
    except zlib.error:
        raise NotOnlyPixelsError("pixels") from None
    if len(pixels) != expected or not unpacker.eof or unpacker.unused_data:
        raise NotOnlyPixelsError("pixels")
