"""The peer: libvips, asked through pyvips to shrink photographs as Weekbrief does; `python vips.py FOLDER PHOTOGRAPH...`."""

from __future__ import annotations

import sys
from pathlib import Path

import pyvips


def shrink(photograph: Path) -> bytes:
    """At most 1200 pixels, quality 80, no metadata."""
    small = pyvips.Image.thumbnail(str(photograph), 1200, height=1200, size="down")
    return bytes(small.jpegsave_buffer(Q=80, strip=True))


def cover_and_shrink(photograph: Path, face: tuple[float, float, float, float]) -> bytes:
    """The same with a patch (left, top, width, height, in fractions) drawn on the full picture before it is shrunk."""
    whole = pyvips.Image.new_from_file(str(photograph)).autorot()
    left, top, width, height = (round(side * length) for side, length in zip(face, (whole.width, whole.height) * 2, strict=True))
    covered = whole.draw_rect([128, 128, 128], left, top, width, height, fill=True)
    return bytes(covered.thumbnail_image(1200, height=1200, size="down").jpegsave_buffer(Q=80, strip=True))


if __name__ == "__main__":
    folder, *photographs = map(Path, sys.argv[1:])
    for photograph in photographs:
        (folder / photograph.name).write_bytes(shrink(photograph))
