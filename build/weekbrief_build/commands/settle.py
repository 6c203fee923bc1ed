"""`weekbrief settle`: a person says what became of letters of which nobody knows whether they went."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from weekbrief_build.commands.options import SchoolMoment, Status, json_option, moment_of, on_option, outbox_option, place_of
from weekbrief_build.commands.show import progress_bar, show_json, told_when_stopped
from weekbrief_build.commands.speech import _
from weekbrief_build.commands.status import counts_of, meaning_of_state
from weekbrief_build.job.settle import Settled, settle_until
from weekbrief_build.job.settle import settle as have_settled


@click.command(help=_("Say of unknown letters that they have arrived, or are to be sent again. LETTER: its number in status."))
@click.option("--sent", "sent", flag_value=True, type=bool, default=None, help=_("They have arrived: they are never sent again."))
@click.option("--again", "sent", flag_value=False, type=bool, default=None, help=_("They have not arrived: they go once more."))
@click.option(
    "--sent-until",
    type=SchoolMoment(),
    metavar="2026-11-20T15:00",
    help=_("After an older copy was put back: all that was to go until this moment has gone. Nothing is sent."),
)
@outbox_option
@on_option
@json_option
@click.argument("words", nargs=-1, metavar="LETTER... [SCHOOL]")
@told_when_stopped
def settle(  # noqa: PLR0913 - one for each option
    words: tuple[str, ...], outbox: Path | None, on: object, sent_until: datetime | None, *, sent: bool | None, as_json: bool
) -> Status:
    """Settle all of these letters, or none."""
    del on  # a person settles now, whatever the moment to act for
    if (sent is None) == (sent_until is None):
        raise click.UsageError(_("Say --sent, --again or --sent-until."))
    if sent_until or sent is None:
        return _until(sent_until, words, outbox, as_json=as_json)
    words = words or (".",)
    numbers, school = (words, ".") if words[-1].isdecimal() else (words[:-1], words[-1])
    wrong = [word for word in numbers if not word.isdecimal()]
    if not numbers or wrong:
        raise click.UsageError(_("A letter goes by its number, as weekbrief status shows it: weekbrief settle --sent 12 13"))
    if not Path(school).is_dir():
        raise click.UsageError(_("There is no folder “{folder}”.").format(folder=school))
    place = place_of(Path(school), outbox)
    outcome = have_settled(place, [int(number) for number in numbers], sent=sent)
    if outcome.missing:
        raise click.UsageError(_("There is no letter {number}. Nothing was settled.").format(number=", ".join(map(str, outcome.missing))))
    if as_json:
        told = {"settled": list(outcome.settled), "not_unknown": {str(letter): state for letter, state in outcome.not_unknown.items()}}
        show_json({**told, "busy": outcome.busy, "counts": dict(counts_of(place.outbox))})
    else:
        _show(outcome, sent=sent)
    return Status.WAIT if outcome.busy else Status.DONE if outcome.settled else Status.MEND


def _until(moment: datetime | None, words: tuple[str, ...], outbox: Path | None, *, as_json: bool) -> Status:
    if len(words) > 1 or not Path(*words).is_dir():
        raise click.UsageError(_("With --sent-until stands no letter: weekbrief settle --sent-until 2026-11-20T15:00 SCHOOL"))
    place = place_of(Path(*words), outbox)
    with progress_bar() as progress:
        outcome = settle_until(place, moment_of(moment), progress)
    if as_json:
        show_json({"settled": list(outcome.settled), "busy": outcome.busy, "counts": dict(counts_of(place.outbox))})
    elif outcome.busy:
        click.echo(_("A sender is at work. Try again when it is done."), err=True)
    else:
        click.echo(
            _("Letters that count as sent: {number}. What comes after {moment} goes.").format(number=len(outcome.settled), moment=moment)
        )
    return Status.WAIT if outcome.busy else Status.DONE


def _show(outcome: Settled, *, sent: bool) -> None:
    if outcome.busy:
        click.echo(_("A sender is at work. Try again when it is done."), err=True)
    for letter, state in outcome.not_unknown.items():
        click.echo(_("Letter {number} is not unknown: {state}.").format(number=letter, state=meaning_of_state(state)), err=True)
    if outcome.not_unknown:
        click.echo(_("Nothing was settled."), err=True)
    for letter in outcome.settled:
        told = _("Letter {number}: settled as sent.") if sent else _("Letter {number}: goes once more with the next run.")
        click.echo(told.format(number=letter))
