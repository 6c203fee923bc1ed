"""Prints how many faces per second are found in a photograph of 12 megapixels: Weekbrief beside its own net used once, in one process.

The photograph is the pictures of the example school, put side by side, every other one askew: drawn heads, large and small.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter

import cv2
import numpy as np
from history import note
from PIL import Image

from weekbrief_build.media.faces.detector import Detector
from weekbrief_build.media.faces.extra import net
from weekbrief_build.media.pictures.pixels import as_seen

EXAMPLE = Path(__file__).parent.parent / "content"
SIZE = (4000, 3000)
COLUMNS = 4
ANGLES = (0, 30, 0, -45, 0, 90)
TIMES = 5


def photograph() -> bytes:
    """As a JPEG."""
    whole = Image.new("RGB", SIZE, "#8a9a8c")
    width, height = SIZE[0] // COLUMNS, SIZE[1] // COLUMNS
    for number, file in enumerate(sorted(EXAMPLE.glob("*/*/*.jpg"))[: COLUMNS**2]):
        with Image.open(file) as drawn:
            turned = drawn.convert("RGB").rotate(ANGLES[number % len(ANGLES)], Image.Resampling.BICUBIC, expand=True, fillcolor="#8a9a8c")
        turned.thumbnail((width, height))
        whole.paste(turned, (number % COLUMNS * width, number // COLUMNS * height))
    data = BytesIO()
    whole.save(data, "JPEG", quality=84)
    return data.getvalue()


def once(model: bytes) -> Callable[[bytes], int]:
    """The peer: the same net, asked once about the upright picture, at 1280 pixels."""
    found = cv2.FaceDetectorYN.create("onnx", np.frombuffer(model, np.uint8), np.empty(0, np.uint8), (1280, 960), 0.6)

    def count(data: bytes) -> int:
        with Image.open(BytesIO(data)) as image:
            image.draft("RGB", (1280, 960))
            small = np.asarray(image.convert("RGB").resize((1280, 960)))
        faces = found.detect(np.ascontiguousarray(small[:, :, ::-1]))[1]
        if faces is None:
            return 0
        return len(faces)

    return count


def main() -> None:
    """Each in turn on the same photograph, so that whatever else the machine does is shared."""
    model = net()
    if not model:
        raise SystemExit("this needs the extra: pip install 'weekbrief[faces]'")
    detector = Detector(model)
    ways: dict[str, Callable[[bytes], int]] = {"weekbrief": lambda data: len(detector.faces(as_seen(data))), "YuNet, once": once(model)}
    times: dict[str, list[float]] = {name: [] for name in ways}
    faces: dict[str, int] = {}
    data = photograph()
    for _ in range(TIMES):
        for name, way in ways.items():
            begun = perf_counter()
            faces[name] = way(data)
            times[name].append(perf_counter() - begun)
    peer = median(times["YuNet, once"])
    for name, taken in times.items():
        spent = median(taken)
        print(
            f"{name:14}{faces[name]:4} faces{spent * 1000:7.0f} ms{faces[name] / spent:7.1f} faces/s{spent / peer:7.1f} x the net used once"
        )
        note(f"faces: {name}", faces[name] / spent, "a second")


if __name__ == "__main__":
    main()
