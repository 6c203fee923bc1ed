"""Decides everything at once: from a reading of the school folder and the memory of the ledger, what is due and what is held back.

This is the one place where the decisions meet. A `View` is what one kind of family sees of a post; families that see the
same share the same `View` object, and everything after this point is made once per view, never once per family.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from weekbrief_build.decide.audience import Audience
from weekbrief_build.decide.due import Edition
from weekbrief_build.decide.memory import KnownGuardian, KnownPost, Marks, Memory
from weekbrief_build.decide.pictures import Answer, Verdict
from weekbrief_build.school.letter import LetterKind
from weekbrief_build.school.made import PictureOrder
from weekbrief_build.school.mistake import Mistake
from weekbrief_build.school.people import Guardian
from weekbrief_build.school.post import Picture, Post, Version
from weekbrief_build.school.reading import Reading


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A post as one kind of family sees it. Two views are the same only if they are the same object."""

    post: Post
    version: Version
    pictures: Mapping[str, Answer]
    """Per picture's name, in the order of the post."""
    orders: Mapping[str, PictureOrder]
    """Per picture's name, what is to be made of it: only of pictures that are shown or covered, with the faces to cover."""
    names: frozenset[str]
    """The children whose names show where they are mentioned."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A guardian for whom letters may be due, and since when the job knows them."""

    family: str
    guardian: Guardian
    known: KnownGuardian | None
    first_seen: date


@dataclass(frozen=True, slots=True)
class SeenPost:
    """A post of this reading, and since when the job knows it."""

    post: Post
    audience: Audience
    known: KnownPost | None
    first_seen: date
    marks: Marks
    verdicts: Mapping[str, Verdict]
    """Per picture's name."""


@dataclass(frozen=True, slots=True)
class PlannedLetter:
    """A letter that is due: for whom, and which views stand in it, in their order."""

    reader: Reader
    kind: LetterKind
    views: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All that this run is to do; `letters` holds nothing that any rule holds back."""

    now: datetime
    edition: Edition | None
    letters: tuple[PlannedLetter, ...]
    posts: tuple[SeenPost, ...]
    readers: tuple[Reader, ...]
    mistakes: tuple[Mistake, ...]
    """Those of the reading and those that the decisions found, each once, by file and line."""


def plan_of(reading: Reading, memory: Memory, now: datetime, *, edition_at_once: bool) -> Plan:
    """What is due at this moment (aware, in school time)."""
    raise NotImplementedError


__all__ = ["Picture", "Plan", "PlannedLetter", "Reader", "SeenPost", "View", "plan_of"]
