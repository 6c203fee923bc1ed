"""Knows by their names alone the files and folders that sync programs and computers leave behind; it never opens one.

The tables are those of the sync programs and systems themselves: Dropbox, OneDrive, Google Drive, Nextcloud, Syncthing, Synology,
Windows, macOS, LibreOffice and Microsoft Office.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

LITTER = (
    "~$*",
    ".~lock.*",
    "*.part",
    "*.filepart",
    "*.crdownload",
    "*.tmp",
    "~syncthing~*",
    "icon\r",
    "thumbs.db",
    "desktop.ini",
    "*.icloud",
    "*~",
)
"""Files that are nobody's, in lower case. Whatever begins with a dot is hidden and nobody's too: `._*`, `.DS_Store`, `.nfs*`, `.*.swp`."""

NEVER_ENTERED = frozenset({"@eadir", "__macosx", ".stversions", ".dropbox.cache", "$recycle.bin", ".trashes", "#recycle"})
"""Folders of systems and sync programs, in lower case; hidden folders are not entered either."""

_CONFLICTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r" ?\((?:[^()]* )?(?:conflicted copy|conflicterende? (?:kopie|exemplaar))(?: [^()]*)?\)",  # Dropbox, Nextcloud
        r" ?\((?:[^()]* )?case conflict(?: [^()]*)?\)",  # Dropbox
        r"_conflict-[0-9A-Za-z-]+",  # ownCloud
        r"\.sync-conflict-[0-9A-Za-z-]+",  # Syncthing
        r"-(?:DESKTOP|LAPTOP)-[0-9A-Z]{4,}(?:-[0-9]+)?(?![0-9A-Z])",  # OneDrive
        r" ?\[conflict\]",  # Google Drive
    )
)
# Names that people give themselves too: `foto (1).jpg`, `foto (2).jpg` from a camera. A copy only where the original stands beside it.
_COPIES = tuple(
    re.compile(pattern, re.IGNORECASE) for pattern in (r" - (?:kopie|copy)(?: \([0-9]+\))?(?=\.|$)", r" \([0-9]{1,2}\)(?=\.|$)")
)


def is_litter(name: str) -> bool:
    """Whether a file or folder of this name is passed over without a word."""
    folded = name.casefold()
    return name.startswith(".") or folded in NEVER_ENTERED or any(fnmatchcase(folded, pattern) for pattern in LITTER)


def original_of_conflict(name: str) -> str | None:
    """The name that a sync program made a conflict copy of; None where the name is not one of a conflict copy."""
    return _without(name, _CONFLICTS)


def original_of_copy(name: str) -> str | None:
    """The name of which this would be a copy, if that stands beside it; None where the name is not one of a copy."""
    return _without(name, _COPIES)


def _without(name: str, patterns: tuple[re.Pattern[str], ...]) -> str | None:
    for pattern in patterns:
        original, found = pattern.subn("", name)
        if found and original.strip(". "):
            return original
    return None
