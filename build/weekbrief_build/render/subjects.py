"""Says in one line what is in a weekly letter, most urgent first, and behind it what did not fit; no child's name is ever in it.

A subject is read on a locked screen, by whoever looks. So a title that writes a child's name out, which it may where everybody of
its audience may read it, is not told: the name of the group is.
"""

from __future__ import annotations

from collections.abc import Sequence

from weekbrief_build.decide.letters.agenda import Dates
from weekbrief_build.decide.letters.views import View
from weekbrief_build.decide.letters.who_answers import answers_for
from weekbrief_build.render.naming import Naming
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.people import School
from weekbrief_build.words import Words

LONGEST = 150
"""Of the subject of a single post, in characters."""
_BETWEEN = " · "
"""Titles hold commas."""
_LONGEST_TITLE = 48
_LONGEST_LIST = 90
"""After so many characters no further title begins: no mail program shows more."""


def subject_and_preheader(  # noqa: PLR0913, PLR0917 - what a letter says depends on all of it
    views: Sequence[View], dates: Dates, week: str, school: School, words: Words, naming: Naming
) -> tuple[str, str]:
    """The subject of a weekly letter, and what a mail program shows behind it."""

    def title(view: View) -> str:
        return short(subject_title(view, school.groups[view.post.group].name, words, naming), _LONGEST_TITLE)

    told, rest = [week], [view for view in views if view is not dates.urgent]
    event = dates.urgent.version.event if dates.urgent else None
    if dates.urgent and event and event.reply_by:
        asked = short(event.title, _LONGEST_TITLE) if event.title and not dates.urgent.title_names else title(dates.urgent)
        told.append(words.say(say(N_("reply by {day}: {title}"), day=words.short_day(event.reply_by), title=asked)))
    titles = [title(view) for view in rest]
    in_subject = _fitting(titles, _LONGEST_LIST - len(_BETWEEN.join(told)), at_least=0 if event else 1)
    subject = _BETWEEN.join((*told, *titles[:in_subject]))
    if left := titles[in_subject:]:
        subject += _BETWEEN + words.say(say(N_("and {number} more"), number=len(left)))
        return subject, _BETWEEN.join(left[: _fitting(left, _LONGEST_LIST, at_least=1)])
    return subject, _BETWEEN.join(dict.fromkeys(answers_for(view.post, school).name for view in views))


def subject_title(view: View, group: str, words: Words, naming: Naming) -> str:
    """The title of a post as it may stand in a subject."""
    if view.title_names:
        return words.say(say(N_("A message of {group}"), group=group))
    return naming.public_title(view.version)


def changed_title(view: View, group: str, words: Words, naming: Naming) -> str | None:
    """The subject of a letter that tells what became of an event; None of every other letter."""
    event = view.version.event
    if not view.changed or not event:
        return None
    title = event.title if event.title and not view.title_names else subject_title(view, group, words, naming)
    day = words.short_day(event.start)
    if event.cancelled:
        return words.say(say(N_("Cancelled: {title} ({day})"), title=title, day=day))
    return words.say(say(N_("Changed: {title} ({day})"), title=title, day=day))


def short(title: str, longest: int) -> str:
    """The title, with an ellipsis where it is longer."""
    return title if len(title) <= longest else title[: longest - 1].rstrip() + "…"


def _fitting(titles: Sequence[str], room: int, *, at_least: int) -> int:
    """How many of the titles fit into this many characters."""
    length = 0
    for number, title in enumerate(titles):
        length += len(_BETWEEN) + len(title)
        if length > room:
            return max(number, at_least)
    return len(titles)
