"""Encodes what a letter is made of, once: texts as quoted-printable, pictures as base64; every piece is whole lines that end with CRLF.

The tree is alternative{text/plain, text/html}, and alternative{text/plain, related{text/html, pictures}} where there are
pictures; where something is attached, that stands first in a mixed{}, and what is attached behind it. Boundaries hold `=_`,
which neither quoted-printable nor base64 can write (RFC 2045, 6.7), so they are constants.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from email.quoprimime import body_encode
from struct import unpack
from unicodedata import normalize
from urllib.parse import quote

from weekbrief_build.school.letter import Piece
from weekbrief_build.school.made import MadePicture

_MIXED, _ALTERNATIVE, _RELATED = "=_weekbrief_mixed", "=_weekbrief_alternative", "=_weekbrief_related"
_TEXT = 'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'

CONTENT_TYPE = f'Content-Type: multipart/alternative; boundary="{_ALTERNATIVE}"\r\n'
"""The last of a letter's headers; the empty line after it opens the body."""
CONTENT_TYPE_WITH_ATTACHMENTS = f'Content-Type: multipart/mixed; boundary="{_MIXED}"\r\n'
"""The same for a letter with attachments."""
OPEN_BEFORE_ATTACHMENTS = Piece(f"\r\n--{_MIXED}\r\n{CONTENT_TYPE}".encode())
CLOSE_ATTACHMENTS = Piece(f"\r\n--{_MIXED}--\r\n".encode())
OPEN_TEXT = Piece(f"\r\n--{_ALTERNATIVE}\r\n{_TEXT.format(kind='plain')}".encode())
OPEN_HTML = Piece(f"\r\n--{_ALTERNATIVE}\r\n{_TEXT.format(kind='html')}".encode())
OPEN_HTML_WITH_PICTURES = Piece(
    f'\r\n--{_ALTERNATIVE}\r\nContent-Type: multipart/related; boundary="{_RELATED}";\r\n type="text/html"\r\n'
    f"\r\n--{_RELATED}\r\n{_TEXT.format(kind='html')}".encode()
)
CLOSE = Piece(f"\r\n--{_ALTERNATIVE}--\r\n".encode())
CLOSE_WITH_PICTURES = Piece(f"\r\n--{_RELATED}--\r\n\r\n--{_ALTERNATIVE}--\r\n".encode())

_ENCLOSED = (f"\r\n--{_RELATED}\r\nContent-Type: image/".encode(), f"\r\n--{_MIXED}\r\nContent-Type: ".encode())
_BASE64_LINE = 76  # RFC 2045, 6.8
_LONGEST = 74  # RFC 2045 allows 76; a hidden first character takes two more
# A lone dot ends a message, "From " begins one in an mbox: some program on the way always forgets.
PDF = "application/pdf"
_UNSAFE = re.compile(r"[^A-Za-z0-9._ -]+")
_MISREAD = re.compile(rb"^(\.|F(?=rom ))", re.MULTILINE)


def text_piece(text: str) -> Piece:
    """A text or a stretch of HTML, in quoted-printable; a line end is added where the last is missing."""
    lines = "\n".join(text.splitlines()) + "\n" if text else ""
    encoded = body_encode(lines.encode("utf-8", "replace").decode("latin-1"), _LONGEST, "\r\n").encode("ascii")
    return Piece(_MISREAD.sub(lambda found: b"=%02X" % found.group()[0], encoded))


def picture_piece(made: MadePicture, data: bytes, content_id: str) -> Piece:
    """A picture with its headers; the teacher's file name is not told, because it may hold a name."""
    return Piece(_picture_headers(made, content_id) + _base64(data))


def picture_size(made: MadePicture, content_id: str) -> int:
    """How many bytes its piece has."""
    return len(_picture_headers(made, content_id)) + _base64_size(made.size)


def _picture_headers(made: MadePicture, content_id: str) -> bytes:
    name = f"picture.{'png' if made.media_type == 'image/png' else 'jpg'}"
    headers = (
        f"\r\n--{_RELATED}\r\n"
        f"Content-Type: {made.media_type}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f"Content-ID: <{content_id}>\r\n"
        f'Content-Disposition: inline; filename="{name}"\r\n\r\n'
    )
    return headers.encode("ascii")


def attachment_piece(media_type: str, name: str, data: bytes) -> Piece:
    """A file that travels with a letter; `name` may be in any script (RFC 2231)."""
    return Piece(_attachment_headers(media_type, name) + _base64(data))


def attachment_size(media_type: str, name: str, size: int) -> int:
    """How many bytes the piece of a file of so many bytes has."""
    return len(_attachment_headers(media_type, name)) + _base64_size(size)


def _attachment_headers(media_type: str, name: str) -> bytes:
    plain = _plain(name)
    # Where the name is not ASCII it stands whole in one header alone (RFC 2231, 4): of two, programs take the wrong one.
    called = f'filename="{name}"' if plain == name else f"\r\n filename*=UTF-8''{quote(name, safe='')}"
    named = f'; name="{plain}"' if media_type == PDF else ""
    headers = (
        f"\r\n--{_MIXED}\r\n"
        f"Content-Type: {media_type}{named}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment; {called}\r\n\r\n"
    )
    return headers.encode("ascii")


def _plain(name: str) -> str:
    """The name of a file as far as it can be written in ASCII."""
    stem, dot, ending = normalize("NFKD", name).encode("ascii", "ignore").decode().rpartition(".")
    return f"{_UNSAFE.sub('-', stem).strip('-. ') or 'document'}{dot}{ending}"


def length_as_read(piece: Piece) -> int:
    """How many bytes a text piece has for who reads it: without what quoted-printable adds (RFC 2045, 6.7)."""
    return len(piece.data) - 2 * piece.data.count(b"=") - piece.data.count(b"=\r\n")


def _base64_size(size: int) -> int:
    encoded = (size + 2) // 3 * 4
    return encoded + 2 * -(-encoded // _BASE64_LINE)


def part_of(piece: Piece) -> bytes | None:
    """A piece that is a picture or an attachment, as a message of its own, without its boundary; None for any other piece."""
    if piece is OPEN_BEFORE_ATTACHMENTS or not piece.data.startswith(_ENCLOSED):
        return None
    return piece.data.split(b"\r\n", 2)[2]


def _base64(data: bytes) -> bytes:
    """As `base64.encodebytes` does it, which takes longer for the pictures of a week than everything else about their letters."""
    encoded = b2a_base64(data, newline=False)
    lines, rest = divmod(len(encoded), _BASE64_LINE)
    return b"\r\n".join((*unpack(f"{_BASE64_LINE}s" * lines, encoded[: len(encoded) - rest]), *([encoded[-rest:]] if rest else ()), b""))
