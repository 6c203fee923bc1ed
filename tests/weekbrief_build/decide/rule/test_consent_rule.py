from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schools import TODAY, a_child, a_row, a_school

from weekbrief_build.decide.rule.consent import Consent, ConsentsOn, Standing, dated_ahead
from weekbrief_build.school.consent import Answer, ConsentRow, Register
from weekbrief_build.school.mistake import Scope
from weekbrief_build.school.people import YearlyDay
from weekbrief_build.words import words_of

ADA = a_child("ada-jansen", "groep-5b")
RENEWAL = YearlyDay(8, 1)


def said(answer: str, day: str, signed_by: str = "anna jansen", **more: Any) -> ConsentRow:
    """A row about Ada and pictures for her own group."""
    return a_row("ada-jansen", "photo-group", answer, date.fromisoformat(day), signed_by=signed_by, **more)


def on_day(day: str | date, *rows: ConsentRow, renewal: YearlyDay = RENEWAL) -> ConsentsOn:
    """What these rows say on a day, in a school that asks anew on that day of the year."""
    when = day if isinstance(day, date) else date.fromisoformat(day)
    return ConsentsOn(when, replace(a_school([ADA]), consent_renewal=renewal), Register.of(rows))


def consent(*rows: ConsentRow, on: str | date = TODAY, purpose: str = "photo-group") -> Consent:
    """What these rows say of Ada."""
    return on_day(on, *rows).of(ADA, purpose)


def test_nothing_means_no() -> None:
    """Nothing means no."""
    assert consent().standing is Standing.SILENT


def test_a_yes_of_this_school_year_means_yes() -> None:
    """One current yes means yes."""
    yes = said("yes", "2026-08-24")
    assert consent(yes) == Consent(Standing.YES, (yes,))


@pytest.mark.parametrize("purpose", ["photo-school", "video-group", "name-group", "website"])
def test_a_yes_says_nothing_about_another_purpose(purpose: str) -> None:
    """`-group` and `-school`: neither implies the other; nor does a photo imply a video or a name."""
    assert consent(said("yes", "2026-08-24"), purpose=purpose).standing is Standing.SILENT


def test_a_yes_says_nothing_about_another_child() -> None:
    """The rule holds per child."""
    assert consent(a_row("bram-vos", "photo-group")).standing is Standing.SILENT


@pytest.mark.parametrize(
    ("given", "on", "standing"),
    [
        ("2025-09-01", "2026-07-31", Standing.YES),
        ("2025-09-01", "2026-08-01", Standing.LAPSED),
        ("2026-07-31", "2026-08-01", Standing.LAPSED),
        ("2026-08-01", "2026-08-01", Standing.YES),
        ("2026-08-01", "2027-07-31", Standing.YES),
        ("2026-08-01", "2027-08-01", Standing.LAPSED),
        ("2020-09-01", "2026-11-20", Standing.LAPSED),
    ],
)
def test_a_yes_lapses_at_the_yearly_renewal(given: str, on: str, standing: Standing) -> None:
    """A yes counts until the day before the next renewal; one given on the renewal day belongs to the new year."""
    assert consent(said("yes", given), on=on).standing is standing


def test_a_lapsed_yes_says_when_it_lapsed() -> None:
    """A reason names the day: the renewal after the newest yes."""
    old, newer = said("yes", "2023-09-01", line=2), said("yes", "2025-09-01", "piet bakker", line=3)
    assert consent(old, newer) == Consent(Standing.LAPSED, (old, newer), date(2026, 8, 1))
    assert consent(said("yes", "2025-08-01")).lapsed_on == date(2026, 8, 1)


def test_a_no_does_not_lapse() -> None:
    """A no stands until the same signer says yes, however many years that is."""
    no = said("no", "2019-03-05")
    assert consent(no) == Consent(Standing.REFUSED, (no,))


def test_any_standing_no_means_no() -> None:
    """Where one parent says yes and the other no, it is no; whoever spoke last."""
    no, yes = said("no", "2022-09-01", "piet bakker"), said("yes", "2026-09-01", "anna jansen")
    assert consent(no, yes) == Consent(Standing.REFUSED, (no,))


def test_who_said_no_can_say_yes_later() -> None:
    """Of each signer the last row counts."""
    assert consent(said("no", "2026-08-24"), said("yes", "2026-09-01")).standing is Standing.YES


def test_who_said_yes_can_withdraw_it() -> None:
    """Of each signer the last row counts."""
    assert consent(said("yes", "2026-08-24"), said("no", "2026-09-01")).standing is Standing.REFUSED


def test_a_yes_after_a_no_lapses_and_does_not_bring_the_no_back() -> None:
    """Of each signer only the last row counts: after it lapsed there is neither a yes nor a no."""
    assert consent(said("no", "2024-09-01"), said("yes", "2025-09-01")).standing is Standing.LAPSED


def test_the_yes_of_another_signer_takes_no_refusal_away() -> None:
    """A no stands until the *same* signer says yes."""
    assert consent(said("no", "2026-08-24", "anna jansen"), said("yes", "2026-09-01", "piet bakker")).standing is Standing.REFUSED


@pytest.mark.parametrize("lines", [(2, 3), (3, 2)])
def test_yes_and_no_of_one_signer_on_one_day_mean_no(lines: tuple[int, int]) -> None:
    """On the same day a no counts, whichever row stands first."""
    yes, no = said("yes", "2026-08-24", line=lines[0]), said("no", "2026-08-24", line=lines[1])
    assert consent(yes, no) == Consent(Standing.REFUSED, (no,))


