"""The school as `groups.yaml` tells it: groups, staff, children, families, guardians, and how letters leave.

Values only, right by construction: `gather.office.groups` is the one place that makes them. Ids are lower-case words joined by hyphens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from zoneinfo import ZoneInfo

from weekbrief_build.school.name_forms import first_of
from weekbrief_build.school.roll import Roll, roll_of
from weekbrief_build.school.spelling import folded


class Delivery(Enum):
    """What a guardian chose: the weekly letter, or each post as soon as the job sees it."""

    NEWSLETTER = "newsletter"
    MAIL = "mail"


class WithoutConsent(Enum):
    """What the school does with a picture in which a child without a yes is marked."""

    WITHHOLD = "withhold"
    COVER = "cover"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an address (`local@domain`, one address, no line breaks)."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Group:
    """A class, or the whole school (`everyone`)."""

    id: str
    name: str
    teachers: tuple[Mailbox, ...]
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Child:
    """A child of the school; `groups` never holds a group that is for everyone."""

    id: str
    name: str
    groups: frozenset[str]
    called: str | None = None
    left: date | None = None
    """The first day on which the child is no longer at the school."""
    number: str | None = None
    """In the pupil administration, where the school wrote it down."""

    @property
    def first_name(self) -> str:
        """The first name used in class: `called`, else the first word of `name`, where that is not the surname (`Vos, Roos`)."""
        return self.called or first_of(self.name)

    def has_left(self, day: date) -> bool:
        """Whether the child is no longer at the school on this day."""
        return self.left is not None and self.left <= day


@dataclass(frozen=True, slots=True)
class Guardian:
    """One letter-box of a family: the address is what makes two guardians of one family one."""

    name: str
    email: str
    delivery: Delivery
    language: str


@dataclass(frozen=True, slots=True)
class Family:
    """A household: of guardians with the children they belong to, or of one guardian who belongs to several (`jansen+bakker`)."""

    id: str
    children: frozenset[str]
    guardians: tuple[Guardian, ...]
    on_paper: tuple[str, ...] = ()
    """The names of its guardians without an address: no letter can be sent to them."""


@dataclass(frozen=True, slots=True)
class WeeklyMoment:
    """When the weekly letter is due, in school time; weekday 0 is Monday."""

    weekday: int
    at: time


@dataclass(frozen=True, slots=True)
class YearlyDay:
    """A day of every year; 29 February is not one."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class OAuth:
    """Where a token to log in with is asked for; the secrets that prove who asks never stand here."""

    token_url: str
    client_id: str
    scope: str


@dataclass(frozen=True, slots=True)
class ImapFolder:
    """A folder of a mailbox that can be looked into. No password ever stands here."""

    host: str
    username: str
    port: int | None = None
    security: str = "tls"  # or "starttls"; "none" only on this machine
    auth: str = "password"  # or "xoauth2": with the token that letters are sent with
    folder: str = "INBOX"


@dataclass(frozen=True, slots=True)
class MaildirFolder:
    """A mailbox that lies on this machine, as an absolute path."""

    maildir: str


@dataclass(frozen=True, slots=True)
class Dkim:
    """In whose name letters are signed: the key for it is published at `<selector>._domainkey.<domain>`."""

    domain: str
    selector: str


LARGEST_LETTER = 5_000_000
"""In bytes, where the school sets no other limit: what every school's mail server takes."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How letters leave; None where the file is silent and the sender decides. No password, token or key ever stands here."""

    transport: str  # "maildir" or "smtp"
    host: str | None = None
    port: int | None = None
    security: str = "starttls"  # or "tls", "none"
    username: str | None = None
    per_minute: int | None = None
    connections: int | None = None
    provider: str | None = None  # "microsoft365" or "google"; what it implies is filled in here already
    unencrypted: bool = False
    """Said beside `security: none` by a school that wants its letters to travel readable to another machine."""
    auth: str = "password"  # or "xoauth2"
    token_command: tuple[str, ...] = ()
    """The program that prints a token, and its arguments; run without a shell."""
    oauth: OAuth | None = None
    life: int = 3
    """For how many days a letter is tried."""
    verp: bool = True
    """Whether each letter has an envelope sender of its own, so that a bounce names its letter."""
    bounces_to: str | None = None
    """The address that bounces go to; None: the school's sender."""
    archive: str | None = None
    """An address that gets a copy of every letter, in the same transaction."""
    archive_mailbox: ImapFolder | None = None
    """Where those copies arrive: what is there was sent."""
    bounces_mailbox: ImapFolder | MaildirFolder | None = None
    dkim: Dkim | None = None
    largest_letter: int = LARGEST_LETTER
    """In bytes, as the message travels: what is larger is made smaller (`decide.letters.fit`)."""


@dataclass(frozen=True)
class School:
    """Everything of `groups.yaml`. Mappings are read-only and keyed by id, in the order of the file."""

    name: str
    language: str
    timezone: ZoneInfo
    newsletter: WeeklyMoment
    sender: Mailbox
    head: Mailbox
    rights: str
    consent_renewal: YearlyDay
    pictures_without_consent: WithoutConsent
    largest_picture: int
    """Megapixels: what is larger stays behind, and so does what a small file claims to unpack to."""
    mail: MailSettings
    groups: Mapping[str, Group]
    children: Mapping[str, Child]
    families: Mapping[str, Family]
    further_purposes: tuple[str, ...] = ()
    """Purposes of consent of the school's own, of which letters know nothing."""
    example: date | None = None
    """Only in an example school: the day for which its dates were written (see `school.example`)."""
    outbox: str | None = None
    """The folder through which letters pass, as written: absolute, or from the school folder; None: `outbox`."""
    reaches_people: bool = False
    """Whether an address stands in it that somebody can have: one outside the domains that are reserved for examples."""

    @cached_property
    def staff(self) -> tuple[Mailbox, ...]:
        """The head and every teacher, each once, in the order of the file."""
        return tuple(dict.fromkeys([self.head, *(teacher for group in self.groups.values() for teacher in group.teachers)]))

    @cached_property
    def roll(self) -> Roll:
        """The names of children and staff, ready to be found in a text; made once, because it is the same for every post."""
        guardians = [(family.id, guardian) for family in self.families.values() for guardian in family.guardians]
        of_staff = {one.email.casefold() for one in (*self.staff, self.sender)}
        return roll_of(
            ((child.id, child.name, child.called) for child in self.children.values()),
            (one.name for one in self.staff),
            ((family, guardian.name) for family, guardian in guardians),
            frozenset(guardian.email.casefold() for _, guardian in guardians if guardian.email) - of_staff,
        )

    @cached_property
    def staff_by_name(self) -> Mapping[str, tuple[str, ...]]:
        """Folded name to the names of staff that are spelt so, each once, in the order of the file."""
        found: dict[str, dict[str, None]] = {}
        for member in self.staff:
            found.setdefault(folded(member.name), {})[member.name] = None
        return MappingProxyType({word: tuple(names) for word, names in found.items()})

    @cached_property
    def children_by_word(self) -> Mapping[str, frozenset[str]]:
        """Folded id and folded full name to the ids of the children whose they are."""
        return _found_by((word, child.id) for child in self.children.values() for word in (child.id, child.name))

    @cached_property
    def children_by_first_name(self) -> Mapping[str, frozenset[str]]:
        """Folded first name to the ids of all the children of the school who are called so."""
        return _found_by((child.first_name, child.id) for child in self.children.values())


def _found_by(words: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word, id_ in words:
        found.setdefault(folded(word), set()).add(id_)
    return MappingProxyType({word: frozenset(ids) for word, ids in found.items()})
