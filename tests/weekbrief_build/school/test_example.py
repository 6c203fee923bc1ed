from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from schools import a_child, a_post, a_row, a_school

from weekbrief_build.decide.rule.consent import Consent, ConsentsOn, Standing
from weekbrief_build.school.consent import Answer, ConsentRow, Register
from weekbrief_build.school.example import moved
from weekbrief_build.school.post import Event, Post
from weekbrief_build.school.reading import Reading

E = date(2026, 11, 20)
"""The Friday for which these examples are written."""
CHILD = a_child("ada-jansen", "groep-5b")
SLOW = settings(max_examples=150, deadline=2000)

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
ROWS = st.lists(
    st.builds(
        a_row,
        st.just("ada-jansen"),
        st.sampled_from(["photo-group", "photo-school"]),
        st.sampled_from(["yes", "no"]),
        st.dates(date(2024, 1, 1), date(2030, 12, 31)),
        signed_by=st.sampled_from(["anna", "piet"]),
        line=st.integers(2, 99),
    ),
    max_size=8,
)


def reading_of(rows: Iterable[ConsentRow] = (), posts: Iterable[Post] = (), *, example: date | None = E) -> Reading:
    """A reading of a school that is an example for that day."""
    return Reading(replace(a_school([CHILD]), example=example), Register.of(rows), tuple(posts), ())


def rows_of(reading: Reading) -> list[ConsentRow]:
    """All rows of a reading's register."""
    return [row for rows in reading.register.rows.values() for row in rows]


def row_on(day: date, today: date) -> date:
    """Where a row of this day lands."""
    return rows_of(moved(reading_of([a_row("ada-jansen", "photo-group", day=day)]), today))[0].date


@given(ROWS, DAYS)
@SLOW
def test_a_real_school_is_left_alone(rows: list[ConsentRow], today: date) -> None:
    """Invariant: without `example` the reading itself comes back, whatever the day."""
    reading = reading_of(rows, [a_post()], example=None)
    assert moved(reading, today) is reading


@given(ROWS)
@SLOW
def test_on_its_own_day_an_example_is_as_it_was_written(rows: list[ConsentRow]) -> None:
    """Invariant: nothing moves on the day for which the dates were written, up to rows that day itself has not seen."""
    reading = reading_of([row for row in rows if row.date < E], [a_post(day=E - timedelta(days=3))])
    assert moved(reading, E) == reading


@given(DAYS, DAYS, st.integers(0, 400))
@SLOW
def test_a_post_moves_by_whole_weeks(today: date, until: date, before: int) -> None:
    """Invariant: its weekday stays, with all that belongs to it; a post of the example's last week is one of the last week."""
    day = E - timedelta(days=before)
    event = Event("Kerst", datetime(2026, 12, 17, 17, 30), datetime(2026, 12, 17, 19), "De aula", date(2026, 12, 10))  # noqa: DTZ001 - school time
    post = a_post(day=day, until=until)
    post = replace(post, versions=(replace(post.versions[0], event=event),))
    found = moved(reading_of(posts=[post]), today).posts[0]
    by = found.date - day
    assert by % timedelta(days=7) == timedelta()
    assert timedelta() <= today - (found.date + timedelta(days=before)) < timedelta(days=7)
    assert found.until == until + by
    assert found.versions[0].event == Event(
        "Kerst",
        datetime(2026, 12, 17, 17, 30) + by,  # noqa: DTZ001 - school time
        datetime(2026, 12, 17, 19) + by,  # noqa: DTZ001 - school time
        "De aula",
        date(2026, 12, 10) + by,
    )
    assert replace(found, date=post.date, until=post.until, versions=post.versions) == post


def test_a_post_of_somebody_who_tries_the_example_stays_on_its_day() -> None:
    """What is dated after the example's day was not written with it."""
    post = a_post(day=E + timedelta(days=1))
    assert moved(reading_of(posts=[post]), date(2030, 3, 1)).posts == (post,)


