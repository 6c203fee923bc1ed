"""Knows by their names the copies that sync programs and people make of a file: of two states nobody knows which counts.

The shapes are those of Dropbox, Maestral, OneDrive, Google Drive, Nextcloud, ownCloud, Seafile, Synology Drive, iCloud, Syncthing, Resilio,
pCloud, Mega, Box, Unison, rclone, Windows and macOS, in the languages that Dutch schools meet.

A mark that no person writes makes a copy wherever it stands. What people write too (`Gym 2.md`) makes one only where the original lies
beside it, and never of a picture: `bos.jpg` and `bos 2.jpg` are two pictures.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_END = r"(?=\.|$)"
_MARKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r" ?\((?:[^()]* )?conflict(?:ed|ing) copy(?: [^()]*)?\)",  # Dropbox, Nextcloud, Box, Maestral
        r" ?\((?:[^()]* )?(?:conflicterende? (?:kopie|exemplaar)|in konflikt stehende kopie|copie en conflit)(?: [^()]*)?\)",
        r" ?\((?:[^()]* )?case conflict(?: [^()]*)?\)",  # Dropbox
        r" ?\(SFConflict(?: [^()]*)?\)",  # Seafile
        r"_conflict-[0-9A-Za-z-]+",  # ownCloud
        r"\.sync-conflict-[0-9A-Za-z-]+",  # Syncthing
        r"(?:_[^_/]+){1,4}_[a-z]{3}-[0-9]{2}-[0-9]{4,6}-[0-9]{4}_(?:case)?conflict(?:\([0-9]+\))?",  # Synology Drive
        r"-(?:DESKTOP|LAPTOP)-[0-9A-Z]{4,}(?:-[0-9]+)?(?![0-9A-Z])",  # OneDrive, on a Windows that nobody gave a name
        r" ?\[conflict(?:ed)?(?: [0-9]+)?\]",  # Google Drive, pCloud
    )
)
_COPIES = tuple(
    re.compile(pattern, re.IGNORECASE) for pattern in (rf" - (?:kopie|copy)(?: \([0-9]+\))?{_END}", rf" \([0-9]{{1,2}}\){_END}")
)
_COPIES_OF_TEXTS = (
    *_COPIES,
    *(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf" ?\([0-9]{{1,2}}\){_END}",  # Google Drive, Mega, browsers
            rf" [2-9]{_END}",  # iCloud
            rf" (?:kopie|copy|kopia|copie)(?: [0-9]+)?{_END}",  # macOS
            r"^(?:kopie van|copy of|kopie von|copie de) ",  # Google Drive
            rf" ?[(\[](?:conflict|[^()\[\]]*(?:kopie|copy|versie|version))[^()\[\]]*[)\]]{_END}",  # Unison, Tresorit, people
            rf" ?\([^()]+ v[0-9]+\){_END}",  # offline files of Windows
            rf"[ _.-]+conflict[^.()]*{_END}",  # Resilio, rclone, SpiderOak
            rf"-[^.]*(?:macbook|imac|mac-?mini|laptop|desktop|surface)[^.]*{_END}",  # OneDrive, on a machine that somebody named
        )
    ),
    re.compile(rf"-(?=[0-9-]*[A-Z])[A-Z0-9][A-Z0-9-]{{2,}}{_END}"),  # OneDrive: the name of a computer, in capitals
)
_IN_BRACKETS = re.compile(r" ?[(\[][^()\[\]]*[)\]]")
_TEXTS = (".md", ".txt", ".rtf", ".docx", ".csv", ".yaml", ".yml", ".j2", ".css")
_DEEPEST = 3
"""Copies of copies."""


def original_of_conflict(name: str) -> str | None:
    """The name that a sync program made a conflict copy of; None where the name is not one of a conflict copy."""
    return next(_without(name, _MARKS), None)


def originals_of_copy(name: str) -> tuple[str, ...]:
    """The names of which this would be a copy, if one of them stands beside it; the nearest first."""
    patterns = _COPIES_OF_TEXTS if any(ending in name.casefold() for ending in _TEXTS) else _COPIES
    return tuple(_all_without(name, patterns, _DEEPEST))


def another_state_of(name: str, known: Collection[str]) -> str | None:
    """Which of these files of the office a file of this name is another state of: wherever that one is, nothing else can be meant.

    Whoever keeps a second `consent.csv` under almost its name may hold the newer no in it: also where case, spaces, brackets or a hidden
    ending (`consent.csv.txt`) are all that differs. The exact name is no other state.
    """
    if name in known:
        return None
    plain = {_plain(one): one for one in known}
    marks = (*_MARKS, *_COPIES_OF_TEXTS, _IN_BRACKETS)
    return next((plain[_plain(one)] for one in (name, *_all_without(name, marks, _DEEPEST)) if _plain(one) in plain), None)


def _plain(name: str) -> str:
    """A name without what a person does not see in it."""
    folded = "".join(name.casefold().split())
    return folded.removesuffix(".txt") if folded.count(".") > 1 else folded


def _all_without(name: str, patterns: Collection[re.Pattern[str]], depth: int) -> Iterator[str]:
    for original in _without(name, patterns) if depth else ():
        yield original
        yield from _all_without(original, patterns, depth - 1)


def _without(name: str, patterns: Collection[re.Pattern[str]]) -> Iterator[str]:
    for pattern in patterns:
        original, found = pattern.subn("", name)
        if found and original.strip(". "):
            yield original
