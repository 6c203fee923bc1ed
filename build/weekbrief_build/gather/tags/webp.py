"""Finds the XMP packets and the EXIF orientation in a WebP, without decoding a pixel; what it did not read, it says (RFC 9649, 2.7)."""

from __future__ import annotations

from weekbrief_build.gather.tags.container import MOST_PIECES, Container, Data
from weekbrief_build.gather.tags.exif_texts import texts_in_exif
from weekbrief_build.gather.tags.orientation import orientation_of

_FOURTEEN_BITS = 0x3FFF


def is_webp(data: Data) -> bool:
    """Whether a file begins as a WebP."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def read_webp(data: Data) -> Container:
    """What the bytes of a WebP hold; raises nothing, whatever they are."""
    found = Container()
    exif: list[bytes] = []
    at = 12
    for _ in range(MOST_PIECES):
        if at + 8 > len(data):
            break
        start = at + 8
        end = start + int.from_bytes(data[at + 4 : start], "little")
        if data.startswith(b"XMP ", at):
            found.take(bytes(data[start:end]) if end <= len(data) else None, start, end)
        elif data.startswith(b"EXIF", at):
            exif.append(bytes(data[start:end]).removeprefix(b"Exif\0\0"))
            found.texts += texts_in_exif(exif[-1])
        elif data.startswith(b"VP8X", at):
            found.size = (
                1 + int.from_bytes(data[start + 4 : start + 7], "little"),
                1 + int.from_bytes(data[start + 7 : start + 10], "little"),
            )
        elif found.size is None and data.startswith((b"VP8 ", b"VP8L"), at):
            found.size = _size_of(data, at, start)
        at = end + (end - start) % 2
    else:
        found.doubt = True
    found.orientation = orientation_of(exif)
    return found


def _size_of(data: Data, at: int, start: int) -> tuple[int, int] | None:
    """Of the pixels in a chunk (RFC 6386, 9.1; RFC 9649, 3.4); None where it says none."""
    if data.startswith(b"VP8L", at):
        sides = int.from_bytes(data[start + 1 : start + 5], "little")
        return 1 + (sides & _FOURTEEN_BITS), 1 + (sides >> 14 & _FOURTEEN_BITS)
    if data[start + 3 : start + 6] != b"\x9d\x01\x2a":
        return None
    width, height = (int.from_bytes(data[start + side : start + side + 2], "little") & _FOURTEEN_BITS for side in (6, 8))
    return width, height
