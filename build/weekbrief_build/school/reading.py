"""What one reading of the school folder gave: the folder is read once per run, because teachers edit meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field

from weekbrief_build.school.consent import Register
from weekbrief_build.school.mistake import Mistake, Scope
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Post
from weekbrief_build.school.word_list import WordList


@dataclass(frozen=True, slots=True)
class UnreadPost:
    """A post that cannot be read, and the pictures that are its: who is said to be in them is not known."""

    path: str
    """Of its text, or of its folder; from the school folder."""
    pictures: frozenset[str]
    """By SHA-256."""
    empty: frozenset[str] = frozenset()
    """Those of which it says that nobody is in them, and is understood in that, whatever else is wrong with it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The school folder at one moment; a post that could not be read is not among the posts but among the mistakes."""

    school: School
    register: Register
    posts: tuple[Post, ...]
    mistakes: tuple[Mistake, ...]
    words: WordList = field(default_factory=WordList)
    """The head's own; the starter list counts beside it."""
    unread: tuple[UnreadPost, ...] = ()
    """The posts that could not be read and have pictures."""
    groups_text: str = ""
    """`groups.yaml` as it was read: the last good one says whom to tell when the next one stops everything."""

    @property
    def stopped(self) -> bool:
        """Whether a mistake stops everything."""
        return any(mistake.scope is Scope.EVERYTHING for mistake in self.mistakes)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The school folder has no `groups.yaml` that can be read at all: there is no school to speak of, only mistakes."""

    mistakes: tuple[Mistake, ...]
    language: str
    """Of the messages: what could be made out, else Dutch."""
