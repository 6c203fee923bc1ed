"""What may not be opened or written is told with its path, whichever side meets it: “Permission denied” alone helps nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from running import weekbrief
from schools import write_school

FRIDAY = ("--edition", "now", "--on", "2026-11-20T15:00")
LATER = ("--edition", "now", "--on", "2026-11-27T15:00")
AS_OWNER = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"] if os.geteuid() == 0 else []
"""Root, too, is held to the modes of files, as every other user is."""
CLOSED, FIXED = 0o000, 0o500
TEXT = "Wij zagen een eekhoorn en twee konijnen, en aten pannenkoeken bij de boswachter.\n"


def as_owner(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program as somebody for whom modes count."""
    whole = [*AS_OWNER, sys.executable, "-m", *map(str, command)]
    environment = {name: value for name, value in os.environ.items() if name != "JOURNAL_STREAM"} | {"LANGUAGE": "en"}
    return subprocess.run(whole, capture_output=True, text=True, check=False, timeout=120, env=environment)


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A school after its first letter, with one more to send."""
    folder = write_school(tmp_path / "school", {"groep-5b/2026-11-20 bos.md": "Wij gingen naar het bos.\n"})
    assert weekbrief("run", *FRIDAY, folder).status == 0
    return write_school(folder, {"groep-5b/2026-11-27 zee.md": TEXT})


BUILDS = [
    ("groups.yaml", CLOSED),
    ("consent.csv", CLOSED),
    ("outbox", FIXED),
    ("outbox/build.lock", CLOSED),
    ("outbox/send.lock", CLOSED),
    ("outbox/mark.json", CLOSED),
    ("outbox/mail.json", CLOSED),
    ("outbox/maildir/tmp", FIXED),
    ("outbox/maildir/new", FIXED),
    ("outbox/maildir/new", CLOSED),
]


@pytest.mark.parametrize(("spot", "mode"), BUILDS)
def test_what_stops_a_run_is_named(school: Path, spot: str, mode: int) -> None:
    """Whoever keeps the machine reads which file it is."""
    (school / spot).chmod(mode)
    try:
        ran = as_owner("weekbrief_build", "run", *LATER, school)
    finally:
        (school / spot).chmod(0o700)
    said = ran.stdout + ran.stderr
    assert ran.returncode == 1, said
    assert "Traceback" not in said
    assert Path(spot).name in said
    assert all("/" in line for line in said.splitlines() if "denied" in line), said


@pytest.mark.parametrize("program", ["weekbrief_sender", "weekbrief_sender.settle"])
def test_the_senders_programs_name_it(school: Path, program: str) -> None:
    """The lock that they share is not theirs."""
    weekbrief("build", *LATER, school)
    lock = school / "outbox/send.lock"
    lock.chmod(CLOSED)
    ran = as_owner(program, school / "outbox", *(["--sent", "1"] if program.endswith("settle") else []))
    assert ran.returncode == 1
    assert f"Permission denied: {lock}" in ran.stderr


def test_a_copy_that_cannot_be_written_is_named(school: Path, tmp_path: Path) -> None:
    """The folder for the backup is somebody else's."""
    folder = tmp_path / "copies"
    folder.mkdir(mode=FIXED)
    ran = as_owner("weekbrief_build", "backup", folder / "ledger", school)
    assert ran.returncode == 1
    assert f"Permission denied: {folder}" in ran.stderr
