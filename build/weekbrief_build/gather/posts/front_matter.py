"""Reads the front matter of a post: what a teacher may say above the text, all of it optional; it guesses nothing.

Everything wrong holds the post back, but for what concerns one picture alone: that holds back the picture, and leaves a doubt about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType

from weekbrief_build.gather.files.text_files import Parts
from weekbrief_build.gather.notation.dates import read_day, read_moment, read_time
from weekbrief_build.gather.notation.form import Form, Notes, one_line
from weekbrief_build.gather.notation.yaml_tree import Node, Pairs, YamlRefused, read_yaml
from weekbrief_build.gather.posts.people_said import PeopleSaid, read_people
from weekbrief_build.gather.prose.picture_names import PictureNames, WrongName
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.post import Source

KEYS = ("title", "date", "author", "pictures", "event", "to", "draft", "until", "not_names", "attachments", "example", "new")
_OF_A_PICTURE = ("people", "caption", "alt", "checked")
_OF_AN_EVENT = ("title", "start", "end", "place", "reply_by", "cancelled")
LONGEST_CAPTION = 500


@dataclass(frozen=True, slots=True)
class PictureSaid:
    """What front matter says about one picture."""

    line: int
    people: PeopleSaid
    caption: str | None
    alt: str | None
    checked: bool


@dataclass(frozen=True, slots=True)
class EventSaid:
    """What front matter says about an event; None where it says nothing. Only in a variant `start` may be missing."""

    title: str | None
    start: datetime | date | None
    end: datetime | date | None
    place: str | None
    reply_by: date | None
    cancelled: bool


@dataclass(frozen=True, slots=True)
class AttachmentSaid:
    """What front matter says about one PDF: that nobody of the school can be seen or is named in it."""

    name: str
    line: int
    nobody: bool


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above a text; None or empty where nothing does."""

    title: str | None = None
    until: date | None = None
    date: date | None = None
    author: str | None = None
    pictures: Mapping[str, PictureSaid] = field(default_factory=lambda: MappingProxyType({}))
    """By name of the picture."""
    doubted: frozenset[str] = frozenset()
    """Pictures about which something may stand here that could not be read."""
    event: EventSaid | None = None
    to: tuple[str, ...] = ()
    draft: bool = False
    not_names: frozenset[str] = frozenset()
    attachments: tuple[AttachmentSaid, ...] = ()
    example: bool = False
    """Written by `weekbrief init`: nobody's news."""
    new: bool = False
    """A new post, though its file held another before."""
    lines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    whole: bool = True
    """All that is said about pictures is understood; one that is named and has yet to arrive takes nothing from that."""


def read_front_matter(parts: Parts, names: PictureNames, notes: Notes, *, variant: bool = False) -> FrontMatter:
    """Read it; `names` are the pictures that it may speak of. What is wrong goes into the notes, with the line of the file."""
    before = len(notes.mistakes)
    try:
        tree = read_yaml(parts.front, first_line=parts.front_line, hashes=True)
    except YamlRefused as refused:
        notes.wrong(refused.line, refused.what, refused.mend)
        return FrontMatter(whole=False)
    form = Form.of(tree, parts.front_line, KEYS, notes)
    day, until = form.read("date", read_day, None, "2026-11-20"), form.read("until", read_day, None, "2026-12-01")
    if day and until and until < day:
        what = say(N_("“{until}” is a day before “{date}”: this is never sent."), until=form.written("until"), date=form.written("date"))
        notes.wrong(form.line_of("until"), what, say(N_("Mend one of the two.")))
    pictures, doubted = _pictures(form, names, notes)
    return FrontMatter(
        title=form.text("title"),
        date=day,
        author=form.text("author"),
        pictures=MappingProxyType(pictures),
        doubted=doubted,
        event=_event(form, notes, variant=variant),
        to=_to(form, notes),
        draft=form.truth("draft"),
        until=until,
        not_names=frozenset(_names(form, "not_names", notes)),
        attachments=tuple(_attachments(form, notes)),
        example=form.truth("example"),
        new=form.truth("new"),
        lines=MappingProxyType({key: form.line_of(key) for key in form.found}),
        whole=len(notes.mistakes) - before == sum(1 for _ in _yet_to_arrive(form, names)),
    )


def _names(form: Form, key: str, notes: Notes) -> Iterator[str]:
    for thing in form.things(key):
        if name := one_line(thing, notes):
            yield name


def _to(form: Form, notes: Notes) -> tuple[str, ...]:
    """The children of a personal message. Named by nobody, it would be a message for everybody: that is a mistake."""
    children = tuple(dict.fromkeys(name.removeprefix("@") for name in _names(form, "to", notes)))
    if "to" in form.found and not children:
        notes.wrong(form.line_of("to"), *_TO_NOBODY)
    return children


