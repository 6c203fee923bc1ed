from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weekbrief_build.gather.office.consent import ConsentReading, read_consent
from weekbrief_build.school.consent import Answer, ConsentRow
from weekbrief_build.school.mistake import Scope
from weekbrief_build.words import words_of

HEADING = "child,purpose,answer,date,signed_by"
ROW = ConsentRow("ada-jansen", "photo-group", Answer.NO, date(2026, 8, 24), "anna jansen", 2)


def read(file: str | bytes | None) -> ConsentReading:
    """What a school with three children and two teachers reads in this file."""
    data = file.encode() if isinstance(file, str) else file
    return read_consent(data, {"ada-jansen", "bram-vos", "cas-de-boer"}, ["Mirjam de Wit", "Juf Zoë"])


def rows(file: str | bytes) -> list[ConsentRow]:
    """The rows of a file without mistakes, in its order."""
    reading = read(file)
    assert reading.mistakes == ()
    return sorted((row for about in reading.register.rows.values() for row in about), key=lambda row: row.line)


def mistakes(file: str | bytes | None) -> list[str]:
    """The mistakes of a file, as the head reads them; each stops everything, and there is no register beside them."""
    reading = read(file)
    assert not reading.register.rows
    assert {(mistake.file, mistake.scope) for mistake in reading.mistakes} == {("consent.csv", Scope.EVERYTHING)}
    say = words_of("en").say
    return [f"{mistake.line}: {say(mistake.what)} {say(mistake.mend)}" for mistake in reading.mistakes]


