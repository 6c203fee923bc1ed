"""Draws the pictures that are set indoors: who is in them, and what they do."""

from __future__ import annotations

import math

from example.brush import HEIGHT, WIDTH, Canvas, mixed
from example.cast import somebody
from example.figures import Pose
from example.places import classroom, gym, shelf


def floating(canvas: Canvas) -> None:
    """Jia and Emeka try what floats and what sinks."""
    classroom(canvas, wall="#e4edf4")
    shelf(canvas, 800, 270)
    for who, x, pose in (
        ("jia-chen", 330, Pose(left=(-40, 44), right=(62, 22), mouth="oh", tilt=6)),
        ("emeka-okafor", 872, Pose(left=(-62, 20), right=(40, 44), mouth="laugh", goggles=True, tilt=-6)),
    ):
        somebody(canvas, who, (x, 800, 1.7), pose)
    canvas.card((120, 690, 1080, 730), "#c98d57", corner=8)
    canvas.card((150, 726, 1050, 910), "#b57a47")
    canvas.card((420, 470, 780, 694), "#ffffff60", corner=16)
    canvas.card((430, 530, 770, 688), "#7cc6e2", corner=12)
    canvas.card((430, 526, 770, 540), "#a9def0", corner=6)
    canvas.card((490, 488, 580, 534), "#d9a066", corner=6)
    canvas.line([(536, 490), (536, 440)], 5, "#8a5f3f")
    canvas.shape([(540, 440), (540, 484), (584, 470)], "#e8505b")
    canvas.disc((690, 522), 27, "#f2b134")
    canvas.ring((690, 522), 27, 3, "#d9962b")
    canvas.disc((500, 664), 26, "#7d8790", tall=21)
    canvas.disc((600, 668), 19, "#c0c7cd", tall=13)
    canvas.line([(660, 672), (720, 660)], 10, "#9aa3ab")
    for x, y in ((505, 620), (516, 596), (604, 630), (690, 632), (700, 604)):
        canvas.ring((x, y), 6, 2.4, "#d6f1fa")
    canvas.card((190, 610, 270, 692), "#ffffff", corner=6)
    for y in (630, 650, 670):
        canvas.line([(204, y), (256, y)], 4, "#9fb3c8")
    canvas.disc((960, 672), 24, "#e8505b")
    canvas.disc((1010, 676), 19, "#4c9f70")


def dressing_up(canvas: Canvas) -> None:
    """Queen Mila and the wizard Otis beside the dressing-up chest."""
    classroom(canvas, wall="#f5e6da")
    shelf(canvas, 790, 270)
    canvas.disc((600, 800), 470, "#c9b6e4", tall=86)
    canvas.disc((600, 800), 400, "#d8c9ee", tall=68)
    canvas.card((450, 560, 750, 760), "#8a5a36", corner=14)
    canvas.card((450, 620, 750, 640), "#6f4529")
    canvas.shape([(450, 566), (750, 566), (730, 470), (470, 470)], "#9b6a42")
    canvas.blob([(470, 570), (500, 520), (560, 540), (600, 500), (650, 540), (710, 518), (735, 572)], "#ef798a")
    canvas.blob([(560, 572), (600, 530), (660, 552), (690, 574)], "#5aa9a3")
    canvas.card((575, 630, 625, 676), "#f2c14e", corner=6)
    for x, colour in ((340, "#8e3b5f"), (860, "#3d3a7c")):
        canvas.blob([(x - 60, 560), (x + 60, 560), (x + 124, 800), (x, 824), (x - 124, 800)], colour)
    somebody(
        canvas,
        "mila-de-graaf",
        (340, 812, 1.75),
        Pose(left=(-46, 62), right=(66, -8), mouth="laugh", eyes="happy", hat="crown", hat_colour="#f2c14e"),
    )
    canvas.line([(452, 520), (470, 380)], 9, "#d9a22b")
    canvas.disc((472, 366), 21, "#e8505b")
    somebody(
        canvas, "otis-mensah", (860, 812, 1.75), Pose(left=(-68, -16), right=(46, 62), mouth="smile", hat="hood", hat_colour="#3d3a7c")
    )
    canvas.line([(744, 520), (716, 400)], 8, "#5b4a3a")
    for turn in range(5):
        angle = math.radians(turn * 72 - 90)
        canvas.disc((712 + 20 * math.cos(angle), 384 + 20 * math.sin(angle)), 8, "#ffe08a")
    canvas.disc((712, 384), 15, "#ffd166")


