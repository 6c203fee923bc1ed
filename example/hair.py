"""Hair and what is worn on it: each cut has a part behind the head and a part before it; the head's centre is (0, 0)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from example.brush import Canvas, Point, mixed

Cut = Callable[[Canvas, str], None]


@dataclass(frozen=True, slots=True)
class Hair:
    """A cut: what is drawn before the head, and what after it."""

    behind: Cut | None = None
    before: Cut | None = None


def _crown(canvas: Canvas, colour: str, fringe: list[Point]) -> None:
    """The top of the head, from one temple over the crown to the other, and back along the fringe."""
    over: list[Point] = [(-53, 4), (-57, -20), (-44, -48), (-16, -62), (16, -62), (44, -48), (57, -20), (53, 4)]
    canvas.blob([*over, (46, -8), *fringe, (-46, -8)], colour)


def _short(canvas: Canvas, colour: str) -> None:
    _crown(canvas, colour, [(34, -24), (8, -30), (-20, -26), (-36, -18)])


def _swept(canvas: Canvas, colour: str) -> None:
    _crown(canvas, colour, [(38, -20), (20, -36), (-8, -32), (-34, -12)])
    canvas.stroke([(26, -50), (2, -46), (-24, -32)], 3, mixed(colour, "#ffffff", 0.18))


def _spiky(canvas: Canvas, colour: str) -> None:
    _crown(canvas, colour, [(32, -24), (0, -30), (-32, -24)])
    for x, y, tip in ((-40, -44, -58), (-22, -56, -30), (0, -60, 4), (22, -56, 34), (40, -44, 60)):
        canvas.shape([(x - 13, y + 8), (tip, y - 20), (x + 13, y + 6)], colour)


def _fringe(canvas: Canvas, colour: str) -> None:
    _crown(canvas, colour, [(44, -14), (22, -17), (0, -15), (-22, -17), (-44, -14)])


def _parted(canvas: Canvas, colour: str) -> None:
    _crown(canvas, colour, [(44, -4), (30, -26), (4, -44), (-28, -26), (-44, -4)])


def _bob_behind(canvas: Canvas, colour: str) -> None:
    canvas.blob([(-54, -30), (0, -64), (54, -30), (64, 18), (56, 50), (30, 56), (-30, 56), (-56, 50), (-64, 18)], colour)


def _long_behind(canvas: Canvas, colour: str) -> None:
    canvas.blob(
        [(-54, -30), (0, -64), (54, -30), (63, 24), (60, 74), (50, 108), (24, 100), (-24, 100), (-50, 108), (-60, 74), (-63, 24)], colour
    )


def _tails_behind(canvas: Canvas, colour: str) -> None:
    for side in (-1, 1):
        canvas.blob(
            [(side * 50, -22), (side * 78, -34), (side * 98, -2), (side * 92, 44), (side * 80, 56), (side * 70, 26), (side * 54, 4)], colour
        )


def _tails_before(canvas: Canvas, colour: str) -> None:
    _parted(canvas, colour)
    for side in (-1, 1):
        canvas.disc((side * 56, -20), 9, "#e8505b")


def _braids_behind(canvas: Canvas, colour: str) -> None:
    for side in (-1, 1):
        for step in range(6):
            canvas.disc((side * (54 + step * 1.5), 12 + step * 17), 14 - step * 0.8, mixed(colour, "#000000", 0.08 * (step % 2)))
        canvas.disc((side * 63, 110), 7, "#f2b134")


def _bun_behind(canvas: Canvas, colour: str) -> None:
    canvas.disc((0, -70), 25, mixed(colour, "#000000", 0.12))
    canvas.blob([(-54, -30), (0, -64), (54, -30), (56, 8), (-56, 8)], colour)


def _buns_behind(canvas: Canvas, colour: str) -> None:
    for side in (-1, 1):
        canvas.disc((side * 42, -56), 25, colour)
        canvas.ring((side * 42, -56), 12, 3, mixed(colour, "#ffffff", 0.15))


def _pony_behind(canvas: Canvas, colour: str) -> None:
    canvas.blob([(10, -60), (48, -74), (86, -46), (88, 6), (72, 46), (64, 10), (44, -24)], colour)


def _pony_before(canvas: Canvas, colour: str) -> None:
    _swept(canvas, colour)
    canvas.disc((40, -56), 9, "#3fa796")


def _curls_behind(canvas: Canvas, colour: str) -> None:
    for x, y in ((-52, 14), (-58, -8), (58, -8), (52, 14), (-46, 32), (46, 32)):
        canvas.disc((x, y), 18, colour)


def _curls_before(canvas: Canvas, colour: str) -> None:
    _crown(canvas, colour, [(34, -24), (0, -28), (-34, -24)])
    for x, y in (
        (-52, -20),
        (-42, -44),
        (-22, -58),
        (2, -63),
        (25, -57),
        (43, -43),
        (53, -20),
        (-28, -32),
        (-6, -36),
        (16, -35),
        (34, -30),
    ):
        canvas.disc((x, y), 16, colour)
    for x, y in ((-38, -46), (-14, -58), (12, -58), (36, -46)):
        canvas.ring((x, y), 7, 2.4, mixed(colour, "#ffffff", 0.2))


def _afro_behind(canvas: Canvas, colour: str) -> None:
    for x, y in ((-56, -4), (-62, -30), (-48, -58), (-22, -76), (8, -80), (36, -70), (56, -48), (63, -20), (56, 6)):
        canvas.disc((x, y), 24, colour)
    canvas.disc((0, -24), 60, colour)


def _afro_before(canvas: Canvas, colour: str) -> None:
    _crown(canvas, colour, [(36, -22), (0, -30), (-36, -22)])


def _scarf_behind(canvas: Canvas, colour: str) -> None:
    canvas.blob([(-60, -24), (0, -68), (60, -24), (64, 30), (52, 66), (0, 84), (-52, 66), (-64, 30)], colour)


def _scarf_before(canvas: Canvas, colour: str) -> None:
    over: list[Point] = [(-60, 14), (-58, -26), (-34, -60), (0, -67), (34, -60), (58, -26), (60, 14), (46, 52), (0, 68), (-46, 52)]
    inner: list[Point] = [(-30, 40), (0, 49), (30, 40), (43, 8), (36, -22), (0, -38), (-36, -22), (-43, 8)]
    canvas.blob([*over[:7], (44, 8), (37, -22), (0, -38), (-37, -22), (-44, 8)], colour)
    canvas.blob([(-60, 10), (-43, 6), *inner[:3], (43, 6), (60, 10), (52, 54), (0, 76), (-52, 54)], colour)
    canvas.stroke([(-40, 52), (-4, 66), (40, 46)], 3, mixed(colour, "#000000", 0.15))


HAIR = {
    "short": Hair(before=_short),
    "swept": Hair(before=_swept),
    "spiky": Hair(before=_spiky),
    "bob": Hair(_bob_behind, _fringe),
    "long": Hair(_long_behind, _parted),
    "fringe": Hair(_long_behind, _fringe),
    "tails": Hair(_tails_behind, _tails_before),
    "braids": Hair(_braids_behind, _parted),
    "bun": Hair(_bun_behind, _swept),
    "buns": Hair(_buns_behind, _fringe),
    "pony": Hair(_pony_behind, _pony_before),
    "curls": Hair(_curls_behind, _curls_before),
    "afro": Hair(_afro_behind, _afro_before),
    "scarf": Hair(_scarf_behind, _scarf_before),
}


def beanie(canvas: Canvas, colour: str) -> None:
    """A knitted cap with a bobble."""
    canvas.disc((0, -76), 15, mixed(colour, "#ffffff", 0.55))
    canvas.blob([(-56, -20), (-50, -50), (-22, -72), (22, -72), (50, -50), (56, -20), (0, -28)], colour)
    canvas.line([(-52, -20), (-26, -26), (0, -28), (26, -26), (52, -20)], 17, mixed(colour, "#000000", 0.14))


def crown(canvas: Canvas, colour: str) -> None:
    """A king's crown of gold card."""
    canvas.shape([(-44, -38), (-50, -86), (-24, -64), (0, -94), (24, -64), (50, -86), (44, -38), (0, -32)], colour)
    canvas.line([(-42, -40), (0, -34), (42, -40)], 7, mixed(colour, "#000000", 0.16))
    for x, y, jewel in ((-50, -88, "#e8505b"), (0, -96, "#3f7cac"), (50, -88, "#3fa796")):
        canvas.disc((x, y), 7, jewel)


def hood(canvas: Canvas, colour: str) -> None:
    """A magician's pointed hat."""
    canvas.shape([(-42, -42), (14, -142), (44, -40)], colour)
    canvas.disc((0, -40), 62, mixed(colour, "#000000", 0.2), tall=12)
    for x, y in ((-6, -66), (16, -92), (14, -58)):
        canvas.disc((x, y), 5, "#ffe08a")


HATS: dict[str, Cut] = {"beanie": beanie, "crown": crown, "hood": hood}
