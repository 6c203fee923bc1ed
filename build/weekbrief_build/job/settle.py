"""Has the sender settle letters of which nobody knows whether they went; the build itself never writes what became of a letter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from weekbrief_build.job.place import Place


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of it: all of the letters were settled, or none."""

    settled: Sequence[int] = ()
    missing: Sequence[int] = ()
    """Numbers of no letter."""
    not_unknown: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    """By number, the states of letters that are not unknown."""
    busy: bool = False
    """A sender is at work."""


def settle(place: Place, letters: Sequence[int], *, sent: bool) -> Settled:
    """Settle letters as sent, or as to be sent again. Raises OSError where the ledger cannot be worked with."""
    how = "--sent" if sent else "--again"
    # -P: nothing is imported from the folder where we stand, which may be the one that teachers write in.
    program = [sys.executable, "-P", "-m", "weekbrief_sender.settle", str(place.outbox), how, *map(str, letters)]
    done = subprocess.run(program, check=False, capture_output=True, text=True, encoding="utf-8")  # noqa: S603 - our own program
    if done.returncode == os.EX_TEMPFAIL:
        return Settled(busy=True)
    if not done.stdout:
        raise OSError(0, done.stderr.strip())
    told = json.loads(done.stdout)
    not_unknown = MappingProxyType({int(letter): state for letter, state in told["not_unknown"].items()})
    return Settled(tuple(told["settled"]), tuple(told["missing"]), not_unknown)
