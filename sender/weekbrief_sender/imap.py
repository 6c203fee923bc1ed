"""Opens a folder of a mailbox by IMAP, and looks into it; what lies there is never deleted, and a password is never said in the clear.

Like SMTP: TLS as the settings say and no falling back, one way to log in, and a login that was refused is not tried again for an hour.
"""

from __future__ import annotations

import imaplib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path

from weekbrief_sender.auth import xoauth2
from weekbrief_sender.refusals import Refusals
from weekbrief_sender.replies import without_addresses
from weekbrief_sender.settings import ImapFolder
from weekbrief_sender.states import SessionFailure
from weekbrief_sender.tls import strict_context, tls_fault

PATIENCE = 60.0
"""Seconds to wait for any one answer."""


LARGEST = 4 * 1024 * 1024
"""In bytes: no literal is read that is larger. Nothing that is asked for is, and a server shall not fill this machine's memory."""

_REPEATS = "(its words repeat the secret)"


@dataclass(frozen=True, slots=True)
class Key:
    """What opens a mailbox."""

    secret: str = field(repr=False)
    """A password, or a token."""
    refusals: Path
    """Where it is remembered that the login was refused."""


@contextmanager
def open_folder(folder: ImapFolder, key: Key, now: datetime, *, to_read: bool = True) -> Iterator[imaplib.IMAP4]:
    """A folder, selected; `to_read`: so that nothing in it can change. Raises SessionFailure, also for what goes wrong within."""
    with _failures_told(key.secret):
        client = _connected(folder)
        try:
            _log_in(client, folder, key, now)
            answer, told = client.select(_name(folder.folder), readonly=to_read)
            if answer != "OK":
                raise SessionFailure(f"the folder cannot be opened: {_text(told)}", mend=True)
            yield client
        finally:
            with suppress(imaplib.IMAP4.error, OSError, ValueError):
                client.logout()


@contextmanager
def _failures_told(secret: str) -> Iterator[None]:
    """Turn whatever a mailbox does wrong into a SessionFailure, in words that do not repeat the secret."""
    try:
        yield
    except (imaplib.IMAP4.error, OSError, ValueError) as error:  # ValueError: what is no UTF-8, no base64, no number
        failure = _reason(error)
    except SessionFailure as told:
        failure = told
    else:
        return
    if secret in str(failure):
        failure = SessionFailure(_REPEATS, mend=failure.mend)
    raise failure from None


def held(client: imaplib.IMAP4, message_ids: Iterable[str]) -> frozenset[str]:
    """Those of these Message-IDs that letters in the folder bear."""
    found = set()
    for message_id in dict.fromkeys(message_ids):
        answer, numbers = client.uid("SEARCH", "HEADER", "Message-ID", _quoted(message_id))
        if answer != "OK":
            raise SessionFailure(f"the mailbox does not search: {_text(numbers)}", mend=False)
        if numbers and numbers[0]:
            found.add(message_id)
    return frozenset(found)


class _Plain(imaplib.IMAP4):
    """A client that reads no literal larger than LARGEST: its size is the other side's word, and room would be made for it at once."""

    def read(self, size: int) -> bytes:
        """Read the next `size` bytes."""
        if size > LARGEST:
            raise self.abort(f"the mailbox answers with {size} bytes at once; that is not read")
        return super().read(size)


class _Wrapped(_Plain, imaplib.IMAP4_SSL):
    """The same over TLS from the first byte on."""


def _connected(folder: ImapFolder) -> imaplib.IMAP4:
    if folder.security == "tls":
        return _Wrapped(folder.host, folder.port, ssl_context=strict_context(), timeout=PATIENCE)
    client = _Plain(folder.host, folder.port, timeout=PATIENCE)
    if folder.security == "starttls":
        try:
            client.starttls(strict_context())
        except BaseException:
            client.shutdown()
            raise
    return client


def _log_in(client: imaplib.IMAP4, folder: ImapFolder, key: Key, now: datetime) -> None:
    refusals, account = Refusals(key.refusals), (*_account(folder), key.secret if folder.auth == "password" else "")
    if reply := refusals.standing(account, now):
        raise SessionFailure(f"this login was refused less than an hour ago, and it is not tried again yet: {reply}", mend=True)
    try:
        _say_who(client, folder, key.secret)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        said = str(error)
        reply = _REPEATS if key.secret in said else without_addresses(said)
        refusals.remember(account, reply, now)
        raise SessionFailure(f"the login is refused: {reply}", mend=True) from None
    refusals.forget()


def _say_who(client: imaplib.IMAP4, folder: ImapFolder, secret: str) -> None:
    offered = {capability.upper() for capability in client.capabilities}
    if folder.auth == "xoauth2":
        said = iter([xoauth2(folder.username, secret)])
        client.authenticate("XOAUTH2", lambda _challenge: next(said, b""))  # the empty line answers the reason why not
    elif "AUTH=PLAIN" in offered:
        client.authenticate("PLAIN", lambda _challenge: f"\0{folder.username}\0{secret}".encode())
    else:
        client.login(_quoted(folder.username), secret)


def _account(folder: ImapFolder) -> tuple[object, ...]:
    return (folder.host, folder.port, folder.security, folder.username, folder.auth)


def _reason(error: Exception) -> SessionFailure:
    if fault := tls_fault(error):
        return SessionFailure(fault, mend=True)
    if isinstance(error, OSError):
        return SessionFailure(without_addresses(error.strerror or str(error) or "the mailbox cannot be reached"), mend=False)
    return SessionFailure(without_addresses(str(error)), mend=not isinstance(error, imaplib.IMAP4.abort))


def _text(told: object) -> str:
    said = told[0] if isinstance(told, list) and told else b""
    return without_addresses(said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said))


def _quoted(text: str) -> str:
    """As a quoted string (RFC 3501, 9); settings hold no line breaks, and Message-IDs neither."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _name(folder: str) -> str:
    """The name of a folder in modified UTF-7 (RFC 3501, 5.1.3)."""
    said = ""
    for plain, signs in groupby(folder, key=lambda sign: " " <= sign <= "~"):
        run = "".join(signs)
        said += run.replace("&", "&-") if plain else "&" + b64encode(run.encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"
    return _quoted(said)
