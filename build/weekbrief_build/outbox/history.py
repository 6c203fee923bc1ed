"""Tells from the ledger what ever left about a child: which pictures and posts, when, in what letters, to how many families.

It tells ids and hashes, of children who have left the school too; no picture is kept for it. A post counts as about the child where the
child is in a picture that was sent with it, its name showed where it is mentioned or was written out, or the message was for the
child's own family. What stands in a letter is what its view showed (`outbox.shown`): whoever saw less is not counted.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

LEFT = frozenset({"sent", "unknown"})
"""The states of a letter that has left, or may have."""


@dataclass(frozen=True, slots=True)
class PictureTold:
    """A picture with the child in it, as families got it."""

    name: str
    sha256: str
    """Of the school's file, hexadecimal."""
    made: str | None
    """SHA-256 of the picture as it was sent; None where that was not written down."""
    covered: bool
    """The child's face was covered."""


@dataclass(slots=True)
class Told:
    """What one kind of letters told of the child in one post."""

    post: str
    kind: str
    edition: str | None
    state: str
    """planned, waiting, sent, refused or unknown."""
    first: datetime
    """When the first of these letters came to be in this state."""
    last: datetime
    letters: set[int] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    """Families who read the child's name: where it is mentioned, or written out."""
    addressed: bool = False
    """It was a personal message about the child."""
    pictures: dict[PictureTold, set[str]] = field(default_factory=dict)
    """Which families got which picture."""


def told_about(ledger: sqlite3.Connection, child: str) -> tuple[Told, ...]:
    """All that letters told or are to tell about a child, in the order of time."""
    found: dict[tuple[int, str, str | None, str], Told] = {}
    for view, post, path, shown in _views_with(ledger, child):
        named = child in shown["names"] or child in shown.get("written", ())
        addressed = child in shown.get("to", ())
        pictures = list(_pictures_of(shown, child))
        if not (named or addressed or pictures):
            continue
        for letter, kind, edition, state, moment, family in ledger.execute(_LETTERS, (post, view)):
            key, when = (post, kind, edition, state), datetime.fromisoformat(moment)
            told = found.setdefault(key, Told(path, kind, edition, state, when, when))
            told.first, told.last = min(told.first, when), max(told.last, when)
            told.letters.add(letter)
            told.families.add(family)
            told.addressed |= addressed
            if named:
                told.named.add(family)
            for picture in pictures:
                told.pictures.setdefault(picture, set()).add(family)
    return tuple(sorted(found.values(), key=lambda told: (told.first, told.post, told.kind, told.state)))


def _views_with(ledger: sqlite3.Connection, child: str) -> Iterator[tuple[int, int, str, Mapping[str, Any]]]:
    """The views in whose record the child's id stands."""
    for view, post, path, shown in ledger.execute(_VIEWS, (json.dumps(child, ensure_ascii=False),)).fetchall():
        yield view, post, path, json.loads(shown)


def _pictures_of(shown: Mapping[str, Any], child: str) -> Iterator[PictureTold]:
    for name, picture in shown["pictures"].items():
        for reason in picture["reasons"] if picture["sent"] else ():
            if reason.get("child") == child:
                yield PictureTold(name, picture["sha256"], picture.get("made"), child in picture["covered"])


_VIEWS = "SELECT view.id, post.id, post.path, shown FROM view JOIN post ON post.id = view.post WHERE instr(shown, ?) ORDER BY view.id"
_LETTERS = """
    SELECT letter.id, kind, edition,
           CASE coalesce(state, 'planned') WHEN 'dot' THEN 'unknown' WHEN 'sending' THEN 'waiting' ELSE coalesce(state, 'planned') END,
           coalesce(changed_at, planned_at), family
    FROM (SELECT post, guardian, letter, view FROM told UNION ALL SELECT post, guardian, letter, view FROM heard) AS tells
    JOIN letter ON letter.id = tells.letter JOIN guardian ON guardian.id = tells.guardian
    LEFT JOIN delivery ON delivery.letter = letter.id
    WHERE tells.post = ? AND tells.view = ?"""
