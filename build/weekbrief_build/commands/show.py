"""Shows a person what is to be mended and how far the work is; what is shown names children by id, and only to the people of the school."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from itertools import groupby
from typing import Any

import click

from weekbrief_build.commands.options import Status
from weekbrief_build.commands.speech import _
from weekbrief_build.decide.tell.complaints import complaints, cut_off
from weekbrief_build.job.workshop import Progress, Stopped
from weekbrief_build.school.mistake import N_, Mistake, Scope, say
from weekbrief_build.school.people import School
from weekbrief_build.words import words_of


def show_mistakes(mistakes: Sequence[Mistake], language: str, school: School | None = None, *, all_of_them: bool = True) -> None:
    """Every mistake with its place, what is wrong, and how to mend it, in the school's language; by file, equal ones once.

    Not `all_of_them`: no more than anybody reads, and how many there are beside.
    """
    words = words_of(language)
    heading = words.say(say(N_("Advice:")))
    told, more = (complaints(mistakes, school), 0) if all_of_them else cut_off(complaints(mistakes, school))
    for file, of_file in groupby(told, key=lambda complaint: complaint.first.file):
        click.secho(file, bold=True)
        for complaint in of_file:
            mistake = complaint.first
            line = f"{mistake.line}: " if mistake.line else ""
            advice = f"{heading} " if mistake.scope is Scope.ADVICE else ""
            click.echo(f"  {line}{advice}{words.say(mistake.what)}")
            for sentence in (mistake.mend, complaint.also):
                if sentence:
                    click.echo(f"      {words.say(sentence)}")
    if more:
        click.echo(words.say(say(N_("And {number} more: weekbrief check lists all of them."), number=more)))


def told(mistake: Mistake, language: str) -> dict[str, object]:
    """A mistake as JSON; `holds_back` is `everything`, `post`, `picture` or `advice`."""
    words = words_of(language)
    return {
        "file": mistake.file,
        "line": mistake.line,
        "what": words.say(mistake.what),
        "mend": words.say(mistake.mend),
        "holds_back": mistake.scope.value,
        "post": mistake.post,
        "picture": mistake.picture,
    }


def show_json(result: Mapping[str, object]) -> None:
    """The result for programs, and nothing beside it."""
    click.echo(json.dumps(result, ensure_ascii=False, indent=2))


def to_mend(mistakes: Sequence[Mistake]) -> bool:
    """Whether there is anything for a person to mend; advice is not."""
    return any(mistake.scope is not Scope.ADVICE for mistake in mistakes)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on long work when a person is looking; nothing at all when nobody is."""
    if not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return
    labels = {"faces": _("Faces"), "pictures": _("Pictures"), "letters": _("Letters")}
    last = ""

    def show(what: str, done: int, total: int) -> None:
        nonlocal last
        filled = 30 * done // max(total, 1)
        line = f"\r{labels[what]:<10} {'█' * filled}{'░' * (30 - filled)} {done}/{total}"
        if line != last:
            click.echo(line, nl=done == total, err=True)
            last = line

    yield show


def told_when_stopped(command: Callable[..., int]) -> Callable[..., int]:
    """Tell what stopped everything in the way that was asked for, in one place for all commands."""

    @wraps(command)
    def stopping(*args: Any, **options: Any) -> int:
        try:
            return command(*args, **options)
        except Stopped as stopped:
            if options["as_json"]:
                show_json({"mistakes": [told(mistake, stopped.language) for mistake in stopped.mistakes]})
            else:
                show_mistakes(stopped.mistakes, stopped.language)
                click.echo(_("Nothing was built and nothing was sent. Mend this first."), err=True)
            return Status.MEND

    return stopping
