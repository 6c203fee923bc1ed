"""Sets the dates of a weekly letter as lines: what is to be answered, and the agenda; the lines were decided before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from weekbrief_build.decide.answers import answers_for
from weekbrief_build.decide.views import View
from weekbrief_build.render.events import when
from weekbrief_build.render.naming import Naming
from weekbrief_build.render.prepared import reply_to
from weekbrief_build.render.sheets import DATE_SLOTS, Sheets, direction_of
from weekbrief_build.school.people import School
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
                values = self._values(view, words.short_day(event.reply_by), when(event.start, event.end, words))
                yield self._line("todo", number, len(views), values, words)

    def agenda(self, views: Sequence[View], words: Words) -> Iterator[tuple[str, str]]:
        """Of each of these views, when and where its event is."""
        for number, view in enumerate(views):
            if event := view.version.event:
                values = self._values(
                    view, words.short_day(event.start), _hours(event.start, event.end, words), event.place, self._group(view)
                )
                yield self._line("agenda", number, len(views), values, words)

    def _values(self, view: View, day: str, *detail: str | None) -> dict[str, str]:
        post, version, school = view.post, view.version, self._school
        public = self._naming.public_title(version)
        title = (version.event.title if version.event else "") or public
        language = version.language or school.language
        values = (
            day,
            title,
            " · ".join(filter(None, detail)),
            self._group(view),
            reply_to(post, title, school),
            answers_for(post, school).email,
            language,
            direction_of(language),
        )
        return dict(zip(DATE_SLOTS, values, strict=True))

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
