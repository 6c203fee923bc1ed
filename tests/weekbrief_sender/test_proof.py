from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weekbrief_sender.proof import CAUGHT_UP, LONG_ENOUGH, Copy, Doubt, Proof, proof_of, wants_witness

SINCE = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
BEFORE, AFTER = Copy("<before@x>", SINCE - timedelta(minutes=1)), Copy("<after@x>", SINCE + timedelta(hours=1))
LONG = AFTER.sent_at + CAUGHT_UP
ALL = {"<before@x>", "<after@x>"}


def _doubt(before: Copy | None = BEFORE, after: Copy | None = AFTER) -> Doubt:
    return Doubt(1, "<it@x>", SINCE, before, after)


@pytest.mark.parametrize(
    ("doubt", "held", "now", "proof"),
    [
        (_doubt(), {"<it@x>"}, SINCE, Proof.WENT),
        (_doubt(None, None), {"<it@x>"}, SINCE, Proof.WENT),
        (_doubt(), ALL, LONG, Proof.DID_NOT_GO),
        (_doubt(None), {"<after@x>"}, LONG, Proof.DID_NOT_GO),
        (_doubt(), ALL, LONG - timedelta(seconds=1), Proof.NONE),  # it may still be on its way
        (_doubt(after=None), ALL, LONG, Proof.NONE),  # nothing shows that mail still arrives
        (_doubt(), {"<before@x>"}, LONG, Proof.NONE),  # nor here
        (_doubt(), {"<after@x>"}, LONG, Proof.NONE),  # somebody cleared out what is older
        (_doubt(), set(), LONG, Proof.NONE),  # another mailbox, or one that cannot be searched
    ],
)
def test_what_the_archive_proves(doubt: Doubt, held: AbstractSet[str], now: datetime, proof: Proof) -> None:
    """Found: it went. Not found: it did not go, when its neighbours are there and time enough has passed; else nobody knows."""
    assert proof_of(doubt, held, now) is proof


@given(st.sets(st.sampled_from(["<it@x>", "<before@x>", "<after@x>"])), st.integers(0, 48), st.booleans(), st.booleans())
def test_a_letter_is_never_said_not_to_have_gone_while_it_may_still_arrive(held: set[str], hours: int, before: bool, after: bool) -> None:  # noqa: FBT001 - drawn
    """Invariant: only the proven absence of a letter makes it go again, and what is there went."""
    doubt = _doubt(BEFORE if before else None, AFTER if after else None)
    now = SINCE + timedelta(hours=hours)
    proof = proof_of(doubt, held, now)
    assert (proof is Proof.WENT) == ("<it@x>" in held)
    if proof is Proof.DID_NOT_GO:
        assert after
        assert "<after@x>" in held
        assert now >= AFTER.sent_at + CAUGHT_UP


@pytest.mark.parametrize(
    ("after", "now", "wants"),
    [
        (None, SINCE + LONG_ENOUGH - timedelta(seconds=1), False),
        (None, SINCE + LONG_ENOUGH, True),
        (AFTER, SINCE + 9 * LONG_ENOUGH, False),
        (Copy("<w@x>", SINCE + LONG_ENOUGH, witness=True), SINCE + 2 * LONG_ENOUGH - timedelta(seconds=1), False),
        (Copy("<w@x>", SINCE + LONG_ENOUGH, witness=True), SINCE + 2 * LONG_ENOUGH, True),
    ],
)
def test_a_witness_is_wanted_once_a_day_while_no_letter_follows(after: Copy | None, now: datetime, *, wants: bool) -> None:
    """A letter that comes later is proof enough."""
    assert wants_witness(_doubt(after=after), now) is wants