def _pictures(form: Form, names: PictureNames, notes: Notes) -> tuple[dict[str, PictureSaid], frozenset[str]]:
    said: dict[str, PictureSaid] = {}
    doubted: set[str] = set()
    node = form.node("pictures")
    if node is not None and not isinstance(node, Pairs):
        notes.wrong(node.line, *_NO_NAMES)
    for key, value in node.pairs if isinstance(node, Pairs) else ():
        name = names.meant_by(key.text)
        if isinstance(name, WrongName):
            (notes if name.missing else notes.about(key.text)).wrong(key.line, name.what, name.mend)
        elif name in said:
            notes.about(name).wrong(key.line, say(N_("“{picture}” stands here twice."), picture=name), say(N_("Keep one of the two.")))
            doubted.add(name)
        else:
            said[name] = _picture(value, key.line, notes.about(name))
    return said, frozenset(doubted)


def _yet_to_arrive(form: Form, names: PictureNames) -> Iterator[str]:
    node = form.node("pictures")
    for key, _ in node.pairs if isinstance(node, Pairs) else ():
        name = names.meant_by(key.text)
        if isinstance(name, WrongName) and name.missing:
            yield key.text


def _picture(node: Node, line: int, notes: Notes) -> PictureSaid:
    before = len(notes.mistakes)
    form = Form.of(node, line, _OF_A_PICTURE, notes)
    people = read_people(form.node("people"), Source.FRONT_MATTER, notes)
    said = PictureSaid(line, people, _caption(form, "caption", notes), _caption(form, "alt", notes), form.truth("checked"))
    return said if len(notes.mistakes) == before else replace(said, people=replace(people, doubt=True))


def _attachments(form: Form, notes: Notes) -> Iterator[AttachmentSaid]:
    node = form.node("attachments")
    if node is not None and not isinstance(node, Pairs):
        notes.wrong(node.line, *_NO_PAPERS)
    for key, value in node.pairs if isinstance(node, Pairs) else ():
        said = Form.of(value, key.line, ("people",), notes)
        people = read_people(said.node("people"), Source.FRONT_MATTER, notes)
        if people.namings:
            notes.wrong(key.line, *_PEOPLE_IN_PAPER)
        yield AttachmentSaid(key.text, key.line, people.nobody and not people.namings and not people.doubt)


def _caption(form: Form, key: str, notes: Notes) -> str | None:
    node = form.node(key)
    return one_line(node, notes, LONGEST_CAPTION) if node else None


def _event(form: Form, notes: Notes, *, variant: bool) -> EventSaid | None:
    node = form.node("event")
    if node is None:
        return None
    of_event = Form.of(node, form.line_of("event"), _OF_AN_EVENT, notes)
    if of_event.node("start") is None and not variant:
        of_event.missing("start", "2026-12-17 17:30")
    start = of_event.read("start", read_moment, None, "2026-12-17 17:30")
    end = of_event.read("end", lambda text: _end(text, start), None, "2026-12-17 19:00")
    if end and start and _is_before(end, start):
        notes.wrong(of_event.line_of("end"), *_ENDS_FIRST)
    reply_by = of_event.read("reply_by", read_day, None, "2026-12-10")
    return EventSaid(of_event.text("title"), start, end, of_event.text("place"), reply_by, of_event.truth("cancelled"))


def _end(text: str, start: datetime | date | None) -> datetime | date | None:
    """A moment; a time alone is that time on the day of the start."""
    at = read_time(text)
    return read_moment(text) if at is None or start is None else datetime.combine(start, at)


def _is_before(end: datetime | date, start: datetime | date) -> bool:
    if isinstance(end, datetime) and isinstance(start, datetime):
        return end < start
    return _day(end) < _day(start)


def _day(moment: datetime | date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


_TO_NOBODY = (
    say(N_("“to” names no child: a personal message has to be for somebody.")),
    say(N_("Write the ids of the children, such as to: [ada-jansen].")),
)
_ENDS_FIRST = (
    say(N_("The end of the event comes before its start.")),
    say(N_("Mend one of the two.")),
)
_NO_PAPERS = (
    say(N_("Below “attachments” stands the name of each PDF, with a colon.")),
    say(N_("Write, for instance: {example}"), example="attachments: {menu.pdf: {people: nobody}}"),
)
_PEOPLE_IN_PAPER = (
    say(N_("Somebody is said to be in this PDF; it would go to every family, also to those that may not see it.")),
    say(N_("Put pictures of children into the post itself, and leave them out of the PDF.")),
)
_NO_NAMES = (
    say(N_("Below “pictures” stands the name of each picture, with a colon.")),
    say(N_("Write, for instance: {example}"), example="pictures: {eikels.jpg: {people: [ada-jansen]}}"),
)
