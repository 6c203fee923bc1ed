"""Decides which names may stand in a text: a mention shows to whom it may, a name written out without a yes holds the post back.

The rule (DESIGN.md, "Names in text"). `@ada-jansen` shows the child's name to a family whose own child it is, and to
everybody where the child has a yes for `name-…`. A name written out is the full name of any child of the school, anywhere;
and for the children of the audience also the first name, as a whole word with its capital. It may stand where every family
of the audience may read it.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from weekbrief_build.decide.audience import Audience
from weekbrief_build.decide.consent import Consent
from weekbrief_build.school.consent import Register
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Post


@dataclass(frozen=True, slots=True)
class NameVerdict:
    """Who may read the name of a child that a post mentions."""

    child: str
    purpose: str
    consent: Consent

    def shows_to(self, own: AbstractSet[str]) -> bool:
        """Whether a family with these children reads the name; the reasons are this verdict itself."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class NameWritten:
    """A name that stands in plain text and may not: the post is held back."""

    child: str
    written: str
    """The words as the teacher wrote them."""
    file: str
    """The file (or folder, for a title) in which it stands."""
    verdict: NameVerdict


def judge_mentions(post: Post, audience: Audience, school: School, register: Register, day: date) -> tuple[NameVerdict, ...]:
    """One verdict for each child of the school that the post mentions with `@`, by id."""
    raise NotImplementedError


def names_held_back(post: Post, audience: Audience, school: School, register: Register, day: date) -> tuple[NameWritten, ...]:
    """The names in any version of the post that some family of its audience may not read; none: the post may go."""
    raise NotImplementedError
