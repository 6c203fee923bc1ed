"""`weekbrief settle`: what nobody but a person can know of a letter is taken from a person, and from nobody else."""

from __future__ import annotations

import fcntl
import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from outboxes import NOW, a_letter, counts, fill, message, send
from running import weekbrief
from schools import write_school
from scripted_server import HANG_UP, ScriptedServer, scripted

from weekbrief_build.school.people import MailSettings


def _with_unknown(school: Path, server: ScriptedServer) -> Path:
    """An outbox of three letters; the server hung up at the end of the first, and the others went."""
    server.replies["."] = [HANG_UP, "250 taken"]
    outbox = write_school(school, {}) / "outbox"
    fill(outbox, [a_letter(number) for number in (1, 2, 3)], MailSettings("smtp", "127.0.0.1", server.port, "none", connections=1))
    assert send(outbox).returncode == 1
    assert counts(outbox) == {"sent": 2, "unknown": 1}
    return outbox


def test_a_letter_that_arrived_is_never_sent_again(tmp_path: Path) -> None:
    """Settled as sent, it is sent, and its reply says that a person said so, and when."""
    with scripted() as server:
        outbox = _with_unknown(tmp_path, server)
        ran = weekbrief("settle", "--sent", "1", tmp_path)
        assert (ran.status, ran.out) == (0, "Letter 1: settled as sent.\n")
        assert counts(outbox) == {"sent": 3}
        assert send(outbox).returncode == 0
        assert len(server.taken) == 3
    assert re.fullmatch(r"a person settled it: sent \(\d{4}-\d\d-\d\d \d\d:\d\d UTC\)", _reply(outbox, 1))


def test_a_letter_that_did_not_arrive_goes_once_more(tmp_path: Path) -> None:
    """Settled as to be sent again, it waits, and the next run sends it; the one after that does not."""
    with scripted() as server:
        outbox = _with_unknown(tmp_path, server)
        assert weekbrief("settle", "--again", "1", tmp_path).status == 0
        assert counts(outbox) == {"sent": 2, "waiting": 1}
        assert [send(outbox).returncode for _ in range(2)] == [0, 0]
        assert counts(outbox) == {"sent": 3}
        assert server.taken.count(message(a_letter(1)).replace(b"\r\n.", b"\r\n..")) == 2  # the first, nobody knew of


def test_a_letter_that_a_killed_sender_left_at_its_dot_can_be_settled(tmp_path: Path) -> None:
    """While no sender is at work, such a letter is as unknown as one that was said to be."""
    outbox = write_school(tmp_path, {}) / "outbox"
    fill(outbox, [a_letter(1)])
    _set(outbox, "INSERT INTO delivery VALUES (1, 'dot', 1, '2026-11-20T14:00:00+00:00', NULL, NULL, '2026-11-20T14:00:00+00:00', NULL)")
    assert counts(outbox) == {"unknown": 1}
    assert weekbrief("settle", "--sent", "1", tmp_path).status == 0
    assert counts(outbox) == {"sent": 1}


def test_what_was_given_up_by_age_is_let_go_again_by_a_person(tmp_path: Path) -> None:
    """It begins a new life, and goes once."""
    outbox = tmp_path / "outbox"
    with scripted({"RCPT": "451 4.3.0 later"}) as server:
        fill(outbox, [a_letter(1)], MailSettings("smtp", "127.0.0.1", server.port, "none"))
        for days in (0, 4):
            send(outbox, "--now", (NOW + timedelta(days=days)).isoformat())
        assert counts(outbox) == {"refused": 1}
        server.replies["RCPT"] = "250 ok"
        assert weekbrief("settle", "--again", "1", tmp_path).status == 0
        assert send(outbox).returncode == 0
        assert len(server.taken) == 1
    assert counts(outbox) == {"sent": 1}


def test_what_is_known_is_not_settled_and_one_mistake_settles_nothing(tmp_path: Path) -> None:
    """A letter in any other state stays as it is, and so do the letters that were named beside it."""
    with scripted() as server:
        outbox = _with_unknown(tmp_path, server)
    before = counts(outbox)
    ran = weekbrief("settle", "--again", "1", "2", tmp_path)
    assert (ran.status, ran.err) == (1, "Letter 2 is not unknown: sent.\nNothing was settled.\n")
    assert weekbrief("settle", "--again", "1", "99", tmp_path).status == 2
    assert counts(outbox) == before


@pytest.mark.parametrize("wrong", [["1"], ["--sent"], ["--sent", "ouder1@example.org", "."], ["--sent", "1", "/nowhere"], ["--again", "."]])
def test_settle_used_wrongly_ends_with_2(wrong: list[str]) -> None:
    """And says how it is used."""
    ran = weekbrief("settle", *wrong)
    assert (ran.status, "Error" in ran.err, "Traceback" in ran.err) == (2, True, False)


def test_nothing_is_settled_while_a_sender_is_at_work(tmp_path: Path) -> None:
    """A sender may be about to know better: 75, try again later."""
    with scripted() as server:
        outbox = _with_unknown(tmp_path, server)
    with (outbox / "send.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ran = weekbrief("settle", "--again", "1", tmp_path)
    assert (ran.status, counts(outbox)) == (75, {"sent": 2, "unknown": 1})


@pytest.mark.parametrize("say", ["--sent", "--again"])
def test_what_was_settled_is_told_to_programs(tmp_path: Path, say: str) -> None:
    """`--json` names the letters, and the counts add up to the plan."""
    with scripted() as server:
        _with_unknown(tmp_path, server)
    told = weekbrief("settle", say, "1", "--json", tmp_path).json
    assert told["settled"] == [1]
    assert sum(told["counts"].values()) == 3


def test_status_says_what_a_person_can_do_about_a_letter_that_is_unknown(tmp_path: Path) -> None:
    """Each by the number that settles it."""
    with scripted() as server:
        _with_unknown(tmp_path, server)
    ran = weekbrief("status", tmp_path)
    assert ran.status == 1
    assert "1: unknown: ouder1@example.org (2026-W47)" in ran.out
    assert "weekbrief settle --sent NUMBER" in ran.out
    assert weekbrief("settle", "--sent", "1", tmp_path).status == 0
    assert "settle" not in weekbrief("status", tmp_path).out


def _reply(outbox: Path, letter: int) -> str:
    reply: list[str] = []
    _look(outbox, lambda ledger: reply.extend(ledger.execute("SELECT reply FROM delivery WHERE letter = ?", (letter,)).fetchone()))
    return reply[0]


def _set(outbox: Path, statement: str) -> None:
    _look(outbox, lambda ledger: ledger.execute(statement))


def _look(outbox: Path, do: Callable[[sqlite3.Connection], object]) -> None:
    with sqlite3.connect(outbox / "ledger.sqlite3") as ledger:
        do(ledger)
    ledger.close()
