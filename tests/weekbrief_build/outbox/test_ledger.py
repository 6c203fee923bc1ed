from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from outboxes import NOW, a_letter, counts, fill, report, send

from weekbrief_build.outbox.ledger import Busy, look_into, open_outbox
from weekbrief_build.outbox.memory import remember
from weekbrief_build.outbox.schema import OutboxUnusable
from weekbrief_build.words import words_of


def test_only_one_build_works_in_an_outbox(tmp_path: Path) -> None:
    """A second build is told so at once; when the first is done, it may."""
    with open_outbox(tmp_path), pytest.raises(Busy), open_outbox(tmp_path):
        pass
    with open_outbox(tmp_path):
        pass


def _newer(file: Path) -> None:
    with sqlite3.connect(file) as ledger:
        ledger.execute("PRAGMA user_version = 99")
    ledger.close()


def _foreign(file: Path) -> None:
    with sqlite3.connect(file) as ledger:
        ledger.execute("CREATE TABLE song (title TEXT)")
    ledger.close()


def _no_database(file: Path) -> None:
    file.write_text("Dear diary, this is longer than the header of a database. " * 50)


@pytest.mark.parametrize("spoil", [_newer, _foreign, _no_database])
def test_a_file_that_is_no_ledger_of_ours_is_left_alone(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    """A newer or foreign file is neither used nor changed, and the operator reads why."""
    file = tmp_path / "ledger.sqlite3"
    spoil(file)
    before = file.read_bytes()
    for opened in (open_outbox(tmp_path), look_into(tmp_path)):
        with pytest.raises(OutboxUnusable) as refused, opened:
            pass
        assert "ledger" in words_of("en").say(refused.value.sentence)
    assert file.read_bytes() == before


def test_a_build_brings_an_older_ledger_up_to_date(tmp_path: Path) -> None:
    """What was sent stays sent, the tables become those of a new ledger; until then, who only looks or sends is told what to do."""
    fill(tmp_path / "outbox", [a_letter(1), a_letter(2)])
    new = _tables(tmp_path / "outbox")
    send(tmp_path / "outbox")
    with sqlite3.connect(tmp_path / "outbox/ledger.sqlite3") as ledger:
        columns = [f"ALTER TABLE delivery DROP COLUMN {column}" for column in ("archive", "first_try")]
        for statement in (
            *columns,
            *(f"DROP TABLE {table}" for table in ("bounce", "heard", "own", "doubt", "witness")),
            "PRAGMA user_version = 1",
        ):
            ledger.execute(statement)
    ledger.close()
    with pytest.raises(OutboxUnusable) as refused, look_into(tmp_path / "outbox"):
        pass
    assert "weekbrief build" in words_of("en").say(refused.value.sentence)
    sent = send(tmp_path / "outbox")
    assert (sent.returncode, "weekbrief build" in sent.stderr) == (1, True)
    with open_outbox(tmp_path / "outbox"):
        pass
    assert counts(tmp_path / "outbox") == {"sent": 2}
    assert _tables(tmp_path / "outbox") == new


def test_an_older_ledger_counts_everybody_as_knowing_the_event_of_its_post(tmp_path: Path) -> None:
    """An older Weekbrief did not write down who knows which state: nobody is alarmed by an update of the program."""
    fill(tmp_path, [a_letter(1)])
    marks = '{"title": "", "words": [], "pictures": [], "date": null, "event": ["ab12", 1]}'
    with sqlite3.connect(tmp_path / "ledger.sqlite3") as ledger:
        ledger.execute("UPDATE post SET marks = ?", (marks,))
        ledger.execute("UPDATE view SET shown = json_remove(shown, '$.event')")
        ledger.execute("DROP TABLE heard")
        for table in ("own", "doubt", "witness"):
            ledger.execute(f"DROP TABLE {table}")
        ledger.execute("PRAGMA user_version = 3")
    ledger.close()
    with open_outbox(tmp_path) as outbox:
        assert [dict(known) for known in remember(outbox.ledger, NOW).knows.values()] == [{1: "ab12"}]


def _tables(outbox: Path) -> list[tuple[str, str]]:
    with look_into(outbox) as ledger:
        assert ledger is not None
        found = ledger.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        return [(name, " ".join(sql.split())) for name, sql in found]


def test_an_outbox_is_looked_into_without_being_made(tmp_path: Path) -> None:
    """Whoever only looks finds nothing where there is nothing, and leaves nothing behind."""
    with look_into(tmp_path / "outbox") as ledger:
        assert ledger is None
    assert counts(tmp_path / "outbox") == {}
    assert list(tmp_path.iterdir()) == []


def test_whoever_looks_cannot_write(tmp_path: Path) -> None:
    """`status` and `why` change no letter."""
    fill(tmp_path, [a_letter(1)])
    with look_into(tmp_path) as ledger:
        assert ledger is not None
        with pytest.raises(sqlite3.OperationalError):
            ledger.execute("DELETE FROM letter")


STATES = [("sending", "waiting", "sending"), ("dot", "unknown", "sending"), ("sent", "sent", "sent")]


@pytest.mark.parametrize(("state", "idle", "busy"), STATES)
def test_an_interrupted_letter_is_told_as_what_is_known_of_it(tmp_path: Path, state: str, idle: str, busy: str) -> None:
    """While a sender is at work a letter is on its way; else it was interrupted: before the dot it waits, at the dot nobody knows."""
    fill(tmp_path, [a_letter(1)])
    with sqlite3.connect(tmp_path / "ledger.sqlite3") as ledger:
        ledger.execute("INSERT INTO delivery VALUES (1, ?, 1, '2026-11-20T14:00:00+00:00', NULL, NULL, NULL, NULL)", (state,))
    ledger.close()
    assert counts(tmp_path) == {idle: 1}
    assert [trouble.state for trouble in report(tmp_path).troubles] == ([idle] if idle != "sent" else [])
    with (tmp_path / "send.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert counts(tmp_path) == {busy: 1}
        assert report(tmp_path).troubles == ()


def test_an_outbox_keeps_its_key(tmp_path: Path) -> None:
    """It is made once, of its own for each outbox; what was made of it is recognised for ever."""
    with open_outbox(tmp_path / "a") as outbox:
        first = outbox.key
    with open_outbox(tmp_path / "a", bytes(32)) as outbox:
        assert outbox.key == first
    with open_outbox(tmp_path / "b") as outbox:
        assert outbox.key != first
    with open_outbox(tmp_path / "c", bytes(32)) as outbox:
        assert outbox.key == bytes(32)
    assert len(first) == 32


def test_an_older_ledger_gets_its_key_and_keeps_its_letters(tmp_path: Path) -> None:
    """Letters that were sent before keep their ids and return addresses, so what comes back still names them."""
    fill(tmp_path, [a_letter(1)])
    with sqlite3.connect(tmp_path / "ledger.sqlite3") as ledger:
        before = ledger.execute("SELECT message_id, envelope_sender FROM letter").fetchall()
        for table in ("own", "doubt", "witness"):
            ledger.execute(f"DROP TABLE {table}")
        ledger.execute("PRAGMA user_version = 4")
    ledger.close()
    with open_outbox(tmp_path) as outbox:
        assert len(outbox.key) == 32
        assert outbox.ledger.execute("SELECT message_id, envelope_sender FROM letter").fetchall() == before
