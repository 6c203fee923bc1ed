"""Reads how letters leave, and the password from where the machine keeps it; it assumes no transport that nobody named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PASSWORD = "WEEKBRIEF_SMTP_PASSWORD"  # noqa: S105 - the name under which it is found, not the password
_LAST_PORT = 65535
SECURITY = ("starttls", "tls", "none")


class SettingsUnusable(Exception):  # noqa: N818 - says what the matter is
    """`mail.json` cannot be worked with; the message is for the operator."""


@dataclass(frozen=True, slots=True)
class Smtp:
    """A server to hand letters to. None: what is usual for the security chosen."""

    host: str
    port: int | None
    security: str
    """One of SECURITY; there is no falling back from one to another."""
    username: str | None
    password: str | None = field(repr=False)
    per_minute: int | None


@dataclass(frozen=True, slots=True)
class ToMaildir:
    """Letters become files in the outbox."""


def read_settings(outbox: Path, environment: Mapping[str, str]) -> Smtp | ToMaildir:
    """How letters leave. Raises SettingsUnusable. Known limit: `connections` is not used, letters go one after the other."""
    try:
        told = json.loads((outbox / "mail.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsUnusable("there is no mail.json: nothing says how letters leave") from None
    except ValueError:
        raise SettingsUnusable("mail.json cannot be read") from None
    match told:
        case {"transport": "maildir"}:
            return ToMaildir()
        case {"transport": "smtp", "host": str(host)}:
            port, per_minute, username = told.get("port"), told.get("per_minute"), told.get("username")
            security = told.get("security") or "starttls"
            if security not in SECURITY:
                raise SettingsUnusable("mail.json names a security that this weekbrief does not know")
            if (
                not all(number is None or (isinstance(number, int) and number > 0) for number in (port, per_minute))
                or (port or 1) > _LAST_PORT
            ):
                raise SettingsUnusable("mail.json names a port or a number per minute that is none")
            return Smtp(host, port, security, username, _password(environment) if username else None, per_minute)
        case {"transport": "smtp"}:
            raise SettingsUnusable("the transport is smtp, but no host is named (groups.yaml, mail: host)")
        case _:
            raise SettingsUnusable("mail.json names a transport that this weekbrief does not know")


def _password(environment: Mapping[str, str]) -> str | None:
    """From the environment, else from a systemd credential of the same name."""
    if password := environment.get(PASSWORD):
        return password
    if folder := environment.get("CREDENTIALS_DIRECTORY"):
        file = Path(folder, PASSWORD)
        if file.is_file():
            return file.read_text(encoding="utf-8").rstrip("\r\n")
    return None
