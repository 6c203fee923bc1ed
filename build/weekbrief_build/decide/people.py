"""Decides who is in a picture: a name as written becomes a child, a member of staff, or somebody who is not known; it never guesses.

An id means that child. A full name means the child or the member of staff of the school with that name. A first name means
the child of the audience who is `called` so. Case and spaces do not matter, accents do. What fits two is not known; the same
person found in two ways is one. Evidence that contradicts itself, or that could not be read, counts as a person who is not
known (DESIGN.md, "Who is in a picture").

What another post says about the same picture counts too (`decide.same_picture`), and never shows more: a first name in it means a child
of that post's audience, and a face marked there covers more but lets no child be covered whom this post names without a face.

Where nothing else is in the way, the faces that a detector found are held against the people named: a face in a picture of nobody, more
faces than people, or a face outside every frame, where there are frames, is a person who is not known; until the post that holds the
picture says `checked: true`. So the detector only ever takes a picture away: that it found nobody says nothing.

Staff are known by name alone: two members of staff whose names are spelt alike are one here, so a no of either counts for both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import combinations

from weekbrief_build.decide.audience import Audience
from weekbrief_build.decide.same_picture import AllSaid, Said
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Region, Source
from weekbrief_build.school.spelling import folded


class Unknown(Enum):
    """Why a person is not known."""

    NOBODY_SAID = "nobody said"  # silence: no naming and no `people: nobody`
    NO_SUCH_PERSON = "no such person"
    FITS_TWO = "fits two"
    CONTRADICTION = "contradiction"  # `people: nobody` and a person all the same
    ONE_FACE = "one face"  # two people said to be at one face
    TWO_PLACES = "two places"  # one person said to be at two places: at one of them is somebody else
    UNREADABLE = "unreadable"  # evidence that could not be read
    UNREAD_POST = "unread post"  # the same picture stands in a post that could not be read
    FACE_OF_NOBODY = "face of nobody"  # a face was found in a picture of nobody
    MORE_FACES = "more faces"  # more faces were found than people are named
    FACE_UNFRAMED = "face unframed"  # faces are marked, and one was found elsewhere


@dataclass(frozen=True, slots=True)
class UnknownPerson:
    """Somebody in the picture who is not known to the school; `written` is empty where nothing was written."""

    why: Unknown
    written: str = ""
    source: Source | None = None
    elsewhere: str = ""
    """`Post.path` of another post that has the same picture, where that is what says so; empty: this post itself."""


@dataclass(frozen=True, slots=True)
class People:
    """Who is in a picture. With any unknown person in it, nobody sees it."""

    children: frozenset[str]
    staff: frozenset[str]
    """Names as `groups.yaml` writes them."""
    unknown: tuple[UnknownPerson, ...]
    """Each once, in an order that does not depend on the order of the evidence."""
    faces: frozenset[tuple[str, Region]]
    """Where the face of a child (by id) is; a child may have none or several: where sources differ a little, all of them count."""
    said_by: frozenset[tuple[str, Source]]
    """How we know: a child's id or a staff name, and the source that named them."""


@dataclass(frozen=True, slots=True)
class _Person:
    """A child by id, or a member of staff by name."""

    key: str
    is_child: bool


@dataclass(frozen=True, slots=True)
class _Named:
    """Whom one post names in a picture, and where their faces are."""

    known: frozenset[tuple[_Person, Source]]
    faces: frozenset[tuple[_Person, Region]]
    unknown: frozenset[UnknownPerson]


def people_in(said: AllSaid, school: School) -> People:
    """Who is in a picture about which this is said."""
    own, elsewhere = _named(said.own, school), [_named(other, school) for other in said.elsewhere]
    known = own.known.union(*(named.known for named in elsewhere))
    without_face = {person for person, _ in own.known} - {person for person, _ in own.faces}
    all_faces = own.faces.union(*(named.faces for named in elsewhere))
    faces = {(person, face) for person, face in all_faces if person not in without_face}
    unknown = {*own.unknown, *_unknown_as_a_whole(said)}
    for other, named in zip(said.elsewhere, elsewhere, strict=True):
        unknown |= {replace(person, elsewhere=other.post) for person in named.unknown - own.unknown}
    for contradicted, why in ((_two_at_one_face, Unknown.ONE_FACE), (_one_at_two_places, Unknown.TWO_PLACES)):
        if contradicted(own.faces):
            unknown.add(UnknownPerson(why))
        elif contradicted(all_faces):
            marking = (other.post for other, named in zip(said.elsewhere, elsewhere, strict=True) if named.faces)
            unknown.add(UnknownPerson(why, elsewhere=min(marking)))
    if not unknown and not said.own.evidence.checked:
        unknown.update(_nobody_named(said.found, {person for person, _ in known}, {face for _, face in all_faces}))
    return People(
        children=frozenset(person.key for person, _ in known if person.is_child),
        staff=frozenset(person.key for person, _ in known if not person.is_child),
        unknown=tuple(sorted(unknown, key=_place_in_order)),
        faces=frozenset((person.key, face) for person, face in faces if person.is_child),
        said_by=frozenset((person.key, source) for person, source in known),
    )


