"""Says whether words in a tag can be a person's name; what cannot be shown to a teacher is none."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST = 200
_IGNORED = "ffffffffffffffff"
"""What Picasa and Windows write for a face that somebody set aside."""


_PART = re.compile(r"[/|\\\\:;,<>\n\0]+")
"""What stands between the parts of a path of keywords, of a list of them, and of the categories that ACDSee writes as XML within a text."""
_A_LETTER = re.compile(r"[^\W\d_]")
_SHORTEST_WORD, _LONGEST_WORD, _MOST_WORDS = 2, 100, 5000


def words_of(values: Iterable[str]) -> frozenset[str] | None:
    """These texts, whole and in parts, as far as they may be a name; None where there are too many: as good as none that is read."""
    parts = (" ".join(part.split()) for value in values for part in (value, *_PART.split(value)))
    found = frozenset(part for part in parts if _SHORTEST_WORD <= len(part) <= _LONGEST_WORD and _A_LETTER.search(part))
    return found if len(found) <= _MOST_WORDS else None


def name_of(written: object) -> str | None:
    """The name on one line; None where there is none: empty, not text, too long, or with signs that cannot be shown."""
    if not isinstance(written, str):
        return None
    name = " ".join(written[: 2 * _LONGEST].split())
    return name if 0 < len(name) <= _LONGEST >= len(written.strip()) and name.isprintable() and name != _IGNORED else None
