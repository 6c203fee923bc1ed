"""Starts the processes that open what a teacher or a stranger wrote; nothing else in the build starts one.

Threat: a decoder of pictures, videos, PDF files or Markdown can be talked into anything by the file that it reads. So it
runs in a process that holds no secret and finds none: its environment is empty but for what is named here; its memory,
its time and what it writes are bounded; it can reach no file but programs and libraries (`confined`); and it ends when
whoever started it does. Known limit: a program that was taken over, and starts another that keeps its pipe, is waited for.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from tempfile import TemporaryFile
from threading import Timer
from typing import IO

from weekbrief_build.media.confined import hide

_HANDED_ON = ("HOME", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH")
"""What tells where Python and libraries lie; nothing else of the environment is handed on."""
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""NumPy's libraries otherwise take memory for a thread per processor, and the addresses of each process are counted."""


Child = subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Program:
    """What opens a file, and what it may take."""

    name: str
    """A module of ours, or the absolute path of a program."""
    arguments: tuple[str, ...]
    memory: int
    """Bytes of addresses."""
    seconds: int | None = None
    """Of computing, from its start to its end; None: it serves many files, and whoever asks it counts for each."""
    written: int = 0
    """Bytes of the largest file that it may write, among those that are handed to it."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended."""

    code: int | None
    """Its exit status; None: it took too long, or said too much, and was ended."""
    said: bytes


def start(
    program: Program,
    stdin: IO[bytes] | int = subprocess.PIPE,
    hand_over: Sequence[int] = (),
    errors: int = subprocess.DEVNULL,
) -> Child:
    """The process, with a pipe for what it says, and these descriptors. Raises OSError where it cannot be started.

    It ends with the thread that called this.
    """
    _hidden()
    seconds = 0 if program.seconds is None else program.seconds
    bounds = map(str, (os.getpid(), program.memory, seconds, program.written))
    # -P: nothing is imported from the folder where we stand, which may be the one that teachers write in.
    between = [sys.executable, "-P", "-m", "weekbrief_build.media.confined", *bounds]
    return subprocess.Popen(  # noqa: S603 - our own interpreter, and a program that the job found
        [*between, program.name, *program.arguments],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=errors,
        pass_fds=hand_over,
        env={name: os.environ[name] for name in _HANDED_ON if name in os.environ} | _ONE_THREAD,
    )


def run(  # noqa: PLR0913 - what is started, with what, and what bounds it
    program: Program,
    given: bytes | IO[bytes],
    *,
    within: float,
    most: int,
    hand_over: Sequence[int] = (),
    complaints: bool = False,
) -> Ended:
    """Start it with this, bytes or an open file, as its standard input, and wait so many seconds at most for its end.

    It may say so many bytes at most; with `complaints`, what it says on its standard error is part of that. Raises
    OSError as `start` does.
    """
    with in_memory() as copy:
        if isinstance(given, bytes):
            copy.write(given)
            copy.seek(0)
        stdin = copy if isinstance(given, bytes) else given
        child = start(program, stdin, hand_over, subprocess.STDOUT if complaints else subprocess.DEVNULL)
    with child, ended_after(child, within) as timer:
        said = child.stdout.read(most + 1) if child.stdout else b""
        if len(said) > most:
            child.kill()
        code = child.wait()
    return Ended(None if len(said) > most or timer.ended else code, said)


@dataclass(slots=True)
class _Patience:
    """Whether it came to an end."""

    ended: bool = False


@contextmanager
def ended_after(child: Child, seconds: float) -> Iterator[_Patience]:
    """See to it that the process ends, whatever it does, where this takes longer than so many seconds."""
    patience = _Patience()

    def end() -> None:
        patience.ended = True
        child.kill()

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield patience
    except BaseException:
        child.kill()
        raise
    finally:
        timer.cancel()


def in_memory() -> IO[bytes]:
    """A file without a name and without a place, to hand over: nothing of it stays, and no path leads to it."""
    if hasattr(os, "memfd_create"):
        return open(os.memfd_create("weekbrief", os.MFD_CLOEXEC), "w+b")  # noqa: PTH123 - pathlib opens no descriptors
    return TemporaryFile()


@cache
def _hidden() -> None:
    """Hide this process from what it starts, which is of the same user: its environment may hold secrets."""
    hide()
