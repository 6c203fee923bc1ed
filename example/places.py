"""Draws where the pictures are set: the wood, the classroom, the gym, the stage, the hall and the street at night."""

from __future__ import annotations

import math

from example.brush import HEIGHT, WIDTH, Canvas, Point, mixed, scattered

LEAVES = ("#e07a2f", "#d9a22b", "#c4472f", "#e9b949", "#a95c2c")


def leaf(canvas: Canvas, centre: Point, size: float, turn: float, colour: str) -> None:
    """A fallen leaf."""
    x, y = centre
    canvas.disc((x, y), size, colour, tall=size * 0.5, turn=turn)
    across, down = math.cos(math.radians(turn)) * size, math.sin(math.radians(turn)) * size
    canvas.line([(x - across, y - down), (x + across * 1.5, y + down * 1.5)], 1.8, mixed(colour, "#000000", 0.25))


def acorn(canvas: Canvas, x: float, y: float, size: float = 1, turn: float = 20) -> None:
    """An acorn in its cup."""
    sine, cosine = math.sin(math.radians(turn)), math.cos(math.radians(turn))
    canvas.disc((x - sine * 7 * size, y + cosine * 7 * size), 8 * size, "#b9783a", tall=11 * size, turn=turn)
    canvas.disc((x, y), 10 * size, "#6f4a2b", tall=6 * size, turn=turn)
    canvas.line([(x, y), (x + sine * 11 * size, y - cosine * 11 * size)], 2.4 * size, "#6f4a2b")


def mushroom(canvas: Canvas, x: float, y: float, size: float = 1) -> None:
    """A fly agaric."""
    canvas.limb([(x, y), (x + 2, y - 30 * size)], (20 * size, 14 * size), "#f6ead7")
    canvas.blob(
        [
            (x - 32 * size, y - 26 * size),
            (x - 22 * size, y - 50 * size),
            (x, y - 58 * size),
            (x + 24 * size, y - 50 * size),
            (x + 34 * size, y - 26 * size),
            (x, y - 20 * size),
        ],
        "#cf3f36",
    )
    for dx, dy, radius in ((-15, -38, 4.5), (2, -47, 5), (17, -37, 4), (3, -31, 3)):
        canvas.disc((x + dx * size, y + dy * size), radius * size, "#fff4e6")


def wood(canvas: Canvas, *, floor: float = 560, seed: int = 3) -> None:
    """An autumn wood, sunlit, with fallen leaves."""
    canvas.fade(0, floor + 120, "#fbe7b8", "#f6cf94")
    canvas.disc((890, 150), 210, "#fff3cf70")
    canvas.disc((890, 150), 120, "#fff8e090")
    for x, y, own in scattered(16, (-40, 120, WIDTH + 40, 330), seed):
        canvas.disc((x, y), 130 + 70 * own, mixed("#f0b765", "#e39a55", own), tall=110 + 50 * own)
    for x in range(190 + seed % 5 * 16, WIDTH - 120, 190):
        own = x * 0.37 % 1
        canvas.limb([(x, floor + 20), (x + 4, 300), (x - 6, 60)], (26, 14 + 4 * own), "#b98656")
    canvas.blob(
        [(-60, floor + 40), (200, floor - 24), (520, floor + 14), (860, floor - 30), (1260, floor + 20), (1260, 960), (-60, 960)], "#c98f4a"
    )
    canvas.blob([(-60, floor + 110), (260, floor + 60), (700, floor + 110), (1260, floor + 70), (1260, 980), (-60, 980)], "#b97b3c")
    for side, lean in ((70, 26), (1140, -30)):
        canvas.limb([(side, floor + 150), (side + lean * 0.2, 340), (side + lean, -60)], (104, 66), "#7c5233")
        canvas.limb([(side + lean * 0.4, 250), (side + lean * 4, 130), (side + lean * 8, 90)], (34, 14), "#7c5233")
        for dx in (-22, 0, 20):
            canvas.stroke([(side + dx, floor + 90), (side + dx + 6, 420), (side + dx + lean * 0.5, 220)], 4, "#6a4429")
    for x, y, own in scattered(30, (-40, -60, WIDTH + 40, 70), seed + 9):
        canvas.disc((x, y), 56 + 46 * own, LEAVES[int(own * 5)], tall=46 + 30 * own)
    for x, y, own in scattered(44, (0, floor + 40, WIDTH, HEIGHT), seed + 20):
        leaf(canvas, (x, y), 9 + 8 * own, own * 180, LEAVES[int(own * 97 % 5)])
    for x, y, own in scattered(9, (150, 120, 1050, floor - 60), seed + 40):
        leaf(canvas, (x, y), 9 + 5 * own, own * 180, LEAVES[int(own * 97 % 5)])


