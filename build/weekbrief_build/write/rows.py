"""Adds rows to a table in the file's own dialect: its delimiter, quotation marks, headings, encoding and line ends; no row is changed.

A cell that a spreadsheet would take for a formula is written with an apostrophe in front, which readers take off again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from weekbrief_build.gather.notation.keys import Flaw
from weekbrief_build.gather.notation.spreadsheet import Row, dialect_of, read_table
from weekbrief_build.write.encoding import TextFile
from weekbrief_build.write.refusals import more_would_change

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def with_rows(data: bytes | None, columns: Mapping[str, Sequence[str]], rows: Iterable[Mapping[str, str]]) -> bytes:
    """The table with further rows below; `columns` as for `read_table`, each row by their English names.

    Raises NotWritten where the file cannot be read without doubt, or cannot hold what is to be written.
    """
    rows = tuple(rows)
    file = TextFile.of(data) if data and data.strip() else TextFile(",".join(columns) + "\n")
    before = _read(file.with_text(file.text), columns)
    dialect = dialect_of(StringIO(file.text, newline=""), columns)
    out = StringIO()
    writer = csv.writer(
        out,
        delimiter=dialect.delimiter,
        lineterminator=file.newline,
        quoting=csv.QUOTE_ALL if _all_quoted(file.text) else csv.QUOTE_MINIMAL,
    )
    for row in rows:
        writer.writerow([_safe(row[column]) if column else "" for column in dialect.named])
    gap = "" if file.text.endswith(("\n", "\r")) else file.newline
    written = file.with_text(file.text + gap + out.getvalue())
    if _read(written, columns) != before + [tuple(row[column].strip() for column in columns) for row in rows]:
        raise more_would_change()
    return written


def _read(data: bytes, columns: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    found = list(read_table(data, columns))
    if any(isinstance(row, Flaw) for row in found):
        raise more_would_change()
    return [row.cells for row in found if isinstance(row, Row)]


def _safe(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _all_quoted(text: str) -> bool:
    """Whether the program that wrote the file puts every cell into quotation marks, as its last line shows."""
    return text.rstrip().rpartition("\n")[2].startswith('"')
