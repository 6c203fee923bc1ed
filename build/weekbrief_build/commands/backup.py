"""`weekbrief backup`: copies what the outbox remembers to a file that can be taken off the machine."""

from __future__ import annotations

from pathlib import Path

import click

from weekbrief_build.commands.options import Status, moment_of, outbox_option, place_of, school_argument
from weekbrief_build.commands.speech import _
from weekbrief_build.outbox.backup import back_up


@click.command(help=_("Copy to FILE what the outbox remembers: who was sent what. It holds names: keep it off this machine, and closed."))
@outbox_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@school_argument
def backup(file: Path, school: Path, outbox: Path | None) -> Status:
    """Write the copy whole, or leave the one that is there."""
    place = place_of(school, outbox)
    if not back_up(place.outbox, file.resolve(), moment_of(None).clock):
        click.echo(_("There is nothing to copy yet: nothing was ever handed over in this outbox."), err=True)
        return Status.MEND
    click.echo(_("The copy is in {file}. To put it back: docs/running.md, “Backup”.").format(file=file))
    return Status.DONE