def _place_in_order(person: UnknownPerson) -> tuple[str, str, str, str]:
    return person.why.value, person.written, person.source.value if person.source else "", person.elsewhere


def _named(said: Said, school: School) -> _Named:
    known: set[tuple[_Person, Source]] = set()
    faces: set[tuple[_Person, Region]] = set()
    unknown = {UnknownPerson(Unknown.UNREADABLE, source=source) for source in said.evidence.doubts}
    for naming in said.evidence.namings:
        fitting = _fitting(naming.written, said.audience, school)
        if len(fitting) != 1:
            unknown.add(UnknownPerson(Unknown.FITS_TWO if fitting else Unknown.NO_SUCH_PERSON, naming.written, naming.source))
            continue
        (person,) = fitting
        known.add((person, naming.source))
        if naming.face:
            faces.add((person, naming.face))
    return _Named(frozenset(known), frozenset(faces), frozenset(unknown))


def _unknown_as_a_whole(said: AllSaid) -> Iterator[UnknownPerson]:
    """The unknown people that the evidence brings whatever its names are: who was never spoken of, and who is and is not there."""
    for post in said.unread:
        yield UnknownPerson(Unknown.UNREAD_POST, elsewhere=post)
    own = said.own.evidence
    if not (own.answered_nobody or own.namings or own.doubts):
        yield UnknownPerson(Unknown.NOBODY_SAID)
    nobody = [one for one in (said.own, *said.elsewhere) if one.evidence.answered_nobody]
    naming = [one for one in (said.own, *said.elsewhere) if one.evidence.namings]
    if own.answered_nobody and own.namings:
        yield UnknownPerson(Unknown.CONTRADICTION)
    elif nobody and naming:
        others = (one.post for one in (*nobody, *naming) if one is not said.own)
        yield UnknownPerson(Unknown.CONTRADICTION, elsewhere=min(others))


def _nobody_named(found: Collection[Region], people: Collection[_Person], frames: Collection[Region]) -> Iterator[UnknownPerson]:
    """The person who is not known because a face was found that is nobody's; staff are people, and their frames count too."""
    if found and not people:
        yield UnknownPerson(Unknown.FACE_OF_NOBODY)
    elif len(found) > len(people):
        yield UnknownPerson(Unknown.MORE_FACES)
    elif frames and not all(any(_holds(frame, face) for frame in frames) for face in found):
        yield UnknownPerson(Unknown.FACE_UNFRAMED)


def _fitting(written: str, audience: Audience, school: School) -> frozenset[_Person]:
    """Everybody whom these words may mean, each once."""
    word = folded(written)
    by_id_or_name = school.children_by_word.get(word, frozenset())
    by_first_name = school.children_by_first_name.get(word, frozenset()) & audience.children
    children = (_Person(child, is_child=True) for child in by_id_or_name | by_first_name)
    staff = (_Person(name, is_child=False) for name in school.staff_by_name.get(word, ())[:1])
    return frozenset((*children, *staff))


def _two_at_one_face(faces: Iterable[tuple[_Person, Region]]) -> bool:
    """Whether two people are said to be at one place: the middle of each face lies within the other."""
    return any(one != other and _holds(a, b) and _holds(b, a) for (one, a), (other, b) in combinations(faces, 2))


def _one_at_two_places(faces: Iterable[tuple[_Person, Region]]) -> bool:
    """Whether one person is said to be at two places: the middle of a face lies outside the middle half of the other."""
    return any(one == other and not (_holds(_middle(a), b) and _holds(_middle(b), a)) for (one, a), (other, b) in combinations(faces, 2))


def _middle(face: Region) -> Region:
    return Region(face.x + face.width / 4, face.y + face.height / 4, face.width / 2, face.height / 2)


def _holds(frame: Region, face: Region) -> bool:
    """Whether the middle of a face lies within a frame."""
    x, y = face.x + face.width / 2, face.y + face.height / 2
    return frame.x <= x <= frame.x + frame.width and frame.y <= y <= frame.y + frame.height
