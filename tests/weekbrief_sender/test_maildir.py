from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from outboxes import a_letter, counts, fill, report, send

from weekbrief_sender.maildir import file_name

_STATE = (
    "INSERT INTO delivery SELECT id, ?, 1, '2026-11-20T14:00:00+00:00', NULL, NULL, NULL, NULL"
    " FROM letter WHERE message_id LIKE '<letter-1@%'"
)


def _interrupt(outbox: Path, state: str) -> None:
    """Leave the first letter behind in this state, as a sender does that was killed."""
    with sqlite3.connect(outbox / "ledger.sqlite3") as ledger:
        ledger.execute(_STATE, (state,))
    ledger.close()


def test_file_names_tell_nobodys_name(tmp_path: Path) -> None:
    """A file's name comes from the letter's Message-ID by way of a hash, and stays the same."""
    fill(tmp_path, [a_letter(1)])
    send(tmp_path)
    (file,) = (tmp_path / "maildir/new").iterdir()
    assert file.name == file_name("<letter-1@regenboog.example>")
    assert re.fullmatch(r"[0-9a-f]{32}\.eml", file.name)
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("place", ["new", "cur"])
def test_a_letter_that_arrived_before_the_crash_is_not_delivered_again(tmp_path: Path, place: str) -> None:
    """The repeat finds the file, also where somebody has read it meanwhile, and records what is so."""
    fill(tmp_path, [a_letter(1), a_letter(2)])
    _interrupt(tmp_path, "sending")
    (tmp_path / "maildir" / place).mkdir(parents=True)
    flags = ":2,RS" if place == "cur" else ""
    (tmp_path / "maildir" / place / f"{file_name('<letter-1@regenboog.example>')}{flags}").write_bytes(b"as it was")
    assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"sent": 2})
    assert sum(len(list((tmp_path / "maildir" / folder).iterdir())) for folder in ("new", "cur")) == 2


def test_a_disk_that_fails_is_told_in_a_sentence_and_loses_nothing(tmp_path: Path) -> None:
    """The operator reads what the matter is; the letter goes when it is mended."""
    fill(tmp_path, [a_letter(1)])
    (tmp_path / "maildir").write_bytes(b"")
    failed = send(tmp_path)
    assert failed.returncode == 1
    assert failed.stderr.startswith("weekbrief send: the disk says: Not a directory")
    assert "maildir/tmp" in failed.stderr
    (tmp_path / "maildir").unlink()
    assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"sent": 1})


def test_a_letter_that_was_interrupted_at_the_dot_is_unknown(tmp_path: Path) -> None:
    """Whether a server took it cannot be known: it is told, once as news, and not sent again by itself."""
    fill(tmp_path, [a_letter(1), a_letter(2)])
    _interrupt(tmp_path, "dot")
    assert counts(tmp_path) == {"planned": 1, "unknown": 1}
    assert [send(tmp_path).returncode for _ in range(2)] == [1, 0]
    assert counts(tmp_path) == {"sent": 1, "unknown": 1}


def test_only_one_sender_works_in_an_outbox(tmp_path: Path) -> None:
    """A second sender leaves the first one alone: exit status 75."""
    fill(tmp_path, [a_letter(1)])
    hold = "import fcntl, sys; held = open(sys.argv[1], 'w'); fcntl.flock(held, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path / "send.lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert (send(tmp_path).returncode, counts(tmp_path)) == (75, {"planned": 1})
        other.stdin.close()
    assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"sent": 1})


def test_an_outbox_without_letters_is_no_mistake(tmp_path: Path) -> None:
    """There is nothing to deliver where nothing was ever planned, nor where there is no outbox."""
    assert [send(tmp_path).returncode, send(tmp_path / "nowhere").returncode] == [0, 0]
    assert list(tmp_path.iterdir()) == [tmp_path / "send.lock"]


@pytest.mark.parametrize(
    "mail", ["", "{}", '{"transport": "pigeon"}', '{"transport": "smtp"}', '{"transport": "smtp", "host": "h", "port": 99999}', "[]", None]
)
def test_no_way_out_is_assumed(tmp_path: Path, mail: str | None) -> None:
    """Where mail.json does not say clearly how letters leave, none leaves, and the operator is told."""
    fill(tmp_path, [a_letter(1)])
    if mail is None:
        (tmp_path / "mail.json").unlink()
    else:
        (tmp_path / "mail.json").write_text(mail)
    result = send(tmp_path)
    assert (result.returncode, counts(tmp_path)) == (1, {"planned": 1})
    assert "mail.json" in result.stderr or "host" in result.stderr


@pytest.mark.parametrize("change", ["PRAGMA user_version = 99", "PRAGMA user_version = 1", "PRAGMA user_version = 0"])
def test_a_ledger_of_another_version_is_left_alone(tmp_path: Path, change: str) -> None:
    """A ledger that this sender does not know is not guessed at."""
    fill(tmp_path, [a_letter(1)])
    with sqlite3.connect(tmp_path / "ledger.sqlite3") as ledger:
        ledger.execute(change)
    ledger.close()
    assert send(tmp_path).returncode == 1
    assert not (tmp_path / "maildir").exists()


def test_a_waiting_letter_is_not_tried_before_its_time(tmp_path: Path) -> None:
    """`--now` says which moment it is; a letter whose next try lies beyond waits on."""
    fill(tmp_path, [a_letter(1)])
    _interrupt(tmp_path, "waiting")
    with sqlite3.connect(tmp_path / "ledger.sqlite3") as ledger:
        ledger.execute("UPDATE delivery SET next_try = '2026-11-20T15:00:00+00:00'")
    ledger.close()
    assert (send(tmp_path, "--now", "2026-11-20T15:59:59+01:00").returncode, counts(tmp_path)) == (75, {"waiting": 1})
    assert (send(tmp_path, "--now", "2026-11-20T16:00:00+01:00").returncode, counts(tmp_path)) == (0, {"sent": 1})
    assert report(tmp_path).troubles == ()


def test_the_sender_knows_no_program_of_the_other_side() -> None:
    """Its process holds no YAML, CSV, Markdown, template or picture library, and nothing of the build."""
    forbidden = "{'yaml', 'csv', 'markdown', 'jinja2', 'PIL', 'premailer', 'babel', 'weekbrief_build'}"
    code = f"import sys, weekbrief_sender.__main__; sys.exit(sorted({forbidden} & set(sys.modules)) or 0)"
    assert subprocess.run([sys.executable, "-c", code], check=False, env=os.environ).returncode == 0
