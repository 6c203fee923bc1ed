from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schools import TODAY, a_child, a_picture, a_post, a_row, a_school

from weekbrief_build.decide.know.memory import Memory
from weekbrief_build.decide.plan.plan import Plan, plan_of
from weekbrief_build.decide.rule.audience import audience_of
from weekbrief_build.decide.rule.consent import ConsentsOn
from weekbrief_build.decide.rule.people import Unknown
from weekbrief_build.decide.rule.pictures import Answer, Showing, Verdict, judge
from weekbrief_build.decide.rule.same_picture import SamePictures
from weekbrief_build.school.consent import ConsentRow, Register
from weekbrief_build.school.people import WithoutConsent
from weekbrief_build.school.post import Evidence, Naming, Post, Region, Source
from weekbrief_build.school.reading import Reading, UnreadPost

CHILDREN = ["ada-jansen", "bram-vos", "cas-de-boer", "ada-smit"]
SCHOOL = a_school(
    [
        a_child("ada-jansen", "groep-5b"),
        a_child("bram-vos", "groep-5b"),
        a_child("cas-de-boer", "groep-6a"),
        a_child("ada-smit", "groep-6a"),
    ],
    {"jansen": ["ada-jansen"], "vos": ["bram-vos"], "de-boer": ["cas-de-boer"], "smit": ["ada-smit"]},
    without_consent=WithoutConsent.COVER,
)
ROWS = [a_row("bram-vos", "photo-group"), a_row("ada-smit", "photo-group"), a_row("ada-smit", "photo-school")]
FACE, OTHER_FACE = Region(0.1, 0.1, 0.1, 0.1), Region(0.7, 0.7, 0.1, 0.1)
NOBODY = Evidence(answered_nobody=True)


def naming(*written: str, face: Region | None = None) -> Evidence:
    """The front matter names these."""
    return Evidence(tuple(Naming(name, Source.FRONT_MATTER, face) for name in written))


def posts(*said: tuple[str, Evidence]) -> list[Post]:
    """A post for each (group, evidence), all with the same picture."""
    picture = a_picture("zelfde.jpg")
    return [a_post(f"Bericht {n}", group=group, pictures=[replace(picture, evidence=one)]) for n, (group, one) in enumerate(said)]


def verdict(post: Post, among: Iterable[Post], unread: tuple[UnreadPost, ...] = ()) -> Verdict:
    """The verdict on the picture of a post, among these posts and those that cannot be read."""
    (picture,) = post.pictures
    every = SamePictures.among(((other, audience_of(other, SCHOOL, TODAY)) for other in among), unread)
    return judge(picture, every.all_said(post, picture, audience_of(post, SCHOOL, TODAY)), ConsentsOn(TODAY, SCHOOL, Register.of(ROWS)))


def unknown(judged: Verdict) -> list[tuple[Unknown, str]]:
    """Why people in the picture are not known, and which other post says so."""
    return [(person.why, person.elsewhere) for person in judged.people.unknown]


def plan(of: Iterable[Post], rows: Iterable[ConsentRow] = ROWS) -> Plan:
    """What goes on a Friday."""
    reading = Reading(SCHOOL, Register.of(rows), tuple(of), ())
    return plan_of(reading, Memory(), datetime(2026, 11, 20, 15, tzinfo=ZoneInfo("Europe/Amsterdam")), edition_at_once=False)


def test_a_child_whom_only_another_post_names_is_in_the_picture_here_too() -> None:
    """Ada has no yes: that a second post with the very same picture forgot her shows her to nobody."""
    forgetful, careful = posts(("groep-5b", naming("bram-vos")), ("groep-5b", naming("bram-vos", "ada-jansen")))
    assert verdict(forgetful, [forgetful]).for_family(frozenset()).showing is Showing.SHOWN
    assert verdict(forgetful, [forgetful, careful]).people.children == {"ada-jansen", "bram-vos"}
    letters = plan([forgetful, careful]).letters
    seen = {letter.reader.family.id for letter in letters for view in letter.views if view.orders}
    assert seen == {"jansen"}


