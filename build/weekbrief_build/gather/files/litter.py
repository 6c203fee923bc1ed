"""Knows by their names alone the files and folders that sync programs and computers leave behind; it never opens one.

The tables are those of the sync programs and systems themselves: Dropbox, OneDrive, Google Drive, Nextcloud, Syncthing, Synology,
Windows, macOS, LibreOffice, Microsoft Office and Chromium. Copies that they make of a file are no litter (`states`).
"""

from __future__ import annotations

from fnmatch import fnmatchcase

LITTER = (
    "~$*",
    ".~lock.*",
    "*.part",
    "*.filepart",
    "*.crdownload",
    "*.crswap",
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


def is_litter(name: str) -> bool:
    """Whether a file or folder of this name is passed over without a word."""
    folded = name.casefold()
    return name.startswith(".") or folded in NEVER_ENTERED or any(fnmatchcase(folded, pattern) for pattern in LITTER)
