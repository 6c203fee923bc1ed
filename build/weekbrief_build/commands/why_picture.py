"""Shows who sees a picture and who does not, with the reasons and what would change it: a table in the school's language, or JSON."""

from __future__ import annotations

from itertools import groupby

import click

from weekbrief_build.decide.rule.pictures import Showing
from weekbrief_build.decide.tell.reasons import why as reasons_of
from weekbrief_build.decide.tell.would_change import Change, Mend, Ways
from weekbrief_build.decide.tell.would_change_said import sentence_of
from weekbrief_build.job.why import Explained
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.people import School
from weekbrief_build.words import Words

_FAMILIES = {
    Showing.SHOWN: N_("Shown to: {families}"),
    Showing.COVERED: N_("Covered for: {families}"),
    Showing.WITHHELD: N_("Withheld from: {families}"),
}


def picture_as_json(explained: Explained, school: School, words: Words) -> dict[str, object]:
    """The picture with its people, and for each family the decision, the reasons and what would change it."""
    people = explained.people
    known = {person for person, _source in people.said_by}
    return {
        "picture": explained.picture.file.path,
        "post": explained.post.path,
        "also_in": list(explained.also_in),
        "people": _people(explained),
        "said_by": {person: sorted(source.value for who, source in people.said_by if who == person) for person in sorted(known)},
        "families": [
            {
                "family": family,
                "decision": answer.showing.value,
                "reasons": [words.say(reason) for reason in reasons_of(answer)],
                "would_change": {
                    name: list(things) for name, things in zip(("all_of", "one_of"), _said(change, school, words), strict=True)
                },
            }
            for family, answer, change in explained.families
        ],
    }


def show_picture(explained: Explained, school: School, words: Words) -> None:
    """Each answer with its reasons, the families that have it, and what would change it."""
    click.secho(f"{explained.picture.file.path} ({explained.post.path})", bold=True)
    people = ", ".join(_people(explained)) or words.say(say(N_("nobody")))
    click.echo(words.say(say(N_("In it: {people}"), people=people)))
    if explained.also_in:
        posts = ", ".join(explained.also_in)
        click.echo(words.say(say(N_("The same picture stands in these posts too, and what they say counts: {posts}"), posts=posts)))
    rows = [
        ((answer.showing.value, tuple(map(words.say, reasons_of(answer))), _said(change, school, words)), answer.showing, family)
        for family, answer, change in explained.families
    ]
    for (_showing, reasons, changes), alike in groupby(sorted(rows, key=lambda row: row[0]), key=lambda row: row[0]):
        group = list(alike)
        click.secho("\n" + words.say(say(_FAMILIES[group[0][1]], families=", ".join(family for _row, _answer, family in group))))
        for reason in reasons:
            click.echo(f"    {reason}")
        for heading, things in zip((N_("This would change if"), N_("This would change as soon as")), changes, strict=True):
            if things:
                click.echo(f"    {words.say(say(heading))}:")
            for thing in things:
                click.echo(f"      - {thing}")


def _people(explained: Explained) -> list[str]:
    people = explained.people
    return [*sorted(people.children), *sorted(people.staff), *(person.written or "?" for person in people.unknown)]


def _said(change: Change, school: School, words: Words) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is needed, all of it; and what is enough, each by itself."""
    return tuple(_ways(ways, school, words) for ways in change.all_of), tuple(_ways((way,), school, words) for way in change.one_of)


def _ways(ways: Ways, school: School, words: Words) -> str:
    """The ways to one end in one sentence."""

    def whole(way: tuple[Mend, ...]) -> str:
        return words.list([words.say(sentence_of(mend, school)) for mend in way])

    first, *others = map(whole, ways)
    for other in others:
        first = words.say(say(N_("{one}; or {other}"), one=first, other=other))
    return first
