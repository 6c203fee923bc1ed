"""What Weekbrief writes into an outbox is for its owner's eyes, whatever the folder and the umask were."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from drawings import a_photograph
from running import Ran, weekbrief
from schools import write_school

POST = "---\npictures:\n  bos.jpg: {people: nobody}\n---\n# Bos\n\nHet bos.\n"


def _openly(*arguments: str | Path) -> Ran:
    """Run a command under a umask that takes nothing away."""
    umask = os.umask(0)
    try:
        return weekbrief(*arguments)
    finally:
        os.umask(umask)


def test_nobody_else_reads_what_lies_in_an_outbox(tmp_path: Path) -> None:
    """Letters, pictures, texts, hashes and the ledger are 0600, folders 0700, also in a folder that was open; and that is told."""
    school = write_school(tmp_path / "school", {"groep-5b/2026-11-20 bos/bos.md": POST, "groep-5b/2026-11-20 bos/bos.jpg": a_photograph(1)})
    outbox = tmp_path / "outbox"
    outbox.mkdir()
    outbox.chmod(0o755)
    told = [_openly(command, "--outbox", outbox, "--on", "2026-11-20T15:00", school) for command in ("check", "run", "doctor")]
    assert [ran.status for ran in told] == [0, 0, 0]
    assert all(f"chmod 700 {outbox}" in ran.out + ran.err for ran in told)
    written = [*outbox.rglob("*")]
    assert {"ledger.sqlite3", "mail.json", "new", "inlined", "pictures"} <= {file.name for file in written}
    assert {str(file): oct(file.stat().st_mode & 0o077) for file in written if file.stat().st_mode & 0o077} == {}
    outbox.chmod(0o700)
    assert "chmod" not in _openly("run", "--outbox", outbox, "--on", "2026-11-20T15:15", school).err


def test_a_new_school_folder_is_as_open_as_its_owner_wants(tmp_path: Path) -> None:
    """It is to be shared: `init` gives it the modes that new files have there."""
    _openly("init", tmp_path / "school")
    assert (tmp_path / "school/groups.yaml").stat().st_mode & 0o777 == 0o666


def _holding(outbox: Path, word: bytes) -> set[str]:
    """The files of an outbox in which this word can be read; the Maildir stands for the parents' own boxes."""
    files = (file for file in outbox.rglob("*") if file.is_file() and "maildir" not in file.parts)
    return {str(file.relative_to(outbox)) for file in files if word in file.read_bytes()}


def test_nothing_readable_of_a_personal_message_stays(tmp_path: Path) -> None:
    """Until the letter's bytes are pruned, its pieces hold it, to prove what went; then no file of the outbox does."""
    personal = "---\nto: ada-jansen\n---\nZe had vandaag hoofdluizenkwadraat.\n"
    school = write_school(tmp_path / "school", {"groep-5b/2026-11-20 ada.md": personal, "groep-5b/2026-11-20 bos/bos.md": POST})
    weekbrief("run", "--on", "2026-11-20T15:00", school)
    outbox, post = school / "outbox", school / "content/groep-5b/2026-11-20 ada.md"
    assert _holding(outbox, b"hoofdluizenkwadraat") == {"ledger.sqlite3"}
    weekbrief("check", "--on", "2026-11-20T15:00", school)
    assert _holding(outbox, b"hoofdluizenkwadraat") == {"ledger.sqlite3"}
    post.unlink()
    with closing(sqlite3.connect(outbox / "ledger.sqlite3", isolation_level=None)) as ledger:  # the clock decides, not --on
        ledger.execute("UPDATE delivery SET changed_at = ?", ("2020-01-01T00:00:00+00:00",))
    (outbox / "cache/pruned").unlink()
    weekbrief("run", "--on", "2026-11-20T16:00", school)
    assert _holding(outbox, b"hoofdluizenkwadraat") == set()
