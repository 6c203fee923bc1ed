"""Draws the pictures that are set out of doors: who is in them, and what they do."""

from __future__ import annotations

from example.brush import HEIGHT, WIDTH, Canvas, Point, mixed, scattered
from example.cast import somebody
from example.figures import Pose
from example.places import LEAVES, acorn, leaf, mushroom, night, wood


def acorns(canvas: Canvas) -> None:
    """Ada holds up an acorn, Bram has found a whole bucket of them."""
    wood(canvas, floor=540)
    mushroom(canvas, 215, 800, 1.5)
    mushroom(canvas, 275, 815, 0.9)
    somebody(
        canvas, "ada-jansen", (440, 800, 1.75), Pose(left=(-44, 60), right=(66, -46), mouth="laugh", eyes="happy", scarf="#f2b134", tilt=5)
    )
    acorn(canvas, 557, 402, 2.1, 12)
    somebody(
        canvas,
        "bram-vos",
        (780, 815, 1.7),
        Pose(left=(-30, 66), right=(30, 66), mouth="smile", hat="beanie", hat_colour="#3f7cac", tilt=-5),
    )
    canvas.shape([(700, 672), (862, 672), (842, 796), (720, 796)], "#e8505b")
    canvas.disc((781, 672), 81, "#b93a45", tall=17)
    for dx, dy in ((-50, -2), (-24, -10), (4, -4), (30, -12), (54, -3), (-38, -20), (16, -22)):
        acorn(canvas, 781 + dx, 664 + dy, 1.5, dx)
    canvas.stroke([(702, 676), (720, 742), (781, 764), (842, 742), (860, 676)], 5, "#f7ede2")
    for x, y, own in scattered(16, (60, 830, 1140, 890), 11):
        leaf(canvas, (x, y), 15 + 8 * own, own * 180, LEAVES[int(own * 97 % 5)])


def hut(canvas: Canvas) -> None:
    """Lotte and Tijn have built a hut of branches."""
    wood(canvas, floor=560, seed=7)
    canvas.shape([(600, 190), (345, 760), (855, 760)], "#4a3322")
    canvas.shape([(600, 300), (490, 760), (710, 760)], "#33231a")
    for step in range(8):
        canvas.limb([(330 + step * 30, 776), (596 + step * 5, 170 - step % 3 * 24)], (25, 13), ("#8a5a36", "#9b6a42", "#7c5233")[step % 3])
        canvas.limb([(870 - step * 22, 776), (604 - step * 5, 172 - step % 2 * 26)], (25, 13), ("#7c5233", "#8a5a36", "#9b6a42")[step % 3])
    for x, y, own in scattered(16, (400, 400, 800, 700), 6):
        if abs(x - 600) > 80:
            leaf(canvas, (x, y), 13 + 7 * own, own * 180, LEAVES[int(own * 97 % 5)])
    somebody(canvas, "lotte-hendriks", (360, 812, 1.55), Pose(left=(-64, -34), right=(52, 50), mouth="laugh", scarf="#3fa796"))
    somebody(
        canvas,
        "tijn-de-graaf",
        (850, 815, 1.6),
        Pose(left=(-56, 20), right=(54, 56), mouth="smile", hat="beanie", hat_colour="#f2b134", tilt=-5),
    )
    canvas.limb([(650, 556), (760, 586), (980, 662)], (22, 13), "#6a4429")
    for hand in ((760, 588), (936, 646)):
        canvas.disc(hand, 20, "#fbdcc4")


def trees(canvas: Canvas) -> None:
    """The wood by itself: a path, mushrooms and a squirrel."""
    wood(canvas, floor=520, seed=12)
    canvas.blob(
        [(470, 940), (520, 760), (640, 660), (600, 590), (560, 540), (610, 540), (680, 590), (740, 670), (700, 770), (780, 940)], "#ddb274"
    )
    for left, top, size in ((240, 760, 1.9), (310, 785, 1.2), (195, 792, 1.0), (960, 820, 1.6)):
        mushroom(canvas, left, top, size)
    _squirrel(canvas)
    for x, y, own in scattered(18, (40, 830, 1160, 890), 31):
        leaf(canvas, (x, y), 15 + 8 * own, own * 180, LEAVES[int(own * 97 % 5)])


