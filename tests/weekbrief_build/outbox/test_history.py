from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from outboxes import NOW, Work, a_letter, a_seen_post, some_work
from schools import a_picture, a_post

from weekbrief_build.decide.letters.views import View
from weekbrief_build.decide.plan.plan import PlannedLetter
from weekbrief_build.decide.rule.consent import Consent, Standing
from weekbrief_build.decide.rule.pictures import Answer, ChildReason, Showing
from weekbrief_build.outbox.commit import hand_over
from weekbrief_build.outbox.history import PictureTold, told_about
from weekbrief_build.outbox.ledger import look_into, open_outbox
from weekbrief_build.school.made import MadePicture, PictureOrder
from weekbrief_build.school.post import Post, Region

PICTURE = a_picture("a.jpg", "ada-jansen")
POST = a_post(pictures=[PICTURE])
FACE = Region(0.1, 0.1, 0.2, 0.2)
PLAIN, COVERED = PictureOrder(PICTURE.file), PictureOrder(PICTURE.file, frozenset({FACE}))
MADE = {
    PLAIN: MadePicture("/cache/a", "aa" * 32, "image/jpeg", 4, 3, 1),
    COVERED: MadePicture("/cache/b", "bb" * 32, "image/jpeg", 4, 3, 1),
}


def a_view(post: Post, order: PictureOrder | None, *, names: tuple[str, ...] = ()) -> View:
    """The post with its picture as this order has it; none: withheld."""
    reason = ChildReason("ada-jansen", own=False, purpose="photo-group", consent=Consent(Standing.SILENT), covered=order is COVERED)
    showing = {None: Showing.WITHHELD, PLAIN: Showing.SHOWN, COVERED: Showing.COVERED}[order]
    answer = Answer(showing, (reason,), frozenset({"ada-jansen"}) if order is COVERED else frozenset())
    orders = MappingProxyType({"a.jpg": order} if order else {})
    return View(post, post.versions[0], MappingProxyType({"a.jpg": answer}), orders, frozenset(names), "1")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Four families: the first two saw Ada, the third a covered face, the fourth nothing; the second letter waits."""
    views = (a_view(POST, PLAIN, names=("ada-jansen",)),) * 2 + (a_view(POST, COVERED), a_view(POST, None))
    work = some_work([a_letter(number) for number in range(1, 5)], posts=[POST])
    letters = [(replace(planned, views=(view,)), letter) for view, (planned, letter) in zip(views, work.letters, strict=True)]
    fill(tmp_path, Work(replace(work.plan, posts=(a_seen_post(POST),)), letters))
    with sqlite3.connect(tmp_path / "ledger.sqlite3") as written:
        for letter, state in ((1, "sent"), (2, "waiting"), (3, "dot"), (4, "sent")):
            written.execute("INSERT INTO delivery VALUES (?, ?, 1, '2026-11-20T15:30:00+00:00', NULL, NULL, NULL, NULL)", (letter, state))
    written.close()
    with look_into(tmp_path) as opened:
        assert opened
        yield opened


def fill(folder: Path, work: Work) -> None:
    """Hand this work over."""
    with open_outbox(folder) as outbox:
        hand_over(outbox, work.plan, work.letters, edition_at_once=False, made=MADE)


def test_what_left_about_a_child_is_told_by_id_and_hash(ledger: sqlite3.Connection) -> None:
    """Which picture, as the families got it, to how many; what waits stands apart, and who saw nothing of the child is not counted."""
    plain = PictureTold("a.jpg", PICTURE.file.sha256, "aa" * 32, covered=False)
    covered = PictureTold("a.jpg", PICTURE.file.sha256, "bb" * 32, covered=True)
    found = {told.state: told for told in told_about(ledger, "ada-jansen")}
    assert {state: told.pictures for state, told in found.items()} == {
        "sent": {plain: {"gezin-1"}},
        "waiting": {plain: {"gezin-2"}},
        "unknown": {covered: {"gezin-3"}},
    }
    sent = found["sent"]
    assert (sent.post, sent.kind, sent.edition, sent.families, sent.named) == (
        POST.path,
        "newsletter",
        "2026-W47",
        {"gezin-1"},
        {"gezin-1"},
    )
    assert sent.first.isoformat() == "2026-11-20T15:30:00+00:00"
    assert found["unknown"].named == set()


def test_nothing_is_told_of_a_child_of_whom_nothing_left(ledger: sqlite3.Connection) -> None:
    """Nor of one whose id is part of another's."""
    assert told_about(ledger, "bram-vos") == ()
    assert told_about(ledger, "ada") == ()


def test_a_message_about_a_child_and_a_name_that_is_written_out_are_told(tmp_path: Path) -> None:
    """A personal message has the child in its `to`; a name in plain text was read by everybody who got the post."""
    personal = replace(a_post("Bril", to=["ada-jansen"]), pictures=())
    written = a_post("Feest")
    views = (
        View(personal, personal.versions[0], MappingProxyType({}), MappingProxyType({}), frozenset(), "1"),
        View(written, written.versions[0], MappingProxyType({}), MappingProxyType({}), frozenset(), "2", frozenset({"ada-jansen"})),
    )
    work = some_work([a_letter(1)], posts=[personal, written])
    planned = PlannedLetter(work.letters[0][0].reader, work.letters[0][0].kind, views)
    seen = tuple(replace(a_seen_post(post), id=number) for number, post in enumerate((personal, written), 1))
    fill(tmp_path, Work(replace(work.plan, posts=seen), [(planned, work.letters[0][1])]))
    with look_into(tmp_path) as opened:
        assert opened
        by_post = {told.post: told for told in told_about(opened, "ada-jansen")}
    assert {path: (told.addressed, bool(told.named), told.state) for path, told in by_post.items()} == {
        personal.path: (True, False, "planned"),
        written.path: (False, True, "planned"),
    }
    assert by_post[personal.path].first == NOW
