from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from weekbrief_sender.replies import Phase, meaning_of, next_try, without_addresses
from weekbrief_sender.states import State

CODES = st.none() | st.integers(-1, 999)
NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)


@given(code=CODES)
@settings(max_examples=60)
def test_before_the_dot_no_letter_is_sent_or_in_doubt(code: int | None) -> None:
    """Nothing final has gone out: the letter waits or was refused, whatever the server says."""
    assert meaning_of(Phase.BEFORE_DOT, code, "").state in (State.WAITING, State.REFUSED)


@given(code=CODES)
@settings(max_examples=60)
def test_after_the_dot_only_a_clear_answer_ends_the_doubt(code: int | None) -> None:
    """A letter is sent after a 2yz alone; it is repeated after a 4yz alone; whatever is no answer leaves a doubt."""
    expected = {2: State.SENT, 4: State.WAITING, 5: State.REFUSED}.get((code or 0) // 100, State.UNKNOWN)
    assert meaning_of(Phase.AFTER_DOT, code, "").state is expected


@given(code=st.integers(500, 599), phase=st.sampled_from(Phase))
@settings(max_examples=30)
def test_a_no_for_good_is_never_tried_again(code: int, phase: Phase) -> None:
    """RFC 5321, 4.2.1: the client should not repeat the same request."""
    assert meaning_of(phase, code, "").state is State.REFUSED


@given(tries=st.integers(0, 10_000))
@settings(max_examples=60)
def test_pauses_grow_and_stay_below_a_working_day(tries: int) -> None:
    """The first retry is due at the next run; later ones come less and less often, and never later than after four hours."""
    assert NOW <= next_try(tries, NOW) <= next_try(tries + 1, NOW) <= NOW + timedelta(hours=4)
    assert next_try(1, NOW) == NOW


@given(before=st.text(max_size=20), local=st.from_regex(r"[a-z.+]{1,8}", fullmatch=True))
@settings(max_examples=60)
def test_a_reply_is_kept_without_addresses(before: str, local: str) -> None:
    """What a server says goes into logs, and servers repeat the address."""
    assert f"{local}@example.org" not in without_addresses(f"{before} <{local}@example.org>: {local}@example.org is not here")
