"""Decides who is in a picture: a name as written becomes a child, a member of staff, or somebody who is not known; it never guesses.

An id means that child. A full name means the child or the member of staff of the school with that name. A first name means
the child of the audience who is `called` so. Case and spaces do not matter, accents do. What fits two is not known; the same
person found in two ways is one. Evidence that contradicts itself, or that could not be read, counts as a person who is not
known (DESIGN.md, "Who is in a picture").

What another post says about the same picture counts too (`decide.rule.same_picture`), and never shows more: a first name in it means a
child of that post's audience, and a face marked there covers more but lets no child be covered whom this post names without a face.

Where nothing else is in the way, the faces that a detector found are held against the people named: a face in a picture of nobody, more
faces than people, or a face outside every frame, where there are frames, is a person who is not known; until the post that holds the
picture says `checked: true`. So the detector only ever takes a picture away: that it found nobody says nothing. Where a face is to be
covered nobody's word is enough: that a frame holds no face, or that a face lies outside every frame, `checked: true` does not clear.

A child whose full name stands in any other tag is in the picture too (`Evidence.keywords`); that answers nothing.

Staff are known by name alone: two members of staff whose names are spelt alike are one here, so a no of either counts for both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import Enum
from itertools import combinations

from weekbrief_build.decide.rule.audience import Audience
from weekbrief_build.decide.rule.frames import MOST_AREA, can_cover, hides, holds, middle, nearest
from weekbrief_build.decide.rule.same_picture import AllSaid, Said
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Evidence, Pending, Region, Source
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
    STRANGER = "stranger"  # somebody is in it who is not of the school
    UNFINISHED = "unfinished"  # somebody began to say who is in it
    OTHER_FILE = "other file"  # what was said is about another state of the file
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
    """Where the face of a child (by id) is, in frames that can cover; a child may have none or several: where sources differ a little,
    all of them count."""
    said_by: frozenset[tuple[str, Source]]
    """How we know: a child's id or a staff name, and the source that named them."""
    unfit: frozenset[str] = frozenset()
    """The children whose faces are marked in no frame that can cover."""
    unheld: frozenset[str] = frozenset()
    """The children in whose frames no face was found, where somebody looked."""
    bare: bool = False
    """A face was found outside every frame."""


@dataclass(frozen=True, slots=True)
class _Person:
    """A child by id, or a member of staff by name."""

    key: str
    is_child: bool


_Framed = tuple[_Person, Region]
_PENDING = {Pending.UNFINISHED: Unknown.UNFINISHED, Pending.OTHER_FILE: Unknown.OTHER_FILE}


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
    every = own.faces.union(*(named.faces for named in elsewhere))
    able = frozenset((person, frame) for person, frame in every if can_cover(frame, said.size))
    without_frame = {person for person, _ in own.known} - {person for person, _ in own.faces & able}
    frames = frozenset((person, frame) for person, frame in able if person not in without_frame)
    unknown = {*own.unknown, *_unknown_as_a_whole(said, school)}
    for other, named in zip(said.elsewhere, elsewhere, strict=True):
        unknown |= {replace(person, elsewhere=other.post) for person in named.unknown - own.unknown}
    unknown |= set(
        _misplaced(own.faces, every, [(other.post, named.faces) for other, named in zip(said.elsewhere, elsewhere, strict=True)])
    )
    found = _of_people(said)
    if found and not unknown and not said.own.evidence.checked:
        unknown.update(_nobody_named(found, {person for person, _ in known}, () if said.moving else [frame for _, frame in every]))
    return People(
        children=frozenset(person.key for person, _ in known if person.is_child),
        staff=frozenset(person.key for person, _ in known if not person.is_child),
        unknown=tuple(sorted(unknown, key=_place_in_order)),
        faces=frozenset((person.key, frame) for person, frame in frames if person.is_child),
        said_by=frozenset((person.key, source) for person, source in known),
        unfit=frozenset(person.key for person, _ in every - able if person.is_child) - {person.key for person, _ in frames},
        unheld=frozenset() if found is None else _unheld(frames, able, found),
        bare=any(not any(holds(frame, face) for _, frame in able) for face in found or ()),
    )


def _of_people(said: AllSaid) -> tuple[Region, ...] | None:
    """The faces that were found, but for those of which somebody said that they are no person's; None where nobody looked.

    Of a video, where a place is another's a moment later, all of them.
    """
    if said.found is None or said.moving:
        return said.found
    no_person = [place for place in said.own.evidence.nobody_at if place.width * place.height <= MOST_AREA]
    return tuple(face for face in said.found if not any(holds(place, face) for place in no_person))


