"""Starts the sender as a process of its own, so that whoever knows addresses and servers never shares memory with children and consents."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime

from weekbrief_build.job.place import Place
from weekbrief_build.outbox.mail_settings import write_mail_settings
from weekbrief_build.school.people import MailSettings


def deliver(place: Place, settings: MailSettings, now: datetime | None) -> int:
    """Deliver what is in the outbox; the sender's exit status: 0 all went, 1 something to mend, 75 some wait for a later try.

    `now` is given only to act as if it were another moment. Who interrupts us interrupts the sender too: it finishes the
    letter in hand, and we wait for it.
    """
    if place.outbox.is_dir():
        write_mail_settings(place.outbox, settings)
    as_if = ["--now", now.isoformat()] if now else []
    # -P: nothing is imported from the folder where we stand, which may be the one that teachers write in.
    program = [sys.executable, "-P", "-m", "weekbrief_sender", "--progress", *as_if, str(place.outbox)]
    with subprocess.Popen(program) as sender:  # noqa: S603 - our own program
        while True:
            try:
                return sender.wait()
            except KeyboardInterrupt:
                continue
