"""Decides what is nobody's mistake any more: what can go to nobody, and what its teacher was asked about for four weeks.

Such a thing is only listed by `check`: nobody is written, and no run ends with 1 for it. What is held back stays held back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from weekbrief_build.decide.know.due import LATE_AFTER
from weekbrief_build.decide.know.memory import KnownPost, Memory
from weekbrief_build.school.mistake import Mistake, Scope, key_of


def still_asked(mistakes: Iterable[Mistake], memory: Memory, now: datetime) -> Iterator[Mistake]:
    """The mistakes, those that are nobody's any more as advice that goes to nobody."""
    old = {post.path for post in memory.posts if _is_old(post, now)}
    for mistake in mistakes:
        if mistake.post is None or mistake.scope not in {Scope.POST, Scope.PICTURE}:
            yield mistake
        elif mistake.post in old or _was_asked_long_ago(mistake, memory, now):
            yield replace(mistake, scope=Scope.ADVICE, head_too=False)
        else:
            yield mistake


def _is_old(post: KnownPost, now: datetime) -> bool:
    """Whether a post has been there, and dated, for so long that it went, or that its teacher was asked for long enough."""
    return now.date() - max(post.first_seen, post.marks.date or post.first_seen) > LATE_AFTER


def _was_asked_long_ago(mistake: Mistake, memory: Memory, now: datetime) -> bool:
    asked = memory.noticed_at.get(key_of(mistake))
    return asked is not None and now - asked > LATE_AFTER
