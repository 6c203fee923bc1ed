"""The consent register as `consent.csv` tells it: who said yes or no, to what, when; what it means is `decide.rule.consent`'s to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import MappingProxyType

FILE = "consent.csv"
"""Its path in the school folder."""


class Answer(Enum):
    """What a signer said."""

    YES = "yes"
    NO = "no"


class Kind(Enum):
    """What is shown; with the reach it makes a purpose."""

    PHOTO = "photo"
    VIDEO = "video"
    NAME = "name"


class Reach(Enum):
    """To whom it is shown: the child's own group, or anyone beyond it. Neither implies the other."""

    GROUP = "group"
    SCHOOL = "school"


def purpose(kind: Kind, reach: Reach) -> str:
    """The purpose as it stands in the register: `photo-group`."""
    return f"{kind.value}-{reach.value}"


LETTER_PURPOSES = frozenset(purpose(kind, reach) for kind in Kind for reach in Reach)


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One row of the register. `subject` is a child's id, or the name of a member of staff exactly as `groups.yaml` writes it."""

    subject: str
    purpose: str
    answer: Answer
    date: date
    signed_by: str
    """Folded (case, spaces, Unicode form), so that one person is one signer."""
    line: int


@dataclass(frozen=True, slots=True)
class Register:
    """All rows, found by subject and purpose; the order of rows within one subject and purpose means nothing."""

    rows: Mapping[tuple[str, str], tuple[ConsentRow, ...]]

    @classmethod
    def of(cls, rows: Iterable[ConsentRow]) -> Register:
        """The register that holds these rows."""
        found: dict[tuple[str, str], list[ConsentRow]] = {}
        for row in rows:
            found.setdefault((row.subject, row.purpose), []).append(row)
        return cls(MappingProxyType({key: tuple(of_key) for key, of_key in found.items()}))

    def about(self, subject: str, purpose: str) -> tuple[ConsentRow, ...]:
        """The rows of this subject and purpose; none where nobody said anything."""
        return self.rows.get((subject, purpose), ())
