"""Writes the rules of a time zone for a calendar file, from what the machine knows of the zone; nothing is asked of anybody.

Outlook makes one yearly change to summer time and one back of what it finds, from DTSTART and RRULE, and ignores RDATE
([MS-STANOICAL] 2.2.47), which is what libraries write. So each change is written as a yearly rule wherever it follows one.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST = -1


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of the clock: when it is by the old clock, and both offsets."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    """`CET`."""

    @property
    def summer(self) -> bool:
        """Whether the clock goes forward; what a zone calls its summer time differs (Dublin calls its winter so)."""
        return self.after > self.before


@cache
def zone_rules(zone: ZoneInfo, year: int) -> Timezone:
    """The rules that hold in a year, beginning in the year before, so that its first days are told too."""
    before, now, then = (_changes(zone, one) for one in (year - 1, year, year + 1))
    rules = [_rule(change, after, later) for change, after, later in zip(before, now, then, strict=False)]
    if not len(before) == len(now) == len(then) or not all(rules):
        return Timezone.from_tzinfo(zone, zone.key, first_date=date(year - 1, 1, 1), last_date=date(year + 1, 12, 31))
    rules_of = Timezone()
    rules_of.add("tzid", zone.key)
    for change, rule in zip(before, rules, strict=True):
        rules_of.add_component(_part(change, rule))
    if not before:
        first = datetime(year - 1, 1, 1, tzinfo=zone)
        offset = first.utcoffset() or timedelta()
        rules_of.add_component(_part(_Change(first.replace(tzinfo=None), offset, offset, first.tzname() or ""), None))
    return rules_of


def _part(change: _Change, rule: dict[str, object] | None) -> TimezoneDaylight | TimezoneStandard:
    part = TimezoneDaylight() if change.summer else TimezoneStandard()
    part.add("dtstart", change.at)
    part.add("tzname", change.name)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    if rule:
        part.add("rrule", rule)
    return part


def _changes(zone: ZoneInfo, year: int) -> tuple[_Change, ...]:
    """The changes of a year, in order."""
    hours = (datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(366))
    found = []
    for day in hours:
        if _offset(zone, day) == _offset(zone, day + timedelta(days=1)):
            continue
        minute = next(
            day + timedelta(minutes=minute)
            for minute in range(24 * 60)
            if _offset(zone, day + timedelta(minutes=minute)) != _offset(zone, day + timedelta(minutes=minute + 1))
        ) + timedelta(minutes=1)
        old = _offset(zone, minute - timedelta(minutes=1))
        found.append(_Change((minute + old).replace(tzinfo=None), old, _offset(zone, minute), minute.astimezone(zone).tzname() or ""))
    return tuple(found)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _rule(change: _Change, *later: _Change) -> dict[str, object] | None:
    """The yearly rule that a change and those of the next years follow: the last Sunday of March; None where they follow none."""
    day = change.at.date()
    for number in (_LAST, (day.day - 1) // 7 + 1):
        if all(
            _same(change, other) and other.at.date() == _day(other.at.year, day.month, number, day.weekday()) for other in (change, *later)
        ):
            return {"freq": "yearly", "bymonth": day.month, "byday": f"{number}{_DAYS[day.weekday()]}"}
    return None


def _same(one: _Change, other: _Change) -> bool:
    return (one.at.time(), one.before, one.after) == (other.at.time(), other.before, other.after)


def _day(year: int, month: int, number: int, weekday: int) -> date:
    """The first, second, … or last such weekday of a month."""
    if number == _LAST:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
