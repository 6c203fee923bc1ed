"""Hands letters to an SMTP server, one after the other over one kept connection; it says that one went, or did not, only when it knows.

The two-step dot: the message goes out without the line that ends it, then `final_step` records that the end is about to go, then
the end goes. A fault before that step leaves no doubt (nothing was accepted); a silence after it does. RFC 5321, 4.1.1.4 and RFC 1047.

Security is what the settings say: with `starttls` or `tls` nothing is said before the server has proven its name, and there is
no falling back. A password is never said in the clear over a network.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import cast

import aiosmtplib

from weekbrief_sender.auth import Login
from weekbrief_sender.letters import Letter
from weekbrief_sender.replies import Phase, meaning_of, without_addresses
from weekbrief_sender.settings import Smtp
from weekbrief_sender.states import Outcome, SessionFailure, State
from weekbrief_sender.tls import strict_context, tls_fault

TO_CONNECT, TO_REPLY, TO_TAKE, TO_ACCEPT = 60.0, 300.0, 180.0, 600.0
"""Seconds to wait for a connection and its greeting, a reply, the taking of a piece, the answer to the dot (RFC 5321, 4.5.3.2)."""
_START_OF_DATA = 354
_LOST = (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, OSError, TimeoutError)


class SmtpServer:
    """A server to deliver to; connected when the first letter comes."""

    def __init__(self, settings: Smtp, login: Login) -> None:
        self._settings, self._login = settings, login
        self._client: aiosmtplib.SMTP | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def deliver(self, letter: Letter, final_step: Callable[[], None]) -> Outcome:
        """Hand one letter over. Raises SessionFailure where no letter can be."""
        if not all(address.isascii() and address.isprintable() for address in (letter.envelope_sender, letter.recipient)):
            return Outcome(State.REFUSED, "its address cannot be written in ASCII")
        client = await self._session(letter.envelope_sender)
        try:
            return await self._converse(client, letter, final_step)
        except BaseException:
            self._drop()  # a half-told letter must not end with a QUIT, or with the next letter
            raise

    async def close(self) -> None:
        """Say goodbye, if anybody listens."""
        client, self._client = self._client, None
        if client and client.is_connected:
            try:
                await client.quit(timeout=TO_CONNECT)
            except (aiosmtplib.SMTPException, OSError):
                client.close()

    async def _converse(self, client: aiosmtplib.SMTP, letter: Letter, final_step: Callable[[], None]) -> Outcome:
        told = [_stuffed(piece) for piece in letter.pieces]
        size = sum(map(len, told))
        limit = client.esmtp_extensions.get("size", "")
        if limit.isdecimal() and 0 < int(limit) < size:
            return meaning_of(Phase.BEFORE_DOT, 552, f"the server takes no letter above {limit} bytes")
        if (outcome := await self._tell(client, letter, told, size)) is not None:
            return outcome
        final_step()
        return await self._end(client)

    async def _tell(self, client: aiosmtplib.SMTP, letter: Letter, told: Sequence[bytes], size: int) -> Outcome | None:
        """Say everything but the end; None when only that is left to say."""
        try:
            await client.mail(letter.envelope_sender, options=[f"SIZE={size}"] if client.supports_extension("size") else [])
            await client.rcpt(letter.recipient)
            reply = await client.execute_command(b"DATA")
            if reply.code != _START_OF_DATA:
                return meaning_of(Phase.BEFORE_DOT, reply.code, reply.message)
            for piece in told:
                await self._write(piece)
        except aiosmtplib.SMTPResponseException as error:
            return meaning_of(Phase.BEFORE_DOT, error.code, error.message)
        except _LOST:
            self._drop()
            return meaning_of(Phase.BEFORE_DOT, None, "the connection was lost before the letter was complete")
        if not client.is_connected:
            return meaning_of(Phase.BEFORE_DOT, None, "the server hung up before the letter was complete")
        return None

    async def _end(self, client: aiosmtplib.SMTP) -> Outcome:
        """Say the end, and hear whether the server takes the letter upon itself."""
        try:
            reply = await client.execute_command(b".", timeout=TO_ACCEPT)
        except aiosmtplib.SMTPResponseException:
            self._drop()
            return meaning_of(Phase.AFTER_DOT, None, "the server's last word on it was no SMTP")
        except _LOST:
            self._drop()
            return meaning_of(Phase.AFTER_DOT, None, "the connection was lost before the server's last word on it")
        return meaning_of(Phase.AFTER_DOT, reply.code, reply.message)

    async def _write(self, piece: bytes) -> None:
        """Hand a piece to the kernel, all of it: what stands in a buffer of ours is not on its way."""
        if self._writer is None:
            raise aiosmtplib.SMTPServerDisconnected("not connected")
        self._writer.write(piece)
        await asyncio.wait_for(self._writer.drain(), TO_TAKE)

    def _drop(self) -> None:
        client, self._client, self._writer = self._client, None, None
        if client:
            client.close()

    async def _session(self, envelope_sender: str) -> aiosmtplib.SMTP:
        """A connection on which the server waits for a letter: the kept one if it still answers, else a new one."""
        if self._client:
            try:
                await self._client.rset(timeout=TO_CONNECT)
            except (aiosmtplib.SMTPException, OSError):
                self._drop()
            else:
                return self._client
        self._login.demand()
        client = self._client = self._new_client(envelope_sender)
        try:
            await client.connect(timeout=TO_CONNECT)
            await _log_in(client, self._login)
        except (aiosmtplib.SMTPException, OSError, UnicodeError) as error:
            self._drop()
            raise _failure(error) from error
        transport = cast("asyncio.WriteTransport", client.transport)
        transport.set_write_buffer_limits(high=1)  # with 0, a TLS transport pauses for good
        self._writer = asyncio.StreamWriter(transport, cast("asyncio.Protocol", client.protocol), None, asyncio.get_running_loop())
        return client

    def _new_client(self, envelope_sender: str) -> aiosmtplib.SMTP:
        """It calls itself by the domain of the school's own address: to ask DNS for this machine's name may take long and tells it."""
        settings, encrypted = self._settings, self._settings.security != "none"
        return aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            local_hostname=envelope_sender.rpartition("@")[2] or "localhost",
            timeout=TO_REPLY,
            use_tls=settings.security == "tls",
            start_tls=settings.security == "starttls",  # False, not None: None would try, and go on in the clear
            tls_context=strict_context() if encrypted else None,
        )


async def _log_in(client: aiosmtplib.SMTP, login: Login) -> None:
    async def ask(line: bytes) -> tuple[int, str]:
        reply = await client.execute_command(line)
        return reply.code, reply.message

    await client.ehlo()
    await login.log_in(ask, client.esmtp_extensions.get("auth", "").lower().split())


def _stuffed(piece: bytes) -> bytes:
    """Lines that begin with a dot get one more (RFC 5321, 4.5.2); a piece begins at the beginning of a line."""
    if b"\r\n." in piece:
        piece = piece.replace(b"\r\n.", b"\r\n..")
    return b"." + piece if piece.startswith(b".") else piece


def _failure(error: aiosmtplib.SMTPException | OSError | UnicodeError) -> SessionFailure:
    """Why there is no session, and whether that will not pass by itself: a refusal, a certificate, a missing STARTTLS, no host's name."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return SessionFailure(without_addresses(f"{error.code} {error.message}"), mend=error.code >= 500)  # noqa: PLR2004 - RFC 5321, 4.2.1: 5yz
    if fault := tls_fault(error):
        return SessionFailure(fault, mend=True)
    return SessionFailure(without_addresses(str(error)), mend=not isinstance(error, OSError))
