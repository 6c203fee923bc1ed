"""Says whether words in a tag can be a person's name; what cannot be shown to a teacher is none."""

from __future__ import annotations

_LONGEST = 200
_IGNORED = "ffffffffffffffff"
"""What Picasa and Windows write for a face that somebody set aside."""


def name_of(written: object) -> str | None:
    """The name on one line; None where there is none: empty, not text, too long, or with signs that cannot be shown."""
    if not isinstance(written, str):
        return None
    name = " ".join(written[: 2 * _LONGEST].split())
    return name if 0 < len(name) <= _LONGEST >= len(written.strip()) and name.isprintable() and name != _IGNORED else None
