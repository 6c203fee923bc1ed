"""Prints how long one photograph of 12 megapixels takes: Weekbrief beside libvips and beside plain Pillow, in one process and one run."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter

from history import note
from photographs import photographs
from PIL import Image, ImageOps
from vips import cover_and_shrink, shrink

from weekbrief_build.media.pictures.pixels import draw
from weekbrief_build.school.post import Region

COUNT = 12
LIMIT = 1.6
"""Times what pyvips takes."""
FACE = Region(0.4, 0.3, 0.08, 0.12)


def plain_pillow(photograph: Path) -> None:
    """What one writes without thinking of it."""
    with Image.open(photograph) as image:
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((1200, 1200))
        upright.save(BytesIO(), "JPEG", quality=80)


def main() -> None:
    """Each in turn on the same photograph, so that whatever else the machine does is shared."""
    ways: dict[str, Callable[[Path], object]] = {
        "weekbrief": lambda photograph: draw(photograph.read_bytes(), [()]),
        "pyvips": shrink,
        "plain Pillow": plain_pillow,
        "weekbrief, a face covered": lambda photograph: draw(photograph.read_bytes(), [[FACE]]),
        "pyvips, a face covered": lambda photograph: cover_and_shrink(photograph, (FACE.x, FACE.y, FACE.width, FACE.height)),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for photograph in photographs(COUNT):
        for name, way in ways.items():
            begun = perf_counter()
            way(photograph)
            times[name].append(perf_counter() - begun)
    for name, taken in times.items():
        peer = median(times["pyvips, a face covered" if "covered" in name else "pyvips"])
        limit = f"   limit {LIMIT}" if name.startswith("weekbrief") else ""
        print(f"{name:28}{median(taken) * 1000:7.0f} ms{median(taken) / peer:8.2f} x pyvips{limit}")
        note(f"a photograph: {name}", median(taken) * 1000, "ms")


if __name__ == "__main__":
    main()
