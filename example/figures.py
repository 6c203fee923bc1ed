"""Draws a person as a friendly figure: a look is who they are, a pose is what they do; the origin is the ground between the feet."""

from __future__ import annotations

import math
from dataclasses import dataclass

from example.brush import Box, Canvas, Place, Point, mixed
from example.hair import HAIR, HATS

INK = "#3a2c33"
SHOULDER, HIP = 28.0, 15.0


@dataclass(frozen=True, slots=True)
class Look:
    """What a person looks like in every picture."""

    skin: str
    hair: str
    """A cut of `HAIR`."""
    hair_colour: str
    top: str
    bottom: str
    shoes: str = "#5b4a54"
    pattern: str = ""
    """`stripes`, `dots`, `star` or `heart`, in `accent`; or `dungarees`, or `skirt`, in the colour of `bottom`."""
    accent: str = "#ffffff"
    glasses: str = ""
    """The colour of the frame; empty: none."""
    freckles: bool = False
    wheels: bool = False
    """Sits in a wheelchair."""
    grown: bool = False


@dataclass(frozen=True, slots=True)
class Pose:
    """What a person does; hands are where they are, from the middle between the shoulders."""

    left: Point = (-46, 62)
    right: Point = (46, 62)
    feet: tuple[Point, Point] = ((-17, 0), (17, 0))
    sits: bool = False
    """On the floor, legs crossed."""
    tilt: float = 0
    """Of the head, in degrees."""
    mouth: str = "smile"
    """`smile`, `laugh`, `oh` or `calm`."""
    eyes: str = "open"
    """`open`, `down` or `happy`."""
    hat: str = ""
    """One of `HATS`."""
    hat_colour: str = "#e8505b"
    scarf: str = ""
    """The colour of a winter scarf."""
    goggles: bool = False


def draw_person(canvas: Canvas, look: Look, place: Place, pose: Pose) -> None:
    """Draw somebody here, doing this."""
    hip, neck = _heights(look, pose)
    with canvas.placed(place):
        canvas.disc((0, 2), 96 if look.wheels else 78 if pose.sits else 52, "#2b1d2426", tall=12)
    behind, before = HAIR[look.hair].behind, HAIR[look.hair].before
    at_head = _head_place(place, neck, pose.tilt)
    if behind:
        with canvas.placed(at_head):
            behind(canvas, look.hair_colour)
    with canvas.placed(place):
        if look.wheels:
            _wheels(canvas)
        _legs(canvas, look, pose, hip)
        _torso(canvas, look, hip, neck)
        if pose.scarf:
            canvas.line([(-20, neck + 2), (0, neck + 7), (20, neck + 2)], 19, pose.scarf)
            canvas.limb([(12, neck + 8), (19, neck + 32), (16, neck + 52)], (15, 18), mixed(pose.scarf, "#000000", 0.1))
        for side, hand in ((-1, pose.left), (1, pose.right)):
            _arm(canvas, look, side, (hand[0], neck + hand[1]), neck)
    with canvas.placed(at_head):
        _face(canvas, look, pose)
        if before:
            before(canvas, look.hair_colour)
        if look.glasses:
            _glasses(canvas, look.glasses)
        if pose.goggles:
            _goggles(canvas)
        if pose.hat:
            HATS[pose.hat](canvas, pose.hat_colour)


def face_of(look: Look, place: Place, pose: Pose) -> Box:
    """Where the face of somebody is who is drawn so: from brow to chin, between the ears."""
    _, neck = _heights(look, pose)
    at_head = _head_place(place, neck, pose.tilt)
    return at_head.x - 50 * at_head.scale, at_head.y - 54 * at_head.scale, at_head.x + 50 * at_head.scale, at_head.y + 51 * at_head.scale


def _heights(look: Look, pose: Pose) -> tuple[float, float]:
    """Where the hip and the middle between the shoulders are."""
    hip = -84.0 if look.wheels else -26.0 if pose.sits else -118.0 if look.grown else -80.0
    return hip, hip - (104 if look.grown else 82)


def _head_place(place: Place, neck: float, tilt: float) -> Place:
    x, y = place((0, neck - 54))
    return Place(x, y, place.scale, place.turn + (-tilt if place.mirror else tilt), place.mirror)


