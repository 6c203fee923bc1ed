from __future__ import annotations

import json
from pathlib import Path

import pytest

from weekbrief_build.outbox.mail_settings import names_bounces, write_mail_settings
from weekbrief_build.school.people import ImapFolder, MaildirFolder, MailSettings

SMTP = MailSettings("smtp", "smtp.regenboog.example", 587, username="weekbrief", archive="archief@regenboog.example")


def _told(outbox: Path) -> object:
    return json.loads((outbox / "mail.json").read_text(encoding="utf-8"))


def test_the_sender_is_told_all_that_the_school_said_about_its_mail(tmp_path: Path) -> None:
    """And None where it said nothing: then the sender decides."""
    write_mail_settings(tmp_path, SMTP)
    told = _told(tmp_path)
    assert isinstance(told, dict)
    assert (told["transport"], told["host"], told["port"], told["security"]) == ("smtp", "smtp.regenboog.example", 587, "starttls")
    assert (told["per_minute"], told["archive"]) == (None, "archief@regenboog.example")


def test_of_a_school_without_a_server_nothing_else_is_written(tmp_path: Path) -> None:
    """What stood there of a server before is gone: the sender must not find it."""
    write_mail_settings(tmp_path, SMTP)
    write_mail_settings(tmp_path, MailSettings("maildir"))
    assert _told(tmp_path) == {"transport": "maildir"}


def test_it_is_for_the_owner_alone(tmp_path: Path) -> None:
    """Names of accounts and hosts are nobody else's."""
    write_mail_settings(tmp_path, SMTP)
    assert (tmp_path / "mail.json").stat().st_mode & 0o777 == 0o600


def test_it_is_not_written_again_where_it_says_the_same(tmp_path: Path) -> None:
    """The job looks every quarter of an hour; and where something else is said, the file is another, whole, with no draft beside it."""
    write_mail_settings(tmp_path, SMTP)
    before = (tmp_path / "mail.json").stat()
    write_mail_settings(tmp_path, SMTP)
    assert (tmp_path / "mail.json").stat().st_mtime_ns == before.st_mtime_ns
    write_mail_settings(tmp_path, MailSettings("maildir"))
    assert (tmp_path / "mail.json").stat().st_ino != before.st_ino
    assert [file.name for file in tmp_path.iterdir()] == ["mail.json"]


@pytest.mark.parametrize("mailbox", [MaildirFolder("/var/mail/bounces"), ImapFolder("imap.regenboog.example", "bounces")])
def test_a_mailbox_for_bounces_is_known_again(tmp_path: Path, mailbox: MaildirFolder | ImapFolder) -> None:
    """Whoever looks for bounces asks here whether there is anything to look into."""
    assert not names_bounces(tmp_path)
    write_mail_settings(tmp_path, SMTP)
    assert not names_bounces(tmp_path)
    write_mail_settings(tmp_path, MailSettings("smtp", "smtp.regenboog.example", bounces_mailbox=mailbox))
    assert names_bounces(tmp_path)


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]", b"null", b'"bounces_mailbox"', b"\xff\xfe"])
def test_a_damaged_file_names_no_mailbox(tmp_path: Path, damaged: bytes) -> None:
    """It is written anew before anything is sent; until then nothing stumbles over it."""
    (tmp_path / "mail.json").write_bytes(damaged)
    assert not names_bounces(tmp_path)
    write_mail_settings(tmp_path, MailSettings("maildir"))
    assert _told(tmp_path) == {"transport": "maildir"}
