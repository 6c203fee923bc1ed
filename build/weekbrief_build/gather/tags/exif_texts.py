"""Reads the texts of EXIF: description, artist, comment, and the title, subject and keywords that Windows writes there.

Exif 2.32, 4.6; a text is of type 2 (ASCII, in truth any encoding), and Windows' own tags (0x9C9B to 0x9C9F) are UTF-16. What is cut off or
wrong ends the reading: these tags only ever add a person.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from weekbrief_build.gather.tags.iim import decoded

_ENTRY, _MOST_ENTRIES = 12, 500
_ASCII, _BYTES, _UNDEFINED = 2, 1, 7
_OF_WINDOWS = range(0x9C9B, 0x9CA0)
_COMMENT, _EXIF = 0x9286, 0x8769
_UNICODE, _PREFIX = b"UNICODE\0", 8


def texts_in_exif(block: bytes) -> Iterator[str]:
    """The texts of a block (from its byte order on); raises nothing, whatever the bytes are."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if not order:
        return
    try:
        (at,) = struct.unpack_from(f"{order}I", block, 4)
        yield from _texts(block, at, order, deeper=True)
    except struct.error:
        return


def _texts(block: bytes, at: int, order: str, *, deeper: bool) -> Iterator[str]:
    """The texts of a directory, and of the one that it points at."""
    (count,) = struct.unpack_from(f"{order}H", block, at)
    for entry in range(at + 2, at + 2 + min(count, _MOST_ENTRIES) * _ENTRY, _ENTRY):
        tag, kind, length, place = struct.unpack_from(f"{order}HHII", block, entry)
        start = entry + 8 if length <= 4 else place  # noqa: PLR2004 - what fits stands in place of where it would stand
        value = block[start : start + length]
        if tag == _EXIF and deeper:
            yield from _texts(block, place, order, deeper=False)
        elif tag in _OF_WINDOWS and kind == _BYTES:
            yield value.decode("utf-16-le", "replace").rstrip("\0")
        elif tag == _COMMENT and kind == _UNDEFINED:
            of_unicode = value.startswith(_UNICODE)
            yield value[_PREFIX:].decode(f"utf-16-{'le' if order == '<' else 'be'}", "replace") if of_unicode else decoded(value[_PREFIX:])
        elif kind == _ASCII:
            yield decoded(value.rstrip(b"\0"))
