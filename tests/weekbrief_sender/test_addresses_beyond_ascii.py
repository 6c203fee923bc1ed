from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from outboxes import a_letter, counts, fill, report, send
from postfix import Postfix
from scripted_server import scripted

from weekbrief_build.render.headers import address_header
from weekbrief_build.school.letter import FinishedLetter
from weekbrief_build.school.people import Mailbox, MailSettings

StartPostfix = Callable[..., Postfix]


def for_zoe(number: int, domain: str = "example.org") -> FinishedLetter:
    """A letter for an address with letters beyond ASCII, its To as the build writes it."""
    address = f"zo\u00eb@{domain}"
    to = address_header("To", Mailbox("Zo\u00eb Vos", address)).removeprefix("To: ").rstrip()
    return a_letter(number, recipient=address, to=to)


def test_a_server_that_takes_such_addresses_delivers_to_them(start_postfix: StartPostfix, tmp_path: Path) -> None:
    """RFC 6531, against a real Postfix; the others go as ever."""
    postfix = start_postfix({"smtputf8_enable": "yes"})
    fill(tmp_path, [for_zoe(1), a_letter(2)], MailSettings("smtp", "127.0.0.1", postfix.port, "none"))
    result = send(tmp_path)
    assert (result.returncode, counts(tmp_path)) == (0, {"sent": 2}), result.stderr
    arrived = postfix.letters(2)
    assert sorted("Delivered-To: zo\u00eb@example.org\n".encode() in letter for letter in arrived) == [False, True]


@pytest.mark.parametrize("offer", ["250 AUTH PLAIN", "250-8BITMIME\r\n250 PIPELINING"])
def test_a_server_that_takes_none_is_not_asked(tmp_path: Path, offer: str) -> None:
    """Refused with a reason before anything is said about the letter; the others go, and no address gets into the log."""
    with scripted({"EHLO": f"250-x\r\n{offer}"}) as server:
        fill(tmp_path, [for_zoe(1), a_letter(2)], MailSettings("smtp", "127.0.0.1", server.port, "none"))
        result = send(tmp_path)
        assert (result.returncode, counts(tmp_path)) == (1, {"refused": 1, "sent": 1})
        assert "beyond ASCII" in (report(tmp_path).troubles[0].reply or "")
        assert "zo" not in "".join(line for line in server.heard if line.startswith(("MAIL", "RCPT")))
        assert "example" not in result.stderr


def test_a_domain_beyond_ascii_is_carried_by_any_server(tmp_path: Path) -> None:
    """In the envelope as in To it has its name in DNS."""
    with scripted() as server:
        address = "anna@xn--bcher-kva.example"
        to = address_header("To", Mailbox("Anna", "anna@b\u00fccher.example")).removeprefix("To: ").rstrip()
        fill(tmp_path, [a_letter(1, recipient=address, to=to)], MailSettings("smtp", "127.0.0.1", server.port, "none"))
        assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"sent": 1})
        assert f"RCPT TO:<{address}>" in server.heard
        assert f"To: Anna <{address}>".encode() in server.taken[0]
