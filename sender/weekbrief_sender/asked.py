"""Hears that somebody asks this process to end: once to finish what is in hand, twice to end at once; and ends with whoever started it.

A terminal and systemd ask the whole family of processes, and who started us passes on what it heard with a signal of its own: that is one
asking, not two.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
from collections import Counter
from collections.abc import Callable, Coroutine
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")

PASSED_ON = signal.SIGUSR1
PATIENCE = 2.0
"""Seconds for what is in hand, once somebody asked, while it can still be broken off."""
_SET_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of Linux's prctl(2)."""


def end_with_parent(number: int = signal.SIGTERM) -> None:
    """From now on, be asked to end when the process that started us ends, however it does. Elsewhere than on Linux, nothing happens."""
    parent = os.getppid()
    try:
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, number, 0, 0, 0)
    except (OSError, AttributeError):
        return
    if os.getppid() != parent:  # it ended in between
        os.kill(os.getpid(), number)


def stop_when_asked() -> asyncio.Event:
    """Is set when somebody asks this process to end; at once, because a Maildir keeps the loop from hearing of a signal between letters."""
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    heard: Counter[bool] = Counter()

    def stop(number: int, _frame: FrameType | None) -> None:
        heard[number == PASSED_ON] += 1
        if max(heard.values()) > 1:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGTERM)
        stopping.set()
        loop.call_soon_threadsafe(lambda: None)  # wakes a loop that pauses

    for asked in (signal.SIGTERM, signal.SIGINT, PASSED_ON):
        signal.signal(asked, stop)
    return stopping


class BrokenOff(Exception):  # noqa: N818 - says what happened
    """What was in hand did not end soon enough after somebody had asked."""


async def unless(stopping: asyncio.Event, work: Coroutine[Any, Any, T], *, safe: Callable[[], bool] = lambda: True) -> T:
    """What this work gives. Raises BrokenOff where we are asked to end and it does not end soon, while it is `safe` to break it off."""
    task, asked = asyncio.ensure_future(work), asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({task, asked}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            await asyncio.wait({task}, timeout=PATIENCE)
        if not task.done() and safe():
            task.cancel()
        return await task
    except asyncio.CancelledError:
        if stopping.is_set() and task.cancelled():
            raise BrokenOff from None
        task.cancel()
        raise
    finally:
        asked.cancel()