def test_a_yes_counts_from_its_own_day() -> None:
    """One after the day is as if it were not there."""
    no, yes = said("no", "2026-11-20"), said("yes", "2026-11-21")
    assert consent(yes, on="2026-11-20").standing is Standing.SILENT
    assert consent(no, yes, on="2026-11-20").standing is Standing.REFUSED
    assert consent(no, yes, on="2026-11-21").standing is Standing.YES


def test_a_no_counts_at_once_whatever_its_date() -> None:
    """A date to come is surely a slip of the finger: nobody refuses from next year on."""
    no = said("no", "2062-08-24")
    assert consent(no) == Consent(Standing.REFUSED, (no,))
    assert consent(said("yes", "2026-09-01"), no, said("yes", "2026-10-01")).standing is Standing.REFUSED
    assert on_day(TODAY, no).noes_of_staff("ada-jansen", "photo-group") == (no,)


def test_the_head_is_told_of_rows_that_are_dated_ahead() -> None:
    """A no that counts already, a yes that does not count yet; in the order of the file."""
    yes, no = said("yes", "2026-12-01", line=4), said("no", "2062-08-24", line=3)
    told = list(dated_ahead(Register.of([said("yes", "2026-11-20"), yes, no]), TODAY))
    assert [(mistake.line, mistake.scope, mistake.head_too) for mistake in told] == [(3, Scope.ADVICE, True), (4, Scope.ADVICE, True)]
    assert (
        words_of("en").say(told[0].what)
        == "The no for ada-jansen (photo-group) has a date that is still to come, 2062-08-24. It counts already."
    )


def test_one_current_yes_is_enough_beside_a_lapsed_one() -> None:
    """Without a standing no, one current yes means yes; a parent who did not renew is no refusal."""
    current = said("yes", "2026-08-24", "anna jansen", line=4)
    assert consent(said("yes", "2025-08-24", "piet bakker", line=2), current) == Consent(Standing.YES, (current,))


def test_a_child_who_has_left_has_no_yes() -> None:
    """From the day on which the child has left, a yes is no more; the day before, it is."""
    ada = a_child("ada-jansen", "groep-5b", left=date(2026, 11, 20))
    yes = said("yes", "2026-08-24")
    assert on_day(date(2026, 11, 19), yes).of(ada, "photo-group").standing is Standing.YES
    assert on_day(date(2026, 11, 20), yes).of(ada, "photo-group") == Consent(Standing.LEFT)


def test_a_renewal_in_winter_lapses_in_winter() -> None:
    """The school chooses the day."""
    yes, in_winter = said("yes", "2026-01-15"), YearlyDay(1, 1)
    assert on_day(date(2026, 12, 31), yes, renewal=in_winter).of(ADA, "photo-group").standing is Standing.YES
    assert on_day(date(2027, 1, 1), yes, renewal=in_winter).of(ADA, "photo-group").standing is Standing.LAPSED


def test_staff_may_be_seen_until_they_say_no() -> None:
    """Of staff only a standing no counts: no yes is needed, and their no does not lapse."""
    no = a_row("Juf Sanne", "photo-group", "no", date(2019, 9, 1), signed_by="juf sanne")
    yes = a_row("Juf Sanne", "photo-group", "yes", date(2020, 9, 1), signed_by="juf sanne")
    assert on_day(TODAY).noes_of_staff("Juf Sanne", "photo-group") == ()
    assert on_day(TODAY, no).noes_of_staff("Juf Sanne", "photo-group") == (no,)
    assert on_day(TODAY, no, yes).noes_of_staff("Juf Sanne", "photo-group") == ()
    assert on_day(TODAY, no).noes_of_staff("Juf Sanne", "photo-school") == ()


DAYS = st.dates(date(2024, 6, 1), date(2027, 3, 1))
ROWS = st.lists(st.tuples(st.sampled_from(["yes", "no"]), DAYS, st.sampled_from(["anna", "piet", "oma"])), max_size=8)


@given(ROWS, DAYS, st.randoms(use_true_random=False))
def test_the_answer_is_what_living_through_the_years_gives(rows: list[tuple[str, date, str]], on: date, random: Any) -> None:
    """The rule, told as a diary: on each renewal day every yes is crossed out, then what is said that day; last the noes to come."""
    diary: dict[str, str] = {}
    day = date(2024, 6, 1)
    while day <= on:
        if (day.month, day.day) == (RENEWAL.month, RENEWAL.day):
            diary = {signer: answer for signer, answer in diary.items() if answer == "no"}
        for answer in ("yes", "no"):  # a no of the same day is written last
            diary |= {signer: answer for said, when, signer in rows if said == answer and when == day}
        day += timedelta(days=1)
    diary |= {signer: "no" for said, when, signer in rows if said == "no" and when > on}
    expected = "no" not in diary.values() and "yes" in diary.values()
    shuffled = [said(answer, when.isoformat(), signer, line=line) for line, (answer, when, signer) in enumerate(rows, 2)]
    random.shuffle(shuffled)
    found = consent(*shuffled, on=on)
    assert (found.standing is Standing.YES) == expected
    assert (found.standing is Standing.REFUSED) == ("no" in diary.values())
    assert [row.line for row in found.rows] == sorted(row.line for row in found.rows)
    assert all((row.answer is Answer.NO) == (found.standing is Standing.REFUSED) for row in found.rows)
