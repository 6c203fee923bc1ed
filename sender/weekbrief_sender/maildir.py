"""Delivers letters into a Maildir, a file each; the name comes from the letter, so that a repeat finds what is there and adds nothing.

A file is written in `tmp`, synced, and renamed into `new`: a reader never sees half a letter. The name holds no person's name.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path

from weekbrief_sender.letter import Letter
from weekbrief_sender.states import Outcome, Verdict


def file_name(message_id: str) -> str:
    """The name under which a letter stands in the Maildir; in `cur`, mail readers add `:2,` and flags."""
    return f"{sha256(message_id.encode()).hexdigest()[:32]}.eml"


def delivered(maildir: Path) -> frozenset[str]:
    """The names of all letters that were ever delivered here and are still there, read or not."""
    folders = (maildir / "new", maildir / "cur")
    return frozenset(file.name.partition(":")[0] for folder in folders if folder.is_dir() for file in folder.iterdir())


class Maildir:
    """A Maildir as a place to deliver to; made where it is not there."""

    copied_to: str | None = None
    copy_refused: str | None = None

    def __init__(self, maildir: Path) -> None:
        self._maildir = maildir
        for part in ("tmp", "new", "cur"):
            (maildir / part).mkdir(mode=0o700, parents=True, exist_ok=True)

    async def deliver(self, letter: Letter, begun: Callable[[], Awaitable[None]], dot: Callable[[], Awaitable[None]]) -> Outcome:  # noqa: ARG002 - a file can be looked up later
        """Put one letter into `new`; on the disk when this returns. Before that it is sure that the try began: then a repeat looks here."""
        await begun()
        return self._put(letter)

    async def close(self) -> None:
        """Nothing is held open."""

    def _put(self, letter: Letter) -> Outcome:
        name = file_name(letter.message_id)
        draft = self._maildir / "tmp" / name
        with open(draft, "wb", opener=_private) as stream:
            stream.writelines(piece.data for piece in letter.pieces)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(self._maildir / "new" / name)
        descriptor = os.open(self._maildir / "new", os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return Outcome(Verdict.SENT, "in the Maildir")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
