"""Decides what goes into a letter that would be too large: smaller pictures first, then less; it never leaves out what would fit.

A letter has room for so many bytes (the school's limit for a whole message) and for so much HTML (more is cut off by Gmail).
1. All pictures of a letter are made smaller together, one step of the ladder after the other, until the letter fits.
2. Where the smallest are too large, things are left out one by one, in the order of `_FIRST_TO_GO`: galleries are thinned out from
   their ends before a clip or a PDF goes, and the last picture of a post goes last of all. A post that invites keeps what it has longest.
3. What fits after all, because something large went later, is put back.
4. Where the HTML is too long, the longest posts begin in it, and their whole text is attached; those that ask for a reply come last.

Sizes are facts that come from outside. Whatever is left out, its post says so, and whom to ask.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

MOST_HTML = 100_000
"""Bytes of HTML, as decoded: Gmail shows about 102 KB of a letter and hides the rest."""

FIGURE = 800
"""Bytes of HTML around a picture, more or less."""

WORTH_SHORTENING = 1_000
"""Bytes of HTML in the text of a post: a shorter one is hardly longer than its beginning."""

ON_THE_WAY = 8_000
"""Bytes of a message that are kept free: for its own first headers, for a signature, and for what servers write above it."""


class What(Enum):
    """What can be left out of a letter."""

    PHOTO = "photo"
    VIDEO = "video"  # its poster; the clip goes with it
    CLIP = "clip"  # the clip of a video, whose poster stays
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in a letter that can be left out of it; a value by its post and name."""

    post: int
    """The place of its post in the letter, from 0."""
    what: What
    name: str
    """Unique among the things of its kind in its post."""
    same: str
    """What travels once, however often it stands in a letter, has the same word here."""
    place: int = 0
    """Of a photo: its place among the photos and videos of its post, from 0."""
    invites: bool = False
    """Whether its post is an invitation."""


A_FEW = 4
"""So many pictures tell what a post is about."""

_FIRST_TO_GO: Sequence[Callable[[Thing], bool]] = (
    lambda thing: thing.what is What.PHOTO and thing.place >= A_FEW,
    lambda thing: thing.what is What.CLIP,
    lambda thing: thing.what is What.PHOTO and thing.place > 0,
    lambda thing: thing.what is What.PAPER,
    lambda _: True,
)
"""Which things go before others: the first rule that a thing fits counts."""


def in_order_of_leaving(things: Iterable[Thing]) -> tuple[Thing, ...]:
    """The things, with what goes first in front: of equals the last pictures of the posts with most, and what stands last."""

    def rank(thing: Thing) -> tuple[int, bool, int, int, str, str]:
        rule = next(number for number, fits in enumerate(_FIRST_TO_GO) if fits(thing))
        return rule, thing.invites, -thing.place, -thing.post, thing.what.value, thing.name

    return tuple(sorted(things, key=rank))


def left_out(things: Collection[Thing], sizes: Mapping[str, int], room: int) -> frozenset[Thing]:
    """What has to go so that the others fit into this room; all, where nothing fits.

    `sizes`: by `Thing.same`, bytes in the message. A clip never stays where its poster goes.
    """
    copies = Counter(thing.same for thing in things)
    total = sum(sizes[same] for same in copies)
    gone: dict[Thing, None] = {}
    for thing in in_order_of_leaving(things):
        if total <= room:
            break
        gone[thing] = None
        copies[thing.same] -= 1
        total -= 0 if copies[thing.same] else sizes[thing.same]
    for thing in reversed(tuple(gone)):
        more = 0 if copies[thing.same] else sizes[thing.same]
        poster_is_gone = thing.what is What.CLIP and any(
            (one.post, one.name, one.what) == (thing.post, thing.name, What.VIDEO) for one in gone
        )
        if total + more <= room and not poster_is_gone:
            del gone[thing]
            copies[thing.same] += 1
            total += more
    return frozenset(gone)


@dataclass(frozen=True, slots=True)
class Story:
    """The text of a post in a letter."""

    post: int
    """The place of its post in the letter, from 0."""
    length: int
    """Of its HTML, in bytes."""
    asks: bool = False
    """Whether it asks for a reply."""


def first_to_shorten(stories: Iterable[Story]) -> Sequence[int]:
    """The posts, with that in front whose text is to be attached first: the longest, so that the fewest are; what asks for a reply last."""
    worth = (story for story in stories if story.length >= WORTH_SHORTENING)
    return [story.post for story in sorted(worth, key=lambda story: (story.asks, -story.length, -story.post))]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of a post is not in a letter, because the letter became too large; nothing of what its reader may not see counts."""

    photos: int = 0
    videos: int = 0
    clips: frozenset[str] = frozenset()
    """Names of the videos that show their poster alone."""
    papers: frozenset[str] = frozenset()
    """Names of the PDFs that are not attached."""
    text: bool = False
    """Whether the HTML holds the beginning alone, and the whole text is attached."""

    @classmethod
    def of(cls, things: Iterable[Thing], *, text: bool) -> LeftOut:
        """The things of one post that were left out."""
        gone = tuple(things)

        def names(what: What) -> frozenset[str]:
            return frozenset(thing.name for thing in gone if thing.what is what)

        videos = names(What.VIDEO)
        return cls(len(names(What.PHOTO)), len(videos), names(What.CLIP) - videos, names(What.PAPER), text)


NOTHING = LeftOut()
