"""Writes a small school out of a number: kinds of posts, pictures and deliveries differ; the same number gives the same school."""

from __future__ import annotations

from pathlib import Path
from random import Random

from PIL import Image

FIRST = ("Ada", "Bram", "Chaja", "Daan", "Elif", "Fenna", "Guus", "Hala", "Ilse", "Joost", "Kim", "Lot")
LAST = ("Jansen", "de Vos", "van den Berg", "Öztürk", "Kowalska", "Ooms", "Prins", "Smit")
PURPOSES = ("photo-group", "photo-school", "video-group", "video-school", "name-group", "name-school")
LANGUAGES = ("nl", "en", "ar", "pl", "tr", "uk")
SENTENCES = (
    "Wij werkten **buiten** en in de kring.",
    "Wat wij maakten, staat bij de deur: kom gerust kijken!",
    "- laarzen\n- een emmer\n- *goede zin*",
    "> Wie zoekt, die vindt.",
    "## Volgende week\n\nDan gaan we zwemmen.",
    "Meer staat op [de site](https://regenboog.example/agenda?dag=1&groep=5).",
    "https://video.example/een-filmpje",
    "| dag | les |\n| --- | --- |\n| ma | gym |\n| di | zwemmen |",
    "Dank aan {mention} voor de hulp.",
    "1. eerst lezen\n2. dan rekenen",
)


def any_school(folder: Path, number: int) -> Path:
    """Write the school of this number."""
    random = Random(number)  # noqa: S311 - chance that comes back is what is wanted
    groups = [f"groep-{place}" for place in range(1, random.randint(2, 4))]
    children = _children(random, groups)
    folder.mkdir(parents=True)
    (folder / "groups.yaml").write_text(_groups_yaml(random, groups, children), encoding="utf-8")
    rows = [
        f"{child},{purpose},{random.choice(('yes', 'yes', 'yes', 'no'))},2026-08-24,Ouder"
        for child in children
        for purpose in PURPOSES
        if random.random() < 0.9  # noqa: PLR2004 - some were never answered
    ]
    (folder / "consent.csv").write_text("\n".join(("child,purpose,answer,date,signed_by", *rows, "")), encoding="utf-8")
    for place in range(random.randint(4, 9)):
        _post(random, folder / "content", place, random.choice(("school", *groups)), children)
    return folder


def _children(random: Random, groups: list[str]) -> dict[str, tuple[str, str]]:
    """By id: name and group."""
    names = random.sample([f"{first} {last}" for first in FIRST for last in LAST], random.randint(5, 12))
    return {f"kind-{place}": (name, random.choice(groups)) for place, name in enumerate(names)}


def _groups_yaml(random: Random, groups: list[str], children: dict[str, tuple[str, str]]) -> str:
    lines = [
        f"school: {{name: 'School {random.randint(1, 99)}', language: {random.choice(('nl', 'en'))}, timezone: Europe/Amsterdam,",
        "  newsletter: 'friday 15:00', sender: 'De School <brief@school.example>', rights: Niet delen.,",
        "  head: {name: Mirjam de Wit, email: hoofd@school.example}, consent_renewal: 08-01,",
        f"  pictures_without_consent: {random.choice(('withhold', 'cover'))}}}",
        "groups:",
        "  school: {name: De hele school, everyone: true, teachers: [{name: Mirjam de Wit, email: hoofd@school.example}]}",
        *(f"  {group}: {{name: {group.title()}, teachers: [{{name: Juf {group}, email: {group}@school.example}}]}}" for group in groups),
        "children:",
        *(f"  {child}: {{name: '{name}', groups: [{group}]}}" for child, (name, group) in children.items()),
        "families:",
    ]
    left = list(children)
    while left:
        home = [left.pop() for _ in range(min(len(left), random.randint(1, 3)))]
        lines += [f"  gezin-{len(left)}:", f"    children: [{', '.join(home)}]", "    guardians:"]
        lines += [
            f"      - {{name: Ouder {len(left)} {one}, email: ouder-{len(left)}-{one}@example.org, "
            f"delivery: {random.choice(('newsletter', 'newsletter', 'mail'))}, language: {random.choice(LANGUAGES)}}}"
            for one in range(random.randint(1, 2))
        ]
    return "\n".join((*lines, ""))


def _post(random: Random, content: Path, place: int, group: str, children: dict[str, tuple[str, str]]) -> None:
    """A post with some of all that a post can hold."""
    folder = content / group / f"2026-11-{random.randint(14, 20)} Bericht {place}"
    folder.mkdir(parents=True)
    front = [f"title: Bericht {place}: nieuws & meer" if random.random() < 0.5 else f"author: Meester {place}"]  # noqa: PLR2004
    front[0] = front[0].replace("title: ", "title: '") + ("'" if front[0].startswith("title") else "")
    pictures = [f"foto {number}.png" for number in range(random.choice((0, 0, 1, 1, 2, 3, 5)))]
    if pictures:
        front.append("pictures:")
    for name in pictures:
        colour = tuple(random.randrange(256) for _ in range(3))
        Image.new("RGB", (random.choice((300, 900)), random.choice((200, 700))), colour).save(folder / name)
        seen = random.sample(sorted(children), random.randint(0, 2))
        front.append(f"  {name}: {{people: {'[' + ', '.join(seen) + ']' if seen else 'nobody'}, caption: 'Foto “{place}”'}}")
    if random.random() < 0.3:  # noqa: PLR2004
        front.append("event: {title: Kerstviering, start: 2026-12-17 17:30, end: 2026-12-17 19:00, place: De aula, reply_by: 2026-12-10}")
    if random.random() < 0.2:  # noqa: PLR2004
        front.append(f"to: [{random.choice(sorted(children))}]")
    body = "\n\n".join(random.sample(SENTENCES, random.randint(1, 6))).replace("{mention}", f"@{random.choice(sorted(children))}")
    if pictures and random.random() < 0.5:  # noqa: PLR2004
        body += f"\n\n![]({pictures[0].replace(' ', '%20')})"
    (folder / "bericht.md").write_text("---\n{}\n---\n{}\n".format("\n".join(front), body), encoding="utf-8")
    if random.random() < 0.3:  # noqa: PLR2004
        (folder / "bericht.en.md").write_text(f"# Message {place}\n\nWe worked outside.\n", encoding="utf-8")
