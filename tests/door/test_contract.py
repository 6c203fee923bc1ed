from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from outboxes import PICTURE, a_letter, counts, fill, mail_json, message, report, send

from weekbrief_build.outbox.ledger import look_into
from weekbrief_build.outbox.pieces import LARGE
from weekbrief_build.school.people import MaildirFolder, MailSettings

DOOR = Path(__file__).parents[2] / "docs/door.md"
TABLE = re.compile(r"^ {4}(\w+) +(\((?:[^()]|\([^()]*\))*\)(?: WITHOUT ROWID)?)", re.MULTILINE)


def test_the_ledger_is_the_one_that_the_door_describes(tmp_path: Path) -> None:
    """The text that build and sender agree on says, table for table and column for column, what is created."""
    fill(tmp_path / "outbox", [a_letter(1)])
    with sqlite3.connect(tmp_path / "outbox/ledger.sqlite3") as ledger:
        created = ledger.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall()
        settings = [ledger.execute(f"PRAGMA {name}").fetchone()[0] for name in ("user_version", "journal_mode")]
    ledger.close()
    described = {name: " ".join(columns.split()) for name, columns in TABLE.findall(DOOR.read_text(encoding="utf-8"))}
    assert described == {name: " ".join(sql.removeprefix(f"CREATE TABLE {name}").split()) for name, sql in created}
    assert len(described) == 14
    assert settings == [5, "wal"]


def test_what_is_handed_over_is_what_is_delivered(tmp_path: Path) -> None:
    """The sender reads what the build wrote: every letter once, byte for byte, and the build reads what became of it."""
    letters = [a_letter(number) for number in range(1, 6)]
    fill(tmp_path, letters)
    assert counts(tmp_path) == {"planned": 5}
    assert [send(tmp_path).returncode for _ in range(2)] == [0, 0]
    assert sorted(file.read_bytes() for file in (tmp_path / "maildir/new").iterdir()) == sorted(map(message, letters))
    assert counts(tmp_path) == {"sent": 5}
    assert dict(report(tmp_path).editions["2026-W47"]) == dict(report(tmp_path).counts)


def test_what_letters_share_is_stored_once(tmp_path: Path) -> None:
    """A large piece is one file, named by its hash, whatever the number of letters that it is part of."""
    fill(tmp_path, [a_letter(number) for number in range(1, 6)])
    name = PICTURE.sha256.hex()
    assert [file.relative_to(tmp_path) for file in (tmp_path / "pieces").rglob("*") if file.is_file()] == [Path("pieces", name[:2], name)]
    assert len(PICTURE.data) >= LARGE
    with look_into(tmp_path) as ledger:
        assert ledger is not None
        assert ledger.execute("SELECT count(*), count(data) FROM piece").fetchone() == (11, 10)


def test_a_password_never_passes_the_door(tmp_path: Path) -> None:
    """What the sender is told about the way out is what the school's settings say, and these hold no password."""
    settings = MailSettings("smtp", "smtp.regenboog.example", 587, "starttls", "weekbrief", 30, 2, bounces_mailbox=MaildirFolder("/b"))
    fill(tmp_path, [a_letter(1)], settings)
    told = mail_json(tmp_path)
    assert {key: value for key, value in told.items() if value} == {
        "transport": "smtp",
        "host": "smtp.regenboog.example",
        "port": 587,
        "security": "starttls",
        "username": "weekbrief",
        "per_minute": 30,
        "connections": 2,
        "auth": "password",
        "life": 3,
        "verp": True,
        "largest_letter": 5_000_000,
        "bounces_mailbox": {"maildir": "/b"},
    }
    assert set(told) == {field.name for field in fields(MailSettings)}
    assert not any(word in key for key in told for word in ("password", "secret", "key"))


def _alter_file(folder: Path) -> None:
    name = PICTURE.sha256.hex()
    file = folder / "pieces" / name[:2] / name
    file.write_bytes(file.read_bytes().replace(b"QUJD", b"QUJE", 1))