def test_the_example_of_the_design_is_read() -> None:
    """The file as DESIGN.md shows it."""
    assert rows(f"{HEADING}\nada-jansen,photo-group,yes,2026-08-24,Anna Jansen\nada-jansen,photo-school,no,2026-08-24,Anna Jansen\n") == [
        ConsentRow("ada-jansen", "photo-group", Answer.YES, date(2026, 8, 24), "anna jansen", 2),
        ConsentRow("ada-jansen", "photo-school", Answer.NO, date(2026, 8, 24), "anna jansen", 3),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("sep", ["", "sep=;", '"sep=,"'])
def test_every_dialect_of_a_spreadsheet_gives_the_same_rows(encoding: str, delimiter: str, line_end: str, sep: str) -> None:
    """Comma, semicolon or tab; UTF-8 with or without BOM, UTF-16 or Windows-1252; with Excel's `sep=;` line or without."""
    lines = [*([sep] if sep else []), "kind;doel;antwoord;datum;ondertekend_door".replace(";", delimiter)]
    lines += ["ada-jansen;foto-groep;nee;24-8-2026;Zoë Jansen".replace(";", delimiter), ""]
    assert rows(line_end.join(lines).encode(encoding)) == [
        ConsentRow("ada-jansen", "photo-group", Answer.NO, date(2026, 8, 24), "zoë jansen", len(lines) - 1)
    ]


@pytest.mark.parametrize(
    "file",
    [
        "Signed by,DATE,Answer,purpose,CHILD\nAnna Jansen,24/8/2026,No,Photo-Group,Ada-Jansen\n",
        f"{HEADING}\n ada-jansen , photo group , NEE , 2026-8-24 , ANNA  JANSEN \n",
        f'{HEADING}\n"ada-jansen","photo-group","no","2026-08-24","Anna Jansen"',
        f"{HEADING},,\nada-jansen,photo-group,no,2026-08-24,Anna Jansen,,\n,,,,,,\n\n\r\n   \n",
        f"{HEADING},remarks\nada-jansen,photo-group,no,2026-08-24,Anna Jansen\n",
        f"{HEADING},remarks\nada-jansen,photo-group,no,2026-08-24,Anna Jansen, \n",
        f'{HEADING}\nada-jansen,photo-group,no,2026-08-24,"Anna\nJansen"\n',
        f"{HEADING}\nada-jansen,photo-group,no,2026-08-24,Anna\u00a0Jansen\n",
    ],
)
def test_what_people_do_not_see_makes_no_difference(file: str) -> None:
    """Headings in any order; case, spaces, quotation marks, empty rows and empty columns."""
    assert rows(file) == [ROW]


def test_lines_are_counted_as_in_the_file() -> None:
    """Empty lines and line breaks within a cell count: the head finds the row where the mistake says."""
    file = f'\nsep=,\n{HEADING}\n\nada-jansen,photo-group,no,2026-08-24,"Anna\nJansen"\nbram-vos,photo-group,no,2026-08-24,Vera\n'
    assert [row.line for row in rows(file)] == [5, 7]


def test_a_quoted_cell_may_hold_the_delimiter() -> None:
    """Quotation marks keep a comma within its cell."""
    assert rows(f'{HEADING}\nada-jansen,photo-group,no,2026-08-24,"Jansen, ""Anna"""\n')[0].signed_by == 'jansen, "anna"'


@pytest.mark.parametrize(
    ("written", "purpose"),
    [
        ("photo-group", "photo-group"),
        ("foto-groep", "photo-group"),
        ("Foto groep", "photo-group"),
        ("foto_school", "photo-school"),
        ("video-groep", "video-group"),
        ("naam-groep", "name-group"),
        ("naam-school", "name-school"),
        ("website", "website"),
        ("social-media", "social-media"),
        ("School-Guide", "school-guide"),
        ("schoolgids", "schoolgids"),
        ("whatsapp-groep", "whatsapp-groep"),
        ("photo-website", "photo-website"),
    ],
)
def test_purposes_are_read_in_both_languages_and_further_ones_may_stand_there(written: str, purpose: str) -> None:
    """Six purposes are asked for by letters; others are kept and never used."""
    assert [row.purpose for row in rows(f"{HEADING}\nada-jansen,{written},no,2026-08-24,Anna\n")] == [purpose]


@pytest.mark.parametrize("written", ["photo-grop", "fotogrup", "photo-gr", "foto-scool", "vidoe-school", "name-scool"])
def test_nearly_a_purpose_is_a_mistake(written: str) -> None:
    """It might be a misspelt no."""
    (mistake,) = mistakes(f"{HEADING}\nada-jansen,{written},no,2026-08-24,Anna\n")
    assert mistake.startswith(f"2: “{written}” is nearly a purpose that letters ask for")
    assert "photo-group" in mistake


def test_a_purpose_that_nobody_knows_is_a_mistake_that_says_how_to_declare_it() -> None:
    """It might be a misspelt no; a school may have purposes of its own all the same."""
    (mistake,) = mistakes(f"{HEADING}\nada-jansen,Zwem les,yes,2026-08-24,Anna\n")
    assert mistake.startswith("2: “Zwem les” is no purpose that Weekbrief knows")
    assert mistake.endswith("add to groups.yaml: “consent: {further: [zwem-les]}”")


def test_a_yes_to_several_things_at_once_is_asked_about() -> None:
    """Nobody knows to which of them."""
    (mistake,) = mistakes(f"{HEADING}\nada-jansen,foto klas en school,yes,2026-08-24,Anna\n")
    assert mistake.startswith("2: “foto klas en school” says yes to more than one thing at once")
    assert mistake.endswith("to which the answer is yes: photo-group, photo-school.")


def test_a_row_about_staff_stands_under_the_name_of_the_groups_file() -> None:
    """Staff may say no; case, spaces and Unicode form of their name do not matter."""
    assert [row.subject for row in rows(f"{HEADING}\njuf  ZOE\u0308,photo-group,no,2026-08-24,Juf Zoë\n")] == ["Juf Zoë"]


def test_a_no_of_staff_counts_for_every_spelling_of_their_name() -> None:
    """A name that stands in `groups.yaml` in two spellings is refused in both."""
    data = f"{HEADING}\njuf sanne,photo-group,no,2026-08-24,Sanne\n".encode()
    reading = read_consent(data, set(), ["Juf Sanne", "juf Sanne", "Mirjam"])
    assert {row.subject for about in reading.register.rows.values() for row in about} == {"Juf Sanne", "juf Sanne"}


def test_a_name_that_is_a_child_and_staff_is_a_mistake() -> None:
    """Nothing is guessed."""
    reading = read_consent(f"{HEADING}\nsanne,photo-group,no,2026-08-24,Sanne\n".encode(), {"sanne"}, ["Sanne"])
    assert len(reading.mistakes) == 1


def test_a_day_to_come_is_no_mistake() -> None:
    """What it means is decided elsewhere, and the head is told."""
    assert [row.date for row in rows(f"{HEADING}\nada-jansen,photo-group,no,2027-01-01,Anna\n")] == [date(2027, 1, 1)]


@pytest.mark.parametrize("file", [HEADING, f"{HEADING}\n", f"\ufeff{HEADING}\r\n;;;;\r\n".replace(";;;;", ",,,,")])
def test_a_register_without_rows_is_a_register(file: str) -> None:
    """Nobody said anything yet: then nothing is shown, and nothing is wrong."""
    assert rows(file) == []


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (None, ["None: There is no consent.csv"]),
        ("", ["1: The first line does not name the columns"]),
        ("\n\n", ["2: The first line does not name the columns"]),
        ("ada-jansen,photo-group,no,2026-08-24,Anna\n", ["1: The first line does not name the columns"]),
        ("child,purpose,answer,date\n", ["1: The column “signed_by” is missing. Let the first line be: child,purpose,"]),
        ("child,purpos,answer,date,signed_by\n", ["1: The column “purpose” is missing. Is it “purpos”?"]),
        ("child,purpose,answer,antwoord,date,signed_by\n", ["1: The column “answer” stands here twice"]),
        (
            f"{HEADING},remarks\nada-jansen,photo-group,yes,2026-08-24,Anna,but never from the front\n",
            ["2: The column “remarks” is not one"],
        ),
        (f"{HEADING}\nada-jansen,photo-group,no,2026-08-24,Jansen, Anna\n", ["2: This row has more cells than"]),
        (f"{HEADING}\nada-jansen;photo-group;no;2026-08-24;Anna\n", ["2: This row has fewer cells than"]),
        (f"{HEADING}\nada-jansen,photo-group,no\n", ["2: This row has fewer cells than"]),
        (f"{HEADING}\nada-jansen,photo-group,no,,\n", ["2: There is nothing under “date”", "2: There is nothing under “signed_by”"]),
        (f"{HEADING}\n,photo-group,no,2026-08-24,Anna\n", ["2: There is nothing under “child”"]),
        (f"{HEADING}\nada-jansen,,no,2026-08-24,Anna\n", ["2: There is nothing under “purpose”"]),
        (f"{HEADING}\nada-jansen,photo-group,,2026-08-24,Anna\n", ["2: There is nothing under “answer”"]),
        (f"{HEADING}\nada-jansne,photo-group,no,2026-08-24,Anna\n", ["2: “ada-jansne” is no child", "Did you mean “ada-jansen”?"]),
        (f"{HEADING}\nAda Jansen,photo-group,no,2026-08-24,Anna\n", ["2: “Ada Jansen” is no child", "Did you mean “ada-jansen”?"]),
        (f"{HEADING}\nMirjam de Wi,photo-group,no,2026-08-24,Anna\n", ["2: “Mirjam de Wi” is no child", "Did you mean “Mirjam de Wit”?"]),
        (f"{HEADING}\nxxxxxxxx,website,yes,2026-08-24,Anna\n", ["2: “xxxxxxxx” is no child", "as it stands in groups.yaml"]),
        (f"{HEADING}\nada-jansen,photo-group,ja?,2026-08-24,Anna\n", ["2: “ja?” is neither yes nor no"]),
        (f"{HEADING}\nada-jansen,photo-group,no,8/24/2026,Anna\n", ["2: “8/24/2026” is not a date"]),
        (f'{HEADING}\nada-jansen,photo-group,no,2026-08-24,"Anna\n', ["2: The quotation marks in this row do not end well"]),
        (f'{HEADING}\nada-jansen,photo-group,no,2026-08-24,"Anna" Jansen\n', ["2: The quotation marks in this row do not end well"]),
        (f"{HEADING}\nada-jansen,photo-group,no,2026-08-24,An\0na\n", ["2: The file is damaged here"]),
        (
            f"{HEADING}\nada-jansen,photo-group,no,2026-08-24,Zoë\n".encode() + b"bram-vos,photo-group,no,2026-08-24,Ren\xe9\n",
            ["3: The file is damaged"],
        ),
        (b"\xef\xbb\xbf" + HEADING.encode() + b"\nada-jansen,photo-group,no,2026-08-24,Ren\xe9\n", ["2: The file is damaged here"]),
        (HEADING.encode("utf-16-le"), ["1: The file is damaged here"]),
        (f"{HEADING}\nada".encode("utf-16")[:-1], ["2: The file is damaged here"]),
        (HEADING.encode() + b"\nada-jansen,photo-group,no,2026-08-24,\x81\n", ["2: The file is damaged here"]),
        (b"PK\x03\x04\x14\x00\x06\x00", ["1: The file is damaged here"]),
    ],
)
def test_whatever_may_hide_a_no_is_told(file: str | bytes | None, told: list[str]) -> None:
    """An error in `consent.csv` stops the job before anything is sent: nothing is guessed."""
    found = "\n".join(mistakes(file))
    position = 0
    for sentence in told:
        assert sentence in found[position:]
        position = found.index(sentence, position) + 1
    assert len(mistakes(file)) == len([sentence for sentence in told if sentence.partition(":")[0] in {"None", "1", "2", "3"}])