def classroom(canvas: Canvas, *, wall: str = "#e9efe3", floor: float = 600) -> None:
    """A classroom: a window with a tree in it, bunting, a shelf with books and plants."""
    canvas.card((0, 0, WIDTH, floor), wall)
    canvas.card((0, floor - 70, WIDTH, floor), mixed(wall, "#7a9e87", 0.28))
    canvas.fade(floor, HEIGHT, "#e6c391", "#d9b07a")
    for y in (floor + 60, floor + 140, floor + 230):
        canvas.line([(0, y), (WIDTH, y)], 2.5, "#cfa36c")
    canvas.card((0, floor - 10, WIDTH, floor + 8), "#fffaf0")
    window(canvas, 90, 110)
    canvas.stroke([(0, 28), (300, 74), (600, 44), (900, 76), (1200, 30)], 4, "#8a7f78")
    for step in range(15):
        x = 34 + step * 81
        y = 44 + 26 * math.sin(x / 150 + 0.2) * 0.6 + 14
        canvas.shape([(x - 24, y - 8), (x + 24, y - 8), (x, y + 40)], ("#e8505b", "#f2b134", "#3fa796", "#3f7cac", "#9b72cf")[step % 5])


def window(canvas: Canvas, x: float, y: float) -> None:
    """A window of 270 by 230 pixels, with a tree behind it."""
    canvas.card((x - 14, y - 14, x + 284, y + 244), "#ffffff", corner=10)
    canvas.card((x, y, x + 270, y + 230), "#bfe3ef")
    canvas.disc((x + 70, y + 56), 26, "#ffffff", tall=15)
    canvas.disc((x + 96, y + 50), 28, "#ffffff", tall=19)
    canvas.limb([(x + 190, y + 228), (x + 188, y + 130)], (20, 14), "#8a5a36")
    for dx, dy, radius in ((160, 110, 38), (214, 112, 38), (188, 82, 44)):
        canvas.disc((x + dx, y + dy), radius, "#e0923a")
    canvas.card((x, y + 200, x + 270, y + 230), "#9cc68a")
    canvas.card((x + 130, y, x + 140, y + 230), "#ffffff")
    canvas.card((x, y + 104, x + 270, y + 113), "#ffffff")
    canvas.card((x - 26, y + 240, x + 296, y + 258), "#f4ead9", corner=6)


def shelf(canvas: Canvas, x: float, y: float, width: float = 300) -> None:
    """A shelf on the wall with books and a plant."""
    canvas.card((x, y, x + width, y + 14), "#b98656", corner=4)
    colours, left = ("#e8505b", "#3f7cac", "#f2b134", "#3fa796", "#9b72cf", "#ef8354"), x + 14
    for step in range(9):
        broad, tall = 15 + step * 7 % 11, 62 + step * 13 % 26
        canvas.card((left, y - tall, left + broad, y), colours[step % 6], corner=3)
        canvas.card((left, y - tall + 12, left + broad, y - tall + 18), "#ffffff90")
        left += broad + 3
    pot = x + width - 50
    for dx, dy, turn in ((-20, -52, 60), (0, -66, 90), (20, -52, 120)):
        canvas.disc((pot + dx, y + dy), 24, "#4c9f70", tall=11, turn=turn)
    canvas.shape([(pot - 22, y - 36), (pot + 22, y - 36), (pot + 16, y), (pot - 16, y)], "#d9774f")


