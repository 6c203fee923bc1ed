"""Reads a letter out of the outbox and proves that it is the one that was planned; it never hands over one that is not.

Trusts nothing between build and sender: sizes, the hash of every piece, the digest of the whole, and that the one To of the
message is the address it is about to go to.
"""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses
from hashlib import sha256
from pathlib import Path

from weekbrief_sender.wire import fault_of, fault_of_headers

HELD_BYTES = 64 * 1024 * 1024
"""How many bytes of shared pieces are held in memory, proven, while letters that share them go out."""


class NotAsPlanned(Exception):  # noqa: N818 - says what the matter is
    """The bytes of a letter are not those that were planned. The message says in what way, without what they say."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, proven: CRLF line ends, complete headers, ends with CRLF."""

    id: int
    message_id: str
    envelope_sender: str
    recipient: str
    pieces: tuple[bytes, ...]
    """Joined in order, they are the message; each ends with CRLF."""
    size: int


class Letters:
    """The letters of one outbox."""

    def __init__(self, connection: sqlite3.Connection, outbox: Path) -> None:
        self._connection = connection
        self._pieces = _Pieces(connection, outbox / "pieces")

    def take(self, id_: int) -> Letter:
        """The letter with this id. Raises NotAsPlanned."""
        message_id, envelope_sender, recipient, recipe, size, digest = self._connection.execute(
            "SELECT message_id, envelope_sender, recipient, recipe, size, digest FROM letter WHERE id = ?", (id_,)
        ).fetchone()
        proven = [self._pieces.take(piece) for piece in _read(recipe)]
        pieces = tuple(data for _, data in proven)
        if sum(map(len, pieces)) != size or sha256(b"".join(of_piece for of_piece, _ in proven)).digest() != digest:
            raise NotAsPlanned("its pieces are not the ones that were planned")
        _demand_one_recipient(pieces, recipient)
        return Letter(id_, message_id, envelope_sender, recipient, pieces, size)


def _read(recipe: str) -> list[int]:
    try:
        ids = json.loads(recipe)
    except ValueError:
        ids = None
    if not isinstance(ids, list) or not all(isinstance(id_, int) for id_ in ids):
        raise NotAsPlanned("its recipe cannot be read")
    return ids


class _Pieces:
    """Pieces by id, proven when read; a proven piece that is still held is not read again."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection, self._folder = connection, folder
        self._held: OrderedDict[int, tuple[bytes, bytes]] = OrderedDict()
        self._bytes = 0

    def take(self, id_: int) -> tuple[bytes, bytes]:
        """(SHA-256, bytes) of a piece."""
        if id_ in self._held:
            self._held.move_to_end(id_)
            return self._held[id_]
        row = self._connection.execute("SELECT sha256, data FROM piece WHERE id = ?", (id_,)).fetchone()
        if row is None:
            raise NotAsPlanned("a piece of it is missing")
        planned, data = row
        if data is None:
            name = planned.hex()
            try:
                data = (self._folder / name[:2] / name).read_bytes()
            except OSError as error:
                raise NotAsPlanned(f"a piece of it cannot be read ({error.strerror})") from error
        if not isinstance(data, bytes) or sha256(data).digest() != planned:
            raise NotAsPlanned("a piece of it was altered")
        if fault := fault_of(data):
            raise NotAsPlanned(fault)
        self._held[id_] = planned, data
        self._bytes += len(data)
        while self._bytes > HELD_BYTES:
            _, (_, dropped) = self._held.popitem(last=False)
            self._bytes -= len(dropped)
        return planned, data


def _demand_one_recipient(pieces: tuple[bytes, ...], recipient: str) -> None:
    """Encoded words are left as they are: a comma in one is part of a name, not the end of an address."""
    headers = b""
    for piece in pieces:
        headers += piece
        if b"\r\n\r\n" in headers:
            break
    headers = headers.partition(b"\r\n\r\n")[0]
    if fault := fault_of_headers(headers):
        raise NotAsPlanned(fault)
    message = BytesHeaderParser(policy=compat32).parsebytes(headers + b"\r\n\r\n")
    to = [str(value).strip() for value in message.get_all("To", [])]
    addresses = [address for _, address in getaddresses(to)]
    if len(to) != 1 or addresses != [recipient] or not (to[0] == recipient or to[0].endswith(f"<{recipient}>")):
        raise NotAsPlanned("its To is not the one address that it is for")
