"""What `send` alone makes: nothing but what takes the place of letters that wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from schools import TODAY, a_child, a_guardian, a_post, a_school

from weekbrief_build.decide.know.memory import EventMark, KnownGuardian, KnownPost, Memory, Shown, WaitingLetter
from weekbrief_build.decide.plan.plan import Plan, plan_of
from weekbrief_build.school.consent import Register
from weekbrief_build.school.letter import LetterKind
from weekbrief_build.school.mistake import Mistake, Scope, say
from weekbrief_build.school.post import Event, Post
from weekbrief_build.school.reading import Reading

FRIDAY = datetime(2026, 11, 20, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))
SCHOOL = a_school(
    [a_child("ada-jansen", "groep-5b"), a_child("bram-vos", "groep-5b")],
    {"jansen": ["ada-jansen"], "vos": ["bram-vos"]},
    guardians={"jansen": [a_guardian("Anna", "anna@example.org")], "vos": [a_guardian("Vera", "vera@example.org")]},
)
MISTAKE = Mistake("content/groep-5b/kapot.md", 1, say("broken"), say("mend it"), Scope.ADVICE)


def _feast(place: str) -> Post:
    event = Event("Feest", datetime(2026, 12, 17, 17, 30), datetime(2026, 12, 17, 19), place)  # noqa: DTZ001 - school time
    post = a_post("Feest", "Wij vieren samen feest aan lange tafels in onze school.")
    return replace(post, versions=(replace(post.versions[0], event=event),))


def _plan(posts: list[Post], memory: Memory) -> Plan:
    return plan_of(Reading(SCHOOL, Register.of(()), tuple(posts), (MISTAKE,)), memory, FRIDAY, edition_at_once=False)


def _memory(posts: list[Post], *, told: tuple[int, ...] = (), waits_for: tuple[int, ...] = (), edition: str | None = "2026-W47") -> Memory:
    """What is remembered of the first of these posts: who was sent it, and for whom a letter with it waits."""
    first = _plan(posts[:1], Memory())
    guardians = tuple(
        KnownGuardian(number, one.family.id, one.guardian.name, one.guardian.email, TODAY, one.groups)
        for number, one in enumerate(first.readers)
    )
    known = tuple(KnownPost(one.id, one.post.path, one.first_seen, one.marks) for one in first.posts)
    waiting = tuple(
        WaitingLetter(
            10 + who, LetterKind.NEWSLETTER, edition, who, guardians[who].email, {known[0].id: Shown("old words", frozenset(), ())}
        )
        for who in waits_for
    )
    heard = MappingProxyType({known[0].id: frozenset((*told, *waits_for))})
    return Memory(known, guardians, heard, waiting=waiting)


NEWS = a_post("Nieuws", "Er is een nieuwe fiets in de stalling gevonden, van wie is hij?")


def test_only_what_takes_the_place_of_a_letter_that_waits_is_made() -> None:
    """No edition, no news, nobody of the school is told: that is the next build's."""
    posts = [_feast("De aula"), NEWS]
    whole = _plan(posts, _memory(posts, waits_for=(0,)))
    alone = whole.of_waiting_letters()
    assert (whole.edition is not None, len(whole.letters) > 1, bool(whole.mistakes)) == (True, True, True)
    assert (alone.edition, alone.mistakes) == (None, ())
    assert [(one.instead_of.id if one.instead_of else None, one.reader.guardian.email) for one in alone.letters] == [
        (10, "anna@example.org")
    ]
    assert (alone.readers, alone.waiting) == (whole.readers, whole.waiting)


def test_where_nothing_waits_nothing_is_made() -> None:
    """However much is due."""
    posts = [_feast("De aula"), NEWS]
    assert _plan(posts, _memory(posts)).of_waiting_letters().letters == ()


def test_an_event_that_nobody_is_told_anew_is_remembered_as_it_was() -> None:
    """Its place changed, and the letters about that are the next build's to make: or nobody would ever hear of it."""
    before, after = [_feast("De aula")], [_feast("De gymzaal")]
    memory = _memory(before, told=(0, 1))
    known = memory.posts[0].marks.event
    whole = _plan(after, memory)
    assert whole.posts[0].marks.event != known
    assert whole.of_waiting_letters().posts[0].marks.event == known
    assert isinstance(known, EventMark)


def test_an_event_that_is_told_anew_is_remembered_as_it_is_told() -> None:
    """Whoever reads the letter that is made anew knows the event of today: the next build says no more to them."""
    before, after = [_feast("De aula")], [_feast("De gymzaal")]
    whole = _plan(after, _memory(before, waits_for=(0, 1)))
    alone = whole.of_waiting_letters()
    assert alone.posts == whole.posts
    assert alone.posts[0].marks.event != _memory(before).posts[0].marks.event
