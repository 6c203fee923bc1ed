"""Asks the archive's mailbox which letters it holds; it changes nothing there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from weekbrief_sender.imap import Key, held, open_folder
from weekbrief_sender.settings import ARCHIVE_PASSWORD, ImapFolder, Smtp
from weekbrief_sender.states import SessionFailure
from weekbrief_sender.tokens import Tokens

REFUSED_LOGIN = "archive-login-refused.json"
"""Its name in the outbox."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The mailbox to which a copy of every letter goes."""

    address: str
    mailbox: ImapFolder
    password: str | None = field(repr=False)
    tokens: Tokens = field(repr=False)
    refusals: Path
    now: Callable[[], datetime]

    async def holds(self, message_ids: Iterable[str]) -> frozenset[str]:
        """Those of these Message-IDs of which a letter lies there. Raises SessionFailure."""
        secret = await self.tokens.take() if self.mailbox.auth == "xoauth2" else self.password
        if not secret:
            raise SessionFailure(f"there is no password: set {ARCHIVE_PASSWORD}, or a systemd credential of that name", mend=True)
        return await asyncio.to_thread(self._look, list(message_ids), Key(secret, self.refusals))

    def _look(self, message_ids: list[str], key: Key) -> frozenset[str]:
        with open_folder(self.mailbox, key, self.now()) as client:
            return held(client, message_ids)


def archive_of(settings: Smtp, tokens: Tokens, outbox: Path, now: Callable[[], datetime]) -> Archive | None:
    """The archive, where its mailbox can be looked into."""
    address, mailbox, password = settings.archive, settings.archive_mailbox, settings.secrets.archive_password
    return Archive(address, mailbox, password, tokens, outbox / REFUSED_LOGIN, now) if address and mailbox else None
