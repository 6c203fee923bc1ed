"""What a run decides as a whole: every rule at once, on generated schools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schools import TODAY, a_child, a_guardian, a_picture, a_post, a_row, a_school

from weekbrief_build.decide.know.memory import KnownGuardian, KnownPost, Memory
from weekbrief_build.decide.plan.plan import Plan, plan_of
from weekbrief_build.decide.rule.audience import audience_of
from weekbrief_build.school.consent import ConsentRow, Register
from weekbrief_build.school.letter import LetterKind
from weekbrief_build.school.mistake import N_, Mistake, Scope, say
from weekbrief_build.school.people import Delivery, School
from weekbrief_build.school.post import Evidence, Post, Source
from weekbrief_build.school.reading import Reading

FRIDAY = datetime(2026, 11, 20, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))
MONDAY = FRIDAY - timedelta(days=4)

CHILDREN = (a_child("ada-jansen", "groep-5b"), a_child("bram-vos", "groep-5b"), a_child("cas-de-boer", "groep-6a"))
SCHOOL = a_school(
    CHILDREN,
    {"jansen": ["ada-jansen"], "vos": ["bram-vos"], "de-boer": ["cas-de-boer"]},
    guardians={
        "jansen": [a_guardian("Anna Jansen", "anna@example.org"), a_guardian("Piet Bakker", "piet@example.org", Delivery.MAIL, "en")],
    },
)


def reading(posts: Sequence[Post], rows: Sequence[ConsentRow] = (), school: School = SCHOOL) -> Reading:
    """A reading without mistakes."""
    return Reading(school, Register.of(rows), tuple(posts), ())


def plan(posts: Sequence[Post], memory: Memory | None = None, now: datetime = FRIDAY, rows: Sequence[ConsentRow] = ()) -> Plan:
    """What is due at this moment."""
    return plan_of(reading(posts, rows), memory or Memory(), now, edition_at_once=False)


def after(done: Plan) -> Memory:
    """What the ledger remembers after this plan was carried out, and after nothing else."""
    guardians = tuple(
        KnownGuardian(number, one.family.id, one.guardian.name, one.guardian.email, one.first_seen, one.groups)
        for number, one in enumerate(done.readers)
    )
    number_of = {one.email: one.id for one in guardians}
    posts = tuple(KnownPost(number, one.post.path, one.first_seen, one.marks) for number, one in enumerate(done.posts))
    sent = [(view.post.path, number_of[letter.reader.guardian.email]) for letter in done.letters for view in letter.views]
    told = {post.id: frozenset(guardian for path, guardian in sent if path == post.path) for post in posts}
    made_at, names = (done.edition.made_at, frozenset([done.edition.name])) if done.edition else (None, frozenset[str]())
    return Memory(posts, guardians, MappingProxyType(told), made_at, names)


def letters(of: Plan) -> list[tuple[str, LetterKind, tuple[str, ...]]]:
    """Who gets what: address, kind, titles."""
    return [(one.reader.guardian.email, one.kind, tuple(view.version.title for view in one.views)) for one in of.letters]


POSTS = st.lists(
    st.builds(
        lambda number, group, days, draft, to, until: a_post(
            f"Bericht {number}",
            f"Dit is het {number}e bericht van de week over iets heel anders.",
            group=group,
            day=TODAY - timedelta(days=days),
            draft=draft,
            to=to,
            until=None if until is None else TODAY + timedelta(days=until),
        ),
        st.integers(0, 9),
        st.sampled_from(["groep-5b", "groep-6a", "school"]),
        st.integers(-3, 40),
        st.booleans(),
        st.sampled_from([(), (), (), ("ada-jansen",), ("cas-de-boer", "bram-vos")]),
        st.one_of(st.none(), st.integers(-2, 2)),
    ),
    max_size=6,
    unique_by=lambda post: post.path,
).filter(lambda posts: len({post.versions[0].title for post in posts}) == len(posts))


@given(POSTS)
@settings(max_examples=80, deadline=None)
def test_nobody_gets_a_post_in_two_letters_and_a_personal_message_stands_alone(posts: list[Post]) -> None:
    """Each post once for each reader; what is about a child of theirs alone is in no weekly letter."""
    done = plan(posts)
    told = [(one.reader.guardian.email, view.post.path) for one in done.letters for view in one.told]
    assert len(set(told)) == len(told)
    for letter in done.letters:
        assert (letter.kind is LetterKind.PERSONAL) == any(view.post.personal for view in letter.views)


@given(POSTS)
@settings(max_examples=80, deadline=None)
def test_nobody_gets_a_post_that_is_not_for_their_family(posts: list[Post]) -> None:
    """The platform is closed: a family sees its own groups and the school, and personal messages to its children."""
    for letter in plan(posts).letters:
        for view in letter.views:
            assert letter.reader.family.id in audience_of(view.post, SCHOOL, TODAY).families


@given(POSTS)
@settings(max_examples=80, deadline=None)
def test_nothing_goes_that_is_a_draft_or_not_yet_or_no_longer(posts: list[Post]) -> None:
    """A draft waits, a date in the future waits, and after `until` nothing is sent; nor is old news to newcomers."""
    for letter in plan(posts).letters:
        for post in (view.post for view in letter.views):
            assert not post.draft
            assert TODAY - timedelta(days=7) <= post.date <= TODAY
            assert post.until is None or post.until >= TODAY


@given(POSTS, st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_in_which_the_folder_is_read_means_nothing(posts: list[Post], random: object) -> None:
    """Order never matters."""
    shuffled = list(posts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert letters(plan(shuffled)) == letters(plan(posts))


@given(POSTS, POSTS)
@settings(max_examples=80, deadline=None)
def test_no_guardian_is_ever_sent_a_post_twice(first: list[Post], later: list[Post]) -> None:
    """Whatever was told in a first run is never told again in a later one, one minute or one week afterwards.

    A personal message that says what a post for a group says is another message, and goes.
    """
    done = plan(first)
    personal = {post.versions[0].title for post in (*first, *later) if post.personal}
    told = {(address, title) for address, _, titles in letters(done) for title in titles if title not in personal}
    known = {post.path for post in first}
    for now in (FRIDAY + timedelta(minutes=1), FRIDAY + timedelta(days=7)):
        again = plan([*first, *(post for post in later if post.path not in known)], after(done), now)
        assert not told & {(address, title) for address, _, titles in letters(again) for title in titles}


def test_a_newsletter_guardian_gets_one_letter_and_a_mail_guardian_one_per_post() -> None:
    """`mail` guardians get a letter per post at every run; `newsletter` guardians one letter per edition."""
    posts = [a_post("Een", "Het eerste."), a_post("Twee", "Het tweede.")]
    assert letters(plan(posts)) == [
        ("anna@example.org", LetterKind.NEWSLETTER, ("Een", "Twee")),
        ("piet@example.org", LetterKind.POST, ("Een",)),
        ("piet@example.org", LetterKind.POST, ("Twee",)),
        ("vos@example.org", LetterKind.NEWSLETTER, ("Een", "Twee")),
    ]
    assert [address for address, _, _ in letters(plan(posts, now=MONDAY.replace(day=20, hour=14)))] == ["piet@example.org"] * 2


def test_a_personal_message_is_a_letter_of_its_own_and_does_not_wait_for_the_edition() -> None:
    """Who forwards the newsletter does not forward it, and a teacher who writes to one family is not kept waiting for Friday."""
    posts = [a_post("Even over Ada", "Zij vergat haar jas.", to=["ada-jansen"], day=MONDAY.date())]
    assert letters(plan(posts, now=MONDAY)) == [
        ("anna@example.org", LetterKind.PERSONAL, ("Even over Ada",)),
        ("piet@example.org", LetterKind.PERSONAL, ("Even over Ada",)),
    ]


def test_the_school_stands_last_and_groups_in_the_order_of_the_file() -> None:
    """Per group in the order of groups.yaml, the school last, whatever the titles."""
    school = a_school([a_child("ada-jansen", "groep-5b", "groep-6a")], {"jansen": ["ada-jansen"]})
    posts = [a_post("A", "Van de school.", group="school"), a_post("B", "Van zes.", group="groep-6a"), a_post("C", "Van vijf.")]
    (letter,) = plan_of(reading(posts, school=school), Memory(), FRIDAY, edition_at_once=False).letters
    assert [view.version.title for view in letter.views] == ["C", "B", "A"]


def test_a_post_in_which_a_family_would_see_nothing_is_no_news_to_it_yet() -> None:
    """Media alone, and nothing of it may be seen: no empty letter, and it goes once somebody says who is in the picture."""
    empty = a_post("Foto's", "", pictures=[a_picture("een.jpg")])
    first = plan([empty])
    assert first.letters == ()
    assert [mistake.scope for mistake in first.mistakes] == [Scope.PICTURE]
    named = replace(empty, pictures=(a_picture("een.jpg", nobody=True),))
    assert len(plan([named], after(first), FRIDAY + timedelta(days=7)).letters) == 3


def test_a_title_alone_is_a_post() -> None:
    """`# Morgen gymkleren mee!` is all that there is to say; above a picture that nobody may see yet, it would announce nothing."""
    assert len(plan([a_post("Morgen gymkleren mee!", "")]).letters) == 3
    assert plan([a_post("Kijk eens", "", pictures=[a_picture("een.jpg")])]).letters == ()


def test_families_that_see_the_same_share_a_view() -> None:
    """Work is done once per view: Ada's family sees her name, all others share what they see."""
    post = a_post("Foto", "Kijk.", pictures=[a_picture("een.jpg", "ada-jansen"), a_picture("twee.jpg", "bram-vos")])
    views = {letter.reader.guardian.email: letter.views[0] for letter in plan([post], rows=[a_row("bram-vos", "photo-group")]).letters}
    assert views["anna@example.org"] is views["piet@example.org"]
    assert set(views["anna@example.org"].orders) == {"een.jpg", "twee.jpg"}
    assert set(views["vos@example.org"].orders) == {"twee.jpg"}


