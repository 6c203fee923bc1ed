"""Finds faces in a picture, as a safety net: a face that it finds is there to be asked about; that it finds none proves nothing.

YuNet (MIT; https://github.com/opencv/opencv_zoo/tree/main/models/face_detection_yunet) sees faces of some size that are upright. So it
looks at the picture in several sizes and turned by each eighth of a circle, and what it sees twice counts once. Measured on 48 photographs
of groups: 0.996 of 555 faces, and one box in six pictures that is none.

It is run by the worker alone (`face_worker`), a process with a limit to its time and memory, and needs the extra `weekbrief[faces]`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from weekbrief_build.media.pictures.recipe import LOOKED_AT
from weekbrief_build.school.post import Region

SIDES = (640, 1280, LOOKED_AT)
"""Longer sides, in pixels, in which an upright picture is looked at: each finds faces of another size."""
TURNED_SIDE = 1024
"""The longer side in which it is looked at turned."""
TURNS = range(45, 360, 45)
ENLARGED = 2.0
"""A picture is not enlarged more than this: what the net sees in what then is made up is nobody."""
SMALLEST = 8
"""Pixels on the longer side of a face; with fewer, nobody is known again in the half of them that leaves."""
SCORE, SCORE_TURNED = 0.6, 0.75
"""From which score on a box is a face; a turned picture has more that looks like one."""
_ALIKE, _WITHIN = 0.4, 0.7
"""Two boxes are one face where they share so much of both together, or of the smaller one."""
CELL, STRIP = 32, 160
"""The sides of what the net is given are multiples of its cells, and never shorter than a strip of them."""
GREY = (128, 128, 128)
_BOXES = 5000
_NET_ALIKE = 0.3

Pixels = NDArray[np.uint8]
Boxes = NDArray[np.float64]
"""A row per face: left, upper, right, lower, in pixels of the picture that was given, and the score."""


class Detector:
    """The net, loaded once. It uses one thread: as many pictures are looked at at once as there are processors."""

    def __init__(self, model: bytes) -> None:
        cv2.setNumThreads(1)
        net, no_settings = np.frombuffer(model, np.uint8), np.empty(0, np.uint8)
        self._net = cv2.FaceDetectorYN.create("onnx", net, no_settings, (320, 320), SCORE, _NET_ALIKE, _BOXES)

    def faces(self, image: Image.Image) -> tuple[Region, ...]:
        """Where the faces are in this picture (RGB, upright), the clearest first."""
        pixels = np.ascontiguousarray(np.asarray(image)[:, :, ::-1])
        boxes = np.concatenate([*self._upright(pixels), *self._turned(pixels)])
        return tuple(_region(box, image.size) for box in _each_once(_in_the_picture(boxes, image.size)))

    def _upright(self, pixels: Pixels) -> Iterator[Boxes]:
        for scale in _scales(pixels, SIDES):
            boxes = self._seen(_sized(pixels, scale), SCORE)
            boxes[:, :4] /= scale
            yield boxes

    def _turned(self, pixels: Pixels) -> Iterator[Boxes]:
        (scale,) = _scales(pixels, [TURNED_SIDE])
        small = _sized(pixels, scale)
        height, width = small.shape[:2]
        for angle in TURNS:
            turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
            cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
            around = ceil(height * sine + width * cosine), ceil(height * cosine + width * sine)
            turn[:, 2] += (around[0] - width) / 2, (around[1] - height) / 2
            boxes = self._seen(cv2.warpAffine(small, turn, around, borderValue=GREY).astype(np.uint8, copy=False), SCORE_TURNED)
            centres = (boxes[:, :2] + boxes[:, 2:4]) / 2 @ (back := cv2.invertAffineTransform(turn))[:, :2].T + back[:, 2]
            half = ((boxes[:, 2] - boxes[:, 0]) + (boxes[:, 3] - boxes[:, 1]))[:, None] / 4
            yield np.concatenate([(centres - half) / scale, (centres + half) / scale, boxes[:, 4:]], axis=1)

    def _seen(self, pixels: Pixels, score: float) -> Boxes:
        """The faces in this picture, as it is; around it the net is given grey, for of a narrow strip it says what was never there."""
        below, beside = (max(STRIP, -(-length // CELL) * CELL) - length for length in pixels.shape[:2])
        pixels = cv2.copyMakeBorder(pixels, 0, below, 0, beside, cv2.BORDER_CONSTANT, value=GREY).astype(np.uint8, copy=False)
        self._net.setScoreThreshold(score)
        self._net.setInputSize((pixels.shape[1], pixels.shape[0]))
        rows = self._net.detect(pixels)[1]
        if rows is None:
            return np.empty((0, 5))
        return np.stack([rows[:, 0], rows[:, 1], rows[:, 0] + rows[:, 2], rows[:, 1] + rows[:, 3], rows[:, 14]], axis=1).astype(np.float64)


def _scales(pixels: Pixels, sides: Sequence[int]) -> list[float]:
    """By how much to enlarge a picture so that its longer side becomes each of these; at least one, whatever is too much."""
    return [scale for side in sides if (scale := side / max(pixels.shape[:2])) <= ENLARGED] or [ENLARGED]


def _sized(pixels: Pixels, scale: float) -> Pixels:
    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR).astype(np.uint8, copy=False)


def _each_once(boxes: Boxes) -> Iterator[NDArray[np.float64]]:
    """The boxes of each face without those that show it again, by score."""
    boxes = boxes[np.argsort(-boxes[:, 4], kind="stable")]
    while len(boxes):
        best, rest = boxes[0], boxes[1:]
        yield best
        sides = np.clip(np.minimum(best[2:4], rest[:, 2:4]) - np.maximum(best[:2], rest[:, :2]), 0, None)
        shared, area, areas = sides.prod(axis=1), (best[2:4] - best[:2]).prod(), (rest[:, 2:4] - rest[:, :2]).prod(axis=1)
        boxes = rest[(shared < _ALIKE * (area + areas - shared)) & (shared < _WITHIN * np.minimum(area, areas))]


def _in_the_picture(boxes: Boxes, size: tuple[int, int]) -> Boxes:
    """The boxes that are large enough and have their middle in the picture: the net also sees faces in the black around it."""
    middles, sides = (boxes[:, :2] + boxes[:, 2:4]) / 2, boxes[:, 2:4] - boxes[:, :2]
    inside = np.all([(middles >= 0).all(axis=1), (middles < size).all(axis=1), sides.max(axis=1) >= SMALLEST], axis=0)
    return boxes.compress(inside, axis=0)


def _region(box: NDArray[np.float64], size: tuple[int, int]) -> Region:
    """As parts of the picture, which a face may overhang."""
    left, upper, right, lower = (min(1.0, max(0.0, float(at) / whole)) for at, whole in zip(box[:4], (*size, *size), strict=True))
    return Region(round(left, 4), round(upper, 4), round(right - left, 4), round(lower - upper, 4))
