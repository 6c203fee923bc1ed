"""A ledger that is lost, damaged or put back from a copy: nobody gets a letter twice, and a person is told what to do."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from running import letters_in, weekbrief
from schools import write_school

BEFORE, AFTER, LATER = "2026-11-20T15:00", "2026-11-27T15:00", "2026-12-04T15:00"


def a_post(number: int) -> dict[str, str]:
    """A post of its week."""
    day = ("2026-11-20", "2026-11-27", "2026-12-04")[number]
    return {f"content/groep-5b/{day} Nieuws {number}.md": f"# Nieuws {number}\n\nWat er in week {number} gebeurde, staat hier."}


def add(school: Path, number: int) -> None:
    """The post of a week is put into the folder."""
    for path, text in a_post(number).items():
        (school / path).write_text(text, encoding="utf-8")


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A school after its first week."""
    folder = write_school(tmp_path / "school", {path.removeprefix("content/"): text for path, text in a_post(0).items()})
    assert weekbrief("run", "--on", BEFORE, folder).status == 0
    return folder


def arrived(school: Path) -> int:
    """How many letters anna got."""
    return len(letters_in(school / "outbox").get("anna@example.org", []))


@pytest.mark.parametrize("how", ["gone", "empty", "cut", "spoiled"])
@pytest.mark.parametrize("command", ["run", "build", "send", "status", "check"])
def test_a_ledger_that_is_lost_or_damaged_stops_everything(school: Path, how: str, command: str) -> None:
    """A sentence says what to do, nothing is sent, and the file stays as it is."""
    ledger = school / "outbox/ledger.sqlite3"
    with sqlite3.connect(ledger) as open_one:
        open_one.execute("PRAGMA journal_mode = DELETE")
    open_one.close()
    data = ledger.read_bytes()
    spoilt = {"gone": None, "empty": b"", "cut": data[: len(data) // 2], "spoiled": data[:4096] + b"\xff" * (len(data) - 4096)}[how]
    ledger.unlink() if spoilt is None else ledger.write_bytes(spoilt)
    add(school, 1)
    moment = () if command in {"status", "send"} else ("--on", AFTER)
    ran = weekbrief(command, *moment, school)
    assert ran.status == 1
    assert "backup" in ran.err
    assert "Traceback" not in ran.err
    assert arrived(school) == 1
    assert (ledger.read_bytes() if ledger.exists() else None) == spoilt


def test_an_older_copy_sends_nothing_until_a_person_says_what_went(school: Path, tmp_path: Path) -> None:
    """The backup is put back a week later: check says what would go again, and settle counts it as sent."""
    copy = tmp_path / "copy.sqlite3"
    assert weekbrief("backup", copy, school).status == 0
    assert copy.stat().st_mode & 0o777 == 0o600
    add(school, 1)
    assert weekbrief("run", "--on", AFTER, school).status == 0
    assert arrived(school) == 2
    for name in ("ledger.sqlite3-wal", "ledger.sqlite3-shm"):
        (school / "outbox" / name).unlink(missing_ok=True)
    shutil.copy(copy, school / "outbox/ledger.sqlite3")

    ran = weekbrief("run", "--on", AFTER, school)
    assert ran.status == 1
    assert "settle --sent-until" in ran.err
    checked = weekbrief("check", "--on", AFTER, school)
    assert checked.status == 1
    assert "Nieuws 1.md" in checked.out + checked.err
    status = weekbrief("status", "--on", AFTER, school)
    assert status.status == 1
    assert "Nieuws 1.md" in status.out + status.err
    assert "settle --sent-until" in status.out + status.err
    told = weekbrief("status", "--json", "--on", AFTER, school).json
    assert ("Nieuws 1.md" in told["again"]["what"], told["counts"]["sent"]) == (True, 3)
    assert arrived(school) == 2

    settled = weekbrief("settle", "--sent-until", AFTER, school)
    assert settled.status == 0
    assert weekbrief("status", "--json", "--on", AFTER, school).json["again"] is None
    add(school, 2)
    assert weekbrief("run", "--on", LATER, school).status == 0
    texts = [letter.text for letter in letters_in(school / "outbox")["anna@example.org"]]
    assert [sum(f"week {number}" in text for text in texts) for number in (0, 1, 2)] == [1, 1, 1]


def test_a_copy_that_is_up_to_date_goes_on_by_itself(school: Path, tmp_path: Path) -> None:
    """Where nothing would go again, nobody is asked."""
    copy = tmp_path / "copy.sqlite3"
    assert weekbrief("backup", copy, school).status == 0
    for name in ("ledger.sqlite3-wal", "ledger.sqlite3-shm"):
        (school / "outbox" / name).unlink(missing_ok=True)
    shutil.copy(copy, school / "outbox/ledger.sqlite3")
    assert weekbrief("run", "--on", "2026-11-21T15:00", school).status == 0
    add(school, 1)
    assert weekbrief("run", "--on", AFTER, school).status == 0
    assert arrived(school) == 2


def test_a_backup_of_nothing_is_said_to_be_none(tmp_path: Path) -> None:
    """There is no file then that somebody would rely on."""
    folder = write_school(tmp_path / "school", {})
    assert weekbrief("backup", tmp_path / "copy", folder).status == 1
    assert not (tmp_path / "copy").exists()


def test_settling_until_a_moment_names_no_letter(school: Path) -> None:
    """Used wrongly, it says how."""
    assert weekbrief("settle", "--sent-until", AFTER, "12", school).status == 2
    assert weekbrief("settle", "12", school).status == 2
    assert weekbrief("settle", "--sent-until", AFTER, "--sent", "12", school).status == 2


@pytest.mark.parametrize("harm", ["gone", "damaged", "one of them"])
def test_letters_whose_bytes_are_lost_are_made_anew(tmp_path: Path, harm: str) -> None:
    """A ledger put back without its pieces, or a disk that lied: the letters wait, the next run makes them anew, each goes once."""
    school = write_school(tmp_path / "school", {"groep-5b/2026-11-20 bos.md": "Wij gingen naar het bos.\n"})
    outbox = tmp_path / "outbox"
    weekbrief("build", "--edition", "now", "--on", "2026-11-20T15:00", "--outbox", outbox, school)
    with closing(sqlite3.connect(outbox / "ledger.sqlite3", isolation_level=None)) as ledger:
        (planned,) = ledger.execute("SELECT count(*) FROM letter").fetchone()
        if harm == "gone":
            ledger.execute("UPDATE piece SET data = NULL")
            shutil.rmtree(outbox / "pieces", ignore_errors=True)
        else:
            some = "SELECT min(id) FROM piece WHERE data IS NOT NULL" if harm == "one of them" else "SELECT id FROM piece"
            ledger.execute(f"UPDATE piece SET data = x'00' WHERE data IS NOT NULL AND id IN ({some})")  # noqa: S608 - words of our own
    sent = subprocess.run([sys.executable, "-m", "weekbrief_sender", str(outbox)], capture_output=True, text=True, check=False)
    assert sent.returncode == 1
    again = weekbrief("run", "--on", "2026-11-20T15:15", "--outbox", outbox, school)
    assert again.status == 0, again.err
    told = weekbrief("status", "--json", "--outbox", outbox, school).json["counts"]
    assert (told["refused"], told["unknown"], told["waiting"], told["planned"]) == (0, 0, 0, 0)
    letters = [letter for of_one in letters_in(outbox).values() for letter in of_one]
    assert len(letters) == len({(letter.to, letter.subject) for letter in letters}) == planned
