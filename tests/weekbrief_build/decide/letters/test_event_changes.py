"""Which changes of an event are told, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from schools import TODAY, a_child, a_guardian, a_post, a_row, a_school

from weekbrief_build.decide.know.memory import KnownGuardian, KnownPost, Memory
from weekbrief_build.decide.plan.plan import Plan, plan_of
from weekbrief_build.school.consent import ConsentRow, Register
from weekbrief_build.school.letter import LetterKind
from weekbrief_build.school.people import Delivery
from weekbrief_build.school.post import Event, Post
from weekbrief_build.school.reading import Reading

FRIDAY = datetime(2026, 11, 20, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))
SCHOOL = a_school(
    [a_child("ada-jansen", "groep-5b"), a_child("bram-vos", "groep-6a")],
    {"jansen": ["ada-jansen"], "vos": ["bram-vos"]},
    guardians={"jansen": [a_guardian("Anna", "anna@example.org"), a_guardian("Piet", "piet@example.org", Delivery.MAIL)]},
)
FEAST = Event("Feest", datetime(2026, 12, 17, 17, 30), place="De aula")  # noqa: DTZ001 - school time


def invitation(event: Event | None, **of_post: object) -> Post:
    """A post with this event."""
    post = a_post("Kom", "Wij vieren feest, en u bent van harte welkom.", **of_post)  # type: ignore[arg-type]  # as given
    return replace(post, versions=(replace(post.versions[0], event=event),))


def run(posts: list[Post], memory: Memory, days: int = 0, rows: tuple[ConsentRow, ...] = ()) -> Plan:
    """What a run so many days after the first Friday would send."""
    reading = Reading(SCHOOL, Register.of(rows), tuple(posts), ())
    return plan_of(reading, memory, FRIDAY + timedelta(days=days), edition_at_once=not days)


def after(done: Plan, told: Mapping[str, frozenset[int]]) -> Memory:
    """What the ledger knows after this plan, where these posts (by path) were told to these guardians (Anna 0, Piet 1, Vos 2)."""
    guardians = tuple(
        KnownGuardian(number, one.family.id, one.guardian.name, one.guardian.email, one.first_seen, one.groups)
        for number, one in enumerate(done.readers)
    )
    posts = tuple(KnownPost(one.id, one.post.path, one.first_seen, one.marks) for one in done.posts)
    ids = {post.path: post.id for post in posts}
    return Memory(posts, guardians, MappingProxyType({ids[path]: whom for path, whom in told.items()}), done.now)


def once_sent(post: Post) -> Memory:
    """The memory after the family of group 5B was sent this post."""
    return after(run([post], Memory()), {post.path: frozenset({0, 1})})


def heard(plan: Plan) -> list[tuple[str, LetterKind, int]]:
    """Who hears of a change, in which kind of letter, and how often the event has changed by now."""
    return [(one.reader.guardian.email, one.kind, view.sequence) for one in plan.letters for view in one.views if view.changed]


BOTH = [("anna@example.org", LetterKind.POST, 1), ("piet@example.org", LetterKind.POST, 1)]


@pytest.mark.parametrize(
    "change",
    [
        {"start": datetime(2026, 12, 17, 18)},  # noqa: DTZ001 - school time
        {"end": datetime(2026, 12, 17, 20)},  # noqa: DTZ001 - school time
        {"place": "De gymzaal"},
        {"title": "Groot feest"},
        {"cancelled": True},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_stands_in_a_calendar_is_told_when_it_changes(change: dict[str, object]) -> None:
    """Each who was sent it hears once; nobody who was not; and it counts as no post of its own."""
    memory, post = once_sent(invitation(FEAST)), invitation(replace(FEAST, **change))  # type: ignore[arg-type]  # as given
    plan = run([post], memory, 1)
    assert heard(plan) == BOTH
    assert all(not one.told for one in plan.letters)
    assert heard(run([post], after(plan, {post.path: frozenset({0, 1})}), 2)) == []


def test_every_further_change_is_told_with_a_higher_number() -> None:
    """Calendars take the state with the highest SEQUENCE: also when it goes back to what it was."""
    memory = once_sent(invitation(FEAST))
    for number, place in enumerate(["De gymzaal", "Het plein", "De aula"], 1):
        plan = run([invitation(replace(FEAST, place=place))], memory, number)
        assert {sequence for _, _, sequence in heard(plan)} == {number}
        memory = after(plan, {plan.posts[0].post.path: frozenset({0, 1})})


@pytest.mark.parametrize(
    ("post", "days"),
    [
        (invitation(replace(FEAST, reply_by=date(2026, 12, 1))), 1),
        (invitation(None), 1),
        (invitation(replace(FEAST, place="De gymzaal")), 40),
    ],
    ids=["by when to answer", "the event taken out", "when it is over"],
)
def test_what_changes_nothing_to_come_is_not_told(post: Post, days: int) -> None:
    """A letter that nobody needs teaches people not to read letters."""
    assert heard(run([post], once_sent(invitation(FEAST)), days)) == []


def test_a_post_that_was_taken_away_calls_nothing_off() -> None:
    """A teacher who tidies up must not cancel Christmas."""
    assert run([], once_sent(invitation(FEAST)), 1).letters == ()


@pytest.mark.parametrize(
    "meanwhile",
    [invitation(replace(FEAST, place="Bij Bram Vos thuis")), invitation(replace(FEAST, place="De gymzaal"), draft=True)],
    ids=["a name without a yes", "a draft"],
)
def test_a_change_that_is_held_back_is_told_when_it_is_mended(meanwhile: Post) -> None:
    """What would hold the post back holds back the change; and it is not forgotten."""
    plan = run([meanwhile], once_sent(invitation(FEAST)), 1)
    assert heard(plan) == []
    later = after(plan, {meanwhile.path: frozenset({0, 1})})
    assert heard(run([invitation(replace(FEAST, place="De gymzaal"))], later, 2)) == BOTH


def test_a_change_is_not_told_to_who_has_left_the_group() -> None:
    """An audience is that of today."""
    memory = once_sent(invitation(FEAST))
    moved_on = replace(SCHOOL, children=MappingProxyType({**SCHOOL.children, "ada-jansen": a_child("ada-jansen", "groep-6a")}))
    reading = Reading(moved_on, Register.of(()), (invitation(replace(FEAST, place="De gymzaal")),), ())
    assert heard(plan_of(reading, memory, FRIDAY + timedelta(days=1), edition_at_once=False)) == []


def test_a_change_of_a_personal_message_is_personal() -> None:
    """It comes from the teacher, as the message did."""
    memory = once_sent(invitation(FEAST, to=["ada-jansen"]))
    plan = run([invitation(replace(FEAST, place="De gymzaal"), to=["ada-jansen"])], memory, 1)
    assert {kind for _, kind, _ in heard(plan)} == {LetterKind.PERSONAL}


def test_a_name_in_the_title_is_kept_from_the_subject_of_a_change() -> None:
    """Where the name may be read it stands in the letter; a subject shows on locked screens."""
    yes = (a_row("ada-jansen", "name-group"),)
    feast = replace(FEAST, title="Feest van Ada Jansen")
    memory = after(run([invitation(feast)], Memory(), rows=yes), {invitation(feast).path: frozenset({0, 1})})
    plan = run([invitation(replace(feast, place="De gymzaal"))], memory, 1, yes)
    assert [view.title_names for one in plan.letters for view in one.views if view.changed] == [True, True]


def test_an_event_of_before_changes_were_remembered_is_told_when_it_changes_next() -> None:
    """A ledger of an older Weekbrief does not know what was told: nobody is alarmed by an update of the program."""
    memory = once_sent(invitation(FEAST))
    old = replace(memory, posts=tuple(replace(one, marks=replace(one.marks, event=None)) for one in memory.posts))
    moved = invitation(replace(FEAST, place="De gymzaal"))
    plan = run([moved], old, 1)
    assert heard(plan) == []
    assert heard(run([invitation(FEAST)], after(plan, {moved.path: frozenset({0, 1})}), 2)) == BOTH


def test_in_an_example_school_nothing_changes() -> None:
    """Its dates move with the calendar: whoever tries it twice gets no letters about that."""
    example = replace(SCHOOL, example=TODAY)
    reading = Reading(example, Register.of(()), (invitation(replace(FEAST, start=FEAST.start + timedelta(days=7))),), ())
    assert heard(plan_of(reading, once_sent(invitation(FEAST)), FRIDAY + timedelta(days=7), edition_at_once=False)) == []
