"""A school whose pictures are colour codes: no colour stands anywhere else in a letter, so that counting pixels proves what is seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from drawings import a_file
from PIL import Image
from running import Letter, letters_in, weekbrief, without_faces
from schools import CONSENT_CSV, GROUPS_YAML, write_school

Colour = tuple[int, int, int]

FRIDAY = "2026-11-20T15:00"
CODES: dict[str, Colour] = {
    "bos": (240, 0, 0),
    "ada": (0, 230, 0),
    "bram": (0, 0, 240),
    "struik": (240, 240, 0),
    "onbekend": (230, 0, 230),
    "emre": (0, 220, 230),
    "muur": (120, 0, 120),
    "gezicht": (0, 120, 60),
    "tekst": (110, 60, 250),
    "plein": (250, 110, 10),
}
EVERYBODY = {"bos", "ada", "bram", "struik", "muur", "tekst"}
"""What any family of groep 5B may see."""
SEES = {
    "anna@example.org": EVERYBODY,
    "piet@example.org": EVERYBODY,
    "vera@example.org": EVERYBODY | {"plein"},
    "kaan@example.org": EVERYBODY | {"emre", "gezicht"},
    "daan@example.org": set[str](),
}
"""By guardian, the colours that may be seen: of Bram on the square his own family alone, of Emre's face the same."""
GROUPS = (
    GROUPS_YAML.replace("withhold", "cover")
    .replace("  cas-de-boer:", "  emre-kaya: {name: Emre Kaya, groups: [groep-5b]}\n  cas-de-boer:")
    .replace("  de-boer:", "  kaya:\n    children: [emre-kaya]\n    guardians: [{name: Kaan Kaya, email: kaan@example.org}]\n  de-boer:")
)
POSTS = {
    "groep-5b/Bos/bos.md": "---\ndate: 2026-11-19\npictures: {bos.jpg: {people: nobody}}\n---\nHet bos.\n",
    "groep-5b/Tuin/tuin.md": (
        "---\ndate: 2026-11-19\npictures:\n  1.jpg: {people: [ada-jansen], caption: In de tuin}\n  2.jpg: {people: [bram-vos]}\n"
        "  3.jpg: {people: nobody}\n  5.jpg: {people: [emre-kaya], caption: Een lang bijschrift bij een foto die niet iedereen ziet}\n---\n"
        "De tuin.\n"
    ),
    "groep-5b/Muur/muur.md": "---\ndate: 2026-11-19\n---\nDe muur.\n",
    "groep-5b/Muur/muur.png.people.yaml": "- emre-kaya: [0.4, 0.3, 0.2, 0.3]\n",
    "groep-5b/Tekst/tekst.md": (
        "---\ndate: 2026-11-19\npictures: {t.jpg: {people: nobody}}\n---\nVoor de foto.\n\n![In de tekst](t.jpg)\n\n"
        "| Dag | Wat er die dag gebeurt |\n| --- | --- |\n| maandag | wiskundewedstrijdvoorbereidingsbijeenkomst |\n\n"
        "Zie https://www.regenboog.example/een/heel/lang/adres/dat/nergens/een/streepje/heeft/en/toch/op/een/telefoon/moet/passen.html\n"
    ),
    "school/Plein/plein.md": "---\ndate: 2026-11-19\npictures: {p.jpg: {people: [bram-vos]}}\n---\nHet plein.\n",
}


def a_code(name: str, size: tuple[int, int] = (1200, 900)) -> bytes:
    """A picture in the colour of this name."""
    return a_file(Image.new("RGB", size, CODES[name]), quality=95)


def a_wall_with_a_face() -> bytes:
    """A wall in one colour, and a face in another where its frame says."""
    wall = Image.new("RGB", (1000, 800), CODES["muur"])
    wall.paste(CODES["gezicht"], (400, 240, 600, 480))
    return a_file(wall, "PNG")


PICTURES = {
    "groep-5b/Bos/bos.jpg": a_code("bos"),
    "groep-5b/Tuin/1.jpg": a_code("ada"),
    "groep-5b/Tuin/2.jpg": a_code("bram", (600, 900)),
    "groep-5b/Tuin/3.jpg": a_code("struik", (300, 200)),
    "groep-5b/Tuin/4.jpg": a_code("onbekend"),
    "groep-5b/Tuin/5.jpg": a_code("emre"),
    "groep-5b/Muur/muur.png": a_wall_with_a_face(),
    "groep-5b/Tekst/t.jpg": a_code("tekst", (800, 600)),
    "school/Plein/p.jpg": a_code("plein"),
}


def letters_sent(folder: Path, without: Sequence[str] = ()) -> Mapping[str, Sequence[Letter]]:
    """What the guardians of the school are sent, by address; `without`: pictures that were never in it, by the name of their file."""
    gone = tuple(f"/{name}" for name in without)
    content: dict[str, str | bytes] = {path: picture for path, picture in PICTURES.items() if not (gone and path.endswith(gone))}
    for path, text in POSTS.items():
        content[path] = "".join(line for line in text.splitlines(keepends=True) if not line.strip().startswith(tuple(without) or "\0"))
    school = write_school(folder / "school", content, groups=GROUPS, consent=CONSENT_CSV)
    blind = without_faces(folder / "without-faces")  # the net would find no face in a coloured square
    weekbrief("run", "--on", FRIDAY, school, environment=blind)
    return {to: letters for to, letters in letters_in(school / "outbox").items() if to in SEES}