def gym(canvas: Canvas, *, floor: float = 580) -> None:
    """A gym: wall bars, a line on the floor, high windows."""
    canvas.card((0, 0, WIDTH, floor), "#f1e4c8")
    canvas.card((0, floor - 150, WIDTH, floor), "#7fb7be")
    canvas.card((0, floor - 156, WIDTH, floor - 146), "#ffffff")
    canvas.fade(floor, HEIGHT, "#dd9a5b", "#cf8749")
    for step in range(13):
        x = step * 110 - 60
        canvas.line([(x, HEIGHT), (600 + (x - 600) * 0.7, floor)], 2, "#c17b40")
    canvas.ring((600, 800), 420, 9, "#fff3df", tall=120)
    canvas.line([(0, floor + 46), (WIDTH, floor + 46)], 8, "#d1495b")
    for x in (60, 330):
        canvas.card((x, 60, x + 220, 170), "#ffffff", corner=8)
        canvas.card((x + 9, 69, x + 211, 161), "#cbe8ef")
        canvas.card((x + 105, 69, x + 114, 161), "#ffffff")
    for x in (930, 1140):
        canvas.card((x - 9, 110, x + 9, floor), "#b07d48", corner=4)
    for y in range(140, round(floor) - 10, 44):
        canvas.line([(930, y), (1140, y)], 11, "#cf9c63")


def stage(canvas: Canvas) -> None:
    """A stage with red curtains and three spotlights."""
    canvas.fade(0, 650, "#2f2a4a", "#4b3f72")
    for x, y, own in scattered(34, (180, 40, 1020, 420), 5):
        canvas.disc((x, y), 2 + 3 * own, "#ffe9a8")
    canvas.disc((600, 250), 96, "#f7e6b0")
    canvas.disc((640, 232), 84, "#3c3560")
    for x in (330, 600, 870):
        canvas.shape([(x - 30, -10), (x + 30, -10), (x + 170, 720), (x - 170, 720)], "#fff6cf1c")
    canvas.fade(640, HEIGHT, "#c98d57", "#a86c3d")
    for x in (330, 600, 870):
        canvas.disc((x, 740), 180, "#ffeebb48", tall=52)
    for y in (700, 770, 850):
        canvas.line([(0, y), (WIDTH, y)], 3, "#a0663a")
    for side in (0, 1):
        for step in range(4):
            left = step * 54 - 30
            xs = (left, left + 62) if not side else (WIDTH - left, WIDTH - left - 62)
            bulge = 26 if not side else -26
            canvas.blob(
                [(xs[0], -60), (xs[1], -60), (xs[1] - bulge * (1.6 if step == 3 else 0.2), 420), (xs[1] + bulge, 780), (xs[0], 780)],
                ("#b3283c", "#c8364a")[step % 2],
            )
    for step in range(11):
        canvas.disc((step * 120, 0), 82, ("#b3283c", "#c8364a")[step % 2], tall=96)
        canvas.ring((step * 120, 0), 80, 7, "#f2c14e", tall=94)
    canvas.card((0, -40, WIDTH, 36), "#a32236")


def night(canvas: Canvas) -> None:
    """A street at dusk with lit windows and a moon."""
    canvas.fade(0, 640, "#232a55", "#5a4a86")
    for x, y, own in scattered(40, (0, 10, WIDTH, 330), 2):
        canvas.disc((x, y), 1.5 + 2 * own, "#fff3c4")
    canvas.disc((1010, 130), 62, "#fbeeb5")
    canvas.disc((988, 116), 11, "#efdc97")
    canvas.disc((1030, 150), 8, "#efdc97")
    for left, broad, top, colour in (
        (-20, 210, 330, "#3d3a66"),
        (180, 190, 270, "#464073"),
        (360, 230, 340, "#393661"),
        (590, 200, 290, "#443e70"),
        (780, 240, 350, "#3a3763"),
        (1010, 220, 300, "#464073"),
    ):
        canvas.card((left, top, left + broad, 660), colour)
        canvas.shape([(left - 12, top), (left + broad / 2, top - 92), (left + broad + 12, top)], mixed(colour, "#000000", 0.25))
        for dx in (0.2, 0.6):
            for dy in (46, 142):
                lit = (left + dy) % 3 != 0
                canvas.card(
                    (left + broad * dx, top + dy, left + broad * (dx + 0.2), top + dy + 56), "#ffd98a" if lit else "#2e2b50", corner=4
                )
    canvas.fade(640, HEIGHT, "#4d4778", "#37325c")
    canvas.line([(0, 650), (WIDTH, 650)], 14, "#5f588c")
    for x, y, own in scattered(22, (0, 690, WIDTH, HEIGHT), 8):
        canvas.disc((x, y), 34 + 20 * own, "#564f8255", tall=7)
