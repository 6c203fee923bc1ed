"""Reads `consent.csv` into the register; whatever might be a misspelt no is a mistake that stops everything, and is never passed over.

So nothing here is guessed: a child or a member of staff that `groups.yaml` does not know, an answer that is neither yes nor no, a
purpose that is nearly one of those that letters ask for, a column that would be lost. Where there is any mistake there is no
register at all: half of the answers must never be taken for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from types import MappingProxyType

from weekbrief_build.gather.notation.dates import read_day
from weekbrief_build.gather.notation.keys import Flaw, nearest
from weekbrief_build.gather.notation.spreadsheet import Row, read_table
from weekbrief_build.gather.office.purposes import NoPurpose, Several, read_purpose
from weekbrief_build.school.consent import FILE, Answer, ConsentRow, Register
from weekbrief_build.school.mistake import N_, Mistake, Scope, Sentence, say
from weekbrief_build.school.spelling import folded

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "child": ("kind", "leerling", "pupil"),
        "purpose": ("doel",),
        "answer": ("antwoord",),
        "date": ("datum",),
        "signed_by": ("ondertekend_door", "ondertekenaar", "getekend door", "signed"),
    }
)
"""Each column with its other headings; case, spaces, hyphens and underscores do not matter."""
ANSWERS: Mapping[str, Answer] = MappingProxyType({"yes": Answer.YES, "ja": Answer.YES, "no": Answer.NO, "nee": Answer.NO})
_REFUSING = frozenset(
    {
        *("no", "nee", "neen", "n", "nope", "nein", "non", "geen", "niet", "nooit", "not", "never", "false", "onwaar", "0"),
        *("weigert", "weigering", "geweigerd", "ingetrokken", "refused", "refuses", "declined", "withdrawn"),
    }
)
_BESIDE = (
    "liever beslist absoluut echt hoor helaas toestemming akkoord gegeven gewenst dank u je wij "
    "we ik dit rather please thanks thank you absolutely sorry permission consent agreed given i"
)
_BESIDE_REFUSAL = frozenset(_BESIDE.split())
"""What may stand beside such a word; it never says the opposite, as `bezwaar` and `maar` do."""
_WORDS = re.compile(r"[^\W_]+")
_SUGGESTIONS = 10
"""To look for the nearest of 20,000 children takes a while: a file full of strangers gets no suggestions beyond these."""


@dataclass(frozen=True, slots=True)
class ConsentReading:
    """The register, empty where there are mistakes; and the mistakes, each of which stops everything."""

    register: Register
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What is wrong with a cell, and how to mend it."""

    what: Sentence
    mend: Sentence


def read_consent(
    data: bytes | None, known_children: AbstractSet[str], staff_names: Sequence[str], further: Collection[str] = ()
) -> ConsentReading:
    """Read the file's bytes (None: there is no file), given the ids, the names of staff and the further purposes in `groups.yaml`.

    A row about a member of staff stands in the register under that name as `groups.yaml` writes it; under each of them where
    it is written in several ways that fold alike.
    """
    if data is None:
        return ConsentReading(Register.of(()), (_mistake(None, _NO_FILE),))
    rows: list[ConsentRow] = []
    mistakes: list[Mistake] = []
    read_row = _row_reader(known_children, staff_names, further)
    for each in read_table(data, COLUMNS):
        if isinstance(each, Flaw):
            mistakes.append(_mistake(each.line, _Wrong(each.what, each.mend)))
            continue
        read = read_row(each)
        mistakes += (_mistake(each.line, one) for one in read if isinstance(one, _Wrong))
        rows += (one for one in read if isinstance(one, ConsentRow))
    return ConsentReading(Register.of(() if mistakes else rows), tuple(mistakes))


def _mistake(line: int | None, wrong: _Wrong) -> Mistake:
    return Mistake(FILE, line, wrong.what, wrong.mend, Scope.EVERYTHING)


