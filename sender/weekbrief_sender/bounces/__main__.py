"""The reader of bounces as a program: `python -m weekbrief_sender.bounces OUTBOX`; prints one JSON object.

Exit status: 0 done; 1 something for a person to mend (a letter failed, or the mailbox cannot be opened); 2 used wrongly, or no mailbox
is named; 75 the mailbox cannot be reached now, or a sender is at work.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import DatabaseError
from time import monotonic

from weekbrief_sender.alone import Busy, alone
from weekbrief_sender.asked import end_with_parent
from weekbrief_sender.bounces.book import Book
from weekbrief_sender.bounces.mailbox import Mail, in_imap, in_maildir
from weekbrief_sender.bounces.report import FAILED, read_report
from weekbrief_sender.imap import Key, open_folder
from weekbrief_sender.ledger import LedgerUnusable, open_ledger
from weekbrief_sender.log import disk_says
from weekbrief_sender.settings import BOUNCES_PASSWORD, ImapFolder, SettingsUnusable, Smtp, read_settings
from weekbrief_sender.states import SessionFailure
from weekbrief_sender.tokens import Tokens

DONE, MEND, WRONG, WAIT = 0, 1, 2, os.EX_TEMPFAIL
LONGEST = 120.0
"""Seconds for which one run reads."""
REFUSED_LOGIN = "bounces-login-refused.json"
"""Its name in the outbox."""


class NoMailbox(Exception):  # noqa: N818 - says what the matter is
    """The school names no mailbox for bounces."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the mailbox; the exit status."""
    parser = ArgumentParser(prog="weekbrief_sender.bounces", description="Reads what mail servers report of letters.")
    parser.add_argument("outbox", type=Path)
    parser.add_argument("--now", type=datetime.fromisoformat, help="act as if it were this moment (ISO 8601 with offset)")
    options = parser.parse_args(arguments)
    end_with_parent()
    logging.getLogger("flufl.bounce").disabled = True  # it would write addresses
    try:
        return _read(options.outbox, options.now or datetime.now(UTC))
    except NoMailbox:
        sentence, status = "no mailbox is named (groups.yaml, mail: bounces_mailbox)", WRONG
    except Busy:
        sentence, status = "a sender is at work in this outbox", WAIT
    except SessionFailure as failure:
        sentence, status = f"the mailbox of bounces: {failure.reply}", MEND if failure.mend else WAIT
    except (LedgerUnusable, SettingsUnusable) as matter:
        sentence, status = str(matter), MEND
    except (OSError, DatabaseError) as error:
        sentence, status = f"the disk says: {disk_says(error, options.outbox)}", MEND
    sys.stderr.write(f"weekbrief bounces: {sentence}\n")
    return status


def _read(outbox: Path, now: datetime) -> int:
    settings = read_settings(outbox, os.environ)
    if not isinstance(settings, Smtp) or settings.bounces_mailbox is None:
        raise NoMailbox
    mailbox = settings.bounces_mailbox
    with alone(outbox), open_ledger(outbox) as ledger:
        if ledger is None:
            return DONE
        book = Book(ledger)
        if isinstance(mailbox, Path):
            return _count(book, in_maildir(mailbox, now), now)
        key = Key(_secret(settings, mailbox), outbox / REFUSED_LOGIN)
        with open_folder(mailbox, key, now, to_read=False) as client:
            return _count(book, in_imap(client, now), now)


def _secret(settings: Smtp, mailbox: ImapFolder) -> str:
    by_token = mailbox.auth == "xoauth2"
    secret = asyncio.run(Tokens(settings, monotonic).take()) if by_token else settings.secrets.bounces_password
    if not secret:
        raise SessionFailure(f"there is no password: set {BOUNCES_PASSWORD}, or a systemd credential of that name", mend=True)
    return secret


def _count(book: Book, mails: Iterable[Mail], now: datetime) -> int:
    """Enter each report that is about a letter of ours; the exit status."""
    counted: dict[str, list[int]] = {"failed": [], "delayed": []}
    read, begun = 0, monotonic()
    for mail, done in mails:
        if monotonic() - begun > LONGEST:
            break  # letters must not wait for whoever fills that mailbox
        read += 1
        if book.knows(mail):
            done()
            continue
        report = read_report(mail)
        found = book.letter_of(report) if report else None
        if report is None or found is None:
            continue
        verdict = report.verdict(found.recipient)
        if verdict is not None:
            book.enter(mail, found, verdict, now)
            counted[verdict.kind].append(found.letter)
        done()
    sys.stdout.write(json.dumps({"read": read, **counted}) + "\n")
    return MEND if counted[FAILED] else DONE


if __name__ == "__main__":
    sys.exit(main())
