from __future__ import annotations

import base64
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from outboxes import a_letter, counts, fill, message, report, send
from scripted_server import AND_HANG_UP, HANG_UP, ScriptedServer, scripted

from weekbrief_build.school.letter import Piece
from weekbrief_build.school.people import MailSettings

LOGIN = base64.b64encode(b"\0weekbrief\0geheim").decode()


def _fill(outbox: Path, server: ScriptedServer, letters: int = 1, host: str = "127.0.0.1", username: str | None = None) -> None:
    settings = MailSettings("smtp", host, server.port, "none", username)
    fill(outbox, [a_letter(number) for number in range(1, letters + 1)], settings)


@pytest.mark.parametrize("last_word", [HANG_UP, "HTTP/1.1 400 Bad Request", "354 go on"])
def test_a_letter_without_a_clear_last_word_is_unknown_and_never_sent_again(tmp_path: Path, last_word: str) -> None:
    """After the dot, silence and nonsense are doubt: the letter may have arrived, so only a person may send it again."""
    with scripted({".": last_word}) as server:
        _fill(tmp_path, server)
        assert (send(tmp_path).returncode, counts(tmp_path)) == (1, {"unknown": 1})
        assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"unknown": 1})
        assert len(server.taken) == 1


PASSING: tuple[dict[str, str], ...] = (
    {"MAIL": HANG_UP},
    {"RCPT": "421 too busy"},
    {"DATA": "451 later"},
    {".": "452 disk full"},
)


@pytest.mark.parametrize("script", PASSING)
def test_a_letter_that_surely_did_not_go_waits_and_goes_later(tmp_path: Path, script: dict[str, str]) -> None:
    """A fault before the dot, or a no for now, is safe to repeat; the other letters go meanwhile where they can."""
    with scripted(script) as server:
        _fill(tmp_path, server, letters=2)
        assert (send(tmp_path).returncode, counts(tmp_path)) == (75, {"waiting": 2})
        server.replies |= {"MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "body": "taken", ".": "250 taken"}
        server.taken.clear()
        assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"sent": 2})
        assert server.taken == [message(a_letter(number)).replace(b"\r\n.", b"\r\n..") for number in (1, 2)]


def test_a_letter_that_was_cut_off_before_its_end_surely_did_not_go(tmp_path: Path) -> None:
    """What the kernel could not pass on was never complete; a short letter fits into its buffers whole, and then nobody knows."""
    longer_than_any_buffer = Piece((b"x" * 76 + b"\r\n") * 400_000)
    with scripted({"body": HANG_UP}) as server:
        letter = a_letter(1)
        settings = MailSettings("smtp", "127.0.0.1", server.port, "none")
        fill(tmp_path, [replace(letter, pieces=(*letter.pieces, longer_than_any_buffer))], settings)
        assert (send(tmp_path).returncode, counts(tmp_path)) == (75, {"waiting": 1})
        assert server.taken == []


def test_a_letter_that_was_tried_on_a_day_to_come_does_not_wait_for_that_day(tmp_path: Path) -> None:
    """A clock that ran ahead, or somebody who tried another day, keeps no letter back for years."""
    with scripted({"RCPT": "421 too busy"}) as server:
        _fill(tmp_path, server)
        assert (send(tmp_path, "--now", "2099-01-01T12:00:00+00:00").returncode, counts(tmp_path)) == (75, {"waiting": 1})
        server.replies |= {"RCPT": "250 ok"}
        assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"sent": 1})


@pytest.mark.parametrize("script", [{"RCPT": "553 nobody"}, {"DATA": "554 no"}, {".": "554 spam"}])
def test_a_lone_letter_that_the_server_refuses_waits_until_it_shows_what_that_is_about(tmp_path: Path, script: dict[str, str]) -> None:
    """A 5yz may be about the school: a person has to look, the reply stays to be read, and it goes as soon as the server takes it."""
    with scripted(script) as server:
        _fill(tmp_path, server)
        for _ in range(3):
            assert (send(tmp_path).returncode, counts(tmp_path)) == (1, {"waiting": 1})
        assert report(tmp_path).troubles[0].reply == next(iter(script.values()))
        server.replies |= {"MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", ".": "250 taken"}
        assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"sent": 1})


def test_a_letter_whose_recipient_the_server_does_not_know_is_refused_when_it_says_so_again(tmp_path: Path) -> None:
    """By the code for RCPT; then a person has to look, and the letter is not tried any more."""
    with scripted({"RCPT": "550 5.1.1 <ouder1@example.org>: no such user"}) as server:
        _fill(tmp_path, server)
        assert (send(tmp_path).returncode, counts(tmp_path)) == (75, {"waiting": 1})
        assert (send(tmp_path).returncode, counts(tmp_path)) == (1, {"refused": 1})
        assert report(tmp_path).troubles[0].reply == "550 5.1.1 <…>: no such user"
        server.replies["RCPT"] = "250 ok"
        assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"refused": 1})


