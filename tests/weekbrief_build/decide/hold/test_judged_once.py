"""That what is decided of a post is decided once per run, whoever asks."""

from __future__ import annotations

from cProfile import Profile
from dataclasses import replace
from datetime import datetime, timedelta
from pstats import Stats
from types import MappingProxyType
from zoneinfo import ZoneInfo

from schools import a_child, a_post, a_school

from weekbrief_build.decide.hold.judge_posts import judge_posts
from weekbrief_build.decide.know.memory import KnownGuardian, KnownPost, Memory
from weekbrief_build.decide.know.situation import situation_of
from weekbrief_build.decide.plan.plan import plan_from, plan_of
from weekbrief_build.decide.tell.advice import advice_on
from weekbrief_build.school.consent import Register
from weekbrief_build.school.post import Event, Post
from weekbrief_build.school.reading import Reading

FRIDAY = datetime(2026, 11, 20, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))
SCHOOL = a_school([a_child("ada-jansen", "groep-5b"), a_child("bram-vos", "groep-5b")], {"jansen": ["ada-jansen"], "vos": ["bram-vos"]})


def feast(day: int) -> Post:
    """An invitation to a feast on a day of December, which its class may still get."""
    post = a_post("Feest", "Kom allemaal naar het feest van Sem en de anderen.")
    event = Event("Feest", datetime(2026, 12, day, 17, 30))  # noqa: DTZ001 - school time
    return replace(post, versions=(replace(post.versions[0], event=event),))


def test_names_are_looked_for_once_in_each_post() -> None:
    """A post is news to one, a reminder and a changed event to another, and there is advice on it: its names are looked for once."""
    posts = [feast(17), a_post("Nieuws", "De kinderen lazen voor.")]
    first = plan_of(Reading(SCHOOL, Register.of(()), tuple(posts), ()), Memory(), FRIDAY, edition_at_once=True)
    guardians = tuple(
        KnownGuardian(number, one.family.id, one.guardian.name, one.guardian.email, one.first_seen, one.groups)
        for number, one in enumerate(first.readers)
    )
    known = tuple(KnownPost(one.id, one.post.path, one.first_seen, one.marks) for one in first.posts)
    memory = Memory(known, guardians, MappingProxyType({first.posts[0].id: frozenset({0})}), FRIDAY)
    reading = Reading(SCHOOL, Register.of(()), (feast(18), posts[1]), ())
    situation = situation_of(reading, memory, FRIDAY + timedelta(days=1))
    with Profile() as counted:
        judged = judge_posts(situation, MappingProxyType({}))
        plan = plan_from(situation, judged, edition_at_once=True)
        advice_on(situation, judged)
    calls = {function[2]: of_all[1] for function, of_all in Stats(counted).stats.items()}  # type: ignore[attr-defined]  # not in typeshed
    assert any(letter.heard for letter in plan.letters)
    assert any(letter.earlier for letter in plan.letters)
    assert calls["names_written"] == len(posts)
