"""Fetches the token that XOAUTH2 logs in with, from a program or from the provider; it is held in memory until it lapses, and nowhere else.

A program is run without a shell, and without the secrets that have nothing to do with tokens; what it complains about is not shown,
for it may hold what nobody should read. The provider is
asked over HTTPS only, and no redirect is followed: it would be told the secret.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO

from weekbrief_sender.settings import (
    ARCHIVE_PASSWORD,
    BOUNCES_PASSWORD,
    CLIENT_SECRET,
    DKIM_KEY,
    PASSWORD,
    REFRESH_TOKEN,
    OAuth,
    Secrets,
    Smtp,
)
from weekbrief_sender.states import SessionFailure
from weekbrief_sender.tls import strict_context, tls_fault

TO_ANSWER = 60.0
"""Seconds that the program, or the provider, may take."""
HELD, MARGIN, LEAST = 300.0, 120.0, 10.0
"""Seconds for which a token is held that does not say how long it lasts; before its end when it is no longer used; and held at least."""
_NOT_FOR_PROGRAMS = frozenset({PASSWORD, ARCHIVE_PASSWORD, BOUNCES_PASSWORD, DKIM_KEY})
"""What no program needs for a token; what it is asked with (a refresh token, a client secret) may be handed to it so."""
_LONGEST = 64 * 1024
_TOKEN = re.compile(r"[\x21-\x7e]{1,16384}")
_ERROR = re.compile(r"[a-z_]{1,40}")
_CODE = re.compile(r"AADSTS[0-9]+")
_SERVER_ERROR, _TOO_MANY = 500, 429


@dataclass(frozen=True, slots=True)
class _Held:
    token: str
    until: float


class Tokens:
    """The tokens of one account; `clock` counts seconds and never goes back."""

    def __init__(self, settings: Smtp, clock: Callable[[], float]) -> None:
        self._settings, self._clock = settings, clock
        self._held: _Held | None = None
        self._asking = asyncio.Lock()

    async def take(self) -> str:
        """A token that is good now. Raises SessionFailure; `mend` says that it will not pass by itself."""
        async with self._asking:
            if self._held is None or self._held.until <= self._clock():
                token, seconds = await self._fetched()
                self._held = _Held(token, self._clock() + max(seconds - MARGIN, LEAST))
            return self._held.token

    async def _fetched(self) -> tuple[str, float]:
        if self._settings.token_command:
            return await _from_program(self._settings.token_command), HELD
        if self._settings.oauth is None:
            raise SessionFailure("nothing says where a token comes from (groups.yaml, mail: oauth or token_command)", mend=True)
        return await asyncio.to_thread(_from_provider, self._settings.oauth, self._settings.secrets)


async def _from_program(command: tuple[str, ...]) -> str:
    pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_FOR_PROGRAMS}
    try:
        program = await asyncio.create_subprocess_exec(*command, stdin=nowhere, stdout=pipe, stderr=nowhere, env=environment)
    except OSError as error:
        raise SessionFailure(f"the token_command cannot be run: {error.strerror}: {command[0]}", mend=True) from None
    try:
        told, _ = await asyncio.wait_for(program.communicate(), TO_ANSWER)
    except TimeoutError:
        raise SessionFailure("the token_command does not come to an end", mend=True) from None
    finally:
        if program.returncode is None:  # too slow, or we are asked to end: it is not left behind
            program.kill()
            await program.wait()
    token = told.decode("ascii", "replace").strip()
    if program.returncode != 0:
        raise SessionFailure(f"the token_command ended with status {program.returncode}: run it by hand to see why", mend=True)
    return _proven(token, "the token_command")


def _proven(token: object, whose: str) -> str:
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise SessionFailure(f"what {whose} gave is no token", mend=True)
    return token


def _from_provider(oauth: OAuth, secrets: Secrets) -> tuple[str, float]:
    """(token, seconds for which it is good): by refresh token, else in the name of the application itself (RFC 6749, 6 and 4.4)."""
    asked = {"client_id": oauth.client_id, "scope": oauth.scope}
    if secrets.refresh_token:
        asked |= {"grant_type": "refresh_token", "refresh_token": secrets.refresh_token}
    elif secrets.client_secret:
        asked |= {"grant_type": "client_credentials"}
    else:
        raise SessionFailure(f"there is nothing to ask a token with: set {REFRESH_TOKEN} or {CLIENT_SECRET}, or a credential", mend=True)
    if secrets.client_secret:
        asked |= {"client_secret": secrets.client_secret}
    body = urllib.parse.urlencode({key: value for key, value in asked.items() if value}).encode("ascii")
    request = urllib.request.Request(oauth.token_url, body, {"Accept": "application/json"})  # noqa: S310 - settings take https alone
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=strict_context()), _NoRedirect())
    try:
        with opener.open(request, timeout=TO_ANSWER) as answer:
            told = json.loads(answer.read(_LONGEST))
    except urllib.error.HTTPError as refused:
        with refused:
            passing = refused.code >= _SERVER_ERROR or refused.code == _TOO_MANY
            raise SessionFailure(f"the provider gives no token: {refused.code}{_reason(refused)}", mend=not passing) from None
    except urllib.error.URLError as error:
        fault = tls_fault(error.reason if isinstance(error.reason, BaseException) else error)
        raise SessionFailure(f"asking for a token: {fault or 'the provider cannot be reached'}", mend=bool(fault)) from None
    except (OSError, HTTPException) as error:
        fault = tls_fault(error)
        raise SessionFailure(f"asking for a token: {fault or 'the provider cannot be reached'}", mend=bool(fault)) from None
    except ValueError:
        raise SessionFailure("what the provider answered is no token", mend=True) from None
    if not isinstance(told, dict):
        raise SessionFailure("what the provider answered is no token", mend=True)
    seconds = told.get("expires_in")
    return _proven(told.get("access_token"), "the provider"), float(seconds) if isinstance(seconds, int) else HELD


def _reason(refused: urllib.error.HTTPError) -> str:
    """The word for it, and Microsoft's number; never the rest, which may name people and tell what was asked."""
    try:
        told = json.loads(refused.read(_LONGEST))
    except (ValueError, OSError, HTTPException):
        return ""
    if not isinstance(told, dict):
        return ""
    error, number = str(told.get("error")), _CODE.search(str(told.get("error_description")))
    return " ".join(["", *([error] if _ERROR.fullmatch(error) else []), *([number[0]] if number else [])])


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What would be followed is told the secret."""

    def redirect_request(  # noqa: PLR0913, PLR0917 - the signature is the standard library's
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow nothing: the answer becomes an HTTPError."""
