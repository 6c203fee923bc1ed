"""A proxy before a mail server that cuts one connection at a byte, or lets bytes trickle.

It tells the truth about that connection: whether the sender said a dot, and whether the answer to it was let through. What comes after
the cut connection goes through untouched. A sender that is cut off sees the end of the stream, and is listened to until it leaves.
"""

from __future__ import annotations

import selectors
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread


class Way(Enum):
    """In which direction bytes go."""

    TO_SERVER = "to the server"
    TO_SENDER = "to the sender"


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection ends when so many bytes have gone this way."""

    way: Way
    after: int


class CutProxy(ThreadingTCPServer):
    """Knows of the first connection what was said and heard there."""

    daemon_threads = True

    def __init__(self, target: int, cut: Cut, *, trickle: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.target, self.cut, self.trickle = target, cut, trickle
        self.said, self.heard = bytearray(), bytearray()
        """What the sender said, and what it heard, on the first connection."""
        self.spoilt = False
        """Whether the cut was made."""
        self.first = True
        self.over = Event()
        """Set once the first connection has ended at both ends: until then its last words may be on their way."""

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self.server_address[1]
        return port

    @property
    def dots(self) -> int:
        """How many letters the sender said to their end."""
        assert self.over.wait(30)
        return self.said.count(b"\r\n.\r\n")

    @property
    def answers(self) -> int:
        """How many of them were answered, as far as the sender could hear: a whole line."""
        assert self.over.wait(30)
        return self.heard.count(b"250 taken\r\n")


class _Connection(BaseRequestHandler):
    server: CutProxy
    request: socket.socket

    def handle(self) -> None:
        spoil, self.server.first = self.server.first, False
        try:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.server.target)) as onward:
                for end in (self.request, onward):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._pass_on(onward, self.server.cut if spoil else None)
        finally:
            if spoil:
                self.server.over.set()

    def _pass_on(self, onward: socket.socket, cut: Cut | None) -> None:
        gone = {Way.TO_SERVER: 0, Way.TO_SENDER: 0}
        with selectors.DefaultSelector() as both:
            both.register(self.request, selectors.EVENT_READ, (self.request, onward, Way.TO_SERVER))
            both.register(onward, selectors.EVENT_READ, (onward, self.request, Way.TO_SENDER))
            while True:
                for key, _ in both.select():
                    heard, to, way = key.data
                    words = heard.recv(1 << 16)
                    if not words:
                        return
                    if cut and way is Way.TO_SERVER:
                        self.server.said += words
                    if cut and way is cut.way and gone[way] + len(words) >= cut.after:
                        self._end(to, words[: cut.after - gone[way]], way, onward)
                        return
                    if cut and way is Way.TO_SENDER:
                        self.server.heard += words
                    gone[way] += len(words)
                    for begin in range(0, len(words), 1 if self.server.trickle else len(words)):
                        to.sendall(words[begin : begin + 1] if self.server.trickle else words)

    def _end(self, to: socket.socket, last: bytes, way: Way, onward: socket.socket) -> None:
        self.server.spoilt = True
        if way is Way.TO_SENDER:
            self.server.heard += last
        to.sendall(last)
        onward.close()
        self.request.shutdown(socket.SHUT_WR)
        with suppress(OSError):
            while words := self.request.recv(1 << 16):
                self.server.said += words


@contextmanager
def cutting(target: int, cut: Cut, *, trickle: bool = False) -> Iterator[CutProxy]:
    """A proxy before the server on this port that cuts the first connection; with `trickle`, bytes go on one by one."""
    with CutProxy(target, cut, trickle=trickle) as proxy:
        thread = Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
