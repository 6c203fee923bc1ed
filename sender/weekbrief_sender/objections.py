"""Decides when a mail server's no for good (5yz) is believed of a letter, and when it keeps the others back; no I/O: a table.

A relay that refuses the school says so in words that look like a recipient's refusal, and one that takes the head's letter may still
refuse every parent's. So a no for good is in doubt, whatever it says, until the same server has shown in the same run that it takes
letters of ours. A letter in doubt waits; nothing but its own case (`BELIEVED`) makes it `refused`.

- What is heard is kept until the run ends: only then it shows whether the same words came three times.
- MANY in doubt with none taken since, or MANY equal ones that do not name an address: the server is against the school. The rest of
  the run waits, and so do these.
- A lone letter, which no other follows: where the code names its recipient, a second run that hears it again believes it. In other
  words it waits for a run that has other letters, too; `in_turn` puts it between them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from weekbrief_sender.states import About

MANY = 3
_NO_LETTERS = re.compile(r"[^a-z]+")
_LETTER = About.LETTER


def same_words(one: str, other: str) -> bool:
    """Whether two replies, with their codes, say the same, but for numbers, queue ids and addresses."""
    return _key(one) == _key(other)


def _key(reply: str) -> tuple[str, str]:
    plain = " ".join(word for word in reply.split() if not any(sign.isdigit() or sign in "<>@" for sign in word))
    return " ".join(re.findall(r"\b5\d\d\b|\b5\.\d+\.\d+\b", reply)[:2]), _NO_LETTERS.sub(" ", plain.lower())


class Evidence(Enum):
    """What the run has shown of the server, besides one no."""

    NONE = "it took no letter"
    BEFORE = "it took letters, and none since"
    AFTER = "it took a letter after this no"
    MANY = "it said the same three times"


class Belief(Enum):
    """What becomes of a letter that a server does not take."""

    REFUSED = "the no is about this letter"
    AGES = "it waits, and is given up when its life has passed: the server takes others, and a person was told"
    WAITS = "it waits for as long as it takes: the no may be about the school"


_REFUSED, _AGES, _WAITS = Belief.REFUSED, Belief.AGES, Belief.WAITS
BELIEVED: Mapping[About, Mapping[Evidence, Belief]] = MappingProxyType(
    {
        about: MappingProxyType(dict(zip(Evidence, beliefs, strict=True)))
        for about, beliefs in {
            # about           nothing   taken before  taken after  three times the same
            About.RECIPIENT: (_WAITS, _REFUSED, _REFUSED, _WAITS),
            About.LETTER: (_WAITS, _REFUSED, _REFUSED, _WAITS),
            About.UNSAID: (_WAITS, _WAITS, _REFUSED, _WAITS),
            About.SENDER: (_WAITS, _WAITS, _AGES, _WAITS),
            About.RELAY: (_WAITS, _WAITS, _AGES, _WAITS),
            About.QUOTA: (_WAITS, _WAITS, _AGES, _WAITS),
            About.LOGIN: (_WAITS, _WAITS, _AGES, _WAITS),
            About.BLOCKLIST: (_WAITS, _WAITS, _AGES, _WAITS),
        }.items()
    }
)


@dataclass(frozen=True, slots=True)
class Objection:
    """A no for good to one letter."""

    letter: int
    about: About
    reply: str
    before: str | None = None
    """What the letter heard in an earlier run, if that was a no for good, too."""

    @property
    def names_an_address(self) -> bool:
        """Whether it is about this letter or its recipient, as far as its words go."""
        return self.about in (About.RECIPIENT, _LETTER)


class Objections:
    """What one run of letters has heard from one server, in order."""

    def __init__(self) -> None:
        self._heard: list[tuple[Objection, int]] = []
        """Each with the number of letters that were taken before it."""
        self._taken = 0

    def taken(self) -> None:
        """The server took a letter."""
        self._taken += 1

    def hear(self, objection: Objection) -> bool:
        """Take a no for good; whether the rest of the run is to wait."""
        self._heard.append((objection, self._taken))
        since = sum(taken == self._taken for _, taken in self._heard)
        return since >= MANY or (not objection.names_an_address and self._equal(objection, 0) >= MANY)

    def judged(self, *, alone: bool) -> Sequence[tuple[Objection, Belief]]:
        """What becomes of each letter that was refused. `alone`: no other letter, of earlier runs neither, is in doubt."""
        return [(objection, self._belief(objection, taken, alone=alone)) for objection, taken in self._heard]

    def _belief(self, objection: Objection, taken: int, *, alone: bool) -> Belief:
        again = objection.before is not None and same_words(objection.before, objection.reply)
        if objection.about is About.RECIPIENT and alone and again and len(self._heard) == 1:
            return Belief.REFUSED
        return BELIEVED[objection.about][self._evidence(objection, taken)]

    def _evidence(self, objection: Objection, taken: int) -> Evidence:
        after = self._taken > taken
        since = self._taken if objection.names_an_address else 0  # addresses that are gone may be many, where the server takes others
        if not (objection.names_an_address and after) and self._equal(objection, since) >= MANY:
            return Evidence.MANY
        return Evidence.AFTER if after else Evidence.BEFORE if taken else Evidence.NONE

    def _equal(self, objection: Objection, since: int) -> int:
        """How often these words were heard, once so many letters had been taken."""
        heard = Counter(_key(other.reply) for other, taken in self._heard if taken >= since)
        return heard[_key(objection.reply)]


def in_turn(due: Sequence[int], in_doubt: Collection[int]) -> Sequence[int]:
    """The letters in the order in which they are tried: a few that are in doubt among the others, where it shows what the no is about."""
    if not in_doubt:
        return due
    fresh, doubtful = [letter for letter in due if letter not in in_doubt], [letter for letter in due if letter in in_doubt]
    few = MANY - 1
    first = fresh[:1] if len(fresh) > 1 else []
    return [*first, *doubtful[:few], *fresh[len(first) :], *doubtful[few:]]
