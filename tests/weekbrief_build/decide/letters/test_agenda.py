"""Which dates a weekly letter tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pressing import NOW, a_view, a_written_post
from schools import TODAY, a_child, a_guardian, a_post, a_row, a_school

from weekbrief_build.decide.know.memory import KnownGuardian, KnownPost, Memory
from weekbrief_build.decide.letters.agenda import dates_of, is_over
from weekbrief_build.decide.letters.views import View
from weekbrief_build.decide.letters.who_answers import asks_for_reply
from weekbrief_build.decide.plan.plan import Plan, plan_of
from weekbrief_build.school.consent import ConsentRow, Register
from weekbrief_build.school.letter import LetterKind
from weekbrief_build.school.people import Delivery
from weekbrief_build.school.post import Event, Post
from weekbrief_build.school.reading import Reading

FRIDAY = datetime(2026, 11, 20, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))
CHILDREN = (a_child("ada-jansen", "groep-5b"), a_child("bram-vos", "groep-6a"))
SCHOOL = a_school(
    CHILDREN,
    {"jansen": ["ada-jansen"], "vos": ["bram-vos"]},
    guardians={"jansen": [a_guardian("Anna", "anna@example.org"), a_guardian("Piet", "piet@example.org", Delivery.MAIL)]},
)


def in_days(number: int) -> date:
    """So many days from today."""
    return TODAY + timedelta(days=number)


def with_event(title: str, days: int, reply_in: int | None = None, **of_post: object) -> Post:
    """A post with an event in so many days."""
    post = a_post(title, f"Over {title} valt veel te vertellen, en dat doen wij hier.", **of_post)  # type: ignore[arg-type]  # as given
    event = Event(title, in_days(days), reply_by=None if reply_in is None else in_days(reply_in))
    return replace(post, versions=(replace(post.versions[0], event=event),))


def seen(title: str, days: int, reply_in: int | None = None, name: str = "") -> View:
    """A view of a post with an event in so many days."""
    event = Event(title, in_days(days), reply_by=None if reply_in is None else in_days(reply_in))
    return a_view(a_written_post(event=event, name=name or title), asks_for_reply=asks_for_reply(event, TODAY))


def titles(views: tuple[View, ...]) -> list[str]:
    """What the events of these views are called."""
    return [view.version.event.title for view in views if view.version.event]


@pytest.mark.parametrize(
    ("event", "over"),
    [
        (Event("", datetime(2026, 11, 20, 14, 59)), True),  # noqa: DTZ001 - school time
        (Event("", datetime(2026, 11, 20, 15, 1)), False),  # noqa: DTZ001 - school time
        (Event("", datetime(2026, 11, 20, 14), datetime(2026, 11, 20, 16)), False),  # noqa: DTZ001 - school time
        (Event("", TODAY), False),
        (Event("", TODAY - timedelta(days=3), TODAY), False),
        (Event("", TODAY - timedelta(days=3), TODAY - timedelta(days=1)), True),
    ],
)
def test_an_event_is_over_when_its_last_moment_has_passed(event: Event, *, over: bool) -> None:
    """An hour counts to the minute, a day to its end."""
    assert is_over(event, NOW) is over


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-3, 60), st.none() | st.integers(-3, 60)), max_size=6), st.integers(0, 6))
def test_dates_are_those_still_ahead_soonest_first(events: list[tuple[int, int | None]], new: int) -> None:
    """To do: every answer still wanted, however far; the agenda: four weeks; nothing that is over, nothing twice."""
    views = [seen(str(number), days, reply) for number, (days, reply) in enumerate(events)]
    dates = dates_of(views[:new], views[new:], NOW)
    ahead = [(str(number), days, reply) for number, (days, reply) in enumerate(events) if days >= 0]
    assert sorted(titles(dates.to_do)) == sorted(title for title, _, reply in ahead if reply is not None and reply >= 0)
    assert sorted(titles(dates.agenda)) == sorted(title for title, days, _ in ahead if days <= 28)
    assert [events[int(one)][1] for one in titles(dates.to_do)] == sorted(events[int(one)][1] or 0 for one in titles(dates.to_do))
    assert [events[int(one)][0] for one in titles(dates.agenda)] == sorted(events[int(one)][0] for one in titles(dates.agenda))


def test_an_event_that_two_posts_tell_of_is_told_once_by_the_letter_itself() -> None:
    """A second post about the same feast, same title and start, takes the place of the one sent before."""
    before, now = seen("Kerst", 20, 10, "eerst"), seen("Kerst", 20, 12, "nog eens")
    dates = dates_of([now], [before], NOW)
    assert (dates.to_do, dates.agenda) == ((now,), (now,))


def test_what_was_sent_before_is_urgent_only_when_it_cannot_wait_for_the_next_letter() -> None:
    """A subject is for news; an answer that is wanted within the week is worth the first place all the same."""
    before, soon, new = seen("Later", 40, 20), seen("Straks", 40, 6), seen("Nieuw", 40, 30)
    assert dates_of([], [before], NOW).urgent is None
    assert dates_of([new], [before], NOW).urgent is new
    assert dates_of([new], [before, soon], NOW).urgent is soon


def plan_with(posts: list[Post], told: dict[int, set[int]], rows: tuple[ConsentRow, ...] = ()) -> Plan:
    """A Friday's plan, where of the first posts these guardians (Anna 0, Piet 1, the Vos family 2) were told before."""
    guardians = tuple(
        KnownGuardian(
            number, family.id, one.name, one.email, TODAY - timedelta(90), {"school": date.min, "groep-5b": date.min, "groep-6a": date.min}
        )
        for number, (family, one) in enumerate((family, one) for family in SCHOOL.families.values() for one in family.guardians)
    )
    first = plan_of(Reading(SCHOOL, Register.of(rows), tuple(posts), ()), Memory(guardians=guardians), FRIDAY, edition_at_once=True)
    known = tuple(KnownPost(one.id, one.post.path, one.post.date, one.marks) for one in first.posts)
    of_posts = MappingProxyType({known[number].id: frozenset(whom) for number, whom in told.items()})
    memory = Memory(known, guardians, of_posts)
    return plan_of(Reading(SCHOOL, Register.of(rows), tuple(posts), ()), memory, FRIDAY, edition_at_once=True)


