from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weekbrief_build.gather.notation.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    read_day,
    read_moment,
    read_time,
    read_weekly_moment,
    read_yearly_day,
)
from weekbrief_build.school.people import WeeklyMoment, YearlyDay

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


@given(DAYS)
def test_a_day_is_read_in_every_way_it_may_be_written(day: date) -> None:
    """DESIGN.md, "consent.csv": `2026-08-24` or `24-8-2026`; slashes and noughts make no difference."""
    for written in (
        day.isoformat(),
        f"{day.day}-{day.month}-{day.year}",
        f"{day.day:02}-{day.month:02}-{day.year}",
        f"{day.day}/{day.month}/{day.year}",
        f" {day.year}-{day.month}-{day.day} ",
    ):
        assert read_day(written) == day


@pytest.mark.parametrize(
    "written",
    [
        "24-8-26",
        "26-08-24",
        "8/24/2026",
        "24/8-2026",
        "24.8.2026",
        "2026-02-29",
        "0026-08-24",
        "3026-01-01",
        "24 augustus",
        "٢٠٢٦-٠٨-٢٤",
        "",
    ],
)
def test_a_day_that_could_be_another_is_not_read(written: str) -> None:
    """Years of two digits, months first, slips of the finger: nobody guesses."""
    assert read_day(written) is None


@given(st.text())
def test_no_text_is_more_than_not_read(text: str) -> None:
    """Invariant: every reader answers, whatever it is given."""
    for read in (read_day, read_time, read_moment, read_weekly_moment, read_yearly_day):
        read(text)


@pytest.mark.parametrize(
    "written", ["2026-12-17 17:30", "2026-12-17T17:30", "17-12-2026 17.30", "2026-12-17 om 17.30 uur", "2026-12-17 17:30:00"]
)
def test_a_moment_is_a_day_and_a_time(written: str) -> None:
    """The moments of an event, in school time."""
    assert read_moment(written) == datetime(2026, 12, 17, 17, 30)  # noqa: DTZ001 - school time has no zone of its own


def test_midnight_is_a_time() -> None:
    """00:00 is as true a time as any other."""
    assert read_moment("2026-12-17 00:00") == datetime(2026, 12, 17)  # noqa: DTZ001 - school time has no zone of its own


def test_a_day_alone_is_a_whole_day() -> None:
    """An event without a time lasts the day."""
    assert read_moment("17-12-2026") == date(2026, 12, 17)


@pytest.mark.parametrize("written", ["2026-12-17 25:00", "2026-12-17 17", "2026-12-17 17:3", "17:30", "2026-12-17 5:30 pm"])
def test_a_moment_that_is_none_is_not_read(written: str) -> None:
    """An event at the wrong hour is worse than a question."""
    assert read_moment(written) is None


@pytest.mark.parametrize("written", ["friday 15:00", "Vrijdag 15:00", "vrijdag 15.00", "VRIJDAG om 15.00 uur", "friday at 15:00"])
def test_a_weekly_moment_is_read_in_both_languages(written: str) -> None:
    """DESIGN.md, "groups.yaml": `newsletter: friday 15:00`."""
    assert read_weekly_moment(written) == WeeklyMoment(4, time(15))


@pytest.mark.parametrize("written", ["friday", "15:00", "vr 15:00", "friday 24:00", "freitag 15:00", "friday 15"])
def test_a_weekly_moment_that_is_none_is_not_read(written: str) -> None:
    """The letter goes on the day that was meant, or not before it was asked."""
    assert read_weekly_moment(written) is None


def test_a_day_of_the_year_has_the_month_first() -> None:
    """DESIGN.md, "groups.yaml": `consent_renewal: 08-01`, the end of the date as ISO 8601 writes it."""
    assert read_yearly_day("08-01") == YearlyDay(8, 1)


@pytest.mark.parametrize("written", ["02-29", "13-01", "8-1", "01-32", "1 augustus", "2026-08-01"])
def test_a_day_that_is_not_in_every_year_is_not_read(written: str) -> None:
    """A renewal on 29 February would come once in four years."""
    assert read_yearly_day(written) is None
