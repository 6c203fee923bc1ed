"""Makes text of the bytes of a Markdown file or sidecar, and parts front matter from body; bytes that are no whole text are refused.

Editors write UTF-8 with and without a mark in front, UTF-16 with one, and on old Windows machines Windows-1252.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from unicodedata import normalize

from weekbrief_build.school.mistake import N_, Sentence, say

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OPENING = re.compile(r"\s*?^---[ \t]*$\n?", re.MULTILINE)
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


class NoText(ValueError):  # noqa: N818 - it is what the bytes are, and reads as such
    """The bytes are no text, or half of one: what is wrong, and how to mend it."""

    def __init__(self, what: Sentence, mend: Sentence, line: int | None = None) -> None:
        super().__init__(what.template)
        self.what = what
        self.mend = mend
        self.line = line


@dataclass(frozen=True, slots=True)
class Parts:
    """A Markdown file in its two parts."""

    front: str
    """The YAML between the fences; empty where there is none."""
    front_line: int
    """The line of the file on which `front` begins."""
    body: str
    body_line: int


def text_of_file(data: bytes) -> str:
    """The text in Unicode form C, with a line feed at the end of each line. Raises NoText."""
    mark, encoding = next(((mark, encoding) for mark, encoding in _MARKS if data.startswith(mark)), (b"", "utf-8"))
    data = data.removeprefix(mark)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        half = error.reason == "unexpected end of data" or encoding != "utf-8"
        if half or mark:
            raise NoText(*_HALF) from None
        text = _from_windows(data)
    if not text.strip():
        raise NoText(*_EMPTY)
    if _UNSHOWABLE.search(text):
        raise NoText(*_BINARY)
    return normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _from_windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise NoText(*_BINARY) from None


def parts_of(text: str) -> Parts:
    """Part front matter from body: front matter begins with the first line that is not empty, where that is `---`. Raises NoText."""
    opening = _OPENING.match(text)
    if not opening:
        return Parts("", 1, text, 1)
    front_line = text.count("\n", 0, opening.end()) + 1
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        raise NoText(*_NEVER_CLOSED, line=front_line - 1)
    body = text[closing.end() :].removeprefix("\n")
    return Parts(text[opening.end() : closing.start()], front_line, body, text.count("\n", 0, closing.end()) + 2)


_BINARY = (
    say(N_("This is no text: it holds signs that no text holds.")),
    say(N_("Save it as plain text (UTF-8); a document of a word processor cannot be sent.")),
)
_HALF = (
    say(N_("This text ends in the middle of a sign: the file is damaged, or still being copied.")),
    say(N_("Wait until it has been copied whole, or save it again.")),
)
_EMPTY = (
    say(N_("This file is empty.")),
    say(N_("Wait until it has been copied whole, or write in it.")),
)
_NEVER_CLOSED = (
    say(N_("The lines between --- and --- that begin here have no end.")),
    say(N_("Put a line with --- below them.")),
)