def _legs(canvas: Canvas, look: Look, pose: Pose, hip: float) -> None:
    cloth, shade = look.bottom, mixed(look.bottom, "#000000", 0.12)
    if pose.sits:
        for side, colour in ((-1, shade), (1, cloth)):
            canvas.limb([(side * 16, hip - 2), (side * 60, hip + 2), (side * 44, -8), (-side * 14, -6)], (36, 26), colour)
            canvas.disc((-side * 24, -6), 17, look.shoes, tall=11)
        return
    for side, foot in zip((-1, 1), pose.feet, strict=True):
        colour = shade if side < 0 else cloth
        if look.wheels:
            canvas.limb([(side * 16, hip - 4), (side * 19, hip + 20), (side * 17, -24)], (36, 24), colour)
            canvas.disc((side * 19, -18), 18, look.shoes, tall=12)
            continue
        if look.pattern == "skirt":
            colour = mixed(look.skin, "#000000", 0.04)
        knee = ((side * HIP + foot[0]) / 2 + side * 3, (hip + foot[1]) / 2 - 4)
        canvas.limb([(side * HIP, hip), knee, (foot[0], foot[1] - 12)], (33, 23) if look.pattern != "skirt" else (22, 17), colour)
        canvas.disc((foot[0] + side * 5, foot[1] - 8), 19, look.shoes, tall=12)


def _torso(canvas: Canvas, look: Look, hip: float, neck: float) -> None:
    canvas.limb([(0, neck - 14), (0, neck + 4)], (26, 30), mixed(look.skin, "#5a2d2d", 0.16))
    body: list[Point] = [
        (-34, neck + 8),
        (-18, neck - 1),
        (18, neck - 1),
        (34, neck + 8),
        (38, hip - 30),
        (37, hip + 10),
        (0, hip + 16),
        (-37, hip + 10),
        (-38, hip - 30),
    ]
    canvas.blob(body, look.top)
    _pattern(canvas, look, hip, neck)
    canvas.line([(-17, neck + 2), (0, neck + 11), (17, neck + 2)], 5, mixed(look.top, "#000000", 0.14))


def _pattern(canvas: Canvas, look: Look, hip: float, neck: float) -> None:
    middle = (neck + hip) / 2 + 2
    if look.pattern == "stripes":
        for y in range(round(neck + 20), round(hip + 4), 17):
            canvas.line([(-32, y), (0, y + 2), (32, y)], 7, look.accent)
    elif look.pattern == "dots":
        for row, y in enumerate(range(round(neck + 16), round(hip + 8), 17)):
            for x in (-24, -8, 8, 24) if row % 2 else (-16, 0, 16):
                canvas.disc((x, y), 4, look.accent)
    elif look.pattern == "star":
        canvas.shape([_spike((0, middle), step) for step in range(10)], look.accent)
    elif look.pattern == "heart":
        canvas.blob(
            [
                (0, middle + 17),
                (-17, middle),
                (-15, middle - 13),
                (-5, middle - 13),
                (0, middle - 6),
                (5, middle - 13),
                (15, middle - 13),
                (17, middle),
            ],
            look.accent,
        )
    elif look.pattern == "dungarees":
        _dungarees(canvas, look.bottom, hip, neck)
    elif look.pattern == "skirt":
        canvas.blob([(-36, hip - 16), (36, hip - 16), (58, hip + 30), (0, hip + 40), (-58, hip + 30)], look.bottom)


def _dungarees(canvas: Canvas, cloth: str, hip: float, neck: float) -> None:
    middle = (neck + hip) / 2 + 2
    canvas.card((-25, middle - 12, 25, hip + 10), cloth, corner=7)
    canvas.blob([(-37, hip - 16), (37, hip - 16), (38, hip + 12), (0, hip + 17), (-38, hip + 12)], cloth)
    for side in (-1, 1):
        canvas.line([(side * 20, middle - 10), (side * 23, neck + 4)], 9, cloth)
        canvas.disc((side * 19, middle - 6), 4.5, "#f6d365")
    canvas.card((-13, middle + 4, 13, middle + 20), mixed(cloth, "#000000", 0.12), corner=4)


def _spike(centre: Point, step: int) -> Point:
    radius, angle = (20 if step % 2 == 0 else 9), math.radians(step * 36 - 90)
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def _arm(canvas: Canvas, look: Look, side: int, hand: Point, neck: float) -> None:
    shoulder = (side * SHOULDER, neck + 14)
    bend = 12 if hand[1] > neck else 16
    elbow = ((shoulder[0] + hand[0]) / 2 + side * bend, (shoulder[1] + hand[1]) / 2 + 6)
    sleeve = mixed(look.top, "#000000", 0.1)
    canvas.disc(hand, 13.5, look.skin)
    canvas.limb([shoulder, elbow, (hand[0] * 0.94 + elbow[0] * 0.06, hand[1] * 0.9 + elbow[1] * 0.1)], (27, 20), sleeve)
    canvas.disc(hand, 13, look.skin)


