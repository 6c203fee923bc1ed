"""Looks up in which letter a guardian was first told a post, so that a letter about the same event stands below it; it writes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from types import MappingProxyType

from weekbrief_build.decide.plan.plan import Plan

FirstLetters = Mapping[tuple[str, str], str]
"""By a guardian's address and `Post.path`, the Message-ID of the letter that told them the post."""


def first_letters(ledger: sqlite3.Connection, plan: Plan) -> FirstLetters:
    """The letters that those of this plan follow: of changed events alone."""
    ids = {seen.post.path: seen.id for seen in plan.posts}
    found = {}
    for letter in plan.letters:
        for view in letter.views:
            if view.changed and letter.reader.known:
                row = ledger.execute(_FIRST, (ids[view.post.path], letter.reader.known.id)).fetchone()
                if row:
                    found[letter.reader.guardian.email, view.post.path] = str(row[0])
    return MappingProxyType(found)


_FIRST = "SELECT message_id FROM told JOIN letter ON letter.id = told.letter WHERE post = ? AND guardian = ?"
