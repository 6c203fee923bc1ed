"""A row is added to a table as the spreadsheet program that wrote the table would write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weekbrief_build.gather.notation.spreadsheet import Row, read_table
from weekbrief_build.gather.office.consent import COLUMNS
from weekbrief_build.write.refusals import NotWritten
from weekbrief_build.write.rows import with_rows

ROW = {"child": "ada-jansen", "purpose": "photo-group", "answer": "no", "date": "2026-11-26", "signed_by": "Zoë Jansen"}
TABLES = {
    "commas": b"child,purpose,answer,date,signed_by\nbram-vos,photo-group,yes,2026-08-24,Wim Vos\n",
    "semicolons, BOM, CRLF, Dutch": "\ufeffkind;doel;antwoord;datum;ondertekend_door\r\nbram-vos;foto-groep;ja;24-8-2026;Vos\r\n".encode(),
    "no line end": b"child,purpose,answer,date,signed_by\nbram-vos,photo-group,yes,2026-08-24,Wim Vos",
    "UTF-16, tabs": "child\tpurpose\tanswer\tdate\tsigned_by\r\n".encode("utf-16"),
    "Windows-1252": "child;purpose;answer;date;signed_by\r\nbram-vos;photo-group;yes;2026-08-24;André Vos\r\n".encode("cp1252"),
    "all quoted": b'"child","purpose","answer","date","signed_by"\n"bram-vos","photo-group","yes","2026-08-24","Wim Vos"\n',
    "sep line, other order": b"sep=;\nsigned_by;date;child;purpose;answer\nWim Vos;2026-08-24;bram-vos;photo-group;yes\n",
}


def rows_of(data: bytes) -> list[tuple[str, ...]]:
    """The cells of each row, in the order of the columns."""
    found = list(read_table(data, COLUMNS))
    assert all(isinstance(row, Row) for row in found)
    return [row.cells for row in found if isinstance(row, Row)]


@pytest.mark.parametrize("data", TABLES.values(), ids=TABLES)
def test_a_row_is_added_in_the_files_own_dialect(data: bytes) -> None:
    """What was there stays byte for byte; what is added reads back as meant."""
    after = with_rows(data, COLUMNS, [ROW])
    assert after.startswith(data)
    assert rows_of(after) == [*rows_of(data), tuple(ROW.values())]
    assert (b"\r\n" in after) == (b"\r\n" in data) or data.startswith(b"\xff\xfe")


def test_a_table_that_is_not_there_is_begun() -> None:
    """The first row brings its heading along."""
    assert with_rows(None, COLUMNS, [ROW]).decode() == (
        "child,purpose,answer,date,signed_by\nada-jansen,photo-group,no,2026-11-26,Zoë Jansen\n"
    )


@pytest.mark.parametrize(
    "data",
    [
        b'child,purpose,answer,date,signed_by\n"bram-vos,photo-group,yes,2026-08-24,Wim Vos\n',
        b"child,purpose,answer\nbram-vos,photo-group,yes\n",
        "child,purpose,answer,date,signed_by\nbram-vos,photo-group,yes,2026-08-24,André\n".encode("cp1252") + b"\x81\xff\n",
    ],
    ids=["quotes never closed", "a column missing", "two encodings"],
)
def test_a_table_that_cannot_be_read_is_left_alone(data: bytes) -> None:
    """Where the reader would stop, nothing is written below."""
    with pytest.raises(NotWritten):
        with_rows(data, COLUMNS, [ROW])


def test_a_letter_that_the_encoding_lacks_is_told() -> None:
    """A name is never written with a question mark in it."""
    with pytest.raises(NotWritten) as told:
        with_rows(TABLES["Windows-1252"], COLUMNS, [ROW | {"signed_by": "Łucja"}])
    assert told.value.what.values["encoding"] == "Windows-1252"


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20).map(str.strip).filter(bool)


@given(cell=CELLS.filter(lambda cell: not cell.startswith("'")), name=st.sampled_from(sorted(TABLES)))
def test_whatever_stands_in_a_cell_reads_back_or_is_refused(cell: str, name: str) -> None:
    """A delimiter, a quotation mark, a line break, a formula: it reads back as it was, or nothing is written."""
    try:
        after = with_rows(TABLES[name], COLUMNS, [ROW | {"signed_by": cell}])
    except NotWritten:
        return
    assert rows_of(after)[-1][-1] == cell
    assert after.startswith(TABLES[name])


@pytest.mark.parametrize("formula", ["=cmd|'/c calc'!A1", "+31612345678", "-1", "@SUM(A1)"])
def test_a_formula_is_written_as_text(formula: str) -> None:
    """A spreadsheet that opens the file runs nothing; the reader sees the text."""
    after = with_rows(TABLES["commas"], COLUMNS, [ROW | {"signed_by": formula}])
    assert f"'{formula}".encode() in after
    assert rows_of(after)[-1][-1] == formula
