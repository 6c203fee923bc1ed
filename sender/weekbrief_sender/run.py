"""Delivers what is due over several ways side by side: prove a letter, record the try, hand it over, record what came of it.

None is left unaccounted for. Each way (a connection, or the Maildir) takes the next letter when it is free. What may end a run early:

- A letter that is not as planned: somebody was at the outbox, and what else they did is not known. No further dot leaves. (A piece that is
  lost or damaged is no such thing: its letters wait, and the build makes it anew.)
- A ledger that cannot be written. No further dot leaves.
- No way is open any more: a way on which no letter can go retires, and its letter goes back to the others.
- MANY faults in a row (silence, nonsense, a server that is too busy): the server is not well, and each further letter might become
  unknown.
- Refusals that show that the school is refused, and not its letters (`objections`): they would refuse every letter.
- A server that says that we go too fast.

What is left over then waits for the next run. One way goes first; the others open when it has got through to the server, so that a wrong
password is tried once, and a server that is down is asked once.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from weekbrief_sender.asked import BrokenOff, unless
from weekbrief_sender.journal import Journal, Record
from weekbrief_sender.ledger import Ledger, Tried
from weekbrief_sender.letter import Letter, NotAsPlanned, PieceLost
from weekbrief_sender.letters import Letters
from weekbrief_sender.log import Note
from weekbrief_sender.objections import MANY, Belief, Objection, Objections, in_turn
from weekbrief_sender.pace import Pace
from weekbrief_sender.replies import is_given_up, next_try
from weekbrief_sender.states import About, Outcome, State, Verdict

SOON = 3
"""So many further tries of a letter in doubt come with the next runs, without a pause: what a person mends is to show at once."""
_NOBODY = (Verdict.NOBODY_NOW, Verdict.NOBODY_UNTIL_MENDED)
_STATES = {
    Verdict.SENT: State.SENT,
    Verdict.LATER: State.WAITING,
    Verdict.ENOUGH: State.WAITING,
    Verdict.FAULT: State.WAITING,
    Verdict.REFUSED: State.REFUSED,
    Verdict.UNKNOWN: State.UNKNOWN,
}


class Way(Protocol):
    """A way out: `maildir.Maildir` or `smtp.SmtpConnection`."""

    copied_to: str | None
    """Where a copy of the letter in hand goes; to be asked when `dot` is awaited."""
    copy_refused: str | None
    """Why there is no copy although there should be one."""

    async def deliver(self, letter: Letter, begun: Callable[[], Awaitable[None]], dot: Callable[[], Awaitable[None]]) -> Outcome:
        """Deliver one letter.

        `begun` is awaited before a step that a repeat would find again; `dot` before what may make the other side accept the letter
        and cannot be looked up later. What they raise is raised.
        """

    async def close(self) -> None:
        """Let go of what is held open."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms letters are tried; the clock and chance come from outside."""

    now: Callable[[], datetime]
    chance: Callable[[], float]
    """From 0 to 1."""
    life: timedelta
    """For how long a letter is tried."""
    school_only: bool = False
    """Deliver what the people of the school are told, and nothing else."""


class _Halted(Exception):  # noqa: N818 - says what happened
    """Nothing further may leave."""


