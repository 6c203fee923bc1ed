from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from outboxes import a_letter, counts, fill, message, report, send
from postfix import Postfix, free_port

from weekbrief_build.outbox.ledger import look_into
from weekbrief_build.outbox.mail_settings import write_mail_settings
from weekbrief_build.school.people import MailSettings

StartPostfix = Callable[..., Postfix]
REFUSALS = (
    "check_recipient_access inline:{ {ouder2@example.org = 550 5.1.1 <ouder2@example.org> has moved},"
    " {ouder3@example.org = 450 4.2.1 <ouder3@example.org> come back later} }, permit"
)


def test_every_letter_arrives_as_it_was_planned(start_postfix: StartPostfix, tmp_path: Path) -> None:
    """What a server delivers is byte for byte what was planned, below the lines that it adds itself."""
    postfix, outbox = start_postfix(), tmp_path / "outbox"
    letters = [a_letter(number) for number in range(1, 6)]
    fill(outbox, letters, MailSettings("smtp", "127.0.0.1", postfix.port, "none"))
    result = send(outbox)
    arrived = postfix.letters(5)
    assert (result.returncode, result.stderr, counts(outbox)) == (0, "", {"sent": 5})
    for letter in letters:
        (copy,) = [one for one in arrived if one.startswith(f"Return-Path: <{letter.envelope_sender}>\n".encode())]
        assert copy.endswith(b"\n" + message(letter).replace(b"\r\n", b"\n"))
        assert f"Delivered-To: {letter.recipient}\n".encode() in copy


def test_a_second_run_sends_nothing(start_postfix: StartPostfix, tmp_path: Path) -> None:
    """A letter that was delivered is never sent again."""
    postfix, outbox = start_postfix(), tmp_path / "outbox"
    fill(outbox, [a_letter(1), a_letter(2)], MailSettings("smtp", "127.0.0.1", postfix.port, "none"))
    assert [send(outbox).returncode for _ in range(2)] == [0, 0]
    assert len(postfix.letters(2)) == 2
    assert "rcpt=2" in (postfix.folder / "log").read_text()


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_letters_travel_encrypted_to_a_server_that_proves_its_name(
    start_postfix: StartPostfix, tmp_path: Path, certificate: Path, security: str
) -> None:
    """With a certificate that the machine trusts, letters go over TLS, whether it begins at once or with STARTTLS."""
    outbox = tmp_path / "outbox"
    postfix = start_postfix(_tls(certificate) | {"smtpd_tls_wrappermode": "yes" if security == "tls" else "no"})
    fill(outbox, [a_letter(1)], MailSettings("smtp", "127.0.0.1", postfix.port, security))
    assert send(outbox, environment={"SSL_CERT_FILE": str(certificate)}).returncode == 0
    (arrived,) = postfix.letters(1)
    assert b"with ESMTPS " in arrived


def test_nothing_is_said_to_a_server_that_cannot_prove_its_name(start_postfix: StartPostfix, tmp_path: Path, certificate: Path) -> None:
    """A certificate that nobody vouches for ends the session before a letter is named; all letters wait for a person to look."""
    outbox = tmp_path / "outbox"
    postfix = start_postfix(_tls(certificate))
    fill(outbox, [a_letter(1), a_letter(2)], MailSettings("smtp", "127.0.0.1", postfix.port, "starttls"))
    result = send(outbox, environment={"SSL_CERT_FILE": os.devnull})
    assert (result.returncode, counts(outbox)) == (1, {"waiting": 2})
    assert "mail=" not in (postfix.folder / "log").read_text()


def test_letters_never_fall_back_to_plain_text(start_postfix: StartPostfix, tmp_path: Path) -> None:
    """Where the school asks for STARTTLS and the server has none, nothing is sent."""
    postfix, outbox = start_postfix(), tmp_path / "outbox"
    fill(outbox, [a_letter(1)], MailSettings("smtp", "127.0.0.1", postfix.port, "starttls"))
    assert (send(outbox).returncode, counts(outbox)) == (1, {"waiting": 1})
    assert "STARTTLS" in (report(outbox).troubles[0].reply or "")


