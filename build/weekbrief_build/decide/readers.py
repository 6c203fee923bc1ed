"""Decides which guardian the job has seen before, so that a new address or a corrected name makes nobody a newcomer.

Known limit: only the latest address of a guardian is remembered. Who takes up an older one again, and changes the name or the
family's id in the same edit, is a newcomer, and gets the posts of the last seven days once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from weekbrief_build.decide.memory import KnownGuardian
from weekbrief_build.school.people import Family, Guardian


@dataclass(frozen=True, slots=True)
class Reader:
    """A guardian for whom letters may be due, and since when the job knows them."""

    family: Family
    guardian: Guardian
    known: KnownGuardian | None
    first_seen: date


def readers_of(families: Mapping[str, Family], known: Sequence[KnownGuardian], today: date) -> tuple[Reader, ...]:
    """Every guardian of the school, in the order of `groups.yaml`; one who was never seen before is first seen today.

    A guardian is found again by address; one whose address is new, by family and name. No known guardian is found twice. Nobody was
    first seen on a day that is still to come: then a clock ran ahead, or somebody tried another day.
    """
    by_address = {guardian.email.casefold(): guardian for guardian in known}
    everyone = [(family, guardian) for family in families.values() for guardian in family.guardians]
    taken = {found.id for _, guardian in everyone if (found := by_address.get(guardian.email.casefold()))}
    by_name = {(guardian.family, guardian.name): guardian for guardian in known if guardian.id not in taken}

    def reader(family: Family, guardian: Guardian) -> Reader:
        found = by_address.get(guardian.email.casefold()) or by_name.pop((family.id, guardian.name), None)
        return Reader(family, guardian, found, min(found.first_seen, today) if found else today)

    return tuple(reader(family, guardian) for family, guardian in everyone)