@pytest.mark.parametrize("draft", [True, False])
def test_nobody_here_and_somebody_there_contradict_each_other(draft: bool) -> None:  # noqa: FBT001 - both ways
    """Nobody sees it, whichever post is looked at, and the teacher of each is told of the other; also where one is a draft yet."""
    empty, careful = posts(("groep-5b", NOBODY), ("groep-6a", naming("ada-smit")))
    careful = replace(careful, draft=draft)
    assert unknown(verdict(empty, [empty, careful])) == [(Unknown.CONTRADICTION, careful.path)]
    assert unknown(verdict(careful, [empty, careful])) == [(Unknown.CONTRADICTION, empty.path)]
    made = plan([empty, careful])
    assert not [view for letter in made.letters for view in letter.views if view.orders]
    assert {mistake.mend.values["post"] for mistake in made.mistakes if mistake.post == empty.path} == {careful.path}


def test_silence_stays_silence() -> None:
    """What another post says is no answer to who is in it here: its own post has to say."""
    silent, careful, empty = posts(("groep-5b", Evidence()), ("groep-5b", naming("bram-vos")), ("groep-6a", NOBODY))
    for others in ([careful], [empty]):
        assert unknown(verdict(silent, [silent, *others])) == [(Unknown.NOBODY_SAID, "")]
    assert unknown(verdict(careful, [silent, careful])) == []


def test_what_cannot_be_read_about_it_elsewhere_is_a_doubt_here() -> None:
    """A sidecar that cannot be read may name anybody, whichever copy it lies beside."""
    sure, doubtful, stranger = posts(
        ("groep-5b", naming("bram-vos")), ("groep-6a", Evidence(doubts=(Source.SIDECAR,))), ("groep-6a", naming("Bram"))
    )
    assert unknown(verdict(sure, [sure, doubtful, stranger])) == [
        (Unknown.NO_SUCH_PERSON, stranger.path),
        (Unknown.UNREADABLE, doubtful.path),
    ]


def test_a_first_name_means_a_child_of_the_audience_of_its_own_post() -> None:
    """Ada in a post of 5B is Ada Jansen also where 6A, which has an Ada of its own, shows the same picture."""
    of_5b, of_6a = posts(("groep-5b", naming("Ada")), ("groep-6a", naming("ada-smit")))
    assert verdict(of_6a, [of_5b, of_6a]).people.children == {"ada-jansen", "ada-smit"}


def test_a_face_marked_elsewhere_covers_more_and_permits_nothing() -> None:
    """Who is named there alone is covered there; who is named here without a face stays uncovered, and so unseen."""
    face = naming("ada-jansen", face=FACE)
    only_bram, faceless, placed = posts(("groep-5b", naming("bram-vos")), ("groep-5b", naming("ada-jansen")), ("groep-5b", face))
    elsewhere = posts(*[("groep-6a", NOBODY)] * 3, ("groep-6a", naming("ada-jansen", face=OTHER_FACE)))[-1]
    assert verdict(only_bram, [only_bram, elsewhere]).for_family(frozenset()).cover == {"ada-jansen"}
    assert verdict(faceless, [faceless, elsewhere]).for_family(frozenset()).showing is Showing.WITHHELD
    assert verdict(placed, [placed, elsewhere]).people.faces == {("ada-jansen", FACE), ("ada-jansen", OTHER_FACE)}


def test_two_posts_that_put_two_people_at_one_face_contradict_each_other() -> None:
    """One of them is elsewhere in the picture, and nobody knows where."""
    one, other = posts(("groep-5b", naming("ada-jansen", face=FACE)), ("groep-5b", naming("bram-vos", face=FACE)))
    assert unknown(verdict(one, [one, other])) == [(Unknown.ONE_FACE, other.path)]


def test_a_picture_that_stands_twice_in_one_post_is_one_picture() -> None:
    """Two names for the same bytes: whoever is in the one is in the other."""
    one = a_picture("een.jpg", "bram-vos")
    two = replace(a_picture("twee.jpg", "bram-vos", "ada-jansen"), file=replace(one.file, path="content/groep-5b/twee.jpg"))
    post = a_post("Tweemaal", pictures=[one, two])
    views = [view for letter in plan([post]).letters if letter.reader.family.id == "vos" for view in letter.views]
    assert [dict(view.orders) for view in views] == [{}]


