"""Decides what this run looks at: every post with what is known of it, who awaits it, and in which pictures faces are looked for first.

It comes before the plan, because looking for faces takes time and is no decision: what was found enters the plan as a value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from weekbrief_build.decide.know.due import is_news_for
from weekbrief_build.decide.know.memory import EventMark, KnownPost, Marks, Memory
from weekbrief_build.decide.know.readers import Reader, readers_of
from weekbrief_build.decide.know.same_post import marks_of, recognise, replaced
from weekbrief_build.decide.know.same_words import SameWords, same_words_among, same_words_gone
from weekbrief_build.decide.rule.audience import Audience, audience_of
from weekbrief_build.decide.rule.people import people_in
from weekbrief_build.decide.rule.same_picture import SamePictures
from weekbrief_build.school.consent import Kind
from weekbrief_build.school.people import School, WithoutConsent
from weekbrief_build.school.post import Picture, Post
from weekbrief_build.school.reading import Reading


@dataclass(frozen=True, slots=True)
class SeenPost:
    """A post of this reading, and since when the job knows it."""

    post: Post
    audience: Audience
    known: KnownPost | None
    first_seen: date
    marks: Marks
    id: int
    """By which the ledger knows it, or will: given out here, under the lock of the build."""

    @property
    def identity(self) -> str:
        """What stays the same about it, whatever its teacher renames or mends; also a ledger begun anew gives no two posts the same."""
        return f"{self.id} {self.first_seen.isoformat()}"

    @property
    def known_event(self) -> EventMark | None:
        """Its event as the ledger knows it."""
        return self.known.marks.event if self.known else None


@dataclass(frozen=True, slots=True)
class Situation:
    """All posts and readers of a run, before anything is judged."""

    reading: Reading
    memory: Memory
    now: datetime
    """Aware, in school time."""
    posts: tuple[SeenPost, ...]
    readers: tuple[Reader, ...]
    candidates: tuple[tuple[SeenPost, tuple[Reader, ...]], ...]
    """The posts that can go today or later, each with whom it is meant for and who was not sent it yet; perhaps nobody."""
    reused: Collection[str]
    """`Post.path` of those whose file was used for another post before."""
    pictures: SamePictures
    """What is said about every picture; nothing looked for faces in them yet."""
    same_words: SameWords
    """The posts that say the same."""


def situation_of(reading: Reading, memory: Memory, now: datetime) -> Situation:
    """What there is at this moment (aware, in school time)."""
    today = now.date()
    readers, left = readers_of(reading.school, memory.guardians, today), memory.left()
    at_home: dict[str, list[Reader]] = {}
    for reader in readers:
        at_home.setdefault(reader.family.id, []).append(reader)
    posts, reused = _seen(reading, memory, left, today)
    same_words = same_words_among(seen.post for seen in posts)
    here = {seen.id for seen in posts}
    says = ((seen.post, marks_of(seen.post) if seen.post.path in reused else seen.marks) for seen in posts)
    gone = same_words_gone(says, (old for old in memory.posts if old.id not in here and old.id in left))
    told = _told(posts, left, same_words, gone)
    waits, first_home = memory.waiting_for(), _first_homes(memory)
    candidates = tuple(
        (seen, _awaiting(seen, _at_home_then(seen, at_home, first_home), told[seen.post.path], waits.get(seen.id, frozenset())))
        for seen in posts
        if _may_still_go(seen.post, today)
    )
    pictures = SamePictures.among(((seen.post, seen.audience) for seen in posts), reading.unread)
    return Situation(reading, memory, now, posts, readers, candidates, reused, pictures, same_words)


def to_look_at(situation: Situation) -> tuple[Picture, ...]:
    """The pictures in which a face that nobody named, or that no frame holds, would change the answer, each once.

    They stand in a post that somebody awaits, and everybody said to be in them is known.
    """
    school, pictures = situation.reading.school, situation.pictures
    awaited = ((seen, picture) for seen, awaiting in situation.candidates if awaiting for picture in seen.post.pictures)
    found = {
        picture.file.sha256: picture
        for seen, picture in awaited
        if is_looked_at(picture, school) and not people_in(pictures.all_said(seen.post, picture, seen.audience), school).unknown
    }
    return tuple(found.values())


def is_looked_at(picture: Picture, school: School) -> bool:
    """Whether faces are looked for in it: unless the teacher said `checked: true` and no face is to be covered."""
    may_cover = picture.kind is Kind.PHOTO and school.pictures_without_consent is WithoutConsent.COVER
    return may_cover or not picture.evidence.checked


def _seen(
    reading: Reading, memory: Memory, left: Mapping[int, frozenset[int]], today: date
) -> tuple[tuple[SeenPost, ...], Collection[str]]:
    """Every post of the reading with what is known of it, and the paths of those whose file was used for another post before."""
    unread = frozenset(place for mistake in reading.mistakes for place in (mistake.post, mistake.file) if place)
    recognised = recognise(reading.posts, memory.posts, unread)
    may_be_new = replaced(reading.posts, recognised, left.keys(), dates_move=reading.school.example is not None)
    new_by_word = frozenset(post.path for post in reading.posts if post.new and post.path in may_be_new)
    reused = may_be_new - new_by_word

    new = count(max((old.id for old in memory.posts), default=0) + 1)

    def seen(post: Post) -> SeenPost:
        known = None if post.path in new_by_word else recognised.get(post.path)
        audience = audience_of(post, reading.school, today)
        # What a reused file held stays remembered: its text is known again when the teacher puts it elsewhere, the new one is not.
        marks = known.marks if known and post.path in reused else marks_of(post)
        return SeenPost(post, audience, known, min(known.first_seen, today) if known else today, marks, known.id if known else next(new))

    return tuple(seen(post) for post in reading.posts), reused


def _may_still_go(post: Post, today: date) -> bool:
    """Whether it can go today or later: what cannot go any more is no mistake of anybody's."""
    return not post.draft and (post.until is None or today <= post.until)


