"""Draws on the poster of a video the mark by which everybody knows that it is one; it draws on nothing else."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

_SIZE = 0.2
"""Of the mark, as a share of the poster's shorter side."""
_FINER = 4
"""How many times larger it is drawn than it stands there: shrinking makes its edges smooth."""


def with_play_mark(frame: bytes) -> bytes:
    """A frame (PNG) with a white triangle on a dark disc in its middle, as PNG."""
    with Image.open(BytesIO(frame), formats=("PNG",)) as image:
        poster = image.convert("RGB")
    broad = max(4, round(min(poster.size) * _SIZE))
    mark = _mark(broad * _FINER).resize((broad, broad), Image.Resampling.LANCZOS)
    poster.paste(mark, ((poster.width - broad) // 2, (poster.height - broad) // 2), mark)
    marked = BytesIO()
    poster.save(marked, "PNG", compress_level=1)
    return marked.getvalue()


def _mark(broad: int) -> Image.Image:
    mark = Image.new("RGBA", (broad, broad), (255, 255, 255, 0))
    draw, edge = ImageDraw.Draw(mark), broad / 20
    draw.ellipse((0, 0, broad - 1, broad - 1), fill="white")
    draw.ellipse((edge, edge, broad - 1 - edge, broad - 1 - edge), fill=(28, 27, 32, 255))
    draw.polygon([(broad * 0.38, broad * 0.28), (broad * 0.38, broad * 0.72), (broad * 0.74, broad * 0.5)], fill="white")
    return mark
