"""Keeps the large pieces of letters as files named by their hash; none appears half, and none is spoken of before it is safe.

A piece that no letter in the ledger names is harmless: it is found again by the next run that makes it. `prune` removes what is done with.
"""

from __future__ import annotations

import os
from hashlib import file_digest
from pathlib import Path

from weekbrief_build.school.letter import Piece

LARGE = 32 * 1024
"""From this size on, in bytes, a piece is a file; smaller ones stand in the ledger itself, where they cost no fsync of their own."""


class PieceFiles:
    """The files of `pieces/`; what was kept is sure to be there after the next `settle`."""

    def __init__(self, outbox: Path) -> None:
        self._folder = outbox / "pieces"
        self._unsettled: set[Path] = set()

    def keep(self, piece: Piece) -> None:
        """See to it that the file of this piece is there, whole; one that is damaged is written anew."""
        name = piece.sha256.hex()
        shelf = self._folder / name[:2]
        file = shelf / name
        self._unsettled |= {shelf, self._folder, self._folder.parent}  # also where it is there: an earlier run may have died before this
        if _holds(file, piece):
            return
        for folder in (self._folder, shelf):
            folder.mkdir(mode=0o700, exist_ok=True)
        draft = file.with_suffix(".draft")
        with open(draft, "wb", opener=_private) as stream:
            stream.write(piece.data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)

    def settle(self) -> None:
        """Make sure that the names of all kept files outlive a power cut."""
        for folder in self._unsettled:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        self._unsettled.clear()


def _holds(file: Path, piece: Piece) -> bool:
    """Whether the file holds the bytes of this piece: a disk may lie, and somebody may have looked into the outbox with an editor."""
    try:
        if file.stat().st_size != len(piece.data):
            return False
        with file.open("rb") as stream:
            return file_digest(stream, "sha256").digest() == piece.sha256
    except FileNotFoundError:
        return False


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
