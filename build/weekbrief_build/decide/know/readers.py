"""Decides since when the job knows a guardian, and since when as a reader of a group: who is new to either gets no old news.

A guardian is known again by family and name; else by address, where the family or the name is still the same, or the family has
another id now. So a new address or a corrected name makes nobody a newcomer, and an address that moves to another family takes no history
along. A child that moves up makes its family newcomers to the new group: what that group was told before was meant for others, and its
consents were given for others. Whoever was out of the school for a while, by whatever way, is a newcomer on coming back; what they were
sent before, they are not sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from weekbrief_build.decide.know.memory import KnownGuardian
from weekbrief_build.decide.rule.audience import groups_of
from weekbrief_build.school.people import Delivery, Family, Guardian, School
from weekbrief_build.school.post import Post

_NONE: Mapping[str, date] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reader:
    """A guardian for whom letters may be due, and since when the job knows them."""

    family: Family
    guardian: Guardian
    known: KnownGuardian | None
    first_seen: date
    groups: Mapping[str, date]
    """By id, the groups whose posts are meant for them, and since when."""
    children: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    """By id, the children of their household, and since when it is theirs."""

    @property
    def weekly(self) -> bool:
        """Whether they chose the weekly letter."""
        return self.guardian.delivery is Delivery.NEWSLETTER

    def reads_since(self, post: Post) -> date:
        """Since when posts such as this one are meant for them; a personal message, since one of its children is in their household."""
        if not post.personal:
            return self.groups.get(post.group, self.first_seen)
        return min((since for child, since in self.children.items() if child in post.to), default=self.first_seen)


def readers_of(school: School, known: Sequence[KnownGuardian], today: date) -> tuple[Reader, ...]:
    """Every guardian of the school, in the order of `groups.yaml`; one who was never seen before is first seen today.

    No known guardian is found twice. Nobody was first seen on a day that is still to come: then a clock ran ahead, or somebody tried
    another day.
    """
    everyone = [(family, guardian) for family in school.families.values() for guardian in family.guardians]
    by_name = {(guardian.family, guardian.name): guardian for guardian in known}
    found = {number: by_name.pop(name) for number, name in enumerate(map(_named, everyone)) if name in by_name}
    by_address: dict[str, list[KnownGuardian]] = {}
    for one in by_name.values():
        by_address.setdefault(one.email.casefold(), []).append(one)
    before = {one.family for one in known}
    for number, (family, guardian) in enumerate(everyone):
        there = by_address.get(guardian.email.casefold(), [])
        renamed = family.id not in before
        same = (old for old in there if _is_same(old, family, guardian) or (renamed and old.family not in school.families))
        if number not in found and (old := next(same, None)):
            found[number] = old
            there.remove(old)

    of_family: dict[str, list[KnownGuardian]] = {}
    for one in known:
        if one.groups:
            of_family.setdefault(one.family, []).append(one)

    def reader(number: int, family: Family, guardian: Guardian) -> Reader:
        known = found.get(number)
        first_seen = min(known.first_seen, today) if known and known.groups else today
        groups = _since(groups_of(family, school, today), known.groups if known else {}, today)
        at_home = _at_home(family, [*of_family.get(family.id, ()), *([known] if known and known.groups else ())])
        return Reader(family, guardian, known, first_seen, groups, _since(family.children, at_home, today))

    return tuple(reader(number, family, guardian) for number, (family, guardian) in enumerate(everyone))


def departed(known: Iterable[KnownGuardian], readers: Iterable[Reader]) -> tuple[KnownGuardian, ...]:
    """The known guardians who are out of the school since the last run: what they read is forgotten, what they were sent is not."""
    here = {reader.known.id for reader in readers if reader.known}
    return tuple(replace(guardian, groups=_NONE, children=_NONE) for guardian in known if guardian.groups and guardian.id not in here)


def _is_same(old: KnownGuardian, family: Family, guardian: Guardian) -> bool:
    """Whether somebody at the same address is who was known there: their family or their name is still the same."""
    return old.family == family.id or old.name == guardian.name


def _named(one: tuple[Family, Guardian]) -> tuple[str, str]:
    return one[0].id, one[1].name


def _at_home(family: Family, known: Iterable[KnownGuardian]) -> Mapping[str, date]:
    """Since when the children of a household are there, by what is known of its guardians: who joins it changes nothing for it."""
    since: dict[str, date] = {}
    for guardian in known:
        for child, day in (guardian.children or dict.fromkeys(family.children, guardian.first_seen)).items():
            since[child] = min(day, since.get(child, day))
    return since


def _since(now: AbstractSet[str], before: Mapping[str, date], today: date) -> Mapping[str, date]:
    """Since when they read each of these groups, or have each of these children; what they left and came back to, since they came back."""
    return MappingProxyType({one: min(before.get(one, today), today) for one in sorted(now)})
