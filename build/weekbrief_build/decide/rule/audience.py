"""Decides for whom a post is: the families that may read it, and how far beyond a child's own group it goes.

A post is for the families of its group's children; in a group for everyone, for all families; a personal message, for the
families of the children it names and nobody else. Who has left the school brings nobody into an audience.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from weekbrief_build.school.consent import Reach
from weekbrief_build.school.people import Child, Family, Group, School
from weekbrief_build.school.post import Post


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a post reaches. A child who has left brings no family into it."""

    group: str
    everyone: bool
    """For the whole school; a personal message never is."""
    personal: bool
    families: tuple[str, ...]
    """Ids, in the order of `groups.yaml`."""
    children: frozenset[str]
    """The children of the audience's groups (of the whole school where it is for everyone; the named ones where it is
    personal), without those who have left: who may be meant by a first name in a picture."""
    by_first_name: frozenset[str] = frozenset()
    """The children whose first names count in a text: of the audience's groups, which are in a personal message those of its children.
    With those who have left and are still listed: their classmates know them."""


def audience_of(post: Post, school: School, day: date) -> Audience:
    """The audience of a post on a day; children in `to` that the school does not know are left out (see `decide.hold.hold_back`)."""
    group = school.groups[post.group]
    children = frozenset(child.id for child in school.children.values() if _is_meant(child, post, group) and not child.has_left(day))
    families = tuple(family.id for family in school.families.values() if not family.children.isdisjoint(children))
    groups = frozenset().union(*(school.children[id_].groups for id_ in children)) if post.personal else frozenset({group.id})
    whole = group.everyone and not post.personal
    known = frozenset(child.id for child in school.children.values() if whole or not groups.isdisjoint(child.groups))
    return Audience(group.id, whole, post.personal, families, children, known | children)


def groups_of(family: Family, school: School, day: date) -> frozenset[str]:
    """The groups whose posts are meant for a family on a day: those of its children who are at school, and those for everyone."""
    present = [child for id_ in family.children if (child := school.children.get(id_)) and not child.has_left(day)]
    everyone = (group.id for group in school.groups.values() if group.everyone and present)
    return frozenset((*everyone, *(group for child in present for group in child.groups)))


def _is_meant(child: Child, post: Post, group: Group) -> bool:
    if post.personal:
        return child.id in post.to
    return group.everyone or group.id in child.groups


def reach_for(child: Child, audience: Audience) -> Reach:
    """GROUP where the audience is the child's own group or personal; SCHOOL for everything beyond, such as a visit to another group."""
    own_group = not audience.everyone and audience.group in child.groups
    return Reach.GROUP if audience.personal or own_group else Reach.SCHOOL
