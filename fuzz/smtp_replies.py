"""Whatever a mail server says: no address gets into a log, and a letter is sent by a yes to its last dot alone, refused by no silence."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from minute import for_a_minute, spoiled_text

from weekbrief_sender.replies import Phase, meaning_of, next_try
from weekbrief_sender.states import Verdict

ADDRESS = "ouder1@example.org"
SAMPLES = [
    f"5.1.1 <{ADDRESS}>: Recipient address rejected: User unknown",
    "4.7.0 Try again later, closing connection. (IN10) https://support.google.com/mail/answer/1",
    "5.7.60 SMTP; Client does not have permissions to send as this sender [AM0PR01MB.eurprd01.prod.outlook.com]",
    "452 4.2.2 over quota; 550 5.4.5 Daily user sending limit exceeded. For more information, go to",
]
CODES = st.one_of(st.none(), st.integers(-1, 1000), st.sampled_from([220, 250, 334, 354, 421, 450, 451, 452, 550, 552, 554]))


@given(st.sampled_from(Phase), CODES, spoiled_text(SAMPLES), spoiled_text(SAMPLES))
def holds(phase: Phase, code: int | None, before: str, after: str) -> None:
    """Whatever stands before and after the address."""
    for said in (before, f"{before} {ADDRESS} {after}", f"{before} <{ADDRESS}>{after}"):
        outcome = meaning_of(phase, code, said)
        assert ADDRESS not in outcome.reply or ADDRESS in before + after
        assert outcome.reply.isprintable() or "\n" not in outcome.reply
        assert len(outcome.reply) <= 300
        assert (outcome.verdict is Verdict.SENT) == (phase is Phase.DOT and code is not None and 200 <= code < 300)
        assert outcome.verdict is not Verdict.DOUBTFUL or (code is not None and 500 <= code < 600)
        if outcome.verdict is Verdict.UNKNOWN:
            assert phase is Phase.DOT


@given(st.integers(0, 10_000), st.floats(0, 1))
def holds_of_pauses(tries: int, chance: float) -> None:
    """A letter that waits is due again, today."""
    now = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert 0 <= (next_try(tries, now, chance) - now).total_seconds() <= 4 * 3600


def _all() -> None:
    holds()
    holds_of_pauses()


if __name__ == "__main__":
    for_a_minute(_all)
