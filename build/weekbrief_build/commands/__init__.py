"""What a person types; each command is short, says what it did, and ends with the exit status of DESIGN.md.

What is trusted: the person who types, and the folders named. What is not: anything in those folders that a teacher can write.
"""

from __future__ import annotations

import gc
import os
import sys
from sqlite3 import DatabaseError
from typing import NoReturn

import click

from weekbrief_build.commands.again import again
from weekbrief_build.commands.backup import backup
from weekbrief_build.commands.bounces import bounces
from weekbrief_build.commands.build import build, run, send
from weekbrief_build.commands.check import check
from weekbrief_build.commands.doctor import doctor
from weekbrief_build.commands.init import init
from weekbrief_build.commands.options import Status
from weekbrief_build.commands.preview import preview
from weekbrief_build.commands.settle import settle
from weekbrief_build.commands.speech import WORDS, _
from weekbrief_build.commands.status import status
from weekbrief_build.commands.trust import trust
from weekbrief_build.commands.why import why
from weekbrief_build.media.pictures.workers import WorkersError
from weekbrief_build.outbox.ledger import Busy
from weekbrief_build.outbox.schema import DAMAGED, OutboxUnusable, is_damage

weekbrief = click.Group(
    "weekbrief",
    commands=[init, check, build, send, run, why, preview, status, again, settle, bounces, doctor, trust, backup],
    help=_("Weekbrief turns a school's folder of Markdown and pictures into a letter for every parent."),
    epilog=_("Exit status: 0 done; 1 something for a person to mend; 2 used wrongly; 75 some letters wait for a later try."),
)
click.version_option(package_name="weekbrief", message="weekbrief %(version)s", help=_("Say which version this is."))(weekbrief)


def main() -> None:
    """Run one command, and end with its status; what stops everything is told here, in one place."""
    # What is written into an outbox is for its owner's eyes alone, whatever folder it is in. Only `init` writes for others.
    umask = os.umask(0o077)
    gc.disable()  # a run ends soon and makes no circles to speak of; looking for some takes a tenth of it, and a quarter with many families
    try:
        sys.exit(weekbrief.main(standalone_mode=False, prog_name="weekbrief", obj=umask))
    except OutboxUnusable as unusable:
        click.echo(WORDS.say(unusable.sentence), err=True)
        sys.exit(Status.WAIT if isinstance(unusable, Busy) else Status.MEND)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(Status.WAIT)
    except WorkersError:
        click.echo(
            _("The program that reads pictures cannot be started. Install Weekbrief anew, and see that its user may run it."), err=True
        )
        sys.exit(Status.MEND)
    except DatabaseError as error:
        _end_for_ledger(error)
    except OSError as error:
        click.echo(_("The disk says: {error}").format(error=_with_path(error)), err=True)
        sys.exit(Status.MEND)


def _end_for_ledger(error: DatabaseError) -> NoReturn:
    """A damaged page can turn up anywhere; a full disk, and a ledger that may not be written, are SQLite's own to tell."""
    file = next(iter(getattr(error, "__notes__", ())), "ledger.sqlite3")
    said = WORDS.say(DAMAGED) if is_damage(error) else _("The disk says: {error}").format(error=f"{error}: {file}")
    click.echo(said, err=True)
    sys.exit(Status.MEND)


def _with_path(error: OSError) -> str:
    """What the disk says, and of which file."""
    files = (str(file) for file in (error.filename, error.filename2) if file)  # two where one was to take the other's name
    return ": ".join((error.strerror or str(error), *files))
