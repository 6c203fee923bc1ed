"""Says of each letter that an earlier sender left behind what is known of it; where nobody knows, the archive is asked, if there is one.

- `sending`: it has not gone, unless it is in the Maildir.
- `dot`: nobody knows whether it went. It is `unknown` from now on.
- `unknown`, with a copy to the archive: what the archive proves (`proof`). As long as it proves nothing, the letter stays unknown.

No letter is sent here; one that surely did not go waits, and the run that follows sends it once. Where no later letter can prove
anything, `bear_witness` sends a small mail to the archive alone, after the letters of a run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from weekbrief_sender.archive import Archive
from weekbrief_sender.journal import Journal, Record
from weekbrief_sender.ledger import Ledger, Tried
from weekbrief_sender.letter import NotAsPlanned
from weekbrief_sender.letters import Letters
from weekbrief_sender.log import Note
from weekbrief_sender.maildir import delivered, file_name
from weekbrief_sender.proof import Doubt, Proof, proof_of, wants_witness
from weekbrief_sender.run import Way
from weekbrief_sender.states import SessionFailure, State, Verdict
from weekbrief_sender.witness import witness_like


@dataclass(frozen=True, slots=True)
class Recovered:
    """What came of it: how much a person has to look at, and what there is to say."""

    mend: int
    notes: Sequence[Note]


async def recover(ledger: Ledger, journal: Journal, maildir: Path, archive: Archive | None, now: datetime) -> Recovered:
    """Look at what was left behind. Raises LedgerUnwritable; and OSError, where the Maildir cannot be read."""
    if interrupted := ledger.interrupted(State.SENDING):
        there = delivered(maildir)
        for tried, message_id in interrupted:
            if file_name(message_id) in there:
                journal.note(_record(tried, State.SENT, now, "in the Maildir"))
    fresh = [_record(tried, State.UNKNOWN, now, _INTERRUPTED) for tried, _ in ledger.interrupted(State.DOT)]
    await journal.keep(*fresh)
    notes: list[Note] = []
    mend, settled, doubts = 0, frozenset[int](), list[Doubt]()
    if archive and (doubts := ledger.doubts(archive.address)):
        try:
            held = await archive.holds(message_id for doubt in doubts for message_id in doubt.message_ids())
        except SessionFailure as failure:
            mend += failure.mend
            notes.append(Note("archive", f"the archive cannot be asked: {failure.reply}"))
        else:
            settled = await _settle(ledger, journal, doubts, held, now)
    unsettled = [record for record in fresh if record.letter not in settled]
    notes += [_told(record) for record in unsettled]
    in_doubt = {doubt.letter for doubt in doubts}
    return Recovered(mend + sum(record.letter not in in_doubt for record in unsettled), notes)


async def bear_witness(ledger: Ledger, journal: Journal, letters: Letters, way: Way, archive: Archive) -> None:
    """Send a witness to the archive, where a letter in doubt wants one; where it cannot go now, the next run tries."""

    async def nothing() -> None:
        """Nobody is harmed by a second one."""

    now = archive.now()
    wanting = [doubt for doubt in ledger.doubts(archive.address) if wants_witness(doubt, now)]
    for doubt in wanting:
        try:
            witness = witness_like(letters.take(doubt.letter), archive.address, now)
        except NotAsPlanned:
            continue  # another may still be whole
        if witness:
            outcome = await way.deliver(witness, nothing, nothing)
            if outcome.verdict not in _NEXT_RUN:
                await journal.keep_witness(witness.message_id, archive.address, now)
            return


async def _settle(ledger: Ledger, journal: Journal, doubts: Sequence[Doubt], held: frozenset[str], now: datetime) -> frozenset[int]:
    records = []
    for doubt in doubts:
        tried, proof = ledger.tried(doubt.letter), proof_of(doubt, held, now)
        if proof is Proof.WENT:  # at the latest when the doubt arose: so nobody takes it for a neighbour of what was sent earlier
            records.append(_record(tried, State.SENT, doubt.since, proof.value))
        elif proof is Proof.DID_NOT_GO:
            records.append(Record(doubt.letter, State.WAITING, tried.tries, now, now, now, proof.value))  # a new life: no server refused it
    await journal.keep(*records)
    return frozenset(record.letter for record in records)


def _record(tried: Tried, state: State, at: datetime, reply: str) -> Record:
    return Record(tried.letter, state, tried.tries, at, tried.first_try or at, reply=reply, archive=tried.archive)


def _told(record: Record) -> Note:
    return Note("letter", f"letter {record.letter}: {record.state.value}: {record.reply}", {"letter": record.letter})


_NEXT_RUN = (Verdict.LATER, Verdict.ENOUGH, Verdict.FAULT, Verdict.NOBODY_NOW, Verdict.NOBODY_UNTIL_MENDED)
"""What says that it surely did not go, and may soon; one that is refused, or of which nobody knows, is followed by another in a day."""
_INTERRUPTED = "the sender was interrupted before the server's last word on it"
