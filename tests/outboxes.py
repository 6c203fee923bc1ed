"""Small outboxes for the tests, filled by the real build side, and the sender started as the process that it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from types import MappingProxyType

from schools import TODAY, a_post

from weekbrief_build.decide.know.due import Edition
from weekbrief_build.decide.know.memory import Marks
from weekbrief_build.decide.know.readers import Reader
from weekbrief_build.decide.know.situation import SeenPost
from weekbrief_build.decide.letters.views import View
from weekbrief_build.decide.plan.plan import Plan, PlannedLetter
from weekbrief_build.decide.rule.audience import Audience
from weekbrief_build.outbox.commit import HandedOver, hand_over
from weekbrief_build.outbox.ledger import look_into, open_outbox
from weekbrief_build.outbox.mail_settings import write_mail_settings
from weekbrief_build.outbox.report import Report, report_of
from weekbrief_build.school.letter import FinishedLetter, LetterKind, Piece
from weekbrief_build.school.people import Delivery, Family, Guardian, MailSettings
from weekbrief_build.school.post import Post

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
PICTURE = Piece(b"--x\r\nContent-Type: application/octet-stream\r\n\r\n" + b"QUJD.\r\n" * 8000 + b".dots\r\n..more\r\n.\r\n--x--\r\n")
"""A piece that is large enough for a file of its own and that all letters share; with lines that begin with a dot."""


def a_reader(number: int) -> Reader:
    """A guardian nobody has seen before, with an address of their own."""
    guardian = Guardian(f"Ouder {number}", f"ouder{number}@example.org", Delivery.NEWSLETTER, "nl")
    return Reader(Family(f"gezin-{number}", frozenset(), (guardian,)), guardian, None, TODAY, MappingProxyType({"groep-5b": TODAY}))


def a_view(post: Post) -> View:
    """A post as everybody sees it."""
    return View(post, post.versions[0], MappingProxyType({}), MappingProxyType({}), frozenset(), post.path)


_IDS = count(1)


def a_seen_post(post: Post) -> SeenPost:
    """A post that is new."""
    marks = Marks(f"{abs(hash(post.path)):x}", frozenset({1, 2**63}), frozenset())
    return SeenPost(
        post, Audience(post.group, everyone=False, personal=False, families=(), children=frozenset()), None, TODAY, marks, next(_IDS)
    )


def a_letter(number: int, *, edition: str | None = "2026-W47", recipient: str | None = None, to: str | None = None) -> FinishedLetter:
    """A letter of three pieces: its own head, a file that all share, and its own foot."""
    address, message_id = recipient or f"ouder{number}@example.org", f"<letter-{number}@regenboog.example>"
    head = (
        f'From: "De Regenboog" <weekbrief@regenboog.example>\r\nTo: {to or f"Ouder {number} <{address}>"}\r\nMessage-ID: {message_id}\r\n'
        'Date: Fri, 20 Nov 2026 15:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'
    )
    pieces = (Piece(head.encode()), PICTURE, Piece(f".for {number}\r\n".encode()))
    return FinishedLetter(LetterKind.NEWSLETTER, edition, message_id, f"weekbrief+{number}@regenboog.example", address, pieces)


@dataclass(frozen=True, slots=True)
class Work:
    """A plan, and what is to be handed over for it."""

    plan: Plan
    letters: Sequence[tuple[PlannedLetter, FinishedLetter]]


def some_work(letters: Iterable[FinishedLetter], *, edition: str | None = "2026-W47", posts: Iterable[Post] = ()) -> Work:
    """One planned letter for each of these, each telling all posts (by default one)."""
    finished, of_edition = list(letters), list(posts) or [a_post()]
    readers = tuple(a_reader(number) for number in range(1, len(finished) + 1))
    views = tuple(a_view(post) for post in of_edition)
    planned = tuple(PlannedLetter(reader, LetterKind.NEWSLETTER, views) for reader in readers)
    made = Edition(edition, NOW) if edition else None
    plan = Plan(NOW, made, planned, tuple(a_seen_post(post) for post in of_edition), readers, ())
    return Work(plan, list(zip(planned, finished, strict=True)))


def fill(folder: Path, letters: Iterable[FinishedLetter], mail: MailSettings | None = None) -> HandedOver:
    """Fill an outbox, as a build does."""
    work = some_work(letters)
    with open_outbox(folder) as outbox:
        write_mail_settings(folder, mail or MailSettings("maildir"))
        return hand_over(outbox, work.plan, work.letters, edition_at_once=False)


def send(
    folder: Path, *arguments: str, environment: Mapping[str, str] = MappingProxyType({}), before: Sequence[str] = ("-m", "weekbrief_sender")
) -> subprocess.CompletedProcess[str]:
    """Run the sender as a process, with no password but the given one."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WEEKBRIEF") and name != "CREDENTIALS_DIRECTORY"}
    command = [sys.executable, *before, str(folder), *arguments]
    return subprocess.run(command, env=clean | dict(environment), check=False, capture_output=True, text=True, timeout=120)


def report(folder: Path) -> Report:
    """What became of the letters, as the build tells it."""
    with look_into(folder) as ledger:
        return report_of(ledger, folder)


def counts(folder: Path) -> dict[str, int]:
    """The counts that are not zero."""
    return {state: number for state, number in report(folder).counts.items() if number}


def message(letter: FinishedLetter) -> bytes:
    """The bytes that are to arrive."""
    return b"".join(piece.data for piece in letter.pieces)


def mail_json(folder: Path) -> dict[str, object]:
    """What the sender is told about the way out."""
    told: dict[str, object] = json.loads((folder / "mail.json").read_text(encoding="utf-8"))
    return told
