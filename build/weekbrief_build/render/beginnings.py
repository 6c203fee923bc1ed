"""Takes the beginning out of a post that is too long for its letter: a few sentences without links, cut where a sentence or a word ends."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LONGEST = 320
"""In characters."""
_SHORTEST = 80
"""A sentence that ends before this is not all that is shown."""
_TOLD = frozenset({"p", "li", "dd", "blockquote"})
_UNTOLD = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "pre", "table"})
_ADDRESS = re.compile(r"\S*(?:://|\bwww\.)\S*")
_SENTENCE_END = re.compile(r"[.!?\u2026\u061f][\"\u201d\u2019')]?(?= )")


def beginning_of(html: str) -> str:
    """The first sentences of sanitised HTML as plain text on one line; headings, tables and addresses are left out.

    What has no space in it is never cut: so the marks of slots stay whole.
    """
    reader = _Words()
    reader.feed(html)
    reader.close()
    words = _ADDRESS.sub(" ", "".join(reader.said)).split()
    begun = ""
    for word in words:
        if len(begun) + len(word) >= LONGEST:
            return _cut(begun)
        begun += f" {word}" if begun else word
    return begun


def _cut(begun: str) -> str:
    ends = [found.end() for found in _SENTENCE_END.finditer(f"{begun} ") if found.end() >= _SHORTEST]
    return begun[: ends[-1]] if ends else f"{begun.rstrip(' ,;:')} …".lstrip()


class _Words(HTMLParser):
    """The words of paragraphs and lists."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._untold = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._untold += tag in _UNTOLD
        if tag in _TOLD or tag == "br":
            self.said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._untold -= tag in _UNTOLD
        if tag in _TOLD:
            self.said.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._untold:
            self.said.append(data)
