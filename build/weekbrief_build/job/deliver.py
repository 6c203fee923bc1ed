"""Has the sender deliver what is in the outbox."""

from __future__ import annotations

from datetime import datetime

from weekbrief_build.job.place import Place
from weekbrief_build.job.sender_port import run_sender
from weekbrief_build.outbox.mail_settings import write_mail_settings
from weekbrief_build.school.people import MailSettings


def deliver(place: Place, settings: MailSettings, now: datetime | None) -> int:
    """Deliver what is in the outbox; the sender's exit status: 0 all went, 1 something to mend, 75 some wait for a later try.

    `now` is given only to act as if it were another moment. Asked to end, the sender finishes the letter in hand, and we wait for it.
    """
    if place.outbox.is_dir():
        write_mail_settings(place.outbox, settings)
    as_if = ["--now", now.isoformat()] if now else []
    return run_sender("weekbrief_sender", "--progress", *as_if, str(place.outbox), printed=False, complaints=False).status
