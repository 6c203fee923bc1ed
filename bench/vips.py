"""The peer: libvips, asked through pyvips to shrink photographs as Weekbrief does; `python vips.py FOLDER PHOTOGRAPH...`."""

from __future__ import annotations

import sys
from pathlib import Path

import pyvips


def shrink(photograph: Path) -> bytes:
    """At most 1200 pixels, quality 80, no metadata."""
    small = pyvips.Image.thumbnail(str(photograph), 1200, height=1200, size="down")
    return bytes(small.jpegsave_buffer(Q=80, strip=True))


if __name__ == "__main__":
    folder, *photographs = map(Path, sys.argv[1:])
    for photograph in photographs:
        (folder / photograph.name).write_bytes(shrink(photograph))
