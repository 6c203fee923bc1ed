"""What every command takes: the school folder as its last argument, the outbox, the moment; and how a command ends."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeVar

import click

from weekbrief_build.commands.speech import _
from weekbrief_build.gather.folder import named_outbox
from weekbrief_build.gather.notation.dates import FIRST_YEAR, LAST_YEAR
from weekbrief_build.job.moment import Moment
from weekbrief_build.job.place import Place

Command = TypeVar("Command", bound=Callable[..., Any])


class Status(IntEnum):
    """Exit statuses (DESIGN.md, "Commands"); click itself ends with 2 where a command is used wrongly."""

    DONE = 0
    MEND = 1
    WAIT = 75


class SchoolMoment(click.ParamType[datetime]):
    """A moment in school time: `2026-11-20T15:00`."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the moment, or say how it is written."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(_("“{value}” is no moment; write it like 2026-11-20T15:00").format(value=value), param, ctx)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            self.fail(_("“{value}” is no moment; write it like 2026-11-20T15:00").format(value=value), param, ctx)
        if moment.tzinfo:
            self.fail(_("a moment is in school time, so without a time zone: 2026-11-20T15:00"), param, ctx)
        return moment


_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

school_argument = click.argument("school", type=_FOLDER, default=".")
outbox_option = click.option(
    "--outbox",
    type=click.Path(file_okay=False, path_type=Path),
    help=_("The folder through which letters pass (default: outbox/ in the school folder)."),
)
on_option = click.option("--on", type=SchoolMoment(), metavar="2026-11-20T15:00", help=_("Act as if it were this moment, in school time."))
json_option = click.option("--json", "as_json", is_flag=True, help=_("Print the result as JSON, for programs."))
yes_option = click.option("--yes", is_flag=True, help=_("Answer yes to what would be asked, for scripts."))
edition_option = click.option("--edition", type=click.Choice(["now"]), help=_("Make the weekly letter at once, whatever the day."))


def place_of(school: Path, outbox: Path | None) -> Place:
    """The two folders, as absolute paths. Refuses another outbox than the school names, and one of another user."""
    named = named_outbox(school)
    place = Place(school.resolve(), (outbox or named or school / "outbox").resolve())
    if outbox and named and named.resolve() != place.outbox:
        told = _("groups.yaml says “outbox: {named}”, and --outbox says {folder}. Leave --outbox out, or let both say the same.")
        raise click.UsageError(told.format(named=named, folder=outbox))
    _demand_owner(place.outbox)
    return place


def _demand_owner(outbox: Path) -> None:
    """Files of two users in one outbox stop the timer; and a ledger is for the eyes of one."""
    if not outbox.is_dir() or (owner := outbox.stat().st_uid) == os.geteuid():
        return
    told = _("The outbox {folder} belongs to the user “{owner}”, and you are “{user}”. Give the command as that user.")
    raise click.UsageError(told.format(folder=outbox, owner=_user(owner), user=_user(os.geteuid())))


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def moment_of(on: datetime | None) -> Moment:
    """The moment of this run: the one place where the clock is read."""
    return Moment(datetime.now(UTC), on)
