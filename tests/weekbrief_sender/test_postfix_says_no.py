from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest
from outboxes import a_letter, counts, fill, message, report, send
from postfix import Postfix
from truth import states

from weekbrief_build.school.people import MailSettings

StartPostfix = Callable[..., Postfix]


def _fill(outbox: Path, postfix: Postfix, letters: int, connections: int = 3) -> None:
    settings = MailSettings("smtp", "127.0.0.1", postfix.port, "none", connections=connections)
    fill(outbox, [a_letter(number) for number in range(1, letters + 1)], settings)


def _inline(action: str) -> str:
    return f"inline:{{ {{ouder2@example.org = {action}}} }}"


@pytest.mark.parametrize(
    ("action", "status", "state"), [("554 5.6.0 not this one", 1, "refused"), ("450 4.6.0 not this one now", 75, "waiting")]
)
def test_a_no_after_the_message_is_about_that_letter(
    start_postfix: StartPostfix, tmp_path: Path, action: str, status: int, state: str
) -> None:
    """Postfix has heard the dot and says no: nothing is in doubt, and the others arrive."""
    postfix = start_postfix({"smtpd_end_of_data_restrictions": f"check_recipient_access {_inline(action)}"})
    _fill(tmp_path, postfix, letters=4)
    assert send(tmp_path).returncode == status
    assert counts(tmp_path) == {"sent": 3, state: 1}
    assert states(tmp_path)["ouder2@example.org"] == state
    assert len(postfix.all_letters()) == 3


def test_a_server_that_ends_the_session_in_the_middle_gets_the_rest_over_another(start_postfix: StartPostfix, tmp_path: Path) -> None:
    """421 at RCPT: Postfix says it and hangs up. That letter waits, the others go."""
    restriction = f"check_recipient_access {_inline('421 4.3.2 not now')}, permit"
    postfix = start_postfix({"smtpd_recipient_restrictions": restriction})
    _fill(tmp_path, postfix, letters=4, connections=1)
    assert (send(tmp_path).returncode, counts(tmp_path)) == (75, {"sent": 3, "waiting": 1})
    assert len(postfix.all_letters()) == 3


def test_letters_that_are_greylisted_go_at_the_next_run_each_once(start_postfix: StartPostfix, tmp_path: Path) -> None:
    """Postfix asks a policy server, which wants to see each recipient twice."""
    with _greylist() as port:
        postfix = start_postfix({"smtpd_recipient_restrictions": f"check_policy_service inet:127.0.0.1:{port}, permit"})
        _fill(tmp_path, postfix, letters=5)
        assert (send(tmp_path).returncode, counts(tmp_path)) == (75, {"waiting": 5})
        assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"sent": 5})
        assert len(postfix.all_letters()) == 5


@contextmanager
def _greylist() -> Iterator[int]:
    """The port of a policy server (Postfix, SMTPD_POLICY_README) that puts off whom it sees for the first time."""
    seen: set[bytes] = set()

    class Policy(StreamRequestHandler):
        def handle(self) -> None:
            for line in self.rfile:
                if line.startswith(b"recipient="):
                    recipient = line
                if line == b"\n":
                    self.wfile.write(b"action=" + (b"dunno" if recipient in seen else b"450 4.2.0 Greylisted") + b"\n\n")
                    seen.add(recipient)

    class Server(ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Policy) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def test_a_server_that_demands_tls_of_a_sender_without_it_keeps_every_letter_waiting(
    start_postfix: StartPostfix, tmp_path: Path, certificate: Path
) -> None:
    """530 is about the school's settings: a person is told, and no letter is refused for it."""
    tls = {"smtpd_tls_cert_file": str(certificate), "smtpd_tls_key_file": str(certificate.with_name("key.pem"))}
    postfix = start_postfix(tls | {"smtpd_tls_security_level": "encrypt"})
    _fill(tmp_path, postfix, letters=5)
    assert (send(tmp_path).returncode, counts(tmp_path)) == (1, {"waiting": 5})
    assert any("530" in (trouble.reply or "") for trouble in report(tmp_path).troubles)


def test_a_server_that_hangs_up_on_a_bare_newline_hears_none(start_postfix: StartPostfix, tmp_path: Path) -> None:
    """Against SMTP smuggling, Postfix may refuse every line that does not end with CR LF: nothing that is said has one."""
    postfix = start_postfix({"smtpd_forbid_bare_newline": "reject", "smtpd_forbid_bare_newline_exclusions": ""})
    with create_connection(("127.0.0.1", postfix.port), timeout=20) as somebody:
        somebody.sendall(b"EHLO strict\n")
        words = somebody.makefile("rb")
        assert [words.readline()[:4] for _ in range(2)] == [b"220 ", b"550 "]
    _fill(tmp_path, postfix, letters=3)
    assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"sent": 3})
    arrived = postfix.all_letters()
    assert sorted(copy[copy.index(b'From: "De') :] for copy in arrived) == sorted(
        message(a_letter(number)).replace(b"\r\n", b"\n") for number in (1, 2, 3)
    )