def _unheld(frames: AbstractSet[_Framed], able: AbstractSet[_Framed], found: Collection[Region]) -> frozenset[str]:
    """The children with frames of which none holds a face: each face belongs to the one frame in whose middle it lies best.

    So a frame around two children, meant for one of them, does not borrow the face of the other.
    """
    best = {face: nearest(face, {frame for _, frame in able}) for face in found}
    holding = {person for person, frame in frames for face, of in best.items() if of and of == frame and hides(frame, face)}
    return frozenset(person.key for person, _ in frames if person.is_child and person not in holding)


def _place_in_order(person: UnknownPerson) -> tuple[str, str, str, str]:
    return person.why.value, person.written, person.source.value if person.source else "", person.elsewhere


def _named(said: Said, school: School) -> _Named:
    known: set[tuple[_Person, Source]] = set()
    faces: set[tuple[_Person, Region]] = set()
    unknown = {UnknownPerson(Unknown.UNREADABLE, source=source) for source in said.evidence.doubts}
    if said.evidence.strangers:
        unknown.add(UnknownPerson(Unknown.STRANGER, source=Source.SIDECAR))
    known |= {(_Person(child, is_child=True), Source.TAGS) for child in _in_keywords(said.evidence, school)}
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


def _unknown_as_a_whole(said: AllSaid, school: School) -> Iterator[UnknownPerson]:
    """The unknown people that the evidence brings whatever its names are: who was never spoken of, and who is and is not there."""
    for post in said.unread:
        yield UnknownPerson(Unknown.UNREAD_POST, elsewhere=post)
    own = said.own.evidence
    for pending in own.pending:
        yield UnknownPerson(_PENDING[pending], source=Source.SIDECAR)
    if not (own.answered_nobody or own.namings or own.doubts or own.strangers or own.pending):
        yield UnknownPerson(Unknown.NOBODY_SAID)
    nobody = [one for one in (said.own, *said.elsewhere) if one.evidence.answered_nobody]
    naming = [one for one in (said.own, *said.elsewhere) if _names_somebody(one.evidence, school)]
    if own.answered_nobody and _names_somebody(own, school):
        yield UnknownPerson(Unknown.CONTRADICTION)
    elif nobody and naming:
        others = (one.post for one in (*nobody, *naming) if one is not said.own)
        yield UnknownPerson(Unknown.CONTRADICTION, elsewhere=min(others))


def _names_somebody(evidence: Evidence, school: School) -> bool:
    return bool(evidence.namings or _in_keywords(evidence, school))


def _in_keywords(evidence: Evidence, school: School) -> frozenset[str]:
    """The children whose full names, or ids, stand in other tags; of a name that two share, both: that only restricts."""
    return frozenset().union(*(school.children_by_word.get(folded(word), frozenset()) for word in evidence.keywords))


def _nobody_named(found: Collection[Region], people: Collection[_Person], frames: Collection[Region]) -> Iterator[UnknownPerson]:
    """The person who is not known because a face was found that is nobody's; staff are people, and their frames count too."""
    if found and not people:
        yield UnknownPerson(Unknown.FACE_OF_NOBODY)
    elif len(found) > len(people):
        yield UnknownPerson(Unknown.MORE_FACES)
    elif frames and not all(any(holds(frame, face) for frame in frames) for face in found):
        yield UnknownPerson(Unknown.FACE_UNFRAMED)


def _fitting(written: str, audience: Audience, school: School) -> frozenset[_Person]:
    """Everybody whom these words may mean, each once."""
    word = folded(written)
    by_id_or_name = school.children_by_word.get(word, frozenset())
    by_first_name = school.children_by_first_name.get(word, frozenset()) & audience.children
    children = (_Person(child, is_child=True) for child in by_id_or_name | by_first_name)
    staff = (_Person(name, is_child=False) for name in school.staff_by_name.get(word, ())[:1])
    return frozenset((*children, *staff))


def _misplaced(
    own: AbstractSet[_Framed], every: AbstractSet[_Framed], elsewhere: Sequence[tuple[str, AbstractSet[_Framed]]]
) -> Iterator[UnknownPerson]:
    """Who is not known because frames contradict each other, here or only together with what another post marks."""
    for contradicted, why in ((_two_at_one_face, Unknown.ONE_FACE), (_one_at_two_places, Unknown.TWO_PLACES)):
        if contradicted(own):
            yield UnknownPerson(why)
        elif contradicted(every):
            yield UnknownPerson(why, elsewhere=min(post for post, frames in elsewhere if frames))


def _two_at_one_face(faces: Iterable[_Framed]) -> bool:
    """Whether two people are said to be at one place: the middle of each face lies within the other."""
    return any(one != other and holds(a, b) and holds(b, a) for (one, a), (other, b) in combinations(faces, 2))


def _one_at_two_places(faces: Iterable[_Framed]) -> bool:
    """Whether one person is said to be at two places: the middle of a face lies outside the middle half of the other."""
    return any(one == other and not (holds(middle(a), b) and holds(middle(b), a)) for (one, a), (other, b) in combinations(faces, 2))
