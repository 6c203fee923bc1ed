"""Decides who may see a picture: shown, covered or withheld for a family, always with the reasons; what is not known is not shown.

The rule (DESIGN.md, "Who may see it"). For a family, a picture in a post is
- withheld where nobody said who is in it, or a name in it is not known to the school;
- shown where each child in it is that family's own, or has a yes for the purpose that fits the picture's kind and the audience;
- otherwise covered where the school chose `cover`, it is a photo, and each child without a yes has a face region that can cover; where
  faces were looked for, one that holds a face, and no face lies outside every frame;
- else withheld.
Staff may be seen unless the register holds a no of theirs for pictures of this kind (`photo-group` or `photo-school`, whatever
the audience); a member of staff is never covered: the picture is withheld.

Theory of operation: a picture is judged once (`judge`), for nobody in particular; a family differs from the next only by
which of the children without a yes are its own (`Verdict.for_family`). So families with none of them share one answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import Enum

from weekbrief_build.decide.rule.audience import reach_for
from weekbrief_build.decide.rule.consent import Consent, ConsentsOn, Standing
from weekbrief_build.decide.rule.people import People, UnknownPerson, people_in
from weekbrief_build.decide.rule.same_picture import AllSaid
from weekbrief_build.school.consent import ConsentRow, Kind, Reach, purpose
from weekbrief_build.school.people import WithoutConsent
from weekbrief_build.school.post import Picture


class Showing(Enum):
    """What a family sees of a picture."""

    SHOWN = "shown"
    COVERED = "covered"
    WITHHELD = "withheld"


class Obstacle(Enum):
    """Why the face of a child cannot be covered, although the school covers."""

    UNMARKED = "unmarked"  # nobody marked where it is
    UNFIT = "unfit"  # the frame is too small or too large
    NO_FACE = "no face"  # no face was seen in the frame
    BARE_FACE = "bare face"  # a face was seen outside every frame: it may be this child's


@dataclass(frozen=True, slots=True)
class ChildReason:
    """What one child in the picture means for the answer."""

    child: str
    own: bool
    """The child has no yes, and is seen because it is the family's own."""
    purpose: str
    consent: Consent
    covered: bool = False
    """The child's face is covered."""
    obstacle: Obstacle | None = None
    """The school covers faces, but cannot cover this child's."""


@dataclass(frozen=True, slots=True)
class StaffReason:
    """What a member of staff in the picture means: seen, or a no stands (then `refusals` are its rows)."""

    name: str
    refusals: tuple[ConsentRow, ...]


@dataclass(frozen=True, slots=True)
class NobodyReason:
    """The teacher said that nobody is in the picture."""


Reason = ChildReason | StaffReason | UnknownPerson | NobodyReason


@dataclass(frozen=True, slots=True)
class Answer:
    """What a family sees of a picture and why; reasons are in a fixed order, whatever the order of the evidence."""

    showing: Showing
    reasons: tuple[Reason, ...]
    """One for each person, known or not; unknown people first, then children by id, then staff by name."""
    cover: frozenset[str] = frozenset()
    """The children whose faces are covered, where it is covered."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A picture judged for nobody in particular."""

    picture: str
    people: People
    purposes: tuple[tuple[str, str, Consent], ...]
    """(child, purpose, what the register says) of each child in it, by child."""
    staff: tuple[StaffReason, ...]
    may_cover: bool
    """The school covers, and the picture is a photo."""
    without_yes: frozenset[str] = field(init=False)
    """The children in it who have no yes: only families with one of them can see anything else than the others do."""

    def __post_init__(self) -> None:
        """Find the children without a yes once, because every family is asked about them."""
        lacking = frozenset(child for child, _, consent in self.purposes if consent.standing is not Standing.YES)
        object.__setattr__(self, "without_yes", lacking)

    def for_family(self, own: AbstractSet[str]) -> Answer:
        """What a family with these children sees; it depends on nothing but `own & without_yes`."""
        in_the_way = self.without_yes - own
        obstacles = {child: self._obstacle(child) for child in in_the_way} if self.may_cover else {}
        showing = self._showing(in_the_way, obstacles)
        cover = in_the_way if showing is Showing.COVERED else frozenset()
        of_children = tuple(
            ChildReason(
                child,
                child in self.without_yes and child in own,
                purpose,
                consent,
                covered=child in cover,
                obstacle=obstacles.get(child),
            )
            for child, purpose, consent in self.purposes
        )
        reasons: tuple[Reason, ...] = (*self.people.unknown, *of_children, *self.staff)
        return Answer(showing, reasons or (NobodyReason(),), cover)

    def _obstacle(self, child: str) -> Obstacle | None:
        if not any(child == marked for marked, _ in self.people.faces):
            return Obstacle.UNFIT if child in self.people.unfit else Obstacle.UNMARKED
        if child in self.people.unheld:
            return Obstacle.NO_FACE
        return Obstacle.BARE_FACE if self.people.bare else None

    def _showing(self, in_the_way: AbstractSet[str], obstacles: Mapping[str, Obstacle | None]) -> Showing:
        if self.people.unknown or any(member.refusals for member in self.staff):
            return Showing.WITHHELD
        if not in_the_way:
            return Showing.SHOWN
        return Showing.COVERED if self.may_cover and not any(obstacles.values()) else Showing.WITHHELD


def judge(picture: Picture, said: AllSaid, consents: ConsentsOn) -> Verdict:
    """Judge a picture about which this is said, for the audience of its own post, with these consents."""
    school = consents.school
    people = people_in(said, school)
    purposes = []
    for child in (school.children[id_] for id_ in sorted(people.children)):
        asked = purpose(picture.kind, reach_for(child, said.own.audience))
        purposes.append((child.id, asked, consents.of(child, asked)))
    return Verdict(
        picture=picture.name,
        people=people,
        purposes=tuple(purposes),
        staff=tuple(StaffReason(name, _refusals(name, picture.kind, consents)) for name in sorted(people.staff)),
        may_cover=school.pictures_without_consent is WithoutConsent.COVER and picture.kind is Kind.PHOTO,
    )


def _refusals(name: str, kind: Kind, consents: ConsentsOn) -> tuple[ConsentRow, ...]:
    """The standing noes of a member of staff for pictures of this kind: staff have no own group, so a no for either reach counts."""
    return tuple(row for reach in Reach for row in consents.noes_of_staff(name, purpose(kind, reach)))