def _squirrel(canvas: Canvas) -> None:
    fur, belly = "#b5592b", "#f3d6b3"
    canvas.blob([(905, 660), (950, 690), (1000, 650), (985, 580), (1010, 540), (975, 505), (925, 530), (905, 590)], "#c9683a")
    canvas.blob([(835, 700), (850, 620), (890, 600), (925, 640), (928, 700), (880, 716)], fur)
    canvas.disc((872, 668), 22, belly, tall=34)
    canvas.disc((858, 586), 38, fur, tall=34)
    for x in (840, 880):
        canvas.blob([(x - 9, 562), (x + 1, 532), (x + 10, 560)], fur)
    canvas.disc((838, 592), 15, belly, tall=11)
    canvas.disc((850, 578), 5, "#2b1d1a", tall=6.5)
    canvas.disc((852, 576), 1.8, "#ffffff")
    canvas.disc((826, 588), 5, "#2b1d1a", tall=4)
    acorn(canvas, 832, 640, 1.7, 10)
    canvas.limb([(868, 640), (850, 655), (836, 650)], (17, 13), fur)


def birdhouse(canvas: Canvas) -> None:
    """The nesting box of group 5B, with a great tit."""
    canvas.fade(0, HEIGHT, "#cfe9f3", "#f2f6e4")
    for x, y, own in scattered(14, (-40, 480, WIDTH + 40, 900), 4):
        canvas.disc((x, y), 150 + 60 * own, mixed("#a9cf94", "#86b97c", own))
    canvas.limb([(520, 960), (500, 480), (540, -60)], (190, 140), "#8a5f3f")
    for dx in (-50, -10, 36):
        canvas.stroke([(510 + dx, 900), (496 + dx, 520), (530 + dx, 60)], 6, "#744d31")
    canvas.limb([(560, 240), (800, 150), (1060, 120)], (54, 20), "#8a5f3f")
    for x, y, own in scattered(26, (640, 20, 1200, 190), 6):
        canvas.disc((x, y), 32, mixed("#7fb069", "#e0a63a", own), tall=16, turn=own * 180)
    canvas.card((372, 330, 648, 670), "#e9b872", corner=10)
    for x in (436, 508, 580):
        canvas.line([(x, 340), (x, 662)], 3, "#d39b52")
    canvas.shape([(330, 350), (510, 210), (690, 350), (668, 376), (510, 258), (352, 376)], "#c8553d")
    canvas.shape([(372, 352), (510, 250), (648, 352)], "#e9b872")
    canvas.disc((510, 430), 54, "#c98d4a")
    canvas.disc((510, 430), 46, "#3b2a22")
    canvas.limb([(510, 545), (510, 560)], (15, 15), "#8a5f3f")
    for x, colour in ((420, "#e8505b"), (474, "#f2b134"), (528, "#3fa796"), (582, "#3f7cac")):
        canvas.ring((x + 8, 614), 17, 8, colour)
    _tit(canvas)


def _tit(canvas: Canvas) -> None:
    canvas.limb([(866, 420), (930, 470), (985, 520)], (40, 22), "#4d6a8a")
    canvas.blob([(726, 330), (760, 290), (830, 310), (900, 380), (890, 440), (820, 470), (750, 430)], "#f3cf45")
    canvas.blob([(812, 320), (890, 370), (950, 450), (900, 445), (830, 400)], "#6f8fae")
    canvas.line([(826, 372), (925, 440)], 5, "#e9f0f5")
    canvas.disc((772, 298), 58, "#22262e", tall=54)
    canvas.blob([(740, 296), (778, 286), (808, 306), (796, 332), (756, 332)], "#ffffff")
    canvas.limb([(766, 350), (780, 400), (800, 450)], (30, 12), "#22262e")
    canvas.shape([(722, 288), (690, 302), (724, 310)], "#3b3f47")
    canvas.disc((748, 284), 7, "#ffffff")
    canvas.disc((747, 284), 5, "#111318")
    for x in (800, 836):
        canvas.line([(x, 462), (x - 6, 520)], 6, "#5b4a3a")
    canvas.limb([(690, 530), (900, 512), (1240, 470)], (30, 40), "#8a5f3f")


def lanterns(canvas: Canvas) -> None:
    """Yusuf and Saar go through the street with their lanterns."""
    night(canvas)
    for who, x, colour, side in (("yusuf-demir", 380, "#f2b134", -1), ("saar-van-dijk", 800, "#ef798a", 1)):
        lamp: Point = (x + side * 176, 600)
        for radius, light in ((190, "18"), (130, "26"), (84, "44")):
            canvas.disc(lamp, radius, f"#ffd98a{light}")
        hand = (side * 66.0, 0.0)
        somebody(
            canvas,
            who,
            (x, 800, 1.75),
            Pose(
                left=hand if side < 0 else (-46, 60),
                right=hand if side > 0 else (46, 60),
                mouth="smile" if side < 0 else "laugh",
                eyes="open" if side < 0 else "happy",
                hat="beanie" if side < 0 else "",
                hat_colour="#e8505b",
                scarf="#e4572e" if side < 0 else "#5fa8d3",
            ),
        )
        grip = (x + side * 66 * 1.75, 516)
        canvas.line([(grip[0] - side * 20, grip[1] + 14), (lamp[0], grip[1] - 20)], 9, "#8a5f3f")
        canvas.line([(lamp[0], grip[1] - 20), (lamp[0], 552)], 3, "#d9c9a0")
        canvas.disc(lamp, 56, colour, tall=50)
        for dx in (-30, 0, 30):
            canvas.stroke([(lamp[0] + dx * 0.5, 552), (lamp[0] + dx, 600), (lamp[0] + dx * 0.5, 648)], 4, mixed(colour, "#8a3a1a", 0.35))
        canvas.disc(lamp, 24, "#fff6d1a0", tall=26)
        canvas.card((lamp[0] - 22, 546, lamp[0] + 22, 556), "#6b3f2b", corner=4)
        canvas.card((lamp[0] - 22, 644, lamp[0] + 22, 654), "#6b3f2b", corner=4)


