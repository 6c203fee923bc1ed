"""Says the children's names of a post as its view allows: a name shows where that was decided, and reads *a pupil* elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from weekbrief_build.decide.letters.views import View
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Segment, SegmentKind, Version
from weekbrief_build.words import Words, words_for_parents


class Naming:
    """The names of one school's children."""

    def __init__(self, school: School) -> None:
        self._school = school

    def name(self, child: str, view: View) -> str:
        """A mention as this view reads it."""
        known = self._school.children.get(child)
        return known.name if known and child in view.names else self._a_pupil(view.version)

    def plain(self, segments: Iterable[Segment], view: View) -> str:
        """Segments of plain text on one line, as this view reads them."""
        return _plain(segments, lambda child: self.name(child, view))

    def public_title(self, version: Version) -> str:
        """The title as it may stand where anybody might read it: no mention in it shows a name."""
        return _plain(version.title_segments, lambda _: self._a_pupil(version))

    def words_for(self, version: Version) -> Words:
        """The words that fit the language of a version."""
        return words_for_parents(version.language or self._school.language, self._school.language)

    def _a_pupil(self, version: Version) -> str:
        return self.words_for(version).say(say(N_("a pupil")))


def _plain(segments: Iterable[Segment], name_of: Callable[[str], str]) -> str:
    return " ".join("".join(name_of(part.content) if part.kind is SegmentKind.MENTION else part.content for part in segments).split())
