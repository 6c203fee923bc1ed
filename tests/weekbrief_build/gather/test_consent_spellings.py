from __future__ import annotations

from collections.abc import Set as AbstractSet
from itertools import product

import pytest

from weekbrief_build.gather.office.consent import read_consent
from weekbrief_build.gather.office.purposes import FURTHER, read_purpose
from weekbrief_build.school.consent import LETTER_PURPOSES, Answer, ConsentRow

HEADING = "child,purpose,answer,date,signed_by"
ALL = LETTER_PURPOSES
GROUP, SCHOOL = (frozenset(each for each in ALL if each.endswith(reach)) for reach in ("group", "school"))
PHOTO, VIDEO, NAME = (frozenset(each for each in ALL if each.startswith(kind)) for kind in ("photo", "video", "name"))
STOPS = frozenset[str]()


def listed(*lines: str) -> list[str]:
    """What stands between the bars."""
    return [cell.strip() for line in lines for cell in line.split("|")]


NOES = listed(
    "no | nee | nee! | nee. | neen | n | n. | nope | geen | niet | geen toestemming | niet akkoord | geen akkoord | liever niet",
    "nee; liever niet",
    "nee, liever niet | nee hoor | nee dank u | nee (helaas) | absoluut niet | not given | no permission | no consent",
    "no thanks | never | nooit",
    "false | onwaar | 0 | geweigerd | weigert | refused | ingetrokken | withdrawn",
)
NEITHER = listed(
    "x | X | - | ? | nee? | ja? | ja, maar niet op de site | nee, behalve de groep | geen bezwaar | geen probleem",
    "no objection | weet niet",
    "misschien | ja/nee | ja nee | ja en nee | 1 | true | j | y | ok | akkoord | alleen de groep | nog vragen | nvt | n.v.t.",
    "nee maar | \u2713",
)
ABOUT = {
    ALL: listed("all | alles | alle doelen | all purposes | everything | foto; video; naam | alles en website"),
    PHOTO: listed(
        "foto | foto's | foto\u2019s | fotos | photo | photos | photographs | foto groep en school | foto-groep, foto-school",
        "foto en website",
        "foto, website",
    ),
    VIDEO: listed("video | video's | film | filmpjes | filmopnamen"),
    NAME: listed("naam | namen | name | voornaam"),
    PHOTO | VIDEO: listed(
        "foto en video | foto/video | foto & video | video + foto | foto of film | beeld | beeldmateriaal | beelden | images | media"
    ),
    PHOTO | NAME: listed("foto's en naam"),
    GROUP: listed("groep | alles groep | eigen groep | alles in de klas | klas"),
    SCHOOL: listed("school | hele school | whole school"),
    PHOTO & GROUP: listed("foto klas | foto-klas | foto's in de groep | group photo | foto groep website"),
    VIDEO & SCHOOL: listed("film hele school | films (school)"),
    (PHOTO | VIDEO) & GROUP: listed("beeldmateriaal groep | beeldmateriaal in de klas | fotogroep en videogroep"),
    (PHOTO | VIDEO) & SCHOOL: listed("images school | beelden schoolbreed"),
    STOPS: listed(
        "photo-grop | vidoe-school | name-scool | fotogrup | geen foto's | alles behalve foto | niet op de foto",
        "foto's zonder naam | alels",
        "websitee | zwemmen | ? | - | 1 | klassenfoto | schoolfoto | foto buiten | toestemming",
    ),
}
"""What is written, by what a no to it means of the purposes of letters; none: it stops everything."""


def read(*cells: str, heading: str = HEADING, further: tuple[str, ...] = ()) -> list[ConsentRow] | None:
    """The rows of a file with this one row; None where it stops everything."""
    row = ",".join(f'"{cell}"' if "," in cell else cell for cell in cells)
    reading = read_consent(f"{heading}\n{row}\n".encode(), {"ada-jansen", "bram-vos"}, ["Juf Zoë"], further)
    assert not (reading.mistakes and reading.register.rows)
    return None if reading.mistakes else [row for rows in reading.register.rows.values() for row in rows]


def as_written(cell: str) -> list[str]:
    """The cell as it may stand in a file: what a spreadsheet or its keeper makes of it, none of which anybody sees."""
    return list(dict.fromkeys([cell, cell.upper(), cell.title(), f" {cell}", f"{cell}\u00a0"]))


def refused(rows: list[ConsentRow] | None) -> AbstractSet[str]:
    """To what Ada says no; everything where the job stops."""
    if rows is None:
        return STOPS
    assert {(row.subject, row.answer) for row in rows} == {("ada-jansen", Answer.NO)}
    return {row.purpose for row in rows}


@pytest.mark.parametrize("written", [form for no in NOES for form in as_written(no)])
def test_a_no_is_a_no_in_whatever_words(written: str) -> None:
    """Who refuses need not know our words."""
    assert refused(read("ada-jansen", "photo-group", written, "2026-08-24", "Anna")) == {"photo-group"}


