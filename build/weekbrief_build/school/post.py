"""A post and its pictures as `content/` tells them: what the teacher wrote, and what is said about who is in a picture.

Nothing is decided here: a `Naming` is a name as it was written, not yet a child. Bytes of pictures are not held, only place and hash.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from weekbrief_build.school.consent import Kind


@dataclass(frozen=True, slots=True)
class Region:
    """Where a face is: a rectangle of the upright picture, in fractions of its width and height from the top left corner."""

    x: float
    y: float
    width: float
    height: float


FacesFound = Mapping[str, tuple[Region, ...]]
"""Where the face detector found faces, by the SHA-256 of a picture; a picture in which it did not look is missing."""


class Source(Enum):
    """Where somebody said who is in a picture."""

    FRONT_MATTER = "front matter"
    SIDECAR = "sidecar"
    TAGS = "tags"  # what the picture's file carries itself, or an .xmp beside it
    STRAY = "stray"  # a file beside the pictures that says who is in one, and fits none of them


class Pending(Enum):
    """Why what a sidecar says is no answer: it counts once it is finished, and only for the very file that was looked at."""

    UNFINISHED = "unfinished"
    OTHER_FILE = "other file"


@dataclass(frozen=True, slots=True)
class Naming:
    """A person said to be in a picture: an id or a name, as written."""

    written: str
    source: Source
    face: Region | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is said about who is in a picture: the union over its sources (DESIGN.md, "Who is in a picture").

    `answered_nobody` is an answer; no namings and no such answer is silence. `doubts` are the sources that could not be
    read or that name a face without a person: each counts as a person who is not known.
    """

    namings: tuple[Naming, ...] = ()
    answered_nobody: bool = False
    doubts: tuple[Source, ...] = ()
    checked: bool = False
    """The teacher looked at what the face detector found and says that the evidence is complete."""
    strangers: bool = False
    """Somebody is in it who is not of the school."""
    pending: tuple[Pending, ...] = ()
    """Where what is said is not whole: then nobody said who is in it."""
    nobody_at: tuple[Region, ...] = ()
    """Where what looks like a face is no person (a poster, a drawing), said of this very file."""
    keywords: tuple[str, ...] = ()
    """What other tags of the file hold: a child's full name among it adds that child, and is no answer."""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """The file as it was when the school folder was read: whoever reads it later compares the hash and withholds what changed."""

    path: str
    """From the school folder, with `/`."""
    sha256: str
    """Lower-case hexadecimal."""
    size: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo or a video in a post."""

    name: str
    """The file name, in Unicode form C: unique within its post."""
    kind: Kind  # PHOTO or VIDEO
    file: PictureFile
    evidence: Evidence
    size: tuple[int, int] | None = None
    """Width and height in pixels, upright, as the file claims; None where nobody can say."""


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF that goes along with a post, to everybody who gets the post."""

    name: str
    """The file name, in Unicode form C: unique within its post."""
    path: str
    """From the school folder, with `/`."""
    words: str
    """Every word that could be found in it. For looking for names."""
    made: MadePaper
    """The file as it is sent."""


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A PDF ready to leave: what a reader sees, and nothing about who made it."""

    path: str
    """Where the bytes are, as an absolute path in the cache."""
    sha256: str
    """Of those bytes, lower-case hexadecimal."""
    size: int


class SegmentKind(Enum):
    """What a segment of prose is."""

    HTML = "html"  # sanitised HTML, ready to show to everybody in the audience
    PICTURE = "picture"  # stands for a picture of the post, by name, as a block
    MENTION = "mention"  # stands for the name of a child, by id


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of prose; for a mention or a picture, `content` is the child's id or the picture's name."""

    kind: SegmentKind
    content: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A teacher's Markdown, read once: safe HTML cut at the places that differ between families.

    The HTML of all segments, joined with anything inline for a mention and any block for a picture, is well-formed.
    """

    html: tuple[Segment, ...]
    text: tuple[Segment, ...]
    """The same for the text part of a letter: `html` segments hold plain text with its line breaks."""
    words: str
    """Every word a reader could see, without mentions: body, alt texts, captions, link texts. For looking for names."""
    addresses: tuple[str, ...]
    """Where links lead, as a reader would read it aloud: without percent signs, and with spaces for plus signs. For the same."""
    joints: tuple[int, ...] = ()
    """Where in `words` an eye may or may not see two words: at a tag within a word, which shows little or nothing."""


@dataclass(frozen=True, slots=True)
class Event:
    """An invitation; moments are in school time. A date alone is a whole day."""

    title: str
    """Empty: as the post's own, which mentions a child; whoever shows it leaves that name out."""
    start: dt.datetime | dt.date
    end: dt.datetime | dt.date | None = None
    place: str | None = None
    reply_by: dt.date | None = None
    cancelled: bool = False
    """It does not take place, says its teacher."""


@dataclass(frozen=True, slots=True)
class Version:
    """A post in one language."""

    language: str | None
    """None: the language that the school writes in."""
    file: str | None
    """The Markdown file, from the school folder; None for a folder with media alone."""
    title: str
    title_segments: tuple[Segment, ...]
    """The title as segments (HTML segments hold plain text here), so that a mention in it shows to whom it may."""
    prose: Prose
    captions: Mapping[str, tuple[Segment, ...]]
    """Per picture's name, plain text and mentions; only where there is a caption."""
    alts: Mapping[str, tuple[Segment, ...]]
    """Per picture's name, plain text and mentions; only where the teacher wrote an alt text."""
    event: Event | None
    not_names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Post:
    """One message by a teacher or the head, in one or more languages."""

    path: str
    """The first Markdown file, or the folder with media alone; from the school folder. Unique in a reading."""
    group: str
    date: dt.date
    author: str | None
    to: tuple[str, ...]
    """Ids of children as written, for a personal message; empty: everybody of the group."""
    draft: bool
    until: dt.date | None
    versions: tuple[Version, ...]
    """The first is the one in the school's language; there is at least one."""
    pictures: tuple[Picture, ...]
    """In the order of file names; the union over all versions."""
    line_of: Mapping[str, int]
    """Lines of the front matter of the first version, by key (`to`, `date`, `author`), for mistakes found later."""
    documents: tuple[Document, ...] = ()
    """In the order of file names; the same in all versions."""
    new: bool = False
    """Its teacher says that it is a new post, though its file held another before."""

    @property
    def personal(self) -> bool:
        """Whether it is for the families of named children only."""
        return bool(self.to)
