"""Writes an invitation as a calendar file (RFC 5545, RFC 5546): what the letter shows of the event, and no guest.

A calendar knows an event again by its UID, and of its states believes the one with the highest SEQUENCE. So the UID comes of what the
ledger remembers of the post, and not of a title, a place or the name of a file, which a teacher may change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from weekbrief_build.render.headers import domain_of, one_line
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Event as Invitation

_PROGRAM = "-//Weekbrief//weekly letters of a school//EN"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EventFile:
    """A calendar file, ready to be attached."""

    name: str
    """Made of the day alone: a title may hold a name, and what is attached is listed on any screen."""
    media_type: str
    """With the method, which must be that of the file: where the two differ, Exchange shows "not supported calendar message"."""
    data: bytes


@dataclass(frozen=True, slots=True)
class State:
    """Which state of an event a file tells."""

    uid: str
    sequence: int = 0
    cancelled: bool = False


def uid_of(identity: str, school: School) -> str:
    """The UID of the event of a post; `identity` is what never changes about the post, and cannot be read from the UID."""
    domain = domain_of(school.sender.email)
    digest = sha256(f"event\0{domain}\0{identity}".encode("utf-8", "replace"))
    return f"{digest.hexdigest()[:40]}@{domain}"


def event_file(invitation: Invitation, title: str, description: str, school: School, state: State, now: datetime) -> EventFile:  # noqa: PLR0913, PLR0917 - what a calendar wants to know
    """The file of an event; `title` is the one that its readers may read, `now` (aware) the moment of this state."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - importing it takes longer than a run without a new event

    from weekbrief_build.render.zone_rules import zone_rules  # noqa: PLC0415 - as above

    method = "CANCEL" if state.cancelled else "PUBLISH"
    event = Event()
    event.add("uid", state.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", state.sequence)
    event.add("status", "CANCELLED" if state.cancelled else "CONFIRMED")
    event.add("summary", one_line(title))
    if invitation.place:
        event.add("location", one_line(invitation.place))
    if description:
        event.add("description", description)
    # RFC 5546, 3.2.1 and 3.2.5 ask for one; the school itself, because it outlasts every teacher.
    address = f"mailto:{school.sender.email.rpartition('@')[0]}@{domain_of(school.sender.email)}"
    event.add("organizer", address, {"cn": one_line(school.name).replace('"', "'")})
    start, end = _span(invitation, school.timezone)
    event.add("dtstart", start)
    if end:
        event.add("dtend", end)
    event.add("transp", "OPAQUE" if isinstance(start, datetime) else "TRANSPARENT")  # a school trip does not make a parent's day busy
    calendar = Calendar()
    calendar.add("prodid", _PROGRAM)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if isinstance(start, datetime):
        calendar.add_component(zone_rules(school.timezone, start.year))
    calendar.add_component(event)
    day = start.date() if isinstance(start, datetime) else start
    name = f"agenda-{day.isoformat()}.ics"
    media_type = f'text/calendar; charset="utf-8"; method={method};\r\n name="{name}"'
    return EventFile(name, media_type, calendar.to_ical(sorted=False))


def _span(invitation: Invitation, zone: ZoneInfo) -> tuple[datetime | date, datetime | date | None]:
    """Start and end as a calendar counts them: both moments or both days, the end left out where it says nothing, a last day exclusive."""
    start, end = invitation.start, invitation.end
    if not isinstance(start, datetime):
        last = end.date() if isinstance(end, datetime) else end
        return start, (max(last, start) if last else start) + _DAY
    begins = start.replace(tzinfo=zone)
    if end is None or end == start:
        return begins, None
    if isinstance(end, datetime):
        return begins, end.replace(tzinfo=zone)
    return begins, datetime.combine(end + _DAY, time(), zone)
