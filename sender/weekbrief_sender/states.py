r"""The states of a letter at the sender's, and what came of one try to deliver it; values only.

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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one try; `reply` is what the other side said, and holds no address."""

    state: State
    reply: str


class SessionFailure(Exception):  # noqa: N818 - it is a value that ends a run, not a fault of ours
    """No letter can be delivered at all now: all of them wait. `mend` says that it will not pass by itself."""

    def __init__(self, reply: str, *, mend: bool) -> None:
        super().__init__(reply)
        self.reply, self.mend = reply, mend
