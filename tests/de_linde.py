"""De Linde: a school planned for the acceptance tests, once as values for the oracle and once as files for the program."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import yaml
from drawings import a_file
from oracle import PlannedChild, PlannedGuardian, PlannedPicture, PlannedPost, PlannedSchool, Row
from PIL import Image

THURSDAY = datetime(2026, 11, 19, 10)  # noqa: DTZ001 - school time throughout
FRIDAY = datetime(2026, 11, 20, 15, 5)  # noqa: DTZ001
SATURDAY = datetime(2026, 11, 21, 9)  # noqa: DTZ001
MONDAY = datetime(2026, 11, 30, 8)  # noqa: DTZ001
TUESDAY = datetime(2026, 12, 1, 8)  # noqa: DTZ001
WEDNESDAY = datetime(2026, 12, 2, 8)  # noqa: DTZ001
BEFORE_THE_BELL = datetime(2026, 12, 4, 14, 59)  # noqa: DTZ001
AFTER_THE_BELL = datetime(2026, 12, 4, 15, 0)  # noqa: DTZ001
LATE_FRIDAY = datetime(2026, 12, 18, 15, 30)  # noqa: DTZ001

CHILDREN = {
    child.id: child
    for child in (
        PlannedChild("ada-jansen", "Ada Jansen", ("groep-5b",)),
        PlannedChild("bram-vos", "Bram Vos", ("groep-5b",)),
        PlannedChild("cas-jansen", "Cas Jansen", ("groep-6a",)),
        PlannedChild("dewi-smit", "Dewi Smit", ("groep-5b",)),
        PlannedChild("emre-kaya", "Emre Kaya", ("groep-5b",)),
        PlannedChild("fien-de-groot", "Fien de Groot", ("groep-5b",)),
        PlannedChild("guus-vos", "Guus Vos", ("groep-6a",)),
        PlannedChild("hendrik-bakker", "Hendrik Bakker", ("groep-6a",), called="Henk"),
        PlannedChild("ilse-mol", "Ilse Mol", ("groep-5b",), left=date(2026, 10, 1)),
        PlannedChild("jan-mol", "Jan Mol", ("groep-6a",)),
        PlannedChild("kim-prins", "Kim Prins", ("groep-5b",)),
        PlannedChild("lot-ruiter", "Lot Ruiter", ("groep-5b", "groep-7c")),
        PlannedChild("mees-ooms", "Mees Ooms", ("groep-7c",)),
        PlannedChild("nova-beek", "Nova Beek", ("groep-5b",)),
        PlannedChild("johanna-pals", "Johanna Pals", ("groep-7c",), called="Jo"),
        PlannedChild("roos-visser", "Roos Visser", ("groep-5b",)),
        PlannedChild("nils-oud", "Nils Oud", ("groep-7c",), left=date(2026, 9, 15)),
    )
}
NEWCOMER = PlannedChild("pien-nieuw", "Pien Nieuw", ("groep-5b",))
FAMILIES = {
    "jansen": ("ada-jansen", "cas-jansen"),
    "vos": ("bram-vos", "guus-vos"),
    "de-wilde": ("bram-vos",),
    "smit": ("dewi-smit",),
    "kaya": ("emre-kaya",),
    "de-groot": ("fien-de-groot",),
    "bakker": ("hendrik-bakker",),
    "mol": ("ilse-mol", "jan-mol"),
    "prins": ("kim-prins",),
    "ruiter": ("lot-ruiter",),
    "ooms": ("mees-ooms",),
    "beek": ("nova-beek",),
    "pals": ("johanna-pals",),
    "visser": ("roos-visser",),
    "oud": ("nils-oud",),
}
GUARDIANS = (
    PlannedGuardian("jansen", "Anna Jansen", "anna@example.org", "newsletter", "nl"),
    PlannedGuardian("jansen", "Piet Bakker", "piet@example.org", "mail", "en"),
    PlannedGuardian("vos", "Vera Vos", "vera@example.org", "newsletter", "en"),
    PlannedGuardian("de-wilde", "Ruud de Wilde", "ruud@example.org", "mail", "nl"),
    PlannedGuardian("smit", "Saskia Smit", "smit@example.org", "newsletter"),
    PlannedGuardian("smit", "Sjors Smit", "smit@example.org", "newsletter"),
    PlannedGuardian("kaya", "Elif Kaya", "elif@example.org", "mail", "nl"),
    PlannedGuardian("kaya", "Can Kaya", "can@example.org", "newsletter", "en"),
    PlannedGuardian("de-groot", "Fred de Groot", "fred@example.org", "newsletter"),
    PlannedGuardian("de-groot", "Gré de Groot", "gre@example.org", "mail"),
    PlannedGuardian("bakker", "Bo Bakker", "bo@example.org", "newsletter", "en"),
    PlannedGuardian("mol", "Mia Mol", "mia@example.org", "newsletter"),
    PlannedGuardian("prins", "Kas Prins", "kas@example.org", "mail", "en"),
    PlannedGuardian("ruiter", "Rens Ruiter", "rens@example.org", "newsletter"),
    PlannedGuardian("ooms", "Olga Ooms", "olga@example.org", "mail"),
    PlannedGuardian("beek", "Bas Beek", "bas@example.org", "newsletter"),
    PlannedGuardian("pals", "Pia Pals", "pia@example.org", "mail", "en"),
    PlannedGuardian("visser", "Rik Visser", "rik@example.org", "newsletter"),
    PlannedGuardian("oud", "Otto Oud", "otto@example.org", "mail"),
)
NEWCOMERS = (
    PlannedGuardian("nieuw", "Nel Nieuw", "nel@example.org", "mail", "nl"),
    PlannedGuardian("nieuw", "Niek Nieuw", "niek@example.org", "newsletter", "en"),
)


def _rows() -> tuple[Row, ...]:
    this_year, last_year = "2026-08-24", "2025-08-25"
    found = [
        Row("ada-jansen", "photo-group", "yes", this_year, "Anna Jansen"),
        Row("ada-jansen", "photo-school", "no", this_year, "Anna Jansen"),
        Row("ada-jansen", "video-group", "no", this_year, "Anna Jansen"),
        Row("ada-jansen", "name-group", "yes", this_year, "Anna Jansen"),
        Row("bram-vos", "photo-group", "yes", this_year, "Vera Vos"),
        Row("bram-vos", "photo-school", "yes", this_year, "Vera Vos"),
        Row("bram-vos", "photo-school", "no", this_year, "Ruud de Wilde"),  # two signers: any no means no
        Row("bram-vos", "name-group", "yes", this_year, "Vera Vos"),
        Row("bram-vos", "name-school", "yes", this_year, "Vera Vos"),
        Row("dewi-smit", "photo-group", "yes", "2026-07-31", "Saskia Smit"),  # the last day before the renewal
        Row("dewi-smit", "name-group", "yes", "2026-05-01", "Saskia Smit"),
        Row("dewi-smit", "name-school", "yes", "2026-05-01", "Saskia Smit"),
        Row("emre-kaya", "photo-group", "no", last_year, "Elif Kaya"),  # stands, over the renewal, beside a yes of another
        Row("emre-kaya", "photo-group", "yes", this_year, "Can Kaya"),
        Row("emre-kaya", "name-group", "yes", "2026-08-01", "Can Kaya"),  # the day of the renewal itself
        Row("fien-de-groot", "photo-group", "yes", this_year, "Fred de Groot"),
        Row("fien-de-groot", "photo-group", "no", "2026-11-20", "Fred de Groot"),  # withdrawn on the day of the edition
        Row("fien-de-groot", "photo-group", "yes", "2026-12-01", "Fred de Groot"),  # and given again
        Row("fien-de-groot", "name-group", "yes", this_year, "Gré de Groot"),
        Row("fien-de-groot", "name-group", "no", "2026-11-20", "Gré de Groot"),
        Row("guus-vos", "photo-group", "yes", this_year, "Vera Vos"),
        Row("guus-vos", "name-group", "yes", this_year, "Vera Vos"),
        Row("ilse-mol", "photo-group", "yes", this_year, "Mia Mol"),  # she left
        Row("ilse-mol", "photo-school", "yes", this_year, "Mia Mol"),
        Row("ilse-mol", "name-school", "yes", this_year, "Mia Mol"),
        Row("kim-prins", "photo-group", "yes", this_year, "Kas Prins"),  # same day: no
        Row("kim-prins", "photo-group", "no", this_year, "Kas Prins"),
        Row("kim-prins", "photo-school", "no", this_year, "Kas Prins"),
        Row("kim-prins", "photo-school", "yes", this_year, "Kas Prins"),
        Row("kim-prins", "name-group", "no", last_year, "Kas Prins"),  # the same signer says yes later
        Row("kim-prins", "name-group", "yes", this_year, "Kas Prins"),
        Row("kim-prins", "website", "no", this_year, "Kas Prins"),  # letters never ask
        Row("lot-ruiter", "photo-group", "yes", this_year, "Rens Ruiter"),
        Row("lot-ruiter", "name-group", "yes", this_year, "Rens Ruiter"),
        Row("mees-ooms", "photo-school", "yes", this_year, "Olga Ooms"),
        Row("mees-ooms", "name-school", "yes", this_year, "Olga Ooms"),
        Row("nova-beek", "photo-group", "yes", "2026-12-01", "Bas Beek"),  # a yes to come
        Row("nova-beek", "name-group", "yes", "2026-12-01", "Bas Beek"),
        Row("johanna-pals", "photo-school", "yes", this_year, "Pia Pals"),
        Row("nils-oud", "photo-school", "yes", this_year, "Otto Oud"),
        Row("Meester Kees", "photo-group", "no", this_year, "Meester Kees"),
    ]
    for child, signer in (("cas-jansen", "Anna Jansen"), ("hendrik-bakker", "Bo Bakker"), ("jan-mol", "Mia Mol")):
        for purpose in ("photo-group", "photo-school", "name-group", "name-school"):
            found.append(Row(child, purpose, "yes", this_year, signer))  # noqa: PERF401 - two loops read better
    # Out of order on purpose: the date decides, not the line.
    return tuple(reversed(found))


SCHOOL = PlannedSchool(CHILDREN, FAMILIES, GUARDIANS, _rows(), staff=frozenset({"Juf Sanne", "Meester Kees"}))
WITH_NEWCOMERS = PlannedSchool(
    {**CHILDREN, NEWCOMER.id: NEWCOMER}, {**FAMILIES, "nieuw": ("pien-nieuw",)}, GUARDIANS + NEWCOMERS, SCHOOL.rows, staff=SCHOOL.staff
)
EVERY_CHILD = tuple(child for child in CHILDREN if child != "nils-oud")


def _pictures(prefix: str, *wanted: tuple[str, ...] | None) -> tuple[PlannedPicture, ...]:
    return tuple(PlannedPicture(f"{prefix}{number:02}.png", people) for number, people in enumerate(wanted))


AUTUMN = PlannedPost(
    "herfst",
    "groep-5b",
    date(2026, 11, 18),
    _pictures(
        "h",
        ("ada-jansen",),
        ("ada-jansen", "bram-vos"),
        ("dewi-smit",),
        ("dewi-smit", "ada-jansen"),
        ("emre-kaya",),
        ("dewi-smit", "emre-kaya"),
        (),  # nobody
        None,  # silence: the front matter does not speak of it
        None,  # silence: a caption, no people
        ("ada-jansen", "xander-onbekend"),
        ("cas-jansen",),
        ("mees-ooms",),
        ("guus-vos",),
        ("ilse-mol",),
        ("fien-de-groot",),
        ("kim-prins",),
        ("lot-ruiter",),
        ("Juf Sanne",),
        ("Meester Kees", "ada-jansen"),
        ("bram-vos",),  # by a sidecar alone
        ("ada-jansen", "dewi-smit"),  # front matter and sidecar: the union
        ("ada-jansen", "?"),  # nobody in the front matter, somebody in the sidecar
        ("ada-jansen", "?"),  # a sidecar that cannot be read
        ("nova-beek",),
        ("fien-de-groot", "bram-vos"),
        ("roos-visser", "bram-vos"),
    ),
    mentions=EVERY_CHILD,
)
ASSEMBLY = PlannedPost(
    "maandsluiting",
    "school",
    date(2026, 11, 19),
    _pictures(
        "s",
        ("ada-jansen",),
        ("cas-jansen",),
        ("bram-vos",),
        ("mees-ooms",),
        ("lot-ruiter",),
        ("ilse-mol",),
        ("jan-mol", "ilse-mol"),
        ("hendrik-bakker", "johanna-pals"),
        ("kim-prins",),
        ("nils-oud",),
        (),
        ("Juf Sanne", "cas-jansen"),
    ),
    mentions=EVERY_CHILD,
    english=True,
)
MUSEUM = PlannedPost(
    "museum",
    "groep-6a",
    date(2026, 11, 17),
    _pictures("m", ("guus-vos",), ("ada-jansen", "cas-jansen"), ("ada-jansen",), ("lot-ruiter",), ("jan-mol",)),
    mentions=("guus-vos", "ada-jansen", "lot-ruiter", "mees-ooms"),
)
PERSONAL = PlannedPost(
    "bril",
    "groep-5b",
    date(2026, 11, 18),
    _pictures("p", ("ada-jansen", "bram-vos"), ("dewi-smit",), ("mees-ooms",), ("guus-vos",), ("lot-ruiter", "ada-jansen")),
    mentions=("ada-jansen", "cas-jansen", "bram-vos", "mees-ooms", "guus-vos", "lot-ruiter"),
    to=("ada-jansen",),
)
ALBUM = PlannedPost("Schommelfeest", "groep-5b", date(2026, 11, 17), _pictures("a", ("bram-vos",), ("ada-jansen", "emre-kaya"), None))

POSTS: tuple[PlannedPost, ...] = (
    AUTUMN,
    ASSEMBLY,
    MUSEUM,
    PERSONAL,
    ALBUM,
    PlannedPost("zwemtas", "groep-5b", date(2026, 11, 16), to=("bram-vos", "dewi-smit"), mentions=("bram-vos", "dewi-smit", "ada-jansen")),
    PlannedPost("afscheid", "groep-5b", date(2026, 11, 16), to=("nils-oud", "mees-ooms")),
    PlannedPost("concept", "groep-5b", date(2026, 11, 18), draft=True),
    PlannedPost("toekomst", "groep-5b", date(2026, 11, 25)),
    PlannedPost("vandaag", "groep-5b", date(2026, 11, 20)),
    PlannedPost("totwoensdag", "groep-5b", date(2026, 11, 18), until=date(2026, 11, 18)),
    PlannedPost("totdonderdag", "groep-5b", date(2026, 11, 18), until=date(2026, 11, 19)),
    PlannedPost("totvrijdag", "groep-5b", date(2026, 11, 18), until=date(2026, 11, 20)),
    PlannedPost("achtdagen", "school", date(2026, 11, 11)),
    PlannedPost("zevendagen", "school", date(2026, 11, 12)),
    PlannedPost("dertiende", "school", date(2026, 11, 13)),
    PlannedPost("veertiende", "groep-5b", date(2026, 11, 14)),
    PlannedPost("oudnieuws", "school", date(2026, 9, 1)),
    PlannedPost("kopregel", "groep-7c", date(2026, 11, 18)),
    PlannedPost("bestandsnaam", "groep-7c", date(2026, 11, 18)),
    PlannedPost("bestandsdatum", "groep-7c", date(2026, 11, 15)),
    PlannedPost("bestandoud", "groep-7c", date(2026, 11, 1)),
    # Plain names that may stand.
    PlannedPost("magada", "groep-5b", date(2026, 11, 18), plain=("ada-jansen", "bram-vos")),
    PlannedPost("magbram", "school", date(2026, 11, 18), plain=("bram-vos", "cas-jansen")),
    PlannedPost("magguus", "groep-5b", date(2026, 11, 18)),
    PlannedPost("magroos", "groep-5b", date(2026, 11, 18)),
    PlannedPost("magkleineroos", "groep-5b", date(2026, 11, 18)),
    PlannedPost("maghenk", "groep-6a", date(2026, 11, 18), plain=("hendrik-bakker",)),
    PlannedPost("magjohanna", "groep-7c", date(2026, 11, 18)),
    PlannedPost("magdewi", "groep-5b", date(2026, 11, 18), to=("dewi-smit",), plain=("dewi-smit",)),
    PlannedPost("magmail", "groep-5b", date(2026, 11, 18)),
    PlannedPost("magattribuut", "groep-5b", date(2026, 11, 18)),
    # Plain names that hold a post back.
    *(
        PlannedPost(f"fout{name}", group, date(2026, 11, 18), held=True)
        for name, group in (
            ("romp", "groep-5b"),
            ("titel", "groep-5b"),
            ("kop", "groep-5b"),
            ("bijschrift", "groep-5b"),
            ("alt", "groep-5b"),
            ("engels", "school"),
            ("ander", "groep-5b"),
            ("voornaam", "groep-5b"),
            ("school", "school"),
            ("jo", "groep-7c"),
            ("vertrokken", "groep-5b"),
            ("bestand", "groep-5b"),
            ("album", "groep-5b"),
            ("persoonlijk", "groep-5b"),
            ("regel", "groep-5b"),
            ("vet", "groep-5b"),
            ("vastespatie", "groep-5b"),
            ("teken", "groep-5b"),
            ("tabel", "groep-5b"),
        )
    ),
    # What comes in later.
    PlannedPost("nakomer", "groep-5b", date(2026, 11, 13), there_from=SATURDAY),
    PlannedPost("zaterdag", "groep-5b", date(2026, 11, 21), _pictures("z", ("fien-de-groot",)), there_from=SATURDAY),
    PlannedPost("tussendoor", "groep-5b", date(2026, 11, 21), until=date(2026, 11, 29), there_from=SATURDAY),
    PlannedPost("weerja", "groep-5b", date(2026, 12, 1), _pictures("w", ("fien-de-groot",), ("nova-beek",)), there_from=TUESDAY),
    PlannedPost("telaat", "school", date(2026, 11, 19), there_from=LATE_FRIDAY),
    PlannedPost("nogopijd", "school", date(2026, 11, 20), there_from=LATE_FRIDAY),
    # Held back on the first day for a name, mended a month later: it was seen in time.
    PlannedPost("hersteld", "groep-5b", date(2026, 11, 18), held=True, mended=LATE_FRIDAY),
)

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
        "groep-5b/2026-11-18 magmail.md": _words(posts["magmail"]) + " Schrijf naar roos@example.com of fiets@dewi.example.",
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
