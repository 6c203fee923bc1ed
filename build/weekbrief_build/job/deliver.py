"""Starts the sender as a process of its own, so that whoever knows addresses and servers never shares memory with children and consents."""

from __future__ import annotations

import subprocess
import sys

from weekbrief_build.job.place import Place
from weekbrief_build.outbox.mail_settings import write_mail_settings
from weekbrief_build.school.people import MailSettings


def deliver(place: Place, settings: MailSettings) -> int:
    """Deliver what is in the outbox; the sender's exit status: 0 all went, 1 something to mend, 75 some wait for a later try."""
    write_mail_settings(place.outbox, settings)
    return subprocess.run([sys.executable, "-m", "weekbrief_sender", str(place.outbox)], check=False).returncode  # noqa: S603 - our own program
