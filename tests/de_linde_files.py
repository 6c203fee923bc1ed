"""De Linde's files, as its teachers and its office put them into the school folder."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import yaml
from de_linde import ALBUM, ASSEMBLY, AUTUMN, LATE_FRIDAY, MUSEUM, PERSONAL, POSTS, SATURDAY, TUESDAY
from drawings import a_file
from oracle import PlannedPicture, PlannedPost, PlannedSchool
from PIL import Image

_PALETTE = [(red, green, blue) for red in (20, 75, 130, 185, 240) for green in (20, 75, 130, 185, 240) for blue in (20, 130, 240)]
COLOURS = {picture.file: _PALETTE[number] for number, picture in enumerate(picture for post in POSTS for picture in post.pictures)}
"""The one colour of each picture."""


def a_plain(file: str) -> bytes:
    """The picture of this name: one colour, all over."""
    return a_file(Image.new("RGB", (120, 90), COLOURS[file]), "PNG")


def _words(post: PlannedPost) -> str:
    named = " / ".join(f"@{child}" for child in post.mentions)
    return f"begin{post.mark} {named} einde{post.mark}"


def _post(lines: str, body: str) -> str:
    return f"---\n{lines}\n---\n{body}\n"


def _people(pictures: Iterable[PlannedPicture]) -> str:
    found = "pictures:\n"
    for picture in pictures:
        if picture.people is not None:
            wanted = "nobody" if not picture.people else "[" + ", ".join(picture.people) + "]"
            found += f"  {picture.file}: {{people: {wanted}}}\n"
    return found.rstrip()


def _pictured(folder: str, post: PlannedPost) -> dict[str, str | bytes]:
    return {f"{post.group}/{folder}/{picture.file}": a_plain(picture.file) for picture in post.pictures}


def _first_files() -> dict[str, str | bytes]:  # the school, spelt out
    posts = {post.mark: post for post in POSTS}
    held, pictured = "2026-11-18", [picture for picture in AUTUMN.pictures if picture.file not in {"h19.png", "h20.png", "h21.png"}]
    herfst = _people(pictured).replace("people: [ada-jansen, ?]", "people: [ada-jansen]")
    herfst += "\n  h08.png: {caption: Wie zijn dit}\n  h20.png: {people: [ada-jansen]}\n  h21.png: {people: nobody}"
    files: dict[str, str | bytes] = {
        "groep-5b/2026-11-18 Herfst/herfst.md": _post(f"title: Bladeren\nauthor: Meester Kees\n{herfst}", _words(AUTUMN)),
        "groep-5b/2026-11-18 Herfst/h19.png.people.yaml": "- bram-vos\n",
        "groep-5b/2026-11-18 Herfst/h20.png.people.yaml": "- dewi-smit\n",
        "groep-5b/2026-11-18 Herfst/h21.png.people.yaml": "- ada-jansen\n",
        "groep-5b/2026-11-18 Herfst/h22.png.people.yaml": "- [ada-jansen\n: {",
        **_pictured("2026-11-18 Herfst", AUTUMN),
        "school/2026-11-19 Sluiting/bericht.md": _post(
            f"title: Maandsluiting\n{_people(ASSEMBLY.pictures)}", _words(ASSEMBLY) + " inhetnederlands"
        ),
        "school/2026-11-19 Sluiting/bericht.en.md": _post("title: Assembly of the month", _words(ASSEMBLY) + " inenglish"),
        **_pictured("2026-11-19 Sluiting", ASSEMBLY),
        "groep-6a/museum/museum.md": _post(f"date: 2026-11-17\n{_people(MUSEUM.pictures)}", "# Naar het museum\n\n" + _words(MUSEUM)),
        **_pictured("museum", MUSEUM),
        "groep-5b/bril/bril.md": _post(
            f"date: 2026-11-18\nto: [ada-jansen]\ntitle: Bril terecht\n{_people(PERSONAL.pictures)}", _words(PERSONAL)
        ),
        **_pictured("bril", PERSONAL),
        "groep-5b/2026-11-17 Schommelfeest/a00.png.people.yaml": "- bram-vos\n",
        "groep-5b/2026-11-17 Schommelfeest/a01.png.people.yaml": "- ada-jansen\n- emre-kaya\n",
        **_pictured("2026-11-17 Schommelfeest", ALBUM),
        "groep-5b/2026-11-16 zwemtas.md": _post("to: [bram-vos, dewi-smit]", _words(posts["zwemtas"])),
        "groep-5b/2026-11-16 afscheid.md": _post("to: [nils-oud, mees-ooms]", _words(posts["afscheid"])),
        "groep-5b/2026-11-18 concept.md": _post("draft: true", _words(posts["concept"])),
        "groep-5b/toekomst.md": _post("date: 2026-11-25", _words(posts["toekomst"])),
        "groep-5b/2026-11-20 vandaag.md": _words(posts["vandaag"]),
        "groep-5b/2026-11-18 totwoensdag.md": _post("until: 2026-11-18", _words(posts["totwoensdag"])),
        "groep-5b/2026-11-18 totdonderdag.md": _post("until: 2026-11-19", _words(posts["totdonderdag"])),
        "groep-5b/2026-11-18 totvrijdag.md": _post("until: 2026-11-20", _words(posts["totvrijdag"])),
        "school/2026-11-11 acht.md": _words(posts["achtdagen"]),
        "school/2026-11-12 zeven.md": _words(posts["zevendagen"]),
        "school/2026-11-13 dertien.md": _words(posts["dertiende"]),
        "groep-5b/2026-11-14 veertien.md": _words(posts["veertiende"]),
        "school/2026-09-01 oud.md": _words(posts["oudnieuws"]),
        "groep-7c/2026-11-18 ongelezen.md": "# Kapstokken\n\n" + _words(posts["kopregel"]),
        "groep-7c/2026-11-18 Luizencontrole.md": _words(posts["bestandsnaam"]),
        "groep-7c/Fruitdag.md": _words(posts["bestandsdatum"]),
        "groep-7c/Fruitdag van toen.md": _words(posts["bestandoud"]),
        "groep-5b/2026-11-18 magada.md": _words(posts["magada"]) + " Ada las voor aan Bram. Ada Jansen en Bram Vos genoten.",
        "school/2026-11-18 magbram.md": _words(posts["magbram"]) + " Bram Vos en Cas Jansen wonnen.",
        "groep-5b/2026-11-18 magguus.md": _words(posts["magguus"]) + " Een boek van Guus Kuijer.",
        "groep-5b/2026-11-18 magroos.md": _post(
            "not_names: [Roos]\ntitle: De roos", _words(posts["magroos"]) + " Roos is een bloem en Roosje ook."
        ),
        "groep-5b/2026-11-18 magkleineroos.md": _words(posts["magkleineroos"]) + " Een roos in het Roosendaal, en dewis en Dewinter.",
        "groep-6a/2026-11-18 maghenk.md": _words(posts["maghenk"]) + " Henk deed het.",
        "groep-7c/2026-11-18 magjohanna.md": _words(posts["magjohanna"]) + " Johanna van Orléans. Jojo, jo.",
        "groep-5b/2026-11-18 magdewi.md": _post("to: [dewi-smit]", _words(posts["magdewi"]) + " Dewi Smit, goed gedaan Dewi."),
        "groep-5b/2026-11-18 magmail.md": _words(posts["magmail"]) + " Schrijf naar feest@example.com of fiets@plein.example.",
        # What a parent would never see unless the mouse rests on it: the attribute is left out.
        "groep-5b/2026-11-18 magattribuut.md": _words(posts["magattribuut"]) + """ <b title="Guus Vos" lang="Guus Vos">vet</b>""",
        f"groep-5b/{held} romp.md": "foutromp en Dewi Smit\n",
        f"groep-5b/{held} titel.md": _post("title: Roos is jarig", "fouttitel"),
        f"groep-5b/{held} kop.md": "# Hoera voor Dewi\n\nfoutkop\n",
        f"groep-5b/{held} bijschrift/b.md": _post("pictures:\n  x.png: {people: nobody, caption: Hier staat Dewi Smit}", "foutbijschrift"),
        f"groep-5b/{held} bijschrift/x.png": a_file(Image.new("RGB", (60, 40), (1, 2, 3)), "PNG"),
        f"groep-5b/{held} alt/b.md": _post("pictures:\n  x.png: {people: nobody}", "foutalt\n\n![Dewi Smit](x.png)"),
        f"groep-5b/{held} alt/x.png": a_file(Image.new("RGB", (60, 40), (3, 2, 1)), "PNG"),
        f"school/{held} engels.md": "foutengels\n",
        f"school/{held} engels.en.md": "foutengels by Dewi Smit\n",
        f"groep-5b/{held} ander.md": "foutander met Guus Vos\n",
        f"groep-5b/{held} voornaam.md": "foutvoornaam: Roos's fiets\n",
        f"school/{held} school.md": "foutschool met Ada\n",
        f"groep-7c/{held} jo.md": "foutjo, zei Jo.\n",
        f"groep-5b/{held} vertrokken.md": "foutvertrokken: de groeten van Ilse Mol\n",
        f"groep-5b/{held} Dewi Smit jarig.md": "foutbestand\n",
        f"groep-5b/{held} Foutalbum Dewi Smit/y.png": a_file(Image.new("RGB", (60, 40), (2, 2, 2)), "PNG"),
        f"groep-5b/{held} Foutalbum Dewi Smit/y.png.people.yaml": "[]\n",
        f"groep-5b/{held} persoonlijk.md": _post("to: [ada-jansen]", "foutpersoonlijk: Dewi Smit zat naast haar"),
        f"groep-5b/{held} regel.md": "foutregel met Dewi\nSmit\n",
        f"groep-5b/{held} vet.md": "foutvet met **Guus** *Vos*\n",
        f"groep-5b/{held} vastespatie.md": "foutvastespatie met Guus\u00a0Vos\n",
        f"groep-5b/{held} teken.md": "foutteken met G&#117;us Vos\n",
        f"groep-5b/{held} tabel.md": "fouttabel\n\n| a | b |\n|---|---|\n| Guus Vos | x |\n",
        f"groep-5b/{held} hersteld.md": "foutnog met Dewi Smit\n",
    }
    return files


FIRST_FILES = _first_files()
LATER_FILES: dict[datetime, dict[str, str | bytes]] = {
    SATURDAY: {
        "groep-5b/2026-11-13 nakomer.md": "beginnakomer  eindenakomer",
        "groep-5b/2026-11-21 zaterdag/z.md": _post("pictures:\n  z00.png: {people: [fien-de-groot]}", "beginzaterdag  eindezaterdag"),
        "groep-5b/2026-11-21 zaterdag/z00.png": a_plain("z00.png"),
        "groep-5b/2026-11-21 tussendoor.md": _post("until: 2026-11-29", "begintussendoor  eindetussendoor"),
    },
    TUESDAY: {
        "groep-5b/2026-12-01 weerja/w.md": _post(
            "pictures:\n  w00.png: {people: [fien-de-groot]}\n  w01.png: {people: [nova-beek]}", "beginweerja  eindeweerja"
        ),
        "groep-5b/2026-12-01 weerja/w00.png": a_plain("w00.png"),
        "groep-5b/2026-12-01 weerja/w01.png": a_plain("w01.png"),
    },
    LATE_FRIDAY: {
        "school/2026-11-19 telaat.md": "begintelaat  eindetelaat",
        "school/2026-11-20 nogopijd.md": "beginnogopijd  eindenogopijd",
        "groep-5b/2026-11-18 hersteld.md": "beginhersteld  eindehersteld",
    },
}


def groups_yaml(school: PlannedSchool, *, without_consent: str = "withhold") -> str:
    """Write groups.yaml for a planned school."""
    families: dict[str, dict[str, object]] = {}
    for family, children in school.families.items():
        guardians = [
            {"name": one.name, "email": one.email, "delivery": one.delivery} | ({"language": one.language} if one.language else {})
            for one in school.guardians
            if one.family == family
        ]
        families[family] = {"children": list(children), "guardians": guardians}
    children_: dict[str, dict[str, object]] = {}
    for child in school.children.values():
        children_[child.id] = {"name": child.name, "groups": list(child.groups)}
        if child.called:
            children_[child.id]["called"] = child.called
        if child.left:
            children_[child.id]["left"] = child.left
    head = {"name": "Marit Zomer", "email": "directie@linde.example"}
    sanne, kees = {"name": "Juf Sanne", "email": "sanne@linde.example"}, {"name": "Meester Kees", "email": "kees@linde.example"}
    joost, noor = {"name": "Meester Joost", "email": "joost@linde.example"}, {"name": "Juf Noor", "email": "noor@linde.example"}
    return str(
        yaml.safe_dump(
            {
                "school": {
                    "name": "Basisschool De Linde",
                    "language": "nl",
                    "timezone": "Europe/Amsterdam",
                    "newsletter": "friday 15:00",
                    "sender": "De Linde <weekbrief@linde.example>",
                    "head": head,
                    "rights": "Tekst en beeld zijn van De Linde.",
                    "consent_renewal": "08-01",
                    "pictures_without_consent": without_consent,
                },
                "groups": {
                    "school": {"name": "De hele school", "everyone": True, "teachers": [dict(head)]},
                    "groep-5b": {"name": "Groep 5B", "teachers": [sanne, kees]},
                    "groep-6a": {"name": "Groep 6A", "teachers": [joost]},
                    "groep-7c": {"name": "Groep 7C", "teachers": [noor]},
                },
                "children": children_,
                "families": families,
            },
            sort_keys=False,
            allow_unicode=True,
        )
    )


def consent_csv(school: PlannedSchool) -> str:
    """Write consent.csv for a planned school."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("child", "purpose", "answer", "date", "signed_by"))
    table.writerows((row.child, row.purpose, row.answer, row.day, row.signer) for row in school.rows)
    return text.getvalue()


def put_dates_on(school: Path) -> None:
    """Give the two posts without a date in their name a file's date."""
    for name, day in (("Fruitdag.md", date(2026, 11, 15)), ("Fruitdag van toen.md", date(2026, 11, 1))):
        at = datetime(day.year, day.month, day.day, 12).timestamp()  # noqa: DTZ001
        os.utime(school / "content/groep-7c" / name, (at, at))
