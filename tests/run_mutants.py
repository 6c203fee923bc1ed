"""Changes one line of the product at a time, on a copy, and looks whether the tests of its area see it: `make mutants`.

The list is `mutants.toml`. Ends with 1 if a mutant lives, also by not being found within a minute, or if the list does not fit the code.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
LEFT_BEHIND = shutil.ignore_patterns(".*", "node_modules", "dist", "__pycache__")
SECONDS = 60
_SOME_FAILED = 1
"""How pytest ends where tests ran and failed; any other end says nothing about the mutant."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change that must not go unseen."""

    what: str
    file: str
    old: str
    new: str
    tests: str


def main() -> int:
    """Run all mutants, or those of which the words are in what they do or in their file."""
    mutants = [Mutant(**fields) for fields in tomllib.loads((ROOT / "tests/mutants.toml").read_text(encoding="utf-8"))["mutant"]]
    wanted = [one for one in mutants if all(word in f"{one.what} {one.file}" for word in sys.argv[1:])]
    copies: Queue[Path] = Queue()
    hands = min(os.cpu_count() or 1, len(wanted)) or 1
    with TemporaryDirectory(prefix="mutants") as folder, ThreadPoolExecutor(hands) as pool:
        for number in range(hands):
            copies.put(Path(shutil.copytree(ROOT, Path(folder) / str(number), ignore=LEFT_BEHIND)))
        areas = sorted({one.tests for one in wanted})
        sound = dict(zip(areas, pool.map(lambda tests: _tested(copies, tests), areas), strict=True))
        ends = list(zip(wanted, pool.map(lambda one: _end(copies, one), wanted), strict=True))
    for tests, status in sound.items():
        if status != 0:
            print(f"red before any change: {tests}")  # noqa: T201 - a script that prints
    for mutant, end in ends:
        print(f"{end:7} {mutant.what} ({mutant.file})")  # noqa: T201 - a script that prints
    caught = sum(end == "caught" for _, end in ends)
    print(f"{caught} of {len(ends)} caught")  # noqa: T201 - a script that prints
    return 0 if caught == len(ends) and not any(sound.values()) else 1


def _end(copies: Queue[Path], mutant: Mutant) -> str:
    """What became of it: caught, alive, late (no answer within the time) or unfit (it does not fit the code, or breaks it)."""
    copy = copies.get()
    file = copy / mutant.file
    before = file.read_text(encoding="utf-8")
    try:
        if before.count(mutant.old) != 1:
            return "unfit"
        file.write_text(before.replace(mutant.old, mutant.new), encoding="utf-8")
        status = _run(copy, mutant.tests)
    finally:
        file.write_text(before, encoding="utf-8")
        copies.put(copy)
    if status is None:
        return "late"
    return {0: "alive", _SOME_FAILED: "caught"}.get(status, "unfit")


def _tested(copies: Queue[Path], tests: str) -> int | None:
    """How the tests end on the code as it is."""
    copy = copies.get()
    try:
        return _run(copy, tests, 10 * SECONDS)
    finally:
        copies.put(copy)


def _run(copy: Path, tests: str, seconds: int = SECONDS) -> int | None:
    """The status with which these tests end; None where they take too long."""
    paths = os.pathsep.join((str(copy / "build"), str(copy / "sender")))  # before those of the editable install
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "--hypothesis-seed=0",
        "--hypothesis-profile=unshrunk",
        tests,
    ]
    try:
        return subprocess.run(command, cwd=copy, env=environment, capture_output=True, check=False, timeout=seconds).returncode
    except subprocess.TimeoutExpired:
        return None


if __name__ == "__main__":
    sys.exit(main())
