"""Moves the dates of an example school along with the calendar; this is the only place where dates move, and no real school's ever do.

De Regenboog must show full letters on any day, so its `groups.yaml` says for which day its dates were written (`school.example`). What is
dated up to that day moves; what is dated after it stays as written, because somebody tried the example with an entry of their own,
and a fresh refusal counts from its day:

- a post moves by whole weeks, with its `until` and the moments of its event, so that weekdays stay what they were;
- a row of the register moves by whole school years, from the renewal before the example's day to the renewal before today. It never
  lands after today, nor on or after the first row of the same signer that stays: so no no is put off, and no moved yes outlives one.

Days are between 1900 and 2199, as `gather.notation.dates` reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from weekbrief_build.school.consent import ConsentRow, Register
from weekbrief_build.school.people import YearlyDay
from weekbrief_build.school.post import Event, Post, Version
from weekbrief_build.school.reading import Reading

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


def moved(reading: Reading, today: date) -> Reading:
    """The reading as if its example had been written for this day; the reading itself where its school is no example."""
    written_for = reading.school.example
    if written_for is None:
        return reading
    by = (today - written_for) // _WEEK * _WEEK
    posts = tuple(_moved_post(post, by) if post.date <= written_for else post for post in reading.posts)
    register = Register.of(_moved_rows(reading.register, written_for, today, reading.school.consent_renewal))
    return replace(reading, register=register, posts=posts)


def _moved_post(post: Post, by: timedelta) -> Post:
    versions = tuple(_moved_version(version, by) for version in post.versions)
    return replace(post, date=post.date + by, until=post.until and post.until + by, versions=versions)


def _moved_version(version: Version, by: timedelta) -> Version:
    return replace(version, event=_moved_event(version.event, by)) if version.event else version


def _moved_event(event: Event, by: timedelta) -> Event:
    return replace(event, start=event.start + by, end=event.end and event.end + by, reply_by=event.reply_by and event.reply_by + by)


def _moved_rows(register: Register, written_for: date, today: date, renewal: YearlyDay) -> Iterator[ConsentRow]:
    years = _school_year(today, renewal) - _school_year(written_for, renewal)
    for rows in register.rows.values():
        first_fresh: dict[str, date] = {}
        for row in rows:
            if row.date > written_for:
                first_fresh[row.signed_by] = min(row.date, first_fresh.get(row.signed_by, row.date))
        for row in rows:
            if row.date > written_for:
                yield row
            else:
                last = min(today, first_fresh.get(row.signed_by, date.max) - _DAY)
                yield replace(row, date=min(_years_later(row.date, years), last))


def _school_year(day: date, renewal: YearlyDay) -> int:
    """The year in which the school year of a day began: with the renewal on or before it."""
    return day.year - ((day.month, day.day) < (renewal.month, renewal.day))


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, in a year that has none
        return day.replace(year=day.year + years, day=28)