def test_a_picture_that_is_not_fit_to_leave_goes_from_every_view_and_is_told() -> None:
    """What the decisions could not know is taken out afterwards: the picture alone, or the post where it may be whole next time."""
    post = a_post("Foto", "Kijk.", pictures=[a_picture("een.jpg", nobody=True)])
    whole = plan([post])
    path = post.pictures[0].file.path
    half = Mistake(path, None, say(N_("x")), say(N_("y")), Scope.PICTURE, "groep-5b", post.path, "een.jpg")
    spoiled = whole.without({path: half})
    assert [not view.orders for letter in spoiled.letters for view in letter.views] == [True] * 3
    assert spoiled.mistakes == (half,)
    assert whole.without({path: replace(half, scope=Scope.POST)}).letters == ()


def test_what_cannot_be_read_about_a_picture_is_told_once() -> None:
    """The reading says what is wrong with the words about a picture; the decisions do not say it again in other words."""
    picture = replace(a_picture("een.jpg"), evidence=Evidence(doubts=(Source.FRONT_MATTER,)))
    post = a_post("Foto", "Kijk.", pictures=[picture])
    read = Mistake(post.path, 3, say(N_("x")), say(N_("y")), Scope.PICTURE, "groep-5b", post.path, "een.jpg")
    assert [one.scope for one in plan([post]).mistakes] == [Scope.PICTURE]
    assert plan_of(replace(reading([post]), mistakes=(read,)), Memory(), FRIDAY, edition_at_once=False).mistakes == (read,)