def school(canvas: Canvas) -> None:
    """The school itself, under a rainbow."""
    canvas.fade(0, 640, "#bfe3f2", "#eef7f4")
    for step, colour in enumerate(("#e8505b", "#f28f3b", "#f6cf55", "#74b566", "#4f86c6", "#8d6cab")):
        canvas.disc((600, 620), 540 - step * 30, colour)
    canvas.disc((600, 620), 360, "#dcf0f5")
    _clouds(canvas)
    canvas.card((0, 620, WIDTH, HEIGHT), "#a8cf8e")
    canvas.card((200, 400, 1000, 690), "#d9774f")
    for y in range(420, 690, 26):
        canvas.line([(200, y), (1000, y)], 1.6, "#c4643f")
    canvas.shape([(170, 404), (290, 290), (910, 290), (1030, 404)], "#5b4f66")
    canvas.card((480, 330, 720, 690), "#e58a5f")
    canvas.shape([(450, 340), (600, 210), (750, 340)], "#4b4156")
    canvas.disc((600, 296), 32, "#ffffff")
    canvas.line([(600, 296), (600, 276)], 4, "#3a2c33")
    canvas.line([(600, 296), (613, 303)], 4, "#3a2c33")
    for x in (235, 355, 765, 885):
        canvas.card((x, 450, x + 80, 560), "#ffffff", corner=6)
        canvas.card((x + 7, 457, x + 73, 553), "#cdeaf2")
        canvas.card((x + 37, 457, x + 43, 553), "#ffffff")
        canvas.card((x - 6, 560, x + 86, 572), "#f4ead9", corner=4)
    canvas.card((540, 520, 660, 690), "#2f6f73", corner=8)
    canvas.card((552, 534, 596, 620), "#bfe3ef", corner=5)
    canvas.card((604, 534, 648, 620), "#bfe3ef", corner=5)
    canvas.card((505, 420, 695, 480), "#fffaf0", corner=12)
    for step, colour in enumerate(("#e8505b", "#f28f3b", "#f6cf55", "#74b566", "#4f86c6", "#8d6cab")):
        canvas.disc((535 + step * 26, 450), 10, colour)
    _playground(canvas)


def _clouds(canvas: Canvas) -> None:
    for x, y, size in ((150, 150, 1.0), (1040, 120, 1.2)):
        for dx, dy, radius in ((-60, 8, 40), (-10, -14, 54), (50, 4, 44)):
            canvas.disc((x + dx * size, y + dy * size), radius * size, "#ffffff", tall=radius * size * 0.72)


def _playground(canvas: Canvas) -> None:
    canvas.shape([(540, 690), (660, 690), (860, 900), (340, 900)], "#e8d8bb")
    for number, (y, broad) in enumerate(((716, 34), (752, 40), (794, 47), (842, 55))):
        canvas.card((600 - broad, y, 600 + broad, y + broad * 0.72), ("#e8505b", "#f6cf55", "#4f86c6", "#74b566")[number], corner=5)
    for trunk, size in ((90, 1.2), (1110, 1.15)):
        canvas.limb([(trunk, 760), (trunk, 560)], (34 * size, 26 * size), "#8a5a36")
        for dx, dy, radius in ((-52, 0, 62), (52, 0, 62), (0, -56, 74)):
            canvas.disc((trunk + dx * size, 520 + dy * size), radius * size, "#e0923a")
    for wheel in (150, 180, 210, 990, 1020, 1050):
        canvas.ring((wheel, 730), 30, 5, "#7d8790")
    for left, top, own in scattered(16, (30, 780, 1170, 880), 3):
        if abs(left - 600) > 290:
            leaf(canvas, (left, top), 11 + 6 * own, own * 180, LEAVES[int(own * 97 % 5)])
