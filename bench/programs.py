"""Runs programs and measures them: how long they took, and how much memory they or a child of theirs held at most."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from time import perf_counter

KEPT = Path(gettempdir()) / "weekbrief-bench"
"""What is made once for all runs of the benchmarks."""

MOMENT = "2026-11-20T15:00"
"""When the generated schools are built: a Friday."""
WITHOUT_FACES = "import sys; sys.modules['cv2'] = None; from weekbrief_build.commands import main; main()"
"""The command as it runs where the extra for faces is not installed: what the extra takes is measured by itself (`faces.py`)."""
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
    "PYTHONPYCACHEPREFIX": str(KEPT / "compiled")
}
"""Modules are compiled once, as they are where a program was installed; and not beside the sources, which are not ours to litter."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program."""

    seconds: float
    busy: float
    """Seconds of processor time, its children's included: says on a busy machine what `seconds` would be on an idle one."""
    peak: int
    """The largest resident memory of the program or of one of its children, in bytes."""
    said: str
    """What it wrote on standard error."""


def run(command: Sequence[str | Path], *, allowed: Sequence[int] = (0,)) -> Run:
    """Run a program to its end. Raises RuntimeError where its exit status is not an allowed one."""
    with TemporaryFile() as said, TemporaryFile() as wrote:
        begun = perf_counter()
        process = subprocess.Popen(command, stdout=wrote, stderr=said, env=_ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode(errors="replace")
    if process.returncode not in allowed:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}:\n{text}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, text)


def weekbrief_build(school: Path, outbox: Path, *options: str) -> Run:
    """One `weekbrief build` with an edition at once; a mistake to mend in the school does not matter here."""
    command: list[str | Path] = [
        sys.executable,
        *options,
        "-c",
        WITHOUT_FACES,
        "build",
        "--edition",
        "now",
        "--on",
        MOMENT,
        "--outbox",
        outbox,
        school,
    ]
    return run(command, allowed=(0, 1))


def imports_of(said: str) -> list[str]:
    """The modules that a run under `-X importtime` asked for, in order; not all of them exist."""
    return [line.rpartition("|")[2].strip() for line in said.splitlines() if line.startswith("import time:")][1:]


def import_all(names: Sequence[str]) -> Run:
    """A Python that imports these modules and ends."""
    tries = f"for name in {[name for name in names if not name.endswith('__main__')]!r}:\n with suppress(ImportError): import_module(name)"
    return run([sys.executable, "-c", f"from contextlib import suppress\nfrom importlib import import_module\n{tries}"])


def disk_use(folder: Path) -> int:
    """The bytes on disk below a folder, files that the cache holds left out."""
    return sum(file.lstat().st_blocks * 512 for file in folder.rglob("*") if "cache" not in file.relative_to(folder).parts)