def _face(canvas: Canvas, look: Look, pose: Pose) -> None:
    dark = mixed(look.skin, "#5a2320", 0.35)
    for side in (-1, 1):
        canvas.disc((side * 51, 6), 12, mixed(look.skin, "#7a2f2a", 0.12))
    canvas.blob([(-50, -6), (-42, -40), (0, -54), (42, -40), (50, -6), (46, 24), (24, 46), (0, 51), (-24, 46), (-46, 24)], look.skin)
    for side in (-1, 1):
        canvas.disc((side * 31, 20), 11, "#ff5f6d40", tall=8.5)
        _eye(canvas, (side * 19, 3), pose.eyes)
        canvas.stroke(
            [(side * 11, -17), (side * 19, -20), (side * 28, -15)], 3.4, mixed(look.hair_colour if look.hair != "scarf" else INK, INK, 0.45)
        )
        if look.freckles:
            for x, y in ((24, 14), (31, 17), (37, 13)):
                canvas.disc((side * x, y), 1.8, dark)
    canvas.stroke([(-4, 13), (1, 17), (5, 13)], 3.2, dark)
    if pose.mouth == "smile":
        canvas.stroke([(-14, 25), (0, 33), (14, 25)], 3.8, INK)
    elif pose.mouth == "laugh":
        canvas.blob([(-17, 23), (0, 26), (17, 23), (12, 36), (0, 41), (-12, 36)], "#8c2f39")
        canvas.blob([(-9, 35), (0, 32), (9, 35), (0, 41)], "#f28482")
        canvas.blob([(-14, 24.5), (0, 27), (14, 24.5), (0, 30)], "#ffffff")
    elif pose.mouth == "oh":
        canvas.disc((0, 31), 7, "#8c2f39", tall=8)
    else:
        canvas.stroke([(-9, 28), (0, 30), (9, 28)], 3.8, INK)


def _eye(canvas: Canvas, centre: Point, eyes: str) -> None:
    x, y = centre
    if eyes == "happy":
        canvas.stroke([(x - 9, y + 3), (x, y - 6), (x + 9, y + 3)], 4, INK)
    elif eyes == "down":
        canvas.stroke([(x - 9, y - 1), (x, y + 5), (x + 9, y - 1)], 4, INK)
    else:
        canvas.disc(centre, 6.4, INK, tall=8)
        canvas.disc((x + 2.2, y - 3), 2.3, "#ffffff")


def _glasses(canvas: Canvas, colour: str) -> None:
    for side in (-1, 1):
        canvas.disc((side * 20, 3), 16, "#ffffff30", tall=15)
        canvas.ring((side * 20, 3), 16, 3.6, colour, tall=15)
        canvas.line([(side * 36, 0), (side * 48, -3)], 3.4, colour)
    canvas.stroke([(-5, 2), (0, -1), (5, 2)], 3.4, colour)


def _goggles(canvas: Canvas) -> None:
    canvas.line([(-51, -2), (51, -2)], 8, "#4d5d6e")
    canvas.card((-41, -17, 41, 21), "#6ec6d9", corner=17)
    canvas.card((-36, -12, 36, 16), "#d9f4f9cc", corner=13)
    for side in (-1, 1):
        _eye(canvas, (side * 17, 3), "open")


def _wheels(canvas: Canvas) -> None:
    canvas.card((-46, -168, 46, -66), "#3d4a5c", corner=12)
    for side in (-1, 1):
        canvas.line([(side * 40, -166), (side * 54, -172)], 9, "#2d3440")
        canvas.disc((side * 66, -58), 24, "#cfd8dc", tall=60)
        for turn in (-0.7, 0, 0.7):
            canvas.line([(side * 66 - 20 * turn, -58 - 52), (side * 66 + 20 * turn, -58 + 52)], 2, "#8fa3ad")
        canvas.ring((side * 66, -58), 24, 9, "#2d3440", tall=60)
        canvas.ring((side * 66, -58), 15, 4, "#3fa796", tall=46)
        canvas.disc((side * 66, -58), 7, "#2d3440", tall=10)
    canvas.card((-42, -84, 42, -58), "#3d4a5c", corner=10)
    canvas.card((-34, -12, 34, -2), "#2d3440", corner=5)
