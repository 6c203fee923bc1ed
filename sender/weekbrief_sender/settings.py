"""Reads how letters leave, and the secrets from where the machine keeps them; it assumes no transport that nobody named.

A secret comes from the environment or from a systemd credential of the same name; it stands in no file of the school or of the
outbox, in no argument, and in no value that is printed by mistake.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from weekbrief_sender.addresses import as_carried

PASSWORD = "WEEKBRIEF_SMTP_PASSWORD"  # noqa: S105 - the name under which it is found, not the password
REFRESH_TOKEN = "WEEKBRIEF_SMTP_REFRESH_TOKEN"  # noqa: S105 - as above
CLIENT_SECRET = "WEEKBRIEF_SMTP_CLIENT_SECRET"  # noqa: S105 - as above
ARCHIVE_PASSWORD = "WEEKBRIEF_ARCHIVE_PASSWORD"  # noqa: S105 - as above
BOUNCES_PASSWORD = "WEEKBRIEF_BOUNCES_PASSWORD"  # noqa: S105 - as above
DKIM_KEY = "WEEKBRIEF_DKIM_KEY"
SECURITY, AUTH = ("starttls", "tls", "none"), ("password", "xoauth2")
SMTP_PORTS = {"starttls": 587, "tls": 465, "none": 25}
IMAP_PORTS = {"starttls": 143, "tls": 993, "none": 143}
CONNECTIONS, LIFE = 3, 3
"""How many connections side by side, and for how many days a letter is tried, where the school does not say."""
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
"""The hosts that are this machine, as far as nobody can mistake them."""
_LAST_PORT = 65535


class SettingsUnusable(Exception):  # noqa: N818 - says what the matter is
    """`mail.json` cannot be worked with; the message is for the operator."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What proves who we are; None where the machine does not hold it."""

    password: str | None = field(default=None, repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    client_secret: str | None = field(default=None, repr=False)
    archive_password: str | None = field(default=None, repr=False)
    bounces_password: str | None = field(default=None, repr=False)
    dkim_key: str | None = field(default=None, repr=False)
    """PEM of an RSA key, or of an Ed25519 key (PKCS#8)."""


@dataclass(frozen=True, slots=True)
class OAuth:
    """Where a token is asked for."""

    token_url: str
    client_id: str
    scope: str


@dataclass(frozen=True, slots=True)
class ImapFolder:
    """A folder of a mailbox that can be looked into."""

    host: str
    port: int
    security: str
    username: str
    auth: str
    folder: str


@dataclass(frozen=True, slots=True)
class Dkim:
    """In whose name letters are signed."""

    domain: str
    selector: str


@dataclass(frozen=True, slots=True)
class Smtp:
    """A server to hand letters to."""

    host: str
    port: int
    security: str
    """One of SECURITY; there is no falling back from one to another."""
    username: str | None
    """None: the server wants no login."""
    auth: str
    """One of AUTH."""
    token_command: tuple[str, ...]
    oauth: OAuth | None
    per_minute: int | None
    connections: int
    life: timedelta
    """How long a letter is tried."""
    archive: str | None
    """An address that gets a copy of every letter, in the same transaction."""
    archive_mailbox: ImapFolder | None
    bounces_mailbox: ImapFolder | Path | None
    """An IMAP folder, or a Maildir of this machine."""
    dkim: Dkim | None
    secrets: Secrets = field(repr=False)


@dataclass(frozen=True, slots=True)
class ToMaildir:
    """Letters become files in the outbox."""


def read_settings(outbox: Path, environment: Mapping[str, str]) -> Smtp | ToMaildir:
    """How letters leave. Raises SettingsUnusable."""
    try:
        told = json.loads((outbox / "mail.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsUnusable("there is no mail.json: nothing says how letters leave") from None
    except ValueError:
        raise SettingsUnusable("mail.json cannot be read") from None
    match told:
        case {"transport": "maildir"}:
            return ToMaildir()
        case {"transport": "smtp", "host": str()}:
            return _smtp(_Told(told), read_secrets(environment))
        case {"transport": "smtp"}:
            raise SettingsUnusable("the transport is smtp, but no host is named (groups.yaml, mail: host)")
        case _:
            raise SettingsUnusable("mail.json names a transport that this weekbrief does not know")


def read_secrets(environment: Mapping[str, str]) -> Secrets:
    """Each from the environment, else from a systemd credential of the same name."""
    names = (PASSWORD, REFRESH_TOKEN, CLIENT_SECRET, ARCHIVE_PASSWORD, BOUNCES_PASSWORD, DKIM_KEY)
    return Secrets(*(_secret(name, environment) for name in names))


def _secret(name: str, environment: Mapping[str, str]) -> str | None:
    if value := environment.get(name):
        return value
    if folder := environment.get("CREDENTIALS_DIRECTORY"):
        file = Path(folder, name)
        if file.is_file():
            return file.read_text(encoding="utf-8").rstrip("\r\n")
    return None


class _Told:
    """What one object of mail.json says, each value as what it must be."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self._told = told

    def text(self, key: str) -> str | None:
        """A text without line breaks, or nothing."""
        value = self._told.get(key)
        if value is not None and not (isinstance(value, str) and value and value.isprintable()):
            raise SettingsUnusable(f"mail.json: {key} is no text")
        return value

    def needed(self, key: str) -> str:
        """A text."""
        text = self.text(key)
        if text is None:
            raise SettingsUnusable(f"mail.json: {key} is missing")
        return text

    def number(self, key: str, most: int) -> int | None:
        """A whole number from 1 up to and including `most`, or nothing."""
        value = self._told.get(key)
        if value is not None and not (isinstance(value, int) and not isinstance(value, bool) and 0 < value <= most):
            raise SettingsUnusable(f"mail.json: {key} is no number that it can be")
        return value

    def word(self, key: str, among: tuple[str, ...]) -> str:
        """One of these words; the first, where nothing is said."""
        word = self.text(key) or among[0]
        if word not in among:
            raise SettingsUnusable(f"mail.json names a {key} that this weekbrief does not know")
        return word

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._told.get(key) or []
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise SettingsUnusable(f"mail.json: {key} is no list of words")
        return tuple(value)

    def says(self, key: str) -> bool:
        """Whether this is said to be so."""
        return self._told.get(key) is True

    def inner(self, key: str) -> _Told | None:
        """The object at a key, or nothing."""
        value = self._told.get(key)
        if value is not None and not isinstance(value, dict):
            raise SettingsUnusable(f"mail.json: {key} cannot be read")
        return None if value is None else _Told(value)


def _smtp(told: _Told, secrets: Secrets) -> Smtp:
    host, username = told.needed("host"), told.text("username")
    security = told.word("security", SECURITY)
    _demand_encryption(host, security, readable=told.says("unencrypted"), login=username is not None)
    archive, bounces = told.inner("archive_mailbox"), told.inner("bounces_mailbox")
    oauth, dkim = told.inner("oauth"), told.inner("dkim")
    maildir = bounces.text("maildir") if bounces else None
    return Smtp(
        host=host,
        port=told.number("port", _LAST_PORT) or SMTP_PORTS[security],
        security=security,
        username=username,
        auth=told.word("auth", AUTH),
        token_command=told.words("token_command"),
        oauth=OAuth(_https(oauth.needed("token_url")), oauth.needed("client_id"), oauth.text("scope") or "") if oauth else None,
        per_minute=told.number("per_minute", 100_000),
        connections=told.number("connections", 100) or CONNECTIONS,
        life=timedelta(days=told.number("life", 30) or LIFE),
        archive=_archive(told.text("archive")),
        archive_mailbox=_imap_folder(archive) if archive else None,
        bounces_mailbox=Path(maildir) if maildir else _imap_folder(bounces) if bounces else None,
        dkim=Dkim(dkim.needed("domain"), dkim.needed("selector")) if dkim else None,
        secrets=secrets,
    )


def _demand_encryption(host: str, security: str, *, readable: bool, login: bool) -> None:
    """Letters travel readable only where that is said twice; a password never does."""
    if security != "none" or host in HERE:
        return
    if login:
        raise SettingsUnusable("a password is not sent without TLS: choose security starttls or tls (groups.yaml, mail: security)")
    if not readable:
        raise SettingsUnusable("letters are not sent without TLS: choose security starttls or tls (groups.yaml, mail: security)")


def _imap_folder(told: _Told) -> ImapFolder:
    host, security = told.needed("host"), told.word("security", ("tls", "starttls", "none"))
    _demand_encryption(host, security, readable=False, login=True)
    port = told.number("port", _LAST_PORT) or IMAP_PORTS[security]
    return ImapFolder(host, port, security, told.needed("username"), told.word("auth", AUTH), told.text("folder") or "INBOX")


def _archive(address: str | None) -> str | None:
    carried = as_carried(address) if address else None
    if address and (carried is None or not carried.isascii()):
        raise SettingsUnusable("the archive's address is none that every mail server carries (groups.yaml, mail: archive)")
    return carried


def _https(url: str) -> str:
    if not url.startswith("https://"):
        raise SettingsUnusable("a token is asked for over https only (groups.yaml, mail: oauth: token_url)")
    return url