def test_of_one_file_no_more_is_told_than_anybody_mends_at_once() -> None:
    """A letter about 20,000 mistakes in a pasted table goes through no server; what holds the post back is told whatever the advice."""
    advice = [Mistake("a.md", line, say(N_("This file is empty.")), say(N_("")), Scope.ADVICE) for line in range(99)]
    wrong = [
        Mistake(file, line, say(N_("This file is empty.")), say(N_("")), Scope.POST) for file in ("a.md", "b.md") for line in range(99)
    ]
    mistakes = plan_of(replace(reading([]), mistakes=(*advice, *wrong)), Memory(), FRIDAY, edition_at_once=False).mistakes
    assert {one.file for one in mistakes if one.scope is Scope.POST} == {"a.md", "b.md"}
    assert len(mistakes) == 60


def test_a_child_that_moves_up_brings_its_family_no_old_news_of_the_new_group() -> None:
    """What a group was told before was meant for others; of the last seven days its new families get what the others got."""
    old, fresh = (
        a_post("Oud nieuws", "Van voor de vakantie.", group="groep-6a", day=TODAY - timedelta(days=8)),
        a_post("Vers nieuws", "Iets heel anders van nu.", group="groep-6a", day=TODAY - timedelta(days=7)),
    )
    before = plan([old, fresh], now=FRIDAY - timedelta(days=7))
    moved = a_school(
        [a_child("ada-jansen", "groep-6a"), *CHILDREN[1:]],
        {"jansen": ["ada-jansen"], "vos": ["bram-vos"], "de-boer": ["cas-de-boer"]},
        guardians={"jansen": [a_guardian("Anna Jansen", "anna@example.org")]},
    )
    done = plan_of(reading([old, fresh], school=moved), after(before), FRIDAY, edition_at_once=False)
    assert letters(done) == [("anna@example.org", LetterKind.NEWSLETTER, ("Vers nieuws",))]


def test_who_stays_in_a_group_gets_what_comes_late() -> None:
    """A machine that was off for weeks loses no post: what counts is since when somebody reads a group, not what they last got."""
    before = plan([a_post("Eerst", "Het allereerste.", day=TODAY - timedelta(days=7))], now=FRIDAY - timedelta(days=7))
    late = [a_post("Lang geleden", "Toen de computer uit stond.", day=TODAY + timedelta(days=3))]
    months = FRIDAY + timedelta(days=24)
    assert ("anna@example.org", LetterKind.NEWSLETTER, ("Lang geleden",)) in letters(plan(late, after(before), months))


@pytest.mark.parametrize("days", [1, 6, 150])
def test_a_personal_message_is_for_the_household_of_its_day(days: int) -> None:
    """Who becomes the child's household later never gets what was written to another one, also where they read letters for long."""
    message = a_post("Gesprek", "Uw kind was vandaag verdrietig.", to=["ada-jansen"])
    before = plan([message])
    assert {address for address, kind, _ in letters(before) if kind is LetterKind.PERSONAL} == {"anna@example.org", "piet@example.org"}
    moved = a_school(
        CHILDREN,
        {"vos": ["ada-jansen", "bram-vos"], "de-boer": ["cas-de-boer"]},
        guardians={"vos": [a_guardian("Vera", "vos@example.org")]},
    )
    later = plan_of(reading([message], school=moved), after(before), FRIDAY + timedelta(days=days), edition_at_once=False)
    assert [one for one in letters(later) if one[1] is LetterKind.PERSONAL] == []
