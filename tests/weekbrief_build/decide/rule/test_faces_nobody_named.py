from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from schools import SIZE, TODAY, a_child, a_picture, a_post, a_row, a_school

from weekbrief_build.decide.know.memory import Memory
from weekbrief_build.decide.know.situation import situation_of, to_look_at
from weekbrief_build.decide.plan.plan import Plan, plan_of
from weekbrief_build.decide.rule.audience import Audience, audience_of
from weekbrief_build.decide.rule.people import People, Unknown, people_in
from weekbrief_build.decide.rule.same_picture import AllSaid, Said
from weekbrief_build.school.consent import Kind, Register
from weekbrief_build.school.mistake import Scope
from weekbrief_build.school.post import Evidence, FacesFound, Naming, Picture, Post, Region, Source
from weekbrief_build.school.reading import Reading
from weekbrief_build.words import words_of

SCHOOL = a_school(
    [a_child("ada-jansen", "groep-5b"), a_child("bram-vos", "groep-5b"), a_child("cas-de-boer", "groep-6a")],
    {"jansen": ["ada-jansen"], "vos": ["bram-vos"], "de-boer": ["cas-de-boer"]},
)
AUDIENCE = audience_of(a_post(), SCHOOL, TODAY)
ROWS = [a_row("ada-jansen", "photo-group"), a_row("bram-vos", "photo-group")]
LEFT, MIDDLE, RIGHT = Region(0.1, 0.3, 0.1, 0.2), Region(0.4, 0.3, 0.1, 0.2), Region(0.7, 0.3, 0.1, 0.2)
FRAME = Region(0.08, 0.28, 0.15, 0.25)
"""Around the left face, as somebody marked it."""
NOW = datetime(2026, 11, 20, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))


def naming(*people: str | tuple[str, Region], checked: bool = False) -> Evidence:
    """These people are named, some with a frame; nobody: that is an answer too."""
    named = [(who, None) if isinstance(who, str) else who for who in people]
    return Evidence(tuple(Naming(who, Source.FRONT_MATTER, frame) for who, frame in named), not people, (), checked)


def people(evidence: Evidence, found: Sequence[Region], elsewhere: Iterable[Evidence] = (), audience: Audience = AUDIENCE) -> People:
    """Who is in a picture in which these faces were found."""
    others = tuple(Said("content/groep-5b/ander.md", other, audience) for other in elsewhere)
    return people_in(AllSaid(Said("content/groep-5b/herfst.md", evidence, audience), others, tuple(found), SIZE), SCHOOL)


def unknown(evidence: Evidence, *found: Region, elsewhere: Iterable[Evidence] = ()) -> list[Unknown]:
    """Why somebody in it is not known."""
    return [person.why for person in people(evidence, found, elsewhere).unknown]


def test_a_face_in_a_picture_of_nobody_is_somebody_who_is_not_known() -> None:
    """A face in a picture of nobody withholds it."""
    assert unknown(naming()) == []
    assert unknown(naming(), MIDDLE) == [Unknown.FACE_OF_NOBODY]


def test_more_faces_than_people_are_somebody_who_is_not_known() -> None:
    """More faces than people named: somebody is not; as many or fewer prove nothing."""
    assert unknown(naming("ada-jansen", "bram-vos"), LEFT) == []
    assert unknown(naming("ada-jansen", "bram-vos"), LEFT, MIDDLE) == []
    assert unknown(naming("ada-jansen", "bram-vos"), LEFT, MIDDLE, RIGHT) == [Unknown.MORE_FACES]


def test_staff_count_as_people() -> None:
    """The teacher beside the child is no stranger, and her frame is a frame."""
    assert unknown(naming("ada-jansen", "Juf Sanne"), LEFT, RIGHT) == []
    assert unknown(naming("ada-jansen", ("Juf Sanne", FRAME)), LEFT) == []
    assert unknown(naming("ada-jansen", ("Juf Sanne", FRAME)), RIGHT) == [Unknown.FACE_UNFRAMED]


def test_a_child_named_twice_is_one() -> None:
    """By id and by name, in two places: one person has one face."""
    assert unknown(naming("ada-jansen", "Ada Jansen"), LEFT, RIGHT) == [Unknown.MORE_FACES]


