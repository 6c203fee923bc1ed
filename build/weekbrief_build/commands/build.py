"""`weekbrief build`, `weekbrief send` and `weekbrief run`: fill the outbox, deliver what is in it, or both after a check."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from weekbrief_build.commands.ask import told_yes
from weekbrief_build.commands.options import (
    Status,
    edition_option,
    json_option,
    moment_of,
    on_option,
    outbox_option,
    place_of,
    school_argument,
    yes_option,
)
from weekbrief_build.commands.show import progress_bar, show_json, show_mistakes, to_mend, told, told_when_stopped
from weekbrief_build.commands.speech import _
from weekbrief_build.commands.status import counts_of
from weekbrief_build.job import week
from weekbrief_build.job.bounces import read_bounces
from weekbrief_build.job.deliver import deliver
from weekbrief_build.job.place import Place, open_to_others
from weekbrief_build.job.stopped import tell_of_stop
from weekbrief_build.job.trust import let_go
from weekbrief_build.job.workshop import Stopped
from weekbrief_build.outbox.commit import HandedOver
from weekbrief_build.outbox.let_through import ToGo
from weekbrief_build.outbox.mail_settings import names_bounces
from weekbrief_build.words import words_of


@click.command(help=_("Put what is due into the outbox; send nothing yet."))
@outbox_option
@on_option
@edition_option
@json_option
@school_argument
@told_when_stopped
def build(school: Path, outbox: Path | None, on: datetime | None, edition: str | None, *, as_json: bool) -> Status:
    """Fill the outbox."""
    place = place_of(school, outbox)
    with progress_bar() as progress:
        built = week.build(place, moment_of(on), progress, edition_at_once=edition == "now")
    _warn(place, built)
    _show(built, None, as_json=as_json)
    return Status.MEND if to_mend(built.plan.mistakes) else Status.DONE


@click.command(help=_("Deliver what is in the outbox."))
@outbox_option
@on_option
@json_option
@school_argument
@told_when_stopped
def send(school: Path, outbox: Path | None, on: datetime | None, *, as_json: bool) -> int:
    """Empty the outbox."""
    place = place_of(school, outbox)
    status = deliver_renewed(place, on, shown=not as_json)
    if as_json:
        show_json({"counts": dict(counts_of(place.outbox))})
    return status


def deliver_renewed(place: Place, on: datetime | None, *, shown: bool = False) -> int:
    """Make anew what waits and may not leave as it is, and deliver what waits; the exit status. `shown`: say what was taken back."""
    with progress_bar() as progress:
        renewed = week.renew(place, moment_of(on), progress)
    status = _deliver(renewed, place, renewed.plan.now if on else None)
    if shown and renewed.handed_over:
        _show_taken_back(renewed.handed_over)
    return status


@click.command(help=_("Check, build and send: what a timer calls. It is safe to call at any time."))
@outbox_option
@on_option
@edition_option
@click.option("--first", is_flag=True, help=_("Let the first letters to real people go: say how many go to how many addresses, and ask."))
@yes_option
@json_option
@school_argument
@told_when_stopped
def run(school: Path, outbox: Path | None, on: datetime | None, edition: str | None, *, first: bool, yes: bool, as_json: bool) -> int:  # noqa: PLR0913 - an option each
    """Do the whole job."""
    if yes and not first:
        raise click.UsageError(_("--yes answers what --first asks: give both."))
    place = place_of(school, outbox)
    named = names_bounces(place.outbox)
    came_back = _look_for_bounces(place)
    try:
        with progress_bar() as progress:
            built = week.build(place, moment_of(on), progress, edition_at_once=edition == "now")
    except Stopped as stopped:
        tell_of_stop(place, moment_of(on), stopped)
        raise
    _warn(place, built)
    if built.first:
        built = _let_go(built, built.first, place, asks=first, yes=yes)
    status = _deliver(built, place, built.plan.now if on else None)
    if not named:
        came_back = _look_for_bounces(place)  # the mailbox may have been named since the last run
    _show(built, place, as_json=as_json)
    return Status.MEND if (came_back or to_mend(built.plan.mistakes)) and status in (Status.DONE, Status.WAIT) else status


def _warn(place: Place, built: week.Built) -> None:
    """What whoever runs this machine has to mend, and no teacher."""
    words = words_of(built.school.language)
    for mistake in open_to_others(place.outbox):
        click.echo(f"{words.say(mistake.what)} {words.say(mistake.mend)}", err=True)


def _look_for_bounces(place: Place) -> bool:
    """First see what came back, so that the head is told by this run; whether there is something to mend. No letter waits for it."""
    if not names_bounces(place.outbox):
        return False
    read = read_bounces(place, None)
    if read.fault:
        click.echo(read.fault, err=True)
    return read.status == Status.MEND


def _deliver(built: week.Built, place: Place, now: datetime | None) -> int:
    """Start the sender, unless another was at work: then what waits was not held against today's consents, and waits for the next run.

    Nor where these would be the first letters to leave by a mail server: a person lets them go.
    """
    if built.first:
        told = _(
            "Nothing was sent: a person lets the first letters go. Look at them with weekbrief preview, then say weekbrief run --first."
        )
        click.echo(told, err=True)
        return Status.MEND
    if built.sender_rests:
        return deliver(place, built.school.mail, now)
    click.echo(
        _("Another sender is at work: what it holds leaves as it is. The next run looks at the letters that wait, and goes on."), err=True
    )
    return Status.WAIT


def _let_go(built: week.Built, first: ToGo, place: Place, *, asks: bool, yes: bool) -> week.Built:
    """Say what the first letters to leave by a mail server would be; with a person's yes, they may from now on."""
    told = _("First letters from this outbox to real people: {letters}, to {addresses} addresses, by {host}.")
    click.echo(told.format(letters=first.letters, addresses=first.addresses, host=built.school.mail.host), err=True)
    if not (asks and told_yes(yes=yes)):
        return built
    let_go(place, built.school)
    return replace(built, first=None)