def test_a_cell_without_end_is_told() -> None:
    """The csv module takes 128 KB a cell: what is longer is no cell that anybody wrote."""
    assert mistakes(f"{HEADING}\nada-jansen,photo-group,no,2026-08-24,{'x' * 200_000}\n")[0].startswith("2: The quotation marks")
    assert mistakes("x" * 200_000)[0].startswith("1: The first line does not name the columns")


def test_a_row_that_unclosed_quotation_marks_swallow_is_told() -> None:
    """Marks that are opened in one row and closed in the next make one row of two, and a no would be gone without a word."""
    file = f'{HEADING}\nada-jansen,photo-group,yes,2026-08-24,"Anna\nbram-vos,photo-group,no,2026-08-24,Vera"\n'
    assert mistakes(file)[0].startswith("2: The quotation marks in this row do not end well")


def test_all_mistakes_are_told_at_once() -> None:
    """The head mends a file once: every mistake of every row, with its line."""
    file = f"{HEADING}\nx,photo-grop,maybe,soon,\nada-jansen,photo-group,yes,2026-08-24,Anna\nbram-vos,photo-group,,2026-08-24,Vera\n"
    assert [mistake.partition(":")[0] for mistake in mistakes(file)] == ["2", "2", "2", "2", "2", "4"]


