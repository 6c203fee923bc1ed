"""Decides for whom a post is: the families that may read it, and how far beyond a child's own group it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from weekbrief_build.school.consent import Reach
from weekbrief_build.school.people import Child, School
from weekbrief_build.school.post import Post


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a post reaches. A child who has left brings no family into it."""

    group: str
    everyone: bool
    personal: bool
    families: tuple[str, ...]
    """Ids, in the order of `groups.yaml`."""
    children: frozenset[str]
    """The children of the audience's groups (of the whole school where it is for everyone; the named ones where it is
    personal), without those who have left: whose first names count, and who may be meant by a first name."""


def audience_of(post: Post, school: School, day: date) -> Audience:
    """The audience of a post on a day; children in `to` that the school does not know are left out (see `decide.hold`)."""
    raise NotImplementedError


def reach_for(child: Child, audience: Audience) -> Reach:
    """GROUP where the audience is the child's own group or personal; SCHOOL for everything beyond."""
    raise NotImplementedError
