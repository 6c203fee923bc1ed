"""Runs a piece of work in a process that is killed (SIGKILL), to see what a crash leaves behind: before its n-th step, or at a moment.

A step is a statement to SQLite, a flush, an fsync or a rename on the disk: between two of them nothing happens there that others could
see. The work itself is not changed.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import BufferedWriter
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

_MEMORY = "/dev/shm"  # noqa: S108 - folders of their own are made in it
_SERVER = get_context("forkserver")
_SERVER.set_forkserver_preload(["pytest", "weekbrief_build.outbox.commit", "weekbrief_sender.__main__"])  # a process per step is then quick


def killed_at(step: int, work: Callable[..., object], *arguments: object) -> bool:
    """Whether the work was killed before this step (counted from 1); False where it ended before that, and then it ended well."""
    with in_a_process(_work, step, work, *arguments) as process:
        process.join(60)
    return process.exitcode != 0


@contextmanager
def in_a_process(work: Callable[..., object], *arguments: object) -> Iterator[BaseProcess]:
    """The work in a process that may be killed; it has ended, killed or well, where this is left."""
    process = _SERVER.Process(target=work, args=arguments)
    process.start()
    try:
        yield process
        process.join(60)
    finally:
        process.kill()
        process.join()
    if process.exitcode not in (0, -signal.SIGKILL):
        raise AssertionError(f"the work ended with {process.exitcode}")


def killed_after(seconds: float, work: Callable[..., object], *arguments: object) -> bool:
    """Whether the work was killed so many seconds after it began; False where it ended before that, and then it ended well."""
    with in_a_process(work, *arguments) as process:
        process.join(seconds)
        process.kill()
    return process.exitcode != 0


@contextmanager
def in_memory() -> Iterator[Callable[[], Path]]:
    """Makes new folders in memory: a process that is killed loses nothing that it wrote, so that no disk is needed."""
    with ExitStack() as stack:
        yield lambda: Path(stack.enter_context(TemporaryDirectory(dir=_MEMORY)))


def _work(step: int, work: Callable[..., object], *arguments: object) -> None:
    left = step

    def watch(_frame: FrameType, event: str, called: Any) -> None:
        nonlocal left
        if event == "c_call" and _is_step(called):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    threading.setprofile(watch)
    sys.setprofile(watch)
    work(*arguments)
    sys.setprofile(None)


def _is_step(called: Any) -> bool:
    if called in (os.fsync, os.rename, os.replace):
        return True
    if called.__name__ == "flush":
        return isinstance(called.__self__, BufferedWriter)
    return called.__name__.startswith("execute") and isinstance(called.__self__, sqlite3.Connection)