def tower(canvas: Canvas) -> None:
    """Saar builds a tower taller than herself."""
    classroom(canvas, wall="#e5eef0")
    shelf(canvas, 800, 250)
    canvas.disc((600, 810), 480, "#bcd8c1", tall=80)
    somebody(canvas, "saar-van-dijk", (430, 818, 1.8), Pose(left=(-46, 60), right=(84, -40), mouth="oh", tilt=6))
    colours = ("#e8505b", "#f2b134", "#3fa796", "#3f7cac", "#9b72cf")
    for step in range(9):
        x = 690 + (step * 37 % 23) - 10
        y = 812 - step * 66
        canvas.card((x - 58, y - 64, x + 58, y), colours[step % 5], corner=8)
        canvas.card((x - 46, y - 52, x + 46, y - 44), "#ffffff50", corner=4)
    canvas.shape([(632, 218), (700, 140), (764, 218)], "#e8505b")
    for x, y, colour in ((850, 816, "#f2b134"), (930, 838, "#3f7cac"), (270, 846, "#e8505b")):
        canvas.card((x - 42, y - 46, x + 42, y), colour, corner=7)
    canvas.disc((1010, 806), 30, "#9b72cf")


def reading(canvas: Canvas) -> None:
    """Zoë and Noah read on the cushions."""
    classroom(canvas, wall="#eef0dd")
    shelf(canvas, 770, 270, 340)
    canvas.disc((600, 800), 480, "#f3c9a5", tall=84)
    for x, y, broad, colour in (
        (330, 770, 150, "#5fa8d3"),
        (470, 800, 120, "#f2b134"),
        (860, 776, 160, "#e8505b"),
        (720, 806, 110, "#3fa796"),
    ):
        canvas.blob(
            [(x - broad, y), (x - broad * 0.7, y - 56), (x, y - 66), (x + broad * 0.7, y - 56), (x + broad, y), (x, y + 34)], colour
        )
    for who, x, tilt, eyes in (("zoe-peeters", 400, 6, "down"), ("noah-bakker", 800, -6, "down")):
        somebody(canvas, who, (x, 790, 1.85), Pose(left=(-40, 60), right=(40, 60), sits=True, tilt=tilt, eyes=eyes, mouth="smile"))
    for x, cover in ((400, "#c8553d"), (800, "#3f7cac")):
        canvas.shape([(x - 92, 664), (x, 684), (x, 776), (x - 92, 752)], cover)
        canvas.shape([(x + 92, 664), (x, 684), (x, 776), (x + 92, 752)], mixed(cover, "#000000", 0.15))
        canvas.disc((x - 48, 712), 17, "#ffffffb0")
        canvas.line([(x + 24, 712), (x + 72, 700)], 6, "#ffffff90")
        canvas.line([(x + 24, 732), (x + 60, 723)], 6, "#ffffff90")


