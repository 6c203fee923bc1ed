"""What a doctor finds: a code, how serious it is, and the values for the sentence; values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType


class Grade(Enum):
    """How serious a finding is; the values stand in the JSON."""

    GOOD = "good"
    ADVICE = "advice"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    code: str
    grade: Grade
    values: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))


def good(code: str, **values: str | int) -> Finding:
    """It is as it should be."""
    return Finding(code, Grade.GOOD, MappingProxyType(values))


def advice(code: str, **values: str | int) -> Finding:
    """It may be meant so, and should be looked at."""
    return Finding(code, Grade.ADVICE, MappingProxyType(values))


def mend(code: str, **values: str | int) -> Finding:
    """Letters do not go, or do not arrive, until somebody mends it."""
    return Finding(code, Grade.MEND, MappingProxyType(values))
