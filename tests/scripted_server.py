"""An SMTP server that says what a test tells it to say, and hangs up where it is told to; it records all that it hears."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from types import MappingProxyType

USUAL = {
    "greeting": "220 scripted",
    "EHLO": "250-scripted\r\n250 AUTH PLAIN LOGIN",
    "AUTH": "235 welcome",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    ".": "250 taken",
    "RSET": "250 ok",
    "QUIT": "221 bye",
}
HANG_UP = ""
"""In place of a reply: the connection ends."""
AND_HANG_UP = "\0"
"""At the end of a reply: then the connection ends."""
HANG = "\1"
"""In place of a reply: nothing, for as long as the client likes."""


Said = str | list[str]
"""A reply, or several, one after the other."""


class ScriptedServer(ThreadingTCPServer):
    """`heard` holds the command lines, `taken` the messages whose end it heard."""

    daemon_threads = True

    def __init__(self, replies: Mapping[str, Said], host: str) -> None:
        super().__init__((host, 0), _Session)
        self.replies: dict[str, Said] = {**USUAL, **replies}
        self.heard: list[str] = []
        self.taken: list[bytes] = []
        self.before_last_word: Callable[[], None] = lambda: None
        """What happens when a message is complete and not yet answered."""
        self.refused: tuple[str, str] | None = None
        self.hanging = Event()
        """Somebody waits for an answer that does not come."""

    def refuse(self, word: str, reply: str) -> None:
        """From now on, say this to every command that holds the word; with an empty reply to none."""
        self.refused = (word, reply) if reply else None

    def reply(self, what: str) -> str:
        """What it says now; of several replies, one after the other, and the last again and again."""
        said = self.replies.get(what, "500 what?")
        if isinstance(said, list):
            return said.pop(0) if len(said) > 1 else said[0]
        return said

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self.server_address[1]
        return port


class _Session(StreamRequestHandler):
    server: ScriptedServer

    def handle(self) -> None:
        if not self._say("greeting"):
            return
        for line in self.rfile:
            command = line.decode("latin-1").strip()
            verb = command.partition(" ")[0].upper()
            self.server.heard.append(command)
            if self.server.refused and self.server.refused[0] in command and verb == "RCPT":
                if not self._tell(self.server.refused[1]):
                    return
            elif verb == "DATA":
                if not self._data():
                    return
            elif not self._say(verb):
                return

    def _data(self) -> bool:
        reply = self.server.reply("DATA")
        return self._tell(reply) and (not reply.startswith("354") or self._take())

    def _take(self) -> bool:
        message = b""
        for line in self.rfile:
            if self.server.reply("body") == HANG_UP:
                return False
            if line == b".\r\n":
                self.server.taken.append(message)
                self.server.before_last_word()
                return self._say(".")
            message += line
        return False

    def _say(self, what: str) -> bool:
        """Whether the conversation goes on."""
        return self._tell(self.server.reply(what)) and what != "QUIT"

    def _tell(self, reply: str) -> bool:
        if reply == HANG_UP:
            return False
        if reply == HANG:
            self.server.hanging.set()
            self.rfile.read()
            return False
        self.wfile.write(f"{reply.removesuffix(AND_HANG_UP)}\r\n".encode())
        return not reply.endswith(AND_HANG_UP)


@contextmanager
def scripted(replies: Mapping[str, Said] = MappingProxyType({}), host: str = "127.0.0.1") -> Iterator[ScriptedServer]:
    """A server that answers as usual but for these replies, by the first word of the command, `greeting`, `body` or `.`."""
    with ScriptedServer(replies, host) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
