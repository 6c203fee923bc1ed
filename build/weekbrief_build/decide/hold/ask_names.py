"""Decides which pictures a teacher is asked about, because nobody can see them until somebody says who is in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from weekbrief_build.decide.rule.people import Unknown, UnknownPerson
from weekbrief_build.decide.rule.pictures import ChildReason, Obstacle, Verdict
from weekbrief_build.school.mistake import N_, Mistake, Scope, Sentence, say
from weekbrief_build.school.post import Post, Source


def pictures_to_name(post: Post, verdicts: Sequence[Verdict], told: AbstractSet[str]) -> tuple[Mistake, ...]:
    """One mistake for each person who is not known in a picture of this post, and for what keeps a face in it from being covered.

    Of the pictures in `told` (file names) the reading told already what cannot be read about them; and of what fits no picture, once.
    """
    return tuple(
        Mistake(picture.file.path, None, *sentences, Scope.PICTURE, post.group, post.path, picture.name)
        for picture, verdict in zip(post.pictures, verdicts, strict=True)
        for sentences in (
            *(_sentences(person, picture.name, post) for person in verdict.people.unknown if not _is_told(person, picture.name, told)),
            *_uncovered(picture.name, verdict),
        )
    )


def _is_told(person: UnknownPerson, picture: str, told: AbstractSet[str]) -> bool:
    return person.why is Unknown.UNREADABLE and (picture in told or (person.source is Source.STRAY and not person.elsewhere))


def _uncovered(picture: str, verdict: Verdict) -> Iterator[tuple[Sentence, Sentence]]:
    """What is wrong with frames that are to cover a face; that nobody marked one is no mistake."""
    if verdict.people.unknown:
        return
    children = (reason for reason in verdict.for_family(frozenset()).reasons if isinstance(reason, ChildReason))
    found = {reason.obstacle: reason.child for reason in children if reason.obstacle}
    for obstacle in sorted(found.keys() & _FRAMES.keys(), key=lambda obstacle: obstacle.value):
        what, mend = _FRAMES[obstacle]
        yield say(what, picture=picture, child=found[obstacle]), say(mend, picture=picture, child=found[obstacle])


def _sentences(person: UnknownPerson, picture: str, post: Post) -> tuple[Sentence, Sentence]:
    """What is wrong and how to mend it, for each way in which a person can be unknown."""
    what, mend = _ASKED[person.why]
    if person.elsewhere and person.why is not Unknown.UNREAD_POST:
        mend = _THERE
    elif person.why is Unknown.NOBODY_SAID and post.versions[0].file is None:
        mend = _SAY_BESIDE
    elif person.why in _SEEN and post.versions[0].file is None:
        mend = _CHECK_BESIDE
    values = {"picture": picture, "written": person.written, "post": person.elsewhere}
    return say(what, **values), say(mend, **values)


NOBODY_SAID = N_("Nobody said who is in the picture {picture}, so nobody sees it.")
_NAME_OR_CHECK = N_(
    "At the top of the post, under “pictures” and then {picture}, write who else is in it. "
    "If there is nobody else, add there: “checked: true”."
)
_ASKED = {
    Unknown.NOBODY_SAID: (
        NOBODY_SAID,
        N_("At the top of the post, under “pictures” and then {picture}, write who is in it: “people: [ada-jansen]”, or “people: nobody”."),
    ),
    Unknown.NO_SUCH_PERSON: (
        N_("“{written}” is said to be in the picture {picture}, but the school knows nobody of that name, so nobody sees it."),
        N_("Write the child's id as the school office writes it, such as ada-jansen."),
    ),
    Unknown.FITS_TWO: (
        N_("“{written}” in the picture {picture} fits two people of the school, so nobody sees it."),
        N_("Write the child's id instead, such as ada-jansen."),
    ),
    Unknown.CONTRADICTION: (
        N_("One place says that nobody is in the picture {picture}, another names somebody, so nobody sees it."),
        N_("If somebody is in it, write so everywhere instead of “nobody”."),
    ),
    Unknown.ONE_FACE: (
        N_("Two people are said to be at one and the same face in the picture {picture}, so nobody sees it."),
        N_(
            "Mark for each whose face it is, or save the picture without name tags and write everybody who is in it at the top of the post."
        ),
    ),
    Unknown.TWO_PLACES: (
        N_("One person is said to be at two places in the picture {picture}, so at one of them is somebody else, and nobody sees it."),
        N_("Say who is at the other place, or save the picture without name tags and write everybody who is in it at the top of the post."),
    ),
    Unknown.UNREADABLE: (
        N_("Something beside or inside the picture {picture} says who is in it, but it cannot be read, so nobody sees it."),
        N_("Save the picture without name tags, and write who is in it at the top of the post."),
    ),
    Unknown.UNREAD_POST: (
        N_("The picture {picture} stands in {post} too. That post cannot be read and may say who is in it, so nobody sees the picture."),
        N_("Mend {post}: what is wrong with it is told with its name."),
    ),
    Unknown.STRANGER: (
        N_("Somebody is in the picture {picture} who is not of the school, so nobody sees it."),
        N_("If it is somebody of the school after all, say who. Else take another picture."),
    ),
    Unknown.UNFINISHED: (
        N_("Somebody began to say who is in the picture {picture} and did not finish, so nobody sees it."),
        N_("Finish it where it was begun. By hand: write in {picture}.people.yaml everybody who is in it, and then “complete: yes”."),
    ),
    Unknown.OTHER_FILE: (
        N_("The picture {picture} was changed after somebody said who is in it, so nobody sees it."),
        N_("Look at it again and say anew who is in it. By hand: write in {picture}.people.yaml a list alone: [ada-jansen, bram-vos]."),
    ),
    Unknown.FACE_OF_NOBODY: (
        N_("It is said that nobody is in the picture {picture}, but a face was seen in it, so nobody sees it."),
        N_("At the top of the post, under “pictures” and then {picture}, write who is in it. If nobody is, add there: “checked: true”."),
    ),
    Unknown.MORE_FACES: (
        N_("A face was seen in the picture {picture} that nobody named: it has more faces than people, so nobody sees it."),
        _NAME_OR_CHECK,
    ),
    Unknown.FACE_UNFRAMED: (
        N_("A face was seen in the picture {picture} that nobody named: it lies where nobody is marked, so nobody sees it."),
        _NAME_OR_CHECK,
    ),
}
_FRAMES = {
    Obstacle.UNFIT: (
        N_("In the picture {picture} the frame around the face of {child} is too small or too large to cover it."),
        N_("Draw the frame anew, around the whole face. Until then, whoever may not see {child} does not get the picture."),
    ),
    Obstacle.NO_FACE: (
        N_("In the picture {picture} no face was seen in the frame that is to cover {child}."),
        N_("Draw the frame anew, around the whole face. Until then, whoever may not see {child} does not get the picture."),
    ),
    Obstacle.BARE_FACE: (
        N_("In the picture {picture} a face was seen outside every frame: it may be that of {child}, which is to be covered."),
        N_("Draw a frame around each face, and say whose it is. Until then, whoever may not see {child} does not get the picture."),
    ),
}
_SAY_BESIDE = N_(
    "Put a text file {picture}.people.yaml beside it, and write in it who is in the picture: [ada-jansen], or the word nobody."
)
_SEEN = frozenset({Unknown.FACE_OF_NOBODY, Unknown.MORE_FACES, Unknown.FACE_UNFRAMED})
_CHECK_BESIDE = N_(
    "In a text file {picture}.people.yaml beside it, write the line “people:” with everybody who is in it, such as “people: [ada-jansen]” "
    "or “people: nobody”. If that is right as it is, write below it the line “checked: true”."
)
_THERE = N_("The same picture stands in {post} too, and what is said there counts here as well. Mend what is wrong, there or here.")
