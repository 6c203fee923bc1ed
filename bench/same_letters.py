"""Proves that a change of the house changes no letter: `python bench/same_letters.py OLD NEW`, two `weekbrief` commands.

Both make the letters of De Regenboog and of 20 schools of chance; each letter is compared byte for byte, but for what comes from the
outbox's own key and from the clock: Message-IDs, threads, dates. Ends with 1 where anything else differs, and keeps what differs.
"""

from __future__ import annotations

import difflib
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import mkdtemp

from any_school import any_school

SCHOOLS = 20
FRIDAY = "2026-11-20T16:00"
ITS_OWN = re.compile(
    rb"^(?:Message-ID|In-Reply-To|References|Date|Return-Path|X-Envelope-From|Delivered-To):.*\r?\n(?:[ \t].*\r?\n)*",
    re.MULTILINE | re.IGNORECASE,
)


def letters_of(command: str, school: Path, outbox: Path) -> list[bytes]:
    """All letters that this command makes of a school, in an order that is the same for equal ones."""
    ran = subprocess.run(
        [command, "run", "--edition", "now", "--on", FRIDAY, "--outbox", str(outbox), str(school)],
        check=False,
        capture_output=True,
        text=True,
    )
    if ran.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {ran.returncode} on {school}:\n{ran.stdout}{ran.stderr}")
    return sorted(ITS_OWN.sub(b"", file.read_bytes()) for file in (outbox / "maildir" / "new").iterdir())


def different(old: list[bytes], new: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The letters that only one side has, side by side as far as they go."""
    only_old, only_new = (list((Counter(one) - Counter(other)).elements()) for one, other in ((old, new), (new, old)))
    longest = max(len(only_old), len(only_new))
    for place in range(longest):
        yield only_old[place] if place < len(only_old) else b"", only_new[place] if place < len(only_new) else b""


def main(old: str, new: str) -> int:
    """Compare; the number of letters that differ."""
    work = Path(mkdtemp(prefix="letters-"))
    schools = [Path(__file__).parents[1], *(any_school(work / f"school-{number}", number) for number in range(SCHOOLS))]
    wrong = letters = 0
    with ThreadPoolExecutor(2) as two:
        for number, school in enumerate(schools):
            made = list(
                two.map(lambda side, number=number, school=school: letters_of(side, school, work / f"{side == new}-{number}"), (old, new))
            )
            letters += len(made[0])
            for before, after in different(*made):
                wrong += 1
                lines = difflib.unified_diff(before.decode("latin-1").splitlines(), after.decode("latin-1").splitlines(), lineterm="", n=1)
                (work / f"different-{wrong}.diff").write_text("\n".join(lines), encoding="utf-8")
    print(f"{letters} letters of {len(schools)} schools: {wrong} different{f', see {work}' if wrong else ''}")
    return wrong


if __name__ == "__main__":
    sys.exit(1 if main(*sys.argv[1:3]) else 0)