def letters(canvas: Canvas) -> None:
    """The words of the week on the board: a moon, a rose and a fish."""
    canvas.card((0, 0, WIDTH, HEIGHT), "#f0e3d2")
    canvas.card((90, 90, 1110, 690), "#b07d48", corner=18)
    canvas.card((116, 116, 1084, 664), "#2f6356", corner=8)
    for x in (130, 450, 770):
        canvas.card((x + 26, 160, x + 274, 430), "#fffaf0", corner=14)
        canvas.disc((x + 150, 168), 12, "#e8505b")
        for step in range(3 if x > 700 else 4):
            left = x + 30 + step * 62
            canvas.card((left, 490, left + 54, 570), ("#f6cf55", "#8fd0c6", "#f5a3b0", "#a9c8ea")[step], corner=8)
    canvas.disc((280, 300), 82, "#f2c14e")
    canvas.disc((318, 280), 70, "#fffaf0")
    canvas.limb([(600, 400), (606, 350), (600, 300)], (9, 9), "#4c9f70")
    canvas.disc((632, 362), 28, "#4c9f70", tall=12, turn=-30)
    for dx, dy in ((-30, 0), (30, 0), (0, -28), (0, 26), (-22, -22), (22, -22), (22, 20), (-22, 20)):
        canvas.disc((600 + dx, 262 + dy), 27, "#e8505b")
    canvas.ring((600, 262), 17, 5, "#b3283c")
    canvas.disc((600, 262), 8, "#b3283c")
    canvas.blob([(990, 300), (1030, 252), (1020, 300), (1030, 348)], "#2f83a3")
    canvas.blob([(822, 300), (866, 250), (926, 246), (1000, 300), (926, 354), (866, 350)], "#3f9fc0")
    for x in (900, 930):
        canvas.stroke([(x, 272), (x + 12, 300), (x, 328)], 5, "#2f83a3")
    canvas.disc((858, 288), 9, "#ffffff")
    canvas.disc((857, 288), 5, "#22262e")
    _words(canvas)
    canvas.card((90, 690, 1110, 716), "#9b6a42", corner=8)
    for x, colour in ((180, "#ffffff"), (260, "#f6cf55"), (330, "#f5a3b0")):
        canvas.card((x, 674, x + 58, 690), colour, corner=7)
    canvas.card((880, 660, 1010, 692), "#5b4a54", corner=8)
    for step in range(8):
        canvas.card((60 + step * 140, 780, 170 + step * 140, 900), ("#e8505b", "#3fa796", "#f2b134", "#3f7cac")[step % 4], corner=12)


def _words(canvas: Canvas) -> None:
    """Letters of chalk strokes, so that no font is needed: m-aa-n, r-oo-s, v-i-s."""
    ink, broad = "#3a2c33", 7
    ways = {
        "m": [[(-17, 18), (-17, -14)], [(-17, -6), (-8, -15), (0, -6), (0, 18)], [(0, -6), (9, -15), (17, -6), (17, 18)]],
        "n": [[(-12, 18), (-12, -14)], [(-12, -4), (0, -15), (12, -4), (12, 18)]],
        "r": [[(-9, 18), (-9, -14)], [(-9, -3), (0, -14), (10, -13)]],
        "s": [[(11, -10), (0, -15), (-10, -8), (0, 1), (11, 9), (0, 18), (-11, 13)]],
        "v": [[(-13, -14), (0, 18), (13, -14)]],
        "i": [[(0, -10), (0, 18)], [(0, -23), (0, -22)]],
    }
    for left, word in ((130, "maan"), (450, "roos"), (770, "vis")):
        for step, letter in enumerate(word):
            x, y = left + 57 + step * 62, 530
            if letter in "ao":
                canvas.ring((x, y + 2), 14, broad, ink, tall=16)
                if letter == "a":
                    canvas.line([(x + 14, y - 14), (x + 14, y + 18)], broad, ink)
                continue
            for way in ways[letter]:
                points = [(x + dx, y + dy) for dx, dy in way]
                if letter == "v":
                    canvas.line(points, broad, ink)
                else:
                    canvas.stroke(points, broad, ink)


def basketball(canvas: Canvas) -> None:
    """Cas takes the shot; Pim and Emma cheer."""
    gym(canvas)
    canvas.card((700, 20, 712, 120), "#7d8790")
    canvas.card((640, 60, 830, 200), "#ffffff", corner=8)
    canvas.ring((735, 150), 30, 6, "#e8505b", tall=28)
    canvas.ring((735, 216), 54, 9, "#e4572e", tall=13)
    for step in range(6):
        canvas.line([(690 + step * 18, 222), (706 + step * 12, 300)], 3, "#ffffff")
    for y in (244, 270):
        canvas.line([(694, y), (776, y)], 2.5, "#ffffff")
    somebody(canvas, "pim-kuiper", (220, 780, 1.6), Pose(left=(-64, -54), right=(60, -50), mouth="laugh", eyes="happy", tilt=4))
    somebody(canvas, "emma-jansen", (960, 790, 1.6), Pose(left=(-60, -52), right=(64, -56), mouth="laugh", tilt=-4))
    somebody(canvas, "cas-de-boer", (560, 850, 1.8), Pose(left=(-26, -128), right=(58, -122), mouth="smile", tilt=5))
    _ball(canvas, 592, 296, 62)


