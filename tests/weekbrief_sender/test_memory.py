from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from outboxes import a_letter, counts, fill
from recording_server import Session, recording

from weekbrief_build.school.letter import FinishedLetter, Piece
from weekbrief_build.school.people import MailSettings

MEGABYTES = 3
LINES = Piece((b"x" * 76 + b"\r\n") * 13_444)
PIECES = [Piece(b"%d\r\n" % number + LINES.data) for number in range(MEGABYTES)]
"""A megabyte each; together they are what all letters share."""


def _large(number: int) -> FinishedLetter:
    letter = a_letter(number)
    pieces = (letter.pieces[0], *PIECES, letter.pieces[2])
    return FinishedLetter(letter.kind, letter.edition, letter.message_id, letter.envelope_sender, letter.recipient, pieces)


def _peak(outbox: Path, planned: int, sent: int) -> int:
    """The most memory, in bytes, that a sender held which was asked to stop after so many of the letters."""
    with recording(keep=False) as server:
        fill(outbox, (_large(number) for number in range(1, planned + 1)), MailSettings("smtp", "127.0.0.1", server.port, "none"))
        peaks: list[int] = []
        with subprocess.Popen([sys.executable, "-m", "weekbrief_sender", str(outbox)]) as sender:
            taken: list[str] = []
            asked: list[str] = []

            def look(stage: str, _session: Session) -> None:
                if stage == ".":
                    taken.append(stage)
                if len(taken) >= sent:
                    found = re.search(r"VmHWM:\s*(\d+) kB", Path(f"/proc/{sender.pid}/status").read_text(encoding="ascii"))
                    peaks.extend([int(found[1]) * 1024] if found else [])
                    if not asked:
                        sender.terminate()  # once: asked again it ends at once
                    asked.append(stage)

            server.at = look
            assert sender.wait(120) in (0, 75)
    assert sent <= counts(outbox)["sent"] <= sent + 10
    return max(peaks)


def test_memory_does_not_grow_with_the_letters(tmp_path: Path) -> None:
    """Twenty thousand letters of 3 MB are planned and a hundred sent: that takes what ten of twenty take, not a letter more."""
    few, many = _peak(tmp_path / "few", planned=20, sent=10), _peak(tmp_path / "many", planned=20_000, sent=100)
    assert many - few < MEGABYTES * 1_000_000
