"""The moment for which a run acts: now, or as if it were another; it is met once, at the entry point, and passed on as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Moment:
    """What the clock said when the command began, and what `--on` said, if anything."""

    clock: datetime
    """Aware."""
    on: datetime | None = None
    """Naive: school time, whatever the zone of the school turns out to be."""

    @property
    def day(self) -> date:
        """The day, before anybody knows the school's zone: near midnight it may be the neighbour of the school's."""
        return (self.on or self.clock).date()

    def in_school(self, zone: ZoneInfo) -> datetime:
        """The moment to act for, aware, in school time."""
        return self.on.replace(tzinfo=zone) if self.on else self.clock.astimezone(zone)
