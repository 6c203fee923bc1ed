"""Covers faces with solid patches; nothing of what lies under any patch has any part in what leaves.

Blurred and pixelated faces can be recognised again (arXiv 2506.12344, 1609.00408, 2210.10651): so a patch is one colour, and
that colour is taken from around it, never from the face, nor from a face under a patch beside it. All this is done at full size, so
that nothing of a face is there any more when the picture is made smaller.
"""

from __future__ import annotations

from collections.abc import Collection
from math import ceil, floor, isfinite

from PIL import Image, ImageStat

from weekbrief_build.media.pictures.faults import Fault, UnfitError
from weekbrief_build.school.post import Region

MARGIN = 0.35
"""Of the frame's longer side, on each side of it: frames are drawn from brow to chin."""
MORE_ON_TOP = 0.25
"""Of the frame's longer side: hair, a hat."""

Box = tuple[int, int, int, int]
"""Left, upper, right, lower, in pixels; right and lower lie just outside."""


def cover(image: Image.Image, regions: Collection[Region]) -> Image.Image:
    """A copy of an upright picture (L, RGB, RGBA or CMYK, full size) with each of these regions under a patch.

    Raises UnfitError where a region has no place in the picture: what cannot be covered is not shown.
    """
    boxes = sorted(_box(region, image.size) for region in regions)
    covered, seen = image.copy(), Image.new("L", image.size, 255)
    for box in boxes:
        seen.paste(0, box)
    for box in boxes:
        covered.paste(_colour_around(image, seen, box), box)
    return covered


def _box(region: Region, size: tuple[int, int]) -> Box:
    """The pixels that a patch covers: the frame and its margins, as far as the picture goes."""
    edges = (region.x, region.y, region.x + region.width, region.y + region.height)
    if not all(isfinite(edge) for edge in edges) or region.width <= 0 or region.height <= 0:
        raise UnfitError(Fault.FACE_UNPLACED)
    centre = (region.x + region.width / 2, region.y + region.height / 2)
    if not all(0 <= at <= 1 for at in centre):
        raise UnfitError(Fault.FACE_UNPLACED)
    width, height = size
    left, upper, right, lower = edges[0] * width, edges[1] * height, edges[2] * width, edges[3] * height
    longer = max(right - left, lower - upper)
    margin, top = MARGIN * longer, (MARGIN + MORE_ON_TOP) * longer
    return (
        max(0, floor(left - margin)),
        max(0, floor(upper - top)),
        min(width, ceil(right + margin)),
        min(height, ceil(lower + margin)),
    )


def _colour_around(image: Image.Image, seen: Image.Image, box: Box) -> int | tuple[int, ...]:
    """The mean colour of a ring around a patch, an eighth of it wide, in 16 levels; grey where nothing around it is seen."""
    left, upper, right, lower = box
    aside, above = max(2, (right - left) // 8), max(2, (lower - upper) // 8)
    ring = (max(0, left - aside), max(0, upper - above), min(image.width, right + aside), min(image.height, lower + above))
    found = ImageStat.Stat(image.crop(ring), seen.crop(ring))
    colour = [int(mean) // 16 * 16 + 8 for mean in found.mean] if found.count[0] else [128] * len(image.getbands())
    if image.mode == "RGBA":
        colour[3] = 255  # a patch that can be seen through is none
    return colour[0] if len(colour) == 1 else tuple(colour)
