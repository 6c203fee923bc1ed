"""Tells the sender how letters leave: `mail.json`, written whole or not at all; a password never stands in it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

from weekbrief_build.school.people import MailSettings


def names_bounces(outbox: Path) -> bool:
    """Whether the settings of the last run name a mailbox for bounces."""
    file = outbox / "mail.json"
    try:
        return file.is_file() and bool(json.loads(file.read_text(encoding="utf-8")).get("bounces_mailbox"))
    except (ValueError, AttributeError):
        return False  # it is written anew before anything is sent


def write_mail_settings(outbox: Path, settings: MailSettings) -> None:
    """Write `mail.json` anew where it says something else."""
    told = asdict(settings) if settings.transport == "smtp" else {"transport": settings.transport}
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    file = outbox / "mail.json"
    if file.is_file() and file.read_bytes() == text.encode():  # bytes: what is damaged is no text
        return
    draft = file.with_suffix(".draft")
    draft.touch(mode=0o600)
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)
