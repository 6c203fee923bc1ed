"""Sees to it that the first letters to real people, and later every changed server, program and place, are let through by a person."""

from __future__ import annotations

import sqlite3

from weekbrief_build.decide.hold.trust import Changed, Reach, changes, is_of_school, reach_of, untrusted
from weekbrief_build.job.place import Place
from weekbrief_build.outbox.ledger import look_into, open_outbox
from weekbrief_build.outbox.let_through import ToGo, has_sent, keep_let_through, let_through, to_go
from weekbrief_build.school.mistake import Mistake
from weekbrief_build.school.people import School


def not_let_through(place: Place, school: School) -> tuple[Changed, ...]:
    """What letters would reach and a person has not let through; nothing where none leaves this machine, or none was ever let go."""
    if school.mail.transport != "smtp":
        return ()
    with look_into(place.outbox) as ledger:
        known = _known(ledger, school) if ledger else None
    return changes(known, reach_of(school, str(place.outbox)), school) if known else ()


def untrusted_changes(place: Place, school: School) -> tuple[Mistake, ...]:
    """The same, as what the operator is told."""
    return tuple(map(untrusted, not_let_through(place, school)))


def first_to_go(ledger: sqlite3.Connection, place: Place, school: School) -> ToGo | None:
    """What would be the first to leave by a server; None where that was let go. An outbox that sent before anybody asked is trusted."""
    if school.mail.transport != "smtp" or _known(ledger, school):
        return None
    if let_through(ledger) is None and has_sent(ledger):
        keep_let_through(ledger, reach_of(school, str(place.outbox)))
        return None
    return to_go(ledger)


def let_go(place: Place, school: School) -> None:
    """A person has said yes: from now on letters may reach what `groups.yaml` names at this moment. Raises as `open_outbox` does."""
    with open_outbox(place.outbox) as outbox:
        keep_let_through(outbox.ledger, reach_of(school, str(place.outbox)))


def was_let_go(place: Place, school: School) -> bool:
    """Whether the letters of this school may leave by a server, changes apart."""
    with look_into(place.outbox) as ledger:
        return ledger is not None and (_known(ledger, school) is not None or (let_through(ledger) is None and has_sent(ledger)))


def _known(ledger: sqlite3.Connection, school: School) -> Reach | None:
    """What was let through for this school."""
    known = let_through(ledger)
    return known if known and is_of_school(known, school) else None
