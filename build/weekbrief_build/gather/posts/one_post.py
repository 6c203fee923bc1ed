"""Makes one post of its texts and pictures; a post with a mistake that holds it back is no post yet, and its mistakes say why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from weekbrief_build.gather.files.file_hashes import FileHashes
from weekbrief_build.gather.files.listing import ListedFile, fold_name
from weekbrief_build.gather.notation.dates import LAST_YEAR
from weekbrief_build.gather.notation.form import Notes
from weekbrief_build.gather.posts.documents import PaperReader, read_documents
from weekbrief_build.gather.posts.evidence import read_pictures
from weekbrief_build.gather.posts.front_matter import FrontMatter
from weekbrief_build.gather.posts.post_text import NO_TEXT, PostText, Sayable, read_text
from weekbrief_build.gather.posts.shelf import Shelf, TextFile
from weekbrief_build.gather.posts.titles import named
from weekbrief_build.gather.posts.unread import pictures_of, unread_post
from weekbrief_build.gather.prose.mentions import cut
from weekbrief_build.gather.prose.prose import as_written
from weekbrief_build.media.papers.papers import Papers
from weekbrief_build.school.mistake import N_, Mistake, Scope, say
from weekbrief_build.school.people import Group, School
from weekbrief_build.school.post import Document, Event, Evidence, Picture, Post, Segment, SegmentKind, Version
from weekbrief_build.school.reading import UnreadPost

_SAID_ONCE = ("date", "to", "draft", "until")
_LAST_MOMENT = int(datetime(LAST_YEAR, 12, 31, tzinfo=UTC).timestamp())
"""The time of a file may be anything: a broken clock, or somebody's joke."""
_MOMENTS = ("start", "end", "reply_by")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post stands, and what belongs to it."""

    group: Group
    shelf: Shelf
    texts: tuple[TextFile, ...]
    """None for a folder with media alone."""
    own_folder: bool
    """All pictures of the folder are the post's; else only those that it speaks of."""

    @property
    def path(self) -> str:
        """`Post.path`."""
        return self.texts[0].file.path if self.texts else self.shelf.folder.path

    @property
    def files(self) -> tuple[ListedFile, ...]:
        """Of its texts."""
        return tuple(text.file for text in self.texts)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that a title or a date may be taken from, the best first."""
        stems = tuple(text.stem for text in self.texts[:1])
        return (self.shelf.folder.name, *stems) if self.own_folder else stems


@dataclass(frozen=True, slots=True)
class ReadPost:
    """What came of one post."""

    post: Post | None
    mistakes: tuple[Mistake, ...]
    pictures: frozenset[str]
    """The pictures and PDF files of its folder that it speaks of, sent or not."""
    unread: tuple[UnreadPost, ...] = ()
    """What there is in place of a post that cannot be read."""


def read_post(place: Place, school: School, hashes: FileHashes, papers: Papers, today: date) -> ReadPost:
    """Read all texts, pictures and PDF files of a post once."""
    notes = Notes(place.path, Scope.POST, group=place.group.id, post=place.path)
    _note_same_language(place.texts, school, notes)
    sayable = Sayable(place.shelf.names, place.shelf.documents, school.children)
    texts = [read_text(text.file, sayable, notes.of_file(text.file.path), variant=number > 0) for number, text in enumerate(place.texts)]
    read = [text for text in texts if text] or [NO_TEXT]
    spoken_of = frozenset[str]().union(*(text.pictures for text in read))
    _note_example(place, texts, school, notes)
    names = frozenset(place.shelf.pictures) if place.own_folder else spoken_of
    pictures = read_pictures(names, place.shelf, [text.front for text in read], hashes, notes)
    pointed_at = frozenset(fold_name(name) for text in read for name in text.documents)
    documents = frozenset(name for name in place.shelf.documents if place.own_folder or fold_name(name) in pointed_at)
    attached = read_documents(place.shelf.documents, documents, [text.front for text in read], PaperReader(hashes, papers), notes)
    post = _Maker(place, school, notes).post(read, pictures, attached) if len(read) == max(len(texts), 1) else None
    mistakes = tuple(notes.mistakes)
    if any(mistake.scope is Scope.POST for mistake in mistakes):
        post = None
    if _waits_for_nobody(read[0], texts, school, today):
        mistakes = ()
    if post:
        return ReadPost(post, mistakes, spoken_of | documents)
    left = pictures_of(place.shelf.folder, None if place.own_folder else place.files, spoken_of)
    empty = _with_nobody(pictures) if all(text and text.front.whole for text in texts) else frozenset()
    return ReadPost(None, mistakes, spoken_of | documents, unread_post(place.path, left, hashes, empty))


def _with_nobody(pictures: Sequence[Picture]) -> frozenset[str]:
    """The pictures of which all that is said is that nobody is in them, by SHA-256."""
    nobody = Evidence(answered_nobody=True)
    return frozenset(one.file.sha256 for one in pictures if replace(one.evidence, checked=False) == nobody)


def _waits_for_nobody(first: PostText, texts: Sequence[PostText | None], school: School, today: date) -> bool:
    """Whether it is a draft, or past its last day: what is wrong with it is no mistake yet, or no more."""
    if texts and texts[0] is not first:
        return False
    front = first.front
    past = front.until is not None and front.until < today and school.example is None and not (front.date and front.until < front.date)
    return front.draft or past


def _note_same_language(texts: Sequence[TextFile], school: School, notes: Notes) -> None:
    for text in texts[1:]:
        if text.language == school.language and texts[0].language is None:
            what = say(N_("“{first}” is in the school's language already."), first=texts[0].file.name)
            notes.of_file(text.file.path).wrong(None, what, say(N_("Keep one of the two, or name this one after another language.")))


def _note_example(place: Place, texts: Sequence[PostText | None], school: School, notes: Notes) -> None:
    """What `weekbrief init` wrote goes to nobody who exists."""
    for text, file in zip(texts, place.texts, strict=True):
        if text and text.front.example and school.reaches_people:
            notes.of_file(file.file.path).wrong(text.front.lines.get("example"), *_EXAMPLE)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes a post of what was read of it, and notes what is wrong with it."""

    place: Place
    school: School
    notes: Notes

    def post(self, texts: Sequence[PostText], pictures: tuple[Picture, ...], documents: tuple[Document, ...]) -> Post:
        place, first = self.place, texts[0].front
        day = _date(place, first.date, pictures, self.school.timezone, self.notes)
        versions: list[Version] = []
        for number, text in enumerate(texts):
            of_file = self.notes.of_file(place.texts[number].file.path if place.texts else place.path)
            versions.append(replace(self, notes=of_file).version(number, text, versions[:1]))
            if number:
                _note_differences(replace(first, date=day), text.front, of_file)
        return Post(
            path=place.path,
            group=place.group.id,
            date=day,
            author=first.author or next((teacher.name for teacher in place.group.teachers), None),
            to=first.to,
            draft=first.draft,
            until=first.until,
            versions=tuple(versions),
            pictures=pictures,
            line_of=first.lines,
            documents=documents,
            new=first.new,
        )

    def version(self, number: int, text: PostText, first: Sequence[Version]) -> Version:
        """One file of the post; what it does not say itself, the first says."""
        file = self.place.texts[number] if self.place.texts else None
        language = file.language if file and file.language != self.school.language else None
        title, segments = as_written(text.title.pieces), text.title.segments
        if not title and first:
            title, segments = first[0].title, first[0].title_segments
        elif not title:
            title, segments = self._title_of_name()
        return Version(
            language=language,
            file=file.file.path if file else None,
            title=title,
            title_segments=segments,
            prose=text.prose.prose,
            captions=MappingProxyType({**(first[0].captions if first else {}), **text.captions}),
            alts=MappingProxyType({**(first[0].alts if first else {}), **text.alts}),
            event=_event(text, title if all(one.kind is SegmentKind.HTML for one in segments) else "", first[0].event if first else None),
            not_names=text.front.not_names,
        )

    def _title_of_name(self) -> tuple[str, tuple[Segment, ...]]:
        """The title that the name of the file or folder gives."""
        names = [named(name) for name in self.place.names]
        title = next((name.title for name in names if name.title), self.place.names[0])
        found = cut(title, self.school.children)
        for wrong in found.wrong[:1]:
            self.notes.wrong(None, *wrong.sentences(self.school.children))
        return title, found.segments


