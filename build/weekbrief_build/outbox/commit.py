"""Hands finished letters over to the sender: all of one run in one commit, or none; no letter is ever seen before its bytes are safe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from weekbrief_build.decide.plan import Plan, PlannedLetter
from weekbrief_build.outbox.draft import Draft
from weekbrief_build.outbox.ledger import Outbox, transaction
from weekbrief_build.outbox.pieces import PieceFiles
from weekbrief_build.school.letter import FinishedLetter

_COMMIT = (
    "INSERT INTO main.piece SELECT * FROM temp.new_piece",
    "INSERT INTO main.letter SELECT * FROM temp.new_letter",
    """INSERT INTO main.guardian SELECT * FROM temp.new_guardian WHERE true
       ON CONFLICT (id) DO UPDATE SET
       family = excluded.family, name = excluded.name, email = excluded.email, first_seen = excluded.first_seen,
       groups = excluded.groups""",
    """INSERT INTO main.post SELECT * FROM temp.new_post WHERE true
       ON CONFLICT (id) DO UPDATE SET path = excluded.path, first_seen = excluded.first_seen, marks = excluded.marks""",
    "INSERT INTO main.view SELECT * FROM temp.new_view",
    "INSERT INTO main.told SELECT * FROM temp.new_told",
    """INSERT INTO main.notice SELECT * FROM temp.new_notice WHERE true
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


def hand_over(
    outbox: Outbox,
    plan: Plan,
    letters: Iterable[tuple[PlannedLetter, FinishedLetter]],
    notices: Iterable[tuple[FinishedLetter, Iterable[str]]] = (),
    *,
    edition_at_once: bool,
) -> HandedOver:
    """Put the letters of this run into the outbox, with the notices and the keys of the mistakes that each tells of.

    Letters are taken one by one and not held. What the run has seen (guardians, posts) is remembered with them, also where
    there is no letter. A weekly moment without letters makes an edition all the same, or it would stay due; one that somebody
    asked for (`edition_at_once`) does not. Raises what the iterables raise, sqlite3.IntegrityError where a guardian would be
    told a post twice, and OSError or sqlite3.OperationalError where the disk fails: then nothing has happened.
    """
    files = PieceFiles(outbox.folder)
    draft = Draft(outbox.ledger, files, plan.now)
    of_guardians = of_school = 0
    with transaction(outbox.ledger, "DEFERRED"):  # temporary tables only: the ledger itself is not locked
        draft.add_plan(plan)
        for planned, letter in letters:
            draft.add_letter(planned, letter)
            of_guardians += 1
        for letter, keys in notices:
            draft.add_notice(letter, keys)
            of_school += 1
    files.settle()
    edition = plan.edition if plan.edition and (plan.edition.name in draft.editions or not edition_at_once) else None
    with transaction(outbox.ledger, "IMMEDIATE"):
        if edition:
            outbox.ledger.execute("INSERT INTO edition VALUES (?, ?)", (edition.name, edition.made_at.isoformat(timespec="seconds")))
        for statement in _COMMIT:
            outbox.ledger.execute(statement)
    return HandedOver(of_guardians, of_school, edition.name if edition else None)
