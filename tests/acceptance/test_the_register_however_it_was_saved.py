"""groups.yaml and consent.csv as offices write them: each dialect gives the same letters, each mistake stops everything."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from drawings import a_file
from PIL import Image
from running import letters_in, weekbrief
from schools import CONSENT_CSV, GROUPS_YAML, write_school

SHOWN, WITHHELD, RENEWED = (20, 200, 20), (200, 20, 20), (20, 20, 200)
ENGLISH = ("child", "purpose", "answer", "date", "signed_by", "yes", "no", "{year}-{month:02}-{day:02}")
DUTCH = ("kind", "doel", "antwoord", "datum", "ondertekend_door", "ja", "nee", "{day}-{month}-{year}")
CONTENT: dict[str, str | bytes] = {
    "groep-5b/2026-11-20 Bos/bos.md": "---\npictures:\n  a.png: {people: [ada-jansen]}\n  b.png: {people: [bram-vos]}\n"
    "  c.png: {people: [dewi-smit]}\n---\nbeginbos @ada-jansen / @bram-vos eindebos\n",
    "groep-5b/2026-11-20 Bos/a.png": a_file(Image.new("RGB", (60, 40), SHOWN), "PNG"),
    "groep-5b/2026-11-20 Bos/b.png": a_file(Image.new("RGB", (60, 40), WITHHELD), "PNG"),
    "groep-5b/2026-11-20 Bos/c.png": a_file(Image.new("RGB", (60, 40), RENEWED), "PNG"),
}
GROUPS = GROUPS_YAML.replace("  bram-vos: {", "  dewi-smit: {name: Dewi Smit, groups: [groep-5b]}\n  bram-vos: {")


def a_register(words: tuple[str, ...], separator: str) -> str:
    """A register in which Ada has a yes, Bram a no beside a yes of another signer, and Dewi a no that the same signer took back."""
    yes, no, day = words[5:]
    rows = [
        words[:5],
        ("ada-jansen", "photo-group", yes, day.format(year=2026, month=8, day=24), "Anna Jansen"),
        ("ada-jansen", "name-group", yes, day.format(year=2026, month=9, day=1), "Zoë Gré"),
        ("bram-vos", "photo-group", yes, day.format(year=2026, month=8, day=24), "Vera Vos"),
        ("bram-vos", "photo-group", no, day.format(year=2025, month=8, day=25), "André Wilde"),
        ("dewi-smit", "photo-group", no, day.format(year=2026, month=9, day=12), "Zoë Gré"),
        ("dewi-smit", "photo-group", yes, day.format(year=2026, month=10, day=2), "Zoë Gré"),
        ("bram-vos", "website", no, day.format(year=2025, month=8, day=25), "André Wilde"),
    ]
    return "\r\n".join(separator.join(row) for row in rows) + "\r\n"


DIALECTS = {
    "comma, UTF-8": a_register(ENGLISH, ",").encode(),
    "semicolon, UTF-8 with BOM, Dutch": a_register(DUTCH, ";").encode("utf-8-sig"),
    "tab, UTF-16, Dutch": a_register(DUTCH, "\t").encode("utf-16"),
    "semicolon, Windows-1252, Dutch": a_register(DUTCH, ";").encode("cp1252"),
    "comma, Windows-1252": a_register(ENGLISH, ",").encode("cp1252"),
    "semicolon, UTF-16, English words and Dutch dates": a_register((*ENGLISH[:7], DUTCH[7]), ";").encode("utf-16"),
    "comma, all quoted, capitals": "".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) + "\n"
        for line in a_register((*DUTCH[:5], "Ja", "NEE", ENGLISH[7]), ",").splitlines()
    ).encode(),
    "Dutch headers in capitals, empty lines at the end": (
        a_register(("Kind", "Doel", "Antwoord", "Datum", "Ondertekend door", "JA", "Nee", DUTCH[7]), ";") + ";;;;\r\n\r\n"
    ).encode("cp1252"),
}


def colours_of(data: list[bytes]) -> set[str]:
    """Which of the pictures came."""
    found = set()
    for picture in data:
        colour = Image.open(BytesIO(picture)).convert("RGB").resize((1, 1)).getpixel((0, 0))
        assert isinstance(colour, tuple)
        found.add({0: "shown", 1: "renewed", 2: "withheld"}[0 if colour[1] > 100 else 2 if colour[0] > 100 else 1])
    return found


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_dialect_of_the_register_gives_the_same_letters(tmp_path: Path, dialect: str) -> None:
    """Comma, semicolon or tab; UTF-8, with BOM, UTF-16 or Windows-1252; Dutch or English headers and answers; both kinds of date."""
    write_school(tmp_path, CONTENT, groups=GROUPS)
    (tmp_path / "consent.csv").write_bytes(DIALECTS[dialect])
    ran = weekbrief("run", "--on", "2026-11-20T15:00", tmp_path)
    assert ran.status == 0, ran.out + ran.err
    letters = letters_in(tmp_path / "outbox")
    assert set(letters) - {"directie@regenboog.example"} == {"anna@example.org", "piet@example.org", "vera@example.org"}
    (anna,), (vera,) = letters["anna@example.org"], letters["vera@example.org"]
    assert colours_of(anna.pictures) == {"shown", "renewed"}
    assert colours_of(vera.pictures) == {"shown", "renewed", "withheld"}
    assert "Ada Jansen / een leerling" in " ".join(anna.text.split())
    assert "Ada Jansen / Bram Vos" in " ".join(vera.text.split())


DUTCH_GROUPS = """\
school:
  naam: De Regenboog
  taal: nl
  tijdzone: Europe/Amsterdam
  nieuwsbrief: vrijdag 15:00
  afzender: De Regenboog <weekbrief@regenboog.example>
  directeur: {naam: Mirjam de Wit, e-mail: directie@regenboog.example}
  rechten: Tekst en beeld zijn van De Regenboog.