def _told(
    posts: Sequence[SeenPost], left: Mapping[int, frozenset[int]], same_words: SameWords, gone: Mapping[str, tuple[int, ...]]
) -> Mapping[str, frozenset[int]]:
    """By path, the guardians who were told a post, or one that says the same or said it."""
    of_ids = ((seen.post.path, (seen.id, *gone.get(seen.post.path, ()))) for seen in posts)
    told = {path: frozenset[int]().union(*(left.get(id_, frozenset()) for id_ in ids)) for path, ids in of_ids}
    return told | {path: frozenset().union(*(told[one] for one in together)) for path, together in same_words.items()}


def _first_homes(memory: Memory) -> Mapping[str, date]:
    """By child, since when it is known in any household."""
    first: dict[str, date] = {}
    for guardian in memory.guardians:
        for child, since in guardian.children.items():
            first[child] = min(since, first.get(child, since))
    return first


def _at_home_then(seen: SeenPost, at_home: Mapping[str, Sequence[Reader]], first_home: Mapping[str, date]) -> Iterator[Reader]:
    """The readers whose household had one of the post's children on its day; or is the first that the school knows for that child.

    What a child's group got, and what was written about a child, is not for a household that got the child later.
    """
    for reader in (reader for family in seen.audience.families for reader in at_home.get(family, ())):
        theirs = [(child, since) for child, since in reader.children.items() if child in seen.audience.children]
        if not theirs or any(since <= seen.post.date or first_home.get(child, since) >= since for child, since in theirs):
            yield reader


def _awaiting(seen: SeenPost, here: Iterable[Reader], told: AbstractSet[int], waits: AbstractSet[int]) -> tuple[Reader, ...]:
    """Whom of these readers the post was not sent yet (a letter that waits has not been sent); old news awaits no newcomer.

    A personal message that has left was for the household of that day: who became the child's household later never gets it.
    """
    awaiting = (
        reader
        for reader in here
        if not (reader.known and reader.known.id in told) and is_news_for(seen.post, reader.reads_since(seen.post))
    )
    if seen.post.personal and (told or waits):
        return tuple(reader for reader in awaiting if reader.known and reader.known.id in waits)
    return tuple(awaiting)