def test_where_faces_are_marked_each_face_lies_in_a_frame() -> None:
    """An equal number is no identity: Ada looks away, and the face beside her is a stranger's."""
    assert unknown(naming(("ada-jansen", FRAME)), LEFT) == []
    assert unknown(naming(("ada-jansen", FRAME)), RIGHT) == [Unknown.FACE_UNFRAMED]
    assert unknown(naming(("ada-jansen", FRAME), "bram-vos"), LEFT, RIGHT) == [Unknown.FACE_UNFRAMED]
    assert unknown(naming(("ada-jansen", FRAME), ("bram-vos", RIGHT)), LEFT, RIGHT) == []


def test_checked_lets_it_go() -> None:
    """The teacher looked and says that everybody is named."""
    assert unknown(naming(checked=True), MIDDLE) == []
    assert unknown(naming("ada-jansen", checked=True), LEFT, MIDDLE, RIGHT) == []
    assert unknown(naming(("ada-jansen", FRAME), checked=True), RIGHT) == []


def test_checked_mends_nothing_else() -> None:
    """It speaks of faces: a stranger, silence and a doubt stay what they are."""
    assert unknown(naming("een stagiair", checked=True), LEFT) == [Unknown.NO_SUCH_PERSON]
    assert unknown(Evidence(checked=True), LEFT) == [Unknown.NOBODY_SAID]
    assert unknown(Evidence(answered_nobody=True, doubts=(Source.TAGS,), checked=True), LEFT) == [Unknown.UNREADABLE]


def test_that_another_post_was_checked_does_not_count_here() -> None:
    """Who looked at the same picture there looked at what is said there."""
    assert unknown(naming("ada-jansen"), LEFT, RIGHT, elsewhere=[naming("ada-jansen", checked=True)]) == [Unknown.MORE_FACES]


def test_whom_another_post_names_in_the_same_picture_is_named() -> None:
    """What is said about a picture counts wherever it stands; also whose the second face is."""
    assert unknown(naming("ada-jansen"), LEFT, RIGHT, elsewhere=[naming("bram-vos")]) == []
    assert unknown(naming("ada-jansen"), RIGHT, elsewhere=[naming(("ada-jansen", FRAME))]) == [Unknown.FACE_UNFRAMED]


def test_where_somebody_is_not_known_already_no_face_is_counted() -> None:
    """One thing to mend at a time: who else is in it is asked once everybody named is known."""
    assert unknown(Evidence(), LEFT) == [Unknown.NOBODY_SAID]
    assert unknown(naming("een stagiair"), LEFT, RIGHT) == [Unknown.NO_SUCH_PERSON]


def plan(posts: Sequence[Post], found: FacesFound) -> Plan:
    """What goes on this Friday."""
    return plan_of(Reading(SCHOOL, Register.of(ROWS), tuple(posts), ()), Memory(), NOW, edition_at_once=False, found=found)


def wanted(*posts: Post) -> set[str]:
    """The names of the pictures in which faces are looked for."""
    reading = Reading(SCHOOL, Register.of(ROWS), posts, ())
    return {picture.name for picture in to_look_at(situation_of(reading, Memory(), NOW))}


@pytest.mark.parametrize(
    ("evidence", "found", "what"),
    [
        (naming(), [LEFT], "It is said that nobody is in the picture p.jpg, but a face was seen in it, so nobody sees it."),
        (
            naming("ada-jansen"),
            [LEFT, RIGHT],
            "A face was seen in the picture p.jpg that nobody named: it has more faces than people, so nobody sees it.",
        ),
        (
            naming(("ada-jansen", FRAME)),
            [RIGHT],
            "A face was seen in the picture p.jpg that nobody named: it lies where nobody is marked, so nobody sees it.",
        ),
    ],
)
def test_the_teacher_is_asked_and_nobody_sees_it_meanwhile(evidence: Evidence, found: list[Region], what: str) -> None:
    """It holds back the picture and not its post, and says what to write: not even the child's own family sees it."""
    post = a_post(pictures=[replace(a_picture("p.jpg"), evidence=evidence)])
    made = plan([post], {post.pictures[0].file.sha256: tuple(found)})
    assert {letter.reader.family.id for letter in made.letters} == {"jansen", "vos"}
    assert not any(view.orders for letter in made.letters for view in letter.views)
    (mistake,) = made.mistakes
    assert (mistake.scope, mistake.group, mistake.picture) == (Scope.PICTURE, "groep-5b", "p.jpg")
    assert words_of("en").say(mistake.what) == what
    assert "“checked: true”" in words_of("en").say(mistake.mend)
    checked = replace(post, pictures=(replace(post.pictures[0], evidence=replace(evidence, checked=True)),))
    assert plan([checked], {post.pictures[0].file.sha256: tuple(found)}).mistakes == ()


