"""Whatever a mailbox answers: what comes of it is what was asked for, or a refusal in words without the secret; never another fault."""

from __future__ import annotations

import socket
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import chain, repeat
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from minute import for_a_minute, spoiled

from weekbrief_sender.bounces.mailbox import in_imap
from weekbrief_sender.imap import Key, held, open_folder
from weekbrief_sender.settings import ImapFolder
from weekbrief_sender.states import SessionFailure

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
SECRET = "wachtwoord-van-de-school"  # noqa: S105 - nobody's
IDS = ("<a@regenboog.example>", "<b@regenboog.example>")
GREETING = b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n"
ANSWERS = [
    b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK done\r\n",
    b"+ \r\n",
    b"TAG OK logged in\r\n",
    b"* 2 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\nTAG OK [READ-WRITE] done\r\n",
    b"* SEARCH 1 2\r\nTAG OK done\r\n",
    b"* 1 FETCH (UID 1 BODY[]<0> {11}\r\nSubject: x\n)\r\nTAG OK done\r\n",
    b"* SEARCH\r\nTAG OK done\r\n",
    b"TAG NO [AUTHENTICATIONFAILED] " + SECRET.encode() + b"\r\n",
    b"* BYE gone\r\n",
]
WORDS = [b"{5}\r\n", b"{99999999999}\r\n", b"* SEARCH 1 x\r\n", b"* SEARCH \xff\r\n", b"TAG OK\r\n", b"* 1 FETCH NIL\r\n", b"+ x\r\n"]
DIALOGUE = [0, 1, 2, 3, 4, 4, 5, 6]


def _serve(listening: socket.socket, greeting: bytes, answers: Sequence[bytes]) -> None:
    """One conversation: a line in, an answer out; then the server hangs up, as it does when nothing comes."""
    connection, _ = listening.accept()
    connection.settimeout(0.02)
    with connection, connection.makefile("rb") as lines:
        try:
            connection.sendall(greeting)
            tag = b"x"
            for answer in chain(answers, repeat(b"* BYE\r\n", 1)):
                line = lines.readline()
                if not line:
                    return
                tag = line.split(b" ")[0] if line[:1].isalpha() and b" " in line else tag
                connection.sendall(answer.replace(b"TAG", tag.strip()))
        except OSError:
            return


def _talk(greeting: bytes, answers: Sequence[bytes], *, bounces: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, TemporaryDirectory() as folder:
        server = threading.Thread(target=_serve, args=(listening, greeting, answers), daemon=True)
        server.start()
        mailbox = ImapFolder("127.0.0.1", listening.getsockname()[1], "none", "archief", "password", "Archief & zo")
        try:
            with open_folder(mailbox, Key(SECRET, Path(folder) / "refused.json"), NOW, to_read=not bounces) as client:
                if bounces:
                    for data, seen in in_imap(client, NOW):
                        assert isinstance(data, bytes)
                        seen()
                else:
                    assert held(client, IDS) <= set(IDS)
        except SessionFailure as failure:
            assert SECRET not in str(failure)  # noqa: PT017 - a refusal is one of two good ends
        server.join()


@settings(max_examples=20)  # each waits for a server
@given(
    st.one_of(st.just(GREETING), st.just(GREETING), spoiled([GREETING, b"* PREAUTH hello\r\n"], WORDS)),
    st.lists(st.one_of(st.none(), st.none(), spoiled(ANSWERS, WORDS), st.sampled_from(ANSWERS)), min_size=8, max_size=8),
    st.booleans(),
)
def holds(greeting: bytes, instead: list[bytes | None], bounces: bool) -> None:  # noqa: FBT001 - an example
    """Of a conversation in which some answers are other ones."""
    answers = [ANSWERS[DIALOGUE[at]] if other is None else other for at, other in enumerate(instead)]
    _talk(greeting, answers, bounces=bounces)


if __name__ == "__main__":
    for_a_minute(holds)
