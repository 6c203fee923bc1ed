"""Reads which way up a picture is from its EXIF (Exif 2.32, 4.6.4, tag 0x0112); where that is not certain, no frame has a place."""

from __future__ import annotations

import struct
from collections.abc import Sequence

UPRIGHT = 1
_TAG, _SHORT, _ENTRY = 0x0112, 3, 12
_ORIENTATIONS = range(1, 9)


def orientation_of(blocks: Sequence[bytes]) -> int | None:
    """The orientation that the EXIF blocks of a file (each from its byte order on) say: 1 where none does, None where it is not certain."""
    if not blocks:
        return UPRIGHT
    return _written(blocks[0]) if len(blocks) == 1 else None


def _written(exif: bytes) -> int | None:
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if not order:
        return None
    found = []
    try:
        (at,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, at)
        for entry in range(at + 2, at + 2 + count * _ENTRY, _ENTRY):
            tag, kind, length, value = struct.unpack_from(f"{order}HHIH", exif, entry)
            if tag == _TAG:
                found.append(value if (kind, length) == (_SHORT, 1) else None)
    except struct.error:
        return None
    if not found:
        return UPRIGHT
    return found[0] if len(found) == 1 and found[0] in _ORIENTATIONS else None