groepen:
  school: {naam: De hele school, iedereen: ja, leerkrachten: [{naam: Mirjam de Wit, e-mail: directie@regenboog.example}]}
  groep-5b: {naam: Groep 5B, leerkrachten: [{naam: Juf Sanne, e-mail: sanne@regenboog.example}]}
kinderen:
  ada-jansen: {naam: Ada Jansen, groepen: [groep-5b]}
  bram-vos: {naam: Bram Vos, groepen: [groep-5b]}
  dewi-smit: {naam: Dewi Smit, groepen: [groep-5b]}
gezinnen:
  jansen: {kinderen: [ada-jansen], ouders: [{naam: Anna Jansen, e-mail: anna@example.org}]}
  vos: {kinderen: [bram-vos], ouders: [{naam: Vera Vos, e-mail: vera@example.org}]}
"""


def test_groups_and_front_matter_may_be_dutch(tmp_path: Path) -> None:
    """Keys may be written in Dutch or English (`kinderen`/`children`, …)."""
    content = {**CONTENT, "groep-5b/2026-11-20 Bos/bos.md": (
        "---\ntitel: Naar het bos\ndatum: 20-11-2026\nauteur: Juf Sanne\nfoto's:\n  a.png: {wie: [ada-jansen], bijschrift: Eikels}\n"
        "  b.png: {wie: [bram-vos]}\n  c.png: {wie: niemand}\nconcept: nee\n---\nbeginbos @ada-jansen / @bram-vos eindebos\n"
    ), "groep-5b/2026-11-20 bril.md": "---\naan: [bram-vos]\n---\nbrilgevonden\n"}  # fmt: skip
    write_school(tmp_path, content, groups=DUTCH_GROUPS)
    (tmp_path / "consent.csv").write_bytes(DIALECTS["semicolon, Windows-1252, Dutch"])
    ran = weekbrief("run", "--on", "2026-11-20T15:00", tmp_path)
    assert ran.status == 0, ran.out + ran.err
    letters = letters_in(tmp_path / "outbox")
    (anna,) = letters["anna@example.org"]
    assert colours_of(anna.pictures) == {"shown", "renewed"}
    assert "Naar het bos" in anna.text
    assert "Eikels" in anna.text
    assert len(letters["vera@example.org"]) == 2


WRONG_ROWS = {
    "an unknown child": "ada-jansne,photo-group,no,2026-09-01,Anna Jansen",
    "an answer that is none": "ada-jansen,photo-group,misschien,2026-09-01,Anna Jansen",
    "an empty answer": "ada-jansen,photo-group,,2026-09-01,Anna Jansen",
    "a day that is none": "ada-jansen,photo-group,no,2026-09-31,Anna Jansen",
    "no day": "ada-jansen,photo-group,no,,Anna Jansen",
    "an American date": "ada-jansen,photo-group,no,9/13/2026,Anna Jansen",
    "a column too few": "ada-jansen,photo-group,no,2026-09-01",
    "a column too many": "ada-jansen,photo-group,no,2026-09-01,Jansen,Anna",
    "no child": ",photo-group,no,2026-09-01,Anna Jansen",
    "no purpose": "ada-jansen,,no,2026-09-01,Anna Jansen",
}
WRONG_REGISTERS = {
    "one row": CONSENT_CSV + WRONG_ROWS["an unknown child"] + "\n",
    "no headers": CONSENT_CSV.partition("\n")[2],
    "an unended quotation": CONSENT_CSV + 'ada-jansen,photo-group,no,2026-09-01,"Anna Jansen\n',
    "nothing at all": "",
}
WRONG_VALUES = {
    "an unknown group": ("groups: [groep-6a]}", "groups: [groep-6z]}"),
    "an unknown child": ("children: [bram-vos]", "children: [bram-vs]"),
    "a delivery to come": ("delivery: mail", "delivery: app"),
    "a misspelt key": ("name: Bram Vos, groups", "name: Bram Vos, lefft: 2026-09-01, groups"),
    "a left that is no date": ("name: Ada Jansen, groups", "name: Ada Jansen, left: gisteren, groups"),
    "a delivery that is none": ("email: anna@example.org, delivery: newsletter", "email: anna@example.org, delivery: fax"),
    "two addresses in one": ("email: vera@example.org", 'email: "vera@example.org, boef@evil.example"'),
    "an address with a line break": ("email: daan@example.org", 'email: "daan@example.org\\nBcc: boef@evil.example"'),
    "a timezone that is none": ("Europe/Amsterdam", "Europe/Amsterdamm"),
    "a newsletter on no day": ("friday 15:00", "vrijdagmiddag"),
    "a renewal that is none": ("consent_renewal: 08-01", "consent_renewal: 13-01"),
    "a choice that is none": ("pictures_without_consent: withhold", "pictures_without_consent: blur"),
    "a yes that is none": ("everyone: true", "everyone: bijna"),
}
WRONG_GROUPS = {
    "one value": WRONG_VALUES["an unknown group"],
    "one address in two families": ("vera@example.org", "anna@example.org"),
    "an id with capitals": ("  bram-vos: {", "  Bram-Vos: {"),
    "a key that stands twice": ("  vos:\n", "  jansen:\n"),
    "an alias": ("children: [bram-vos]", "children: &a [bram-vos]"),
    "a tag": ("name: Bram Vos", "name: !!python/name:os.system Bram Vos"),
    "a misspelt table": ("families:\n", "familes:\n"),
    "a missing name": ("{name: Bram Vos, groups", "{groups"),
    "an address in brackets": ("email: vera@example.org", 'email: "Vera <vera@example.org>"'),
    "no address": ("email: vera@example.org", 'email: "vera"'),
    "a name with a line break": ("name: Vera Vos", 'name: "Vera Vos\\r\\nBcc: boef@evil.example"'),
    "half a file": ("families:\n", "families: {"),
}
BOS: dict[str, str | bytes] = {"groep-5b/2026-11-20 bos.md": "bos"}


def stops(folder: Path, file: str) -> str:
    """Run, see that nothing at all is sent, and return what is told."""
    ran = weekbrief("run", "--edition", "now", "--on", "2026-11-20T15:00", folder)
    assert ran.status == 1
    assert file in ran.out + ran.err
    assert "Traceback" not in ran.err
    assert letters_in(folder / "outbox") == {}
    return ran.out + ran.err


@pytest.mark.parametrize("mistake", WRONG_REGISTERS)
def test_a_mistake_in_the_register_stops_everything(tmp_path: Path, mistake: str) -> None:
    """An error in `consent.csv` stops the job before anything is sent: nothing is guessed."""
    stops(write_school(tmp_path, BOS, consent=WRONG_REGISTERS[mistake]), "consent.csv")


@pytest.mark.parametrize("mistake", WRONG_GROUPS)
def test_a_mistake_in_groups_stops_everything(tmp_path: Path, mistake: str) -> None:
    """An error in `groups.yaml` stops the job before anything is sent."""
    good, bad = WRONG_GROUPS[mistake]
    assert good in GROUPS_YAML
    stops(write_school(tmp_path, BOS, groups=GROUPS_YAML.replace(good, bad, 1)), "groups.yaml")


def test_every_mistake_of_the_register_is_told_with_its_line(tmp_path: Path) -> None:
    """All mistakes are collected and reported together: file, line, what is wrong, how to mend it."""
    told = stops(write_school(tmp_path, BOS, consent=CONSENT_CSV + "\n".join(WRONG_ROWS.values()) + "\n"), "consent.csv")
    first = CONSENT_CSV.count("\n") + 1
    assert lines_told(told) == set(range(first, first + len(WRONG_ROWS)))


def test_every_mistake_of_groups_is_told_with_its_line(tmp_path: Path) -> None:
    """All mistakes are collected and reported together: file, line, what is wrong, how to mend it."""
    groups = GROUPS_YAML
    for good, bad in WRONG_VALUES.values():
        assert good in groups
        groups = groups.replace(good, bad, 1)
    told = stops(write_school(tmp_path, BOS, groups=groups), "groups.yaml")
    lines = zip(GROUPS_YAML.splitlines(), groups.splitlines(), strict=True)
    assert lines_told(told) >= {number for number, (good, bad) in enumerate(lines, 1) if good != bad}


def lines_told(told: str) -> set[int]:
    """The numbers of the lines that are told of."""
    return {int(number) for number in re.findall(r"(?m)^\s+(\d+): ", told)}


def test_one_address_in_two_families_names_both(tmp_path: Path) -> None:
    """By two families: an error that names both."""
    write_school(tmp_path, groups=GROUPS_YAML.replace("vera@example.org", "Anna@Example.org"))
    ran = weekbrief("check", tmp_path)
    assert ran.status == 1
    assert "jansen" in ran.out
    assert "vos" in ran.out


def test_all_mistakes_are_told_together(tmp_path: Path) -> None:
    """All mistakes are collected and reported together."""
    groups = GROUPS_YAML.replace("delivery: mail", "delivery: app").replace("groups: [groep-6a]}", "groups: [groep-6z]}")
    consent = CONSENT_CSV + "xander,photo-group,no,2026-09-01,X\nada-jansen,photo-group,misschien,2026-09-01,X\n"
    write_school(tmp_path, {"groep-5b/2026-11-20 kapot.md": "---\ntitle: [\n---\n"}, groups=groups, consent=consent)
    ran = weekbrief("check", tmp_path)
    assert ran.status == 1
    for word in ("app", "groep-6z", "xander", "misschien", "kapot.md"):
        assert word in ran.out, word


@pytest.mark.parametrize(
    ("name", "sender"),
    [
        ('"Jansen, Anna <boef@evil.example>"', '"De Regenboog <weekbrief@regenboog.example>"'),
        ("Anna Jansen", "'\"Linde, De\" <weekbrief@regenboog.example>'"),
        ('"Anna \\"de snelle\\" Jansen; (Ada)"', '"De Regenboog <weekbrief@regenboog.example>"'),
        ("Ånna Jansén 🍂", '"Écöle <weekbrief@regenboog.example>"'),
    ],
)
def test_a_name_with_commas_and_brackets_stays_one_address(tmp_path: Path, name: str, sender: str) -> None:
    """None goes to the wrong address: addresses with commas or angle brackets in the name; or the file is refused."""
    groups = GROUPS_YAML.replace("name: Anna Jansen", f"name: {name}").replace("De Regenboog <weekbrief@regenboog.example>", sender)
    write_school(tmp_path, {"groep-5b/2026-11-20 bos.md": "bos"}, groups=groups)
    ran = weekbrief("run", "--edition", "now", "--on", "2026-11-20T15:00", tmp_path)
    letters = letters_in(tmp_path / "outbox")
    if ran.status == 1:
        assert "groups.yaml" in ran.out + ran.err
        assert letters == {}
        return
    assert ran.status == 0, ran.out
    assert set(letters) - {"directie@regenboog.example"} == {"anna@example.org", "piet@example.org", "vera@example.org"}
    for of_one in letters.values():
        for letter in of_one:
            assert [address.addr_spec for address in letter.message["From"].addresses] == ["weekbrief@regenboog.example"]
            assert len(letter.message["To"].addresses) == 1


def test_a_missing_register_or_school_is_something_to_mend(tmp_path: Path) -> None:
    """Nothing is guessed: without a register nothing is sent."""
    write_school(tmp_path, {"groep-5b/2026-11-20 bos.md": "bos"})
    (tmp_path / "consent.csv").unlink()
    ran = weekbrief("run", "--edition", "now", "--on", "2026-11-20T15:00", tmp_path)
    assert ran.status == 1
    assert letters_in(tmp_path / "outbox") == {}
    ran = weekbrief("run", tmp_path / "elders")
    assert ran.status in {1, 2}
    assert "Traceback" not in ran.err
