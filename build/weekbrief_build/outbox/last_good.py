"""Keeps `groups.yaml` as the last run could use it: when it stops everything, it says whom to tell, and how.

The file is for the owner's eyes, as all of the outbox is; nothing is ever sent to a family by it.
"""

from __future__ import annotations

import os
from pathlib import Path

from weekbrief_build.outbox.ledger import Outbox, transaction

STOPPED = "stopped "
"""Begins the keys of what the head was told about a stop; all is well again when a run gets through."""


def keep_last_good(outbox: Outbox, groups: str) -> None:
    """This `groups.yaml` was good, and nothing is stopped any more."""
    with transaction(outbox.ledger, "IMMEDIATE"):
        outbox.ledger.execute("DELETE FROM notice WHERE key LIKE ?", (f"{STOPPED}%",))
    file = _file(outbox.folder)
    if last_good(outbox.folder) == groups:
        return
    draft = file.with_suffix(".draft")
    draft.touch(mode=0o600)
    with draft.open("w", encoding="utf-8", newline="") as stream:
        stream.write(groups)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)


def last_good(folder: Path) -> str | None:
    """The last `groups.yaml` that was good; None where there was none yet, or its copy is damaged: then the next good run keeps another."""
    try:
        with _file(folder).open(encoding="utf-8", newline="") as stream:
            return stream.read()
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def _file(folder: Path) -> Path:
    return folder / "last-good-groups.yaml"
