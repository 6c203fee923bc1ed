"""Decides what a frame around a face can cover; pure geometry, in fractions of the upright picture.

A frame counts as marked only if it can cover (DESIGN.md, "Who may see it"): a frame of a few pixels is a slip of the mouse, and one around
half the class is nobody's face. Where faces were looked for, a frame also has to hold one: its middle lies in the frame, and all of it
lies within what the patch around the frame covers at least (`media.pictures.cover` goes further).
"""

from __future__ import annotations

from collections.abc import Iterable

from weekbrief_build.school.post import Region

LEAST_SHARE, LEAST_PIXELS = 0.02, 20
"""Of a frame's shorter side: of the picture's width, and in pixels."""
MOST_AREA = 0.6
"""Of the picture."""
ASIDE, ABOVE = 0.35, 0.6
"""Of a frame's own side: how far beyond it a patch reaches at least."""
_A_HAIR = 1e-9
"""What rounding takes from twenty pixels."""

Size = tuple[int, int]
"""Width and height of the upright picture, in pixels."""


def can_cover(frame: Region, size: Size | None) -> bool:
    """Whether a frame in a picture of this size can cover a face; of a picture whose size nobody can say, none can."""
    if size is None or frame.width * frame.height > MOST_AREA + _A_HAIR:
        return False
    shorter = min(frame.width * size[0], frame.height * size[1])
    return shorter >= max(LEAST_PIXELS, LEAST_SHARE * size[0]) - _A_HAIR


def holds(frame: Region, face: Region) -> bool:
    """Whether the middle of a face lies within a frame."""
    x, y = face.x + face.width / 2, face.y + face.height / 2
    return frame.x <= x <= frame.x + frame.width and frame.y <= y <= frame.y + frame.height


def hides(frame: Region, face: Region) -> bool:
    """Whether a patch around this frame would lie over all of the face."""
    aside, above, below = ASIDE * frame.width, ABOVE * frame.height, ASIDE * frame.height
    across = frame.x - aside <= face.x and face.x + face.width <= frame.x + frame.width + aside
    return across and frame.y - above <= face.y and face.y + face.height <= frame.y + frame.height + below


def nearest(face: Region, frames: Iterable[Region]) -> Region | None:
    """Of the frames that hold a face, the one in whose middle it lies best; None where none holds it."""
    holding = [frame for frame in frames if holds(frame, face)]
    return min(holding, key=lambda frame: (_apart(frame, face), frame.x, frame.y, frame.width, frame.height), default=None)


def middle(face: Region) -> Region:
    """The middle half of a face."""
    return Region(face.x + face.width / 4, face.y + face.height / 4, face.width / 2, face.height / 2)


def _apart(one: Region, other: Region) -> float:
    """How far apart two middles are, squared."""
    across = one.x - other.x + (one.width - other.width) / 2
    down = one.y - other.y + (one.height - other.height) / 2
    return across * across + down * down
