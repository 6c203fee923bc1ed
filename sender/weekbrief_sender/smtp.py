"""Hands letters to an SMTP server over one kept connection; it says that one went, or did not, only when it knows.

The two-step dot: the message goes out without the line that ends it, then `dot` records that the end is about to go, then the end
goes. A fault before that step leaves no doubt (nothing was accepted); a silence after it does. RFC 5321, 4.1.1.4 and RFC 1047.

A connection that has carried letters may have come to its end: servers count letters, and close what was idle. What such a connection
answers to the next letter, short of a no that is about that letter, is asked once more over a fresh one, and counts as no try.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

from weekbrief_sender.addresses import as_carried
from weekbrief_sender.auth import Login
from weekbrief_sender.conversation import END, Reply, Step, chunks, first_objection, opening
from weekbrief_sender.letter import Letter
from weekbrief_sender.replies import Phase, meaning_of, without_addresses
from weekbrief_sender.session import Line, Patience, open_line
from weekbrief_sender.settings import Smtp
from weekbrief_sender.states import Outcome, SessionFailure, Verdict

_NOT_ABOUT_THE_LETTER = frozenset({Verdict.FAULT, Verdict.ENOUGH, Verdict.NOBODY_NOW, Verdict.NOBODY_UNTIL_MENDED})


class SmtpConnection:
    """A connection to a server; opened when the first letter comes, and again where it has ended."""

    def __init__(
        self,
        settings: Smtp,
        login: Login,
        sign: Callable[[Letter], bytes] | None = None,
        patience: Patience = Patience(),  # noqa: B008 - a frozen value
    ) -> None:
        """`sign` makes a header that is said before a letter. Known limit: the SIZE that is declared does not count its some 700 bytes."""
        self._settings, self._login, self._sign, self._patience = settings, login, sign, patience
        self._line: Line | None = None
        self._settled = self._unfinished = False
        self._data_alone = False
        self.copied_to: str | None = None
        self.copy_refused: str | None = None

    async def deliver(self, letter: Letter, begun: Callable[[], Awaitable[None]], dot: Callable[[], Awaitable[None]]) -> Outcome:  # noqa: ARG002 - a try may be repeated
        """Hand one letter over; `dot` is awaited before what may make the server accept it. Raises what `dot` raises, and NotAsPlanned."""
        try:
            return await self._deliver(letter, dot)
        except BaseException:
            self._drop()  # a half-told letter must not end with a QUIT, or with the next letter
            raise

    async def close(self) -> None:
        """Say goodbye, if anybody listens."""
        line, self._line = self._line, None
        if line:
            await line.part()

    async def _deliver(self, letter: Letter, dot: Callable[[], Awaitable[None]]) -> Outcome:
        to_itself = letter.recipient == self._settings.archive
        while True:
            self.copied_to, self.copy_refused = self._settings.archive if to_itself else None, None
            try:
                line = await self._open(letter)
            except SessionFailure as failure:
                return Outcome(Verdict.NOBODY_UNTIL_MENDED if failure.mend else Verdict.NOBODY_NOW, failure.reply)
            kept = self._settled
            archive = None if to_itself else self._settings.archive
            groups = opening(letter, line.offer, unfinished=self._unfinished, archive=archive)
            if isinstance(groups, Outcome):
                return groups
            if (outcome := await self._introduce(line, groups)) is None:
                break
            if outcome.verdict not in _NOT_ABOUT_THE_LETTER:
                self._settled = True
                return outcome
            if not kept:
                return outcome
            self._drop()
        return await self._hand_over(line, letter, dot)

    async def _open(self, letter: Letter) -> Line:
        if self._line is not None and self._line.has_spoken():
            self._drop()  # a server that speaks unasked says goodbye
        if self._line is None:
            domain = (as_carried(letter.envelope_sender) or "").rpartition("@")[2]
            self._line = await open_line(self._settings, self._login, domain or "localhost", self._patience)
            self._line.offer = replace(self._line.offer, data_alone=self._data_alone)
            self._settled = self._unfinished = False
        return self._line

    async def _introduce(self, line: Line, groups: Iterable[list[Step]]) -> Outcome | None:
        """Say whom the letter is from and for; None where the server waits for the message."""
        self._unfinished = True
        for group in groups:
            if (outcome := await self._ask(line, group)) is not None:
                return outcome
        return None

    async def _ask(self, line: Line, group: list[Step]) -> Outcome | None:
        """Say a group of commands and hear all answers; None where each is a yes."""
        try:
            await line.say(b"".join(words for _, words in group))
        except OSError:
            self._drop()
            return meaning_of(group[0][0], None, "the connection was lost")
        replies = []
        for _ in group:
            replies.append(await line.answer())
            if replies[-1].code is None:
                self._drop()
                break
        outcome = first_objection(group, replies)
        for (phase, _), reply in zip(group, replies, strict=False):
            if phase is Phase.COPY and reply.code is not None:
                self._hear_of_copy(reply)
        last, reply = group[-1][0], replies[-1]
        if outcome is not None and last is Phase.DATA and reply.code is not None and reply.code // 100 == 3:  # noqa: PLR2004 - RFC 5321, 4.2.1
            self._drop()  # it waits for a message that is for nobody
            self._data_alone = len(group) > 1
        return outcome

    def _hear_of_copy(self, reply: Reply) -> None:
        if (reply.code or 0) // 100 == 2:  # noqa: PLR2004 - RFC 5321, 4.2.1
            self.copied_to = self._settings.archive
        else:
            self.copy_refused = without_addresses(f"{reply.code} {reply.text}")

    async def _hand_over(self, line: Line, letter: Letter, dot: Callable[[], Awaitable[None]]) -> Outcome:
        """Say the message, then its end, and hear whether the server takes the letter upon itself."""
        try:
            if self._sign:
                await line.say(self._sign(letter))
            for chunk in chunks(letter.pieces):
                await line.say(chunk)
        except OSError:
            return await self._interrupted(line)
        if line.has_spoken():
            return await self._interrupted(line)
        await dot()
        if line.has_spoken():
            return await self._interrupted(line)
        try:
            await line.say(END)
        except OSError:
            self._drop()
            return meaning_of(Phase.DOT, None, "the connection was lost before the server's last word on it")
        reply = await line.last_word()
        outcome = meaning_of(Phase.DOT, reply.code, reply.text)
        if outcome.verdict is Verdict.UNKNOWN:
            self._drop()
        self._settled, self._unfinished = True, False
        return outcome

    async def _interrupted(self, line: Line) -> Outcome:
        """The server spoke, or ended the connection, before the end of the message was said: nothing was accepted."""
        reply = await line.answer(min(1.0, self._patience.reply))
        self._drop()
        text = reply.text if reply.code else "the connection was lost before the letter was complete"
        return meaning_of(Phase.BODY, reply.code, text)

    def _drop(self) -> None:
        line, self._line = self._line, None
        if line:
            line.drop()
