"""Decides since when the job knows a guardian, and since when as a reader of a group: who is new to either gets no old news.

A new address or a corrected name makes nobody a newcomer. A child that moves up makes its family newcomers to the new group: what
that group was told before was meant for others, and its consents were given for others.

Known limit: only the latest address of a guardian is remembered. Who takes up an older one again, and changes the name or the
family's id in the same edit, is a newcomer, and gets the posts of the last seven days once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from weekbrief_build.decide.audience import groups_of
from weekbrief_build.decide.memory import KnownGuardian
from weekbrief_build.school.people import Delivery, Family, Guardian, School
from weekbrief_build.school.post import Post


@dataclass(frozen=True, slots=True)
class Reader:
    """A guardian for whom letters may be due, and since when the job knows them."""

    family: Family
    guardian: Guardian
    known: KnownGuardian | None
    first_seen: date
    groups: Mapping[str, date]
    """By id, the groups whose posts are meant for them, and since when."""

    @property
    def weekly(self) -> bool:
        """Whether they chose the weekly letter."""
        return self.guardian.delivery is Delivery.NEWSLETTER

    def reads_since(self, post: Post) -> date:
        """Since when posts such as this one are meant for them; a personal message may come from any group."""
        return self.first_seen if post.personal else self.groups.get(post.group, self.first_seen)


def readers_of(school: School, known: Sequence[KnownGuardian], today: date) -> tuple[Reader, ...]:
    """Every guardian of the school, in the order of `groups.yaml`; one who was never seen before is first seen today.

    A guardian is found again by address; one whose address is new, by family and name. No known guardian is found twice. Nobody was
    first seen on a day that is still to come: then a clock ran ahead, or somebody tried another day.
    """
    by_address = {guardian.email.casefold(): guardian for guardian in known}
    everyone = [(family, guardian) for family in school.families.values() for guardian in family.guardians]
    taken = {found.id for _, guardian in everyone if (found := by_address.get(guardian.email.casefold()))}
    by_name = {(guardian.family, guardian.name): guardian for guardian in known if guardian.id not in taken}

    def reader(family: Family, guardian: Guardian) -> Reader:
        found = by_address.get(guardian.email.casefold()) or by_name.pop((family.id, guardian.name), None)
        first_seen = min(found.first_seen, today) if found else today
        return Reader(family, guardian, found, first_seen, _since(groups_of(family, school, today), found, today))

    return tuple(reader(family, guardian) for family, guardian in everyone)


def _since(groups: AbstractSet[str], known: KnownGuardian | None, today: date) -> Mapping[str, date]:
    """Since when they read each of these groups; of a group that they left and came back to, since they came back."""
    before = known.groups if known else {}
    return MappingProxyType({group: min(before.get(group, today), today) for group in sorted(groups)})
