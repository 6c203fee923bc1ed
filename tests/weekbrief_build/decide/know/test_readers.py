from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schools import TODAY, a_child, a_guardian, a_post, a_school

from weekbrief_build.decide.know.memory import KnownGuardian, Memory
from weekbrief_build.decide.know.readers import Reader, departed, readers_of
from weekbrief_build.decide.know.situation import situation_of
from weekbrief_build.school.consent import Register
from weekbrief_build.school.people import Guardian, School
from weekbrief_build.school.post import Post
from weekbrief_build.school.reading import Reading

DAY = timedelta(days=1)
ADA, BRAM = a_child("ada-jansen", "groep-5b"), a_child("bram-vos", "groep-5b")
ANNA, VERA = a_guardian("Anna Jansen", "anna@example.org"), a_guardian("Vera Vos", "vera@example.org")


def the_school(**homes: tuple[Iterable[str], Iterable[Guardian]]) -> School:
    """A school with these families: their children, their guardians."""
    families = {home.replace("_", "-"): children for home, (children, _) in homes.items()}
    return a_school([ADA, BRAM], families, guardians={home.replace("_", "-"): people for home, (_, people) in homes.items()})


def remembered(readers: Iterable[Reader], gone: Iterable[KnownGuardian] = ()) -> tuple[KnownGuardian, ...]:
    """What the ledger knows after a run."""
    here = [
        KnownGuardian(
            reader.known.id if reader.known else number, reader.family.id, reader.guardian.name, reader.guardian.email, *_since(reader)
        )
        for number, reader in enumerate(readers, 1)
    ]
    return (*here, *gone)


def _since(reader: Reader) -> tuple[date, Mapping[str, date], Mapping[str, date]]:
    return reader.first_seen, reader.groups, reader.children


BEFORE = the_school(jansen=(["ada-jansen"], [ANNA]), vos=(["bram-vos"], [VERA]))
KNOWN = remembered(readers_of(BEFORE, (), TODAY - 90 * DAY))


def known_ids(school: School, known: tuple[KnownGuardian, ...] = KNOWN) -> dict[str, int | None]:
    """By address, as whom each guardian is known again."""
    return {reader.guardian.email: reader.known.id if reader.known else None for reader in readers_of(school, known, TODAY)}


def test_a_guardian_is_known_again_by_family_and_name_and_else_by_address() -> None:
    """A new address, a corrected name, another id of the family: each alone makes nobody a newcomer."""
    moved = replace(ANNA, email="anna@new.example.org")
    married = replace(ANNA, name="Anna de Wit")
    assert known_ids(the_school(jansen=(["ada-jansen"], [moved]), vos=(["bram-vos"], [VERA]))) == {moved.email: 1, VERA.email: 2}
    assert known_ids(the_school(jansen=(["ada-jansen"], [married]), vos=(["bram-vos"], [VERA]))) == {ANNA.email: 1, VERA.email: 2}
    assert known_ids(the_school(de_wit=(["ada-jansen"], [married]), vos=(["bram-vos"], [VERA]))) == {ANNA.email: 1, VERA.email: 2}
    assert known_ids(the_school(jansen_vos=(["ada-jansen"], [ANNA]), vos=(["bram-vos"], [VERA]))) == {ANNA.email: 1, VERA.email: 2}


def test_an_address_that_moves_to_another_family_takes_no_history_along() -> None:
    """Whoever had it is known by family and name, and hears of what became of what they were sent; who has it now is new."""
    moved, heir = replace(ANNA, email="anna@new.example.org"), a_guardian("Piet Bos", ANNA.email)
    now = the_school(jansen=(["ada-jansen"], [moved]), vos=(["bram-vos"], [VERA, heir]))
    assert known_ids(now) == {moved.email: 1, VERA.email: 2, heir.email: None}
    assert known_ids(the_school(vos=(["bram-vos"], [VERA, heir]))) == {VERA.email: 2, heir.email: None}