def _row_reader(
    children: AbstractSet[str], staff_names: Sequence[str], further: Collection[str]
) -> Callable[[Row], Sequence[ConsentRow | _Wrong]]:
    """What reads one row; each different cell is looked at once, because a register repeats its words many thousand times."""
    subjects_of, purpose_of = cache(_subject_reader(children, staff_names)), cache(partial(_read_purpose, further=further))
    answer_of, day_of, signer_of = cache(_read_answer), cache(_read_day), cache(_read_signer)

    def read_row(row: Row) -> Sequence[ConsentRow | _Wrong]:
        child, about, answer, day, signer = row.cells
        read = (subjects_of(child), purpose_of(about), answer_of(answer), day_of(day), signer_of(signer))
        match read:
            case (_, Several() as several, Answer.YES, _, _):
                return [_too_wide(about, several)]
            case (tuple() as subjects, str() | Several() as asked, Answer() as said, date() as on, str() as by):
                purposes = asked.purposes if isinstance(asked, Several) else (asked,)
                return [ConsentRow(subject, purpose, said, on, by, row.line) for subject in subjects for purpose in purposes]
            case _:
                return [each for each in read if isinstance(each, _Wrong)]

    return read_row


def _too_wide(written: str, several: Several) -> _Wrong:
    """A no may be read widely, a yes may not."""
    what = say(
        N_("“{written}” says yes to more than one thing at once, or to one in other words than ours: to what exactly?"), written=written
    )
    return _Wrong(
        what,
        say(
            N_("Ask who signed. Then write a row of its own for each of these to which the answer is yes: {words}."),
            words=", ".join(several.purposes),
        ),
    )


def _subject_reader(children: AbstractSet[str], staff_names: Sequence[str]) -> Callable[[str], tuple[str, ...] | _Wrong]:
    """What finds the child, or the spellings of the name of a member of staff, that a cell means."""
    child_ids = {folded(child): child for child in children}
    staff: dict[str, dict[str, None]] = {}
    for name in staff_names:
        staff.setdefault(folded(name), {})[name] = None
    known = (*sorted(children), *sorted(set(staff_names)))
    strangers = 0

    def subjects(written: str) -> tuple[str, ...] | _Wrong:
        nonlocal strangers
        if not written:
            return _empty("child")
        word = folded(written)
        if word in child_ids and word in staff:
            what = say(N_("“{written}” is a child and a member of staff."), written=written)
            return _Wrong(what, say(N_("Write the name of the member of staff otherwise, here and in groups.yaml.")))
        if word in child_ids:
            return (child_ids[word],)
        if word in staff:
            return tuple(staff[word])
        strangers += 1
        meant = nearest(written, known) if strangers <= _SUGGESTIONS else None
        what = say(N_("“{written}” is no child and no member of staff that groups.yaml knows."), written=written)
        if meant:
            return _Wrong(what, say(N_("Did you mean “{word}”?"), word=meant))
        return _Wrong(what, say(N_("Write the child's id as it stands in groups.yaml, or add the child there.")))

    return subjects


def _read_purpose(written: str, further: Collection[str]) -> str | Several | _Wrong:
    if not written:
        return _empty("purpose")
    read = read_purpose(written, further)
    return _Wrong(read.what, read.mend) if isinstance(read, NoPurpose) else read


def _read_answer(written: str) -> Answer | _Wrong:
    """A yes as it is to be written; a no also in other words, where no word may say otherwise (`geen bezwaar` is none)."""
    if not written:
        return _empty("answer")
    if said := ANSWERS.get(folded(written)):
        return said
    words = set(_WORDS.findall(folded(written)))
    if words & _REFUSING and not words - _REFUSING - _BESIDE_REFUSAL and "?" not in written:
        return Answer.NO
    return _Wrong(
        say(N_("“{written}” is neither yes nor no."), written=written),
        say(N_("Write yes or no (ja or nee), and nothing else.")),
    )


def _read_day(written: str) -> date | _Wrong:
    if not written:
        return _empty("date")
    return read_day(written) or _Wrong(
        say(N_("“{written}” is not a date."), written=written),
        say(N_("Write it as 2026-08-24 or 24-8-2026.")),
    )


def _read_signer(written: str) -> str | _Wrong:
    return folded(written) or _empty("signed_by")


def _empty(column: str) -> _Wrong:
    return _Wrong(say(N_("There is nothing under “{column}” in this row."), column=column), say(N_("Fill it in.")))


_NO_FILE = _Wrong(
    say(N_("There is no consent.csv, so nobody knows who said no.")),
    say(N_("Put it beside groups.yaml. Where nobody was asked yet, a file with this line alone will do: {line}"), line=",".join(COLUMNS)),
)
