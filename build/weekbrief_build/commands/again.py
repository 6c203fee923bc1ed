"""`weekbrief again`: a letter that was refused goes once more, to the address that its guardian has now, if it may still be seen today."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from weekbrief_build.commands.build import deliver_renewed
from weekbrief_build.commands.options import Status, json_option, on_option, outbox_option, place_of, school_argument
from weekbrief_build.commands.show import show_json, told_when_stopped
from weekbrief_build.commands.speech import _
from weekbrief_build.commands.status import counts_of, meaning_of_state
from weekbrief_build.job.settle import settle
from weekbrief_build.outbox.ledger import look_into
from weekbrief_build.outbox.report import state_of


@click.command(help=_("Send a letter that was refused once more, to the address that its guardian has now. LETTER: its number in status."))
@outbox_option
@on_option
@json_option
@click.argument("letter", metavar="LETTER", type=int)
@school_argument
@told_when_stopped
def again(letter: int, school: Path, outbox: Path | None, on: datetime | None, *, as_json: bool) -> int:
    """Let it wait once more, and deliver what waits."""
    place = place_of(school, outbox)
    with look_into(place.outbox) as ledger:
        state = state_of(ledger, letter) if ledger else None
    if state is None:
        told = _("There is no letter {number}: weekbrief status shows the numbers of those that were refused.")
        raise click.UsageError(told.format(number=letter))
    if state != "refused":
        click.echo(_("Letter {number} was not refused: {state}.").format(number=letter, state=meaning_of_state(state)), err=True)
        return Status.MEND
    if settle(place, [letter], sent=False).busy:
        click.echo(_("A sender is at work. Try again when it is done."), err=True)
        return Status.WAIT
    status = deliver_renewed(place, on)
    with look_into(place.outbox) as ledger:
        state = state_of(ledger, letter) if ledger else None
    if as_json:
        show_json({"letter": letter, "state": state, "counts": dict(counts_of(place.outbox))})
    elif state is None:
        told = _("Letter {number} does not leave as it was: what may still be sent of it was made anew, to the address of today.")
        click.echo(told.format(number=letter))
    else:
        click.echo(_("Letter {number}: {state}.").format(number=letter, state=meaning_of_state(state)))
    return status
