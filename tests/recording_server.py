"""A fast SMTP server that takes everything, and remembers of each session how far each letter came: the truth a ledger is held against.

It lives on in the test while the senders that speak to it are killed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socket import IPPROTO_TCP, TCP_NODELAY, socket
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Condition, Thread

_RECIPIENT = re.compile(r"(?i)rcpt to:<([^>]*)>")
PATIENCE = 20.0
"""Seconds within which a session must have ended whose sender is gone."""


@dataclass(slots=True)
class Handover:
    """How far a letter came."""

    recipient: str
    message: bytes = b""
    """What was heard of it, as SMTP says it: dots stuffed."""
    dot: bool = False
    answered: bool = False


@dataclass(slots=True)
class Session:
    """The letters of one connection, in the order in which they were said."""

    letters: list[Handover] = field(default_factory=list)


class RecordingServer(ThreadingTCPServer):
    """`at` is called with each stage: a verb, `.` when a dot is heard, `250` when it has been answered."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, *, pipelining: bool, keep: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Recorder)
        self.hello = "250-recording\r\n250 PIPELINING" if pipelining else "250 recording"
        self.keep = keep
        self.at: Callable[[str, Session], None] = lambda _stage, _session: None
        self._sessions: list[Session] = []
        self._open = 0
        self._change = Condition()

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self.server_address[1]
        return port

    def process_request(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """Called for each connection."""
        with self._change:
            self._open += 1
        super().process_request(request, client_address)

    def begun(self, session: Session) -> None:
        """Called by a session that begins."""
        with self._change:
            self._sessions.append(session)

    def ended(self) -> None:
        """Called by a session that is over."""
        with self._change:
            self._open -= 1
            self._change.notify_all()

    def sessions(self) -> list[Session]:
        """All sessions, each with all that was ever said in it; whoever spoke is gone, or this raises AssertionError."""
        with socket() as last:  # connections are taken up in turn: when this one is, none that came before it is left in the queue
            last.connect(self.server_address)
            last.recv(100)
        with self._change:
            if not self._change.wait_for(lambda: not self._open, PATIENCE):
                raise AssertionError("a session does not end")
            return [session for session in self._sessions if session.letters]

    def taken(self) -> Counter[tuple[str, bytes]]:
        """How often which message was taken for whom."""
        return Counter((letter.recipient, letter.message) for session in self.sessions() for letter in session.letters if letter.dot)


class _Recorder(BaseRequestHandler):
    server: RecordingServer
    request: socket

    def setup(self) -> None:
        self.request.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        self._session, self._heard = Session(), bytearray()
        self.server.begun(self._session)

    def handle(self) -> None:
        with suppress(OSError):
            self._say("220 recording")
            while self._answer(self._until(b"\n").decode("latin-1")):
                pass

    def finish(self) -> None:
        self.server.ended()

    def _answer(self, line: str) -> bool:
        """Whether the conversation goes on."""
        verb = line[:4].upper()
        self.server.at(verb, self._session)
        match verb:
            case "EHLO":
                self._say(self.server.hello)
            case "DATA":
                self._say("354 go on")
                self._take(self._session.letters[-1])
            case "QUIT":
                self._say("221 bye")
            case _:
                if found := _RECIPIENT.match(line):
                    self._session.letters.append(Handover(found[1]))
                self._say("250 ok")
        return verb != "QUIT"

    def _take(self, letter: Handover) -> None:
        try:
            message = self._until(b"\r\n.\r\n")
        except ConnectionError:
            letter.message = bytes(self._heard)
            raise
        letter.message, letter.dot = message[:-3] if self.server.keep else b"", True
        self.server.at(".", self._session)
        self._say("250 taken")
        letter.answered = True
        self.server.at("250", self._session)

    def _until(self, mark: bytes) -> bytes:
        """All up to and with this mark. Raises ConnectionError where it does not come, and what was heard instead stays."""
        begin = 0
        while (found := self._heard.find(mark, begin)) < 0:
            begin = max(len(self._heard) - len(mark), 0)
            if not (more := self.request.recv(1 << 20)):
                raise ConnectionResetError
            self._heard += more
        end = found + len(mark)
        words = bytes(self._heard[:end])
        del self._heard[:end]
        return words

    def _say(self, words: str) -> None:
        self.request.sendall(f"{words}\r\n".encode())


@contextmanager
def recording(*, pipelining: bool = False, keep: bool = True) -> Iterator[RecordingServer]:
    """A server on a port of its own; it offers pipelining or not, and keeps the messages or only how far they came."""
    with RecordingServer(pipelining=pipelining, keep=keep) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
