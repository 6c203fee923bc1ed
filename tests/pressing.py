"""A press for the tests, with letters small enough to read; the style is not inlined unless a test asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from schools import TODAY, a_child, a_guardian, a_picture, a_school

from weekbrief_build.decide.know.due import Edition
from weekbrief_build.decide.know.readers import Reader
from weekbrief_build.decide.letters.views import View
from weekbrief_build.decide.plan.plan import PlannedLetter
from weekbrief_build.gather.office.layouts import read_layouts
from weekbrief_build.render.press import Press
from weekbrief_build.school.consent import Kind
from weekbrief_build.school.layouts import Layouts
from weekbrief_build.school.letter import FinishedLetter, LetterKind
from weekbrief_build.school.made import MadeClip, MadePicture, PictureOrder
from weekbrief_build.school.people import Guardian
from weekbrief_build.school.post import Event, Picture, Post, Prose, Segment, SegmentKind, Version

KEY = bytes(range(32))
"""The secret of an outbox; letters that are to be compared are made with the same one."""
NOW = datetime(2026, 11, 20, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))
EDITION = Edition("2026-W47", NOW)
SCHOOL = a_school([a_child("ada-jansen", "groep-5b")], {"jansen": ["ada-jansen"], "vos": []})


class Counting:
    """An inliner that does nothing but count."""

    def __init__(self) -> None:
        self.documents: list[str] = []

    def __call__(self, document: str, css: str) -> str:
        """Give the document back as it is."""
        assert css
        self.documents.append(document)
        return document


def segments(*parts: str | tuple[SegmentKind, str]) -> tuple[Segment, ...]:
    """Segments: what is a string is HTML or plain text."""
    return tuple(Segment(SegmentKind.HTML, part) if isinstance(part, str) else Segment(*part) for part in parts)


def mention(child: str) -> tuple[SegmentKind, str]:
    """A mention, for `segments`."""
    return SegmentKind.MENTION, child


def picture(name: str) -> tuple[SegmentKind, str]:
    """A picture in a text, for `segments`."""
    return SegmentKind.PICTURE, name


def a_written_post(  # noqa: PLR0913 - a post has many fields, each with a default here
    *text: str | tuple[SegmentKind, str],
    title: Iterable[str | tuple[SegmentKind, str]] = ("Herfst",),
    group: str = "groep-5b",
    pictures: Iterable[Picture] = (),
    captions: Mapping[str, str] = MappingProxyType({}),
    alts: Mapping[str, str] = MappingProxyType({}),
    event: Event | None = None,
    author: str | None = None,
    to: tuple[str, ...] = (),
    language: str | None = None,
    name: str = "herfst",
) -> Post:
    """A post whose text is given as segments."""
    path = f"content/{group}/{name}.md"
    written = segments(*(text or ("<p>Eikels.</p>",)))
    version = Version(
        language,
        path,
        "Herfst",
        segments(*title),
        Prose(written, written, "", ()),
        {key: segments(caption) for key, caption in captions.items()},
        {key: segments(alt) for key, alt in alts.items()},
        event,
        frozenset(),
    )
    return Post(path, group, TODAY, author, to, draft=False, until=None, versions=(version,), pictures=tuple(pictures), line_of={})


def a_view(post: Post, *names: str, without: Iterable[str] = (), asks_for_reply: bool = False) -> View:
    """A view in which these names show, and all pictures but those named."""
    orders = {one.name: PictureOrder(one.file, kind=one.kind) for one in post.pictures if one.name not in without}
    return View(post, post.versions[0], {}, orders, frozenset(names), post.path, asks_for_reply=asks_for_reply)


def a_photo(folder: Path, name: str) -> tuple[Picture, tuple[PictureOrder, MadePicture]]:
    """A picture of a post, and what was made of it: the bytes need not be a picture for a letter."""
    data = f"the pixels of {name}".encode()
    path = folder / sha256(data).hexdigest()
    path.write_bytes(data)
    taken = a_picture(name, nobody=True)
    return taken, (PictureOrder(taken.file), MadePicture(str(path), path.name, "image/jpeg", 1200, 800, len(data)))


def a_video(folder: Path, name: str, seconds: float = 12) -> tuple[Picture, tuple[PictureOrder, MadePicture]]:
    """A video of a post, and what was made of it: a poster and a clip."""
    taken, (_, poster) = a_photo(folder, name)
    data = f"the clip of {name}".encode() * 100
    path = folder / sha256(data).hexdigest()
    path.write_bytes(data)
    clip = MadeClip(str(path), path.name, len(data), seconds)
    return replace(taken, kind=Kind.VIDEO), (PictureOrder(taken.file, kind=Kind.VIDEO), replace(poster, clip=clip))


def a_press(
    made: Iterable[tuple[PictureOrder, MadePicture]] = (), layouts: Layouts | None = None, inliner: Counting | None = None
) -> Press:
    """A press for SCHOOL, with Weekbrief's own layouts and without a cache."""
    return Press(SCHOOL, layouts or read_layouts(None), dict(made), None, inliner or Counting(), key=KEY)


def planned(*views: View, kind: LetterKind = LetterKind.NEWSLETTER, to: Guardian | None = None) -> PlannedLetter:
    """A letter that is due."""
    guardian = to or a_guardian("Anna Jansen", "anna@example.org")
    return PlannedLetter(Reader(SCHOOL.families["jansen"], guardian, None, TODAY, MappingProxyType({})), kind, views)


def bytes_of(letter: FinishedLetter) -> bytes:
    """The letter as it is sent."""
    return b"".join(piece.data for piece in letter.pieces)


def message_of(letter: FinishedLetter) -> EmailMessage:
    """The letter as a mail program reads it."""
    message = message_from_bytes(bytes_of(letter), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def html_of(letter: FinishedLetter) -> str:
    """The HTML that a reader sees."""
    part = message_of(letter).get_body(("html",))
    assert part
    return str(part.get_content())


def text_of(letter: FinishedLetter) -> str:
    """The plain text that a reader sees."""
    part = message_of(letter).get_body(("plain",))
    assert part
    return str(part.get_content())
