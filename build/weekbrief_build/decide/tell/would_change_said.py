"""Says in sentences what would change a decision about a picture, for the head; it adds nothing to a change and leaves nothing of it out.

As `decide.tell.reasons`, sentences name children by id and rows of the register by their line, and are never for a letter or a log.
"""

from __future__ import annotations

from weekbrief_build.decide.rule.people import Unknown, UnknownPerson
from weekbrief_build.decide.tell.would_change import LeaveOut, MakeKnown, MarkFace, MarkFaces, Mend, NameSomebody, SayNo, SayYes
from weekbrief_build.school.mistake import N_, Sentence, say
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Source

_KNOWN = {
    Unknown.NOBODY_SAID: N_("somebody says who is in the picture"),
    Unknown.NO_SUCH_PERSON: N_("“{written}” is written as the school knows that person: by the child's id"),
    Unknown.FITS_TWO: N_("instead of “{written}” the child's id is written"),
    Unknown.CONTRADICTION: N_("it is said everywhere who is in it, and nowhere that nobody is"),
    Unknown.ONE_FACE: N_("it is said for each of the two people at one and the same face where they are"),
    Unknown.TWO_PLACES: N_("it is said who is at the other of the two places for one person"),
    Unknown.UNREADABLE: N_("what cannot be read is taken away or mended, and the post says who is in the picture"),
    Unknown.STRANGER: N_("somebody of the school is named instead, or another picture is taken"),
    Unknown.UNFINISHED: N_("somebody finishes saying who is in the picture"),
    Unknown.OTHER_FILE: N_("somebody looks at the picture as it is now, and says anew who is in it"),
    Unknown.FACE_OF_NOBODY: N_("somebody says whose face was seen, or that there is none: “checked: true”"),
    Unknown.MORE_FACES: N_("somebody says who else is in the picture, or that there is nobody else: “checked: true”"),
    Unknown.FACE_UNFRAMED: N_("somebody says whose face was seen, or that everybody is named: “checked: true”"),
}


def sentence_of(mend: Mend, school: School) -> Sentence:  # noqa: PLR0911 - a table of kinds, one sentence each
    """One thing that somebody would do, in one sentence; in the English, it follows “would change if”."""
    match mend:
        case SayYes():
            return _of_yes(mend, school)
        case MarkFace():
            return say(N_("somebody marks where the face of {who} is, so that it can be covered"), who=mend.child)
        case MarkFaces():
            return say(N_("somebody marks whose face it is that was seen outside every frame"))
        case LeaveOut():
            return say(N_("another picture takes its place: {who} has left the school, so nobody can say yes"), who=mend.child)
        case MakeKnown():
            return _of_unknown(mend.person)
        case SayNo():
            return say(N_("somebody who may sign for {who} says no for {purpose}"), who=mend.subject, purpose=mend.purpose)
        case NameSomebody():
            return say(N_("somebody else is named in the picture, who may not be seen"))


def _of_yes(mend: SayYes, school: School) -> Sentence:
    day, purpose, who = mend.day.isoformat(), mend.purpose, mend.subject
    if mend.signer:
        lines = ", ".join(str(row.line) for row in mend.noes)
        template = N_("“{signer}”, who said no for {who} (consent.csv, line {lines}), says yes for {purpose}, on {day} or later")
        return say(template, signer=mend.signer, who=who, lines=lines, purpose=purpose, day=day)
    homes = (family for family in school.families.values() if who in family.children)
    guardians = ", ".join(dict.fromkeys(guardian.name for family in homes for guardian in family.guardians))
    template = N_("a guardian of {who} ({guardians}) says yes for {purpose}")
    if mend.anew:
        template = N_("a guardian of {who} ({guardians}) says yes for {purpose} anew")
    return say(template, who=who, guardians=guardians or "?", purpose=purpose)


def _of_unknown(person: UnknownPerson) -> Sentence:
    if person.why is Unknown.UNREAD_POST:
        return say(N_("{post} is mended, so that it can be read"), post=person.elsewhere)
    if person.why is Unknown.UNREADABLE and person.source is Source.STRAY and not person.elsewhere:
        return say(N_("the file that fits no picture is named after its picture"))
    if person.elsewhere:
        return say(N_("what {post} says about the same picture is mended, or what is said here"), post=person.elsewhere)
    return say(_KNOWN[person.why], written=person.written)
