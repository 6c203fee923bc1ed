"""Decides which dates a weekly letter tells beside its posts: what is to be answered by when, and the agenda of the coming weeks.

Dates come from the posts of the letter, and from those that this guardian was sent before and that could be sent today still. An
event that two posts tell of is told once, by the newer letter. What is over is told no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from weekbrief_build.decide.letters.views import View
from weekbrief_build.school.post import Event

AGENDA = timedelta(weeks=4)
"""How far ahead the agenda looks."""
_A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a letter, each as the view of the post that tells of it; soonest first."""

    to_do: tuple[View, ...]
    """Events that want an answer by a day that has not passed."""
    agenda: tuple[View, ...]
    """Events that begin within `AGENDA`, or have begun and are not over."""
    urgent: View | None
    """The first of what is to be done that is new in this letter, or that cannot wait for the next."""


def dates_of(views: Sequence[View], earlier: Sequence[View], now: datetime) -> Dates:
    """The dates of a letter with these views; `earlier` are of posts that were sent before, `now` is in school time."""
    today = now.date()
    events = ((view, event) for view in (*earlier, *views) if (event := view.version.event))
    told = {_event_key(event): (view, event) for view, event in events if not event.cancelled and not is_over(event, now)}
    asking = [(event.reply_by, view) for view, event in told.values() if event.reply_by and view.asks_for_reply]
    to_do = [(by, view) for by, view in sorted(asking, key=lambda one: one[0])]
    coming = [(view, event) for view, event in told.values() if _day(event.start) - today <= AGENDA]
    return Dates(
        tuple(view for _, view in to_do),
        tuple(view for view, _ in sorted(coming, key=lambda one: _moment(one[1].start))),
        next((view for by, view in to_do if view in views or by - today < _A_WEEK), None),
    )


def is_over(event: Event, now: datetime) -> bool:
    """Whether an event has ended; one without an end, whether it has begun; one of whole days, whether its last day has passed."""
    last = event.end or event.start
    return last < now.replace(tzinfo=None) if isinstance(last, datetime) else last < now.date()


def _event_key(event: Event) -> tuple[str, datetime | date]:
    return event.title.casefold(), event.start


def _day(moment: datetime | date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _moment(moment: datetime | date) -> datetime:
    """A day without a time comes before all that happens on it."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, datetime.min.time())
