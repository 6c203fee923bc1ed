"""What a picture's tags say about who is in it, from however many places: the union counts; whether it agrees, `decide` says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from weekbrief_build.gather.tags.regions import Kind, Tagged
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
    size: tuple[int, int] | None = None
    """Width and height of the picture's stored pixels, as its file claims; None where nobody says."""
    words: frozenset[str] = frozenset()
    """What else is written in its tags, each value and part of a path: a child's full name among them is a child in the picture."""

    @property
    def upright_size(self) -> tuple[int, int] | None:
        """Width and height of the picture as people see it; None where nobody can say.

        Where only the way up is not known, no more than both are for certain.
        """
        if self.size is None:
            return None
        if self.orientation is None:
            return min(self.size), min(self.size)
        return self.size[::-1] if self.orientation > 4 else self.size  # noqa: PLR2004 - Exif 2.32, tag 0x0112

    @classmethod
    def of(
        cls, people: Iterable[Tagged], *, doubt: bool = False, orientation: int | None = None, size: tuple[int, int] | None = None
    ) -> Tags:
        """The tags with these people, in any order."""
        found = sorted(set(_placed(list(people))), key=_order)
        return cls(tuple(found[:_MOST_PEOPLE]), doubt or len(found) > _MOST_PEOPLE, orientation, size)

    def with_words(self, words: AbstractSet[str]) -> Tags:
        """The same with these words, but for the names of people that are read already."""
        return replace(self, words=frozenset(words) - {person.name for person in self.people})


UNREADABLE = Tags(doubt=True)


def together(tags: Sequence[Tags]) -> Tags:
    """What several places say about who is in one picture: the union of people and of doubts. Of how it lies it says nothing."""
    found = Tags.of([person for one in tags for person in one.people], doubt=any(one.doubt for one in tags))
    return found.with_words(frozenset[str]().union(*(one.words for one in tags)))


def _placed(people: Sequence[Tagged]) -> Iterator[Tagged]:
    """The people. Who has a frame of which nobody knows where it lies has no place: covering another would leave a face to be seen."""
    lost = {folded(person.name) for person in people if person.kind is not Kind.NAME and not person.face}
    return (replace(person, face=None) if folded(person.name) in lost else person for person in people)


def _order(person: Tagged) -> tuple[str, str, tuple[float, ...]]:
    face = person.face
    return person.name, person.kind.value, (face.x, face.y, face.width, face.height) if face else ()
