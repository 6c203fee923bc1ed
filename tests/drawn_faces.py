"""Faces drawn for the tests, which the detector takes for faces from every side; nobody is meant by them."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageDraw

from weekbrief_build.school.post import Region

WALL = (190, 210, 200)


@dataclass(frozen=True)
class Head:
    """A head, by the middle of its face and its height, in pixels."""

    x: int
    y: int
    height: int

    def frame_in(self, size: tuple[int, int]) -> Region:
        """Its frame, from brow to chin, as somebody marks it in a picture of this size."""
        width, height = 0.7 * self.height / size[0], 0.9 * self.height / size[1]
        return Region(self.x / size[0] - width / 2, self.y / size[1] - height / 2, width, height)


def with_heads(*heads: Head, size: tuple[int, int] = (200, 150)) -> Image.Image:
    """A wall, and before it these heads, each on shoulders."""
    picture = Image.new("RGB", size, WALL)
    pen = ImageDraw.Draw(picture)
    for head in heads:
        _draw(pen, head)
    return picture


def _draw(pen: ImageDraw.ImageDraw, head: Head) -> None:
    x, y, unit = head.x, head.y, head.height

    def oval(dx: float, dy: float, width: float, height: float, colour: tuple[int, int, int]) -> None:
        middle = x + dx * unit, y + dy * unit
        pen.ellipse((middle[0] - width * unit, middle[1] - height * unit, middle[0] + width * unit, middle[1] + height * unit), fill=colour)

    shoulders = (x - 0.6 * unit, y + 0.4 * unit, x + 0.6 * unit, y + 1.6 * unit)
    pen.rounded_rectangle(shoulders, radius=unit // 5, fill=(60, 90, 160))
    oval(0, -0.06, 0.42, 0.52, (70, 45, 30))  # hair
    oval(0, 0, 0.36, 0.48, (232, 190, 160))
    for side in (-0.15, 0.15):
        oval(side, -0.08, 0.075, 0.045, (255, 255, 255))
        oval(side, -0.08, 0.035, 0.042, (50, 35, 25))
        brow = (x + (side - 0.1) * unit, y - 0.22 * unit, x + (side + 0.1) * unit, y - 0.1 * unit)
        pen.arc(brow, 200, 340, fill=(80, 50, 35), width=max(1, unit // 40))
    pen.polygon([(x, y - 0.05 * unit), (x - 0.06 * unit, y + 0.12 * unit), (x + 0.06 * unit, y + 0.12 * unit)], fill=(214, 165, 135))
    pen.chord((x - 0.14 * unit, y + 0.12 * unit, x + 0.14 * unit, y + 0.3 * unit), 10, 170, fill=(175, 75, 75))
