r"""The states of a letter at the sender's, and what can come of one try to deliver it; values only.

    planned (no row) -> sending -> dot -> sent
                            \        \-> waiting | refused | unknown
                             \-> waiting | refused | unknown

`sending` is safe to repeat: nothing final has gone out. `dot` is the only moment in which a crash leaves a doubt; whoever finds a
letter in it after a crash says `unknown`, and an unknown letter is never sent again by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """Where a letter is; the values stand in the ledger."""

    SENDING = "sending"
    DOT = "dot"
    SENT = "sent"
    WAITING = "waiting"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class About(Enum):
    """What a server's no for good is about; the values stand in the ledger, in `doubt`."""

    RECIPIENT = "recipient"
    """By its code; asked for this recipient."""
    LETTER = "letter"
    """This letter or its recipient, by its words."""
    SENDER = "sender"
    RELAY = "relay"
    QUOTA = "quota"
    LOGIN = "login"
    BLOCKLIST = "blocklist"
    UNSAID = "unsaid"


class Verdict(Enum):
    """What an answer, or none, means: for the letter in hand, or for all letters."""

    GO_ON = "the server waits for what comes next"
    SENT = "the server has taken the letter upon itself"
    LATER = "not now: the letter waits"
    REFUSED = "never: a person has to look"
    DOUBTFUL = "never; but the no may be about the school, not about this letter, and then it is not for this letter alone"
    ENOUGH = "not now: we go too fast for the server, whoever the letter is for"
    FAULT = "no clear word, and surely not gone: the letter waits; several in a row, and nothing goes now"
    UNKNOWN = "nobody but the server knows whether it went"
    NOBODY_NOW = "no letter can go over this connection now; it is none of their doing"
    NOBODY_UNTIL_MENDED = "no letter can go until a person has mended something"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one try; `reply` is what the other side said, and holds no address."""

    verdict: Verdict
    reply: str
    about: About | None = None
    """Of a DOUBTFUL one."""


class SessionFailure(Exception):  # noqa: N818 - it is a value that ends a session, not a fault of ours
    """No letter can be delivered over this connection now; it is none of their doing. `mend`: it will not pass by itself."""

    def __init__(self, reply: str, *, mend: bool) -> None:
        super().__init__(reply)
        self.reply, self.mend = reply, mend
