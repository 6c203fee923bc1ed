"""Draws the pictures of feasts (Sinterklaas, Christmas, the musical): who is in them, and what they do."""

from __future__ import annotations

import math

from example.brush import HEIGHT, WIDTH, Canvas, mixed
from example.cast import somebody
from example.figures import Pose
from example.places import stage


def musical(canvas: Canvas) -> None:
    """Fenna sings, Ravi dances, Sophie takes a bow: the audition."""
    stage(canvas)
    somebody(
        canvas, "ravi-sharma", (330, 810, 1.65), Pose(left=(-70, -46), right=(66, 10), feet=((-34, 0), (40, -26)), mouth="laugh", tilt=-6)
    )
    somebody(canvas, "sophie-mensah", (870, 810, 1.65), Pose(left=(-66, -10), right=(70, -44), mouth="laugh", eyes="happy", tilt=7))
    somebody(canvas, "fenna-de-graaf", (600, 830, 1.75), Pose(left=(-62, 30), right=(24, -4), mouth="oh", eyes="open", tilt=4))
    canvas.limb([(646, 560), (628, 524)], (14, 20), "#3a3f4c")
    canvas.disc((624, 516), 20, "#9aa3ab")
    canvas.disc((642, 548), 21, "#fbdcc4")
    for x, y, size in ((470, 330, 1.0), (740, 300, 1.2), (790, 410, 0.9), (430, 440, 0.8)):
        canvas.disc((x, y), 13 * size, "#ffe08a", tall=10 * size, turn=-20)
        canvas.line([(x + 11 * size, y), (x + 11 * size, y - 48 * size), (x + 30 * size, y - 40 * size)], 5 * size, "#ffe08a")


def shoes(canvas: Canvas) -> None:
    """Shoes before the hearth, with carrots and a drawing for Sinterklaas."""
    canvas.card((0, 0, WIDTH, 690), "#b9453f")
    for y in range(0, 690, 46):
        canvas.line([(0, y), (WIDTH, y)], 3, "#a33a36")
        for x in range(-60 + y % 92, WIDTH, 120):
            canvas.line([(x, y), (x, y + 46)], 3, "#a33a36")
    canvas.fade(690, HEIGHT, "#8a5a3c", "#74482f")
    canvas.card((300, 230, 900, 700), "#e9dcc6", corner=6)
    canvas.card((390, 320, 810, 700), "#2a2024")
    canvas.card((250, 180, 950, 244), "#6b4227", corner=10)
    for radius, light in ((190, "22"), (130, "33")):
        canvas.disc((600, 600), radius, f"#ffb347{light}")
    for colour, broad, tall in (("#e4572e", 118, 230), ("#f2913b", 84, 170), ("#f9d46b", 48, 104)):
        canvas.blob(
            [
                (600 - broad, 670),
                (600 - broad * 0.8, 610),
                (600 - broad * 0.5, 640 - tall * 0.5),
                (600 - broad * 0.1, 670 - tall),
                (600 + broad * 0.3, 640 - tall * 0.4),
                (600 + broad * 0.62, 650 - tall * 0.62),
                (600 + broad, 670),
            ],
            colour,
        )
    for left, right in (((470, 680), (730, 652)), ((480, 652), (724, 684))):
        canvas.limb([left, right], (34, 30), "#7a4a2c")
        canvas.disc(right, 13, "#d9a066")
    for x, colour in ((310, "#e8505b"), (420, "#f2b134"), (760, "#3fa796")):
        canvas.card((x - 22, 150, x + 22, 184), "#f4ead9", corner=4)
        canvas.card((x - 15, 92, x + 15, 154), colour, corner=5)
        canvas.disc((x, 74), 9, "#ffd166", tall=17)
    canvas.card((820, 70, 920, 180), "#d9a22b", corner=4)
    canvas.card((830, 80, 910, 170), "#bfe3ef")
    canvas.disc((870, 128), 24, "#74b566")
    for x, y, colour, filled in (
        (190, 800, "#3f7cac", "carrot"),
        (430, 830, "#e8505b", "note"),
        (690, 815, "#f2b134", "carrot"),
        (950, 835, "#3fa796", "note"),
    ):
        _shoe(canvas, x, y, colour, filled)
    for x, y in ((330, 868), (352, 880), (560, 876), (590, 862), (820, 872), (846, 884), (1080, 860)):
        canvas.disc((x, y), 12, "#a9682f", tall=9)
        canvas.disc((x - 3, y - 2), 4, "#c58345", tall=3)


