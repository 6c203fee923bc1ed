"""Writes what a run has to say: sentences for a person who looks on, JSON lines for the journal of systemd; no address in either.

A line of the journal is `{"level": …, "event": …, "message": …}` with the values of the event beside them, and begins with the
priority that journald takes out of it (sd-daemon(3)). Letters go by their number in the ledger.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

_PRIORITY = {logging.ERROR: "<3>", logging.WARNING: "<4>"}


@dataclass(frozen=True, slots=True)
class Note:
    """Something that happened, for programs as for people."""

    event: str
    sentence: str
    values: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        """The sentence."""
        return self.sentence


def disk_says(error: Exception, outbox: Path) -> str:
    """What the disk says, and of which file; SQLite names none, and means the ledger."""
    if not isinstance(error, OSError):
        return f"{error}: {outbox / 'ledger.sqlite3'}"
    files = (str(file) for file in (error.filename, error.filename2) if file)  # two where one was to take the other's name
    return ": ".join((error.strerror or str(error), *files))


def write_log(environment: Mapping[str, str]) -> None:
    """Begin to write to standard error; JSON where systemd says that its journal listens (JOURNAL_STREAM, systemd.exec(5))."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Lines() if environment.get("JOURNAL_STREAM") else logging.Formatter("weekbrief send: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.INFO)


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """One JSON object."""
        note = record.args[0] if isinstance(record.args, tuple) and record.args else None
        told: dict[str, str | int] = {"level": record.levelname.lower(), "event": note.event if isinstance(note, Note) else "run"}
        told |= {"message": record.getMessage(), **(note.values if isinstance(note, Note) else {})}
        return _PRIORITY.get(record.levelno, "<6>") + json.dumps(told, ensure_ascii=False)
