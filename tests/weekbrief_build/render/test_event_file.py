"""Calendar files, read again by two readers: icalendar, and dateutil for the zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from schools import a_school

from weekbrief_build.render.event_file import EventFile, State, event_file, uid_of
from weekbrief_build.render.zone_rules import zone_rules
from weekbrief_build.school.post import Event as Invitation

SCHOOL = a_school()
NOW = datetime(2026, 11, 20, 15, tzinfo=SCHOOL.timezone)
EVENING = Invitation("Kerst", datetime(2026, 12, 17, 17, 30), datetime(2026, 12, 17, 19))  # noqa: DTZ001 - school time, as it is read
STATE = State(uid_of("7", SCHOOL))


def a_file(invitation: Invitation = EVENING, title: str = "Kerst", *, state: State = STATE, description: str = "") -> EventFile:
    """The calendar file of an invitation."""
    return event_file(invitation, title, description, SCHOOL, state, NOW)


def read(file: EventFile) -> tuple[Any, Any]:
    """What a calendar reads."""
    calendar = Calendar.from_ical(file.data)
    assert isinstance(calendar, Calendar)
    (event,) = calendar.events
    assert not [error for component in calendar.walk() for error in component.errors]
    return calendar, event


def test_an_event_is_published_with_what_the_standard_asks_for_and_without_guests() -> None:
    """RFC 5546, 3.2.1: METHOD, UID, DTSTAMP, DTSTART, SUMMARY, ORGANIZER; no ATTENDEE. The organizer is the school itself."""
    file = a_file()
    calendar, event = read(file)
    assert calendar["METHOD"] == "PUBLISH"
    assert "method=PUBLISH" in file.media_type
    assert (event["SUMMARY"], event["SEQUENCE"], event["STATUS"]) == ("Kerst", 0, "CONFIRMED")
    assert event["UID"] == STATE.uid
    assert event["DTSTAMP"].dt == NOW.astimezone(UTC)
    assert event["ORGANIZER"] == "mailto:weekbrief@regenboog.example"
    assert "ATTENDEE" not in event


def test_moments_are_in_the_time_zone_of_the_school() -> None:
    """Half past five at school stays half past five at school, wherever the phone is."""
    _, event = read(a_file())
    assert (event.start, event.end) == (
        datetime(2026, 12, 17, 17, 30, tzinfo=SCHOOL.timezone),
        datetime(2026, 12, 17, 19, tzinfo=SCHOOL.timezone),
    )
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"


@pytest.mark.parametrize(
    ("start", "end", "dtstart", "dtend"),
    [
        (date(2026, 12, 17), None, date(2026, 12, 17), date(2026, 12, 18)),
        (date(2026, 12, 17), date(2026, 12, 18), date(2026, 12, 17), date(2026, 12, 19)),
        (date(2026, 12, 17), datetime(2026, 12, 17, 19), date(2026, 12, 17), date(2026, 12, 18)),  # noqa: DTZ001 - school time
        (datetime(2026, 12, 17, 9), date(2026, 12, 18), datetime(2026, 12, 17, 9), datetime(2026, 12, 19)),  # noqa: DTZ001 - school time
        (datetime(2026, 12, 17, 9), None, datetime(2026, 12, 17, 9), None),  # noqa: DTZ001 - school time
        (datetime(2026, 12, 17, 9), datetime(2026, 12, 17, 9), datetime(2026, 12, 17, 9), None),  # noqa: DTZ001 - school time
    ],
)
def test_whole_days_end_with_the_next_morning(start: date, end: date | None, dtstart: date, dtend: date | None) -> None:
    """RFC 5545, 3.6.1: DTEND is not part of the event, and of the same kind as DTSTART; an event without an end gets none made up."""
    _, event = read(a_file(Invitation("Kamp", start, end)))
    found = [event[key].dt if key in event else None for key in ("DTSTART", "DTEND")]
    assert [one.replace(tzinfo=None) if isinstance(one, datetime) else one for one in found] == [dtstart, dtend]


def test_the_uid_is_stable_and_says_nothing() -> None:
    """The same post keeps its event whatever its title, and another post has another; nobody reads in it which post it is."""
    assert uid_of("7", SCHOOL) == uid_of("7", SCHOOL) != uid_of("8", SCHOOL)
    assert uid_of("ada-jansen", SCHOOL).endswith("@regenboog.example")
    assert "ada" not in uid_of("ada-jansen", SCHOOL)
    assert read(a_file(title="Kerstviering"))[1]["UID"] == read(a_file())[1]["UID"]


def test_a_newer_state_and_a_cancellation_are_told_as_the_standard_says() -> None:
    """RFC 5546, 4.1.3: a published event is cancelled by METHOD:CANCEL with the same UID and a higher SEQUENCE."""
    file = a_file(state=State(STATE.uid, 3, cancelled=True))
    calendar, event = read(file)
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"], event["UID"]) == ("CANCEL", "CANCELLED", 3, STATE.uid)
    assert "method=CANCEL" in file.media_type


def test_no_title_stands_in_the_name_of_the_file() -> None:
    """A title may hold a name, and a list of attachments is seen by whoever looks over a shoulder."""
    file = a_file(title="Afscheid van Ada Jansen")
    assert file.name == "agenda-2026-12-17.ics"
    assert "Ada" not in file.media_type


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_whatever_a_title_holds_it_stays_the_title(title: str) -> None:
    """No line of a calendar begins because of what a teacher writes, none is longer than 75 octets, and no letter is cut in two."""
    file = a_file(title=f"x{title}x", description=f"y{title}y")
    calendar, event = read(file)
    assert event["SUMMARY"].startswith("x")
    assert event["SUMMARY"].endswith("x")
    assert len(calendar.walk()) == 5  # the calendar, its zone with two changes, one event
    for line in file.data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_the_same_event_is_the_same_file_to_the_last_byte() -> None:
    """What many letters share is stored once."""
    assert a_file() == a_file()


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Europe/Dublin", "America/New_York", "Australia/Sydney", "Asia/Tokyo"])
def test_the_rules_of_a_zone_are_the_zone(zone: str) -> None:
    """At every hour of the year another reader finds the offset that the zone has; each change is a yearly rule, as Outlook needs it."""
    rules = zone_rules(ZoneInfo(zone), 2026).to_ical().decode()
    assert "RDATE" not in rules
    read_again = tzical(StringIO(f"BEGIN:VCALENDAR\r\n{rules}END:VCALENDAR\r\n")).get()
    hours = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(365 * 24))
    for local in (hour.astimezone(ZoneInfo(zone)) for hour in hours):
        if not local.fold and (local + timedelta(hours=1)).utcoffset() == local.utcoffset():
            assert local.replace(tzinfo=read_again).utcoffset() == local.utcoffset()


def test_a_zone_without_yearly_rules_is_told_change_by_change() -> None:
    """Morocco moves its clocks with the moon: then each change stands there by itself."""
    rules = zone_rules(ZoneInfo("Africa/Casablanca"), 2026).to_ical()
    assert b"RRULE" not in rules
    assert b"20260215T030000" in rules
