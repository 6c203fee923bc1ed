"""Covers faces with solid patches; nothing of what lies under a patch has any part in what leaves.

Blurred and pixelated faces can be recognised again (arXiv 2506.12344, 1609.00408, 2210.10651): so a patch is one colour, and
that colour is taken from around it, never from the face.
"""

from __future__ import annotations

from collections.abc import Collection
from math import ceil, floor, isfinite

from PIL import Image

from weekbrief_build.pictures.spoiled import Fault, UnfitError
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
    covered = image.copy()
    for box in boxes:
        covered.paste(_colour_around(image, box), box)
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


def _colour_around(image: Image.Image, box: Box) -> int | tuple[int, ...]:
    """The mean colour of a ring around a patch, an eighth of it wide, in 16 levels; grey where the patch is all there is."""
    left, upper, right, lower = box
    aside, above = max(2, (right - left) // 8), max(2, (lower - upper) // 8)
    outer = (max(0, left - aside), max(0, upper - above), min(image.width, right + aside), min(image.height, lower + above))
    strips = (
        (outer[0], outer[1], outer[2], upper),
        (outer[0], lower, outer[2], outer[3]),
        (outer[0], upper, left, lower),
        (right, upper, outer[2], lower),
    )
    bands = len(image.getbands())
    total, weight = [0.0] * bands, 0
    for strip in strips:
        area = (strip[2] - strip[0]) * (strip[3] - strip[1])
        if area > 0:
            mean = image.resize((1, 1), Image.Resampling.BOX, strip).getpixel((0, 0))
            for band, value in enumerate(mean if isinstance(mean, tuple) else (mean,)):
                total[band] += area * (value or 0)
            weight += area
    colour = [int(band / weight) // 16 * 16 + 8 if weight else 128 for band in total]
    if image.mode == "RGBA":
        colour[3] = 255  # a patch that can be seen through is none
    return colour[0] if bands == 1 else tuple(colour)
