"""A letter that was refused is not lost: it goes once more when its guardian has another address, or when a person says so."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from running import first_run, weekbrief
from schools import GROUPS_YAML, write_school
from scripted_server import ScriptedServer, scripted

POST: dict[str, str | bytes] = {"groep-5b/2026-11-20 bos.md": "Wij gingen naar het bos.\n"}
REFUSED = "550 5.1.1 no such user"


def groups(server: ScriptedServer, address: str = "vera@example.org") -> str:
    """The school, in which Vera has this address."""
    mail = f"mail: {{transport: smtp, host: 127.0.0.1, port: {server.port}, security: none}}\n"
    return GROUPS_YAML.replace("vera@example.org", address) + mail


def letters_of_vera(school: Path) -> dict[str, str]:
    """What became of the letters to Vera, by address."""
    with closing(sqlite3.connect(school / "outbox/ledger.sqlite3")) as ledger:
        found = "SELECT recipient, coalesce(state, 'planned') FROM letter LEFT JOIN delivery ON delivery.letter = letter.id"
        return {to: state for to, state in ledger.execute(found) if to.startswith("vera")}


def refused(folder: Path, server: ScriptedServer) -> tuple[Path, int]:
    """A school in which Vera's letter was refused, as two runs heard; and the letter's number."""
    school = write_school(folder / "school", POST, groups=groups(server))
    server.refuse("vera@", REFUSED)
    first_run("--edition", "now", "--on", "2026-11-20T15:00", school)
    weekbrief("run", "--on", "2026-11-20T15:15", school)
    weekbrief("run", "--on", "2026-11-20T15:30", school)
    assert letters_of_vera(school) == {"vera@example.org": "refused"}
    (trouble,) = weekbrief("status", "--json", school).json["troubles"]
    server.refuse("", "")
    return school, int(trouble["letter"])


def test_it_goes_by_itself_when_the_address_has_changed(tmp_path: Path) -> None:
    """Once, within 28 days; while the address is the same, nothing happens."""
    with scripted() as server:
        school, _ = refused(tmp_path, server)
        before = len(server.taken)
        weekbrief("run", "--on", "2026-11-21T15:00", school)
        assert len(server.taken) == before
        write_school(school, {}, groups=groups(server, "vera@new.example.org"))
        for hour in (16, 17, 18):
            weekbrief("run", "--on", f"2026-11-21T{hour}:00", school)
        assert letters_of_vera(school) == {"vera@new.example.org": "sent"}
        assert len(server.taken) == before + 1
        assert b"Wij gingen naar het bos" in server.taken[-1]


def test_after_four_weeks_it_is_old_news(tmp_path: Path) -> None:
    """The clock decides, not the moment to act for."""
    with scripted() as server:
        school, _ = refused(tmp_path, server)
        with closing(sqlite3.connect(school / "outbox/ledger.sqlite3", isolation_level=None)) as ledger:
            ledger.execute("UPDATE delivery SET changed_at = '2026-01-01T00:00:00+00:00' WHERE state = 'refused'")
        write_school(school, {}, groups=groups(server, "vera@new.example.org"))
        weekbrief("run", "--on", "2026-11-21T16:00", school)
        assert letters_of_vera(school) == {"vera@example.org": "refused"}


@pytest.mark.parametrize("address", ["vera@example.org", "vera@new.example.org"])
def test_a_person_may_send_it_once_more(tmp_path: Path, address: str) -> None:
    """To the address that its guardian has now; then it is no refused letter any more."""
    with scripted() as server:
        school, number = refused(tmp_path, server)
        write_school(school, {}, groups=groups(server, address))
        before = len(server.taken)
        said = weekbrief("again", "--json", "--on", "2026-11-21T16:00", str(number), school)
        assert said.status == 0, said
        assert letters_of_vera(school) == {address: "sent"}
        assert len(server.taken) == before + 1
        again = weekbrief("again", "--on", "2026-11-21T16:00", str(number), school)
        assert again.status in {1, 2}
        assert len(server.taken) == before + 1


def test_what_may_not_be_seen_any_more_does_not_go_again(tmp_path: Path) -> None:
    """It is judged by what the school folder says today."""
    with scripted() as server:
        school, number = refused(tmp_path, server)
        (school / "content/groep-5b/2026-11-20 bos.md").unlink()
        before = len(server.taken)
        said = weekbrief("again", "--on", "2026-11-21T16:00", str(number), school)
        assert (said.status, len(server.taken)) == (0, before), said


def test_a_number_that_is_none_is_told(tmp_path: Path) -> None:
    """Used wrongly; and what was sent does not go again."""
    school = write_school(tmp_path / "school", POST)
    weekbrief("run", "--edition", "now", "--on", "2026-11-20T15:00", school)
    wrong = weekbrief("again", "999", school)
    assert (wrong.status, "There is no letter 999" in wrong.err) == (2, True)
    sent = weekbrief("again", "1", school)
    assert (sent.status, "was not refused: sent" in sent.err) == (1, True)


def test_what_a_teacher_was_to_be_told_is_told_again(tmp_path: Path) -> None:
    """Refused is told to nobody: the next day once more, and not at every run."""
    with scripted() as server:
        content: dict[str, str | bytes] = {**POST, "groep-5b/2026-11-20 naam.md": "Cas de Boer won!\n"}
        school = write_school(tmp_path / "school", content, groups=groups(server))
        server.refuse("sanne@", REFUSED)
        first_run("--edition", "now", "--on", "2026-11-20T15:00", school)
        for quarter in (15, 30, 45):
            weekbrief("run", "--on", f"2026-11-20T15:{quarter}", school)
        server.refuse("", "")
        before = len(server.taken)
        weekbrief("run", "--on", "2026-11-20T16:00", school)
        assert len(server.taken) == before
        weekbrief("run", "--on", "2026-11-22T15:00", school)
        weekbrief("run", "--on", "2026-11-22T15:15", school)
        assert [one for one in server.taken[before:] if b"sanne@" in one and b"Cas de Boer" in one] == server.taken[before:]
        assert len(server.taken) == before + 1
