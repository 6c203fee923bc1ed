"""Decides who may see a picture: shown, covered or withheld for a family, always with the reasons; what is not known is not shown.

The rule (DESIGN.md, "Who may see it"). For a family, a picture in a post is
- withheld where nobody said who is in it, or a name in it is not known to the school;
- shown where each child in it is that family's own, or has a yes for the purpose that fits the picture's kind and the audience;
- otherwise covered where the school chose `cover`, it is a photo, and each child without a yes has a marked face region;
- else withheld.
Staff may be seen unless the register holds a no of theirs; a member of staff is never covered: the picture is withheld.

Theory of operation: a picture is judged once (`judge`), for nobody in particular; a family differs from the next only by
which of the children without a yes are its own (`Verdict.for_family`). So families with none of them share one answer.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import Enum

from weekbrief_build.decide.audience import Audience
from weekbrief_build.decide.consent import Consent
from weekbrief_build.decide.people import People, UnknownPerson
from weekbrief_build.school.consent import ConsentRow, Register
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Picture


class Showing(Enum):
    """What a family sees of a picture."""

    SHOWN = "shown"
    COVERED = "covered"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class ChildReason:
    """What one child in the picture means for the answer."""

    child: str
    own: bool
    """The child is the family's own."""
    purpose: str
    consent: Consent
    covered: bool = False
    """The child's face is covered."""


@dataclass(frozen=True, slots=True)
class StaffReason:
    """What a member of staff in the picture means: seen, or a no stands (then `refusals` are its rows)."""

    name: str
    purpose: str
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

    @property
    def without_yes(self) -> frozenset[str]:
        """The children in it who have no yes: only families with one of them can see anything else than the others do."""
        raise NotImplementedError

    def for_family(self, own: AbstractSet[str]) -> Answer:
        """What a family with these children sees."""
        raise NotImplementedError


def judge(picture: Picture, audience: Audience, school: School, register: Register, day: date) -> Verdict:
    """Judge a picture of a post with this audience on this day."""
    raise NotImplementedError
