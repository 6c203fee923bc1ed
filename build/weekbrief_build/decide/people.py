"""Decides who is in a picture: a name as written becomes a child, a member of staff, or somebody who is not known; it never guesses.

An id means that child. A full name means the child or the member of staff of the school with that name. A first name means
the child of the audience who is `called` so. What fits two is not known. Evidence that contradicts itself, or that could
not be read, counts as a person who is not known (DESIGN.md, "Who is in a picture").
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from weekbrief_build.decide.audience import Audience
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Evidence, Region, Source


class Unknown(Enum):
    """Why a person is not known."""

    NOBODY_SAID = "nobody said"  # silence: no naming and no `people: nobody`
    NO_SUCH_PERSON = "no such person"
    FITS_TWO = "fits two"
    CONTRADICTION = "contradiction"  # `people: nobody` and a person all the same
    UNREADABLE = "unreadable"  # evidence that could not be read


@dataclass(frozen=True, slots=True)
class UnknownPerson:
    """Somebody in the picture who is not known to the school; `written` is empty where nothing was written."""

    why: Unknown
    written: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class People:
    """Who is in a picture. With any unknown person in it, nobody sees it."""

    children: frozenset[str]
    staff: frozenset[str]
    """Names as `groups.yaml` writes them."""
    unknown: tuple[UnknownPerson, ...]
    faces: frozenset[tuple[str, Region]]
    """Where the face of a child (by id) is; a child may have none or several."""
    said_by: frozenset[tuple[str, Source]]
    """How we know: a child's id or a staff name, and the source that named them."""


def people_in(evidence: Evidence, audience: Audience, school: School) -> People:
    """Who is in a picture with this evidence, in a post for this audience."""
    raise NotImplementedError
