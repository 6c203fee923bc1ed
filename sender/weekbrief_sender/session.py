"""Opens a session with an SMTP server, up to the point where it waits for a letter; it says no letter and no address of a parent.

Security is what the settings say: with `starttls` or `tls` nothing is said before the server has proven its name, and there is
no falling back. A password is never said in the clear over a network, and one mechanism is tried once.

aiosmtplib connects, greets, encrypts and logs in. Then the transport is taken out of its hands: its own way of saying a message
spends 30 to 48 ms on one of 2.4 MB, and knows neither the two-step dot nor pipelining.
"""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from typing import cast

import aiosmtplib

from weekbrief_sender.auth import Login
from weekbrief_sender.conversation import Answers, Offer, Reply, offer_of
from weekbrief_sender.replies import Phase, meaning_of, without_addresses
from weekbrief_sender.settings import Smtp
from weekbrief_sender.states import SessionFailure, Verdict
from weekbrief_sender.tls import strict_context, tls_fault

_GOODBYE = 5.0


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for the server (RFC 5321, 4.5.3.2). Not for people to set: shorter ones are for tests."""

    connection: float = 60.0
    """For the connection, and for each step of greeting, TLS and login."""
    reply: float = 300.0
    """For a whole reply, however slowly it trickles."""
    taking: float = 180.0
    """For the taking of one chunk of a message."""
    last_word: float = 600.0
    """For the answer to the dot."""


class Line(asyncio.Protocol):
    """A connection to a server that has been told who we are; it says what it is given, and cuts what it hears into replies."""

    def __init__(self, transport: asyncio.Transport, offer: Offer, patience: Patience) -> None:
        self.offer = offer
        self._transport, self._patience = transport, patience
        self._answers = Answers()
        self._news: asyncio.Future[None] | None = None
        self._paused = self._ended = False
        transport.set_protocol(self)
        transport.set_write_buffer_limits(high=1)  # what stands in a buffer of ours is not on its way; with 0, TLS pauses for good

    @property
    def encryption(self) -> ssl.SSLObject | None:
        """The encryption of this connection; None where there is none."""
        found: ssl.SSLObject | None = self._transport.get_extra_info("ssl_object")
        return found

    def has_spoken(self) -> bool:
        """Whether the server has said something that nobody asked for, or is gone."""
        return self._ended or self._transport.is_closing() or self._answers.pending

    async def say(self, words: bytes) -> None:
        """Hand these bytes to the kernel, all of them. Raises OSError; TimeoutError is one."""
        if not self._transport.is_closing():
            self._transport.write(words)
        if self._paused:
            async with asyncio.timeout(self._patience.taking):
                while self._paused:
                    await self._something()
        if self._ended or self._transport.is_closing():
            raise ConnectionResetError("the connection has ended")

    async def answer(self, patience: float | None = None) -> Reply:
        """The next reply, also where it is silence or nonsense; so many seconds are for all of it, however slowly it trickles."""
        if (reply := self._answers.next()) is not None:
            return reply
        try:
            async with asyncio.timeout(patience or self._patience.reply):
                while (reply := self._answers.next()) is None:
                    if self._ended:
                        return Reply(None, "the connection ended")
                    await self._something()
        except TimeoutError:
            return Reply(None, "the server did not answer in time")
        return reply

    async def last_word(self) -> Reply:
        """The answer to the end of a message."""
        return await self.answer(self._patience.last_word)

    def drop(self) -> None:
        """End the connection without another word: a half-told letter must not be followed by anything."""
        self._transport.abort()

    async def part(self) -> None:
        """Say goodbye, and do not insist on an answer."""
        try:
            await self.say(b"QUIT\r\n")
            await self.answer(min(_GOODBYE, self._patience.reply))
        except OSError:
            pass
        self.drop()

    def data_received(self, data: bytes) -> None:
        """Called by the loop."""
        self._answers.hear(data)
        self._stir()

    def pause_writing(self) -> None:
        """Called by the loop: the kernel takes no more for now."""
        self._paused = True

    def resume_writing(self) -> None:
        """Called by the loop: the kernel has taken everything."""
        self._paused = False
        self._stir()

    def eof_received(self) -> None:
        """Called by the loop, which then closes the connection."""
        self._ended, self._paused = True, False
        self._stir()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - why does not matter
        """Called by the loop."""
        self.eof_received()

    async def _something(self) -> None:
        self._news = asyncio.get_running_loop().create_future()
        await self._news

    def _stir(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)


async def open_line(settings: Smtp, login: Login, own_name: str, patience: Patience) -> Line:
    """A connection on which the server waits for a letter. Raises SessionFailure.

    `own_name`: how we call ourselves; to ask DNS for this machine's name may take long, and tells it.
    """
    login.demand()
    encrypted = settings.security != "none"
    client = aiosmtplib.SMTP(
        hostname=settings.host,
        port=settings.port,
        local_hostname=own_name,
        timeout=patience.connection,
        use_tls=settings.security == "tls",
        start_tls=False,  # not None: None would try, and go on in the clear
        tls_context=strict_context() if encrypted else None,
    )
    phase = Phase.GREETING
    try:
        await client.connect()
        phase = Phase.HELLO
        await client.ehlo()
        if settings.security == "starttls":
            phase = Phase.TLS
            await client.starttls()
            phase = Phase.HELLO
            await client.ehlo()
        phase = Phase.LOGIN
        await _log_in(client, login)
    except (aiosmtplib.SMTPException, OSError, UnicodeError) as error:
        client.close()
        raise _reason(phase, error) from error
    except BaseException:
        client.close()
        raise
    return Line(cast("asyncio.Transport", client.transport), offer_of(client.esmtp_extensions), patience)


async def _log_in(client: aiosmtplib.SMTP, login: Login) -> None:
    async def ask(line: bytes) -> tuple[int, str]:
        reply = await client.execute_command(line)
        return reply.code, reply.message

    await login.log_in(ask, client.esmtp_extensions.get("auth", "").lower().split())


def _reason(phase: Phase, error: aiosmtplib.SMTPException | OSError | UnicodeError) -> SessionFailure:
    """A reply means what the table says; a certificate, a missing STARTTLS or a host's name do not mend themselves, a network does."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        outcome = meaning_of(phase, error.code if error.code > 0 else None, str(error.message))
        return SessionFailure(outcome.reply, mend=outcome.verdict is Verdict.NOBODY_UNTIL_MENDED)
    if fault := tls_fault(error):
        return SessionFailure(fault, mend=True)
    return SessionFailure(without_addresses(str(error)), mend=not isinstance(error, OSError))
