"""Makes what travels with a letter beside its text: the calendar files of its events; each is written once for all who get it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from weekbrief_build.decide.views import View
from weekbrief_build.render.event_file import State, event_file, uid_of
from weekbrief_build.render.mime import attachment_piece
from weekbrief_build.school.letter import Piece
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Event
from weekbrief_build.words import Words


class Attachments:
    """What is attached in a run."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._events: dict[tuple[str, str | None, str, datetime], Piece] = {}

    def of(self, views: Iterable[tuple[View, str]], words: Words, now: datetime) -> Iterator[Piece]:
        """What goes along with these views, each with the title that all its readers may read; `now` is when they are planned."""
        for view, title in views:
            if event := view.version.event:
                key = (view.identity, view.version.language, words.language, now)
                if key not in self._events:
                    self._events[key] = self._event(event, view, title, words, now)
                yield self._events[key]

    def _event(self, event: Event, view: View, title: str, words: Words, now: datetime) -> Piece:
        school = self._school
        lines = [f"{school.groups[view.post.group].name}, {school.name}"]
        if event.reply_by:
            lines.append(words.say(say(N_("Please reply by {day}."), day=words.day(event.reply_by))))
        file = event_file(event, event.title or title, "\n".join(lines), school, State(uid_of(view.identity, school)), now)
        return attachment_piece(file.media_type, file.name, file.data)
