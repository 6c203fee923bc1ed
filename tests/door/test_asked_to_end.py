"""Who is asked to end (a machine that shuts down, a timer that is stopped, Ctrl-C) ends soon, and leaves nothing running."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest
from running import weekbrief
from schools import GROUPS_YAML, write_school
from scripted_server import HANG, ScriptedServer, scripted

SOON = 20
"""Seconds; a server that hangs is otherwise waited for five minutes and more."""


def a_school(folder: Path, server: ScriptedServer) -> Path:
    """A school with a post for three guardians, who are sent it through this server."""
    mail = f"mail: {{transport: smtp, host: 127.0.0.1, port: {server.port}, security: none}}\n"
    return write_school(folder / "school", {"groep-5b/2026-11-20 bos.md": "Wij gingen naar het bos.\n"}, groups=f"{GROUPS_YAML}{mail}")


@contextmanager
def a_run(school: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The job at work, in a group of processes of its own, as a timer starts it."""
    command = [sys.executable, "-m", "weekbrief_build", "run", "--first", "--yes", "--edition", "now", "--on", "2026-11-20T15:00"]
    with subprocess.Popen([*command, str(school)], process_group=0, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as run:
        try:
            yield run
        finally:
            run.kill()


def at_work(school: Path) -> list[str]:
    """The processes that have this school or its outbox among their arguments."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = process.read_bytes().split(b"\0")
        except OSError:
            continue  # it ended meanwhile
        if any(os.fsencode(school) in word for word in words):
            found.append(b" ".join(words).decode())
    return found


def states(school: Path) -> dict[str, int]:
    """What became of the letters, that to the head among them."""
    with closing(sqlite3.connect(school / "outbox/ledger.sqlite3")) as ledger:
        found = "SELECT coalesce(state, 'planned'), count(*) FROM letter LEFT JOIN delivery ON letter.id = delivery.letter GROUP BY 1"
        return dict(ledger.execute(found))


@pytest.mark.parametrize("whole_group", [False, True])
@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("phase", ["greeting", "EHLO", "MAIL", "DATA"])
def test_a_server_that_hangs_before_the_dot_is_not_waited_for(
    tmp_path: Path, phase: str, asked: signal.Signals, *, whole_group: bool
) -> None:
    """Nothing was accepted yet, so that all can go later; asked by a timer, or with the whole family of processes, as by a terminal."""
    with scripted({phase: HANG}) as server:
        school = a_school(tmp_path, server)
        with a_run(school) as run:
            assert server.hanging.wait(SOON)
            os.killpg(run.pid, asked) if whole_group else run.send_signal(asked)
            assert run.wait(SOON) == os.EX_TEMPFAIL
        assert at_work(school) == []
    told = states(school)
    assert told.keys() <= {"planned", "waiting", "sending"}
    with scripted() as server:
        write_school(school, {}, groups=GROUPS_YAML + f"mail: {{transport: smtp, host: 127.0.0.1, port: {server.port}, security: none}}\n")
        weekbrief("trust", "--yes", school)
        weekbrief("send", school)
        assert (states(school), len(server.taken)) == ({"sent": 4}, 4)


def test_the_reply_to_a_letter_that_was_handed_over_is_waited_for(tmp_path: Path) -> None:
    """After the dot only the server knows: its answer is heard, and no letter is in doubt."""
    answer = Event()
    with scripted() as server:

        def late() -> None:
            server.hanging.set()
            answer.wait(SOON)

        server.before_last_word = late
        school = a_school(tmp_path, server)
        with a_run(school) as run:
            assert server.hanging.wait(SOON)
            run.send_signal(signal.SIGTERM)
            with pytest.raises(subprocess.TimeoutExpired):
                run.wait(4)
            answer.set()
            assert run.wait(SOON) == os.EX_TEMPFAIL
        assert at_work(school) == []
    assert (states(school)["sent"], len(server.taken)) == (1, 1)


@pytest.mark.parametrize("killed", [False, True])
def test_asked_twice_it_ends_at_once(tmp_path: Path, *, killed: bool) -> None:
    """Also after the dot; and where the job is killed, its sender is not left behind. What nobody knows then is told so."""
    with scripted({".": HANG}) as server:
        school = a_school(tmp_path, server)
        with a_run(school) as run:
            assert server.hanging.wait(SOON)
            run.send_signal(signal.SIGTERM)
            with pytest.raises(subprocess.TimeoutExpired):
                run.wait(4)
            run.send_signal(signal.SIGKILL if killed else signal.SIGTERM)
            run.wait(SOON)
            assert gone(school)
    assert states(school)["dot"] == 1, "the next run tells it as unknown"


def gone(school: Path) -> bool:
    """Whether nothing is at work in the school any more, soon."""
    for _ in range(3000):
        if not at_work(school):
            return True
        subprocess.run(["/bin/true"], check=True)  # gives others their turn
    return False


def test_a_program_that_gives_the_token_is_not_left_behind(tmp_path: Path) -> None:
    """It may wait for a network that is not there, when the machine shuts down."""
    with scripted({"EHLO": "250-scripted\r\n250 AUTH XOAUTH2"}) as server:
        begun, never, program = tmp_path / "begun", tmp_path / "never", tmp_path / "school-token"
        os.mkfifo(begun)
        os.mkfifo(never)
        program.write_text(f"#!/bin/sh\necho > {begun}\nread token < {never}\n", encoding="utf-8")
        program.chmod(0o755)
        mail = f"transport: smtp, host: 127.0.0.1, port: {server.port}, security: none, username: a, auth: xoauth2"
        groups = f"{GROUPS_YAML}mail: {{{mail}, token_command: {program}}}\n"
        school = write_school(tmp_path / "school", {"groep-5b/2026-11-20 bos.md": "Wij gingen naar het bos.\n"}, groups=groups)
        with a_run(school) as run:
            begun.read_text(encoding="utf-8")  # until it has begun
            run.send_signal(signal.SIGTERM)
            assert run.wait(SOON) == os.EX_TEMPFAIL
        assert gone(school)
