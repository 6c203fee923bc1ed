"""Takes the text out of a file and puts another in as that file was: its encoding, its byte order mark, its line ends."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Self

from weekbrief_build.write.refusals import more_would_change, no_such_sign

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text and how it is kept."""

    text: str
    """As it stands, with the line ends of the file."""
    mark: bytes = b""
    encoding: str = "utf-8"

    @classmethod
    def of(cls, data: bytes) -> Self:
        """The text of these bytes. Raises NotWritten where they are in no encoding that the readers of `gather` know."""
        mark, encoding = next(((mark, encoding) for mark, encoding in _MARKS if data.startswith(mark)), (b"", "utf-8"))
        try:
            return cls(data.removeprefix(mark).decode(encoding), mark, encoding)
        except UnicodeDecodeError:
            if mark:
                raise more_would_change() from None
        try:
            return cls(data.decode("cp1252"), b"", "cp1252")
        except UnicodeDecodeError:
            raise more_would_change() from None

    @property
    def newline(self) -> str:
        """How its lines end; with a line feed alone, where it has one line."""
        first = self.text.find("\n")
        return "\r\n" if first > 0 and self.text[first - 1] == "\r" else "\n"

    def with_text(self, text: str) -> bytes:
        """The bytes of another text, kept in the same way. Raises NotWritten where the encoding lacks one of its characters."""
        try:
            return self.mark + text.encode(self.encoding)
        except UnicodeEncodeError:
            raise no_such_sign("Windows-1252" if self.encoding == "cp1252" else self.encoding) from None