def test_rows_move_by_school_years() -> None:
    """Given after the renewal before the example's day, a row is given after the renewal before today."""
    assert row_on(date(2026, 8, 24), date(2028, 3, 1)) == date(2027, 8, 24)
    assert row_on(date(2025, 8, 24), date(2028, 3, 1)) == date(2026, 8, 24)
    assert row_on(date(2026, 8, 24), date(2028, 8, 30)) == date(2028, 8, 24)
    assert row_on(date(2026, 8, 24), date(2024, 3, 1)) == date(2023, 8, 24)
    assert row_on(date(2024, 2, 29), date(2027, 11, 20)) == date(2025, 2, 28)


def test_a_row_never_lands_after_today() -> None:
    """In August the example's rows of October are already there: a no among them must not wait for October."""
    assert row_on(date(2026, 10, 5), date(2027, 8, 10)) == date(2027, 8, 10)


@given(ROWS, DAYS)
@SLOW
def test_no_row_is_lost_and_no_no_is_put_off(rows: list[ConsentRow], today: date) -> None:
    """Invariant: every row is there once; of the example's own none is later than today, and what is fresh has not moved."""
    by_line = [replace(row, line=line) for line, row in enumerate(rows)]
    after = {row.line: row for row in rows_of(moved(reading_of(by_line), today))}
    assert len(after) == len(by_line)
    for row in by_line:
        found = after[row.line]
        assert replace(found, date=row.date) == row
        assert found.date == row.date if row.date > E else found.date <= today


@given(ROWS, DAYS)
@SLOW
def test_rows_of_one_signer_keep_their_order(rows: list[ConsentRow], today: date) -> None:
    """Invariant: who said yes before no has not said it after; what falls on one day counts as no."""
    by_line = [replace(row, line=line) for line, row in enumerate(rows)]
    after = {row.line: row.date for row in rows_of(moved(reading_of(by_line), today))}
    for one in by_line:
        for other in by_line:
            same = (one.purpose, one.signed_by) == (other.purpose, other.signed_by)
            if same and one.date < other.date:
                assert after[one.line] <= after[other.line]
                assert after[one.line] < after[other.line] or other.date <= E


def consent_on(day: date, register: Register) -> Consent:
    """What a register says of the child's pictures."""
    return ConsentsOn(day, a_school([CHILD]), register).of(CHILD, "photo-group")


@given(ROWS, st.dates(E + timedelta(days=1), date(2100, 12, 31)), st.integers(0, 5000))
@SLOW
def test_a_fresh_no_stands_on_every_day_from_its_own(rows: list[ConsentRow], day: date, later: int) -> None:
    """Invariant: whoever tries the example and refuses is heard at once and for good, whatever the example says of them."""
    old = [row for row in rows if row.date <= E]
    no = a_row("ada-jansen", "photo-group", "no", day, signed_by="anna", line=100)
    today = day + timedelta(days=later)
    register = moved(reading_of([*old, no]), today).register
    assert consent_on(today, register).standing is Standing.REFUSED


@given(ROWS, DAYS)
@SLOW
def test_a_no_of_the_example_that_stands_goes_on_standing(rows: list[ConsentRow], today: date) -> None:
    """Invariant: moving never makes a yes of a standing no."""
    old = [row for row in rows if row.date <= E]
    reading = reading_of(old)
    written = consent_on(E, reading.register)
    if written.standing is Standing.REFUSED:
        assert consent_on(today, moved(reading, today).register).standing is Standing.REFUSED


@given(st.lists(st.tuples(st.integers(2023, 2026), st.sampled_from(Answer), st.sampled_from(["anna", "piet"])), max_size=5), DAYS)
@SLOW
def test_what_was_said_at_the_renewal_means_the_same_on_any_day(said: list[tuple[int, Answer, str]], today: date) -> None:
    """Invariant: with rows given at a renewal, the register says today what it said on the example's day."""
    rows = [
        a_row("ada-jansen", "photo-group", answer.value, date(year, 8, 1), signed_by=signer, line=line)
        for line, (year, answer, signer) in enumerate(said)
    ]
    reading = reading_of(rows)
    written = consent_on(E, reading.register)
    found = consent_on(today, moved(reading, today).register)
    assert (found.standing, [row.line for row in found.rows]) == (written.standing, [row.line for row in written.rows])
