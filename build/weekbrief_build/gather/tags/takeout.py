"""Reads who is in a picture from the `photo.jpg.supplemental-metadata.json` that Google Takeout puts beside it; `people` alone is read."""

from __future__ import annotations

import json
import re
from typing import Any

from weekbrief_build.gather.tags.names import name_of
from weekbrief_build.gather.tags.regions import Tagged
from weekbrief_build.gather.tags.tags import UNREADABLE, Tags

_LONG = "supplemental-metadata"
_NAME = re.compile(r"(?P<stem>.+?)(?P<ending>\.[^.()]+)(?:\.(?P<long>s[a-z-]*))?(?P<number>\([0-9]{1,4}\))?\.json", re.IGNORECASE)


def picture_of_takeout(name: str) -> str | None:
    """The name of the picture that a file of this name may speak of; the long ending is cut where the whole would be too long.

    Of `photo(1).jpg` speaks `photo.jpg(1).json`.
    """
    found = _NAME.fullmatch(name)
    if not found or not _LONG.startswith((found["long"] or "").casefold()):
        return None
    return f"{found['stem']}{found['number'] or ''}{found['ending']}"


def read_takeout(data: bytes) -> Tags:
    """Who is in the picture; anything that is not as Takeout writes it leaves a doubt."""
    try:
        told: Any = json.loads(data, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return UNREADABLE
    if not isinstance(told, dict) or not isinstance(people := told.get("people", []), list):
        return UNREADABLE
    names = [name_of(person.get("name")) if isinstance(person, dict) else None for person in people]
    return Tags.of((Tagged(name) for name in names if name), doubt=None in names)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys differ: of two equal ones nobody knows which is meant."""
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError("a key stands here twice")
    return told
