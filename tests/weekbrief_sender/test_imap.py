"""Mailboxes that answer otherwise than mailboxes do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from weekbrief_sender.imap import LARGEST, Key, held, open_folder
from weekbrief_sender.settings import ImapFolder
from weekbrief_sender.states import SessionFailure

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


@contextmanager
def answering(search: bytes) -> Iterator[int]:
    """The port of a server that takes every login, and answers this to the first search."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Thread(target=_serve, args=(listening, search))
        server.start()
        yield listening.getsockname()[1]
        server.join()


def _serve(listening: socket.socket, search: bytes) -> None:
    told = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n", b"SELECT": b"* 1 EXISTS\r\n", b"EXAMINE": b"* 1 EXISTS\r\n", b"UID": search}
    connection, _ = listening.accept()
    with connection, connection.makefile("rwb") as stream:
        stream.write(b"* OK ready\r\n")
        stream.flush()
        for line in stream:
            tag, command = line.split()[:2]
            stream.write(told.get(command, b"") + (b"" if told.get(command, b"").endswith(b"}\r\n") else tag + b" OK done\r\n"))
            stream.flush()


def looked_up(port: int, folder: Path) -> frozenset[str]:
    """What such a server says of one Message-ID."""
    mailbox = ImapFolder("127.0.0.1", port, "none", "school", "password", "INBOX")
    with open_folder(mailbox, Key("geheim", folder / "refused"), NOW) as client:
        return held(client, ["<a@regenboog.example>"])


def test_a_mailbox_that_answers_as_it_should_is_heard(tmp_path: Path) -> None:
    """The server of these tests is one."""
    with answering(b"* SEARCH 1\r\n") as port:
        assert looked_up(port, tmp_path) == {"<a@regenboog.example>"}


@pytest.mark.parametrize("size", [LARGEST + 1, 10**13])
def test_a_literal_larger_than_anything_asked_for_is_not_read(tmp_path: Path, size: int) -> None:
    """A server that announces a huge answer makes nobody wait for it and fills no memory; the run goes on without the mailbox."""
    with answering(b"* SEARCH {%d}\r\n" % size) as port, pytest.raises(SessionFailure, match="not read") as failure:
        looked_up(port, tmp_path)
    assert not failure.value.mend
