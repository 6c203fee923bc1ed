"""Reads one Markdown file of a post: its bytes once, its front matter and its prose; what is wrong with it holds back its post alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType

from weekbrief_build.gather.files.listing import ListedFile, StillChanging, read
from weekbrief_build.gather.files.text_files import NoText, parts_of, text_of_file
from weekbrief_build.gather.notation.form import LONGEST_LINE, Notes
from weekbrief_build.gather.posts.fences import forgotten_fence
from weekbrief_build.gather.posts.front_matter import FrontMatter, read_front_matter
from weekbrief_build.gather.prose.html_tree import Mention
from weekbrief_build.gather.prose.mentions import CutText, cut
from weekbrief_build.gather.prose.picture_names import PictureNames
from weekbrief_build.gather.prose.prose import NO_PROSE, ReadProse, as_written, read_prose
from weekbrief_build.school.mistake import N_, Mistake, say
from weekbrief_build.school.post import Segment

LARGEST_TEXT = 200_000
"""Bytes; a long post has 5,000."""


@dataclass(frozen=True, slots=True)
class PostText:
    """A post in one language, as its file tells it."""

    front: FrontMatter
    title: CutText
    """In pieces; empty where neither front matter nor a heading gives one."""
    prose: ReadProse
    captions: Mapping[str, tuple[Segment, ...]]
    alts: Mapping[str, tuple[Segment, ...]]

    @property
    def pictures(self) -> frozenset[str]:
        """The names of the pictures that it speaks of."""
        return frozenset(self.front.pictures) | frozenset(self.prose.pictures)

    @property
    def documents(self) -> frozenset[str]:
        """The names of the PDF files that it speaks of."""
        return frozenset(said.name for said in self.front.attachments) | frozenset(self.prose.documents)


def bytes_of(file: ListedFile, notes: Notes, largest: int = LARGEST_TEXT) -> bytes | None:
    """The bytes of a small file; None, and a note, where it is none that can be read."""
    if not file.plain:
        notes.wrong(None, *NOT_PLAIN)
    elif file.state.size > largest:
        what = say(N_("This file is too large: {size} KB."), size=file.state.size // 1000)
        notes.wrong(None, what, say(N_("Make it smaller than {size} KB."), size=largest // 1000))
    else:
        try:
            return read(file)
        except StillChanging:
            notes.wrong(None, *STILL_CHANGING)
        except OSError:
            notes.wrong(None, *CANNOT_BE_OPENED)
    return None


@dataclass(frozen=True, slots=True)
class Sayable:
    """What a text may speak of."""

    pictures: PictureNames
    documents: Collection[str]
    """The names of the PDF files that lie beside it."""
    children: Collection[str]
    """The ids that it may mention."""


def read_text(file: ListedFile, sayable: Sayable, notes: Notes, *, variant: bool) -> PostText | None:
    """Read a file; None where it cannot be read."""
    children = sayable.children
    data = bytes_of(file, notes)
    if data is None:
        return None
    try:
        parts = parts_of(text_of_file(data))
    except NoText as refused:
        notes.wrong(refused.line, refused.what, refused.mend)
        return None
    if parts.front_line == parts.body_line and (line := forgotten_fence(parts.body, children)):
        notes.wrong(line, *_FORGOTTEN_FENCE)
        return None
    front = read_front_matter(parts, sayable.pictures, notes, variant=variant)
    prose = read_prose(parts.body, sayable.pictures, children, front.title, sayable.documents)
    for wrong in prose.wrong:
        at = parts.body.find(wrong.words) if wrong.words else -1
        line = parts.body_line + parts.body.count("\n", 0, at) if at >= 0 else None
        notes.mistakes.append(Mistake(file.path, line, wrong.what, wrong.mend, wrong.scope, notes.group, notes.post, wrong.picture))
    cutter = _Cutter(children, notes)
    title = cutter.cut(front.title, front.lines.get("title")) if front.title else CutText(prose.heading, ())
    if len(as_written(title.pieces)) > LONGEST_LINE:
        notes.wrong(front.lines.get("title"), *_LONG_TITLE)
    _refuse_mentions_where_none_can_be(front, children, notes)
    captions = {name: cutter.cut(said.caption, said.line).segments for name, said in front.pictures.items() if said.caption}
    alts = {name: cutter.cut(said.alt, said.line).segments for name, said in front.pictures.items() if said.alt}
    return PostText(front, title, prose, {**prose.captions, **captions}, {**prose.alts, **alts})


@dataclass(frozen=True, slots=True)
class _Cutter:
    """Cuts the texts of front matter at their mentions."""

    children: Collection[str]
    notes: Notes

    def cut(self, text: str, line: int | None) -> CutText:
        found = cut(text, self.children)
        for wrong in found.wrong[:1]:
            self.notes.wrong(line, *wrong.sentences(self.children))
        return found


def _refuse_mentions_where_none_can_be(front: FrontMatter, children: Collection[str], notes: Notes) -> None:
    """An invitation goes into calendars as it is, and the author's line is one for all: nothing there can stand for a child's name."""
    in_event = (front.event.title, front.event.place) if front.event else ()
    for key, texts, told in (("event", in_event, _MENTION_IN_EVENT), ("author", (front.author,), _MENTION_IN_AUTHOR)):
        found = [cut(text, children) for text in texts if text]
        if any(isinstance(piece, Mention) for piece in chain.from_iterable(one.pieces for one in found)) or any(one.wrong for one in found):
            notes.wrong(front.lines.get(key), *told)


NO_TEXT: PostText = PostText(FrontMatter(), CutText((), ()), NO_PROSE, MappingProxyType({}), MappingProxyType({}))
"""What a folder with media alone says."""

NOT_PLAIN = (
    say(N_("This is a link or has a name that cannot be shown; it is not read.")),
    say(N_("Put the file itself here, under a plain name.")),
)
STILL_CHANGING = (
    say(N_("This file is still being copied or written.")),
    say(N_("Nothing needs to be done: it is looked at again next time.")),
)
CANNOT_BE_OPENED = (
    say(N_("This file cannot be opened.")),
    say(N_("Look whether it is open elsewhere, or ask whoever looks after the computers for the right to read it.")),
)
_FORGOTTEN_FENCE = (
    say(N_("What begins here looks like what stands above a text, but it is not between two lines with ---.")),
    say(N_("Put a line with three hyphens (---) above it and one below it, with nothing else on them.")),
)
_LONG_TITLE = (
    say(N_("The title is too long.")),
    say(N_("Write at most 200 characters.")),
)
_MENTION_IN_EVENT = (
    say(N_("A word with @ stands in the event, where no name can be put for it.")),
    say(N_("Leave the name out of the event, and write it in the text.")),
)
_MENTION_IN_AUTHOR = (
    say(N_("A word with @ stands in the author's line, where no name can be put for it.")),
    say(N_("Leave the name out of the author's line, and write it in the text.")),
)
