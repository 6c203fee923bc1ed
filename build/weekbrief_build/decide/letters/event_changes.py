"""Decides which invitations changed after they were sent, and who is to hear of it: whoever was sent them, once per change.

A post is never sent twice. But who put a date in a calendar must learn that it moved, or that it is off: in a short letter with the
event alone, to the same people, whatever way of getting letters they chose. What counts is title, start, end, place and `cancelled` of
the first version; of these a hash is remembered with the post, and how often it changed, which calendars call SEQUENCE. What each
guardian knows is what the last letter that left told them: one that waits counts as not made, here as everywhere (`decide.plan.plan`).

- Only what is written cancels an event: a teacher who tidies the folder up must not call Christmas off.
- What would hold the post back today holds back the change too, and it is told when that is mended. What is over is told no more.
- Whose letter waits in the outbox gets that letter made anew, with the event as it is now; a letter of a change that waits is taken back
  when there is nothing left to tell, or when it may not be told today.
- No child is mentioned: a letter of a change shows no name that could be withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType

from weekbrief_build.decide.know.judged import Judged, JudgedPost
from weekbrief_build.decide.know.memory import EventMark
from weekbrief_build.decide.know.readers import Reader
from weekbrief_build.decide.know.situation import SeenPost, Situation
from weekbrief_build.decide.letters.agenda import is_over
from weekbrief_build.decide.letters.views import View, Views
from weekbrief_build.school.post import Event, Prose

_NOTHING: MappingProxyType[str, tuple[()]] = MappingProxyType({})


def event_mark(seen: SeenPost) -> EventMark | None:
    """What is to be remembered of the event of a post, once everybody knows it as it stands there today."""
    event, before = seen.post.versions[0].event, seen.known_event
    if event is None:
        return before
    digest = event_digest(event)
    if before is None or before.digest == digest:
        return EventMark(digest, before.sequence if before else 0)
    return EventMark(digest, before.sequence + 1)


def changes(situation: Situation, judged: Judged) -> Iterator[tuple[SeenPost, tuple[tuple[Reader, View], ...] | None]]:
    """The posts whose event changed since they were sent, with who is to hear of it; None where that has to wait.

    In an example school, whose dates move with the calendar, nothing ever changes.
    """
    left = situation.memory.left()
    reader_of = {reader.known.id: reader for reader in situation.readers if reader.known}
    for seen in situation.posts:
        before, now = seen.known_event, event_mark(seen)
        knows = situation.memory.knows.get(seen.id)
        if before is None or now is None or (before == now and knows is None) or situation.reading.school.example:
            continue
        event = seen.post.versions[0].event
        told = [id_ for id_ in sorted(left.get(seen.id, frozenset()) & reader_of.keys()) if _known_to(id_, before, knows) != now.digest]
        if event is None or is_over(event, situation.now) or not told:
            yield seen, ()
        elif seen.post.draft or seen.post.path in situation.reused or judged[seen.post.path].says_what_may_not_go:
            yield seen, None
        else:
            yield seen, tuple(_heard_by(judged[seen.post.path], now, [reader_of[id_] for id_ in told], situation))


def _known_to(guardian: int, before: EventMark, knows: Mapping[int, str | None] | None) -> str | None:
    """The digest of the event as this guardian knows it."""
    return before.digest if knows is None else knows.get(guardian)


def _heard_by(judged: JudgedPost, mark: EventMark, readers: list[Reader], situation: Situation) -> Iterator[tuple[Reader, View]]:
    seen, today, titled = judged.seen, situation.now.date(), judged.title_names
    alone = tuple(replace(one, prose=Prose((), (), "", ()), captions=_NOTHING, alts=_NOTHING) for one in seen.post.versions)
    post = replace(seen.post, pictures=(), documents=(), versions=alone)
    views = Views(post, (), (), seen.identity, today, title_names=titled, sequence=mark.sequence, changed=True)
    families = frozenset(seen.audience.families)
    for reader in readers:
        if reader.family.id in families:
            yield reader, views.for_family(reader.family.children, reader.guardian.language)


def event_digest(event: Event) -> str:
    """What a calendar holds of an event, as a hash: the first 32 hexadecimal digits of SHA-256."""
    said = (event.title, event.start.isoformat(), event.end and event.end.isoformat(), event.place, event.cancelled)
    return sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:32]
