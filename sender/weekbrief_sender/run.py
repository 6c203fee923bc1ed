"""Delivers what is due: prove a letter, record the try, hand it over, record what came of it; none is left unaccounted for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from weekbrief_sender.ledger import Ledger
from weekbrief_sender.letters import Letter, Letters, NotAsPlanned
from weekbrief_sender.maildir import delivered, file_name
from weekbrief_sender.states import Outcome, SessionFailure, State


class Transport(Protocol):
    """A way out: `maildir.Maildir` or `smtp.SmtpServer`."""

    async def deliver(self, letter: Letter, final_step: Callable[[], None]) -> Outcome:
        """Deliver one letter; `final_step` is called before what may make the other side accept it and cannot be looked up later."""

    async def close(self) -> None:
        """Let go of what is held open."""


class Run:
    """One run of the sender; `mend` counts what a person has to look at, `notes` say it, with ids of letters and no address."""

    def __init__(self, ledger: Ledger, letters: Letters, transport: Transport, pause: float) -> None:
        """`pause` is how long to wait between two letters, in seconds."""
        self._ledger, self._letters, self._transport, self._pause = ledger, letters, transport, pause
        self.mend = 0
        self.notes: list[str] = []

    def recover(self, maildir: Path) -> None:
        """Say of each letter that an earlier sender left behind what is known of it; one in `sending` that is in the Maildir has gone."""
        if interrupted := self._ledger.interrupted(State.SENDING):
            there = delivered(maildir)
            for letter, message_id in interrupted:
                if file_name(message_id) in there:
                    self._finish(letter, Outcome(State.SENT, "in the Maildir"))
        for letter, _ in self._ledger.interrupted(State.DOT):
            self._finish(letter, Outcome(State.UNKNOWN, "the sender was interrupted before the server's last word on it"))

    async def deliver(self, stopping: asyncio.Event, progress: Callable[[int, int], None]) -> None:
        """Deliver every letter that is due, until done or until `stopping` is set; a letter in hand is finished.

        A letter whose bytes are not what was planned ends the run: somebody was at the outbox, and what else they did is not known.
        """
        due = self._ledger.due()
        for place, letter in enumerate(due):
            if await _stopped(stopping, self._pause if place else 0.0):
                return
            self._ledger.begin(letter)
            try:
                proven = self._letters.take(letter)
                outcome = await self._transport.deliver(proven, partial(self._ledger.final_step, letter))
            except NotAsPlanned as damage:
                self._finish(letter, Outcome(State.REFUSED, f"not sent: {damage}"))
                return
            except SessionFailure as failure:
                self._ledger.postpone(due[place:], failure.reply)
                self.mend += failure.mend
                self.notes.append(f"letters that wait: {len(due) - place}: {failure.reply}")
                return
            self._finish(letter, outcome)
            progress(place + 1, len(due))

    def _finish(self, letter: int, outcome: Outcome) -> None:
        self._ledger.finish(letter, outcome)
        self.mend += outcome.state in (State.REFUSED, State.UNKNOWN)
        if outcome.state is not State.SENT:
            self.notes.append(f"letter {letter}: {outcome.state.value}: {outcome.reply}")


async def _stopped(stopping: asyncio.Event, pause: float) -> bool:
    """Wait so many seconds, or until somebody asks to stop; whether somebody did."""
    if pause and not stopping.is_set():
        try:
            await asyncio.wait_for(stopping.wait(), pause)
        except TimeoutError:
            return False
    return stopping.is_set()
