"""A provider's token endpoint over HTTPS that answers what a test tells it to, and records what it is asked."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl

TOKEN = "ya29.a-token"  # noqa: S105 - nobody's
GIVEN: Mapping[str, object] = {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 3600}


class TokenServer(ThreadingHTTPServer):
    """`asked` holds the form of each request."""

    daemon_threads = True

    def __init__(self, context: ssl.SSLContext, status: int, answer: object) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.status, self.answer = status, answer
        self.asked: list[dict[str, str]] = []
        self.headers: dict[str, str] = {}
        self.visits = 0

    @property
    def url(self) -> str:
        """Where a token is asked for."""
        return f"https://127.0.0.1:{self.server_address[1]}/token"


class _Request(BaseHTTPRequestHandler):
    server: TokenServer

    def do_POST(self) -> None:
        """Answer as told."""
        self.server.asked.append(dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode())))
        answer = self.server.answer if isinstance(self.server.answer, bytes) else json.dumps(self.server.answer).encode()
        self.send_response(self.server.status)
        for name, value in {"Content-Length": str(len(answer)), **self.server.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    def do_GET(self) -> None:
        """Nobody should come here like this."""
        self.server.visits += 1
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard library's
        """Say nothing."""


@contextmanager
def giving_tokens(context: ssl.SSLContext, status: int = 200, answer: object = GIVEN) -> Iterator[TokenServer]:
    """An endpoint that answers so."""
    with TokenServer(context, status, answer) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
