"""The letters of De Regenboog as they arrive on a Friday, one of each kind."""

from __future__ import annotations

import fcntl
from collections.abc import Mapping
from pathlib import Path

from running import Letter, letters_in, weekbrief

ROOT = Path(__file__).parents[1]
FRIDAY = "2026-11-20T15:00"

KINDS = {
    "newsletter": ("anna@example.org", "Week 47"),
    "newsletter-english": ("priya.sharma@example.org", "Week 47"),
    "post": ("petra.van.dijk@example.org", "Lichtjes"),
    "gallery": ("piet@example.org", "Herfstwandeling"),
    "event": ("petra.van.dijk@example.org", "Komt u met ons eten"),
    "video": ("stefan.de.graaf@example.org", "Auditie"),
    "personal": ("robert.maas@example.org", "De blauwe bril"),
    "notice": ("sanne@regenboog.example", ""),
    "summary": ("directie@regenboog.example", ""),
}
"""One letter of each kind: whose it is, and how its subject begins."""


def letters_of_each_kind(outbox: Path) -> Mapping[str, Letter]:
    """By kind, a letter. Where several processes ask for them at the same time, the first has them made, and the others wait."""
    with Path(f"{outbox}.lock").open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (outbox / "maildir").exists():
            weekbrief("run", "--on", FRIDAY, "--outbox", outbox, ROOT)
    letters = letters_in(outbox)
    return {kind: next(one for one in letters[to] if one.subject.startswith(begins)) for kind, (to, begins) in KINDS.items()}
