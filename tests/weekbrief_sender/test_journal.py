from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from outboxes import a_letter, fill

from weekbrief_sender.journal import Journal, LedgerUnwritable, Record
from weekbrief_sender.ledger import Ledger, open_ledger
from weekbrief_sender.states import About, State

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
LETTERS = 20


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger that waits for nobody: whoever is locked out is told at once."""
    fill(tmp_path, [a_letter(number) for number in range(1, LETTERS + 1)])
    with open_ledger(tmp_path) as opened:
        assert opened is not None
        opened.writing.execute("PRAGMA busy_timeout = 0")
        yield opened


def _record(letter: int, state: State = State.DOT) -> Record:
    return Record(letter, state, 1, NOW, NOW)


def _states(ledger: Ledger) -> dict[int, str]:
    return dict(ledger.reading.execute("SELECT letter, state FROM delivery"))


def _locked(tmp_path: Path) -> sqlite3.Connection:
    """Keeps everybody from writing, as a disk does that is full."""
    connection = sqlite3.connect(tmp_path / "ledger.sqlite3", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection


def test_what_is_kept_is_in_the_ledger_when_the_wait_is_over(ledger: Ledger) -> None:
    """Whoever reads it then, on another connection, finds it; and all that was noted before."""

    async def run() -> None:
        journal = Journal(ledger.writing)
        journal.note(_record(1, State.SENT))
        await journal.keep(_record(2))
        assert _states(ledger) == {1: "sent", 2: "dot"}
        await journal.close()

    asyncio.run(run())


def test_what_is_noted_is_in_the_ledger_before_long(ledger: Ledger) -> None:
    """Nobody has to wait for it, and nobody has to keep something else for it to be written."""

    async def run() -> None:
        journal = Journal(ledger.writing)
        journal.note(_record(1, State.SENT))
        while not _states(ledger):  # noqa: ASYNC110 - the ledger itself is asked, and it tells nobody
            await asyncio.sleep(0)
        await journal.close()

    asyncio.run(asyncio.wait_for(run(), 10))


def test_connections_that_wait_at_the_same_time_share_a_commit(ledger: Ledger) -> None:
    """All that gathers while one commit is under way goes with the next."""
    commits: list[str] = []
    ledger.writing.set_trace_callback(lambda statement: commits.append(statement) if statement == "COMMIT" else None)

    async def run() -> None:
        journal = Journal(ledger.writing)
        await asyncio.gather(*(journal.keep(_record(letter)) for letter in range(1, LETTERS + 1)))
        await journal.close()

    asyncio.run(run())
    assert len(_states(ledger)) == LETTERS
    assert len(commits) <= 2


def test_a_disk_that_fails_for_a_moment_is_tried_again(tmp_path: Path, ledger: Ledger) -> None:
    """Nobody who waits hears of it."""

    async def run() -> None:
        journal = Journal(ledger.writing, pauses=(0.01,) * 1000)
        with closing(_locked(tmp_path)):
            kept = asyncio.create_task(journal.keep(_record(1)))
            await asyncio.wait([kept], timeout=0.1)
            assert (kept.done(), _states(ledger)) == (False, {})
        await kept
        assert _states(ledger) == {1: "dot"}
        await journal.close()

    asyncio.run(run())


def test_no_dot_leaves_when_the_ledger_cannot_be_written(tmp_path: Path, ledger: Ledger) -> None:
    """Whoever waits is told so, at once from then on; answers to earlier dots are written as soon as that can be done."""

    async def run() -> None:
        journal = Journal(ledger.writing, pauses=(0.0,))
        with closing(_locked(tmp_path)):
            for _ in range(2):
                with pytest.raises(LedgerUnwritable, match="locked"):
                    await journal.keep(_record(1))
            journal.note(_record(1, State.SENDING))
            journal.note(_record(2, State.SENT))
        assert await journal.close() == []
        assert _states(ledger) == {1: "sending", 2: "sent"}

    asyncio.run(run())


def test_what_could_not_be_written_at_all_is_told(tmp_path: Path, ledger: Ledger) -> None:
    """The operator hears of which letters the ledger does not know what became of them."""

    async def run() -> None:
        journal = Journal(ledger.writing, pauses=())
        with closing(_locked(tmp_path)):
            journal.note(_record(3, State.SENT))
            journal.note(_record(2, State.SENT))
            assert await journal.close() == [2, 3]

    asyncio.run(run())


def _watched(ledger: Ledger) -> asyncio.Queue[None]:
    """What can be waited for until a commit begins; one that is locked out waits a while before it fails."""
    ledger.writing.execute("PRAGMA busy_timeout = 300")
    begun, loop = asyncio.Queue[None](), asyncio.get_running_loop()

    def tell(statement: str) -> None:
        if statement.startswith("BEGIN"):
            loop.call_soon_threadsafe(begun.put_nowait, None)

    ledger.writing.set_trace_callback(tell)
    return begun


def test_what_is_noted_while_a_commit_fails_for_good_wins_over_what_that_held(tmp_path: Path, ledger: Ledger) -> None:
    """The reply to a dot is worth more than the dot: written at the last, it keeps the letter from being unknown."""

    async def run() -> None:
        journal, begun = Journal(ledger.writing, pauses=()), _watched(ledger)
        with closing(_locked(tmp_path)):
            kept = asyncio.create_task(journal.keep(_record(1)))
            await begun.get()
            journal.note(_record(1, State.SENT))
            with pytest.raises(LedgerUnwritable):
                await kept
        assert await journal.close() == []
        assert _states(ledger) == {1: "sent"}

    asyncio.run(run())


def test_what_is_noted_while_a_commit_fails_goes_with_the_next(tmp_path: Path, ledger: Ledger) -> None:
    """And wins over what that held of the same letter: the last record is the true one."""

    async def run() -> None:
        journal, begun = Journal(ledger.writing, pauses=(0.0,)), _watched(ledger)
        with closing(_locked(tmp_path)):
            kept = asyncio.create_task(journal.keep(_record(1), _record(2)))
            await begun.get()
            journal.note(_record(1, State.SENT))
            await begun.get()
        await kept
        await journal.close()
        assert _states(ledger) == {1: "sent", 2: "dot"}

    asyncio.run(run())


def test_a_doubt_stands_as_long_as_the_last_record_has_it(ledger: Ledger) -> None:
    """A letter that waits because its refusal is in doubt says about what; once it goes on, it does not any more, and others still do."""

    async def run() -> None:
        journal = Journal(ledger.writing)
        waiting = Record(1, State.WAITING, 1, NOW, NOW, doubt=About.SENDER)
        await journal.keep(waiting, replace(waiting, letter=2))
        await journal.keep(replace(waiting, doubt=About.LOGIN))
        assert _doubts(ledger) == {1: "login", 2: "sender"}
        await journal.keep(_record(1))
        assert _doubts(ledger) == {2: "sender"}
        await journal.close()

    asyncio.run(run())


def _doubts(ledger: Ledger) -> dict[int, str]:
    return dict(ledger.reading.execute("SELECT letter, about FROM doubt"))


def test_a_witness_takes_the_place_of_earlier_ones_of_its_archive(ledger: Ledger) -> None:
    """Those of another archive stay: each is looked for where it went."""

    async def run() -> None:
        journal = Journal(ledger.writing)
        for message_id, archive in (("<a>", "one"), ("<b>", "other"), ("<c>", "one")):
            await journal.keep_witness(message_id, archive, NOW)
        await journal.close()
        assert set(ledger.reading.execute("SELECT message_id, archive FROM witness")) == {("<b>", "other"), ("<c>", "one")}

    asyncio.run(run())