def test_one_refused_address_keeps_no_other_letter_back(start_postfix: StartPostfix, tmp_path: Path) -> None:
    """A 5yz refuses that letter, a 4yz makes it wait, and the next ones go; no address gets into the log or the ledger's replies."""
    outbox = tmp_path / "outbox"
    postfix = start_postfix({"smtpd_recipient_restrictions": REFUSALS})
    fill(outbox, [a_letter(number) for number in range(1, 5)], MailSettings("smtp", "127.0.0.1", postfix.port, "none"))
    result = send(outbox)
    assert (result.returncode, counts(outbox)) == (1, {"sent": 2, "refused": 1, "waiting": 1})
    assert len(postfix.letters(2)) == 2
    assert [(trouble.state, trouble.reply[:3]) for trouble in report(outbox).troubles if trouble.reply] == [
        ("refused", "550"),
        ("waiting", "450"),
    ]
    assert "@" not in result.stderr + "".join(trouble.reply or "" for trouble in report(outbox).troubles)


def test_a_letter_above_the_servers_limit_is_not_sent(start_postfix: StartPostfix, tmp_path: Path) -> None:
    """SIZE is only declared by the server: the sender compares it itself, and a person must know. A larger limit lets it go."""
    outbox = tmp_path / "outbox"
    postfix = start_postfix({"message_size_limit": "30000"})
    fill(outbox, [a_letter(1)], MailSettings("smtp", "127.0.0.1", postfix.port, "none"))
    assert (send(outbox).returncode, counts(outbox)) == (1, {"waiting": 1})
    assert "mail=" not in (postfix.folder / "log").read_text()


def test_letters_wait_for_a_server_that_is_down_and_go_when_it_is_up(start_postfix: StartPostfix, tmp_path: Path) -> None:
    """Nothing listening is nobody's mistake: exit status 75, every letter waits, and the next run delivers them all."""
    outbox = tmp_path / "outbox"
    fill(outbox, [a_letter(1), a_letter(2)], MailSettings("smtp", "127.0.0.1", free_port(), "none"))
    assert (send(outbox).returncode, counts(outbox)) == (75, {"waiting": 2})
    postfix = start_postfix()
    write_mail_settings(outbox, MailSettings("smtp", "127.0.0.1", postfix.port, "none"))
    assert (send(outbox).returncode, counts(outbox)) == (0, {"sent": 2})
    assert len(postfix.letters(2)) == 2


def _tls(certificate: Path) -> dict[str, str]:
    return {
        "smtpd_tls_security_level": "encrypt",
        "smtpd_tls_cert_file": str(certificate),
        "smtpd_tls_key_file": str(certificate.with_name("key.pem")),
    }


def test_limits_of_a_server_count_against_no_letter(start_postfix: StartPostfix, tmp_path: Path) -> None:
    """One connection at a time, and an end to it after a few refusals: the others go all the same, at their first try."""
    outbox = tmp_path / "outbox"
    nobody = ", ".join(f"{{ouder{number}@example.org=550 5.1.1 nobody}}" for number in range(2, 13, 2))
    limits = {"smtpd_client_connection_count_limit": "1", "smtpd_client_event_limit_exceptions": "", "smtpd_hard_error_limit": "2"}
    postfix = start_postfix({**limits, "smtpd_recipient_restrictions": f"check_recipient_access inline:{{{nobody}}}, permit"})
    fill(outbox, [a_letter(number) for number in range(1, 13)], MailSettings("smtp", "127.0.0.1", postfix.port, "none", connections=3))
    assert (send(outbox).returncode, counts(outbox)) == (1, {"sent": 6, "refused": 6})
    assert len(postfix.letters(6)) == 6
    with look_into(outbox) as ledger:
        assert ledger is not None
        assert ledger.execute("SELECT DISTINCT tries FROM delivery").fetchall() == [(1,)]