@pytest.mark.parametrize(("greeting", "status"), [("421 not now", 75), ("554 not you", 1), (HANG_UP, 75), ("SSH-2.0", 75)])
def test_a_server_that_takes_nobody_makes_every_letter_wait(tmp_path: Path, greeting: str, status: int) -> None:
    """It is none of the letters' doing: they wait; a no for good tells a person to look at the settings."""
    with scripted({"greeting": greeting}) as server:
        _fill(tmp_path, server, letters=3)
        assert (send(tmp_path).returncode, counts(tmp_path)) == (status, {"waiting": 3})


def test_a_connection_that_ended_between_two_letters_is_opened_again(tmp_path: Path) -> None:
    """A kept connection may have ended in the meantime: the next letter gets a new one and does not wait."""
    with scripted({".": f"250 taken{AND_HANG_UP}"}) as server:
        _fill(tmp_path, server, letters=3)
        assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"sent": 3})
        assert sum(line.startswith("EHLO") for line in server.heard) == 3


@pytest.mark.parametrize("by", ["environment", "credential"])
def test_the_password_comes_from_the_environment_or_a_credential(tmp_path: Path, by: str) -> None:
    """Nothing in the outbox holds it; systemd's credential of the same name serves as well."""
    (tmp_path / "WEEKBRIEF_SMTP_PASSWORD").write_text("geheim\n")
    given = {"environment": {"WEEKBRIEF_SMTP_PASSWORD": "geheim"}, "credential": {"CREDENTIALS_DIRECTORY": str(tmp_path)}}[by]
    with scripted() as server:
        _fill(tmp_path / "outbox", server, username="weekbrief")
        assert send(tmp_path / "outbox", environment=given).returncode == 0
        assert f"AUTH PLAIN {LOGIN}" in server.heard
    assert not any(b"geheim" in file.read_bytes() for file in (tmp_path / "outbox").rglob("*") if file.is_file())


def test_a_wrong_password_is_tried_once(tmp_path: Path) -> None:
    """Every letter waits, a person has to look, and the account is not locked by trying further mechanisms."""
    with scripted({"AUTH": "535 no"}) as server:
        _fill(tmp_path, server, letters=3, username="weekbrief")
        result = send(tmp_path, environment={"WEEKBRIEF_SMTP_PASSWORD": "geheim"})
        assert (result.returncode, counts(tmp_path)) == (1, {"waiting": 3})
        assert sum(line.startswith("AUTH") for line in server.heard) == 1
        assert "geheim" not in result.stderr


def test_a_password_is_not_said_in_the_clear(tmp_path: Path) -> None:
    """Without TLS, a login is made with this machine only; 127.0.0.2 stands for a server elsewhere."""
    with scripted(host="127.0.0.2") as server:
        _fill(tmp_path, server, host="127.0.0.2", username="weekbrief")
        result = send(tmp_path, environment={"WEEKBRIEF_SMTP_PASSWORD": "geheim"})
        assert (result.returncode, counts(tmp_path)) == (1, {"planned": 1})
        assert not any(line.startswith("AUTH") for line in server.heard)


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("per_minute", [None, 1])
def test_a_sender_that_is_asked_to_stop_finishes_the_letter_in_hand(tmp_path: Path, asked: signal.Signals, per_minute: int | None) -> None:
    """A machine that shuts down leaves no letter in doubt, also where the sender is pausing between two letters."""
    with scripted() as server:
        settings = MailSettings("smtp", "127.0.0.1", server.port, "none", per_minute=per_minute)
        fill(tmp_path, [a_letter(number) for number in (1, 2, 3)], settings)
        with subprocess.Popen([sys.executable, "-m", "weekbrief_sender", str(tmp_path)]) as sender:
            server.before_last_word = lambda: sender.send_signal(asked)
            assert sender.wait(30) == 75
    assert counts(tmp_path) == {"sent": 1, "planned": 2}


def test_a_login_without_a_password_says_which_one_is_missing(tmp_path: Path) -> None:
    """The operator is told the name under which the sender looks for it."""
    with scripted() as server:
        _fill(tmp_path, server, username="weekbrief")
        result = send(tmp_path)
        assert (result.returncode, counts(tmp_path)) == (1, {"waiting": 1})
        assert "WEEKBRIEF_SMTP_PASSWORD" in result.stderr
