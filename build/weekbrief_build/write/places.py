"""Knows the paths of the school folder that may be written; no other is, whatever a request says.

Threat: a name that leads out of the folder (`..`, a link, a drive), that a system reads in its own way (`CON`, a trailing dot), or
that stands for a program's file. So a path is made of parts that are each looked at, and its shape has to be one of these.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from unicodedata import category, normalize

from weekbrief_build.write.refusals import not_a_place

_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r"groups\.yaml|consent\.csv|import\.yaml|words\.txt|woorden\.txt",
        r"register/[a-z]+\.csv",
        r"content/[^/]+/(?:[^/]+/)?[^/]+\.(?:md|txt|people\.yaml)",
    )
)
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?:\..*)?", re.IGNORECASE)
_LONGEST = 240
"""Bytes of one name; file systems take 255, and sync programs add to a name where two computers wrote it."""


def place_of(school: Path, relative: str) -> Path:
    """The file at this path (with `/`) of the school folder. Raises NotWritten where that is none that may be written."""
    parts = PurePosixPath(relative).parts
    path = "/".join(parts)
    if path != relative or not all(map(_is_a_name, parts)) or not any(shape.fullmatch(path) for shape in _SHAPES):
        raise not_a_place()
    folder = school.resolve(strict=True)
    target = folder.joinpath(*parts)
    if target.parent.resolve() != target.parent:  # a link on the way
        raise not_a_place()
    return target


def _is_a_name(part: str) -> bool:
    """Whether every system reads this as the name of one visible file or folder."""
    return (
        not part.startswith((".", "~", " "))
        and not part.endswith((".", " "))
        and not set(part) & set('\\:*?"<>|')
        and not any(category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for sign in part)
        and not _DEVICES.fullmatch(part)
        and normalize("NFC", part) == part
        and len(part.encode()) <= _LONGEST
    )
