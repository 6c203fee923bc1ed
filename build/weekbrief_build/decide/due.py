"""Decides what is due: when there is an edition, and which posts a guardian gets; never a post twice, never old news to a newcomer."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from weekbrief_build.school.people import WeeklyMoment
from weekbrief_build.school.post import Post

NEWS_FOR_NEWCOMERS = timedelta(days=7)
"""A guardian whom the job sees for the first time gets no post dated further back than this."""
LATE_AFTER = timedelta(days=28)
"""A post that is first seen longer than this after its date is held back, and its teacher asked."""
FIRST_EDITION_WITHIN = timedelta(hours=24)
"""Where there has been no edition yet, one is due when a weekly moment has passed within this time."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A weekly newsletter that is to be made."""

    name: str
    """The ISO week, `2026-W48`; a further one in the same week is `2026-W48-2`."""
    made_at: datetime


def edition_due(
    now: datetime, newsletter: WeeklyMoment, last_edition: datetime | None, taken: AbstractSet[str], *, at_once: bool
) -> Edition | None:
    """The edition that is due at this moment (aware, in school time), if one is; `at_once` makes one whatever the day."""
    raise NotImplementedError


def is_current(post: Post, today: date) -> bool:
    """Whether a post may go on this day at all: not a draft, its date has come, and its `until` has not passed."""
    raise NotImplementedError


def is_late(post: Post, first_seen: date) -> bool:
    """Whether it was first seen so long after its date that its teacher is asked first."""
    raise NotImplementedError


def is_news_for(post: Post, guardian_first_seen: date) -> bool:
    """Whether it is recent enough for a guardian first seen on that day."""
    raise NotImplementedError