def _ball(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.disc((x, y), size, "#ee8434")
    canvas.ring((x, y), size - 2, 4, "#8c4318")
    canvas.line([(x - size, y), (x + size, y)], 4, "#8c4318")
    canvas.line([(x, y - size), (x, y + size)], 4, "#8c4318")
    for side in (-1, 1):
        canvas.stroke(
            [(x + side * size * 0.66, y - size * 0.72), (x + side * size * 0.3, y), (x + side * size * 0.66, y + size * 0.72)], 4, "#8c4318"
        )


def rope(canvas: Canvas) -> None:
    """Koen swings on the rope, Meester Joost keeps an eye on him."""
    gym(canvas)
    for x in (190, 780):
        canvas.line([(x, 0), (x, 640)], 12, "#d9b98a")
        canvas.disc((x, 640), 15, "#c19a66")
    canvas.card((330, 742, 790, 800), "#3f7cac", corner=22)
    canvas.card((330, 742, 790, 768), "#5b95c4", corner=11)
    canvas.line([(486, 0), (474, 330), (452, 600)], 13, "#cfa873")
    canvas.disc((452, 604), 16, "#b98d57")
    somebody(
        canvas,
        "koen-van-leeuwen",
        (572, 760, 1.7),
        Pose(left=(-58, -84), right=(66, -40), feet=((-40, -30), (36, -48)), mouth="laugh", eyes="happy", tilt=-6),
    )
    somebody(canvas, "Meester Joost", (930, 830, 1.75), Pose(left=(-70, 10), right=(46, 66), mouth="smile"))


def council(canvas: Canvas) -> None:
    """The pupils' council around its table."""
    classroom(canvas, wall="#e3ecea")
    canvas.card((470, 120, 1090, 400), "#b98656", corner=10)
    canvas.card((484, 134, 1076, 386), "#f7efe0")
    for x, y, colour in (
        (520, 170, "#f6cf55"),
        (660, 160, "#f5a3b0"),
        (800, 176, "#a9c8ea"),
        (940, 162, "#b9dfae"),
        (590, 274, "#b9dfae"),
        (730, 284, "#f6cf55"),
        (880, 272, "#f5a3b0"),
    ):
        canvas.card((x, y, x + 104, y + 84), colour, corner=4)
        for dy in (24, 42, 60):
            canvas.line([(x + 16, y + dy), (x + 84 - dy % 20, y + dy)], 4, mixed(colour, "#000000", 0.3))
    seats = (
        ("zoe-peeters", 210, Pose(left=(-44, 50), right=(36, 40), mouth="smile", tilt=6)),
        ("fenna-de-graaf", 470, Pose(left=(-44, 50), right=(66, -58), mouth="laugh")),
        ("cas-de-boer", 740, Pose(left=(-46, 50), right=(46, 50), mouth="smile", eyes="happy", tilt=-4)),
        ("tijn-de-graaf", 1000, Pose(left=(-36, 40), right=(44, 50), mouth="oh", tilt=-7)),
    )
    for who, x, pose in seats:
        somebody(canvas, who, (x, 820, 1.6), pose)
    canvas.card((60, 690, 1140, 734), "#d9a066", corner=20)
    canvas.card((60, 716, 1140, 734), "#c48a50", corner=8)
    canvas.card((130, 734, 180, 910), "#b57a47")
    canvas.card((1020, 734, 1070, 910), "#b57a47")
    canvas.card((130, 734, 1070, 790), "#b57a47")
    for x, y in ((320, 668), (590, 672), (860, 668)):
        canvas.shape([(x - 50, y + 18), (x - 36, y - 8), (x + 52, y - 8), (x + 60, y + 18)], "#ffffff")
        canvas.line([(x - 22, y + 6), (x + 30, y + 6)], 4, "#9fb3c8")
