from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from outboxes import NOW, a_letter, some_work

from weekbrief_build.decide.know.memory import Refusal, Undelivered
from weekbrief_build.outbox.commit import hand_over
from weekbrief_build.outbox.ledger import Outbox, open_outbox
from weekbrief_build.outbox.undelivered import refusals, undelivered
from weekbrief_build.school.letter import LetterKind


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    """Four letters to guardians, and a fifth to somebody of the school."""
    work = some_work([a_letter(number) for number in range(1, 5)])
    notice = replace(a_letter(9, edition=None, recipient="sanne@regenboog.example"), kind=LetterKind.NOTICE)
    with open_outbox(tmp_path) as opened:
        hand_over(opened, work.plan, work.letters, [(notice, ("key",))], edition_at_once=False)
        yield opened


def _state(ledger: sqlite3.Connection, letter: int, state: str, reply: str | None = None, archive: str | None = None) -> None:
    ledger.execute(
        "INSERT INTO delivery (letter, state, tries, changed_at, reply, archive) VALUES (?, ?, 1, ?, ?, ?)",
        (letter, state, NOW.isoformat(), reply, archive),
    )


def _bounce(ledger: sqlite3.Connection, letter: int, kind: str, said: str) -> None:
    row = (letter, kind, said, NOW.isoformat(), said.encode())
    ledger.execute("INSERT INTO bounce (letter, kind, said, reported_at, report) VALUES (?, ?, ?, ?, ?)", row)


def _told(outbox: Outbox) -> list[tuple[int, str, str | None]]:
    return [(one.letter, one.state, one.bounced) for one in undelivered(outbox.ledger)]


def test_a_letter_that_did_not_arrive_is_told_with_the_name_of_whom_it_was_for(outbox: Outbox) -> None:
    """So that the head can telephone; with what the server said, and since when."""
    _state(outbox.ledger, 1, "refused", reply="550 5.1.1 no such user")
    told = Undelivered(
        1,
        LetterKind.NEWSLETTER,
        "ouder1@example.org",
        "Ouder 1",
        "gezin-1",
        "refused",
        None,
        "550 5.1.1 no such user",
        copied=False,
        since=NOW,
    )
    assert undelivered(outbox.ledger) == (told,)


def test_a_letter_to_somebody_of_the_school_has_no_guardian(outbox: Outbox) -> None:
    """It told no post, so there is no name but its address."""
    _state(outbox.ledger, 5, "unknown")
    assert [(one.recipient, one.name, one.family, one.said) for one in undelivered(outbox.ledger)] == [
        ("sanne@regenboog.example", None, None, "")
    ]


def test_only_what_may_not_have_arrived_is_told(outbox: Outbox) -> None:
    """A letter that was sent is told only while a server says that it is late; what waits or is on its way has not failed."""
    for letter, state in ((1, "sent"), (2, "waiting"), (3, "sending"), (4, "sent"), (5, "unknown")):
        _state(outbox.ledger, letter, state)
    assert _told(outbox) == [(5, "unknown", None)]
    _bounce(outbox.ledger, 4, "delayed", "4.4.1 no answer yet")
    assert _told(outbox) == [(4, "sent", "delayed"), (5, "unknown", None)]


def test_of_several_reports_the_last_counts(outbox: Outbox) -> None:
    """First it was late, then it came back: the letter is told once, with what was said last, and not with the server's first answer."""
    _state(outbox.ledger, 1, "refused", reply="250 queued")
    _bounce(outbox.ledger, 1, "delayed", "4.4.1 no answer yet")
    _bounce(outbox.ledger, 1, "failed", "5.1.1 no such user")
    assert [(one.bounced, one.said) for one in undelivered(outbox.ledger)] == [("failed", "5.1.1 no such user")]


def test_a_letter_whose_copy_may_have_gone_to_the_archive_says_so(outbox: Outbox) -> None:
    """Whoever asks what became of it looks there first."""
    _state(outbox.ledger, 1, "unknown", archive="archief@regenboog.example")
    _state(outbox.ledger, 2, "unknown")
    assert [one.copied for one in undelivered(outbox.ledger)] == [True, False]


def test_what_the_server_refuses_is_counted_by_what_it_is_about(outbox: Outbox) -> None:
    """The letters that wait because of it, and no others: one that went after all is not in doubt any more."""
    for letter, state, reply in ((1, "waiting", "550 a"), (2, "waiting", "550 b"), (3, "waiting", "535 c"), (4, "sent", "550 z")):
        _state(outbox.ledger, letter, state, reply=reply)
        about = "login" if letter == 3 else "sender"
        outbox.ledger.execute("INSERT INTO doubt (letter, about) VALUES (?, ?)", (letter, about))
    assert refusals(outbox.ledger) == (Refusal("login", 1, "535 c"), Refusal("sender", 2, "550 b"))
