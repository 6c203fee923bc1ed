"""Decides what the consent register says of one child, for one purpose, on one day; it never turns silence into a yes.

The rule (DESIGN.md, "consent.csv"): of each signer the last row up to that day counts; on the same day a no counts.
A yes lapses at the yearly renewal; a no stands until the same signer says yes. Any standing no means no. Otherwise one
current yes means yes. Nothing means no. A child who has left has no yes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from weekbrief_build.school.consent import ConsentRow, Register
from weekbrief_build.school.people import Child, YearlyDay


class Standing(Enum):
    """What the register says; only YES lets anything be shown."""

    YES = "yes"
    REFUSED = "refused"
    LAPSED = "lapsed"
    SILENT = "silent"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Consent:
    """A standing and the rows that make it (in the order of the file); no rows for SILENT and LEFT."""

    standing: Standing
    rows: tuple[ConsentRow, ...] = ()


def consent_of(child: Child, purpose: str, day: date, register: Register, renewal: YearlyDay) -> Consent:
    """What the register says of this child for this purpose on this day."""
    raise NotImplementedError


def refusals_of_staff(name: str, purpose: str, day: date, register: Register) -> tuple[ConsentRow, ...]:
    """The standing noes of a member of staff: staff may be seen unless there is one (a yes is not needed and does not lapse)."""
    raise NotImplementedError
