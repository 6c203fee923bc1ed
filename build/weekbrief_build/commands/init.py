"""`weekbrief init DIR`: a new school folder with a worked example; it never writes into a folder that holds anything."""

from __future__ import annotations

import os
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from weekbrief_build.commands.options import Status, moment_of, on_option
from weekbrief_build.commands.speech import _

EXAMPLE = Path(__file__).parent / "new_school"
"""What a new school folder holds. In its texts and names, words in braces (see `write_example`) stand for dates."""
_TEXTS = frozenset({".md", ".yaml", ".csv", ".txt"})


@click.command(help=_("Make a new school folder, with a worked example. Change it into your own."))
@on_option
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def init(umask: int | None, folder: Path, on: datetime | None) -> Status:
    """Begin a school: a folder that is shared, so with the modes that its owner gives new files (`umask`, where it was changed)."""
    if umask is not None:
        os.umask(umask)
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(_("{folder} is not empty; give a new folder").format(folder=folder))
    write_example(folder, (on or moment_of(None).clock).date())
    click.echo(_("A school folder with an example lies in {folder}. Look at it, then try:").format(folder=folder))
    click.echo(f"    weekbrief check {folder}\n    weekbrief run --edition now {folder}")
    return Status.DONE


def write_example(folder: Path, today: date) -> None:
    """Write the worked example as a teacher and a head would have left it today."""
    begun = today.year if today.month >= 8 else today.year - 1  # noqa: PLR2004 - school years begin in August
    words = {
        "{today}": today.isoformat(),
        "{in_one_week}": (today + timedelta(weeks=1)).isoformat(),
        "{in_two_weeks}": (today + timedelta(weeks=2)).isoformat(),
        "{school_year}": f"{begun}-08-01",
    }

    def dated(text: str) -> str:
        for placeholder, day in words.items():
            text = text.replace(placeholder, day)
        return text

    for source in sorted(EXAMPLE.rglob("*")):
        target = folder / dated(source.relative_to(EXAMPLE).as_posix())
        if source.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        elif source.suffix in _TEXTS:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(dated(source.read_text(encoding="utf-8")), encoding="utf-8")
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
