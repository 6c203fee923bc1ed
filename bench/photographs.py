"""Draws photographs to measure with: 12 megapixels and some 4 MB each, no two alike; drawn once and kept.

They are no photographs of anybody: soft clouds of colour under fine noise, which a JPEG packs about as badly as a class in a wood.
And specks: pictures of a few pixels, no two alike, for a school with as many pictures and next to no bytes in them.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from PIL import Image, ImageChops
from programs import KEPT

SIZE = (4000, 3000)
QUALITY = 84
SPECK = (4, 3)


def photographs(count: int) -> list[Path]:
    """The first `count` photographs; those that are not there yet are drawn first."""
    folder = KEPT / "photographs"
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{number:03}.jpg" for number in range(count)]
    missing = [file for file in files if not file.exists()]
    if missing:
        print(f"drawing {len(missing)} photographs of 12 megapixels in {folder} ...", flush=True)
        grain = Image.effect_noise(SIZE, 26)
        with ProcessPoolExecutor(os.cpu_count()) as processes:
            list(processes.map(partial(_draw, grain=grain), missing))
    return files


def specks(count: int) -> list[Path]:
    """The first `count` specks."""
    folder = KEPT / "specks"
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{number:03}.jpg" for number in range(count)]
    for number, file in enumerate(files):
        Image.new("RGB", SPECK, (number % 16 * 16, number // 16 * 16, 128)).save(file, "JPEG", quality=QUALITY)
    return files


def _draw(file: Path, grain: Image.Image) -> None:
    clouds = [Image.effect_noise((40, 30), 90).resize(SIZE, Image.Resampling.BICUBIC) for _ in "RGB"]
    noise = ImageChops.offset(grain, int(file.stem) * 37, int(file.stem) * 53)
    draft = file.with_suffix(".draft")
    Image.blend(Image.merge("RGB", clouds), Image.merge("RGB", [noise] * 3), 0.35).save(draft, "JPEG", quality=QUALITY)
    draft.rename(file)