def _shoe(canvas: Canvas, x: float, y: float, colour: str, filled: str) -> None:
    if filled == "carrot":
        for dx in (-14, 2, 16):
            canvas.limb([(x - 40, y - 84), (x - 46 + dx, y - 150)], (12, 6), "#4c9f70")
        canvas.limb([(x - 40, y - 90), (x - 36, y - 10)], (38, 14), "#ee8434")
    else:
        canvas.card((x - 76, y - 160, x + 6, y - 40), "#fffaf0", corner=3)
        canvas.disc((x - 36, y - 120), 17, "#e8505b")
        canvas.line([(x - 60, y - 84), (x - 14, y - 84)], 5, "#3f7cac")
    canvas.blob([(x - 96, y - 70), (x + 4, y - 70), (x + 26, y - 34), (x + 106, y - 16), (x + 112, y + 22), (x - 92, y + 24)], colour)
    canvas.card((x - 96, y + 8, x + 114, y + 28), "#fffaf0", corner=10)
    canvas.line([(x - 94, y - 66), (x, y - 66)], 15, mixed(colour, "#ffffff", 0.45))
    for step in range(3):
        canvas.line([(x + 8 + step * 20, y - 44 + step * 10), (x + 26 + step * 20, y - 60 + step * 12)], 6, "#ffffff")


def christmas(canvas: Canvas) -> None:
    """The tree in the hall, before anybody is there."""
    canvas.fade(0, 660, "#34405f", "#5a5f86")
    for x in (60, 890):
        canvas.card((x, 90, x + 250, 430), "#f4ead9", corner=10)
        canvas.card((x + 14, 104, x + 236, 416), "#1f2946")
        for dx, dy in ((60, 60), (120, 110), (180, 50), (90, 190), (170, 220), (50, 260), (200, 150)):
            canvas.disc((x + dx, 104 + dy), 6, "#ffffff")
        canvas.card((x + 120, 104, x + 130, 416), "#f4ead9")
    canvas.fade(660, HEIGHT, "#b98656", "#a06f43")
    canvas.disc((600, 790), 330, "#8f5f3a", tall=56)
    canvas.disc((600, 420), 400, "#ffe9a814")
    canvas.card((560, 690, 640, 790), "#6b4227")
    canvas.shape([(530, 730), (670, 730), (650, 800), (550, 800)], "#b3283c")
    for top, bottom, broad, colour in ((420, 710, 290, "#2b6e54"), (280, 560, 230, "#33805f"), (150, 400, 160, "#3d916c")):
        canvas.blob(
            [
                (600, top),
                (600 - broad * 0.45, top + (bottom - top) * 0.55),
                (600 - broad, bottom),
                (600 - broad * 0.5, bottom + 18),
                (600, bottom + 6),
                (600 + broad * 0.5, bottom + 18),
                (600 + broad, bottom),
                (600 + broad * 0.45, top + (bottom - top) * 0.55),
            ],
            colour,
        )
    for y, broad in ((380, 110), (540, 170), (690, 225)):
        canvas.stroke([(600 - broad, y), (600, y + 34), (600 + broad, y - 10)], 7, "#f2c14e")
    for x, y, colour in (
        (560, 300, "#e8505b"),
        (640, 350, "#5fa8d3"),
        (520, 470, "#f2b134"),
        (610, 480, "#e8505b"),
        (690, 510, "#9b72cf"),
        (450, 630, "#5fa8d3"),
        (560, 640, "#e8505b"),
        (660, 620, "#f2b134"),
        (745, 650, "#e8505b"),
    ):
        canvas.disc((x, y), 23, colour)
        canvas.disc((x - 7, y - 8), 6, "#ffffffa0")
    star = [
        (
            600 + (58 if step % 2 == 0 else 25) * math.sin(step * math.pi / 5),
            140 - (58 if step % 2 == 0 else 25) * math.cos(step * math.pi / 5),
        )
        for step in range(10)
    ]
    canvas.shape(star, "#ffd166")
    for x, y, broad, tall, colour, ribbon in (
        (330, 800, 130, 100, "#e8505b", "#fff3df"),
        (460, 826, 100, 74, "#3fa796", "#f2c14e"),
        (770, 806, 150, 110, "#5fa8d3", "#fff3df"),
        (890, 830, 90, 66, "#f2b134", "#b3283c"),
    ):
        canvas.card((x - broad / 2, y - tall, x + broad / 2, y), colour, corner=5)
        canvas.card((x - 9, y - tall, x + 9, y), ribbon)
        for side in (-1, 1):
            canvas.disc((x + side * 17, y - tall - 9), 18, ribbon, tall=10, turn=side * -25)