class Run:
    """One run of the sender; `mend` counts what a person has to look at, `notes` say it, with ids of letters and no address."""

    def __init__(self, ledger: Ledger, journal: Journal, letters: Letters, terms: Terms, pace: Pace) -> None:
        self._ledger, self._journal, self._letters, self._terms, self._pace = ledger, journal, letters, terms, pace
        self._due: deque[int] = deque()
        self._given_back: dict[int, Tried] = {}
        """Letters that were begun and could not be tried: what was known of them before."""
        self._through = asyncio.Event()
        """The first way got through to the server, or will not."""
        self._over = self._halted = False
        self._failure: Outcome | None = None
        self._faults = 0
        self._objections = Objections()
        self._doubtful: dict[int, tuple[Record, Outcome]] = {}
        self._noes: dict[int, str] = {}
        """What letters heard in an earlier run that is still in doubt."""
        self._without_copy: list[str] = []
        self._done = self._of = 0
        self.mend = 0
        self.notes: list[Note] = []

    @property
    def ended_early(self) -> bool:
        """Whether something kept it from going on: nothing more is to leave."""
        return self._over

    async def deliver(self, ways: Sequence[Way], stopping: asyncio.Event, progress: Callable[[int, int], None]) -> None:
        """Deliver every letter that is due, until done or until `stopping` is set; the letters in hand are finished.

        Raises LedgerUnwritable and OSError where the disk fails; then, too, each letter is recorded as far as that can be done.
        """
        self._due = deque(in_turn(self._ledger.due(self._terms.now(), school_only=self._terms.school_only), self._ledger.in_doubt()))
        self._of = len(self._due)
        while self._due and ways and not (stopping.is_set() or self._over):
            first, *others = ways  # again, where a way gave its letter back when the others had already found nothing left to do
            workers = [self._work(first, stopping, progress), *(self._follow(way, stopping, progress) for way in others)]
            good: list[Way] = []
            for way, ended in zip(ways, await asyncio.gather(*workers, return_exceptions=True), strict=True):
                if isinstance(ended, BaseException):
                    raise ended
                if ended:
                    good.append(way)
            ways = good
        await self._leave_over()

    async def _follow(self, way: Way, stopping: asyncio.Event, progress: Callable[[int, int], None]) -> bool:
        await self._through.wait()
        return await self._work(way, stopping, progress)

    async def _work(self, way: Way, stopping: asyncio.Event, progress: Callable[[int, int], None]) -> bool:
        """Deliver until nothing is left to do; whether this way is still good."""
        try:
            while True:
                await self._pace.turn(stopping)
                if not self._due or stopping.is_set() or self._over:
                    return True
                if not await self._try(way, self._due.popleft(), stopping):
                    if not self._through.is_set():
                        self._end()
                    return False
                self._through.set()
                progress(self._done, self._of)
        except BaseException:
            self._end(halted=True)
            raise
        finally:
            self._through.set()

    async def _try(self, way: Way, letter: int, stopping: asyncio.Event) -> bool:
        """One try; whether this way is good for another."""
        at_dot = False
        tried = self._tried(letter)
        record = self._begun(tried, again=True)
        self._journal.note(record)

        async def begun() -> None:
            await self._journal.keep(record)

        async def dot() -> None:
            nonlocal record, at_dot
            if self._halted:
                raise _Halted
            record = replace(record, archive=way.copied_to)
            await self._journal.keep(replace(record, state=State.DOT, changed_at=self._terms.now()))
            if self._halted:
                raise _Halted
            at_dot = True

        try:
            work = way.deliver(self._letters.take(letter), begun, dot)
            outcome = await unless(stopping, work, safe=lambda: not at_dot)
        except NotAsPlanned as damage:
            return self._is_not_as_planned(record, damage)
        except BaseException as error:
            self._journal.note(record)  # its dot has not left, whatever stands in the ledger
            if isinstance(error, _Halted | BrokenOff):
                return False
            raise
        if outcome.verdict in _NOBODY:
            self._due.appendleft(letter)
            self._given_back[letter] = tried
            self._failure = outcome
            return False
        self._judge(record, outcome)
        if way.copy_refused and outcome.verdict in (Verdict.SENT, Verdict.UNKNOWN):
            self._without_copy.append(way.copy_refused)
        return True

    def _is_not_as_planned(self, record: Record, damage: NotAsPlanned) -> bool:
        """Where bytes are lost, it waits, however long, and the others go; else nothing further does. Whether the way is still good."""
        if not isinstance(damage, PieceLost):
            self._end(halted=True)
            self._finish(record, Outcome(Verdict.REFUSED, f"not sent: {damage}"))
            return False
        now = self._terms.now()
        record = replace(record, state=State.WAITING, tries=record.tries - 1, changed_at=now, next_try=now, reply=f"not sent: {damage}")
        self._journal.note(record)
        self._done += 1
        self.mend += 1
        values = {"letter": record.letter, "state": record.state.value, "tries": record.tries, "reply": record.reply or ""}
        self.notes.append(Note("letter", f"letter {record.letter}: {record.state.value}: {record.reply}", values))
        return True

    def _tried(self, letter: int) -> Tried:
        tried = self._given_back.pop(letter, None) or self._ledger.tried(letter)
        if tried.no:
            self._noes[letter] = tried.no
        return tried

    def _judge(self, record: Record, outcome: Outcome) -> None:
        """Record what came of a try, in the light of what came of others."""
        self._faults = self._faults + 1 if outcome.verdict in (Verdict.FAULT, Verdict.UNKNOWN) else 0
        if outcome.verdict is Verdict.DOUBTFUL and outcome.about:
            self._doubtful[record.letter] = record, outcome
            no = Objection(record.letter, outcome.about, outcome.reply, self._noes.get(record.letter))
            if self._objections.hear(no):
                self._end(Outcome(Verdict.NOBODY_UNTIL_MENDED, outcome.reply, outcome.about))
            return
        if outcome.verdict is Verdict.SENT:
            self._objections.taken()
        self._finish(record, outcome)
        if self._faults >= MANY:
            self._end(Outcome(Verdict.NOBODY_NOW, outcome.reply))
        elif outcome.verdict is Verdict.ENOUGH:
            self._end(outcome)

    def _settle_doubtful(self) -> None:
        """Say of each letter that was refused what becomes of it, now that the run has shown what the server takes."""
        alone = len(self._doubtful) == 1 and self._ledger.in_doubt() <= set(self._doubtful)
        for no, belief in self._objections.judged(alone=alone):
            record, outcome = self._doubtful.pop(no.letter)
            if belief is Belief.REFUSED:
                self._finish(record, replace(outcome, verdict=Verdict.REFUSED))
                continue
            patient = replace(record, first_try=self._terms.now()) if belief is Belief.WAITS else record
            self._finish(replace(patient, doubt=no.about), replace(outcome, verdict=Verdict.LATER))
            self.mend += not (no.about is About.RECIPIENT and alone)  # the next run believes that one, or its server takes it

    def _end(self, failure: Outcome | None = None, *, halted: bool = False) -> None:
        self._failure = failure or self._failure
        self._halted = self._halted or halted
        self._over = True

    async def _leave_over(self) -> None:
        """What was not settled waits for the next run, and what was not tried, too, where it is the server that does not take it."""
        self._settle_doubtful()
        if self._without_copy:
            self.mend += 1
            number, why = len(self._without_copy), self._without_copy[-1]
            note = f"letters that went without a copy to the archive: {number}: {why}"
            self.notes.append(Note("without_copy", note, {"letters": number, "reply": why}))
        failure = self._failure
        if failure is None or self._halted or not self._due:
            return
        mend = failure.verdict is Verdict.NOBODY_UNTIL_MENDED
        records = [self._postponed(self._tried(letter), failure) for letter in self._due]
        await self._journal.keep(*records)
        given_up = sum(record.state is State.REFUSED for record in records)
        self.mend += mend + given_up
        for event, what, count in (
            ("waiting", "letters that wait", len(records) - given_up),
            ("given-up", f"letters given up, after {self._terms.life.days} days", given_up),
        ):
            if count or event == "waiting":
                self.notes.append(Note(event, f"{what}: {count}: {failure.reply}", {"letters": count, "reply": failure.reply}))

    def _postponed(self, tried: Tried, failure: Outcome) -> Record:
        """It waits for the next run, and this was no try. What a person has to mend first may take as long as it takes."""
        now = self._terms.now()
        record = Record(tried.letter, State.WAITING, tried.tries, now, tried.first_try or now, now, failure.reply, doubt=failure.about)
        return self._aged(record) if failure.verdict is Verdict.NOBODY_NOW else record

    def _begun(self, tried: Tried, *, again: bool) -> Record:
        now = self._terms.now()
        return Record(tried.letter, State.SENDING, tried.tries + again, now, tried.first_try or now)

    def _finish(self, record: Record, outcome: Outcome) -> None:
        now, state = self._terms.now(), _STATES[outcome.verdict]
        tries = record.tries - SOON if record.doubt else record.tries
        due_again = next_try(tries, now, self._terms.chance()) if state is State.WAITING else None
        record = replace(record, state=state, changed_at=now, next_try=due_again, reply=outcome.reply)
        record = record if outcome.verdict is Verdict.ENOUGH else self._aged(record)
        self._journal.note(record)
        self._done += 1
        self.mend += record.state is State.REFUSED or (record.state is State.UNKNOWN and not record.archive)
        if record.state is not State.SENT:
            values = {"letter": record.letter, "state": record.state.value, "tries": record.tries, "reply": record.reply or ""}
            self.notes.append(Note("letter", f"letter {record.letter}: {record.state.value}: {record.reply}", values))

    def _aged(self, record: Record) -> Record:
        """A letter that has waited for too long is given up; somebody must know."""
        if record.state is not State.WAITING or not is_given_up(record.first_try, record.changed_at, self._terms.life):
            return record
        reply = f"given up after {self._terms.life.days} days: {record.reply}"
        return replace(record, state=State.REFUSED, next_try=None, reply=reply, doubt=None)
