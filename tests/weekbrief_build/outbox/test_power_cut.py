from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from outboxes import PICTURE, a_letter, fill

from weekbrief_build.outbox.ledger import open_outbox

_FILL = "import sys, pathlib, outboxes; outboxes.fill(pathlib.Path(sys.argv[1]), [outboxes.a_letter(1)])"


def _calls(outbox: Path) -> list[tuple[str, str]]:
    """What a build that hands over a letter with a large piece asks of the disk, in its order: the call, and the file or folder."""
    trace = outbox.with_name(f"{outbox.name}.trace")
    strace = ["strace", "-f", "-y", "-qq", "--seccomp-bpf", "-o", str(trace), "-e", "trace=fsync,fdatasync,pwrite64"]
    tests = Path(__file__).parents[2]
    subprocess.run([*strace, sys.executable, "-c", _FILL, str(outbox)], check=True, cwd=tests, timeout=60)
    found = re.findall(r"(fsync|fdatasync|pwrite64)\(\d+<([^>]*)>", trace.read_text(encoding="utf-8"))
    return [(call, str(Path(path).relative_to(outbox))) for call, path in found if Path(path).is_relative_to(outbox)]


def test_the_names_of_pieces_outlive_a_power_cut_before_a_letter_speaks_of_them(tmp_path: Path) -> None:
    """The file, its folder and those above it are on the disk before the commit that names it, also where an earlier run had made them."""
    name = PICTURE.sha256.hex()
    folders = (f"pieces/{name[:2]}", "pieces", ".")
    fill(tmp_path / "before", [a_letter(9)])
    with open_outbox(tmp_path / "used"):
        shutil.copytree(tmp_path / "before/pieces", tmp_path / "used/pieces")  # what an earlier run left that died before its commit
    for outbox, drafted in ((tmp_path / "new", 1), (tmp_path / "used", 0)):
        calls = _calls(outbox.resolve())
        written = [number for number, call in enumerate(calls) if call == ("fsync", f"pieces/{name[:2]}/{name}.draft")]
        commit = max(number for number, call in enumerate(calls) if call == ("pwrite64", "ledger.sqlite3-wal"))
        assert len(written) == drafted
        assert {("fsync", folder) for folder in folders} <= set(calls[max(written, default=0) : commit])