def test_another_picture_says_nothing_about_this_one() -> None:
    """What counts is the bytes, not the name."""
    here, there = posts(("groep-5b", naming("bram-vos")), ("groep-6a", NOBODY))
    (picture,) = there.pictures
    there = replace(there, pictures=(replace(picture, file=replace(picture.file, sha256="f" * 64)),))
    assert verdict(here, [here, there]) == verdict(here, [here])


NAMING = st.builds(
    Naming, st.sampled_from([*CHILDREN, "Ada", "Juf Sanne"]), st.sampled_from(Source), st.sampled_from([None, FACE, OTHER_FACE])
)
SOUND = st.lists(NAMING, min_size=1, max_size=2).map(lambda namings: Evidence(tuple(namings)))
ANY = st.builds(
    Evidence,
    st.lists(st.one_of(NAMING, st.just(Naming("een stagiair", Source.TAGS))), max_size=3).map(tuple),
    st.booleans(),
    st.lists(st.sampled_from(Source), max_size=1).map(tuple),
)
EVIDENCE = st.one_of(SOUND, SOUND, ANY)
SAID = st.lists(st.tuples(st.sampled_from(["groep-5b", "groep-6a", "school"]), EVIDENCE), min_size=1, max_size=4)
RANK = [Showing.WITHHELD, Showing.COVERED, Showing.SHOWN]


def answers(judged: Verdict) -> list[Answer]:
    """What families of up to two of these children see."""
    return [judged.for_family(frozenset(home)) for size in range(3) for home in combinations(CHILDREN, size)]


@given(SAID)
def test_what_other_posts_say_never_shows_more(said: list[tuple[str, Evidence]]) -> None:
    """Whatever another post says about the same picture, no family sees more of it than by what its own post says."""
    every = posts(*said)
    for post in every:
        alone, together = verdict(post, [post]), verdict(post, every)
        for before, after in zip(answers(alone), answers(together), strict=True):
            assert RANK.index(after.showing) <= RANK.index(before.showing)
            if after.showing is Showing.COVERED is before.showing:
                assert before.cover <= after.cover
                assert {face for face in alone.people.faces if face[0] in before.cover} <= together.people.faces


@given(SAID, st.randoms(use_true_random=False))
def test_the_order_of_the_posts_never_matters(said: list[tuple[str, Evidence]], random: object) -> None:
    """A reading in another order judges every picture alike."""
    every = posts(*said)
    shuffled = list(every)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis does not say what it gives
    for post in every:
        assert verdict(post, every) == verdict(post, shuffled)


@given(SAID)
def test_posts_with_one_picture_agree_on_who_is_in_it(said: list[tuple[str, Evidence]]) -> None:
    """Whichever post is looked at: the same children and the same staff are in the picture."""
    every = posts(*said)
    found = [verdict(post, every).people for post in every]
    assert len({(people.children, people.staff) for people in found}) == 1


def test_a_post_that_cannot_be_read_has_somebody_in_its_pictures() -> None:
    """It may say that a child is in it: until it is mended nobody sees the picture anywhere, and the teacher is told of that post."""
    (post,) = posts(("groep-5b", NOBODY))
    unread = UnreadPost("content/groep-5b/stuk.md", frozenset({post.pictures[0].file.sha256}))
    other = UnreadPost("content/groep-5b/anders.md", frozenset({"0" * 64}))

    assert unknown(verdict(post, [post], (other,))) == []
    assert unknown(verdict(post, [post], (other, unread))) == [(Unknown.UNREAD_POST, unread.path)]
    (naming_somebody,) = posts(("groep-5b", naming("bram-vos")))
    empty = UnreadPost(unread.path, frozenset(), unread.pictures)
    assert unknown(verdict(post, [post], (empty,))) == []
    assert unknown(verdict(naming_somebody, [naming_somebody], (empty,))) == [(Unknown.CONTRADICTION, unread.path)]
    made = plan_of(
        Reading(SCHOOL, Register.of(ROWS), (post,), (), unread=(unread,)),
        Memory(),
        datetime(2026, 11, 20, 15, tzinfo=ZoneInfo("Europe/Amsterdam")),
        edition_at_once=False,
    )
    assert not [view for letter in made.letters for view in letter.views if view.orders]
    assert unread.path in {mistake.what.values["post"] for mistake in made.mistakes}
