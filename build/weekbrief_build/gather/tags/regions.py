"""Turns the frames of photo programs into regions of the upright picture; in doubt there is no place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from weekbrief_build.school.post import Region

_A_HAIR = 1e-3
"""What rounding may put a frame beyond the edge, as a fraction of the picture."""
_DIGITS = 9
"""Of a fraction: nobody's pixels are finer, and the last digits of a sum are noise."""


class Kind(Enum):
    """In whose words a person is named."""

    NAME = "name"  # without a frame
    MWG = "mwg"
    MICROSOFT = "microsoft"
    IPTC = "iptc"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A person named in a tag; `face` is None where the tag has no frame, or nobody can say for certain where it lies."""

    name: str
    kind: Kind = Kind.NAME
    face: Region | None = None


_Turn = Callable[[Region], Region]
_UPRIGHT: MappingProxyType[int, _Turn] = MappingProxyType(
    {
        1: lambda at: at,
        2: lambda at: Region(1 - at.x - at.width, at.y, at.width, at.height),
        3: lambda at: Region(1 - at.x - at.width, 1 - at.y - at.height, at.width, at.height),
        4: lambda at: Region(at.x, 1 - at.y - at.height, at.width, at.height),
        5: lambda at: Region(at.y, at.x, at.height, at.width),
        6: lambda at: Region(1 - at.y - at.height, at.x, at.height, at.width),
        7: lambda at: Region(1 - at.y - at.height, 1 - at.x - at.width, at.height, at.width),
        8: lambda at: Region(at.y, 1 - at.x - at.width, at.height, at.width),
    }
)
"""Where a region of the stored pixels lies in the upright picture, by EXIF orientation (Exif 2.32, 4.6.4, tag 0x0112)."""


def upright(stored: Region | None, orientation: int | None) -> Region | None:
    """The place in the upright picture; None where there is none within the picture, or its orientation is not known."""
    turn = _UPRIGHT.get(orientation) if orientation else None
    if stored is None or turn is None or stored.width <= 0 or stored.height <= 0:
        return None
    right, bottom = stored.x + stored.width, stored.y + stored.height
    if min(stored.x, stored.y) < -_A_HAIR or max(right, bottom) > 1 + _A_HAIR:
        return None
    left, top = max(stored.x, 0.0), max(stored.y, 0.0)
    turned = turn(Region(left, top, min(right, 1.0) - left, min(bottom, 1.0) - top))
    return Region(*(round(max(side, 0.0), _DIGITS) for side in (turned.x, turned.y, turned.width, turned.height)))


def near(one: Region, other: Region) -> bool:
    """Whether two frames are one but for rounding: a tenth of the face."""
    across, down = 0.1 * max(one.width, other.width) + _A_HAIR, 0.1 * max(one.height, other.height) + _A_HAIR
    return (
        abs(one.x - other.x) <= across
        and abs(one.x + one.width - other.x - other.width) <= across
        and abs(one.y - other.y) <= down
        and abs(one.y + one.height - other.y - other.height) <= down
    )
