"""Holds a ledger against what a server remembers: none lost, none twice, and unknown exactly those between their dot and its answer."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from outboxes import message
from recording_server import RecordingServer, Session

from weekbrief_build.school.letter import FinishedLetter

Said = Mapping[str, bytes]
"""What is to be said to the server, as SMTP says it, by recipient."""


def as_said(letters: Iterable[FinishedLetter]) -> Said:
    """These letters, dots stuffed."""
    return {letter.recipient: message(letter).replace(b"\r\n.", b"\r\n..") for letter in letters}


def states(folder: Path) -> dict[str, str]:
    """What stands in the ledger now, as a crash left it, by recipient; `planned` where nothing does."""
    with closing(sqlite3.connect(f"file:{folder / 'ledger.sqlite3'}?mode=ro", uri=True)) as ledger:
        rows = ledger.execute("SELECT recipient, coalesce(state, 'planned') FROM letter LEFT JOIN delivery ON delivery.letter = letter.id")
        return dict(rows.fetchall())


def in_doubt_after_a_kill(found: Mapping[str, str], sessions: Sequence[Session], planned: Said, earlier: Collection[str]) -> set[str]:
    """The letters that are in doubt since a kill, proven to be right: all of the letter was said, and no other dot followed its dot.

    `sessions`: those of the sender that was killed. `earlier`: in doubt since earlier kills, and so never said again.
    """
    said = {letter.recipient: letter for session in sessions for letter in session.letters}
    followed = {letter.recipient for session in sessions for letter in [letter for letter in session.letters if letter.dot][:-1]}
    assert not set(earlier) & set(said), "in doubt, and said again"
    for recipient in set(found) - set(earlier):
        state, letter = found[recipient], said.get(recipient)
        if recipient in followed:
            assert state == "sent", "the next dot leaves when the answer to this one is on the disk"
        elif letter is None:
            assert state != "dot", "in doubt, and nobody said it"
        elif state == "dot":
            assert letter.message == planned[recipient], "in doubt, and it was not even complete"
        elif state == "sent":
            assert letter.answered, "known as sent before the server said so"
        else:
            assert not letter.dot, "its dot had left, and nothing told of it"
    return {recipient for recipient, state in found.items() if state == "dot"} - set(earlier)


def demand_truth_in_the_end(folder: Path, server: RecordingServer, planned: Said, doubtful: set[str]) -> None:
    """Each letter is sent and arrived once, whole; or is unknown, arrived at most once, and was in doubt when a sender died."""
    found, taken = states(folder), server.taken()
    assert {recipient for recipient, state in found.items() if state == "unknown"} == doubtful
    assert {recipient for recipient, state in found.items() if state == "sent"} == set(planned) - doubtful
    demand_once(taken, planned, doubtful)


def demand_once(taken: Counter[tuple[str, bytes]], planned: Said, doubtful: set[str]) -> None:
    """In the mailboxes: each letter once, as it was planned; a doubtful one once, or not at all."""
    assert set(taken) <= set(planned.items())
    assert set(taken.values()) <= {1}
    assert {recipient for recipient, _ in taken} >= set(planned) - doubtful