def _remove_file(folder: Path) -> None:
    name = PICTURE.sha256.hex()
    (folder / "pieces" / name[:2] / name).unlink()


def _alter_row(folder: Path) -> None:
    _change(folder, "UPDATE piece SET data = CAST(replace(data, 'for 1', 'for 2') AS BLOB) WHERE data IS NOT NULL")


def _alter_the_kind_of_a_row(folder: Path) -> None:
    _change(folder, "UPDATE piece SET data = CAST(data AS TEXT) WHERE data IS NOT NULL")


def _swap_addresses(folder: Path) -> None:
    _change(folder, "UPDATE letter SET recipient = 'ouder2@example.org'")


def _swap_pieces(folder: Path) -> None:
    _change(folder, "UPDATE letter SET recipe = '[1, 3, 2]'")


def _drop_a_piece(folder: Path) -> None:
    _change(folder, "UPDATE letter SET recipe = '[1, 2, 99]'")


def _spoil_the_recipe(folder: Path) -> None:
    _change(folder, "UPDATE letter SET recipe = '{}'")


def _change(folder: Path, statement: str) -> None:
    with sqlite3.connect(folder / "ledger.sqlite3") as ledger:
        ledger.execute(statement)
    ledger.close()


ALTERED = (
    _swap_addresses,
    _swap_pieces,
    _spoil_the_recipe,
)


LOST = (_drop_a_piece, _alter_file, _remove_file, _alter_row, _alter_the_kind_of_a_row)


@pytest.mark.parametrize("alter", LOST)
def test_a_letter_of_which_a_piece_is_lost_waits(tmp_path: Path, alter: Callable[[Path], None]) -> None:
    """Missing or damaged: no letter is refused for it, and none goes without it; the operator is told. It waits until it is made anew."""
    fill(tmp_path, [a_letter(1), a_letter(2, recipient="ouder3@example.org")])
    alter(tmp_path)
    for _ in range(2):
        result = send(tmp_path)
        assert result.returncode == 1
        assert counts(tmp_path).keys() <= {"waiting", "sent"}
        assert "not sent: a piece of it is" in result.stderr
        assert "@" not in result.stderr
    assert counts(tmp_path)["waiting"] >= 1
    assert len([*(tmp_path / "maildir/new").iterdir()]) == counts(tmp_path).get("sent", 0)


@pytest.mark.parametrize("alter", ALTERED)
def test_a_letter_that_is_not_what_was_planned_is_not_sent(tmp_path: Path, alter: Callable[[Path], None]) -> None:
    """Other pieces than planned, or another address: the letter is refused, the run ends, a person has to look."""
    fill(tmp_path, [a_letter(1), a_letter(2, recipient="ouder3@example.org")])
    alter(tmp_path)
    result = send(tmp_path)
    assert result.returncode == 1
    assert counts(tmp_path) == {"refused": 1, "planned": 1}
    assert list((tmp_path / "maildir/new").iterdir()) == []
    assert "@" not in result.stderr


OTHERS = (
    "ouder1@example.org, ouder2@example.org",
    "Ouder <ouder2@example.org>",
    "a@b.example <ouder1@example.org",
    "x: ouder1@example.org;",
)


@pytest.mark.parametrize("to", OTHERS)
def test_a_letter_goes_to_the_one_address_of_its_to(tmp_path: Path, to: str) -> None:
    """A letter whose To names anybody else is not sent, to nobody."""
    fill(tmp_path, [a_letter(1, to=to)])
    assert (send(tmp_path).returncode, counts(tmp_path)) == (1, {"refused": 1})


def test_a_comma_in_a_name_makes_no_second_address(tmp_path: Path) -> None:
    """Encoded or quoted, a comma and an at sign in a name are part of the name."""
    names = ['"Jansen, Anna @ huis"', "=?utf-8?q?x=2Cboss=40evil=2Eexample?="]
    fill(tmp_path, [a_letter(number, to=f"{name} <ouder{number}@example.org>") for number, name in enumerate(names, 1)])
    assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"sent": 2})
