from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from weekbrief_sender.replies import Phase, is_given_up, meaning_of, next_try, without_addresses
from weekbrief_sender.states import Verdict

CODES = st.none() | st.integers(-1, 999)
NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
BEFORE_RCPT = (Phase.GREETING, Phase.HELLO, Phase.TLS, Phase.LOGIN, Phase.RESET, Phase.MAIL)


@given(code=CODES, phase=st.sampled_from([phase for phase in Phase if phase is not Phase.DOT]))
@settings(max_examples=100)
def test_before_the_dot_no_letter_is_sent_or_in_doubt(code: int | None, phase: Phase) -> None:
    """Nothing final has gone out, whatever the server says."""
    assert meaning_of(phase, code, "").verdict not in (Verdict.SENT, Verdict.UNKNOWN)


@given(code=CODES)
@settings(max_examples=60)
def test_after_the_dot_only_a_clear_answer_ends_the_doubt(code: int | None) -> None:
    """A letter is sent after a 2yz alone; it is repeated after a 4yz alone; whatever is no answer leaves a doubt."""
    expected = {2: (Verdict.SENT,), 4: (Verdict.LATER,), 5: (Verdict.DOUBTFUL,)}.get((code or 0) // 100, (Verdict.UNKNOWN,))
    assert meaning_of(Phase.DOT, code, "").verdict in expected


@given(code=CODES.filter(lambda code: code != 552), phase=st.sampled_from(BEFORE_RCPT))
@settings(max_examples=100)
def test_no_letter_is_refused_before_its_recipient_was_named(code: int | None, phase: Phase) -> None:
    """What a server has against the greeting, the login or the sender, it has against all letters alike."""
    assert meaning_of(phase, code, "5.1.1 no").verdict not in (Verdict.REFUSED, Verdict.DOUBTFUL, Verdict.LATER)


@given(code=st.integers(500, 599), phase=st.sampled_from(Phase), text=st.sampled_from(["", "5.1.1 nobody", "5.7.1 no", "5.4.5 quota"]))
@settings(max_examples=100)
def test_a_no_for_good_is_never_tried_again_without_a_person(code: int, phase: Phase, text: str) -> None:
    """RFC 5321, 4.2.1: the client should not repeat the same request; only before MAIL it may be said over a fresh connection."""
    no = (Verdict.DOUBTFUL, Verdict.NOBODY_UNTIL_MENDED)
    others = {Phase.RESET: (Verdict.FAULT,), Phase.COPY: (Verdict.GO_ON,)}  # a no to the archive is none to the letter
    assert meaning_of(phase, code, text).verdict in others.get(phase, no)


def test_a_server_that_closes_the_connection_says_nothing_about_the_letter() -> None:
    """421 may answer any command (RFC 5321, 3.8)."""
    assert {meaning_of(phase, 421, "").verdict for phase in (Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.BODY)} == {Verdict.FAULT}


@given(code=CODES)
@settings(max_examples=60)
def test_a_message_is_said_after_354_alone(code: int | None) -> None:
    """RFC 5321, 4.3.2: whoever answers DATA with anything else does not wait for a message."""
    assert (meaning_of(Phase.DATA, code, "").verdict is Verdict.GO_ON) == (code == 354)
    assert meaning_of(Phase.DATA, 354, "").verdict is Verdict.GO_ON
    assert meaning_of(Phase.DATA, 334, "").verdict is Verdict.FAULT


@given(tries=st.integers(0, 10_000), chance=st.floats(0, 1))
@settings(max_examples=60)
def test_pauses_grow_and_stay_below_a_working_day(tries: int, chance: float) -> None:
    """The first retry is due at the next run; later ones come less and less often, and never later than after four hours."""
    assert NOW <= next_try(tries, NOW, chance) <= next_try(tries + 1, NOW, chance) <= NOW + timedelta(hours=4)
    assert next_try(tries, NOW, 1) <= next_try(tries, NOW, chance)
    assert next_try(1, NOW, chance) == NOW


def test_a_letter_is_given_up_when_its_life_has_passed() -> None:
    """Up to the last moment it may still go."""
    life = timedelta(days=3)
    assert not is_given_up(NOW - life + timedelta(seconds=1), NOW, life)
    assert is_given_up(NOW - life, NOW, life)


@given(before=st.text(max_size=20), local=st.from_regex(r"[a-z.+]{1,8}", fullmatch=True))
@settings(max_examples=60)
def test_a_reply_is_kept_without_addresses(before: str, local: str) -> None:
    """What a server says goes into logs, and servers repeat the address."""
    assert f"{local}@example.org" not in without_addresses(f"{before} <{local}@example.org>: {local}@example.org is not here")
