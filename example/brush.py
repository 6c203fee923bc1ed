"""A canvas on which flat, soft shapes are drawn at three times their size and then shrunk; nothing here is random."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw

WIDTH, HEIGHT = 1200, 900
FINER = 3
"""How many times larger than the picture it is drawn: shrinking is what makes edges smooth."""
GOLDEN = (math.sqrt(5) - 1) / 2

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure's own coordinates lie on the canvas: moved, scaled, turned (degrees, clockwise) and mirrored."""

    x: float = 0
    y: float = 0
    scale: float = 1
    turn: float = 0
    mirror: bool = False

    def __call__(self, point: Point) -> Point:
        """The point on the canvas."""
        across, down = (-point[0] if self.mirror else point[0]) * self.scale, point[1] * self.scale
        sine, cosine = math.sin(math.radians(self.turn)), math.cos(math.radians(self.turn))
        return self.x + across * cosine - down * sine, self.y + across * sine + down * cosine


def mixed(one: str, other: str, share: float) -> str:
    """The colour that lies `share` (0 to 1) of the way from one to the other."""
    pairs = zip(ImageColor.getrgb(one)[:3], ImageColor.getrgb(other)[:3], strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def scattered(count: int, box: tuple[float, float, float, float], start: int = 1) -> Iterator[tuple[float, float, float]]:
    """Points spread evenly but not in rows over a box (left, top, right, bottom), each with a number from 0 to 1 of its own."""
    left, top, right, bottom = box
    for index in range(start, start + count):
        yield left + (right - left) * (index * 0.7548776662 % 1), top + (bottom - top) * (index * 0.5698402910 % 1), index * GOLDEN % 1


def curve(points: Sequence[Point], *, closed: bool) -> list[Point]:
    """A smooth line through the points (Catmull-Rom), as many short straight ones."""
    count, steps = len(points), 14
    line: list[Point] = []
    for index in range(count if closed else count - 1):
        if closed:
            four = [points[(index + offset) % count] for offset in (-1, 0, 1, 2)]
        else:
            four = [points[min(max(index + offset, 0), count - 1)] for offset in (-1, 0, 1, 2)]
        line.extend(_between(four, step / steps) for step in range(steps))
    return line if closed else [*line, points[-1]]


def _between(four: Sequence[Point], t: float) -> Point:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = four
    weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, -(t**2) + t**3)
    return (
        sum(w * v for w, v in zip(weights, (ax, bx, cx, dx), strict=True)) / 2,
        sum(w * v for w, v in zip(weights, (ay, by, cy, dy), strict=True)) / 2,
    )


class Canvas:
    """A picture in the making, in pixels of the finished picture; colours are `#rrggbb`, or `#rrggbbaa` to let through what is below."""

    def __init__(self, colour: str) -> None:
        self._image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), colour)
        self._draw = ImageDraw.Draw(self._image, "RGBA")
        self._place = Place()
        self.faces: dict[str, Box] = {}
        """Where the face of each person is that was drawn."""

    @contextmanager
    def placed(self, place: Place) -> Iterator[None]:
        """Draw in a figure's own coordinates; places do not nest."""
        before, self._place = self._place, place
        try:
            yield
        finally:
            self._place = before

    def shape(self, points: Sequence[Point], colour: str) -> None:
        """A filled shape with straight sides."""
        self._draw.polygon([(x * FINER, y * FINER) for x, y in map(self._place, points)], fill=colour)

    def blob(self, points: Sequence[Point], colour: str) -> None:
        """A filled shape with a smooth outline through the points."""
        self.shape(curve(points, closed=True), colour)

    def disc(self, centre: Point, radius: float, colour: str, *, tall: float | None = None, turn: float = 0) -> None:
        """A circle, or with `tall` an ellipse, turned clockwise."""
        around = Place(*centre, 1, turn)
        angles = [step * math.tau / 72 for step in range(72)]
        self.shape([around((radius * math.cos(a), (tall or radius) * math.sin(a))) for a in angles], colour)

    def ring(self, centre: Point, radius: float, width: float, colour: str, *, tall: float | None = None) -> None:
        """The outline of a circle or an ellipse."""
        angles = [step * math.tau / 72 for step in range(73)]
        self.line([(centre[0] + radius * math.cos(a), centre[1] + (tall or radius) * math.sin(a)) for a in angles], width, colour)

    def line(self, points: Sequence[Point], width: float, colour: str) -> None:
        """A line with round ends and bends, straight from point to point; its colour lets nothing through."""
        on_canvas = [(x * FINER, y * FINER) for x, y in map(self._place, points)]
        broad = width * self._place.scale * FINER
        self._draw.line(on_canvas, fill=colour, width=max(1, round(broad)), joint="curve")
        for x, y in (on_canvas[0], on_canvas[-1]):
            self._draw.ellipse((x - broad / 2, y - broad / 2, x + broad / 2, y + broad / 2), fill=colour)

    def stroke(self, points: Sequence[Point], width: float, colour: str) -> None:
        """A smooth line through the points."""
        self.line(curve(points, closed=False), width, colour)

    def limb(self, points: Sequence[Point], widths: tuple[float, float], colour: str) -> None:
        """A smooth line that grows from one width to another: an arm, a leg, a trunk."""
        line = curve(points, closed=False)
        start, end = widths
        radii = [(start + (end - start) * step / (len(line) - 1)) / 2 for step in range(len(line))]
        left: list[Point] = []
        right: list[Point] = []
        for index, ((x, y), radius) in enumerate(zip(line, radii, strict=True)):
            (px, py), (nx, ny) = line[max(index - 1, 0)], line[min(index + 1, len(line) - 1)]
            length = math.hypot(nx - px, ny - py) or 1
            across, down = -(ny - py) / length * radius, (nx - px) / length * radius
            left.append((x + across, y + down))
            right.append((x - across, y - down))
        self.shape([*left, *reversed(right)], colour)
        self.disc(line[0], radii[0], colour)
        self.disc(line[-1], radii[-1], colour)

    def card(self, box: tuple[float, float, float, float], colour: str, *, corner: float = 0) -> None:
        """A rectangle (left, top, right, bottom) with round corners."""
        left, top, right, bottom = box
        if not corner:
            self.shape([(left, top), (right, top), (right, bottom), (left, bottom)], colour)
            return
        points: list[Point] = []
        for x, y, first in ((right, top, 270), (right, bottom, 0), (left, bottom, 90), (left, top, 180)):
            inner = (x - corner if x == right else x + corner, y + corner if y == top else y - corner)
            for step in range(9):
                angle = math.radians(first + step * 90 / 8)
                points.append((inner[0] + corner * math.cos(angle), inner[1] + corner * math.sin(angle)))
        self.shape(points, colour)

    def fade(self, top: float, bottom: float, above: str, below: str) -> None:
        """A band over the whole width that fades from one colour to the other."""
        for row in range(int(top), int(bottom)):
            colour = mixed(above, below, (row - top) / (bottom - top))
            self._draw.rectangle((0, row * FINER, WIDTH * FINER, (row + 1) * FINER), fill=colour)

    def shrunk(self, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
        """The picture as it is seen."""
        return self._image.resize(size, Image.Resampling.LANCZOS)

    def save(self, file: Path, tags: bytes = b"") -> None:
        """Shrink and write the picture as a JPEG, with an XMP packet where there is one."""
        self.shrunk().save(file, "JPEG", quality=55, optimize=True, progressive=True, **({"xmp": tags} if tags else {}))
