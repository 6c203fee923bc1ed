"""Draws photographs to measure with: 12 megapixels and some 4 MB each, no two alike; drawn once and kept.

They are no photographs of anybody: soft clouds of colour under fine noise, which a JPEG packs about as badly as a class in a wood.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import gettempdir

from PIL import Image, ImageChops

SIZE = (4000, 3000)
QUALITY = 84
KEPT = Path(gettempdir()) / "weekbrief-bench" / "photographs"


def photographs(count: int) -> list[Path]:
    """The first `count` photographs; those that are not there yet are drawn first."""
    KEPT.mkdir(parents=True, exist_ok=True)
    files = [KEPT / f"{number:03}.jpg" for number in range(count)]
    missing = [file for file in files if not file.exists()]
    if missing:
        print(f"drawing {len(missing)} photographs of 12 megapixels in {KEPT} ...", flush=True)
        grain = Image.effect_noise(SIZE, 26)
        with ProcessPoolExecutor(os.cpu_count()) as processes:
            list(processes.map(partial(_draw, grain=grain), missing))
    return files


def _draw(file: Path, grain: Image.Image) -> None:
    clouds = [Image.effect_noise((40, 30), 90).resize(SIZE, Image.Resampling.BICUBIC) for _ in "RGB"]
    noise = ImageChops.offset(grain, int(file.stem) * 37, int(file.stem) * 53)
    draft = file.with_suffix(".draft")
    Image.blend(Image.merge("RGB", clouds), Image.merge("RGB", [noise] * 3), 0.35).save(draft, "JPEG", quality=QUALITY)
    draft.rename(file)