def _show_taken_back(handed_over: HandedOver) -> None:
    """Letters that waited and did not leave as they were, because of what may be shown today."""
    if handed_over.taken_back:
        click.echo(
            _("Letters taken back, because they may not leave as they were made: {letters}; made anew: {anew}").format(
                letters=handed_over.taken_back, anew=handed_over.anew
            )
        )


def _show(built: week.Built, sent_from: Place | None, *, as_json: bool) -> None:
    """What was handed over, and, after sending, what became of all letters."""
    handed_over, mistakes, language = built.handed_over, built.plan.mistakes, built.school.language
    if handed_over is None:
        return
    counts = dict(counts_of(sent_from.outbox)) if sent_from else None
    if as_json:
        result: dict[str, object] = {"edition": handed_over.edition, "letters": handed_over.letters, "notices": handed_over.notices}
        result |= {"taken_back": handed_over.taken_back, "anew": handed_over.anew}
        result["mistakes"] = [told(mistake, language) for mistake in mistakes]
        show_json(result if counts is None else result | {"counts": counts})
        return
    news = handed_over.letters or handed_over.notices or handed_over.taken_back or handed_over.edition
    if not (news or sys.stdout.isatty()):
        return  # a timer hears of what is new: what is still to be mended, its people were told, and check lists it
    show_mistakes(mistakes, language, built.school, all_of_them=False)
    click.echo(_("Letters put into the outbox: {letters}").format(letters=handed_over.letters))
    _show_taken_back(handed_over)
    if handed_over.edition:
        click.echo(_("Edition: {edition}").format(edition=handed_over.edition))
    if counts is not None:
        click.echo(
            _("Letters sent so far: {sent}; waiting: {waiting}").format(sent=counts["sent"], waiting=counts["planned"] + counts["waiting"])
        )
