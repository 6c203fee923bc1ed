"""Prints how fast `weekbrief build` is, as ratios against peers in the same run, each with its limit; it judges nothing else."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from time import perf_counter

from history import note
from letters import measure, report
from photographs import photographs, specks
from programs import Run, disk_use, import_all, imports_of, weekbrief_build
from programs import run as run_program
from school import PHOTOGRAPHS, generate

PROCESSES = 2
FAMILIES = 300
FEW, MANY = 2_000, 20_000
TIMES = 5
"""A short measurement is taken so often, and the quickest counts: what else the machine did is not ours."""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure beside its limit."""

    what: str
    figure: float
    unit: str
    limit: float
    details: str

    def __str__(self) -> str:
        """As it is printed."""
        verdict = "ok" if self.figure <= self.limit else "TOO MUCH"
        return f"{self.what:46}{self.figure:8.3g} {self.unit:4} limit {self.limit:<8.3g}{verdict:9} {self.details}"


def shrinking_with_vips(folder: Path, files: Sequence[Path]) -> float:
    """Seconds that two processes of pyvips need for these photographs."""
    os.environ["VIPS_CONCURRENCY"] = "1"  # with threads of its own in each of two processes it is slower on two cores
    program = Path(__file__).with_name("vips.py")
    halves = [Thread(target=run_program, args=([sys.executable, program, folder, *files[part::PROCESSES]],)) for part in range(PROCESSES)]
    begun = perf_counter()
    for half in halves:
        half.start()
    for half in halves:
        half.join()
    return perf_counter() - begun


def quickest(runs: Sequence[Run]) -> float:
    """Seconds of the quickest."""
    return min(run.seconds for run in runs)


def busy(runs: Sequence[Run]) -> float:
    """Seconds of processor time of the least busy."""
    return min(run.busy for run in runs)


def cold(place: Path, school: Path) -> Line:
    """A first build, pictures and all."""
    vips = place / "vips"
    vips.mkdir()
    before = shrinking_with_vips(vips, photographs(PHOTOGRAPHS))
    whole = weekbrief_build(school, place / "outbox")
    after = shrinking_with_vips(vips, photographs(PHOTOGRAPHS))
    peer = (before + after) / 2
    return Line("cold build / pyvips in two processes", whole.seconds / peer, "x", 1.8, f"{whole.seconds:.1f} s, pyvips {peer:.1f} s")


def the_rest(place: Path, school: Path) -> tuple[Line, Line]:
    """First builds of a school whose pictures are specks, made before; and, of the same with photographs, what their bytes add."""
    small = generate(place / "school-of-specks", FAMILIES, specks)
    weekbrief_build(small, place / "outbox-of-specks")
    without = [_first_build(place, small, place / "outbox-of-specks") for _ in range(TIMES)]
    stored = [_first_build(place, school, place / "outbox") for _ in range(TIMES)]
    return (
        Line("everything but pictures", quickest(without), "s", 1.0, f"{busy(without):.2f} s of processor time"),
        Line(
            "the same, and storing 150 made photographs",
            quickest(stored),
            "s",
            float("inf"),
            f"{busy(stored):.2f} s of processor time",
        ),
    )


def _first_build(place: Path, school: Path, known: Path) -> Run:
    with TemporaryDirectory(dir=place) as outbox:
        _know_the_pictures(known, Path(outbox))
        return weekbrief_build(school, Path(outbox))


def _know_the_pictures(source: Path, outbox: Path) -> None:
    """Give a new outbox what another knows of the pictures, and nothing else: no ledger, no rendered posts."""
    shutil.copytree(source / "cache" / "pictures", outbox / "cache" / "pictures")
    for file in (source / "cache").glob("*.json"):
        shutil.copy2(file, outbox / "cache")


def _sent(outbox: Path) -> None:
    """Have the ledger say that every letter has left."""
    with closing(sqlite3.connect(outbox / "ledger.sqlite3")) as ledger, ledger:
        ledger.execute("INSERT OR IGNORE INTO delivery SELECT id, 'sent', 1, planned_at, NULL, NULL, planned_at, NULL FROM letter")


def warm(place: Path, school: Path) -> tuple[Line, ...]:
    """A build where one post was changed since the last, and one where a new post has come; all letters before have left."""
    _sent(place / "outbox")
    post = next(iter(sorted(school.glob("content/*/*/bericht.md"))))
    changed, new = [], []
    names = imports_of(weekbrief_build(school, place / "outbox", "-X", "importtime").said)
    for number in range(TIMES):
        post.write_text(post.read_text(encoding="utf-8") + f"\nNog iets: {number}.\n", encoding="utf-8")
        changed.append(weekbrief_build(school, place / "outbox"))
    for number in range(TIMES):
        (post.parent.parent / f"2026-11-20 Nieuw {number}.md").write_text(f"Er is nieuws: {number} keer.\n", encoding="utf-8")
        new.append(weekbrief_build(school, place / "outbox"))
        _sent(place / "outbox")
    imports = quickest([import_all(names) for _ in range(TIMES)])
    return (
        Line(
            "build with one changed post / its imports",
            quickest(changed) / imports,
            "x",
            2.0,
            f"{quickest(changed):.2f} s / {imports:.2f} s",
        ),
        Line(
            "build with one new post / its imports",
            quickest(new) / imports,
            "x",
            float("inf"),
            f"{quickest(new):.2f} s, a letter for each family",
        ),
    )


def composed(place: Path, school: Path) -> Line:
    """Composing a letter beside inlining it whole."""
    composing = measure(school, place / "outbox" / "cache")
    return Line("a letter / premailer.transform on it", composing.weekbrief / composing.premailer, "x", 1 / 300, report(composing))


def large(place: Path) -> tuple[Line, ...]:
    """Many families with the same posts: what ten times as many cost."""
    runs, disks = {}, {}
    for families in (FEW, MANY):
        school, outbox = generate(place / f"school-{families}", families), place / f"outbox-{families}"
        _know_the_pictures(place / "outbox", outbox)
        runs[families] = weekbrief_build(school, outbox)
        disks[families] = disk_use(outbox)
    growth = MANY / FEW
    return (
        Line(
            "time per family, 20,000 / 2,000",
            runs[MANY].seconds / runs[FEW].seconds / growth,
            "x",
            1.2,
            f"{runs[MANY].seconds:.1f} s, {runs[FEW].seconds:.1f} s",
        ),
        Line(
            "disk per family, 20,000 / 2,000", disks[MANY] / disks[FEW] / growth, "x", 1.2, f"{disks[MANY] >> 20} MB, {disks[FEW] >> 20} MB"
        ),
        Line("memory with 20,000 families", runs[MANY].peak / 1e6, "MB", 400, f"with 2,000: {runs[FEW].peak / 1e6:.0f} MB"),
    )


def tell(*lines: Line) -> None:
    """Print these, and remember them."""
    for line in lines:
        print(line, flush=True)
        note(line.what, line.figure, line.unit)


def main() -> None:
    """All of it; some minutes."""
    with TemporaryDirectory(prefix="weekbrief-bench-") as folder:
        place = Path(folder)
        school = generate(place / "school", FAMILIES)
        tell(cold(place, school))
        tell(*the_rest(place, school))
        tell(composed(place, school))
        for lines in (warm(place, school), large(place)):
            tell(*lines)


if __name__ == "__main__":
    main()
