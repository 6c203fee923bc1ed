"""`weekbrief bounces`: reads what mail servers report of letters they had taken, and says which letters it is about."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from weekbrief_build.commands.options import Status, json_option, moment_of, on_option, outbox_option, place_of, school_argument
from weekbrief_build.commands.show import show_json, told_when_stopped
from weekbrief_build.commands.speech import _
from weekbrief_build.commands.status import counts_of
from weekbrief_build.job import week, workshop
from weekbrief_build.job.bounces import Bounces, read_bounces
from weekbrief_build.outbox.mail_settings import write_mail_settings

_NO_MAILBOX = 2


@click.command(help=_("Read what mail servers report of letters that could not be delivered. No address is ever removed."))
@outbox_option
@on_option
@json_option
@school_argument
@told_when_stopped
def bounces(school: Path, outbox: Path | None, on: datetime | None, *, as_json: bool) -> int:
    """Read the mailbox that the school names."""
    place = place_of(school, outbox)
    reading, now = workshop.read(place, moment_of(on))
    week.demand_trust(place, reading.school)
    if reading.school.mail.bounces_mailbox is None:
        raise click.UsageError(_("groups.yaml names no mailbox for bounces (mail: bounces_mailbox)."))
    if place.outbox.is_dir():
        write_mail_settings(place.outbox, reading.school.mail)
    read = read_bounces(place, now if on else None)
    if as_json:
        told = {"read": read.read, "failed": list(read.failed), "delayed": list(read.delayed)}
        show_json({**told, "fault": read.fault or None, "counts": dict(counts_of(place.outbox))})
    else:
        show_bounces(read)
    return Status.MEND if read.status == _NO_MAILBOX else read.status


def show_bounces(read: Bounces) -> None:
    """What was found; a person sees by the numbers in `weekbrief status` whom it is about."""
    if read.fault:
        click.echo(read.fault, err=True)
        return
    click.echo(_("Letters that came back: {failed}; delayed: {delayed}").format(failed=len(read.failed), delayed=len(read.delayed)))
    for letter in read.failed:
        click.echo(_("Letter {number} came back: weekbrief status says why.").format(number=letter))
