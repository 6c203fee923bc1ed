"""Writes the small mail that goes to the archive alone, where no later letter shows that mail still arrives there; no I/O.

It is from whom the letters are from, so that a server that takes letters takes it, too. What it shows is decided in `proof`.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime, getaddresses
from hashlib import sha256

from weekbrief_sender.addresses import as_carried
from weekbrief_sender.letter import Letter, Piece

_TEXT = (
    "Nobody needs to do anything. Of a letter the mail server's answer was never heard, and it is no longer known\r\n"
    "whether it went. This mail shows that mail still arrives here; so Weekbrief can tell by what lies in this mailbox.\r\n"
)


def witness_like(letter: Letter, archive: str, now: datetime) -> Letter | None:
    """A mail to the archive in the name of whom this letter is from; None where that cannot be read."""
    head = b"".join(piece.data for piece in letter.pieces).partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").replace(b"\r\n\t", b" ")
    names = [line[len(b"from:") :].decode("utf-8", "replace") for line in head.split(b"\r\n") if line[:5].lower() == b"from:"]
    senders = [address for _, address in getaddresses(names)]
    if len(senders) != 1 or not as_carried(senders[0]):
        return None
    sender = senders[0]
    name = sha256(f"witness {letter.message_id} {now.isoformat()}".encode()).hexdigest()[:32]
    message_id = f"<{name}@{(as_carried(sender) or '').rpartition('@')[2]}>"
    data = (
        f"From: {sender}\r\nTo: {archive}\r\nSubject: Weekbrief: does mail still arrive here?\r\nMessage-ID: {message_id}\r\n"
        f"Date: {format_datetime(now)}\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/plain; charset=us-ascii\r\n\r\n{_TEXT}"
    ).encode()
    proven = sha256(data).digest()
    return Letter(0, message_id, sender, archive, (Piece(proven, data, data, data.isascii()),), len(data), sha256(proven).digest())
