from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from imap_server import PASSWORD, showing_mail
from outboxes import NOW, a_letter, counts, fill, message, send
from postfix import Postfix
from scripted_server import AND_HANG_UP, HANG_UP, scripted

from weekbrief_build.outbox.mail_settings import write_mail_settings
from weekbrief_build.school.people import ImapFolder, MailSettings
from weekbrief_sender.proof import CAUGHT_UP

StartPostfix = Callable[..., Postfix]
ARCHIVE = "archief@example.org"
SECRET = MappingProxyType({"WEEKBRIEF_ARCHIVE_PASSWORD": PASSWORD})
MAILBOXES = {"virtual_mailbox_maps": "inline:{ archief@example.org=archief/ }, static:all/"}


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder with a short path, for sockets."""
    folder = Path(tempfile.mkdtemp(prefix="wb-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder)


def _settings(port: int, imap: int, **more: object) -> MailSettings:
    mailbox = ImapFolder("127.0.0.1", "archief", imap, "none")
    return MailSettings("smtp", "127.0.0.1", port, "none", archive=ARCHIVE, archive_mailbox=mailbox, connections=1, **more)  # type: ignore[arg-type]


def _moment(hours: float) -> str:
    return (NOW + timedelta(hours=hours)).isoformat()


def _archived(postfix: Postfix, number: int) -> list[bytes]:
    return postfix.letters(number, "archief")


def test_every_letter_goes_to_its_guardian_and_to_the_archive(start_postfix: StartPostfix, tmp_path: Path) -> None:
    """Two recipients of one transaction, the same bytes; the letter names the guardian alone."""
    postfix, outbox = start_postfix(MAILBOXES), tmp_path / "outbox"
    letters = [a_letter(number) for number in (1, 2, 3)]
    fill(outbox, letters, _settings(postfix.port, 1))
    assert send(outbox).returncode == 0
    for arrived in (postfix.letters(3), _archived(postfix, 3)):
        for letter in letters:
            assert sum(one.endswith(b"\n" + message(letter).replace(b"\r\n", b"\n")) for one in arrived) == 1
    assert not any(b"archief" in message(letter) for letter in letters)


@pytest.mark.parametrize("reply", ["550 5.1.1 <archief@example.org> unknown", "452 4.2.2 <archief@example.org> full", "554 5.7.1 denied"])
@pytest.mark.parametrize("offer", ["250 scripted", "250-scripted\r\n250 PIPELINING"])
def test_an_archive_that_takes_no_copy_keeps_no_letter_back(tmp_path: Path, reply: str, offer: str) -> None:
    """The letters go, the operator is told, and no proof will be looked for where there can be none."""
    with scripted({"EHLO": offer, "RCPT": ["250 ok", reply, "250 ok", reply, "250 ok", "250 ok"]}) as server:
        fill(tmp_path, [a_letter(number) for number in (1, 2, 3)], _settings(server.port, 1))
        result = send(tmp_path)
        assert len(server.taken) == 3
    assert (result.returncode, counts(tmp_path)) == (1, {"sent": 3})
    assert "letters that went without a copy to the archive: 2: " + reply[:9] in result.stderr
    assert "@" not in result.stderr
    assert _copies(tmp_path) == [None, None, ARCHIVE]


@pytest.mark.parametrize(("offer", "asked"), [("250 scripted", 1), ("250-scripted\r\n250 PIPELINING", 2)])
def test_a_letter_is_never_for_the_archive_alone(tmp_path: Path, offer: str, asked: int) -> None:
    """A guardian whom the server refuses is refused, whatever it says of the archive, which it is not always asked about."""
    with scripted({"EHLO": offer, "RCPT": 2 * ["550 5.1.1 gone", "250 ok"][:asked]}) as server:
        fill(tmp_path, [a_letter(1)], _settings(server.port, 1))
        send(tmp_path)
        send(tmp_path)
        assert server.taken == []
    assert counts(tmp_path) == {"refused": 1}


def test_a_server_that_goes_away_at_the_archive_has_taken_nothing(tmp_path: Path) -> None:
    """Then the letter waits."""
    with scripted({"RCPT": ["250 ok", "421 busy" + AND_HANG_UP]}) as server:
        fill(tmp_path, [a_letter(1)], _settings(server.port, 1))
        send(tmp_path)
    assert counts(tmp_path) == {"waiting": 1}


def test_a_letter_to_the_archive_itself_is_sent_once(tmp_path: Path) -> None:
    """Its one copy is the letter."""
    with scripted() as server:
        fill(tmp_path, [a_letter(1, recipient=ARCHIVE)], _settings(server.port, 1))
        send(tmp_path)
        assert [line for line in server.heard if line.startswith("RCPT")] == [f"RCPT TO:<{ARCHIVE}>"]
    assert _copies(tmp_path) == [ARCHIVE]


def test_what_the_server_took_before_a_crash_is_proven_by_the_archive(
    start_postfix: StartPostfix, tmp_path: Path, short_folder: Path
) -> None:
    """Killed between dot and answer: the next run finds the copy, and the letter is sent; nothing goes twice."""
    postfix, outbox = start_postfix(MAILBOXES), tmp_path / "outbox"
    with ExitStack() as stack:
        imap, _ = stack.enter_context(showing_mail(short_folder / "imap", postfix.folder / "mail"))
        fill(outbox, [a_letter(number) for number in (1, 2, 3)], _settings(postfix.port, imap))
        assert send(outbox, environment=SECRET).returncode == 0
        _archived(postfix, 3)
        _change(outbox, "UPDATE delivery SET state = 'dot', reply = NULL WHERE letter IN (1, 2)")  # as a kill leaves it
        result = send(outbox, environment=SECRET)
    assert (result.returncode, result.stderr, counts(outbox)) == (0, "", {"sent": 3})
    assert len(postfix.letters(3)) == 3
    assert _replies(outbox)[:2] == ["in the archive"] * 2


def test_what_the_server_never_took_goes_once_more_when_that_is_sure(
    start_postfix: StartPostfix, tmp_path: Path, short_folder: Path
) -> None:
    """Cut at the dot, nothing arrived: unknown, until later letters are in the archive and time has passed; then it goes, once."""
    postfix, outbox = start_postfix(MAILBOXES), tmp_path / "outbox"
    with ExitStack() as stack:
        imap, _ = stack.enter_context(showing_mail(short_folder / "imap", postfix.folder / "mail"))
        with scripted({".": HANG_UP}) as server:
            fill(outbox, [a_letter(number) for number in (1, 2)], _settings(server.port, imap))
            assert send(outbox, "--now", _moment(0), environment=SECRET).returncode == 75
            assert counts(outbox) == {"unknown": 2}
        write_mail_settings(outbox, _settings(postfix.port, imap))
        assert send(outbox, "--now", _moment(12), environment=SECRET).returncode == 75  # nothing was sent since
        assert counts(outbox) == {"unknown": 2}
        _change(outbox, "DELETE FROM delivery WHERE letter = 2")  # so there is one more letter to send
        assert send(outbox, "--now", _moment(13), environment=SECRET).returncode == 75
        _archived(postfix, 1)
        assert send(outbox, "--now", _moment(13 + CAUGHT_UP / timedelta(hours=1) - 0.1), environment=SECRET).returncode == 75
        assert counts(outbox) == {"unknown": 1, "sent": 1}
        assert send(outbox, "--now", _moment(13 + CAUGHT_UP / timedelta(hours=1)), environment=SECRET).returncode == 0
        assert counts(outbox) == {"sent": 2}
        assert send(outbox, "--now", _moment(40), environment=SECRET).returncode == 0
    assert len(postfix.letters(2)) == 2


@pytest.mark.parametrize("arrived", [False, True])
def test_where_no_later_letter_comes_a_witness_goes_to_the_archive_alone(
    start_postfix: StartPostfix, tmp_path: Path, short_folder: Path, *, arrived: bool
) -> None:
    """After a day, one small mail that is for no parent; by it the letter is proven, and goes once."""
    postfix, outbox = start_postfix(MAILBOXES), tmp_path / "outbox"
    with ExitStack() as stack:
        imap, _ = stack.enter_context(showing_mail(short_folder / "imap", postfix.folder / "mail"))
        with scripted({".": HANG_UP}) as server:
            fill(outbox, [a_letter(1)], _settings(server.port, imap))
            send(outbox, "--now", _moment(0), environment=SECRET)
        write_mail_settings(outbox, _settings(postfix.port, imap))
        assert send(outbox, "--now", _moment(23), environment=SECRET).returncode == 75
        assert _witnesses(outbox) == []
        for hours in (24, 25, 29):  # one a day, whoever asks
            assert send(outbox, "--now", _moment(hours), environment=SECRET).returncode == 75
            assert _witnesses(outbox) == [(ARCHIVE, "2026-11-21T14:00:00+00:00")]
        (witness,) = _archived(postfix, 1)
        assert b"Auto-Submitted: auto-generated" in witness
        assert counts(outbox) == {"unknown": 1}
        if not arrived:
            _throw_away(postfix.folder / "mail/archief")
            assert send(outbox, "--now", _moment(40), environment=SECRET).returncode == 75
            assert send(outbox, "--now", _moment(48), environment=SECRET).returncode == 75
            assert _witnesses(outbox) == [(ARCHIVE, "2026-11-22T14:00:00+00:00")]
            assert counts(outbox) == {"unknown": 1}
        else:
            assert send(outbox, "--now", _moment(30), environment=SECRET).returncode == 0
            assert counts(outbox) == {"sent": 1}
            assert len(postfix.letters(1)) == 1


@pytest.mark.parametrize(("reply", "remembered"), [("451 4.3.0 later", 0), ("550 5.7.1 no", 1)])
def test_a_witness_that_does_not_go_harms_nobody(tmp_path: Path, reply: str, remembered: int) -> None:
    """The letter stays unknown and no message ends with a mistake; one that was refused is not tried again within the day."""
    with scripted({".": HANG_UP}) as server:
        fill(tmp_path, [a_letter(1)], _settings(server.port, 1))
        send(tmp_path, "--now", _moment(0), environment=SECRET)
    with scripted({"RCPT": reply}) as server:
        write_mail_settings(tmp_path, _settings(server.port, 1))
        for hours in (24, 25):
            assert send(tmp_path, "--now", _moment(hours), environment=SECRET).returncode == 75
        assert [line for line in server.heard if line.startswith("RCPT")] == [f"RCPT TO:<{ARCHIVE}>"] * (2 - remembered)
    assert counts(tmp_path) == {"unknown": 1}
    assert len(_witnesses(tmp_path)) == remembered


def test_a_letter_without_a_copy_is_never_proven_by_its_absence(start_postfix: StartPostfix, tmp_path: Path, short_folder: Path) -> None:
    """Sent before the school had an archive, or when the archive took none: it stays unknown until a person settles it."""
    postfix, outbox = start_postfix(MAILBOXES), tmp_path / "outbox"
    with ExitStack() as stack:
        imap, _ = stack.enter_context(showing_mail(short_folder / "imap", postfix.folder / "mail"))
        fill(outbox, [a_letter(number) for number in (1, 2, 3)], _settings(postfix.port, imap))
        assert send(outbox, "--now", _moment(0), environment=SECRET).returncode == 0
        _archived(postfix, 3)
        _change(outbox, "UPDATE delivery SET state = 'unknown', archive = NULL WHERE letter = 2")
        _change(outbox, "UPDATE delivery SET state = 'unknown', archive = 'other@example.org' WHERE letter = 1")
        send(outbox, "--now", _moment(99), environment=SECRET)
    assert counts(outbox) == {"sent": 1, "unknown": 2}


def test_an_archive_that_cannot_be_asked_keeps_no_letter_back(tmp_path: Path) -> None:
    """Nothing listens: the letter stays unknown, the others go, and the operator is told."""
    with scripted({".": [HANG_UP, "250 taken"]}) as server:
        fill(tmp_path, [a_letter(number) for number in (1, 2)], _settings(server.port, 1))
        send(tmp_path, environment=SECRET)
        result = send(tmp_path, environment=SECRET)
    assert (result.returncode, counts(tmp_path)) == (75, {"sent": 1, "unknown": 1})
    assert "the archive cannot be asked" in result.stderr


def test_a_wrong_password_of_the_archive_is_tried_once(start_postfix: StartPostfix, tmp_path: Path, short_folder: Path) -> None:
    """Not again for an hour, so that the account is not locked; it stands in no log."""
    postfix, outbox = start_postfix(MAILBOXES), tmp_path / "outbox"
    wrong = {"WEEKBRIEF_ARCHIVE_PASSWORD": "hunter2"}
    with showing_mail(short_folder / "imap", postfix.folder / "mail") as (imap, _):
        fill(outbox, [a_letter(1)], _settings(postfix.port, imap))
        send(outbox, environment=wrong)
        _change(outbox, "UPDATE delivery SET state = 'dot'")
        results = [send(outbox, environment=wrong) for _ in range(2)]
        log = (short_folder / "imap/imap.log").read_text()
        assert [result.returncode for result in results] == [1, 1]
        assert log.count("auth failed, 1 attempts") == 1
        assert "hunter2" not in "".join(result.stderr for result in results)
        assert "@" not in "".join(result.stderr for result in results)
        assert send(outbox, environment=SECRET).returncode == 0


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_the_archive_is_asked_over_tls_and_must_prove_its_name(
    start_postfix: StartPostfix, tmp_path: Path, short_folder: Path, certificate: Path, security: str
) -> None:
    """With a certificate that the machine trusts it is asked; else it is told nothing."""
    postfix, outbox = start_postfix(MAILBOXES), tmp_path / "outbox"
    with showing_mail(short_folder / "imap", postfix.folder / "mail", certificate, encrypted_only=True) as ports:
        mailbox = ImapFolder("127.0.0.1", "archief", ports[security == "tls"], security)
        fill(outbox, [a_letter(1)], MailSettings("smtp", "127.0.0.1", postfix.port, "none", archive=ARCHIVE, archive_mailbox=mailbox))
        send(outbox, environment=SECRET)
        _archived(postfix, 1)
        _change(outbox, "UPDATE delivery SET state = 'dot'")
        refused = send(outbox, environment={**SECRET, "SSL_CERT_FILE": os.devnull})
        assert (refused.returncode, counts(outbox)) == (1, {"unknown": 1})
        assert "could not prove its name" in refused.stderr
        assert send(outbox, environment={**SECRET, "SSL_CERT_FILE": str(certificate)}).returncode == 0
    assert counts(outbox) == {"sent": 1}


def _witnesses(outbox: Path) -> list[tuple[str | None, ...]]:
    return list(_change(outbox, "SELECT archive, sent_at FROM witness"))


def _throw_away(maildir: Path) -> None:
    for file in (*(maildir / "new").iterdir(), *(maildir / "cur").iterdir()):
        file.unlink()


def _copies(outbox: Path) -> list[str | None]:
    return [archive for archive, *_ in _change(outbox, "SELECT archive FROM delivery ORDER BY letter")]


def _replies(outbox: Path) -> list[str | None]:
    return [reply for reply, *_ in _change(outbox, "SELECT reply FROM delivery ORDER BY letter")]


def _change(outbox: Path, statement: str) -> list[tuple[str | None, ...]]:
    with sqlite3.connect(outbox / "ledger.sqlite3") as ledger:
        rows = ledger.execute(statement).fetchall()
    ledger.close()
    return rows
