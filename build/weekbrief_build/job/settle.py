"""Has the sender settle letters of which nobody knows whether they went; the build itself never writes what became of a letter."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from weekbrief_build.job.moment import Moment
from weekbrief_build.job.place import Place
from weekbrief_build.job.sender_port import run_sender
from weekbrief_build.job.week import build
from weekbrief_build.job.workshop import Progress
from weekbrief_build.outbox.ledger import open_outbox
from weekbrief_build.outbox.mark import take_as_it_is


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
    return _ask(place, "--sent" if sent else "--again", *map(str, letters))


def settle_until(place: Place, moment: Moment, progress: Progress) -> Settled:
    """Count as sent all that was planned, or would have been, until the moment that `moment.on` says. Nothing is sent.

    For a ledger that was put back from an older copy: it does not know what went after the copy was made. Raises as `build` does,
    and OSError.
    """
    built = build(place, moment, progress, edition_at_once=True, settling=True)
    settled = _ask(place, "--sent-until", built.plan.now.isoformat())
    if not settled.busy:
        with open_outbox(place.outbox) as outbox:
            take_as_it_is(outbox.folder, outbox.ledger)
    return settled


def _ask(place: Place, how: str, *what: str) -> Settled:
    done = run_sender("weekbrief_sender.settle", str(place.outbox), how, *what)
    if done.status == os.EX_TEMPFAIL:
        return Settled(busy=True)
    if not done.printed:
        raise OSError(0, done.complaints.strip())
    told = json.loads(done.printed)
    not_unknown = MappingProxyType({int(letter): state for letter, state in told["not_unknown"].items()})
    return Settled(tuple(told["settled"]), tuple(told["missing"]), not_unknown)
