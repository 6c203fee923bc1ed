"""`weekbrief doctor`: looks whether letters would go and arrive, sends none, and says how to mend what is wrong."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from weekbrief_build.commands.options import Status, json_option, moment_of, on_option, outbox_option, place_of, school_argument
from weekbrief_build.commands.show import show_json, told_when_stopped
from weekbrief_build.commands.speech import _
from weekbrief_build.job import week, workshop
from weekbrief_build.job.doctor import examine
from weekbrief_build.words import words_of

_SIGNS = {"good": "✓", "advice": "!", "mend": "✗"}


@click.command(help=_("Look whether letters would go and arrive: server, login, DNS, disk. Send nothing."))
@outbox_option
@on_option
@click.option("--dns", metavar="ADDRESS:PORT", help=_("Ask this DNS server instead of that of the machine."))
@json_option
@school_argument
@told_when_stopped
def doctor(school: Path, outbox: Path | None, on: datetime | None, dns: str | None, *, as_json: bool) -> Status:
    """Only look."""
    place = place_of(school, outbox)
    reading, _now = workshop.read(place, moment_of(on))
    week.demand_trust(place, reading.school)
    words = words_of(reading.school.language)
    findings = list(examine(place, reading.school, dns))
    if as_json:
        told = [
            {"code": one.code, "grade": one.grade, "what": words.say(one.what), "mend": words.say(one.mend) if one.mend else None}
            for one in findings
        ]
        show_json({"findings": told})
    else:
        for one in findings:
            click.echo(f"{_SIGNS[one.grade]} {words.say(one.what)}")
            if one.mend:
                click.echo(f"      {words.say(one.mend)}")
    return Status.MEND if any(one.grade == "mend" for one in findings) else Status.DONE
