"""Logs in, by one mechanism and once a run: a second try with the same wrong password brings a lock-out nearer.

All connections of a run share one `Login`: until one of them is in, the others wait; once one is refused, none tries again, and the
next runs do not either, until the settings or the secret change or an hour has passed (`refusals`).
"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from weekbrief_sender.refusals import Account, Refusals
from weekbrief_sender.replies import without_addresses
from weekbrief_sender.settings import PASSWORD, Smtp
from weekbrief_sender.states import SessionFailure
from weekbrief_sender.tokens import Tokens

Ask = Callable[[bytes], Awaitable[tuple[int, str]]]
"""Says one line to the server, and hears its reply: code and text."""
_IN, _GO_ON = 235, 334
_FOR_GOOD = 500


class Login:
    """The login of one account, for all connections of one run."""

    def __init__(self, settings: Smtp, tokens: Tokens, refusals: Refusals, now: Callable[[], datetime]) -> None:
        self._settings, self._tokens, self._refusals, self._now = settings, tokens, refusals, now
        self._first = asyncio.Lock()
        self._refused: SessionFailure | None = None
        self._was_in = False

    def demand(self) -> None:
        """Before any connection is made: that there is something to log in with, and no refusal stands. Raises SessionFailure."""
        settings = self._settings
        if not settings.username:
            return
        if settings.auth == "password" and not settings.secrets.password:
            raise SessionFailure(f"there is no password: set {PASSWORD}, or a systemd credential of that name", mend=True)
        if "\0" in f"{settings.username}{settings.secrets.password}":
            raise SessionFailure(f"there is a NUL in {PASSWORD} or in the username", mend=True)
        if reply := self._refusals.standing(_account(settings), self._now()):
            raise SessionFailure(
                "this login was refused less than an hour ago, and it is not tried again yet, so that the account is not locked"
                f" (weekbrief doctor tries at once): {reply}",
                mend=True,
            )

    async def log_in(self, ask: Ask, offered: Collection[str]) -> None:
        """Log in on one connection; `offered` is what EHLO tells, in lower case. Raises SessionFailure, and what `ask` raises."""
        if not self._settings.username:
            return
        if self._was_in:
            await self._try(ask, offered)
            return
        async with self._first:
            if self._refused:
                raise self._refused
            if not self._was_in:
                self.demand()
            await self._try(ask, offered)
            self._was_in = True
            self._refusals.forget()

    async def _try(self, ask: Ask, offered: Collection[str]) -> None:
        username, password = self._settings.username or "", self._settings.secrets.password or ""
        if self._settings.auth == "xoauth2":
            if "xoauth2" not in offered:
                raise SessionFailure("the server offers no login with a token (XOAUTH2)", mend=True)
            conversation = _by_token(username, await self._token())
        elif "plain" in offered:
            conversation = _by_plain(username, password)
        elif "login" in offered:
            conversation = _by_login(username, password)
        else:
            raise SessionFailure("the server offers no way to log in that this weekbrief knows", mend=True)
        code, text = 0, ""
        for line in conversation.lines:
            code, text = await ask(line)
            if code != _GO_ON:
                break
        if code == _IN:
            return
        if any(secret in text for secret in conversation.secrets):
            text = "(its words repeat the secret)"
        failure = SessionFailure(f"the login is refused: {without_addresses(f'{code} {text}')}", mend=code >= _FOR_GOOD)
        if failure.mend:
            self._refused = failure
            self._refusals.remember(_account(self._settings), failure.reply, self._now())
        raise failure

    async def _token(self) -> str:
        try:
            return await self._tokens.take()
        except SessionFailure as failure:
            self._refused = failure if failure.mend else None
            raise


def xoauth2(username: str, token: str) -> bytes:
    """What XOAUTH2 says to a server, also of IMAP; not yet in base64."""
    return f"user={username}\1auth=Bearer {token}\1\1".encode()


def _account(settings: Smtp) -> Account:
    secrets = settings.secrets
    how = (settings.host, settings.port, settings.security, settings.username, settings.auth, settings.token_command, settings.oauth)
    return (*how, secrets.password, secrets.refresh_token, secrets.client_secret)


@dataclass(frozen=True, slots=True)
class _Conversation:
    lines: tuple[bytes, ...]
    """What to say, line after line, as long as the server says to go on."""
    secrets: tuple[str, ...]
    """What may not be repeated in a log."""


def _by_token(username: str, token: str) -> _Conversation:
    """The empty line answers the reason why not, which comes as a 334: only then the server says no."""
    first = b64encode(xoauth2(username, token))
    return _Conversation((b"AUTH XOAUTH2 " + first, b""), (token, first.decode()))


def _by_plain(username: str, password: str) -> _Conversation:
    first = b64encode(f"\0{username}\0{password}".encode())
    return _Conversation((b"AUTH PLAIN " + first,), (password, first.decode()))


def _by_login(username: str, password: str) -> _Conversation:
    last = b64encode(password.encode())
    return _Conversation((b"AUTH LOGIN", b64encode(username.encode()), last), (password, last.decode()))
