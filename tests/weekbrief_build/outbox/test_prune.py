from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from outboxes import NOW, PICTURE, a_letter, counts, fill, message, send, some_work

from weekbrief_build.outbox.commit import hand_over
from weekbrief_build.outbox.ledger import open_outbox
from weekbrief_build.outbox.pieces import LARGE
from weekbrief_build.outbox.prune import is_due, prune, prune_soon
from weekbrief_build.school.letter import Piece

OTHER = Piece(b"another picture\r\n" * LARGE)
DONE_AT = NOW - timedelta(days=30)


def _files(outbox: Path) -> set[str]:
    return {file.name for file in (outbox / "pieces").glob("*/*")}


def _set(outbox: Path, state: str) -> None:
    with sqlite3.connect(outbox / "ledger.sqlite3") as ledger:
        ledger.execute("DELETE FROM delivery")
        ledger.execute("INSERT INTO delivery SELECT id, ?, 1, ?, NULL, NULL, NULL, NULL FROM letter", (state, DONE_AT.isoformat()))
    ledger.close()


def _prune(outbox: Path, at: datetime = NOW) -> None:
    with open_outbox(outbox) as opened:
        prune(opened, at)


def _kept(outbox: Path) -> set[bytes]:
    """The bytes that stand in the ledger itself."""
    with open_outbox(outbox) as opened:
        return {data for (data,) in opened.ledger.execute("SELECT data FROM piece WHERE data IS NOT NULL")}


@pytest.mark.parametrize("state", ["sent", "refused"])
def test_the_pieces_of_letters_that_are_done_with_are_removed_in_time(tmp_path: Path, state: str) -> None:
    """The outbox does not grow for ever, and does not keep children's pictures for ever; what the ledger says stays."""
    fill(tmp_path, [a_letter(1), a_letter(2)])
    _set(tmp_path, state)
    _prune(tmp_path, at=DONE_AT + timedelta(days=27))
    assert (len(_files(tmp_path)), len(_kept(tmp_path))) == (1, 4)
    _prune(tmp_path)
    assert (_files(tmp_path), _kept(tmp_path)) == (set(), set())
    assert b"Message-ID" not in (tmp_path / "ledger.sqlite3").read_bytes()
    with sqlite3.connect(tmp_path / "ledger.sqlite3") as ledger:
        assert ledger.execute("SELECT size FROM piece WHERE sha256 = ?", (PICTURE.sha256,)).fetchone() == (len(PICTURE.data),)
    ledger.close()


@pytest.mark.parametrize("state", [None, "sending", "dot", "waiting", "unknown"])
def test_a_piece_of_a_letter_that_may_still_go_is_kept(tmp_path: Path, state: str | None) -> None:
    """However old it is; also of one that is unknown, because somebody may say that it is to be sent again."""
    letter = a_letter(1)
    fill(tmp_path, [letter, replace(a_letter(2), pieces=(a_letter(2).pieces[0], OTHER))])
    _set(tmp_path, "sent")
    with sqlite3.connect(tmp_path / "ledger.sqlite3") as ledger:
        if state:
            ledger.execute("UPDATE delivery SET state = ? WHERE letter = 1", (state,))
        else:
            ledger.execute("DELETE FROM delivery WHERE letter = 1")
    ledger.close()
    _prune(tmp_path)
    assert _files(tmp_path) == {PICTURE.sha256.hex()}
    assert _kept(tmp_path) == {letter.pieces[0].data, letter.pieces[2].data}


def test_a_piece_that_was_removed_comes_back_with_the_next_letter_that_needs_it(tmp_path: Path) -> None:
    """A picture that is shown again is stored again, under the record that stayed, however small it is; and pruned once more."""
    fill(tmp_path, [a_letter(1)])
    send(tmp_path)
    _set(tmp_path, "sent")
    _prune(tmp_path)
    again = replace(a_letter(2, edition=None), pieces=(*a_letter(2).pieces[:2], a_letter(1).pieces[2]))
    work = some_work([again], edition=None)
    with open_outbox(tmp_path) as outbox:
        hand_over(outbox, work.plan, work.letters, edition_at_once=False)
    _prune(tmp_path)
    assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"sent": 2})
    assert message(again) in [file.read_bytes() for file in (tmp_path / "maildir/new").iterdir()]
    _set(tmp_path, "sent")
    _prune(tmp_path)
    assert (_files(tmp_path), _kept(tmp_path)) == (set(), set())


def test_the_ledger_gives_its_space_back(tmp_path: Path) -> None:
    """What was removed takes no room on the disk for ever; nothing that is still known is lost."""
    words = [Piece(b"%09d" % number * 2000) for number in range(60)]
    fill(tmp_path, [replace(a_letter(1), pieces=(*a_letter(1).pieces, *words)), a_letter(2)])
    file = tmp_path / "ledger.sqlite3"
    _set(tmp_path, "sent")
    before = file.stat().st_size
    _prune(tmp_path)
    assert file.stat().st_size < before / 3
    assert counts(tmp_path) == {"sent": 2}


def test_what_a_build_left_behind_that_died_is_removed(tmp_path: Path) -> None:
    """A draft, or a piece that no letter names."""
    fill(tmp_path, [a_letter(1)])
    (tmp_path / "pieces/00").mkdir()
    (tmp_path / "pieces/00" / ("0" * 64)).write_bytes(b"nobody's")
    _prune(tmp_path)
    assert _files(tmp_path) == {PICTURE.sha256.hex()}


def test_a_letter_whose_bytes_are_gone_is_not_sent(tmp_path: Path) -> None:
    """Somebody changed a state by hand, weeks after it left: nothing goes in its place, and the operator is told."""
    fill(tmp_path, [a_letter(1)])
    _set(tmp_path, "sent")
    _prune(tmp_path)
    with sqlite3.connect(tmp_path / "ledger.sqlite3") as ledger:
        ledger.execute("DELETE FROM delivery")
    ledger.close()
    sent = send(tmp_path)
    assert (sent.returncode, "missing" in sent.stderr) == (1, True)
    assert not list((tmp_path / "maildir").glob("new/*"))


def test_it_is_due_once_a_day_and_after_a_build_that_died(tmp_path: Path) -> None:
    """Also where no letter goes for weeks; and never in vain every quarter of an hour."""
    fill(tmp_path, [a_letter(1)])
    with open_outbox(tmp_path) as outbox:
        assert is_due(outbox, NOW)
        prune(outbox, NOW)
        assert [is_due(outbox, NOW + timedelta(hours=hours)) for hours in (-1, 0, 23, 24)] == [True, False, False, True]
        prune_soon(outbox)
        assert is_due(outbox, NOW)
