"""Gathers one run's letters beside the ledger, one after the other, so that the commit is short and memory does not grow with their number.

The rows stand in temporary tables, which only this connection sees and which vanish with it: until the commit, nobody waits
for the build and nothing has happened. Ids are given out here, because the build alone writes these tables, under its lock.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import count

from weekbrief_build.decide.know.memory import KnownGuardian
from weekbrief_build.decide.know.readers import Reader
from weekbrief_build.decide.know.situation import SeenPost
from weekbrief_build.decide.letters.views import View
from weekbrief_build.decide.plan.plan import Plan, PlannedLetter
from weekbrief_build.outbox.memory import write_marks, write_since
from weekbrief_build.outbox.pieces import LARGE, PieceFiles
from weekbrief_build.outbox.shown import shown_by, shown_by_twin
from weekbrief_build.school.letter import FinishedLetter, Piece, digest_of
from weekbrief_build.school.made import MadePicture, PictureOrder

DRAFTED = {
    "piece": "id, sha256, size, data",
    "letter": "id, message_id, kind, edition, envelope_sender, recipient, recipe, size, digest, planned_at",
    "guardian": "id, family, name, email, first_seen, groups",
    "post": "id, path, first_seen, marks",
    "view": "id, post, shown",
    "told": "post, guardian, letter, view",
    "heard": "post, guardian, sequence, letter, view",
    "notice": "key, told_at, letter",
}
"""The tables that a run adds to, with their columns in the order in which this file writes them."""


class Draft:
    """The rows that one run adds to the ledger."""

    def __init__(self, ledger: sqlite3.Connection, files: PieceFiles, now: datetime, made: Mapping[PictureOrder, MadePicture]) -> None:
        """`made`: what came of the pictures that were ordered, so that the ledger can say which went."""
        self._ledger, self._files, self._now = ledger, files, now.isoformat(timespec="seconds")
        self._made = made
        for table in DRAFTED:
            ledger.execute(f"DROP TABLE IF EXISTS temp.new_{table}")
            ledger.execute(f"CREATE TEMP TABLE new_{table} AS SELECT * FROM main.{table} WHERE false")  # noqa: S608 - names of our own
        self._ids = {table: count(self._highest(table) + 1) for table in ("piece", "letter", "guardian", "view")}
        self._pieces: dict[bytes, int] = {}
        self._views: dict[tuple[View, bool], int] = {}
        self._guardians: dict[str, int] = {}
        self._posts: dict[str, int] = {}
        self.editions: set[str] = set()
        """The editions that letters in this draft belong to."""

    def _highest(self, table: str) -> int:
        (highest,) = self._ledger.execute(f"SELECT coalesce(max(id), 0) FROM main.{table}").fetchone()  # noqa: S608 - names of our own
        return int(highest)

    def add_plan(self, plan: Plan) -> None:
        """Everybody and everything that this run has seen, so that the next one knows it again; and the letters that it takes back."""
        self._ledger.execute("DROP TABLE IF EXISTS temp.taken_back")
        self._ledger.execute("CREATE TEMP TABLE taken_back (letter INTEGER PRIMARY KEY)")
        self._ledger.execute("DROP TABLE IF EXISTS temp.damaged")
        self._ledger.execute("CREATE TEMP TABLE damaged (piece INTEGER PRIMARY KEY)")
        self._ledger.executemany("INSERT INTO temp.taken_back (letter) VALUES (?)", ((id_,) for id_ in plan.taken_back))
        for reader in plan.readers:
            self._add_reader(reader)
        for guardian in plan.departed:
            self._add_guardian(guardian)
        for post in plan.posts:
            self._add_post(post)

    def _add_reader(self, reader: Reader) -> None:
        known, family, guardian = reader.known, reader.family.id, reader.guardian
        id_ = known.id if known else next(self._ids["guardian"])
        self._guardians[guardian.email] = id_
        seen = KnownGuardian(id_, family, guardian.name, guardian.email, reader.first_seen, reader.groups, reader.children)
        if known != seen:
            self._add_guardian(seen)

    def _add_guardian(self, seen: KnownGuardian) -> None:
        since = write_since(seen.groups, seen.children)
        self._insert("guardian", seen.id, seen.family, seen.name, seen.email, seen.first_seen.isoformat(), since)

    def _add_post(self, seen: SeenPost) -> None:
        known, path = seen.known, seen.post.path
        id_ = self._posts[path] = seen.id
        if known is None or (known.path, known.marks, known.first_seen) != (path, seen.marks, seen.first_seen):
            self._insert("post", id_, path, seen.first_seen.isoformat(), write_marks(seen.marks))

    def add_letter(self, planned: PlannedLetter, letter: FinishedLetter) -> None:
        """A letter for a guardian, and which post it tells them in which view; a guardian is told a post once (`told`'s key sees to it).

        And each change of its event once, by the key of `heard`.
        """
        id_ = self._add(letter)
        guardian = self._guardians[planned.reader.guardian.email]
        for view in planned.told:
            shown = view not in planned.folded
            self._insert("told", self._posts[view.post.path], guardian, id_, self._view(view, shown=shown))
        for view in planned.heard:
            shown = view not in planned.folded
            self._insert("heard", self._posts[view.post.path], guardian, view.sequence, id_, self._view(view, shown=shown))

    def add_notice(self, letter: FinishedLetter, keys: Iterable[str]) -> None:
        """A letter to somebody of the school, and the mistakes that it tells of."""
        id_ = self._add(letter)
        for key in keys:
            self._insert("notice", key, self._now, id_)

    def _add(self, letter: FinishedLetter) -> int:
        id_, recipe = next(self._ids["letter"]), json.dumps([self._piece(piece) for piece in letter.pieces])
        size = sum(len(piece.data) for piece in letter.pieces)
        who = (letter.envelope_sender, letter.recipient)
        self._insert(
            "letter", id_, letter.message_id, letter.kind.value, letter.edition, *who, recipe, size, digest_of(letter.pieces), self._now
        )
        if letter.edition:
            self.editions.add(letter.edition)
        return id_

    def _piece(self, piece: Piece) -> int:
        """The id of a piece; its bytes are kept once, whatever the number of letters that share it."""
        if (id_ := self._pieces.get(piece.sha256)) is None:
            found = self._ledger.execute("SELECT id, data FROM main.piece WHERE sha256 = ?", (piece.sha256,)).fetchone()
            id_, data = found or (next(self._ids["piece"]), piece.data if len(piece.data) < LARGE else None)
            in_a_file = data != piece.data
            if found and data is not None and in_a_file:
                self._ledger.execute("INSERT INTO temp.damaged (piece) VALUES (?)", (id_,))
            if in_a_file:  # a small one too, once its bytes were removed: its row is not written again
                self._files.keep(piece)
            if not found:
                self._insert("piece", id_, piece.sha256, len(piece.data), None if in_a_file else piece.data)
            self._pieces[piece.sha256] = id_
        return id_

    def _view(self, view: View, *, shown: bool) -> int:
        if (id_ := self._views.get((view, shown))) is None:
            id_ = self._views[view, shown] = next(self._ids["view"])
            told = shown_by(view, self._made) if shown else shown_by_twin(view)
            self._insert("view", id_, self._posts[view.post.path], told)
        return id_

    def _insert(self, table: str, *values: object) -> None:
        marks = ", ".join("?" * len(values))
        self._ledger.execute(f"INSERT INTO temp.new_{table} ({DRAFTED[table]}) VALUES ({marks})", values)  # noqa: S608 - names of our own
