"""Decides what is due: when there is an edition, and which posts a guardian gets; never a post twice, never old news to a newcomer.

A weekly moment is a time on the clock of the school. Where that clock is put forward over it, it comes as much later as the
clock jumps; where the clock is put back over it, its first time counts. Either way it comes once.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count

from weekbrief_build.school.people import WeeklyMoment
from weekbrief_build.school.post import Post

NEWS_FOR_NEWCOMERS = timedelta(days=7)
"""A guardian whom the job sees for the first time, or for the first time in a group, gets no post dated further back than this."""
LATE_AFTER = timedelta(days=28)
"""A post that is first seen longer than this after its date is held back, and its teacher asked."""
FIRST_EDITION_WITHIN = timedelta(hours=24)
"""Where there has been no edition yet, one is due when a weekly moment has passed within this time."""
_A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Edition:
    """A weekly newsletter that is to be made."""

    name: str
    """The ISO week, `2026-W48`; a further one in the same week is `2026-W48-2`."""
    made_at: datetime

    @property
    def week(self) -> int:
        """The number of the week that it is named by."""
        return int(self.name[6:8])


def edition_due(
    now: datetime, newsletter: WeeklyMoment, last_edition: datetime | None, taken: AbstractSet[str], *, at_once: bool
) -> Edition | None:
    """The edition that is due at this moment (aware, in school time), if one is; `at_once` makes one whatever the day.

    It is named by the week of the weekly moment that makes it due, however late it is made; one made at once, by its own day.
    """
    if at_once:
        return Edition(_free_name(now.date(), taken), now)
    moment = _latest(newsletter, now)
    # In UTC: two moments of one zone are otherwise compared by the clock on the wall, which goes back once a year.
    passed, since = moment.astimezone(UTC), last_edition.astimezone(UTC) if last_edition else None
    due = since < passed if since else now.astimezone(UTC) - passed <= FIRST_EDITION_WITHIN
    return Edition(_free_name(moment.date(), taken), now) if due else None


def _latest(newsletter: WeeklyMoment, now: datetime) -> datetime:
    """The latest weekly moment that has passed; one that is now has passed."""
    day = now.date() - timedelta(days=(now.weekday() - newsletter.weekday) % 7)
    moment = datetime.combine(day, newsletter.at, now.tzinfo)
    if moment.astimezone(UTC) > now.astimezone(UTC):
        moment = datetime.combine(day - _A_WEEK, newsletter.at, now.tzinfo)
    return moment


def _free_name(day: date, taken: AbstractSet[str]) -> str:
    """The ISO week of a day, with the first number that is free where the week has an edition already."""
    year, week, _ = day.isocalendar()
    name = f"{year}-W{week:02}"
    if name not in taken:
        return name
    return next(further for number in count(2) if (further := f"{name}-{number}") not in taken)


def is_current(post: Post, today: date) -> bool:
    """Whether a post may go on this day at all: not a draft, its date has come, and its `until` has not passed."""
    return not post.draft and post.date <= today and (post.until is None or today <= post.until)


def is_late(post: Post, first_seen: date) -> bool:
    """Whether it was first seen so long after its date that its teacher is asked first."""
    return first_seen - post.date > LATE_AFTER


def is_news_for(post: Post, reads_since: date) -> bool:
    """Whether it is recent enough for a guardian for whom posts such as this one are meant since that day."""
    return reads_since - post.date <= NEWS_FOR_NEWCOMERS
