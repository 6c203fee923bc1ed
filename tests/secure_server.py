"""An SMTP server with TLS that says what a test tells it to, also what no honest one says; it records what it hears, and how."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from types import MappingProxyType

USUAL = {"": "535 no", "EHLO": "250-secure\r\n250 AUTH PLAIN LOGIN XOAUTH2", "AUTH": "235 welcome", "DATA": "354 go on", "QUIT": "221 bye"}
OFFER = "250-secure\r\n250-STARTTLS\r\n250 AUTH LOGIN"
"""What EHLO tells before TLS: the login that it names is never to be used."""


class SecureServer(ThreadingTCPServer):
    """`heard` holds, of each line, whether it came under TLS, and the line; `letters` counts the messages."""

    daemon_threads = True

    def __init__(self, context: ssl.SSLContext, replies: Mapping[str, str], *, at_once: bool, offer: str, injected: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.context, self.at_once, self.offer, self.injected = context, at_once, offer, injected
        self.replies = USUAL | dict(replies)
        self.heard: list[tuple[bool, str]] = []
        self.letters = 0

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self.server_address[1]
        return port

    def lines(self, *, secure: bool) -> list[str]:
        """The lines that came under TLS, or before it."""
        return [line for under, line in self.heard if under is secure]


class _Session(BaseRequestHandler):
    server: SecureServer

    def handle(self) -> None:
        try:
            with suppress(OSError):
                self._converse()
        finally:
            self.request.close()

    def _converse(self) -> None:
        secure = self.server.at_once
        if secure:
            self.request = self.server.context.wrap_socket(self.request, server_side=True)
        self.request.sendall(b"220 secure\r\n")
        lines = self.request.makefile("rb")
        while line := lines.readline():
            command = line.decode("latin-1").strip()
            self.server.heard.append((secure, command))
            verb = command.partition(" ")[0].upper()
            if verb == "STARTTLS" and not secure:
                self.request.sendall(b"220 go on\r\n" + self.server.injected)
                self.request = self.server.context.wrap_socket(self.request, server_side=True)
                lines, secure = self.request.makefile("rb"), True
                continue
            reply = self.server.offer if verb == "EHLO" and not secure else self.server.replies.get(verb, "250 ok")
            self.request.sendall(f"{reply}\r\n".encode())
            if verb == "DATA":
                while lines.readline() not in (b".\r\n", b""):
                    pass
                self.server.letters += 1
                self.request.sendall(b"250 taken\r\n")
            if verb == "QUIT":
                return


@contextmanager
def secure(
    context: ssl.SSLContext,
    replies: Mapping[str, str] = MappingProxyType({}),
    *,
    at_once: bool = False,
    offer: str = OFFER,
    injected: bytes = b"",
) -> Iterator[SecureServer]:
    """A server with STARTTLS, or with TLS `at_once`; `offer` is its EHLO before TLS, `injected` what follows its go-ahead in the clear."""
    with SecureServer(context, replies, at_once=at_once, offer=offer, injected=injected) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
