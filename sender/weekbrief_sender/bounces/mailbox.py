"""Takes mails out of a mailbox to be read, the newest first and not endlessly many; it deletes none and moves none.

A Maildir is left as it is. In an IMAP folder a report that was counted is marked as read; what is no report of ours stays unread, because
it may be a parent's. So it should be a mailbox of its own: what somebody else has read there is not looked at.
"""

from __future__ import annotations

import imaplib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from weekbrief_sender.bounces.report import READ
from weekbrief_sender.states import SessionFailure

MOST = 1000
"""Mails that are looked at in one run."""
SINCE = timedelta(days=30)
"""How old they may be."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Mail = tuple[bytes, Callable[[], None]]
"""The first READ bytes of a mail, and what is to be called when it was counted."""


def in_maildir(maildir: Path, now: datetime) -> Iterator[Mail]:
    """The mails of a Maildir. Raises SessionFailure where there is none, or it may not be read."""
    if not (maildir / "new").is_dir():
        raise SessionFailure("there is no Maildir where bounces_mailbox says", mend=True)
    try:
        found = [(file.stat().st_mtime, file) for part in ("new", "cur") for file in (maildir / part).glob("*") if file.is_file()]
        for moment, file in sorted(found, reverse=True)[:MOST]:
            if moment >= (now - SINCE).timestamp():
                with file.open("rb") as stream:
                    yield stream.read(READ), lambda: None
    except FileNotFoundError:
        return  # somebody reads mail there; the next run begins anew
    except OSError as error:
        raise SessionFailure(f"the Maildir of bounces cannot be read: {error.strerror}", mend=True) from error


def in_imap(client: imaplib.IMAP4, now: datetime) -> Iterator[Mail]:
    """The unread mails of an IMAP folder that is open for writing."""
    since = now - SINCE
    _answer, numbers = client.uid("SEARCH", "UNSEEN", "SINCE", f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}")
    for uid in reversed((numbers[0] or b"").decode("ascii").split()[-MOST:] if numbers else []):
        _answer, told = client.uid("FETCH", uid, f"(BODY.PEEK[]<0.{READ}>)")
        for one in told:
            if isinstance(one, tuple):
                yield one[1], lambda uid=uid: client.uid("STORE", uid, "+FLAGS.SILENT", "(\\Seen)")  # type: ignore[misc] # the answer does not matter
                break
