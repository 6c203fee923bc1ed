from __future__ import annotations

import json
from pathlib import Path

from outboxes import a_letter, fill, send
from scripted_server import scripted

from weekbrief_build.school.people import MailSettings


def test_the_journal_gets_lines_that_programs_read_and_no_address(tmp_path: Path) -> None:
    """Under systemd each line is a priority and one JSON object: the event, the letter by its number, the reply without whom it names."""
    with scripted({"RCPT": "450 <ouder1@example.org> is moving"}) as server:
        fill(tmp_path, [a_letter(1)], MailSettings("smtp", "127.0.0.1", server.port, "none"))
        result = send(tmp_path, environment={"JOURNAL_STREAM": "8:1"})
    (line,) = result.stderr.splitlines()
    told = json.loads(line.removeprefix("<6>"))
    assert (told["event"], told["letter"], told["state"], told["reply"]) == ("letter", 1, "waiting", "450 <…> is moving")
    assert "@" not in result.stderr


def test_the_journal_is_told_how_serious_it_is(tmp_path: Path) -> None:
    """sd-daemon(3): an error is one for whoever filters by priority."""
    fill(tmp_path, [a_letter(1)])
    (tmp_path / "mail.json").write_text("{}")
    (line,) = send(tmp_path, environment={"JOURNAL_STREAM": "8:1"}).stderr.splitlines()
    assert json.loads(line.removeprefix("<3>"))["level"] == "error"


def test_a_person_gets_sentences(tmp_path: Path) -> None:
    """Without systemd."""
    with scripted({"RCPT": "450 later"}) as server:
        fill(tmp_path, [a_letter(1)], MailSettings("smtp", "127.0.0.1", server.port, "none"))
        assert send(tmp_path).stderr == "weekbrief send: letter 1: waiting: 450 later\n"
