"""Makes a school to measure with: 40 posts of one week, 150 photographs; `python school.py FOLDER [FAMILIES]`."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from photographs import photographs

GROUPS = 8
POSTS_FOR_ALL = 8
POSTS_PER_GROUP = 4
PHOTOGRAPHS = 150
CHILDREN_PER_THREE_FAMILIES = 4
WORDS = (
    "Deze week werkten wij buiten, in de kring en aan tafel; wat wij maakten staat bij de deur en mag vrijdag mee naar huis. "
    "Wie kan helpen bij het opruimen van het plein, laat het weten; voor koffie wordt gezorgd. "
)

SCHOOL = """\
school:
  name: De Meetlat
  language: nl
  timezone: Europe/Amsterdam
  newsletter: friday 15:00
  sender: De Meetlat <weekbrief@meetlat.example>
  head: {name: Directie De Meetlat, email: directie@meetlat.example}
  rights: Tekst en beeld zijn van De Meetlat.
  consent_renewal: 08-01
groups:
  school: {name: De hele school, everyone: true, teachers: [{name: Directie De Meetlat, email: directie@meetlat.example}]}
"""


def generate(folder: Path, families: int, pictures: Callable[[int], list[Path]] = photographs) -> Path:
    """Write the school; what its families see differs, because some children in the pictures have no yes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    homes = [[f"kind-{number}" for number in _children_of(family)] for family in range(families)]
    children = [child for home in homes for child in home]
    groups = {child: f"groep-{number % GROUPS + 1}" for number, child in enumerate(children)}
    (folder / "groups.yaml").write_text("".join(_groups_yaml(homes, groups)), encoding="utf-8")
    (folder / "consent.csv").write_text("".join(_consent_csv(children)), encoding="utf-8")
    files = iter(pictures(PHOTOGRAPHS))
    for number in range(POSTS_FOR_ALL + GROUPS * POSTS_PER_GROUP):
        group = "school" if number < POSTS_FOR_ALL else f"groep-{number % GROUPS + 1}"
        seen = [child for child in children[: GROUPS * 10] if group in ("school", groups[child])]
        _write_post(folder / "content" / group / f"2026-11-{16 + number % 4} Bericht {number}", seen, files, number)
    return folder


def _children_of(family: int) -> range:
    """The numbers of a family's children: one, one and two, and so on."""
    first = family * CHILDREN_PER_THREE_FAMILIES // 3
    return range(first, (family + 1) * CHILDREN_PER_THREE_FAMILIES // 3)


def _groups_yaml(homes: list[list[str]], groups: dict[str, str]) -> Iterator[str]:
    yield SCHOOL
    for number in range(1, GROUPS + 1):
        yield f"  groep-{number}: {{name: Groep {number}, teachers: [{{name: Leraar {number}, email: leraar{number}@meetlat.example}}]}}\n"
    yield "children:\n"
    for child, group in groups.items():
        digits = child.rpartition("-")[2]
        yield f"  {child}: {{name: Kind{digits} Achternaam{digits}, groups: [{group}]}}\n"
    yield "families:\n"
    for number, home in enumerate(homes):
        yield f"  gezin-{number}:\n    children: [{', '.join(home)}]\n    guardians:\n"
        yield f"      - {{name: Ouder {number}, email: ouder{number}@example.org, delivery: newsletter}}\n"


def _consent_csv(children: list[str]) -> Iterator[str]:
    """Nine of ten say yes to the group, three of four to the school."""
    yield "child,purpose,answer,date,signed_by\n"
    for number, child in enumerate(children):
        for purpose, noes in (("photo-group", 10), ("photo-school", 4), ("name-group", 10), ("name-school", 4)):
            yield f"{child},{purpose},{'no' if number % noes == 0 else 'yes'},2026-08-24,Ouder\n"


def _write_post(folder: Path, seen: list[str], files: Iterator[Path], number: int) -> None:
    """A post with one photograph (for all) or four or five (for a group), in turn of nobody, one child and two; and with a child's name."""
    folder.mkdir(parents=True)
    said = []
    for place, photograph in zip(range(1 if number < POSTS_FOR_ALL else 5 - number % 2), files, strict=False):
        people = [seen[(number * 5 + place * 7 + step) % len(seen)] for step in range(place % 3)]
        said.append(f"  foto-{place}.jpg: {{people: {'[' + ', '.join(dict.fromkeys(people)) + ']' if people else 'nobody'}}}\n")
        _put(photograph, folder / f"foto-{place}.jpg")
    child = seen[number % len(seen)]
    text = "\n\n".join(WORDS * 2 for _ in range(3))
    (folder / "bericht.md").write_text(
        f"---\ntitle: Bericht {number}\npictures:\n{''.join(said)}---\n{text}\n\n- Dank aan @{child}.\n- Tot **vrijdag**.\n",
        encoding="utf-8",
    )


def _put(photograph: Path, target: Path) -> None:
    try:
        os.link(photograph, target)
    except OSError:
        shutil.copyfile(photograph, target)


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 300)  # noqa: PLR2004 - the second word is optional