def test_in_a_folder_without_a_text_the_sidecar_is_where_to_say_it() -> None:
    """There is no top of the post to write at."""
    post = a_post(pictures=[a_picture("p.jpg", nobody=True)])
    alone = replace(post, versions=(replace(post.versions[0], file=None),))
    (mistake,) = plan([alone], {post.pictures[0].file.sha256: (LEFT,)}).mistakes
    assert "p.jpg.people.yaml" in words_of("en").say(mistake.mend)


def test_faces_found_in_another_picture_do_not_matter() -> None:
    """What was found is known by the picture's own bytes."""
    post = a_post(pictures=[a_picture("p.jpg", nobody=True)])
    assert plan([post], {"0" * 64: (LEFT,)}).mistakes == ()


def test_faces_are_looked_for_where_they_could_change_the_answer() -> None:
    """In pictures that somebody awaits, that nothing else holds back, and of which the teacher did not say that they are right."""
    checked = replace(a_picture("checked.jpg"), evidence=naming("ada-jansen", checked=True))
    pictures = [
        a_picture("ada.jpg", "ada-jansen"),
        a_picture("nobody.jpg", nobody=True),
        a_picture("silent.jpg"),
        a_picture("stranger.jpg", "een stagiair"),
        a_picture("film.mp4", "ada-jansen", kind=Kind.VIDEO),
        checked,
        replace(checked, name="checked.mp4", kind=Kind.VIDEO),
    ]
    assert wanted(a_post(pictures=pictures)) == {"ada.jpg", "nobody.jpg", "film.mp4"}


@pytest.mark.parametrize(
    "post",
    [
        a_post(draft=True),
        a_post(until=TODAY - timedelta(days=1)),
        a_post(day=TODAY - timedelta(days=20)),
        a_post(group="groep-6a", to=("nobody-at-school",)),
    ],
)
def test_faces_are_not_looked_for_in_posts_that_go_to_nobody(post: Post) -> None:
    """A draft, what is past, last month's news for newcomers, a message to nobody: looking takes time."""
    assert wanted(replace(post, pictures=(a_picture("p.jpg", nobody=True),))) == set()


def in_a_video(evidence: Evidence, *found: Region) -> list[Unknown]:
    """Why somebody in a video is not known, where these are the faces of the frame with the most."""
    said = AllSaid(Said("content/groep-5b/herfst.md", evidence, AUDIENCE), (), found, None, moving=True)
    return [person.why for person in people_in(said, SCHOOL).unknown]


def test_a_video_is_judged_by_the_faces_in_it_as_a_photo_is() -> None:
    """A face in a video of nobody, and more faces at once than people: withheld, until the teacher looked."""
    assert in_a_video(naming(), LEFT) == [Unknown.FACE_OF_NOBODY]
    assert in_a_video(naming("ada-jansen"), LEFT, RIGHT) == [Unknown.MORE_FACES]
    assert in_a_video(naming("ada-jansen", "bram-vos"), LEFT, RIGHT) == []
    assert in_a_video(naming(checked=True), LEFT) == []


def test_what_moves_is_held_against_no_frame() -> None:
    """Where somebody was marked, or nobody is, holds for a moment: it neither clears a face in a video nor makes one suspect."""
    assert in_a_video(naming(("ada-jansen", FRAME)), RIGHT) == []
    assert in_a_video(replace(naming(), nobody_at=(FRAME,)), LEFT) == [Unknown.FACE_OF_NOBODY]


def test_faces_are_looked_for_in_posts_that_are_still_to_come() -> None:
    """So that the teacher is asked before the day it goes."""
    assert wanted(a_post(day=TODAY + timedelta(days=3), pictures=[a_picture("p.jpg", nobody=True)])) == {"p.jpg"}


def test_each_picture_is_looked_at_once() -> None:
    """However many posts hold it."""
    picture: Picture = a_picture("p.jpg", nobody=True)
    reading = Reading(SCHOOL, Register.of(ROWS), (a_post("Een", pictures=[picture]), a_post("Twee", pictures=[picture])), ())
    assert len(to_look_at(situation_of(reading, Memory(), NOW))) == 1
