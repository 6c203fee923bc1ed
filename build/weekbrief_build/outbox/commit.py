"""Hands finished letters over to the sender: all of one run in one commit, or none; no letter is ever seen before its bytes are safe.

A letter that is taken back goes in the same commit in which its successor comes. Whoever looks sees one of the two, and never both.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

from weekbrief_build.decide.plan.plan import Plan, PlannedLetter
from weekbrief_build.outbox.draft import DRAFTED, Draft
from weekbrief_build.outbox.ledger import Outbox, transaction
from weekbrief_build.outbox.mark import count_hand_over, write_mark
from weekbrief_build.outbox.pieces import PieceFiles
from weekbrief_build.outbox.prune import prune_soon
from weekbrief_build.school.letter import FinishedLetter
from weekbrief_build.school.made import MadePicture, PictureOrder

_TAKE_BACK = (
    """CREATE TEMP TABLE unshown AS SELECT view, post FROM main.told WHERE letter IN (SELECT letter FROM temp.taken_back)
       UNION SELECT view, post FROM main.heard WHERE letter IN (SELECT letter FROM temp.taken_back)""",
    *(
        f"DELETE FROM main.{table} WHERE letter IN (SELECT letter FROM temp.taken_back)"  # noqa: S608 - names of our own
        for table in ("told", "heard", "notice", "doubt", "bounce")
    ),
    "DELETE FROM main.delivery WHERE state IN ('sending', 'waiting', 'refused') AND letter IN (SELECT letter FROM temp.taken_back)",
    "DELETE FROM main.letter WHERE id IN (SELECT letter FROM temp.taken_back)",
    """DELETE FROM main.view WHERE id IN (SELECT view FROM temp.unshown
       WHERE NOT EXISTS (SELECT 1 FROM main.told WHERE told.post = unshown.post AND told.view = unshown.view)
       AND NOT EXISTS (SELECT 1 FROM main.heard WHERE heard.post = unshown.post AND heard.view = unshown.view))""",
    "DROP TABLE temp.unshown",
)


def _added(table: str) -> str:
    """Puts what was drafted for a table into it."""
    return f"INSERT INTO main.{table} ({DRAFTED[table]}) SELECT {DRAFTED[table]} FROM temp.new_{table}"  # noqa: S608 - names of our own


_COMMIT = (
    _added("piece"),
    "UPDATE main.piece SET data = NULL WHERE id IN (SELECT piece FROM temp.damaged)",
    _added("letter"),
    _added("guardian")
    + """ WHERE true
       ON CONFLICT (id) DO UPDATE SET
       family = excluded.family, name = excluded.name, email = excluded.email, first_seen = excluded.first_seen,
       groups = excluded.groups""",
    _added("post")
    + """ WHERE true
       ON CONFLICT (id) DO UPDATE SET path = excluded.path, first_seen = excluded.first_seen, marks = excluded.marks""",
    _added("view"),
    _added("told"),
    _added("heard"),
    _added("notice")
    + """ WHERE true
       ON CONFLICT (key) DO UPDATE SET told_at = excluded.told_at, letter = excluded.letter""",
)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What one run put into the outbox."""

    letters: int
    """To guardians."""
    notices: int
    """To the people of the school, summaries among them."""
    edition: str | None
    """The edition that was made, if one was."""
    taken_back: int = 0
    """Letters that waited and may not leave as they were."""
    anew: int = 0
    """Of `letters`, those that take the place of one that was taken back."""


def hand_over(  # noqa: PLR0913 - all that one commit holds
    outbox: Outbox,
    plan: Plan,
    letters: Iterable[tuple[PlannedLetter, FinishedLetter]],
    notices: Iterable[tuple[FinishedLetter, Iterable[str]]] = (),
    *,
    edition_at_once: bool,
    made: Mapping[PictureOrder, MadePicture] = MappingProxyType({}),
) -> HandedOver:
    """Put the letters of this run into the outbox, with the notices and the keys of the mistakes that each tells of.

    Letters are taken one by one and not held. What the run has seen (guardians, posts) is remembered with them, also where
    there is no letter. A weekly moment without letters makes an edition all the same, or it would stay due; one that somebody
    asked for (`edition_at_once`) does not. The letters that the plan takes back go in the same commit: whoever calls keeps senders
    away from them (`outbox.waiting`). `made` is what came of the pictures, for the record. Raises what the iterables raise,
    sqlite3.IntegrityError where a guardian would be told a post or a change twice or a letter to take back has left, and OSError or
    sqlite3.OperationalError where the disk fails: then nothing has happened.
    """
    files = PieceFiles(outbox.folder)
    draft = Draft(outbox.ledger, files, plan.now, made)
    of_guardians = of_school = anew = 0
    with transaction(outbox.ledger, "DEFERRED"):  # temporary tables only: the ledger itself is not locked
        draft.add_plan(plan)
        for planned, letter in letters:
            draft.add_letter(planned, letter)
            of_guardians += 1
            anew += planned.instead_of is not None
        for letter, keys in notices:
            draft.add_notice(letter, keys)
            of_school += 1
    files.settle()
    edition = plan.edition if plan.edition and (plan.edition.name in draft.editions or not edition_at_once) else None
    if plan.taken_back:
        prune_soon(outbox)
    with _whole(outbox.ledger, taking_back=bool(plan.taken_back)):
        if edition:
            outbox.ledger.execute(
                "INSERT INTO edition (name, made_at) VALUES (?, ?)", (edition.name, edition.made_at.isoformat(timespec="seconds"))
            )
        for statement in _COMMIT:
            outbox.ledger.execute(statement)
        if of_guardians or of_school or plan.taken_back:
            count_hand_over(outbox.ledger)
    write_mark(outbox.folder, outbox.ledger)
    return HandedOver(of_guardians, of_school, edition.name if edition else None, len(plan.taken_back), anew)


@contextmanager
def _whole(ledger: sqlite3.Connection, *, taking_back: bool) -> Iterator[None]:
    """The one commit. Where letters are taken back, what points to them is looked for once, at the end, instead of once for each letter."""
    if not taking_back:
        with transaction(ledger, "IMMEDIATE"):
            yield
        return
    ledger.execute("PRAGMA foreign_keys = OFF")
    try:
        with transaction(ledger, "IMMEDIATE"):
            for statement in _TAKE_BACK:
                ledger.execute(statement)
            yield
            if ledger.execute("PRAGMA main.foreign_key_check").fetchone():
                raise sqlite3.IntegrityError("a letter that was to be taken back has left, or is not there")
    finally:
        ledger.execute("PRAGMA foreign_keys = ON")
