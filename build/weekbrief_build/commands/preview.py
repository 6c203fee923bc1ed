"""`weekbrief preview`: opens the letters that would go in the browser, and hands over nothing."""

from __future__ import annotations

import os
import webbrowser
from datetime import datetime
from pathlib import Path

import click

from weekbrief_build.commands.options import (
    Status,
    edition_option,
    json_option,
    moment_of,
    on_option,
    outbox_option,
    place_of,
    school_argument,
)
from weekbrief_build.commands.show import progress_bar, show_json, show_mistakes, to_mend, told, told_when_stopped
from weekbrief_build.commands.speech import _
from weekbrief_build.job import week


@click.command(help=_("Open the letters in the browser before they go; send nothing."))
@outbox_option
@on_option
@edition_option
@click.option("--no-open", is_flag=True, help=_("Make the pages, and open no browser."))
@json_option
@school_argument
@told_when_stopped
def preview(  # noqa: PLR0913 - a command's options are its arguments
    school: Path, outbox: Path | None, on: datetime | None, edition: str | None, *, no_open: bool, as_json: bool
) -> Status:
    """Lay out what a run would send now."""
    with progress_bar() as progress:
        seen = week.preview(place_of(school, outbox), moment_of(on), progress, edition_at_once=edition == "now")
    mistakes, language = seen.built.plan.mistakes, seen.built.school.language
    if as_json:
        letters = [
            {
                "family": letter.family,
                "to": letter.address,
                "kind": letter.kind.value,
                "waits": letter.waits,
                "subject": letter.subject,
                "page": str(seen.index.with_name(letter.page)),
                "notes": list(letter.notes),
            }
            for letter in seen.letters
        ]
        show_json({"page": str(seen.index), "letters": letters, "mistakes": [told(mistake, language) for mistake in mistakes]})
        return Status.MEND if to_mend(mistakes) else Status.DONE
    show_mistakes(mistakes, language)
    click.echo(_("Letters that would go now: {letters}").format(letters=len(seen.letters)))
    if not seen.letters and edition is None:
        click.echo(_("The weekly letters come with --edition now."))
    click.echo(_("They are on this page, with the pictures of children beside it, until the next preview, or the first run after a day:"))
    click.echo(f"    {seen.index}")
    if not no_open and not _shown(seen.index):
        click.echo(_("No browser could be opened here; open the page yourself."), err=True)
    return Status.MEND if to_mend(mistakes) else Status.DONE


def _shown(page: Path) -> bool:
    """Whether a browser opened the page; it gets no secret of ours in its environment."""
    for name in [name for name in os.environ if name.startswith("WEEKBRIEF_") or name == "CREDENTIALS_DIRECTORY"]:
        del os.environ[name]
    return webbrowser.open(page.as_uri())
