"""Decides what is the smallest thing that would change what a family sees of a picture: whose yes or no, whose face, which name.

Of what is not shown, or not plainly, everything in `all_of` is needed, and nothing in it can be left out; where one thing can be had in
several ways, any of them will do. Of what is shown, any one thing in `one_of` would hide it.

Nothing here ever takes a no, a row of the register or a person away.

What nobody knows yet stays open: once a name is mended, it is that person's consent that counts; a face that was seen is told of once
everybody else is known, and whoever marks faces may answer whose it is; and one frame in the wrong place may raise two doubts at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from weekbrief_build.decide.rule.consent import ConsentsOn, Standing
from weekbrief_build.decide.rule.people import UnknownPerson
from weekbrief_build.decide.rule.pictures import Answer, ChildReason, Obstacle, Showing, StaffReason, Verdict
from weekbrief_build.school.consent import ConsentRow, Kind, Reach, purpose

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SayYes:
    """A yes in the register, of this day or later."""

    subject: str
    """A child's id, or the name of a member of staff."""
    purpose: str
    day: date
    signer: str = ""
    """Who alone can say it, because their no stands; empty: whoever may sign for the child."""
    noes: tuple[ConsentRow, ...] = ()
    """The rows of that no."""
    anew: bool = False
    """There was a yes, and it lapsed."""


@dataclass(frozen=True, slots=True)
class MarkFace:
    """Somebody marks where the face of this child is, so that it can be covered."""

    child: str


@dataclass(frozen=True, slots=True)
class MarkFaces:
    """Somebody marks whose face it is that was seen outside every frame."""


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """A picture without this child, who has left the school: there is nobody to ask."""

    child: str


@dataclass(frozen=True, slots=True)
class MakeKnown:
    """What is said about who is in the picture is mended, so that this person is known."""

    person: UnknownPerson


@dataclass(frozen=True, slots=True)
class SayNo:
    """A no in the register, by anybody who may sign."""

    subject: str
    purpose: str


@dataclass(frozen=True, slots=True)
class NameSomebody:
    """Somebody is named in the picture who may not be seen."""


Mend = SayYes | MarkFace | MarkFaces | LeaveOut | MakeKnown | SayNo | NameSomebody
Ways = tuple[tuple[Mend, ...], ...]
"""Ways to one end: any of them will do, each whole."""


@dataclass(frozen=True, slots=True)
class Change:
    """What would change an answer; one of the two is empty."""

    all_of: tuple[Ways, ...] = ()
    """All of these are needed."""
    one_of: Ways = ()
    """Each of these is enough."""


def smallest_change(answer: Answer, verdict: Verdict, kind: Kind, own: AbstractSet[str], consents: ConsentsOn) -> Change:
    """What would change this answer about a picture of this kind, for a family with these children, with these consents."""
    day = consents.day
    if answer.showing is Showing.SHOWN:
        return Change(one_of=tuple(_hiding(answer, kind, own)))
    marked_is_enough = answer.showing is Showing.WITHHELD and verdict.may_cover
    needed: list[Ways] = []
    for reason in answer.reasons:
        match reason:
            case UnknownPerson():
                needed.append(((MakeKnown(reason),),))
            case StaffReason():
                needed += [((yes,),) for yes in _turned(reason.name, reason.refusals, day)]
            case ChildReason() if not reason.own and reason.consent.standing is not Standing.YES:
                ways = _seen(reason, day)
                if not marked_is_enough:
                    needed.append(ways or ((LeaveOut(reason.child),),))
                elif reason.obstacle is Obstacle.BARE_FACE:
                    needed.append((*ways, (MarkFaces(),)))
                elif reason.obstacle:
                    needed.append((*ways, (MarkFace(reason.child),)))
            case _:
                pass
    return Change(all_of=tuple(needed))


def _seen(reason: ChildReason, day: date) -> Ways:
    """How this child comes to have a yes; no way, if it has left."""
    match reason.consent.standing:
        case Standing.LEFT:
            return ()
        case Standing.REFUSED:
            return (tuple(_turned(reason.child, reason.consent.rows, day)),)
        case standing:
            return ((SayYes(reason.child, reason.purpose, day, anew=standing is Standing.LAPSED),),)


def _turned(subject: str, noes: Iterable[ConsentRow], day: date) -> Iterator[SayYes]:
    """The yes of everybody whose no stands: nobody else can turn it, and not on the day of the no itself."""
    by_signer: dict[tuple[str, str], list[ConsentRow]] = {}
    for row in noes:
        by_signer.setdefault((row.purpose, row.signed_by), []).append(row)
    for (asked, signer), rows in by_signer.items():
        yield SayYes(subject, asked, max(day, *(row.date + _DAY for row in rows)), signer, tuple(rows))


def _hiding(answer: Answer, kind: Kind, own: AbstractSet[str]) -> Iterator[tuple[Mend, ...]]:
    """Each single thing that would hide a picture that is shown; whoever is named in it besides, if there is nothing else."""
    nothing_else = True
    for reason in answer.reasons:
        match reason:
            case ChildReason() if reason.child not in own:
                nothing_else = False
                yield (SayNo(reason.child, reason.purpose),)
            case StaffReason():
                nothing_else = False
                yield (SayNo(reason.name, purpose(kind, Reach.GROUP)),)
            case _:
                pass
    if nothing_else:
        yield (NameSomebody(),)
