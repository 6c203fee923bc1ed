"""Decides whether bytes can be said to a mail server without meaning more than they should; no I/O, and nothing is mended here.

Servers disagree on what a CR or LF alone means, what a NUL is, and where an overlong line is cut: behind any of these, a second
letter could be smuggled in (CVE-2023-51764, -51765, -51766). A letter that holds one is refused; it is not repaired, because it
would not be the letter that was planned.
"""

from __future__ import annotations

import re

LONGEST_LINE = 998
"""Bytes in a line, without its end (RFC 5321, 4.5.3.1.6)."""
_HEADER = re.compile(rb"[!-9;-~]+:")
_ONCE = frozenset({b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"sender", b"mime-version", b"content-type"})
"""Headers that stand once (RFC 5322, 3.6): of two, one reader shows the first and another the last."""
_NEVER = frozenset({b"cc", b"bcc", b"resent-to", b"resent-cc", b"resent-bcc"})
"""Headers that name further recipients: no letter has any."""


def fault_of(piece: bytes) -> str | None:
    """What is wrong with a piece of a letter, which begins at the beginning of a line; None where nothing is. 2 MB take 4 ms."""
    if not piece.endswith(b"\r\n"):
        return "a piece of it does not end with a line"
    if not piece.count(b"\r\n") == piece.count(b"\n") == piece.count(b"\r"):
        return "a piece of it holds other line ends than CRLF"
    if b"\0" in piece:
        return "a piece of it holds a NUL"
    start = 0
    while start < len(piece):  # from line to line, but by leaps: the last line end that a line may have here ends some line, too
        end = piece.rfind(b"\n", start, start + LONGEST_LINE + 2)
        if end < 0:
            return "a piece of it holds a line that is too long"
        start = end + 1
    return None


def fault_of_headers(headers: bytes) -> str | None:
    """What is wrong with the headers of a letter, up to and without the empty line; None where nothing is. Line ends are proven already."""
    seen: set[bytes] = set()
    lines = headers.removesuffix(b"\r\n").split(b"\r\n")
    for number, line in enumerate(lines):
        if not line.strip():
            return "a header of it holds a line of spaces, which some take for the end of the headers"
        if line.startswith((b" ", b"\t")):
            if number == 0:
                return "its headers begin in the middle of one"
            continue
        if not (named := _HEADER.match(line)):
            return "a line of its headers is no header"
        name = named[0][:-1].lower()
        if name in _NEVER:
            return "it names further recipients"
        if name in _ONCE and name in seen:
            return "one of its headers stands twice"
        seen.add(name)
    return None
