"""Decides what the consent register says of one child, for one purpose, on one day; it never turns silence into a yes.

The rule (DESIGN.md, "consent.csv"): of each signer the last row up to that day counts; on the same day a no counts.
A yes lapses at the yearly renewal: on the renewal day itself the old yes no longer counts, and a yes given on it does.
A no stands until the same signer says yes; one with a date still to come counts at once. Any standing no means no.
Otherwise one current yes means yes. Nothing means no. A child who has left has no yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from weekbrief_build.school.consent import FILE, Answer, ConsentRow, Kind, Reach, Register, purpose
from weekbrief_build.school.mistake import N_, Mistake, Scope, say
from weekbrief_build.school.people import Child, School, YearlyDay

_SAID_BEFORE = timedelta(weeks=6)
LAPSING = N_("On {day} every yes lapses, as each year. Of {children} children, {number} who have a yes now have none after it.")


class Standing(Enum):
    """What the register says; only YES lets anything be shown."""

    YES = "yes"
    REFUSED = "refused"
    LAPSED = "lapsed"
    SILENT = "silent"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Consent:
    """A standing and the rows that make it (in the order of the file); no rows for SILENT and LEFT."""

    standing: Standing
    rows: tuple[ConsentRow, ...] = ()
    lapsed_on: date | None = None
    """For LAPSED: the renewal day on which the newest yes ended."""


@dataclass(frozen=True, slots=True)
class ConsentsOn:
    """What the consent register of a school says on one day."""

    day: date
    school: School
    register: Register

    def of(self, child: Child, purpose: str) -> Consent:
        """What it says of this child for this purpose."""
        if child.has_left(self.day):
            return Consent(Standing.LEFT)
        standing = _last_word_of_each_signer(self.register.about(child.id, purpose), self.day)
        if noes := _with(Answer.NO, standing):
            return Consent(Standing.REFUSED, noes)
        if not standing:
            return Consent(Standing.SILENT)
        renewal = self.school.consent_renewal
        last_renewal = _renewal_before(self.day, renewal)
        if current := tuple(row for row in standing if row.date >= last_renewal):
            return Consent(Standing.YES, current)
        newest = max(row.date for row in standing)
        return Consent(Standing.LAPSED, standing, _renewal_after(newest, renewal))

    def noes_of_staff(self, name: str, purpose: str) -> tuple[ConsentRow, ...]:
        """The standing noes of a member of staff: staff may be seen unless there is one (a yes is not needed and does not lapse)."""
        return _with(Answer.NO, _last_word_of_each_signer(self.register.about(name, purpose), self.day))


def dated_ahead(register: Register, day: date) -> Iterator[Mistake]:
    """What the head is told of rows whose date is still to come: surely a slip of the finger, or who says yes is ahead of time."""
    ahead = (row for rows in register.rows.values() for row in rows if row.date > day)
    for row in sorted(ahead, key=lambda row: row.line):
        what = say(_AHEAD[row.answer], who=row.subject, purpose=row.purpose, day=row.date.isoformat())
        yield Mistake(FILE, row.line, what, say(N_("Look whether the date is right.")), Scope.ADVICE, head_too=True)


def lapsing_soon(consents: ConsentsOn) -> Iterator[Mistake]:
    """From six weeks before the day on which every yes lapses, how many children then have none; for the head's summary and `check`."""
    school, day = consents.school, _renewal_after(consents.day, consents.school.consent_renewal)
    if day - consents.day > _SAID_BEFORE or school.example is not None:
        return
    then = ConsentsOn(day, school, consents.register)
    present = [child for child in school.children.values() if not child.has_left(day)]
    ending = [child for child in present if _has_a_yes(child, consents) and not _has_a_yes(child, then)]
    if ending:
        values: dict[str, str | int] = {"day": day.isoformat(), "number": len(ending), "children": len(present)}
        mend = say(N_("Ask the families anew in time: without a new yes no picture of theirs is shown."))
        yield Mistake(FILE, None, say(LAPSING, **values), mend, Scope.ADVICE)


def _has_a_yes(child: Child, consents: ConsentsOn) -> bool:
    return any(consents.of(child, purpose(kind, reach)).standing is Standing.YES for kind in Kind for reach in Reach)


def _last_word_of_each_signer(rows: Iterable[ConsentRow], day: date) -> tuple[ConsentRow, ...]:
    """The rows of each signer's last day, in the order of the file, without a yes to come; where one day has both answers, so has this."""
    past = [row for row in rows if row.date <= day or row.answer is Answer.NO]
    last_days: dict[str, date] = {}
    for row in past:
        last_days[row.signed_by] = max(row.date, last_days.get(row.signed_by, row.date))
    return tuple(sorted((row for row in past if row.date == last_days[row.signed_by]), key=lambda row: row.line))


_AHEAD = {
    Answer.NO: N_("The no for {who} ({purpose}) has a date that is still to come, {day}. It counts already."),
    Answer.YES: N_("The yes for {who} ({purpose}) has a date that is still to come, {day}. It does not count before that day."),
}


def _with(answer: Answer, rows: Iterable[ConsentRow]) -> tuple[ConsentRow, ...]:
    return tuple(row for row in rows if row.answer is answer)


def _renewal_before(day: date, renewal: YearlyDay) -> date:
    """The last renewal day up to and with this day."""
    this_year = date(day.year, renewal.month, renewal.day)
    return this_year if this_year <= day else this_year.replace(year=day.year - 1)


def _renewal_after(day: date, renewal: YearlyDay) -> date:
    """The first renewal day after this day."""
    this_year = date(day.year, renewal.month, renewal.day)
    return this_year if this_year > day else this_year.replace(year=day.year + 1)
