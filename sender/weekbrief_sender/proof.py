"""Decides, by what the archive's mailbox holds, whether a letter went of which nobody heard the server's last word; no I/O.

The archive is a second recipient of the same transaction, so the server took the letter for both or for neither.

- In the mailbox there is a letter with its Message-ID: it went.
- There is none: that alone says nothing, for mail takes its time. It surely did not go when its neighbours are there, the last letter
  with a copy that was sent before the doubt arose and the first one that was sent after it (so the mailbox is the right one, can be
  searched, was not cleared out, and gets what the server takes), and CAUGHT_UP has passed since that later one was sent.
- Where no letter comes after it for LONG_ENOUGH, a witness goes: a small mail to the archive alone. It counts as the later one.
- Otherwise it stays unknown. A letter whose last try put no copy into the same archive is not looked for at all.

What this assumes: a server that has brought a later letter into the mailbox tries an earlier one again within CAUGHT_UP. Postfix does so
within 67 minutes, Exchange within 15, Exim within 15 as long as the mailbox was out of reach for less than two hours, and within six hours
after a day. And that nobody takes single letters out of the mailbox.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

CAUGHT_UP = timedelta(hours=6)
LONG_ENOUGH = timedelta(days=1)
"""For which a letter to come is waited for; and a witness, for what it is to show."""


class Proof(Enum):
    """What the archive proves of a letter."""

    WENT = "in the archive"
    DID_NOT_GO = "not in the archive, where letters before and after it are"
    NONE = "not yet to be said"


@dataclass(frozen=True, slots=True)
class Copy:
    """A letter that was sent with a copy to the archive, or a witness."""

    message_id: str
    sent_at: datetime
    witness: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """A letter that may have gone, and its neighbours among those that surely went, with copies to the same archive."""

    letter: int
    message_id: str
    since: datetime
    """When the doubt arose; the letter went before that, if it went."""
    before: Copy | None
    after: Copy | None

    def message_ids(self) -> Iterator[str]:
        """What the mailbox is asked for."""
        yield self.message_id
        yield from (copy.message_id for copy in (self.before, self.after) if copy)


def wants_witness(doubt: Doubt, now: datetime) -> bool:
    """Whether nothing that was sent since will show whether it went; a letter that was will, sooner or later."""
    if doubt.after is None:
        return now - doubt.since >= LONG_ENOUGH
    return doubt.after.witness and now - doubt.after.sent_at >= LONG_ENOUGH


def proof_of(doubt: Doubt, held: AbstractSet[str], now: datetime) -> Proof:
    """What it proves that, of the Message-IDs that were asked for, the mailbox holds these."""
    if doubt.message_id in held:
        return Proof.WENT
    neighbours = [copy for copy in (doubt.before, doubt.after) if copy]
    if doubt.after is None or not all(copy.message_id in held for copy in neighbours):
        return Proof.NONE
    return Proof.DID_NOT_GO if now - doubt.after.sent_at >= CAUGHT_UP else Proof.NONE
