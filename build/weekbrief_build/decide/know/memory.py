"""What the ledger remembers, as values: which posts and guardians the job has seen, who was told what, what still waits to leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType

from weekbrief_build.school.letter import LetterKind
from weekbrief_build.school.post import Region


@dataclass(frozen=True, slots=True)
class EventMark:
    """The event of a post as those know it who were sent it; nothing in it can be read as text."""

    digest: str
    """Of what a calendar holds of it (`decide.letters.event_changes`)."""
    sequence: int
    """How often it changed after it was sent."""


@dataclass(frozen=True, slots=True)
class Marks:
    """By what a post is known again when its file is renamed or mended; nothing in it can be read as text."""

    title: str
    """SHA-256 of the folded title, hexadecimal."""
    words: frozenset[int]
    """64-bit hashes of runs of three folded words of the first version, its links and its event; of single words where there are fewer."""
    pictures: frozenset[str]
    """SHA-256 of each picture."""
    date: date | None = None
    """The post's own date; None where it was not remembered."""
    event: EventMark | None = None
    """None where there is none, or it was not remembered."""
    vocabulary: frozenset[int] | None = None
    """16-bit hashes of single folded words, those of the title too; None where an older Weekbrief did not remember them."""
    to: str | None = None
    """SHA-256 of the ids that a personal message is for, hexadecimal; empty where it is for everybody; None where it was not remembered."""


@dataclass(frozen=True, slots=True)
class KnownPost:
    """A post that the job has seen."""

    id: int
    path: str
    first_seen: date
    marks: Marks


@dataclass(frozen=True, slots=True)
class KnownGuardian:
    """A guardian that the job has seen; found again by family and name, else by address."""

    id: int
    family: str
    name: str
    email: str
    first_seen: date
    groups: Mapping[str, date]
    """By id, the groups whose posts they were meant to get at the last run, and since when; none where they were out of the school."""
    children: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    """By id, the children of their household, and since when; empty where an older Weekbrief did not remember them."""


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture that stands in a letter."""

    sha256: str
    """Of the school's file."""
    covered: frozenset[Region] | None
    """The faces that are covered in it; None where that was not written down: then nobody knows."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a letter shows of a post."""

    wording: str
    """Of all that is written in it (`decide.letters.still_valid.wording_of`); empty where that was not written down."""
    names: frozenset[str]
    """The children whose names show where they are mentioned."""
    pictures: tuple[ShownPicture, ...]


@dataclass(frozen=True, slots=True)
class WaitingLetter:
    """A letter to a guardian that was planned and has not left."""

    id: int
    kind: LetterKind
    edition: str | None
    guardian: int
    """`KnownGuardian.id`."""
    recipient: str
    shown: Mapping[int, Shown]
    """By `KnownPost.id`, what it shows of each post in it."""
    changed: bool = False
    """It tells what became of events (`decide.letters.event_changes`); the posts themselves left before."""
    whole: bool = True
    """Whether all its bytes are in the outbox; else it cannot leave as it was made."""
    refused: bool = False
    """A mail server refused it, so that nobody has it; it waits no more, unless its guardian has another address now."""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A letter that did not arrive, or of which that is not known."""

    letter: int
    kind: LetterKind
    recipient: str
    name: str | None
    """Of the guardian it was for; None where it was for somebody of the school."""
    family: str | None
    state: str
    """refused, unknown, or sent (and then it is delayed)."""
    bounced: str | None
    """failed or delayed: what a mail server reported last; None where none did."""
    said: str
    copied: bool
    """Whether a copy may have gone to the archive."""
    since: datetime


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the mail server refuses, as far as it is about the school and not about one letter; these letters wait."""

    about: str
    """As the sender says it: sender, relay, quota, login, blocklist, recipient, letter, unsaid."""
    letters: int
    said: str
    """What the server said last, without addresses."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What happened before this run; empty on a first run."""

    posts: tuple[KnownPost, ...] = ()
    guardians: tuple[KnownGuardian, ...] = ()
    told: Mapping[int, frozenset[int]] = field(default_factory=lambda: MappingProxyType({}))
    """Post id to the ids of the guardians to whom a letter with that post was ever planned; whether it left or waits."""
    last_edition: datetime | None = None
    """When the last edition was made, in school time with its zone."""
    editions: frozenset[str] = frozenset()
    noticed: frozenset[str] = frozenset()
    """Keys of the mistakes that were written to somebody (`decide.tell.notices`)."""
    noticed_at: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    """When each of them was written, in school time."""
    untold: str | None = None
    """The edition of which the head has no summary, because its bytes were lost before it left."""
    undelivered: tuple[Undelivered, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    waiting: tuple[WaitingLetter, ...] = ()
    """The letters that have not left and may be taken back: no sender is at work on them."""
    knows: Mapping[int, Mapping[int, str | None]] = field(default_factory=lambda: MappingProxyType({}))
    """By the id of a post whose event changed after it was sent, by guardian id, the digest of the event as the last letter that does not
    wait told it (None: there was no event). Of every other post each knows the event of its marks."""

    def for_addresses(self, addresses: Mapping[int, str]) -> Memory:
        """The same, without the refused letters of guardians (by id) who still have the address that was refused, or are gone."""
        waiting = (one for one in self.waiting if not one.refused or addresses.get(one.guardian, one.recipient) != one.recipient)
        return replace(self, waiting=tuple(waiting))

    def left(self) -> Mapping[int, frozenset[int]]:
        """As `told`, without the letters that wait: what cannot be taken back any more."""
        if not self.waiting:
            return self.told
        waiting = self.waiting_for()
        return {post: left for post, guardians in self.told.items() if (left := guardians - waiting.get(post, frozenset()))}

    def waiting_for(self) -> Mapping[int, frozenset[int]]:
        """By the id of a post, the guardians for whom a letter waits that is the first to tell it."""
        waiting: dict[int, set[int]] = {}
        for letter in self.waiting:
            for post in () if letter.changed else letter.shown:
                waiting.setdefault(post, set()).add(letter.guardian)
        return {post: frozenset(guardians) for post, guardians in waiting.items()}
