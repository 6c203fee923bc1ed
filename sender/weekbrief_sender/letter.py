"""A letter as the sender holds it, bound to the one address it is for; no I/O, and none is made that was not proven.

Trusts nothing between build and sender: the size, the digest of the whole, and that the one To of the message is the address it is
about to go to. `Letter.demand_for` binds all of that together, when a letter is read and again right before it is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.utils import getaddresses
from hashlib import sha256

from weekbrief_sender.addresses import as_carried
from weekbrief_sender.wire import fault_of_headers

_FOLD = re.compile(rb"\r\n([ \t])")
_PLAIN_NAME = re.compile(r"(?:[A-Za-z0-9 ]+ )?")


class NotAsPlanned(Exception):  # noqa: N818 - says what the matter is
    """The bytes of a letter are not those that were planned. The message says in what way, without what they say."""


class PieceLost(NotAsPlanned):
    """A piece of a letter is missing or damaged: the letter waits until the build has made it anew, which it does by itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Some whole lines of a message, proven; the same object in every letter that shares it."""

    sha256: bytes
    data: bytes = field(repr=False)
    """CRLF line ends; ends with one."""
    stuffed: bytes = field(repr=False)
    """As SMTP says it: lines that begin with a dot have one more (RFC 5321, 4.5.2). The same object where there is no such line."""
    seven_bit: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, proven: CRLF line ends, complete headers, ends with CRLF."""

    id: int
    message_id: str
    envelope_sender: str
    recipient: str
    pieces: tuple[Piece, ...] = field(repr=False)
    """Joined in order, they are the message."""
    size: int
    """In bytes, as planned."""
    digest: bytes = field(repr=False)
    """SHA-256 over the pieces' SHA-256 digests in order, as planned."""
    to: str = field(init=False, repr=False)
    """The one address of the one To, as it stands in the pieces. That it is one was proven."""

    def __post_init__(self) -> None:
        """Raise NotAsPlanned unless the pieces are the ones that were planned, and their one To is the recipient."""
        self._demand_pieces()
        _demand_one_recipient(self.pieces, self.recipient)
        object.__setattr__(self, "to", self.recipient)

    @property
    def seven_bit(self) -> bool:
        """Whether it holds no byte beyond ASCII."""
        return all(piece.seven_bit for piece in self.pieces)

    def demand_for(self, address: str) -> None:
        """Raise NotAsPlanned unless the pieces are still those that were proven, and this address, as mail carries it, is their one To."""
        self._demand_pieces()
        if not address or address != as_carried(self.to) or self.to != self.recipient:
            raise NotAsPlanned("it is about to go to another address than was planned")

    def _demand_pieces(self) -> None:
        if sum(len(piece.data) for piece in self.pieces) != self.size or _digest(self.pieces) != self.digest:
            raise NotAsPlanned("its pieces are not the ones that were planned")


def _digest(pieces: Iterable[Piece]) -> bytes:
    return sha256(b"".join(piece.sha256 for piece in pieces)).digest()


def _demand_one_recipient(pieces: tuple[Piece, ...], recipient: str) -> None:
    """Encoded words are left as they are: a comma in one is part of a name, not the end of an address."""
    head = b""
    for piece in pieces:
        head += piece.data
        if b"\r\n\r\n" in head:
            break
    head = head.partition(b"\r\n\r\n")[0]
    if fault := fault_of_headers(head):
        raise NotAsPlanned(fault)
    to = [line[len(b"to:") :] for line in _FOLD.sub(rb"\1", head).split(b"\r\n") if line[: len(b"to:")].lower() == b"to:"]
    if len(to) != 1 or not _is_one(to[0].decode("utf-8", "replace").strip(), recipient):
        raise NotAsPlanned("its To is not the one address that it is for")


def _is_one(to: str, recipient: str) -> bool:
    """Whether this is that address, with or without a name."""
    name = to.removesuffix(f"<{recipient}>")
    if to == recipient or (name != to and _PLAIN_NAME.fullmatch(name)):
        return True  # can be read in one way only, and reading is most of the work of a small letter
    return name != to and [address for _, address in getaddresses([to])] == [recipient]
