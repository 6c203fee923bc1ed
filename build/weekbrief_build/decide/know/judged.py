"""Holds what was decided of one post, once per run, for everybody who asks: its names, its words, what holds it, its pictures; values only.

Reminders, changed events, advice and the plan all read it here, so that none of them looks again, and none by another rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from weekbrief_build.decide.know.situation import SeenPost
from weekbrief_build.decide.rule.names import NameVerdict, NameWritten, in_a_title
from weekbrief_build.decide.rule.pictures import Verdict
from weekbrief_build.school.mistake import Mistake


@dataclass(frozen=True, slots=True)
class JudgedPost:
    """A post with all that was decided of it. What nobody will ask about is left empty: see `awaited` and `told_before`."""

    seen: SeenPost
    awaited: bool
    """Somebody is still to get it: then its pictures are judged."""
    told_before: bool
    """Somebody was sent it: then its texts are judged, for what may be told of it again."""
    names: Sequence[NameWritten] = ()
    """The names of children that are written out in it."""
    named: tuple[Mistake, ...] = ()
    """What holds it back because of them."""
    words: tuple[Mistake, ...] = ()
    """What holds it back because of words that the school does not send unseen."""
    held: tuple[Mistake, ...] = ()
    """What else holds it back."""
    verdicts: tuple[Verdict, ...] = ()
    """One for each picture, in the post's order."""
    mentions: tuple[NameVerdict, ...] = ()
    """One for each child that it mentions."""

    @property
    def title_names(self) -> bool:
        """Whether a title of it, or its event, writes out a child's name."""
        return in_a_title(self.names)

    @property
    def says_what_may_not_go(self) -> bool:
        """Whether a word or a name in it holds it back."""
        return bool(self.words or self.named)


Judged = Mapping[str, JudgedPost]
"""Every post of a reading, by `Post.path`."""
