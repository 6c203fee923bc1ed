"""Says the reasons of a decision in sentences for the head and the teachers; it adds nothing to a reason and leaves nothing of it out.

Sentences name children by id and rows of the register by their line: they are for `weekbrief why` and for the school, never
for a letter or a log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from weekbrief_build.decide.rule.consent import Consent, Standing
from weekbrief_build.decide.rule.people import Unknown, UnknownPerson
from weekbrief_build.decide.rule.pictures import Answer, ChildReason, NobodyReason, Obstacle, Reason, StaffReason
from weekbrief_build.school.consent import ConsentRow
from weekbrief_build.school.mistake import N_, Sentence, say
from weekbrief_build.school.post import Source

_STANDINGS = {
    Standing.YES: N_("{who}: yes for {purpose} (consent.csv, line {lines})"),
    Standing.REFUSED: N_("{who}: no for {purpose} (consent.csv, line {lines})"),
    Standing.LAPSED: N_("{who}: the yes for {purpose} of {given} lapsed on {lapsed} (consent.csv, line {lines})"),
    Standing.SILENT: N_("{who}: nobody said yes or no for {purpose}"),
    Standing.LEFT: N_("{who}: has left the school"),
}
_UNKNOWN = {
    Unknown.NOBODY_SAID: N_("nobody said who is in the picture"),
    Unknown.NO_SUCH_PERSON: N_("“{written}” is not known to the school"),
    Unknown.FITS_TWO: N_("“{written}” fits two people"),
    Unknown.CONTRADICTION: N_("somebody said that nobody is in the picture, and somebody that there is a person in it"),
    Unknown.ONE_FACE: N_("two people are said to be at one and the same face"),
    Unknown.TWO_PLACES: N_("one person is said to be at two places"),
    Unknown.UNREAD_POST: N_("another post cannot be read, and may say that somebody is in the picture"),
    Unknown.STRANGER: N_("somebody is in the picture who is not of the school"),
    Unknown.UNFINISHED: N_("somebody began to say who is in the picture, and did not finish"),
    Unknown.OTHER_FILE: N_("the picture was changed after somebody said who is in it"),
    Unknown.FACE_OF_NOBODY: N_("somebody said that nobody is in the picture, but a face was seen in it"),
    Unknown.MORE_FACES: N_("more faces were seen in the picture than people are named"),
    Unknown.FACE_UNFRAMED: N_("a face was seen in the picture where nobody is marked"),
}
_OBSTACLES = {
    Obstacle.UNMARKED: N_("{who}: nobody marked where the face is, so it cannot be covered"),
    Obstacle.UNFIT: N_("{who}: the frame around the face is too small or too large, so it cannot be covered"),
    Obstacle.NO_FACE: N_("{who}: no face was seen in the frame, so it cannot be covered"),
    Obstacle.BARE_FACE: N_("{who}: a face was seen outside every frame, so it is not certain that the right one would be covered"),
}
_UNREADABLE = {
    None: N_("what is said about who is in the picture cannot be read"),
    Source.FRONT_MATTER: N_("what the post says about who is in the picture cannot be read"),
    Source.SIDECAR: N_("what the file beside the picture says about who is in it cannot be read"),
    Source.TAGS: N_("what the tags of the picture say about who is in it cannot be read"),
    Source.STRAY: N_("a file beside the picture may say who is in it, and fits no picture"),
}
_ELSEWHERE = N_("that is said by another post with the same picture: {post}")


def why(answer: Answer) -> tuple[Sentence, ...]:
    """Why a family sees a picture or does not: for each person in it, known or not, what they mean for the answer."""
    return tuple(sentence for reason in answer.reasons for sentence in why_of(reason))


def why_of(reason: Reason) -> tuple[Sentence, ...]:
    """What one reason says, in one sentence or two."""
    match reason:
        case ChildReason():
            return tuple(_of_child(reason))
        case StaffReason():
            return (_of_staff(reason),)
        case UnknownPerson():
            template = _UNREADABLE[reason.source] if reason.why is Unknown.UNREADABLE else _UNKNOWN[reason.why]
            where = (say(_ELSEWHERE, post=reason.elsewhere),) if reason.elsewhere else ()
            return (say(template, written=reason.written), *where)
        case NobodyReason():
            return (say(N_("somebody looked and said that nobody is in the picture")),)


def _consent_said(child: str, purpose: str, consent: Consent) -> Sentence:
    """What the register says of a child for a purpose, with the lines that say it."""
    given = max((row.date for row in consent.rows), default=None)
    return say(
        _STANDINGS[consent.standing],
        who=child,
        purpose=purpose,
        lines=_lines(consent.rows),
        given=given.isoformat() if given else "",
        lapsed=consent.lapsed_on.isoformat() if consent.lapsed_on else "",
    )


def _of_child(reason: ChildReason) -> Iterator[Sentence]:
    if reason.own:
        yield say(N_("{who}: the family's own child"), who=reason.child)
        return
    yield _consent_said(reason.child, reason.purpose, reason.consent)
    if reason.covered:
        yield say(N_("{who}: the face is covered"), who=reason.child)
    if reason.obstacle:
        yield say(_OBSTACLES[reason.obstacle], who=reason.child)


def _of_staff(reason: StaffReason) -> Sentence:
    if reason.refusals:
        return say(
            N_("{who}: works at the school, and said no (consent.csv, line {lines})"), who=reason.name, lines=_lines(reason.refusals)
        )
    return say(N_("{who}: works at the school, and did not say no"), who=reason.name)


def _lines(rows: Iterable[ConsentRow]) -> str:
    return ", ".join(str(row.line) for row in rows)
