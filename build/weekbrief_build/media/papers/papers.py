"""Asks what stands in a PDF, once for the same bytes, and keeps the clean file; it never opens one itself.

The cache is a convenience: what is not whole in it is asked again. It holds words of the school, so nobody else may read it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from pathlib import Path

from weekbrief_build.media.child import Program, run
from weekbrief_build.school.post import MadePaper

RECIPE = 1
"""Counted up when `pdf` is to give something else for the same file."""
_WORKER = Program("weekbrief_build.media.papers.pdf_worker", (), memory=1 << 30, seconds=20)
"""A page takes hundredths of a second."""
_SECONDS = 90
"""On a busy machine."""
_LARGEST = 32 << 20


class Fault(Enum):
    """Why a file cannot go along; the value is what the worker writes."""

    LOCKED = "locked"
    TOO_LONG = "too long"
    ALIVE = "alive"
    NONE = "none"
    """It is no PDF, or not a whole one."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A clean PDF, and what stands in it."""

    made: MadePaper
    words: str
    """Every word that was found in it."""
    pictures: bool
    """Whether there is any picture in it, if only an emblem."""
    unread: bool
    """Whether there may be words in it that were not found."""


class Papers:
    """The PDF files of a run."""

    def __init__(self, cache: Path | None) -> None:
        """`cache`: a folder of our own, which may be deleted at any time; None: nothing is kept, and nothing can be sent."""
        self._folder = cache / "papers" if cache else None
        self._asked: set[str] = set()

    def of(self, digest: str, read: Callable[[], bytes]) -> Paper | Fault:
        """What came of the file with this SHA-256; `read` gives its bytes where they are needed, and may raise what it likes."""
        name = f"{digest}-{RECIPE}"
        self._asked.add(name)
        known = self._kept(name)
        return known or self._keep(name, _ask(read()))

    def prune(self) -> None:
        """Forget the files that nobody asked for in this run."""
        if self._folder and self._folder.is_dir():
            for file in self._folder.iterdir():
                if file.stem not in self._asked:
                    with suppress(OSError):
                        file.unlink()

    def _kept(self, name: str) -> Paper | Fault | None:
        if not self._folder:
            return None
        try:
            said, clean = json.loads((self._folder / f"{name}.json").read_bytes()), self._folder / f"{name}.pdf"
            if "refused" in said:
                return Fault(said["refused"])
            data = clean.read_bytes()
            if sha256(data).hexdigest() != said["sha256"]:
                return None
            return Paper(MadePaper(str(clean.absolute()), said["sha256"], len(data)), said["words"], said["pictures"], said["unread"])
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def _keep(self, name: str, answer: bytes) -> Paper | Fault:
        line, _, clean = answer.partition(b"\n")
        try:
            said = json.loads(line)
            refused = Fault(said["refused"]) if "refused" in said else None
            made = MadePaper(str((self._folder or Path()).absolute() / f"{name}.pdf"), sha256(clean).hexdigest(), len(clean))
            paper = None if refused else Paper(made, str(said["words"]), said["pictures"] is not False, said["unread"] is not False)
        except (ValueError, LookupError, TypeError):
            return Fault.NONE  # it died; on another day the machine may be less busy
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if paper:
                _write(self._folder / f"{name}.pdf", clean)
            _write(self._folder / f"{name}.json", json.dumps({**said, "sha256": made.sha256}).encode())
        return paper or refused or Fault.NONE


def _write(file: Path, data: bytes) -> None:
    """The bytes under this name, whole or not at all, for nobody else to read."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(data)
    draft.replace(file)


def _ask(data: bytes) -> bytes:
    """What the worker says of a file; empty where it cannot say anything."""
    if not data[:1024].lstrip().startswith(b"%PDF-"):
        return b""
    ended = run(_WORKER, data, within=_SECONDS, most=_LARGEST)
    return ended.said if ended.code == 0 else b""