def reminded(plan: Plan) -> dict[str, list[str]]:
    """By address, the titles that weekly letters tell again."""
    return {one.reader.guardian.email: titles(one.earlier) for one in plan.letters if one.kind is LetterKind.NEWSLETTER}


def test_a_weekly_letter_reminds_of_what_its_reader_was_sent_before() -> None:
    """Anna was sent the feast, the Vos family was not: she is reminded, they get the post; nobody gets it twice."""
    feast, news = with_event("Feest", 10, 5, group="school", day=TODAY - timedelta(days=6)), a_post("Nieuws", group="school")
    plan = plan_with([feast, news], {0: {0, 1}})
    assert reminded(plan) == {"anna@example.org": ["Feest"], "vos@example.org": []}
    sent = {one.reader.guardian.email: [view.version.title for view in one.views] for one in plan.letters}
    assert sent == {"anna@example.org": ["Nieuws"], "piet@example.org": ["Nieuws"], "vos@example.org": ["Feest", "Nieuws"]}


def test_a_reminder_alone_makes_no_letter() -> None:
    """A letter with nothing new to say is not sent."""
    assert plan_with([with_event("Feest", 10, 5)], {0: {0, 1}}).letters == ()


@pytest.mark.parametrize(
    "feast",
    [
        with_event("Feest", 10, draft=True),
        with_event("Feest", 10, until=TODAY - timedelta(days=1), day=TODAY - timedelta(days=3)),
        with_event("Feest", -1),
        with_event("Feest", 10, to=["ada-jansen"]),
        with_event("Feest van Bram Vos", 10),
        with_event("Feest", 10, group="groep-6a"),
    ],
    ids=["a draft", "no longer current", "over", "personal", "a name without a yes", "for others by now"],
)
def test_what_could_not_be_sent_today_is_not_told_again(feast: Post) -> None:
    """A reminder is held to every rule that the post itself is held to, on the day of the letter."""
    plan = plan_with([feast, a_post("Nieuws")], {0: {0, 1}})
    assert reminded(plan)["anna@example.org"] == []


def test_a_reminder_names_no_child_whatever_the_register_says() -> None:
    """A letter that waits is held against its own posts alone: what could be withdrawn meanwhile stands in no reminder."""
    feast, yes = with_event("Feest van Ada Jansen", 10, 5), (a_row("ada-jansen", "name-group"),)
    assert reminded(plan_with([feast, a_post("Nieuws")], {0: {0, 1}}, yes)) == {"anna@example.org": []}
    views = [view for one in plan_with([feast, a_post("Nieuws")], {}, yes).letters for view in one.views]
    assert {view.version.title: view.title_names for view in views} == {"Feest van Ada Jansen": True, "Nieuws": False}


def test_a_reminder_shows_no_picture() -> None:
    """Only its date is told: no picture of a post that was sent before is shown again."""
    plan = plan_with([with_event("Feest", 10, 5), a_post("Nieuws")], {0: {0, 1}})
    assert [view.post.pictures for one in plan.letters for view in one.earlier] == [()]
