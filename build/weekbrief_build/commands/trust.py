"""`weekbrief trust`: a person looks at the server, program or place that changed, and lets letters reach it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from weekbrief_build.commands.ask import told_yes
from weekbrief_build.commands.options import (
    Status,
    json_option,
    moment_of,
    on_option,
    outbox_option,
    place_of,
    school_argument,
    yes_option,
)
from weekbrief_build.commands.show import show_json, told_when_stopped
from weekbrief_build.commands.speech import _
from weekbrief_build.job import workshop
from weekbrief_build.job.trust import let_go, not_let_through, was_let_go


@click.command(help=_("Let letters reach a server, program or place that has changed in groups.yaml."))
@outbox_option
@on_option
@yes_option
@json_option
@school_argument
@told_when_stopped
def trust(school: Path, outbox: Path | None, on: datetime | None, *, yes: bool, as_json: bool) -> Status:
    """Show old and new, and ask."""
    place = place_of(school, outbox)
    reading, _now = workshop.read(place, moment_of(on))
    changed = not_let_through(place, reading.school)
    if changed:
        for one in changed:
            click.echo(f"{one.place}: {one.old or '-'} → {one.new or '-'}", err=as_json)
        if trusted := told_yes(yes=yes):
            let_go(place, reading.school)
        said = _("From now on letters reach what is new.") if trusted else _("Nothing was let through.")
    elif trusted := reading.school.mail.transport != "smtp" or was_let_go(place, reading.school):
        said = _("Nothing has changed.")
    else:
        said = _("No letter was let go from this outbox yet: weekbrief run --first shows what would go, and asks.")
    if as_json:
        told = [{"place": one.place, "old": one.old, "new": one.new} for one in changed]
        show_json({"changes": told, "let_through": trusted})
    else:
        click.echo(said)
    return Status.DONE if trusted else Status.MEND
