"""Says an invitation in the words of a letter: moments as people say them; an event has the same words for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from weekbrief_build.school.post import Event
from weekbrief_build.words import Words


@dataclass(frozen=True, slots=True)
class EventLines:
    """An event as a layout shows it; moments are already words."""

    title: str
    when: str
    place: str | None
    reply_by: str | None
    cancelled: bool


def event_lines(event: Event, otherwise: str, words: Words) -> EventLines:
    """An event as it is shown; `otherwise` is its title where it has none."""
    reply_by = words.day(event.reply_by) if event.reply_by and not event.cancelled else None
    return EventLines(event.title or otherwise, when(event.start, event.end, words), event.place, reply_by, event.cancelled)


def when(start: datetime | date, end: datetime | date | None, words: Words) -> str:
    """`vrijdag 20 november, 17:30-19:00`; a day is named once where both moments fall on it."""
    begins = words.moment(start) if isinstance(start, datetime) else words.day(start)
    if end is None or end == start:
        return begins
    if isinstance(start, datetime) and isinstance(end, datetime) and start.date() == end.date():
        return f"{begins}-{end:%H:%M}"
    return f"{begins} - {words.moment(end) if isinstance(end, datetime) else words.day(end)}"
