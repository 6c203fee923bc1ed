"""Sets the dates of a weekly letter as lines: what is to be answered, and the agenda; the lines were decided before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from weekbrief_build.decide.letters.views import View
from weekbrief_build.decide.letters.who_answers import answers_for
from weekbrief_build.render.events import when
from weekbrief_build.render.naming import Naming
from weekbrief_build.render.prepared import replies_to
from weekbrief_build.render.sheets import DATE_SLOTS, Sheets, direction_of
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Event
from weekbrief_build.words import Words


class DateLines:
    """The dates of a school's letters, as text and as HTML."""

    def __init__(self, school: School, sheets: Sheets, naming: Naming) -> None:
        self._school = school
        self._sheets = sheets
        self._naming = naming

    def to_do(self, views: Sequence[View], words: Words) -> Iterator[tuple[str, str]]:
        """Of each of these views, by when its event wants an answer, and to whom."""
        for number, view in enumerate(views):
            if (event := view.version.event) and event.reply_by:
                said = (words.short_day(event.reply_by), self._title(view, event), when(event.start, event.end, words))
                replies = replies_to(view.post, event, self._title(view, event), self._school, words)
                values = self._values(view, said, (replies.yes, replies.no))
                yield self._line("todo", number, len(views), values, words)

    def agenda(self, views: Sequence[View], words: Words) -> Iterator[tuple[str, str]]:
        """Of each of these views, when and where its event is."""
        for number, view in enumerate(views):
            if event := view.version.event:
                detail = filter(None, (_hours(event.start, event.end, words), event.place, self._group(view)))
                values = self._values(view, (words.short_day(event.start), self._title(view, event), " · ".join(detail)))
                yield self._line("agenda", number, len(views), values, words)

    def _values(self, view: View, said: tuple[str, str, str], replies: tuple[str, str] = ("", "")) -> dict[str, str]:
        language, address = view.version.language or self._school.language, answers_for(view.post, self._school).email
        return dict(zip(DATE_SLOTS, (*said, self._group(view), *replies, address, language, direction_of(language)), strict=True))

    def _title(self, view: View, event: Event) -> str:
        return event.title or self._naming.public_title(view.version)

    def _group(self, view: View) -> str:
        return self._school.groups[view.post.group].name

    def _line(self, kind: str, number: int, of: int, values: dict[str, str], words: Words) -> tuple[str, str]:
        sheet = self._sheets.fragment("agenda", words, DATE_SLOTS, kind=kind, first=number == 0, last=number == of - 1)
        return sheet.text_with(values), sheet.html_with(values)


def _hours(start: datetime | date, end: datetime | date | None, words: Words) -> str | None:
    """`17:30-19:00`, or until which day; nothing where the day says it all."""
    first, last = (one.date() if isinstance(one, datetime) else one for one in (start, end or start))
    if first != last:
        return when(start, end, words)
    if not isinstance(start, datetime):
        return None
    return f"{start:%H:%M}-{end:%H:%M}" if isinstance(end, datetime) and end != start else f"{start:%H:%M}"
