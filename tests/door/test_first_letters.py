"""The first letters to real people, and later every changed server, program and place, are let through by a person."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from postfix import free_port
from running import first_run, letters_in, weekbrief
from schools import GROUPS_YAML, write_school
from scripted_server import scripted

FRIDAY = ("--edition", "now", "--on", "2026-11-20T15:00")
CONTENT: dict[str, str | bytes] = {"groep-5b/2026-11-20 bos.md": "Wij gingen naar het bos.\n"}
PARENTS = {"anna@example.org", "piet@example.org", "vera@example.org"}


def smtp(port: int | str, **more: str) -> str:
    """The school, sending through a server of this machine."""
    keys = {"transport": "smtp", "host": "127.0.0.1", "port": str(port), "security": "none"} | more
    return f"{GROUPS_YAML}mail: {{{', '.join(f'{key}: {value}' for key, value in keys.items())}}}\n"


def counts(school: Path, *options: str | Path) -> dict[str, int]:
    """What became of the letters, without the noughts."""
    told = weekbrief("status", "--json", *options, school).json["counts"]
    return {state: number for state, number in told.items() if number}


def test_nothing_leaves_until_a_person_has_said_yes(tmp_path: Path) -> None:
    """The numbers are said, and nothing but a yes lets letters go: no script without --yes, no person who says no; then it asks no more."""
    with scripted() as server:
        school = write_school(tmp_path / "school", CONTENT, groups=smtp(server.port))
        commands: list[tuple[str, ...]] = [("run", *FRIDAY), ("send",), ("run", "--first")]
        for command in commands:
            ran = weekbrief(*command, school)
            assert ran.status == 1, command
            assert "weekbrief run --first" in ran.err
        assert counts(school) == {"planned": 3}
        asked = [sys.executable, "-m", "weekbrief_build", "run", "--first", str(school)]
        no = subprocess.run(asked, input="nee\n", capture_output=True, text=True, check=False, env={**os.environ, "LANGUAGE": "en"})
        assert (no.returncode, server.heard) == (1, [])
        assert "4, to 4 addresses, by 127.0.0.1" in no.stderr, "the summary for the head among them"
        yes = subprocess.run(asked, input="ja\n", capture_output=True, text=True, check=False)
        assert yes.returncode == 0, yes
        assert counts(school) == {"sent": 3}
        again = weekbrief("run", school)
    assert (again.status, "--first" in again.err) == (0, False)


def test_letters_that_become_files_ask_nobody(tmp_path: Path) -> None:
    """With the Maildir nothing leaves this machine; and what went into it lets no letter go by a server later."""
    school = write_school(tmp_path / "school", CONTENT)
    assert weekbrief("run", *FRIDAY, school).status == 0
    with scripted() as server:
        write_school(school, {"groep-5b/2026-11-20 zee.md": "Wij gingen naar zee.\n"}, groups=smtp(server.port))
        assert weekbrief("run", "--edition", "now", "--on", "2026-11-20T16:00", school).status == 1
        assert server.heard == []


def test_an_outbox_that_has_sent_already_is_not_stopped(tmp_path: Path) -> None:
    """One from before anybody asked goes on, and what it reaches from then on is known."""
    with scripted() as server:
        school = write_school(tmp_path / "school", CONTENT, groups=smtp(server.port))
        assert first_run(*FRIDAY, school).status == 0
        with sqlite3.connect(school / "outbox/ledger.sqlite3") as ledger:
            ledger.execute("DELETE FROM own WHERE name = 'let_through'")
        ledger.close()
        write_school(school, {"groep-5b/2026-11-20 zee.md": "Wij gingen naar zee.\n"}, groups=smtp(server.port))
        assert weekbrief("run", "--edition", "now", "--on", "2026-11-20T16:00", school).status == 0
        write_school(school, groups=smtp(server.port, username="iemand"))
        assert weekbrief("run", school).status == 1


def test_another_school_in_the_same_outbox_is_let_go_for_itself(tmp_path: Path) -> None:
    """A forgotten --outbox reaches nobody."""
    with scripted() as server:
        outbox = ("--outbox", tmp_path / "outbox")
        assert first_run(*FRIDAY, *outbox, write_school(tmp_path / "een", CONTENT, groups=smtp(server.port))).status == 0
        taken = len(server.taken)
        other = smtp(server.port).replace("weekbrief@regenboog.example", "brief@linde.example")
        assert weekbrief("run", *FRIDAY, *outbox, write_school(tmp_path / "twee", CONTENT, groups=other)).status == 1
        assert len(server.taken) == taken


CHANGES = [
    {"host": "localhost"},
    {"port": "1"},
    {"username": "iemand"},
    {"token_command": "/usr/bin/token", "username": "iemand"},
    {"bounces_mailbox": "{maildir: /srv/bounces}"},
    {"archive": "a@regenboog.example", "archive_mailbox": "{host: imap.regenboog.example, username: a}"},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_a_change_of_what_letters_reach_stops_until_a_person_has_seen_it(tmp_path: Path, change: dict[str, str]) -> None:
    """Old and new are shown; until a yes nothing is built or sent, and no password is told, not even by doctor; `--first` is no answer."""
    port = str(free_port())
    school = write_school(tmp_path / "school", CONTENT, groups=smtp(port))
    assert first_run(*FRIDAY, school).status == 75
    before = (school / "outbox/mail.json").read_bytes()
    write_school(school, groups=smtp(**{"port": port, **change}))
    for command in (("run",), ("run", "--first", "--yes"), ("send",), ("build",), ("check",), ("doctor", "--dns", "127.0.0.1:1")):
        ran = weekbrief(*command, school)
        assert ran.status == 1, command
        assert next(iter(change)) in ran.out
    shown = weekbrief("trust", school)
    assert shown.status == 1
    assert all(f"mail: {key}" in shown.out for key in change if key != "archive")
    assert (school / "outbox/mail.json").read_bytes() == before
    assert weekbrief("trust", "--yes", "--json", school).json["let_through"] is True
    assert weekbrief("trust", school).status == 0
    assert weekbrief("build", school).status == 0


def test_trust_has_nothing_to_say_before_the_first_letter_went(tmp_path: Path) -> None:
    """What was never let go is let go by `run --first` alone, which says how many letters go to whom."""
    school = write_school(tmp_path / "school", CONTENT, groups=smtp(free_port()))
    ran = weekbrief("trust", "--yes", school)
    assert (ran.status, "run --first" in ran.out) == (1, True)
    assert weekbrief("run", *FRIDAY, school).status == 1


def test_groups_yaml_may_name_the_outbox(tmp_path: Path) -> None:
    """Every command finds it there; an --outbox that says otherwise is an error, and nothing is made in either place."""
    school = write_school(tmp_path / "school", CONTENT, groups=GROUPS_YAML.replace("groups:\n", f"  outbox: {tmp_path}/post\ngroups:\n", 1))
    wrong = weekbrief("run", "--outbox", tmp_path / "ergens", school)
    assert (wrong.status, str(tmp_path / "ergens") in wrong.err) == (2, True)
    assert not (tmp_path / "ergens").exists()
    assert weekbrief("run", *FRIDAY, "--outbox", tmp_path / "post", school).status == 0
    assert set(letters_in(tmp_path / "post")) >= PARENTS
    assert counts(school) == {"sent": 3}
    (school / "groups.yaml").write_text(f"school:\n  outbox: {tmp_path}/post\n\tx: y\n", encoding="utf-8")
    assert weekbrief("run", school).status == 1
    assert not (school / "outbox").exists(), "where it is broken, too"


def test_an_outbox_that_moves_within_groups_yaml_is_looked_at_by_a_person(tmp_path: Path) -> None:
    """The path is let through like a server; where none is named, an outbox moves with its school."""
    named = smtp(free_port()).replace("groups:\n", "  outbox: post\ngroups:\n", 1)
    school = write_school(tmp_path / "school", CONTENT, groups=named)
    assert first_run(*FRIDAY, school).status == 75
    (school / "post").rename(school / "brieven")
    (school / "groups.yaml").write_text(named.replace("outbox: post", "outbox: brieven"), encoding="utf-8")
    assert weekbrief("build", school).status == 1
    assert weekbrief("trust", "--yes", school).status == 0
    assert weekbrief("build", school).status == 0


def test_what_init_wrote_reaches_nobody_who_exists(tmp_path: Path) -> None:
    """With a real address anywhere in groups.yaml the posts of the example stay behind, each told; as a post of their own they go."""
    school = tmp_path / "school"
    assert weekbrief("init", school).status == 0
    groups = (school / "groups.yaml").read_text(encoding="utf-8")
    (school / "groups.yaml").write_text(groups.replace("vera.vos@example.org", "vera@basisschool-de-linde.nl"), encoding="utf-8")
    ran = weekbrief("run", "--edition", "now", "--json", school)
    assert ran.status == 1
    assert (ran.json["letters"], {mistake["line"] is not None for mistake in ran.json["mistakes"]}) == (0, {True})
    assert len({mistake["post"] for mistake in ran.json["mistakes"]}) == 3
    own = school / "content/groep-7a/gymspullen.md"
    own.write_text("Gymspullen mee op maandag.\n", encoding="utf-8")
    assert weekbrief("run", "--edition", "now", "--json", school).json["letters"] > 0


def test_another_user_than_the_owner_is_refused_by_name(tmp_path: Path) -> None:
    """Files of two users in one outbox would stop the timer: whoever calls is told whose it is, before anything is opened."""
    outbox = Path("/usr")
    if os.geteuid() == 0:
        outbox = tmp_path / "outbox"
        outbox.mkdir()
        os.chown(outbox, 65_534, 65_534)
    owner = outbox.owner()
    school = write_school(tmp_path / "school", CONTENT)
    for command in (("status",), ("run", *FRIDAY), ("check",), ("settle", "--sent", "1"), ("doctor",)):
        ran = weekbrief(*command, "--outbox", outbox, school)
        assert ran.status == 2, command
        assert f"“{owner}”" in ran.err
