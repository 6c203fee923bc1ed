"""Adds a figure to `history.csv`, so that years later it can be seen whether Weekbrief became slower: date, commit, name, figure, unit."""

from __future__ import annotations

import csv
import subprocess
from datetime import UTC, datetime
from pathlib import Path

HISTORY = Path(__file__).with_name("history.csv")


def note(name: str, figure: float, unit: str, history: Path = HISTORY) -> None:
    """Write it below the others; of a tree with changes that are in no commit, the commit has a `+` behind it."""
    commit = _git("rev-parse", "--short=12", "HEAD") + ("+" if _git("status", "--porcelain", "--", "build", "sender", "layouts") else "")
    with history.open("a", encoding="utf-8", newline="") as stream:
        row = (datetime.now(UTC).date().isoformat(), commit, name, f"{figure:.4g}", unit)
        csv.writer(stream, lineterminator="\n").writerow(row)


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=HISTORY.parent.parent, check=True, capture_output=True, text=True).stdout.strip()
