"""Decides which invitations that were sent before a weekly letter may tell once more, in what is to be done and in the agenda.

A post is never sent twice, but a date is worth a reminder. It is told again only to who was sent it, while its post could still be
sent today: what would hold it back now, holds back the reminder too. No picture of it is shown again, and no child is named: a letter
that waits is held against the views of its own posts alone (`decide.letters.still_valid`), so a reminder must hold nothing that could be
withdrawn.

Known limit: a letter that waits when its reader's event changes reminds of the old date; the letter of the change follows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from weekbrief_build.decide.know.due import is_current
from weekbrief_build.decide.know.judged import Judged, JudgedPost
from weekbrief_build.decide.know.situation import SeenPost, Situation
from weekbrief_build.decide.letters.agenda import is_over
from weekbrief_build.decide.letters.views import View, Views


def earlier_views(situation: Situation, judged: Judged) -> Mapping[str, tuple[View, ...]]:
    """By a guardian's address, the views of posts they were sent before whose event is not over; in the order of the reading."""
    left = situation.memory.left()
    reader_of = {reader.known.id: reader for reader in situation.readers if reader.known}
    found: dict[str, list[View]] = {}
    for seen, _ in situation.candidates:
        told = left.get(seen.id, frozenset())
        if not told or not _may_be_told_again(judged[seen.post.path], situation):
            continue
        views = _without_pictures(seen, situation)
        families = frozenset(seen.audience.families)
        for guardian in sorted(told & reader_of.keys()):
            reader = reader_of[guardian]
            if reader.family.id in families:
                view = views.for_family(reader.family.children, reader.guardian.language)
                found.setdefault(reader.guardian.email, []).append(view)
    return MappingProxyType({address: tuple(of_guardian) for address, of_guardian in found.items()})


def _may_be_told_again(judged: JudgedPost, situation: Situation) -> bool:
    post = judged.seen.post
    events = [version.event for version in post.versions if version.event and not is_over(version.event, situation.now)]
    if post.personal or not events or not is_current(post, situation.now.date()):
        return False
    return not (judged.title_names or judged.says_what_may_not_go or judged.held)


def _without_pictures(seen: SeenPost, situation: Situation) -> Views:
    return Views(replace(seen.post, pictures=()), (), (), seen.identity, situation.now.date())