@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: f"{HEADING}\n{text}".encode()))
def test_no_file_at_all_makes_the_reading_fail(data: bytes) -> None:
    """Whatever the bytes: a register, or mistakes; never half of either, and never a crash."""
    reading = read(data)
    assert not (reading.mistakes and reading.register.rows)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ada-jansen", "bram-vos", "Juf Zoë"]),
            st.sampled_from(["photo-group", "naam-school", "website"]),
            st.sampled_from(["yes", "nee"]),
            st.sampled_from(["2026-08-24", "1-9-2026"]),
            st.text(st.characters(codec="cp1252", exclude_categories=["C", "Z"]), min_size=1, max_size=8),
        ),
        max_size=8,
    ),
    st.permutations(range(5)),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8-sig", "utf-16"]),
)
def test_every_row_that_is_written_is_read(written: list[tuple[str, ...]], order: list[int], delimiter: str, encoding: str) -> None:
    """No row is lost and none is invented, however the spreadsheet writes it."""
    headings = ["kind", "doel", "antwoord", "datum", "ondertekend door"]
    table = [headings, *([*cells[:4], '"' + cells[4].replace('"', '""') + '"'] for cells in written)]
    text = "".join(delimiter.join(cells[place] for place in order) + "\r\n" for cells in table)
    assert [(row.subject, row.answer.value, row.line) for row in rows(text.encode(encoding))] == [
        (cells[0], {"yes": "yes", "nee": "no"}[cells[2]], line) for line, cells in enumerate(written, 2)
    ]
