from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from weekbrief_build.outbox.mail_settings import write_mail_settings
from weekbrief_build.school.people import Dkim, ImapFolder, MaildirFolder, MailSettings, OAuth
from weekbrief_sender import settings
from weekbrief_sender.settings import Smtp, ToMaildir, read_settings

NAMES = {
    "password": settings.PASSWORD,
    "refresh_token": settings.REFRESH_TOKEN,
    "client_secret": settings.CLIENT_SECRET,
    "archive_password": settings.ARCHIVE_PASSWORD,
    "bounces_password": settings.BOUNCES_PASSWORD,
    "dkim_key": settings.DKIM_KEY,
}


def told(folder: Path, mail: MailSettings) -> Smtp:
    """What the sender makes of what the build writes."""
    write_mail_settings(folder, mail)
    found = read_settings(folder, {})
    assert isinstance(found, Smtp)
    return found


def test_what_the_school_says_comes_through_the_door(tmp_path: Path) -> None:
    """Every field that concerns the sender."""
    mail = MailSettings(
        "smtp",
        "smtp.x.example",
        2525,
        "tls",
        "a@x.example",
        20,
        2,
        auth="xoauth2",
        token_command=("/t", "a b"),
        oauth=OAuth("https://x.example/t", "c", "s"),
        life=5,
        archive="b@x.example",
        archive_mailbox=ImapFolder("imap.x.example", "b@x.example", folder="B"),
        bounces_mailbox=MaildirFolder("/var/mail/b"),
        dkim=Dkim("x.example", "s1"),
    )
    found = told(tmp_path, mail)
    assert (found.host, found.port, found.security, found.username) == ("smtp.x.example", 2525, "tls", "a@x.example")
    assert (found.auth, found.token_command) == ("xoauth2", ("/t", "a b"))
    assert found.oauth == settings.OAuth("https://x.example/t", "c", "s")
    assert (found.per_minute, found.connections, found.life, found.archive) == (20, 2, timedelta(days=5), "b@x.example")
    assert found.archive_mailbox == settings.ImapFolder("imap.x.example", 993, "tls", "b@x.example", "password", "B")
    assert (found.bounces_mailbox, found.dkim) == (Path("/var/mail/b"), settings.Dkim("x.example", "s1"))


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465)])
def test_the_port_follows_from_the_security(tmp_path: Path, security: str, port: int) -> None:
    """RFC 8314: submission with STARTTLS is 587, with TLS from the first byte 465."""
    assert told(tmp_path, MailSettings("smtp", "h.example", security=security)).port == port


@pytest.mark.parametrize("field", NAMES)
@pytest.mark.parametrize("by", ["environment", "credential"])
def test_each_secret_comes_from_the_environment_or_a_credential_and_is_never_shown(tmp_path: Path, field: str, by: str) -> None:
    """A credential of systemd has the same name; a value that is printed by mistake does not hold it."""
    (tmp_path / NAMES[field]).write_text("geheim\n")
    environment = {NAMES[field]: "geheim"} if by == "environment" else {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    write_mail_settings(tmp_path, MailSettings("smtp", "h.example", username="a"))
    found = read_settings(tmp_path, environment)
    assert isinstance(found, Smtp)
    assert {name: getattr(found.secrets, name) for name in NAMES} == {name: "geheim" if name == field else None for name in NAMES}
    assert "geheim" not in f"{found!r}{found.secrets!r}"


UNUSABLE = [
    {"transport": "pigeon"},
    {"transport": "smtp"},
    {"transport": "smtp", "host": "h.example", "security": "ssl"},
    {"transport": "smtp", "host": "h.example", "port": 70000},
    {"transport": "smtp", "host": "h.example", "port": True},
    {"transport": "smtp", "host": "h.example", "auth": "cram-md5"},
    {"transport": "smtp", "host": "h.example", "username": "a\r\nRCPT TO:<x@evil.example>"},
    {"transport": "smtp", "host": "h.example", "token_command": "/t"},
    {"transport": "smtp", "host": "h.example", "oauth": {"token_url": "http://x.example/", "client_id": "c"}},
    {"transport": "smtp", "host": "h.example", "oauth": "x"},
    {"transport": "smtp", "host": "h.example", "dkim": {"domain": "x.example"}},
    {"transport": "smtp", "host": "h.example", "security": "none"},
    {"transport": "smtp", "host": "h.example", "security": "none", "unencrypted": True, "username": "a"},
    {"transport": "smtp", "host": "h.example", "bounces_mailbox": {"host": "i.example", "username": "a", "security": "none"}},
]


@pytest.mark.parametrize("unusable", UNUSABLE, ids=json.dumps)
def test_settings_that_make_no_sense_are_not_guessed_at(tmp_path: Path, unusable: dict[str, object]) -> None:
    """Somebody else may have written the file: whatever is not known or not safe ends the run with a sentence."""
    (tmp_path / "mail.json").write_text(json.dumps(unusable))
    with pytest.raises(settings.SettingsUnusable):
        read_settings(tmp_path, {})


def test_a_relay_that_takes_letters_readable_has_to_be_said_twice(tmp_path: Path) -> None:
    """The build asks for it with a line to mend; the sender does not rely on that."""
    assert told(tmp_path, MailSettings("smtp", "relay.x.example", security="none", unencrypted=True)).security == "none"
    write_mail_settings(tmp_path, MailSettings("maildir"))
    assert read_settings(tmp_path, {}) == ToMaildir()
