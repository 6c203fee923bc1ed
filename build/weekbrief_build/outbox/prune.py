"""Removes the large pieces of letters that are done with; never one of a letter that may still go, and nothing of what the ledger says.

The record of a piece, its hash and its size, stays. A build that needs its bytes again makes them again, and keeps them as before.
"""

from __future__ import annotations

from datetime import UTC, datetime

from weekbrief_build.outbox.ledger import Outbox

_NEEDED = """
    SELECT DISTINCT sha256 FROM letter LEFT JOIN delivery ON delivery.letter = letter.id, json_each(recipe)
    JOIN piece ON piece.id = json_each.value
    WHERE data IS NULL AND (state IS NULL OR state NOT IN ('sent', 'refused') OR changed_at >= ?)"""
"""An unknown letter is among them: somebody may say that it is to be sent again."""


def prune(outbox: Outbox, before: datetime) -> int:
    """Remove each file of a piece that no letter needs but those that were sent or refused before this moment; how many there were."""
    moment = before.astimezone(UTC).isoformat(timespec="seconds")
    needed = {sha256.hex() for (sha256,) in outbox.ledger.execute(_NEEDED, (moment,))}
    removed = 0
    for file in (outbox.folder / "pieces").glob("*/*"):
        if file.name not in needed:  # also what a build left behind that died
            file.unlink(missing_ok=True)
            removed += 1
    return removed
