"""Reads small school folders for the tests, and says mistakes as a teacher reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from schools import TODAY, write_school

from weekbrief_build.gather.folder import read_school
from weekbrief_build.school.mistake import Mistake
from weekbrief_build.school.post import Picture, Post, Prose, SegmentKind
from weekbrief_build.school.reading import Reading
from weekbrief_build.words import words_of


def a_reading(folder: Path, content: Mapping[str, str | bytes], today: date = TODAY) -> Reading:
    """The reading of a school folder with this content."""
    reading = read_school(write_school(folder, content), None, today)
    assert isinstance(reading, Reading)
    return reading


def only_post(reading: Reading) -> Post:
    """The one post of a reading in which nothing is wrong."""
    assert [told(mistake) for mistake in reading.mistakes] == []
    (post,) = reading.posts
    return post


def only_mistake(reading: Reading) -> Mistake:
    """The one mistake of a reading."""
    assert len(reading.mistakes) == 1, [told(mistake) for mistake in reading.mistakes]
    return reading.mistakes[0]


def told(mistake: Mistake) -> str:
    """A mistake in English, with its place."""
    say = words_of("en").say
    return f"{mistake.scope.value}: {mistake.file}:{mistake.line}: {say(mistake.what)} {say(mistake.mend)}"


def picture_of(post: Post, name: str) -> Picture:
    """The picture of this name."""
    return next(picture for picture in post.pictures if picture.name == name)


def html_of(prose: Prose) -> str:
    """The HTML with `{ada-jansen}` for a mention and `[eikels.jpg]` for a picture."""
    around = {SegmentKind.HTML: "{}", SegmentKind.MENTION: "{{{}}}", SegmentKind.PICTURE: "[{}]"}
    return "".join(around[segment.kind].format(segment.content) for segment in prose.html)


def text_of(prose: Prose) -> str:
    """The text in the same way."""
    around = {SegmentKind.HTML: "{}", SegmentKind.MENTION: "{{{}}}", SegmentKind.PICTURE: "[{}]"}
    return "".join(around[segment.kind].format(segment.content) for segment in prose.text)
