"""`weekbrief why PICTURE`: who sees this picture, who does not, and for whose sake."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from pathlib import Path

import click

from weekbrief_build.commands.options import Status, json_option, moment_of, on_option, outbox_option, place_of, school_argument
from weekbrief_build.commands.show import show_json, show_mistakes, told_when_stopped
from weekbrief_build.commands.speech import _
from weekbrief_build.decide.pictures import Answer, Showing
from weekbrief_build.decide.reasons import why as reasons_of
from weekbrief_build.job import build as job
from weekbrief_build.job.why import Explained, explain, held_back_with, pictures_called
from weekbrief_build.school.mistake import N_
from weekbrief_build.words import Words, words_of

_SHOWING = {Showing.SHOWN: N_("shown"), Showing.COVERED: N_("covered"), Showing.WITHHELD: N_("withheld")}


@click.command(help=_("Say who sees a picture, who does not, and for whose sake. PICTURE is the name of its file, or the path."))
@outbox_option
@on_option
@json_option
@click.argument("picture")
@school_argument
@told_when_stopped
def why(picture: str, school: Path, outbox: Path | None, on: datetime | None, *, as_json: bool) -> Status:
    """Explain the decision about one picture."""
    place = place_of(school, outbox)
    reading, now = job.read(place, moment_of(on))
    found = pictures_called(reading, picture, place.school, Path.cwd())
    words = words_of(reading.school.language)
    if not found:
        show_mistakes(held_back_with(reading, picture), reading.school.language)
        raise click.UsageError(_("no post has a picture called {picture}").format(picture=picture))
    if len(paths := {one.file.path for _post, one in found}) > 1:
        raise click.UsageError("\n  ".join((_("several pictures are called that; which one?"), *sorted(paths))))
    explained = [explain(post, meant, reading, now.date()) for post, meant in found]
    if as_json:
        show_json(_as_json(explained[0], words))  # `also_in` names the other posts that use the file
    else:
        for one in explained:
            _show(one, words)
    return Status.DONE


def _people(explained: Explained) -> list[str]:
    people = explained.people
    return [*sorted(people.children), *sorted(people.staff), *(person.written or "?" for person in people.unknown)]


def _as_json(explained: Explained, words: Words) -> dict[str, object]:
    people = explained.people
    known = {person for person, _source in people.said_by}
    return {
        "picture": explained.picture.file.path,
        "post": explained.post.path,
        "also_in": list(explained.also_in),
        "people": _people(explained),
        "said_by": {person: sorted(source.value for who, source in people.said_by if who == person) for person in sorted(known)},
        "families": [
            {"family": family, "decision": answer.showing.value, "reasons": [words.say(reason) for reason in reasons_of(answer)]}
            for family, answer in explained.families
        ],
    }


def _show(explained: Explained, words: Words) -> None:
    """As a table: each answer with its reasons, and the families that have it."""
    click.secho(f"{explained.picture.file.path} ({explained.post.path})", bold=True)
    click.echo(_("In it: {people}").format(people=", ".join(_people(explained)) or _("nobody")))
    if explained.also_in:
        click.echo(
            _("The same picture stands in these posts too, and what they say counts: {posts}").format(posts=", ".join(explained.also_in))
        )

    def rank(one: tuple[str, Answer]) -> tuple[str, list[str]]:
        return one[1].showing.value, [words.say(reason) for reason in reasons_of(one[1])]

    for (_showing, reasons), alike in groupby(sorted(explained.families, key=rank), key=rank):
        families = list(alike)
        click.secho(f"\n{_(_SHOWING[families[0][1].showing])}: " + ", ".join(family for family, _answer in families))
        for reason in reasons:
            click.echo(f"    {reason}")
