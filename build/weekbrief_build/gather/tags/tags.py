"""What a picture's tags say about who is in it, from however many places: the union counts, and places that disagree are none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from weekbrief_build.gather.tags.regions import Kind, Tagged, agree
from weekbrief_build.school.post import Region
from weekbrief_build.school.spelling import folded

_MOST_PEOPLE = 500
"""In one picture; of more, no teacher wants to hear."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What one place (the picture's file, or a file beside it) says about who is in a picture."""

    people: tuple[Tagged, ...] = ()
    """Each once, in a fixed order; faces are of the upright picture."""
    doubt: bool = False
    """Some of it cannot be read: there may be somebody else."""
    orientation: int | None = None
    """Of the picture: as EXIF counts (1 to 8); None where it cannot be known, so that no frame has a certain place."""

    @classmethod
    def of(cls, people: Iterable[Tagged], *, doubt: bool = False, orientation: int | None = None) -> Tags:
        """The tags with these people, in any order; frames of one person that disagree are no place and leave a doubt."""
        found, apart = _placed([(0, person) for person in people])
        return _made(found, doubt=doubt or apart, orientation=orientation)


UNREADABLE = Tags(doubt=True)


def together(tags: Sequence[Tags]) -> Tags:
    """What several places say: the union of people and of doubts. Frames in them that disagree are no place, and leave a doubt."""
    found, apart = _placed([(number, person) for number, one in enumerate(tags) for person in one.people])
    orientations = {one.orientation for one in tags}
    orientation = orientations.pop() if len(orientations) == 1 else None
    return _made(found, doubt=apart or any(one.doubt for one in tags), orientation=orientation)


def _made(people: Iterable[Tagged], *, doubt: bool, orientation: int | None) -> Tags:
    found = sorted(set(people), key=_order)
    return Tags(tuple(found[:_MOST_PEOPLE]), doubt or len(found) > _MOST_PEOPLE, orientation)


def _placed(people: Sequence[tuple[int, Tagged]]) -> tuple[list[Tagged], bool]:
    """The people, whose faces have a place only where all frames of that person agree; and whether any disagree.

    Each comes with the number of the place that names it. A person with a frame of which nobody knows where it lies has no place:
    covering another frame would leave a face to be seen.
    """
    frames: dict[str, dict[tuple[int, Kind], list[Region]]] = {}
    lost: set[str] = set()
    for number, person in people:
        if person.kind is not Kind.NAME and person.face:
            frames.setdefault(folded(person.name), {}).setdefault((number, person.kind), []).append(person.face)
        elif person.kind is not Kind.NAME:
            lost.add(folded(person.name))
    apart = {name for name, lists in frames.items() if not agree(lists.values())}
    without = lost | apart
    return [replace(person, face=None) if folded(person.name) in without else person for _, person in people], bool(apart)


def _order(person: Tagged) -> tuple[str, str, tuple[float, ...]]:
    face = person.face
    return person.name, person.kind.value, (face.x, face.y, face.width, face.height) if face else ()
