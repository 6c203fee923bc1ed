"""Shows all that ever left about a child: a table in the school's language, or JSON; ids and hashes, for the head to answer a parent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click

from weekbrief_build.outbox.history import LEFT, PictureTold, Told
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.people import School
from weekbrief_build.words import Words

_KINDS = {
    "newsletter": N_("newsletter {edition}"),
    "post": N_("a post in a letter of its own"),
    "personal": N_("a personal message"),
}
_STATES = {
    "sent": N_("sent"),
    "unknown": N_("perhaps sent: nobody knows whether it arrived"),
    "planned": N_("not tried yet"),
    "waiting": N_("waits for the next try"),
    "refused": N_("refused by the mail server"),
}


def child_as_json(child: str, history: Sequence[Told], school: School) -> dict[str, object]:
    """What left, and apart from it what has not; moments in school time."""
    return {
        "child": child,
        "known": child in school.children,
        "left": [_as_json(told, school) for told in history if told.state in LEFT],
        "not_left": [_as_json(told, school) for told in history if told.state not in LEFT],
    }


def _as_json(told: Told, school: School) -> dict[str, object]:
    return {
        "post": told.post,
        "kind": told.kind,
        "edition": told.edition,
        "state": told.state,
        "first": _local(told.first, school).isoformat(),
        "last": _local(told.last, school).isoformat(),
        "letters": len(told.letters),
        "families": len(told.families),
        "named_to": len(told.named),
        "addressed": told.addressed,
        "pictures": [
            {
                "picture": picture.name,
                "sha256": picture.sha256,
                "sent_sha256": picture.made,
                "shown": "covered" if picture.covered else "plain",
                "families": len(families),
            }
            for picture, families in told.pictures.items()
        ],
    }


def show_child(child: str, history: Sequence[Told], school: School, words: Words) -> None:
    """Post by post, in the order of time."""
    click.secho(child, bold=True)
    if child not in school.children:
        click.echo(words.say(say(N_("groups.yaml does not know this child; this is what the ledger remembers."))))
    left, rest = [told for told in history if told.state in LEFT], [told for told in history if told.state not in LEFT]
    click.echo(words.say(say(N_("What left:") if left else N_("No picture, name or message of this child ever left."))))
    for told in left:
        _show(told, school, words)
    if rest:
        click.echo("\n" + words.say(say(N_("What has not left:"))))
    for told in rest:
        _show(told, school, words)


def _show(told: Told, school: School, words: Words) -> None:
    first, last = _minute(told.first, school), _minute(told.last, school)
    click.secho(f"\n  {told.post}")
    kind = words.say(say(_KINDS[told.kind], edition=told.edition or ""))
    when = first if first == last else f"{first} - {last}"
    families = words.say(say(N_("families: {number}"), number=len(told.families)))
    click.echo(f"    {kind}; {words.say(say(_STATES[told.state]))}; {when}; {families}")
    if told.addressed:
        click.echo("    " + words.say(say(N_("a message about this child"))))
    if told.named:
        click.echo("    " + words.say(say(N_("the child's name was in it, for families: {number}"), number=len(told.named))))
    for picture, to in told.pictures.items():
        click.echo("    " + words.say(say(_how(picture), picture=picture.name, number=len(to), sha256=picture.made or picture.sha256)))


def _how(picture: PictureTold) -> str:
    if picture.covered:
        return N_("{picture}: the face covered; families: {number}; SHA-256 {sha256}")
    return N_("{picture}: shown plainly; families: {number}; SHA-256 {sha256}")


def _local(moment: datetime, school: School) -> datetime:
    return moment.astimezone(school.timezone)


def _minute(moment: datetime, school: School) -> str:
    return _local(moment, school).strftime("%Y-%m-%d %H:%M")
