"""Reads who is in a picture from the `photo.jpg.json` that Google Takeout puts beside it; of what stands in it, `people` alone is read."""

from __future__ import annotations

import json
import re
from typing import Any

from weekbrief_build.gather.tags.names import name_of
from weekbrief_build.gather.tags.regions import Tagged
from weekbrief_build.gather.tags.tags import UNREADABLE, Tags

LARGEST = 1 << 20
"""Bytes of such a file; Takeout's own have a thousand or two."""
_LONG = ".supplemental-metadata"
_CUT = 40
"""Takeout cuts what stands before `.json` at 46 characters, or bytes of them; nothing shorter than this was cut."""
_EDITED = ("-edited", "-bewerkt", "-bearbeitet", "-modifi\u00e9")
"""What Google Photos puts behind the name of a picture that somebody changed in it; the original's file speaks of that one too."""
_FILE = re.compile(r"(?P<stem>.+?)(?P<number>\([0-9]{1,4}\))?\.json")
_PICTURE = re.compile(r"(?P<stem>.+?)(?P<number>\([0-9]{1,4}\))?(?P<ending>\.[^.]+)")


def speaks_of(name: str, picture: str) -> bool:
    """Whether a file of this name may speak of a picture of that one; both folded, so that case does not matter.

    `photo.jpg.json`, `photo.jpg.supplemental-metadata.json`, which is cut where it would be too long, the same without the picture's
    ending, and long ago `photo.json`. Of `photo(1).jpg` speaks `photo.jpg(1).json`, and of `photo-edited.jpg` what speaks of `photo.jpg`.
    """
    told, shown = _FILE.fullmatch(name), _PICTURE.fullmatch(picture)
    if not told or not shown:
        return False
    stem, number = told["stem"], told["number"] or ""
    if not number and _tells(stem, picture):
        return True
    if number != (shown["number"] or ""):
        return False
    original = next((shown["stem"].removesuffix(edited) for edited in _EDITED if shown["stem"].endswith(edited)), None)
    if original and stem.startswith(f"{original}.") and _tells(stem, original + "." + stem[len(original) + 1 :].partition(".")[0]):
        return True  # an edited HEIC is a JPEG
    return any(_tells(stem, f"{core}{shown['ending']}") for core in (shown["stem"], original) if core)


def _tells(stem: str, picture: str) -> bool:
    """Whether what stands before `.json` is the name of the picture: whole, with some of the long ending, without its own, or cut."""
    cut = len(stem.encode()) >= _CUT
    return any((one + _LONG).startswith(stem) and (cut or len(stem) >= len(one)) for one in (picture, picture.rpartition(".")[0]) if one)


def read_takeout(data: bytes) -> Tags:
    """Who is in the picture; anything that is not as Takeout writes it leaves a doubt."""
    if len(data) > LARGEST:
        return UNREADABLE
    try:
        told: Any = json.loads(data, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return UNREADABLE
    if not isinstance(told, dict) or not isinstance(people := told.get("people", []), list):
        return UNREADABLE
    names = [name_of(person.get("name")) if isinstance(person, dict) else None for person in people]
    words = (name_of(value) for key in ("title", "description") if isinstance(value := told.get(key), str))
    return Tags.of((Tagged(name) for name in names if name), doubt=None in names).with_words(set(filter(None, words)))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys differ: of two equal ones nobody knows which is meant."""
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError("a key stands here twice")
    return told