def test_two_who_change_addresses_stay_who_they_are() -> None:
    """By family and name first: an address says less."""
    swapped = the_school(jansen=(["ada-jansen"], [replace(ANNA, email=VERA.email)]), vos=(["bram-vos"], [replace(VERA, email=ANNA.email)]))
    assert known_ids(swapped) == {VERA.email: 1, ANNA.email: 2}


def test_who_was_out_for_a_while_is_a_newcomer_who_is_sent_nothing_twice() -> None:
    """Taken out of groups.yaml and put back: the same guardian, who reads from today on."""
    without = the_school(vos=(["bram-vos"], [VERA]))
    away = readers_of(without, KNOWN, TODAY - 30 * DAY)
    gone = departed(KNOWN, away)
    assert [(guardian.id, guardian.groups, guardian.children) for guardian in gone] == [(1, {}, {})]
    known = remembered(away, gone)
    assert departed(known, away) == ()
    anna = next(reader for reader in readers_of(BEFORE, known, TODAY) if reader.guardian == ANNA)
    assert anna.known is not None
    assert (anna.known.id, anna.first_seen, anna.groups["groep-5b"], anna.children["ada-jansen"]) == (1, TODAY, TODAY, TODAY)


def awaiting(school: School, post: Post, known: tuple[KnownGuardian, ...] = KNOWN) -> set[str]:
    """Who is to get a post today."""
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))
    situation = situation_of(Reading(school, Register.of(()), (post,), ()), Memory(guardians=known), now)
    return {reader.guardian.email for _, readers in situation.candidates for reader in readers}


ELS = a_guardian("Els Bos", "els@example.org")
NEW_HOME = the_school(jansen=(["ada-jansen"], [ANNA]), vos=(["bram-vos", "ada-jansen"], [VERA]), bos=(["ada-jansen"], [ELS]))


@pytest.mark.parametrize("days", [1, 5, 150])
@pytest.mark.parametrize("to", [(), ("ada-jansen",)])
def test_what_a_child_got_before_is_not_for_a_household_that_got_the_child_later(days: int, to: tuple[str, ...]) -> None:
    """Neither what was written about the child nor what its group got; of the day itself on, everything."""
    before = a_post(day=TODAY - days * DAY, to=to)
    vera = set() if to or days > 90 else {VERA.email}  # her own child is in the group
    assert awaiting(NEW_HOME, before) - {ANNA.email} == vera
    assert awaiting(NEW_HOME, a_post(day=TODAY, to=to)) == {ANNA.email, VERA.email, ELS.email}


def test_who_joins_a_household_reads_what_came_in_the_last_seven_days() -> None:
    """The household had the child already; and a child that is new to the school has its first household."""
    joined = the_school(jansen=(["ada-jansen"], [ANNA, a_guardian("Piet Bakker", "piet@example.org")]), vos=(["bram-vos"], [VERA]))
    assert awaiting(joined, a_post(day=TODAY - 5 * DAY)) == {ANNA.email, VERA.email, "piet@example.org"}
    assert awaiting(joined, a_post(day=TODAY - 8 * DAY)) == {ANNA.email, VERA.email}
    assert awaiting(BEFORE, a_post(day=TODAY - 5 * DAY), ()) == {ANNA.email, VERA.email}


PEOPLE = st.lists(st.tuples(st.sampled_from(["jansen", "vos"]), st.sampled_from(["Anna", "Vera"]), st.sampled_from("abc")), max_size=6)


@given(PEOPLE)
def test_no_known_guardian_is_found_twice(people: list[tuple[str, str, str]]) -> None:
    """Whatever is remembered."""
    known = [
        KnownGuardian(number, family, f"{name} Ouder", f"{address}@example.org", TODAY, MappingProxyType({"groep-5b": TODAY}))
        for number, (family, name, address) in enumerate(people, 1)
    ]
    school = the_school(
        jansen=(["ada-jansen"], [a_guardian("Anna Ouder", "a@example.org"), a_guardian("Vera Ouder", "b@example.org")]),
        vos=(["bram-vos"], [a_guardian("Anna Ouder", "c@example.org")]),
    )
    found = [reader.known.id for reader in readers_of(school, known, TODAY) if reader.known]
    assert len(found) == len(set(found))
