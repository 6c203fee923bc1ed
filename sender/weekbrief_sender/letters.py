"""Reads letters out of the outbox, piece by piece, and proves each piece; it never hands over a letter that is not the one planned."""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict
from hashlib import sha256
from pathlib import Path

from weekbrief_sender.letter import Letter, NotAsPlanned, Piece, PieceLost
from weekbrief_sender.wire import fault_of

HELD_BYTES = 64 * 1024 * 1024
"""How many bytes of shared pieces are held in memory, proven, while letters that share them go out."""
_COST = 1024
"""What holding a piece takes beside its bytes, generously: 20,000 small ones count too."""


class Letters:
    """The letters of one outbox."""

    def __init__(self, connection: sqlite3.Connection, outbox: Path) -> None:
        self._connection = connection
        self._pieces = _Pieces(connection, outbox / "pieces")

    def take(self, id_: int) -> Letter:
        """The letter with this id. Raises NotAsPlanned, and OSError where the disk fails."""
        message_id, envelope_sender, recipient, recipe, size, digest = self._connection.execute(
            "SELECT message_id, envelope_sender, recipient, recipe, size, digest FROM letter WHERE id = ?", (id_,)
        ).fetchone()
        pieces = tuple(self._pieces.take(piece) for piece in _read(recipe))
        return Letter(id_, message_id, envelope_sender, recipient, pieces, size, digest)


def _read(recipe: str) -> list[int]:
    try:
        ids = json.loads(recipe)
    except ValueError:
        ids = None
    if not isinstance(ids, list) or not all(isinstance(id_, int) for id_ in ids):
        raise NotAsPlanned("its recipe cannot be read")
    return ids


class _Pieces:
    """Pieces by id, proven and dot-stuffed when read; one that is still held is neither read nor stuffed again."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection, self._folder = connection, folder
        self._held: OrderedDict[int, Piece] = OrderedDict()
        self._bytes = 0

    def take(self, id_: int) -> Piece:
        if (held := self._held.get(id_)) is not None:
            self._held.move_to_end(id_)
            return held
        piece = self._read(id_)
        self._held[id_] = piece
        self._bytes += _held_by(piece)
        while self._bytes > HELD_BYTES:
            _, dropped = self._held.popitem(last=False)
            self._bytes -= _held_by(dropped)
        return piece

    def _read(self, id_: int) -> Piece:
        row = self._connection.execute("SELECT sha256, data FROM piece WHERE id = ?", (id_,)).fetchone()
        if row is None:
            raise PieceLost("a piece of it is missing")
        planned, data = row
        if data is None:
            name = planned.hex()
            try:
                data = (self._folder / name[:2] / name).read_bytes()
            except FileNotFoundError:
                raise PieceLost("a piece of it is missing") from None
        if not isinstance(data, bytes) or sha256(data).digest() != planned:
            raise PieceLost("a piece of it is damaged")
        if fault := fault_of(data):
            raise NotAsPlanned(fault)
        return Piece(planned, data, _stuffed(data), data.isascii())


def _held_by(piece: Piece) -> int:
    return _COST + len(piece.data) + (len(piece.stuffed) if piece.stuffed is not piece.data else 0)


def _stuffed(data: bytes) -> bytes:
    """A piece begins at the beginning of a line, and so does what follows it."""
    if b"\r\n." in data:
        data = data.replace(b"\r\n.", b"\r\n..")
    return b"." + data if data.startswith(b".") else data
