"""Settles letters that are unknown, as a person says: `python -m weekbrief_sender.settle OUTBOX --sent|--again ID …`.

All of the letters that are named, or none: a person who mistook one number may have mistaken others. What became of it is printed as
JSON, for `weekbrief settle`, which makes sentences of it. Exit status: 0 settled; 1 not; 2 used wrongly; 75 a sender is at work.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import DatabaseError

from weekbrief_sender.alone import Busy, alone
from weekbrief_sender.asked import end_with_parent
from weekbrief_sender.journal import Journal, LedgerUnwritable, Record
from weekbrief_sender.ledger import Ledger, LedgerUnusable, Tried, open_ledger
from weekbrief_sender.log import disk_says
from weekbrief_sender.states import State

DONE, MEND, WAIT = 0, 1, os.EX_TEMPFAIL
DOUBTFUL = ("unknown", "dot")
"""In `dot` is what an interrupted sender left: while nobody is at work, that is unknown, too."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of it: the letters that were settled, those that there are none of, and by id the states of those that need it not."""

    settled: Sequence[int] = ()
    missing: Sequence[int] = ()
    not_unknown: Sequence[tuple[int, str]] = ()


def main(arguments: Sequence[str] | None = None) -> int:
    """Settle letters; the exit status."""
    parser = ArgumentParser(prog="weekbrief_sender.settle", description="Settles letters that are unknown.")
    parser.add_argument("outbox", type=Path)
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--sent", nargs="+", type=int, metavar="ID", help="these have arrived")
    how.add_argument("--again", nargs="+", type=int, metavar="ID", help="these are to be sent once more")
    how.add_argument("--sent-until", type=datetime.fromisoformat, metavar="MOMENT", help="all that was planned until then has arrived")
    options = parser.parse_args(arguments)
    end_with_parent()
    letters = sorted(set(options.sent or options.again or ()))
    try:
        with alone(options.outbox), open_ledger(options.outbox) as ledger:
            if ledger is None:
                outcome = Settled(missing=letters)
            elif options.sent_until:
                outcome = asyncio.run(settle_until(ledger, options.sent_until, datetime.now(UTC)))
            else:
                outcome = asyncio.run(settle(ledger, letters, sent=bool(options.sent), now=datetime.now(UTC)))
    except Busy:
        return WAIT
    except LedgerUnusable as matter:
        sys.stderr.write(f"weekbrief settle: {matter}\n")
        return MEND
    except (LedgerUnwritable, OSError, DatabaseError) as error:
        sys.stderr.write(f"weekbrief settle: {disk_says(error, options.outbox)}\n")
        return MEND
    told = {"settled": outcome.settled, "missing": outcome.missing, "not_unknown": dict(outcome.not_unknown)}
    sys.stdout.write(json.dumps(told) + "\n")
    return DONE if outcome.settled or options.sent_until else MEND


async def settle_until(ledger: Ledger, until: datetime, now: datetime) -> Settled:
    """Count as sent whatever was planned until a moment and may go yet: an older copy of the ledger does not know that it went."""
    letters = ledger.planned_until(until)
    journal = Journal(ledger.writing)
    try:
        await journal.keep(*(as_settled(ledger.tried(letter), sent=True, now=now) for letter in letters))
    finally:
        await journal.close()
    return Settled(letters)


async def settle(ledger: Ledger, letters: Sequence[int], *, sent: bool, now: datetime) -> Settled:
    """Do as a person says, if each of these letters is unknown. Raises LedgerUnwritable."""
    states = {letter: ledger.state(letter) for letter in letters}
    missing = [letter for letter, state in states.items() if state is None]
    settles = DOUBTFUL if sent else (*DOUBTFUL, "refused")  # what was refused, or given up, is let go again by a person
    not_unknown = [(letter, state) for letter, state in states.items() if state is not None and state not in settles]
    if missing or not_unknown:
        return Settled((), missing, not_unknown)
    journal = Journal(ledger.writing)
    try:
        await journal.keep(*(as_settled(ledger.tried(letter), sent=sent, now=now) for letter in letters))
    finally:
        await journal.close()
    return Settled(letters)


def as_settled(tried: Tried, *, sent: bool, now: datetime) -> Record:
    """What the ledger says from then on. A letter that is to go again is due at once, and begins a new life."""
    day = now.strftime("%Y-%m-%d %H:%M UTC")
    if sent:
        return Record(tried.letter, State.SENT, tried.tries, now, tried.first_try or now, None, f"a person settled it: sent ({day})")
    return Record(tried.letter, State.WAITING, tried.tries, now, now, now, f"a person settled it: to be sent again ({day})")


if __name__ == "__main__":
    sys.exit(main())
