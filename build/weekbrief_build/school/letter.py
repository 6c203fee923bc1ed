"""A finished letter: the bytes of one message for one recipient, as pieces that many letters share, and the proof that they are whole.

Joined in order, the pieces are an RFC 5322 message with CRLF line ends, each piece ending with one. Nothing is rendered or
encoded after this point: the outbox stores the pieces once, the sender joins them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256


class LetterKind(Enum):
    """What a message is: three kinds of letter for guardians, and what the job writes to the people of the school."""

    NEWSLETTER = "newsletter"
    POST = "post"
    PERSONAL = "personal"
    NOTICE = "notice"  # to a teacher or the head: what to mend
    SUMMARY = "summary"  # to the head: with each edition


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Some whole lines of a message, made once and shared; identity is equality, `sha256` is the proof."""

    data: bytes
    sha256: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Hash the bytes once."""
        object.__setattr__(self, "sha256", sha256(self.data).digest())


def digest_of(pieces: Sequence[Piece]) -> bytes:
    """The letter's digest: SHA-256 over the SHA-256 digests of its pieces, in order; so sharing a piece costs no second hash."""
    return sha256(b"".join(piece.sha256 for piece in pieces)).digest()


@dataclass(frozen=True, slots=True)
class FinishedLetter:
    """What goes into the outbox for one recipient."""

    kind: LetterKind
    edition: str | None
    message_id: str
    """With its angle brackets; equal to the header's."""
    envelope_sender: str
    recipient: str
    """The one address of the one To."""
    pieces: tuple[Piece, ...]
