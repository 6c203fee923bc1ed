"""Asks a person for a yes; whoever is not there, or says anything else, has not said it."""

from __future__ import annotations

import click

from weekbrief_build.commands.speech import _

_YES = frozenset({"y", "yes", "j", "ja"})


def told_yes(*, yes: bool) -> bool:
    """Whether a person says yes to what was just shown; `yes`: they have said so beforehand."""
    if yes:
        return True
    try:
        answer = click.prompt(_("Is that right? (yes/no)"), default="", show_default=False, err=True)
    except click.Abort:  # nobody is there
        click.echo(err=True)
        return False
    return str(answer).strip().casefold() in _YES
