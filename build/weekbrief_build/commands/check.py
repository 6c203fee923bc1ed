"""`weekbrief check`: reads everything, sends nothing, lists what to mend."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from weekbrief_build.commands.options import Status, json_option, moment_of, on_option, outbox_option, place_of, school_argument
from weekbrief_build.commands.show import progress_bar, show_json, show_mistakes, to_mend, told, told_when_stopped
from weekbrief_build.commands.speech import _
from weekbrief_build.job import week
from weekbrief_build.job.confinement import advice_on_confinement
from weekbrief_build.job.faces import advice_on_faces
from weekbrief_build.job.place import advice_on_outbox
from weekbrief_build.job.videos import advice_on_videos


@click.command(help=_("Read everything, send nothing, list what to mend."))
@outbox_option
@on_option
@json_option
@school_argument
@told_when_stopped
def check(school: Path, outbox: Path | None, on: datetime | None, *, as_json: bool) -> Status:
    """Only look."""
    place = place_of(school, outbox)
    with progress_bar() as progress:
        built = week.check(place, moment_of(on), progress)
    mounts = Path("/proc/mounts")
    advice = tuple(advice_on_outbox(place.outbox, mounts.read_text(encoding="utf-8") if mounts.is_file() else ""))
    mistakes = (*built.plan.mistakes, *advice, *advice_on_videos(), *advice_on_faces(), *advice_on_confinement())
    if as_json:
        show_json({"mistakes": [told(mistake, built.school.language) for mistake in mistakes]})
    else:
        show_mistakes(mistakes, built.school.language, built.school)
        click.echo(_("There is something to mend.") if to_mend(mistakes) else _("Everything is in order."))
    return Status.MEND if to_mend(mistakes) else Status.DONE
