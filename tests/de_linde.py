"""De Linde: a school planned for the acceptance tests, as values for the oracle; its files stand in `de_linde_files`."""

from __future__ import annotations

from datetime import date, datetime

from oracle import PlannedChild, PlannedGuardian, PlannedPicture, PlannedPost, PlannedSchool, Row

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
