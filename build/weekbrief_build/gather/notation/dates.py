"""Reads days and moments as people in the Netherlands write them; whatever could be read in two ways is not read at all.

`2026-08-24` has the year first; `24-8-2026` and `24/8/2026` have the day first, as all over Europe. A year has four digits. Each
reader answers None for what it cannot read: whoever asked knows the file and the line, and says so.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from weekbrief_build.school.people import WeeklyMoment, YearlyDay

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""A year beyond these is a slip of the finger; and days near the end of the calendar cannot be counted on from."""

_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4})")
_TIME = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?::00)?(?: ?(?:uur|u))?")
_MOMENT = re.compile(r"([0-9/-]+)(?:T|,? +(?:(?:om|at) +)?)([0-9][0-9:.]*(?: ?(?:uur|u))?)")
_WEEKLY = re.compile(r"([a-z]+)(?: +(?:om|at))? +([0-9].*)")
_YEARLY = re.compile(r"([0-9]{2})-([0-9]{2})")
_NO_LEAP_YEAR = 2023

_WEEKDAYS = {
    word: weekday
    for weekday, words in enumerate(
        (
            ("monday", "maandag"),
            ("tuesday", "dinsdag"),
            ("wednesday", "woensdag"),
            ("thursday", "donderdag"),
            ("friday", "vrijdag"),
            ("saturday", "zaterdag"),
            ("sunday", "zondag"),
        )
    )
    for word in words
}


def read_day(text: str) -> date | None:
    """The day that is written here: `2026-08-24`, `24-8-2026`, `24-08-2026` or `24/8/2026`."""
    text = text.strip()
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found[1], found[2], found[3]
    elif found := _DAY_FIRST.fullmatch(text):
        year, month, day = found[4], found[3], found[1]
    else:
        return None
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """The time of day that is written here: `15:00`, `9:30`, `15.00`, `15.00 uur`."""
    found = _TIME.fullmatch(text.strip().lower())
    if not found:
        return None
    try:
        return time(int(found[1]), int(found[2]))
    except ValueError:
        return None


def read_moment(text: str) -> datetime | date | None:
    """The moment that is written here, in school time and without a zone: `2026-12-17 17:30`; a day alone is that day."""
    text = text.strip()
    found = _MOMENT.fullmatch(text)
    if not found:
        return read_day(text)
    day, at = read_day(found[1]), read_time(found[2])
    return datetime.combine(day, at) if day and at is not None else None


def read_weekly_moment(text: str) -> WeeklyMoment | None:
    """A moment of every week: `friday 15:00`, `vrijdag 15.00`."""
    found = _WEEKLY.fullmatch(text.strip().casefold())
    if not found:
        return None
    weekday, at = _WEEKDAYS.get(found[1]), read_time(found[2])
    return WeeklyMoment(weekday, at) if weekday is not None and at is not None else None


def read_yearly_day(text: str) -> YearlyDay | None:
    """A day of every year, the month first: `08-01` is 1 August. 29 February is not one."""
    found = _YEARLY.fullmatch(text.strip())
    if not found:
        return None
    try:
        day = date(_NO_LEAP_YEAR, int(found[1]), int(found[2]))
    except ValueError:
        return None
    return YearlyDay(day.month, day.day)
