"""Opens a finished letter as a mail program does: its subject, its page, and the pictures and files in it; nothing is rendered anew.

So what a person looks at before a letter goes is what goes. A picture or a file that many letters share is decoded once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

from weekbrief_build.render import mime
from weekbrief_build.school.letter import FinishedLetter, Piece


@dataclass(frozen=True, slots=True, eq=False)
class Enclosed:
    """A picture or a file of a letter; the same object in all letters that share it."""

    media_type: str
    name: str
    """What it is called where it is attached, or `picture.jpg`."""
    content_id: str | None
    """What the page calls a picture by, without angle brackets; None for a file that is attached."""
    data: bytes


@dataclass(frozen=True, slots=True)
class OpenedLetter:
    """What its reader sees."""

    subject: str
    html: str
    """Pictures stand in it as `cid:` and `Enclosed.content_id`."""
    enclosed: tuple[Enclosed, ...]


class LetterOpener:
    """Opens the letters of one run."""

    def __init__(self) -> None:
        self._enclosed: dict[Piece, Enclosed] = {}

    def open(self, letter: FinishedLetter) -> OpenedLetter:
        """What the reader of this letter sees."""
        enclosed = tuple(self._enclosed_in(letter.pieces))
        written = _parsed(b"".join(piece.data for piece in letter.pieces if piece not in self._enclosed))
        page = written.get_body(("html",))
        return OpenedLetter(str(written["Subject"]), str(page.get_content()) if page else "", enclosed)

    def _enclosed_in(self, pieces: tuple[Piece, ...]) -> Iterator[Enclosed]:
        for piece in pieces:
            if piece not in self._enclosed and (part := mime.part_of(piece)) is not None:
                self._enclosed[piece] = _enclosed(_parsed(part))
            if piece in self._enclosed:
                yield self._enclosed[piece]


def _parsed(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=default)


def _enclosed(part: EmailMessage) -> Enclosed:
    name = part["Content-ID"]
    return Enclosed(
        part.get_content_type(),
        part.get_filename() or "",
        str(name).strip().strip("<>") if name else None,
        cast("bytes", part.get_payload(decode=True)),
    )
