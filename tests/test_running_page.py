"""What the page on running it and the units for systemd say is what the programs do."""

from __future__ import annotations

from pathlib import Path

import pytest

from weekbrief_build.commands import weekbrief
from weekbrief_build.gather.office.mail import MAIL_KEYS, PROVIDERS, SECRETS
from weekbrief_sender import settings

DOCS = Path(__file__).resolve().parent.parent / "docs"
NAMES = (
    settings.PASSWORD,
    settings.REFRESH_TOKEN,
    settings.CLIENT_SECRET,
    settings.ARCHIVE_PASSWORD,
    settings.BOUNCES_PASSWORD,
    settings.DKIM_KEY,
)


def lines(unit: str) -> list[str]:
    """What a unit says, without what explains it."""
    text = (DOCS / "systemd" / unit).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("page", ["running.md", "draaien.md"])
def test_every_secret_provider_and_key_is_on_the_page(page: str) -> None:
    """Who runs it has no other place to look; the folder of credentials names each as the sender looks for it."""
    text = (DOCS / page).read_text(encoding="utf-8")
    for name in NAMES:
        assert f"| `{name.removeprefix('WEEKBRIEF_')}` | `{name}` |" in text
    assert all(f"provider: {provider}" in text for provider in PROVIDERS)
    assert [key for key in MAIL_KEYS if key not in SECRETS and f"`{key}`" not in text and f"`{key}:" not in text] == []


@pytest.mark.parametrize(("unit", "command"), [("weekbrief.service", "run"), ("weekbrief-doctor.service", "doctor")])
def test_a_unit_calls_a_command_that_there_is(unit: str, command: str) -> None:
    """Its secrets come under the names that the sender knows, and it may write its outbox alone."""
    said = lines(unit)
    assert f"ExecStart=/opt/weekbrief/bin/weekbrief {command} --outbox /var/lib/weekbrief /srv/school" in said
    assert command in weekbrief.commands
    assert "LoadCredential=WEEKBRIEF:/etc/weekbrief/credentials" in said
    assert {"ProtectSystem=strict", "StateDirectory=weekbrief", "NoNewPrivileges=yes", "User=weekbrief"} <= set(said)


def test_the_doctor_looks_from_the_sandbox_in_which_letters_go() -> None:
    """What it finds holds for the service, too."""
    of_service, of_doctor = (set(lines(unit)) for unit in ("weekbrief.service", "weekbrief-doctor.service"))
    assert {line.partition("=")[0] for line in of_service ^ of_doctor} == {
        "Description",
        "ExecStart",
        "SuccessExitStatus",
        "TimeoutStopSec",
    }
