"""`weekbrief status`: what went, what waits, what failed; it reads the ledger and nothing else.

Where that is an older copy, it says what would go again, for which it has to look into the school folder, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from weekbrief_build.commands.options import Status, json_option, moment_of, on_option, outbox_option, place_of, school_argument
from weekbrief_build.commands.show import progress_bar, show_json, show_mistakes, told, told_when_stopped
from weekbrief_build.commands.speech import _
from weekbrief_build.job.week import told_if_older
from weekbrief_build.outbox.ledger import is_there, look_into
from weekbrief_build.outbox.report import Report, report_of
from weekbrief_build.school.mistake import N_

_STATES = {
    "planned": N_("in the outbox, not tried yet"),
    "sending": N_("being sent at this moment"),
    "waiting": N_("tried, waiting for the next try"),
    "sent": N_("sent"),
    "refused": N_("refused by the mail server: somebody has to look"),
    "unknown": N_("unknown: the connection broke at the very end, so it may or may not have arrived"),
}
_IN_A_WORD = {
    "waiting": N_("waiting"),
    "refused": N_("refused"),
    "unknown": N_("unknown"),
    "delayed": N_("delayed"),
    "newsletter": N_("weekly letter"),
    "post": N_("single message"),
    "personal": N_("personal message"),
    "notice": N_("what to mend"),
    "summary": N_("summary"),
}
"""States, and kinds of letters, where each letter has a line of its own."""


EDITIONS = 8
"""How many are told where nobody asks for all."""


def meaning_of_state(state: str) -> str:
    """What a state of the ledger means, in the person's language."""
    told = "unknown" if state == "dot" else state
    return _(_STATES[told])


def counts_of(outbox: Path) -> Mapping[str, int]:
    """How many letters there are in each state, over all that were ever planned."""
    return _report(outbox).counts


def _report(outbox: Path) -> Report:
    with look_into(outbox) as ledger:
        return report_of(ledger, outbox)


@click.command(help=_("Say what went, what waits, what failed."))
@outbox_option
@on_option
@click.option("--all", "everything", is_flag=True, help=_("Tell all editions, not the last eight alone."))
@json_option
@school_argument
@told_when_stopped
def status(school: Path, outbox: Path | None, on: datetime | None, *, everything: bool, as_json: bool) -> Status:
    """Count all letters that were ever planned."""
    place = place_of(school, outbox)
    with progress_bar() as progress:
        again = told_if_older(place, moment_of(on), progress)
    report = _report(place.outbox)
    held = [(name, counts) for name, counts in reversed(list(report.editions.items())) if any(counts.values())]
    editions = dict(held if everything else held[:EDITIONS])
    there = is_there(place.outbox)
    if not there:
        click.echo(_("There is no outbox in {folder}: nothing was ever put there.").format(folder=place.outbox), err=True)
    if as_json:
        show_json(
            {
                "counts": dict(report.counts),
                "editions": {name: dict(counts) for name, counts in editions.items()},
                "notices": dict(report.notices),
                "troubles": [asdict(trouble) for trouble in report.troubles],
                "bounces": [asdict(bounce) for bounce in report.bounces],
                "again": told(*again) if again else None,
            }
        )
    elif there:
        for state, meaning in _STATES.items():
            click.echo(f"{report.counts[state]:>7}  {_(meaning)}")
        for name, counts in editions.items():
            click.echo(
                _("Edition {edition}: {sent} of {letters} sent").format(edition=name, sent=counts["sent"], letters=sum(counts.values()))
            )
        _show_troubles(report)
        if again:
            show_mistakes((again[0],), again[1])
    if again or not there or report.counts["refused"] or report.counts["unknown"]:
        return Status.MEND
    return Status.WAIT if report.counts["waiting"] else Status.DONE


def _show_troubles(report: Report) -> None:
    """What did not go as planned, letter by letter, and what a person can do where nobody knows."""
    bounced = {bounce.letter: bounce for bounce in report.bounces}
    for trouble in report.troubles:
        about = trouble.edition or _(_IN_A_WORD[trouble.kind])
        told = f"{trouble.letter}: {_(_IN_A_WORD[trouble.state])}: {trouble.recipient} ({about}) {trouble.reply or ''}"
        click.echo(told.rstrip())
    for bounce in report.bounces:
        if bounce.kind == "delayed" and bounced[bounce.letter] is bounce:
            click.echo(f"{bounce.letter}: {_(_IN_A_WORD[bounce.kind])}: {bounce.recipient} {bounce.said}".rstrip())
    if any(trouble.state == "unknown" for trouble in report.troubles):
        click.echo()
        click.echo(_("Where a letter is unknown, ask the parent whether it has arrived, or look in the archive. Then say so:"))
        click.echo(_("    weekbrief settle --sent NUMBER     it has arrived"))
        click.echo(_("    weekbrief settle --again NUMBER    it has not: it goes once more with the next run"))
