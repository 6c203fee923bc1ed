"""The one port to the sender's programs: starts each as a process of its own, and passes on that somebody asks us to end.

Whoever knows addresses and servers never shares memory with children and consents. What they print is told in docs/door.md.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

ASKED = signal.SIGUSR1
"""Tells a program of the sender that we were asked to end: another signal than the one that it may have heard itself."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended, and what it printed where that was asked for."""

    status: int
    """Its exit status; that of letters that wait, where it was ended from outside."""
    printed: str = ""
    complaints: str = ""


def run_sender(module: str, *arguments: str, printed: bool = True, complaints: bool = True) -> Ran:
    """Run a program of the sender to its end; `printed` and `complaints`: take what it writes, instead of letting it through.

    Who is asked to end (SIGTERM, SIGINT) asks the program, and ends with it; asked once more, at once. Raises SystemExit then, but for
    the program that delivers, which finishes the letter in hand and says itself how it ended.
    """
    # -P: nothing is imported from the folder where we stand, which may be the one that teachers write in.
    command = [sys.executable, "-P", "-m", module, *arguments]
    out, err = (subprocess.PIPE if taken else None for taken in (printed, complaints))
    asked: list[int] = []
    with _passed_on(asked) as to, subprocess.Popen(command, stdout=out, stderr=err, text=True, encoding="utf-8") as program:  # noqa: S603 - our own
        to.append(program)
        said, complained = program.communicate()
    if asked and (printed or complaints):
        raise SystemExit(os.EX_TEMPFAIL)
    return Ran(os.EX_TEMPFAIL if program.returncode < 0 else program.returncode, said or "", complained or "")


@contextmanager
def _passed_on(asked: list[int]) -> Iterator[list[subprocess.Popen[str]]]:
    """While this lasts, what asks us to end asks the programs in the list, and is noted."""
    programs: list[subprocess.Popen[str]] = []

    def ask(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        for program in programs:
            program.send_signal(ASKED)

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield programs
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
