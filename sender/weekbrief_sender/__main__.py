"""The sender as a program: `python -m weekbrief_sender OUTBOX`; here alone are the clock, the environment and the signals met.

It trusts its arguments, its environment and the clock; it does not trust that the outbox holds what was planned, nor what a server
says. Exit status: 0 all delivered; 1 something for a person to mend; 2 used wrongly; 75 some letters wait for a later try.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import random
from sqlite3 import DatabaseError
from time import monotonic

from weekbrief_sender.alone import Busy, alone
from weekbrief_sender.archive import archive_of
from weekbrief_sender.asked import PASSED_ON, BrokenOff, end_with_parent, stop_when_asked, unless
from weekbrief_sender.auth import Login
from weekbrief_sender.dkim import Signer
from weekbrief_sender.journal import Journal, LedgerUnwritable
from weekbrief_sender.ledger import Ledger, LedgerUnusable, open_ledger
from weekbrief_sender.letter import Letter
from weekbrief_sender.letters import Letters
from weekbrief_sender.log import disk_says, write_log
from weekbrief_sender.maildir import Maildir
from weekbrief_sender.pace import Pace
from weekbrief_sender.recovery import bear_witness, recover
from weekbrief_sender.refusals import REFUSED_LOGIN, Refusals
from weekbrief_sender.run import Run, Terms, Way
from weekbrief_sender.settings import LIFE, SettingsUnusable, Smtp, ToMaildir, read_settings
from weekbrief_sender.smtp import SmtpConnection
from weekbrief_sender.tokens import Tokens

DONE, MEND, WAIT = 0, 1, os.EX_TEMPFAIL
log = logging.getLogger("weekbrief_sender")


def main(arguments: Sequence[str] | None = None) -> int:
    """Deliver what is due in an outbox; the exit status."""
    parser = ArgumentParser(prog="weekbrief_sender", description="Delivers the letters of an outbox.")
    parser.add_argument("outbox", type=Path)
    parser.add_argument("--now", type=_moment, help="act as if it were this moment (ISO 8601 with offset)")
    parser.add_argument("--progress", action="store_true", help="show how far it is, where a person is looking")
    parser.add_argument("--school-only", action="store_true", help="deliver what the people of the school are told, and nothing else")
    options = parser.parse_args(arguments)
    write_log(os.environ)
    end_with_parent(PASSED_ON)
    now: datetime | None = options.now
    try:
        with alone(options.outbox), open_ledger(options.outbox) as ledger:
            if ledger is None:
                return DONE
            settings = read_settings(options.outbox, os.environ)
            life = settings.life if isinstance(settings, Smtp) else timedelta(LIFE)
            terms = Terms(lambda: now or datetime.now(UTC), random, life, school_only=options.school_only)
            return asyncio.run(_send(options.outbox, ledger, settings, terms, _progress(shown=options.progress and sys.stderr.isatty())))
    except Busy:
        log.info("another sender is at work in this outbox")
        return WAIT
    except (LedgerUnusable, SettingsUnusable) as matter:
        log.error("%s", matter)  # noqa: TRY400 - the operator wants the sentence, not where in the code it was said
        return MEND
    except (OSError, DatabaseError, LedgerUnwritable) as error:  # what is in hand is tried again, or known to be in the Maildir
        log.error("the disk says: %s", disk_says(error, options.outbox))  # noqa: TRY400 - as above
        return MEND


async def _send(outbox: Path, ledger: Ledger, settings: Smtp | ToMaildir, terms: Terms, progress: Callable[[int, int], None]) -> int:
    stopping = stop_when_asked()
    match settings:
        case Smtp():
            tokens = Tokens(settings, monotonic)
            login = Login(settings, tokens, Refusals(outbox / REFUSED_LOGIN), terms.now)
            sign = _signing(settings, terms.now)
            ways: list[Way] = [SmtpConnection(settings, login, sign) for _ in range(settings.connections)]
            pace = Pace(settings.per_minute)
            archive = archive_of(settings, tokens, outbox, terms.now)
        case ToMaildir():
            ways, pace, archive = [Maildir(outbox / "maildir")], Pace(None), None
    journal = Journal(ledger.writing)
    letters = Letters(ledger.reading, outbox)
    run = Run(ledger, journal, letters, terms, pace)
    try:
        recovered = await unless(stopping, recover(ledger, journal, outbox / "maildir", archive, terms.now()))
        run.mend, run.notes = recovered.mend, list(recovered.notes)
        await run.deliver(ways, stopping, progress)
        if archive and not (run.ended_early or stopping.is_set()):
            await unless(stopping, bear_witness(ledger, journal, letters, ways[0], archive))
    except BrokenOff:
        return WAIT
    finally:
        lost = await journal.close()
        for way in ways:
            await way.close()
        for note in run.notes:
            log.info("%s", note)
        if lost:
            log.error("the ledger could not be written; what became of these letters does not stand in it: %s", ", ".join(map(str, lost)))
    waits = ledger.some_wait() or (archive is not None and ledger.doubts(archive.address))
    return MEND if run.mend or lost else WAIT if waits else DONE


def _signing(settings: Smtp, now: Callable[[], datetime]) -> Callable[[Letter], bytes] | None:
    """What signs letters, where the school wants them signed. Raises SettingsUnusable."""
    if settings.dkim is None:
        return None
    signer = Signer(settings.dkim, settings.secrets.dkim_key)
    return lambda letter: signer.header([piece.data for piece in letter.pieces], now())


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs an offset")
    return moment


def _progress(*, shown: bool) -> Callable[[int, int], None]:
    def show(done: int, of: int) -> None:
        sys.stderr.write(f"\r{done} / {of}" + ("\n" if done == of else ""))
        sys.stderr.flush()

    return show if shown else lambda _done, _of: None


if __name__ == "__main__":
    sys.exit(main())
