"""The pictures of De Regenboog: where each of them lies below `content/`, how it is drawn, and who can be seen in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from example import feasts, inside, outside
from example.brush import Canvas


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture, and who can be seen in it: ids of children, names of teachers; whether the post says so is the post's affair."""

    draw: Callable[[Canvas], None]
    people: frozenset[str] = frozenset()
    tagged: tuple[tuple[str, str], ...] = ()
    """Whom the file itself names, as if somebody had tagged the faces in a photo program: ids, and names as they stand there."""


def _scene(draw: Callable[[Canvas], None], *people: str) -> Scene:
    return Scene(draw, frozenset(people))


SCENES = {
    "school/2026-11-20 Van de directie/school.jpg": _scene(outside.school),
    "school/2026-11-19 Sinterklaas op school/schoenen.jpg": _scene(feasts.shoes),
    "school/2026-11-20 De leerlingenraad/raad.jpg": _scene(inside.council, "zoe-peeters", "fenna-de-graaf", "cas-de-boer", "tijn-de-graaf"),
    "school/2026-11-19 Kerstviering/kerstboom.jpg": _scene(feasts.christmas),
    "groep-1-2a/2026-11-20 De verkleedkist/koningin en tovenaar.jpg": _scene(inside.dressing_up, "mila-de-graaf", "otis-mensah"),
    "groep-1-2a/2026-11-20 De verkleedkist/toren.jpg": _scene(inside.tower, "saar-van-dijk"),
    "groep-1-2a/2026-11-19 Lichtjes in de straat/lampionnen.jpg": _scene(outside.lanterns, "yusuf-demir", "saar-van-dijk"),
    "groep-3a/2026-11-20 Maan, roos, vis/leeshoek.jpg": _scene(inside.reading, "zoe-peeters", "noah-bakker"),
    "groep-3a/2026-11-20 Maan, roos, vis/woorden.jpg": _scene(inside.letters),
    "groep-5b/2026-11-20 Herfstwandeling/eikels.jpg": _scene(outside.acorns, "ada-jansen", "bram-vos"),
    "groep-5b/2026-11-20 Herfstwandeling/hut.jpg": Scene(
        outside.hut,
        frozenset({"lotte-hendriks", "tijn-de-graaf"}),
        (("lotte-hendriks", "Lotte Hendriks"), ("tijn-de-graaf", "Tijn de Graaf")),
    ),
    "groep-5b/2026-11-20 Herfstwandeling/bos.jpg": _scene(outside.trees),
    "groep-5b/2026-11-19 Drijven en zinken/proefje.jpg": _scene(inside.floating, "jia-chen", "emeka-okafor"),
    "groep-5b/2026-11-19 Vogelhuisje/vogelhuisje.jpg": _scene(outside.birdhouse),
    "groep-6a/2026-11-20 Rolstoelbasketbal/schot.jpg": _scene(inside.basketball, "cas-de-boer", "pim-kuiper", "emma-jansen"),
    "groep-6a/2026-11-20 Rolstoelbasketbal/touw.jpg": _scene(inside.rope, "koen-van-leeuwen", "Meester Joost"),
    "groep-8b/2026-11-20 Auditie/auditie.jpg": _scene(feasts.musical, "fenna-de-graaf", "ravi-sharma", "sophie-mensah"),
}

NEW_SCHOOL = {
    "groep-5b/herfstwandeling/eikels.jpg": _scene(outside.acorns, "ada-jansen", "bram-vos"),
    "groep-5b/herfstwandeling/bos.jpg": _scene(outside.trees),
}
"""The two pictures of the school folder that `weekbrief init` makes."""
