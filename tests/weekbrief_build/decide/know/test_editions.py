from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schools import TODAY, a_post

from weekbrief_build.decide.know.due import edition_due, is_current, is_late, is_news_for
from weekbrief_build.school.people import WeeklyMoment

ZONE = ZoneInfo("Europe/Amsterdam")
FRIDAY = WeeklyMoment(4, time(15))


def at(text: str) -> datetime:
    """A moment in school time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def name_of(now: str, last: str | None, *, taken: frozenset[str] = frozenset(), at_once: bool = False) -> str | None:
    """The name of the edition that is due, if one is."""
    edition = edition_due(at(now), FRIDAY, at(last) if last else None, taken, at_once=at_once)
    return edition.name if edition else None


@pytest.mark.parametrize(
    ("now", "name"),
    [
        ("2026-11-20T14:59", None),
        ("2026-11-20T15:00", "2026-W47"),
        ("2026-11-20T15:15", "2026-W47"),
        ("2026-11-22T09:00", "2026-W47"),
        ("2026-11-25T09:00", "2026-W47"),
        ("2026-11-27T15:00", "2026-W48"),
    ],
)
def test_an_edition_is_due_once_a_weekly_moment_has_passed(now: str, name: str | None) -> None:
    """Once a weekly moment has passed since the last edition; a machine that was off sends late, under its week."""
    assert name_of(now, "2026-11-13T15:00") == name


def test_a_machine_that_was_off_for_weeks_sends_once() -> None:
    """However many moments have passed, there is one edition, for the latest of them."""
    assert name_of("2026-12-30T10:00", "2026-11-13T15:00") == "2026-W52"
    assert name_of("2026-12-30T10:15", "2026-12-30T10:00") is None


@pytest.mark.parametrize(
    ("now", "due"), [("2026-11-20T14:59", False), ("2026-11-20T15:00", True), ("2026-11-21T15:00", True), ("2026-11-21T15:01", False)]
)
def test_the_first_edition_waits_for_a_moment_within_a_day(now: str, *, due: bool) -> None:
    """Where there has been none yet, one is due once a moment has passed within the last 24 hours."""
    assert (name_of(now, None) is not None) is due


def test_an_edition_can_be_made_at_once() -> None:
    """`--edition now` makes one at once, whatever the day and whatever went before; it bears the week of that day."""
    assert name_of("2026-11-18T09:00", None, at_once=True) == "2026-W47"
    assert name_of("2026-11-18T09:00", "2026-11-18T08:59", at_once=True) == "2026-W47"
    assert name_of("2026-11-16T09:00", "2026-11-06T15:00", at_once=True) == "2026-W47"


def test_a_name_is_given_once() -> None:
    """A further edition in the same week has a number."""
    assert name_of("2026-11-20T15:00", "2026-11-18T09:00", taken=frozenset({"2026-W47"})) == "2026-W47-2"
    assert name_of("2026-11-18T09:00", None, taken=frozenset({"2026-W47", "2026-W47-2"}), at_once=True) == "2026-W47-3"


@pytest.mark.parametrize(
    ("now", "name"),
    [
        ("2027-01-01T16:00", "2026-W53"),
        ("2024-12-30T16:00", "2024-W52"),
        ("2021-01-03T16:00", "2020-W53"),
        ("2025-01-03T16:00", "2025-W01"),
    ],
)
def test_a_week_belongs_to_its_iso_year(now: str, name: str) -> None:
    """ISO 8601: the week of 1 January 2027 is the last of 2026; a late edition bears the week of its moment."""
    assert name_of(now, "2019-01-01T00:00") == name


def test_an_edition_made_at_once_bears_the_iso_week_of_its_day() -> None:
    """30 December 2024 is in the first week of 2025."""
    assert name_of("2024-12-30T16:00", None, at_once=True) == "2025-W01"


def test_the_moment_is_on_the_clock_of_the_school() -> None:
    """15:00 is 14:00 in UTC in winter and 13:00 in summer."""
    winter, summer = datetime(2026, 11, 20, 14, 0, tzinfo=UTC), datetime(2026, 6, 19, 13, 0, tzinfo=UTC)
    for moment in (winter, summer):
        last = moment - timedelta(days=2)
        assert edition_due(moment.astimezone(ZONE), FRIDAY, last, frozenset(), at_once=False)
        assert not edition_due((moment - timedelta(minutes=1)).astimezone(ZONE), FRIDAY, last, frozenset(), at_once=False)


def editions_of(start: datetime, end: datetime, moment: WeeklyMoment, minutes: int) -> list[tuple[str, datetime]]:
    """The editions that a timer makes that calls every so many minutes."""
    made: list[tuple[str, datetime]] = []
    last = start.astimezone(ZONE)
    now = start
    while now < end:
        if edition := edition_due(now.astimezone(ZONE), moment, last, frozenset(name for name, _ in made), at_once=False):
            made.append((edition.name, now))
            last = now.astimezone(ZONE)
        now += timedelta(minutes=minutes)
    return made


def test_a_moment_that_the_clock_jumps_over_comes_once_and_late() -> None:
    """On 28 March 2027 there is no 02:30: the edition is made when the clock has jumped, once."""
    start = datetime(2027, 3, 27, 12, tzinfo=UTC)
    made = editions_of(start, start + timedelta(days=7), WeeklyMoment(6, time(2, 30)), 15)
    assert made == [("2027-W12", datetime(2027, 3, 28, 1, 30, tzinfo=UTC))]


def test_a_moment_that_the_clock_shows_twice_comes_once() -> None:
    """On 25 October 2026 it is 02:30 twice: the edition is made the first time, once."""
    start = datetime(2026, 10, 24, 12, tzinfo=UTC)
    made = editions_of(start, start + timedelta(days=7), WeeklyMoment(6, time(2, 30)), 15)
    assert made == [("2026-W43", datetime(2026, 10, 25, 0, 30, tzinfo=UTC))]


def test_hours_are_counted_as_they_pass() -> None:
    """In the hour that the clock shows twice, and on the day that has 25 hours, time passes all the same."""
    sunday, saturday = WeeklyMoment(6, time(2, 30)), WeeklyMoment(5, time(15))
    made_at_once = datetime(2026, 10, 25, 2, 10, tzinfo=ZONE, fold=1)
    assert not edition_due(made_at_once + timedelta(days=2), sunday, made_at_once, frozenset(), at_once=False)
    assert not edition_due(at("2026-10-25T14:30"), saturday, None, frozenset(), at_once=False)
    assert edition_due(at("2026-10-25T14:00"), saturday, None, frozenset(), at_once=False)


MOMENTS = st.builds(WeeklyMoment, st.integers(0, 6), st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30])))
NOWS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds the zone
TRANSITIONS = st.sampled_from([datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC)])
NEAR_TRANSITIONS = st.builds(lambda day, minutes: day + timedelta(minutes=minutes), TRANSITIONS, st.integers(-200, 200))


@given(NOWS | NEAR_TRANSITIONS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_an_edition_that_was_made_is_not_due_again(now: datetime, moment: WeeklyMoment, ago: timedelta) -> None:
    """After making the edition at `now`, none is due at the same `now`."""
    last = (now - ago).astimezone(ZONE)
    if edition_due(now.astimezone(ZONE), moment, last, frozenset(), at_once=False):
        assert not edition_due(now.astimezone(ZONE), moment, now.astimezone(ZONE), frozenset(), at_once=False)


@settings(max_examples=30)
@given(NOWS | NEAR_TRANSITIONS, MOMENTS, st.integers(7, 60 * 24 * 3))
def test_every_weekly_moment_makes_one_edition(start: datetime, moment: WeeklyMoment, minutes: int) -> None:
    """However often the timer calls: one edition a week, in weeks where the clock changes too, each under a week of its own."""
    weeks = 3
    made = editions_of(start, start + timedelta(weeks=weeks, minutes=minutes, hours=1), moment, minutes)
    assert weeks <= len(made) <= weeks + 1 + minutes // (60 * 24 * 7)
    assert all(len(name) == len("2026-W47") for name, _ in made)


def test_a_post_goes_from_its_date_until_its_last_day() -> None:
    """A date in the future waits; `until` is the last day; a draft never goes."""
    day = timedelta(days=1)
    assert is_current(a_post(), TODAY)
    assert not is_current(a_post(day=TODAY + day), TODAY)
    assert is_current(a_post(until=TODAY), TODAY)
    assert not is_current(a_post(until=TODAY - day), TODAY)
    assert not is_current(a_post(draft=True), TODAY)


def test_old_news_is_for_nobody_new_and_asked_about_when_late() -> None:
    """A newcomer gets no post dated more than 7 days back; a post first seen more than 28 days after its date is asked about."""
    post = a_post(day=TODAY)
    assert is_news_for(post, TODAY + timedelta(days=7))
    assert not is_news_for(post, TODAY + timedelta(days=8))
    assert is_news_for(post, TODAY - timedelta(days=100))
    assert not is_late(post, TODAY + timedelta(days=28))
    assert is_late(post, TODAY + timedelta(days=29))
