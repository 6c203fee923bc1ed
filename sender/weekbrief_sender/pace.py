"""Spreads letters evenly over time, over all connections together: a server that counts by the minute never sees a burst."""

from __future__ import annotations

import asyncio


class Pace:
    """At most so many turns a minute; None: as fast as it goes."""

    def __init__(self, per_minute: int | None) -> None:
        self._pause = 60 / per_minute if per_minute else 0.0
        self._next = 0.0

    async def turn(self, stopping: asyncio.Event) -> None:
        """Wait for the next turn, or until somebody asks to stop."""
        if not self._pause:
            return
        now = asyncio.get_running_loop().time()
        turn = max(now, self._next)
        self._next = turn + self._pause
        if turn > now and not stopping.is_set():
            try:
                async with asyncio.timeout(turn - now):
                    await stopping.wait()
            except TimeoutError:
                return
