"""Has the sender read what mail servers report of letters they had taken; the build itself opens no mailbox."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from weekbrief_build.job.place import Place
from weekbrief_build.job.sender_port import run_sender


@dataclass(frozen=True, slots=True)
class Bounces:
    """What was read this time; letters by their number."""

    status: int
    """0 done; 1 something to mend; 2 no mailbox is named; 75 not now."""
    fault: str = ""
    """Why nothing could be read, for the operator."""
    read: int = 0
    """Mails that were looked at."""
    failed: Sequence[int] = ()
    delayed: Sequence[int] = ()


def read_bounces(place: Place, now: datetime | None) -> Bounces:
    """Read the mailbox that `mail.json` names; `now` is given only to act as if it were another moment."""
    as_if = ["--now", now.isoformat()] if now else []
    done = run_sender("weekbrief_sender.bounces", *as_if, str(place.outbox))
    if not done.printed:
        return Bounces(done.status, done.complaints.strip())
    told = json.loads(done.printed)
    return Bounces(done.status, "", told["read"], tuple(told["failed"]), tuple(told["delayed"]))