@pytest.mark.parametrize("written", NEITHER)
def test_what_may_be_a_no_and_may_be_a_yes_is_asked_about(written: str) -> None:
    """Nothing is guessed: no yes is read out of it, and no no is lost."""
    assert read("ada-jansen", "photo-group", written, "2026-08-24", "Anna") is None


@pytest.mark.parametrize(
    ("about", "meant"), [(form, meant) for meant, written in ABOUT.items() for one in written for form in as_written(one)]
)
def test_a_no_counts_for_each_purpose_that_it_can_mean(about: str, meant: AbstractSet[str]) -> None:
    """A no to `beeldmateriaal groep` is one to photos and to videos; what may be anything stops."""
    assert refused(read("ada-jansen", about, "nee", "2026-08-24", "Anna")) == meant


@pytest.mark.parametrize("about", [one for written in ABOUT.values() for one in written])
def test_a_yes_counts_for_a_purpose_by_its_name_alone(about: str) -> None:
    """A yes to everything is a yes to what nobody asked about: it stops, and is asked about."""
    assert read("ada-jansen", about, "ja", "2026-08-24", "Anna") is None


@pytest.mark.parametrize("about", [*FURTHER, "photo-website", "Foto website", "website van de school", "website en facebook"])
def test_a_further_purpose_may_stand_there(about: str) -> None:
    """Letters never use it, whichever way it is answered."""
    for answer in ("ja", "nee"):
        rows = read("ada-jansen", about, answer, "2026-08-24", "Anna")
        assert rows
        assert LETTER_PURPOSES.isdisjoint(row.purpose for row in rows)


def test_a_school_declares_purposes_of_its_own() -> None:
    """`consent: further:` in groups.yaml; case, spaces and hyphens make no difference."""
    assert read("ada-jansen", "Zwem-les", "ja", "2026-08-24", "Anna") is None
    assert read("ada-jansen", "Zwem-les", "ja", "2026-08-24", "Anna", further=("zwemles",)) is not None
    assert refused(read("ada-jansen", "foto groep, zwemles", "nee", "2026-08-24", "Anna", further=("zwemles",))) == {"photo-group"}


def test_no_further_purpose_can_mean_one_of_letters() -> None:
    """Else a no to that would be lost among what letters never use."""
    assert [word for word in FURTHER if read_purpose(word, ()) != word.casefold()] == []


@pytest.mark.parametrize(
    ("child", "day", "signer"),
    list(
        product(
            ["ada-jansen", "ADA-JANSEN", " Ada-Jansen ", "\u00a0ada-jansen", '"ada-jansen"', "\uff41da-jansen"],
            ["2026-08-24", "24-8-2026", "24-08-2026", "24/8/2026", "24/08/2026", " 2026-8-24 "],
            ["Anna Jansen", "ANNA  JANSEN", " anna\u00a0jansen "],
        )
    ),
)
def test_the_other_cells_are_read_as_people_write_them(child: str, day: str, signer: str) -> None:
    """One child, one day and one signer, however they are written."""
    rows = read(child, "photo-group", "nee", day, signer)
    assert rows
    assert [(row.subject, row.date.isoformat(), row.signed_by) for row in rows] == [("ada-jansen", "2026-08-24", "anna jansen")]


@pytest.mark.parametrize(
    ("child", "day", "signer"),
    [
        *((child, "2026-08-24", "Anna") for child in listed("ada | ada jansen | adajansen | ada-jansen/bram-vos | ada-jansen\u200b | #a")),
        *(("ada-jansen", day, "Anna") for day in listed("24-8-26 | 8/24/2026 | 2026-24-08 | 24 augustus 2026 | 20260824 | 46258 | ? | ")),
        ("ada-jansen", "2026-08-24", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read_stops_everything(child: str, day: str, signer: str) -> None:
    """The no in its row would be lost."""
    assert read(child, "photo-group", "nee", day, signer) is None


@pytest.mark.parametrize(
    "heading",
    listed(
        "kind,doel,antwoord,datum,ondertekend_door | Leerling,Doel,Antwoord,Datum,Ondertekend door",
        "KIND,DOEL,ANTWOORD,DATUM,ONDERTEKENAAR",
        "pupil,purpose,answer,date,signed | Child,Purpose,Answer,Date,Signed-By | kind, doel , antwoord,datum,getekend door",
        '"child","purpose","answer","date","signed by"',
    ),
)
def test_headings_are_read_as_people_write_them(heading: str) -> None:
    """In either language, in any case, with whatever joins their words."""
    assert refused(read("ada-jansen", "photo-group", "nee", "2026-08-24", "Anna", heading=heading)) == {"photo-group"}


@pytest.mark.parametrize(
    "heading",
    ["naam,doel,antwoord,datum,ondertekend_door", "child,purpose,answer,date", "child,purpose,yes,no,date", "a,b,c,d,e", HEADING + ",no"],
)
def test_a_heading_that_is_not_known_stops_everything(heading: str) -> None:
    """Whatever stands below it may be the no."""
    cells = ["ada-jansen", "photo-group", "nee", "2026-08-24", "Anna"]
    assert read(*cells, *(["nee"] if heading.endswith(",no") else []), heading=heading) is None
