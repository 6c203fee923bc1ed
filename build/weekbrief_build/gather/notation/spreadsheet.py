"""Reads a table as spreadsheets write it, whatever their dialect; it drops no cell that holds something, and never guesses where one ends.

Comma, semicolon or tab; UTF-8 with or without byte order mark, UTF-16 with one, or Windows-1252; Excel's `sep=;` line; columns
in any order, under any of their headings (DESIGN.md, "consent.csv"). What cannot be read for certain is told in the place of its row.
"""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from weekbrief_build.gather.notation.keys import Flaw, fold, nearest
from weekbrief_build.school.mistake import N_, say

_DELIMITERS = (",", ";", "\t")
_NO_FORMULA = re.compile(r"^'(?='*[=+\-@])")
"""The apostrophe in front of a cell that a spreadsheet would take for a formula; it belongs to the spreadsheet and not to the text."""
_SEP_LINE = re.compile(r'"?sep=[,;\t]"?[,;\t\s]*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row."""

    line: int
    """Where it begins, counted from 1."""
    cells: tuple[str, ...]
    """In the order of the columns asked for, without spaces around them."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written."""

    delimiter: str
    line: int
    """Of its heading, counted from 1."""
    headings: tuple[str, ...]
    named: tuple[str | None, ...]
    """For each heading the column that it names."""


_KEEP_REMARKS = N_("Give it a heading that Weekbrief knows. Keep remarks in another file: nobody would read them here.")


def read_table(data: bytes, columns: Mapping[str, Sequence[str]]) -> Iterator[Row | Flaw]:
    """Each row under the heading line, or what is wrong in its place; rows without anything in them are passed over.

    `columns` gives for each column its other headings. All of them have to be there; a further column may stand in the file
    only while it is empty, because what stands in it (a remark, a second answer) would be lost.
    """
    text = _text_of(data)
    if isinstance(text, Flaw):
        yield text
        return
    lines = StringIO(text, newline="")
    dialect = dialect_of(lines, columns)
    if flaws := tuple(_flaws_of_heading(dialect.line, dialect.headings, dialect.named, columns)):
        yield from flaws
        return
    wanted = tuple(dialect.named.index(english) for english in columns)
    others = {place: cell for place, cell in enumerate(dialect.headings) if place not in wanted and cell}
    yield from _rows(lines, dialect.delimiter, dialect.line, wanted, others)


def dialect_of(lines: StringIO, columns: Mapping[str, Sequence[str]]) -> Dialect:
    """How this table is written, read from its heading; `lines` go on below it."""
    heading, line = _heading_of(lines)
    english_of = {fold(word): english for english, others in columns.items() for word in (english, *others)}
    dialects = {delimiter: _cells(heading, delimiter) for delimiter in _DELIMITERS}
    delimiter = max(_DELIMITERS, key=lambda each: sum(fold(cell) in english_of for cell in dialects[each]))
    headings = dialects[delimiter]
    return Dialect(delimiter, line, tuple(headings), tuple(english_of.get(fold(cell)) for cell in headings))


def _text_of(data: bytes) -> str | Flaw:
    """The text of the file; bytes that fit no encoding, or two, are damage."""
    try:
        text = data.decode("utf-16") if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        # A file that was UTF-8 up to here, or begins with its mark, is no Windows-1252: it was cut off, or two files were put into one.
        if error.encoding != "utf-8" or not before.isascii():
            return _damaged(line)
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            return _damaged(line)
    if "\0" in text:
        return _damaged(text.count("\n", 0, text.index("\0")) + 1)
    return text


def _damaged(line: int) -> Flaw:
    return Flaw(
        line,
        say(N_("The file is damaged here, or it is no CSV file.")),
        say(N_("Open it in the spreadsheet program, look whether every row is there, and save it as “CSV UTF-8”.")),
    )


def _heading_of(lines: StringIO) -> tuple[str, int]:
    """The heading and its line; Excel's `sep=;` and empty lines may stand before it."""
    number = 0
    for number, line in enumerate(lines, start=1):
        if line.strip(" \t,;\r\n") and not _SEP_LINE.fullmatch(line.strip("\r\n")):
            return line, number
    return "", max(number, 1)


def _cells(heading: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([heading], delimiter=delimiter), [])]
    except csv.Error:  # a cell longer than the csv module takes
        return []


def _flaws_of_heading(
    line: int, headings: Sequence[str], named: Sequence[str | None], columns: Mapping[str, Sequence[str]]
) -> Iterator[Flaw]:
    """A column that is missing, or that is there twice; `named` gives for each heading the column that it names."""
    first_line = say(N_("Let the first line be: {line}"), line=",".join(columns))
    if not any(named):
        yield Flaw(line, say(N_("The first line does not name the columns.")), first_line)
        return
    left_over = [cell for cell, column in zip(headings, named, strict=True) if cell and not column]
    for column, others in columns.items():
        if named.count(column) > 1:
            yield Flaw(line, say(N_("The column “{column}” stands here twice."), column=column), say(N_("Keep one of the two.")))
        elif column not in named:
            meant = next((cell for cell in left_over if nearest(cell, (column, *others))), None)
            mend = say(N_("Is it “{written}”? Then write “{column}” there."), written=meant, column=column) if meant else first_line
            yield Flaw(line, say(N_("The column “{column}” is missing."), column=column), mend)


def _rows(lines: StringIO, delimiter: str, before: int, wanted: Sequence[int], others: Mapping[int, str]) -> Iterator[Row | Flaw]:
    """The rows below the heading; `before` lines were read, `wanted` and `others` are places of cells."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    told = set[str]()
    last_wanted = max(wanted)
    while True:
        line = before + reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            yield Flaw(line, *_QUOTES)
            continue
        if cells is None:
            return
        cells = [_NO_FORMULA.sub("", cell.strip()) for cell in cells]
        if not any(cells):
            continue
        if reader.line_num + before > line and _swallowed(cells, delimiter):
            yield Flaw(line, *_QUOTES)
            continue
        if len(cells) <= last_wanted:
            yield Flaw(line, *_TOO_SHORT)
            continue
        if len(cells) > len(wanted):
            yield from _further_cells(line, cells, wanted, others, told)
        yield Row(line, tuple([cells[place] for place in wanted]))


def _swallowed(cells: Sequence[str], delimiter: str) -> bool:
    """Whether a cell holds what may be a row of its own: quotation marks that were never closed run on to the next ones."""
    return any(delimiter in part for cell in cells for part in cell.splitlines()[1:])


def _further_cells(line: int, cells: Sequence[str], wanted: Sequence[int], others: Mapping[int, str], told: set[str]) -> Iterator[Flaw]:
    """What stands in cells of no known column: once for each heading, and for each row where there is no heading."""
    for place, cell in enumerate(cells):
        if place in wanted or not cell:
            continue
        heading = others.get(place)
        if heading is None:
            what = say(N_("This row has more cells than the first line has headings."))
            yield Flaw(line, what, say(N_("Put quotation marks around a text with a comma or semicolon in it.")))
            return
        if heading not in told:
            told.add(heading)
            what = say(N_("The column “{column}” is not one that Weekbrief knows, and something stands in it."), column=heading)
            yield Flaw(line, what, say(_KEEP_REMARKS))


_QUOTES = (
    say(N_("The quotation marks in this row do not end well.")),
    say(N_("Put quotation marks around the whole cell or nowhere, and take line breaks out of it.")),
)
_TOO_SHORT = (
    say(N_("This row has fewer cells than the first line has headings.")),
    say(N_("Fill in all of its cells; commas, semicolons or tabs between them, as in the first line.")),
)
