"""HEIC files for the tests, packed by Debian's `heif-enc` from what is drawn here: our own library only unpacks."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

from drawings import a_file
from PIL import Image

_ROTATED = {degrees: bytes((0, 0, 0, 9)) + b"irot" + bytes((degrees // 90,)) for degrees in (90, 180, 270)}
"""Anti-clockwise (ISO/IEC 23008-12, 6.5.10)."""
_UPSIDE_DOWN, _MIRRORED = (bytes((0, 0, 0, 9)) + b"imir" + bytes((axis,)) for axis in (0, 1))
"""The upper half below, the left half on the right (6.5.12)."""

TURNS: Mapping[int, tuple[bytes, ...]] = MappingProxyType(
    {
        1: (),
        2: (_MIRRORED,),
        3: (_ROTATED[180],),
        4: (_UPSIDE_DOWN,),
        5: (_ROTATED[90], _UPSIDE_DOWN),
        6: (_ROTATED[270],),
        7: (_ROTATED[270], _UPSIDE_DOWN),
        8: (_ROTATED[90],),
    }
)
"""The boxes that turn a picture as EXIF's orientations do."""

_SIZE_AND_TYPE = 8


def a_heic(*images: Image.Image, options: Sequence[str] = (), **of_jpeg: Any) -> bytes:
    """A HEIC of these pictures, of which the first is the primary one; EXIF and profile as for a JPEG, which `heif-enc` takes over."""
    alpha = any(image.mode == "RGBA" for image in images)
    files = [a_file(image, "PNG") if alpha else a_file(image, quality=95, **of_jpeg) for image in images]
    return _packed(tuple(files), "png" if alpha else "jpg", tuple(options))


def turned(heic: bytes, turns: Sequence[bytes]) -> bytes:
    """A HEIC of one picture that says that it has to be turned so, as telephones write it."""
    changed = bytearray(heic)
    item_places, properties, uses = (heic.index(kind) - 4 for kind in (b"iloc", b"ipco", b"ipma"))
    end_of_uses, end_of_properties = uses + _size(heic, uses), properties + _size(heic, properties)
    known = _boxes_in(heic, properties)
    _add(changed, uses + 18, len(turns), 1)  # how many properties the first and only picture has
    changed[end_of_uses:end_of_uses] = bytes(0x80 | (known + number) for number in range(1, len(turns) + 1))
    changed[end_of_properties:end_of_properties] = b"".join(turns)
    more = len(b"".join(turns))
    _add(changed, uses + more, len(turns))
    _add(changed, properties, more)
    for kind in (b"iprp", b"meta"):
        _add(changed, heic.index(kind) - 4, more + len(turns))
    for item in range(int.from_bytes(heic[item_places + 14 : item_places + 16], "big")):
        _add(changed, item_places + 20 + 18 * item, more + len(turns))
    return bytes(changed)


def claiming(heic: bytes, width: int, height: int) -> bytes:
    """A HEIC that says its picture is as large as this."""
    at = heic.index(b"ispe") + 8
    return heic[:at] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + heic[at + 8 :]


def with_primary(heic: bytes, item: int) -> bytes:
    """A HEIC that says that another of its pictures is the primary one."""
    at = heic.index(b"pitm") + 8
    return heic[:at] + item.to_bytes(2, "big") + heic[at + 2 :]


@cache
def _packed(files: tuple[bytes, ...], ending: str, options: tuple[str, ...]) -> bytes:
    with TemporaryDirectory() as folder:
        names = [Path(folder) / f"{number}.{ending}" for number in range(len(files))]
        for name, data in zip(names, files, strict=True):
            name.write_bytes(data)
        packed = Path(folder) / "packed.heic"
        subprocess.run(["heif-enc", *options, "-o", packed, *names], check=True, capture_output=True)
        return packed.read_bytes()


def _size(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")


def _boxes_in(data: bytes, box: int) -> int:
    at, found = box + _SIZE_AND_TYPE, 0
    while at < box + _size(data, box):
        at, found = at + _size(data, at), found + 1
    return found


def _add(data: bytearray, at: int, more: int, length: int = 4) -> None:
    data[at : at + length] = (int.from_bytes(data[at : at + length], "big") + more).to_bytes(length, "big")
