"""The conversation about one letter, without a connection: what to say, in which groups, and the server's answers cut out of a stream.

No I/O. Where the server offers PIPELINING (RFC 2920), MAIL, RCPT and DATA go out as one group. DATA may then be let through (354)
although the recipient was refused: the server waits for a message that is for nobody. To end it with a dot would be to send one, so
such a connection is dropped, and DATA waits for the answer to RCPT from then on (`Offer.data_alone`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from weekbrief_sender.addresses import as_carried, needs_smtputf8
from weekbrief_sender.letter import Letter, Piece
from weekbrief_sender.replies import Phase, meaning_of
from weekbrief_sender.states import About, Outcome, Verdict

LONGEST_LINE, LONGEST_REPLY = 8 * 1024, 64 * 1024
"""In bytes. RFC 5321, 4.5.3.1.5 allows 512 for a line; real servers write more, and none writes so much."""
CHUNK = 256 * 1024
"""So many bytes of a message are handed over at a time: small pieces are joined, large ones go as they are."""
END = b".\r\n"
_LINE = re.compile(rb"([2-5][0-9]{2})(?:([ -])([^\r\n]*))?\r?\n")

Step = tuple[Phase, bytes]
"""A command, and what its reply answers."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server said; `code` None: nothing that is a reply, and `text` says what happened instead."""

    code: int | None
    text: str


class Answers:
    """Cuts what a server says into replies; what is no reply, or endless, becomes one without a code, and nothing is read after it."""

    def __init__(self) -> None:
        self._heard = bytearray()
        self._lines: list[str] = []
        self._code: bytes | None = None
        self._length = 0
        self._broken = False

    @property
    def pending(self) -> bool:
        """Whether something was said that nobody has read."""
        return bool(self._heard or self._lines or self._broken)

    def hear(self, data: bytes) -> None:
        """Take what has arrived."""
        if not self._broken:
            self._heard += data
            self._broken = len(self._heard) > LONGEST_REPLY

    def next(self) -> Reply | None:
        """The next reply; None where it is not complete."""
        while not self._broken:
            end = self._heard.find(b"\n") + 1
            if not end:
                if len(self._heard) > LONGEST_LINE:
                    return self._nonsense()
                return None
            line = _LINE.fullmatch(self._heard, 0, end) if end <= LONGEST_LINE else None
            if line is None or self._code not in (None, line[1]):
                return self._nonsense()
            self._length += end
            if self._length > LONGEST_REPLY:
                return self._nonsense()
            self._lines.append((line[3] or b"").decode("utf-8", "replace"))
            self._code, more = line[1], line[2] == b"-"
            del line  # it holds the bytes that are cut off now
            del self._heard[:end]
            if not more:
                reply = Reply(int(self._code), _joined(self._lines))
                self._lines, self._code, self._length = [], None, 0
                return reply
        return self._nonsense()

    def _nonsense(self) -> Reply:
        self._broken = True
        return Reply(None, "what the server said was no SMTP")


def _joined(lines: Sequence[str]) -> str:
    """The lines of a reply as one; the enhanced code that servers repeat on each stands once."""
    first, *others = lines
    enhanced = first.partition(" ")[0]
    return " ".join([first, *(line.removeprefix(f"{enhanced} ") for line in others)])


@dataclass(frozen=True, slots=True)
class Offer:
    """What a server offers, from its answer to EHLO."""

    size: int | None
    """The largest message, in bytes; None where it does not say."""
    pipelining: bool
    eight_bit: bool
    smtputf8: bool
    data_alone: bool = False
    """Whether DATA waits for the answer to RCPT also where it could be pipelined."""


def offer_of(extensions: Mapping[str, str]) -> Offer:
    """What these extensions, by keyword in lower case, offer (RFC 1870, RFC 2920, RFC 6152, RFC 6531)."""
    limit = extensions.get("size", "").strip()
    return Offer(
        size=int(limit) if limit.isdecimal() and int(limit) else None,
        pipelining="pipelining" in extensions,
        eight_bit="8bitmime" in extensions,
        smtputf8="smtputf8" in extensions,
    )


def opening(letter: Letter, offer: Offer, *, unfinished: bool, archive: str | None = None) -> list[list[Step]] | Outcome:
    """What is said before the message, in groups that go out together; or why this server cannot be offered the letter at all.

    `unfinished`: the last transaction was not brought to its end. `archive`: who gets a copy; the guardian is the only other recipient.
    Raises NotAsPlanned unless the letter is, piece by piece, the one
    planned for the very address that RCPT names.
    """
    sender, recipient = as_carried(letter.envelope_sender), as_carried(letter.recipient)
    if sender is None or recipient is None:
        return Outcome(Verdict.REFUSED, "its address is none that mail can carry")
    letter.demand_for(recipient)
    if offer.size is not None and letter.size > offer.size:  # servers declare a size, and do not all enforce it
        return Outcome(Verdict.DOUBTFUL, f"the server takes no letter above {offer.size} bytes", About.LETTER)
    options = f" SIZE={letter.size}" if offer.size is not None else ""
    if not letter.seven_bit:
        if not offer.eight_bit:
            return Outcome(Verdict.REFUSED, "it holds bytes beyond ASCII, and the server takes none (8BITMIME)")
        options += " BODY=8BITMIME"
    if needs_smtputf8(sender, recipient):
        if not offer.smtputf8:
            return Outcome(Verdict.REFUSED, "its address has letters beyond ASCII before the @, and the server takes none (SMTPUTF8)")
        options += " SMTPUTF8"
    steps = [
        (Phase.MAIL, f"MAIL FROM:<{sender}>{options}\r\n".encode()),
        (Phase.RCPT, f"RCPT TO:<{recipient}>\r\n".encode()),
        *([(Phase.COPY, f"RCPT TO:<{archive}>\r\n".encode())] if archive else []),
        (Phase.DATA, b"DATA\r\n"),
    ]
    if unfinished:
        steps.insert(0, (Phase.RESET, b"RSET\r\n"))
    if not offer.pipelining:
        return [[step] for step in steps]
    return [steps[:-1], steps[-1:]] if offer.data_alone else [steps]


def first_objection(group: Sequence[Step], replies: Sequence[Reply]) -> Outcome | None:
    """What the answers to a group mean: the first that is no yes; None where the server waits for what comes next."""
    for (phase, _), reply in zip(group, replies, strict=True):
        outcome = meaning_of(phase, reply.code, reply.text)
        if outcome.verdict is not Verdict.GO_ON:
            return outcome
    return None


def chunks(pieces: Iterable[Piece]) -> Iterator[bytes]:
    """The message, dot-stuffed, in parts that are worth handing over one by one."""
    small: list[bytes] = []
    gathered = 0
    for piece in pieces:
        if gathered and gathered + len(piece.stuffed) > CHUNK:
            yield b"".join(small)
            small, gathered = [], 0
        small.append(piece.stuffed)
        gathered += len(piece.stuffed)
    if small:
        yield b"".join(small)
