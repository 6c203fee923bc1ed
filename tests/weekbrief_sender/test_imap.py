"""Mailboxes that answer otherwise than mailboxes do."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from types import MappingProxyType

import pytest

from weekbrief_sender.imap import LARGEST, Key, held, open_folder
from weekbrief_sender.settings import ImapFolder
from weekbrief_sender.states import SessionFailure

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


@contextmanager
def answering(search: bytes, others: Mapping[bytes, bytes] = MappingProxyType({})) -> Iterator[int]:
    """The port of a server that takes every login, and answers this to the first search; `others`: what it says to other commands."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Thread(target=_serve, args=(listening, {b"UID": search, **others}))
        server.start()
        yield listening.getsockname()[1]
        server.join()


def _serve(listening: socket.socket, others: Mapping[bytes, bytes]) -> None:
    told = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n", b"SELECT": b"* 1 EXISTS\r\n", b"EXAMINE": b"* 1 EXISTS\r\n", **others}
    connection, _ = listening.accept()
    with connection, connection.makefile("rwb") as stream:
        stream.write(b"* OK ready\r\n")
        stream.flush()
        for line in stream:
            tag, command = line.split()[:2]
            answer = told.get(command, b"").replace(b"TAG", tag)
            stream.write(answer + (b"" if answer.endswith(b"}\r\n") or tag in answer else tag + b" OK done\r\n"))
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


@pytest.mark.parametrize(
    "challenge",
    [
        b"+ /\r\n",  # no base64
        b"* 1 FETCH {" + b"9" * 5000 + b"}\r\n",  # a number that Python does not read
    ],
)
def test_what_is_no_answer_at_all_is_told_as_one_that_failed(tmp_path: Path, challenge: bytes) -> None:
    """Whatever a mailbox says, the run goes on without it: a server that is out of order ends no run with a fault of ours."""
    offering = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n", b"AUTHENTICATE": challenge}
    with answering(b"", offering) as port, pytest.raises(SessionFailure):
        looked_up(port, tmp_path)


@pytest.mark.parametrize(
    "others",
    [
        {b"EXAMINE": b"TAG NO no folder for geheim\r\n"},
        {b"EXAMINE": b"TAG BAD what is geheim?\r\n"},
        {b"UID": b"TAG NO geheim is nowhere\r\n"},
        {b"EXAMINE": b"geheim\r\n"},
    ],
)
def test_a_mailbox_that_repeats_the_password_is_not_quoted(tmp_path: Path, others: Mapping[bytes, bytes]) -> None:
    """Its words go into a log: not those that hold the secret, whatever they answer."""
    with answering(b"", others) as port, pytest.raises(SessionFailure, match="repeat the secret") as failure:
        looked_up(port, tmp_path)
    assert "geheim" not in str(failure.value)
