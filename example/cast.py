"""What the children and teachers of De Regenboog look like, by the ids and names of `groups.yaml`; all of them are invented."""

from __future__ import annotations

from example.brush import Canvas, Place
from example.figures import Look, Pose, draw_person, face_of

FAIR, ROSY, TAN, OLIVE, BROWN, DARK = "#fbdcc4", "#f9cfb3", "#e8b48c", "#d39b6e", "#a8704a", "#7a4a33"

CAST = {
    "ada-jansen": Look(FAIR, "braids", "#b5523b", "#3f8f86", "#4a5d7e", pattern="stripes", accent="#8fd0c6", freckles=True),
    "bram-vos": Look(ROSY, "spiky", "#e2b25b", "#e4572e", "#54678f", pattern="star", accent="#ffd166"),
    "tijn-de-graaf": Look(FAIR, "swept", "#7b5234", "#4f86c6", "#6b705c", glasses="#2f3e46"),
    "lotte-hendriks": Look(ROSY, "tails", "#8a5a36", "#f2b134", "#8c5383", pattern="dungarees"),
    "emeka-okafor": Look(DARK, "short", "#241a1c", "#f4d35e", "#3d5a80", pattern="stripes", accent="#ee964b"),
    "jia-chen": Look(TAN, "bob", "#231f26", "#e56b8c", "#4b4e6d", pattern="heart", accent="#ffe5ec"),
    "mila-de-graaf": Look(FAIR, "bob", "#a9714b", "#ef798a", "#7d6b91", pattern="dots", accent="#fff1f3"),
    "yusuf-demir": Look(OLIVE, "curls", "#33241f", "#5aa9a3", "#57607c", pattern="star", accent="#f7ede2"),
    "saar-van-dijk": Look(ROSY, "buns", "#d9a04e", "#9b72cf", "#5c6f91", pattern="dungarees"),
    "otis-mensah": Look(DARK, "afro", "#2a1d1b", "#f28f3b", "#4f6d7a"),
    "zoe-peeters": Look(FAIR, "long", "#c98b3d", "#5fa8d3", "#a2588a", pattern="skirt"),
    "noah-bakker": Look(BROWN, "curls", "#2b1e1d", "#74b566", "#51597a", pattern="stripes", accent="#c9e7b8", glasses="#6d3b2f"),
    "amira-el-idrissi": Look(OLIVE, "long", "#3a2622", "#ef8354", "#6a5d8c", pattern="heart", accent="#ffe3d3"),
    "cas-de-boer": Look(FAIR, "swept", "#e0b15c", "#d1495b", "#3d5a80", shoes="#f2b134", pattern="stripes", accent="#f6c1c8", wheels=True),
    "emma-jansen": Look(FAIR, "pony", "#b5523b", "#4c9f70", "#474f7a", pattern="dots", accent="#c8ead3", freckles=True),
    "pim-kuiper": Look(ROSY, "short", "#5f4230", "#3f7cac", "#52606d", pattern="star", accent="#ffffff"),
    "koen-van-leeuwen": Look(TAN, "spiky", "#3b2a24", "#f2b134", "#4b5d67"),
    "fenna-de-graaf": Look(FAIR, "fringe", "#a9714b", "#c8553d", "#3c4f76", glasses="#7b2d43"),
    "ravi-sharma": Look(BROWN, "swept", "#211a1d", "#2a9d8f", "#5b5f80", pattern="stripes", accent="#8ad6cb"),
    "sophie-mensah": Look(DARK, "buns", "#231816", "#e9c46a", "#7b4b94", pattern="skirt"),
    "julia-nowak": Look(FAIR, "long", "#e3bd74", "#8d6cab", "#44546a", pattern="star", accent="#f1e3ff"),
    "Juf Sanne": Look(ROSY, "bun", "#6e4128", "#bc4b51", "#3e5c76", pattern="dots", accent="#f4d9da", grown=True),
    "Juf Fatima": Look(OLIVE, "scarf", "#6f86d6", "#ead7c3", "#51465c", grown=True),
    "Meester Joost": Look(FAIR, "short", "#8c5a3c", "#5e8c61", "#3a4257", glasses="#2f2f3a", grown=True),
}


def somebody(canvas: Canvas, who: str, place: tuple[float, float, float], pose: Pose) -> None:
    """Draw one of the cast: across, down and how large."""
    x, y, scale = place
    draw_person(canvas, CAST[who], Place(x, y, scale), pose)
    canvas.faces[who] = face_of(CAST[who], Place(x, y, scale), pose)