def _event(text: PostText, title: str, first: Event | None) -> Event | None:
    """The event of this version: the words of its own language, the moments of the first; `title` is for one without a title."""
    said = text.front.event
    if said and said.start and not first:
        return Event(said.title or title, said.start, said.end, said.place, said.reply_by, said.cancelled)
    if not said or not first:
        return first
    return replace(first, title=said.title or first.title, place=said.place or first.place)


def _note_differences(first: FrontMatter, other: FrontMatter, notes: Notes) -> None:
    """What is said once for all languages may be said again, but not otherwise: or nobody knows which was meant."""
    differ = [key for key in _SAID_ONCE if key in other.lines and getattr(other, key) != getattr(first, key)]
    if other.event and (not first.event or any(getattr(other.event, key) not in {None, getattr(first.event, key)} for key in _MOMENTS)):
        differ.append("event")
    for key in differ:
        what = say(N_("“{key}” says something else here than in the first file of this post."), key=key)
        notes.wrong(other.lines.get(key), what, say(N_("Write the same in both, or take it out here.")))


def _date(place: Place, written: date | None, pictures: Sequence[Picture], zone: ZoneInfo, notes: Notes) -> date:
    """The date that is written; else that in the name, else that of the file, in school time."""
    names = [named(name) for name in place.names]
    day = written or next((name.date for name in names if name.date), None)
    if day:
        return day
    for name in names:
        if name.no_such_day:
            what = say(N_("There is no day {day}, with which this name begins."), day=name.no_such_day)
            notes.wrong(None, what, say(N_("Mend the name, or write “date” at the top of the post.")))
    files = (
        [place.texts[0].file]
        if place.texts
        else [*(place.shelf.pictures[picture.name] for picture in pictures), *place.shelf.documents.values()]
    )
    latest = max((file.state.mtime_ns // 1_000_000_000 for file in files), default=0)
    return datetime.fromtimestamp(min(max(latest, 0), _LAST_MOMENT), UTC).astimezone(zone).date()


_EXAMPLE = (
    say(N_("This post is an example that came with Weekbrief, and there are addresses of real people in groups.yaml.")),
    say(N_("Take the post out of the folder. If it has become a post of your own, take the line “example: true” out.")),
)
