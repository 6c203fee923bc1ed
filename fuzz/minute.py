"""Runs one property with ever new examples for a minute (`WEEKBRIEF_FUZZ_SECONDS`), from real samples spoiled at random places."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from time import monotonic

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

settings.register_profile("fuzz", deadline=None, database=None, max_examples=200, print_blob=True, suppress_health_check=list(HealthCheck))
settings.load_profile("fuzz")
_MOST_EDITS = 6


def spoiled(samples: Sequence[bytes], words: Sequence[bytes] = ()) -> st.SearchStrategy[bytes]:
    """One of these samples with a few of its bytes changed, cut out or doubled, or these words put in; at times chance alone."""
    rubbish = st.one_of(st.binary(max_size=12), st.sampled_from([*words, b"", b"\0", b"\r\n", b"\xff\xff\xff\xff", b"<", b'"', b"/"]))
    edit = st.tuples(st.floats(0, 1), st.sampled_from([0, 0, 1, 2, 4, 40, 400]), rubbish, st.booleans())
    edits = st.lists(edit, min_size=1, max_size=_MOST_EDITS)
    return st.one_of(*(st.builds(_edited, st.sampled_from(samples), edits) for _ in range(9)), st.binary(max_size=200))


def _edited(sample: bytes, edits: Sequence[tuple[float, int, bytes, bool]]) -> bytes:
    data = bytearray(sample)
    for place, length, new, doubled in edits:
        at = int(place * len(data))
        data[at : at + length] = bytes(data[at : at + length]) * 2 if doubled else new
    return bytes(data)


def spoiled_text(samples: Sequence[str], words: Sequence[str] = ()) -> st.SearchStrategy[str]:
    """The same for text."""
    return spoiled([one.encode() for one in samples], [word.encode() for word in words]).map(lambda data: data.decode("utf-8", "replace"))


def for_a_minute(holds: Callable[[], None]) -> None:
    """Ask for new examples until the time is over; a falsifying one ends it with hypothesis's words."""
    seconds = float(os.environ.get("WEEKBRIEF_FUZZ_SECONDS", "60"))
    begun, rounds = monotonic(), 0
    while monotonic() - begun < seconds:
        holds()
        rounds += 1
    print(f"{sys.argv[0]}: {rounds} rounds, nothing found")
