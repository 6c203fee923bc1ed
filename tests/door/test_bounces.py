"""`weekbrief bounces`: what mail servers report later makes a letter refused, names it to the head, and removes nothing."""

from __future__ import annotations

import json
import mailbox
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml
from bounce_mails import DELAYED, DIALECTS, FAILED, a_report
from imap_server import PASSWORD, showing_mail
from outboxes import a_letter, counts, fill, report, send
from postfix import running
from running import first_run, letters_in, weekbrief
from schools import GROUPS_YAML, write_school
from scripted_server import scripted

from weekbrief_build.school.people import MaildirFolder, MailSettings

FRIDAY = "2026-11-20T15:00"
POST = "---\ndate: 2026-11-19\n---\n# Bos\n\nHet bos.\n"
READ = ("-m", "weekbrief_sender.bounces")


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    """An outbox with a letter for each dialect, all of them sent, and an empty Maildir for bounces beside it."""
    mailbox.Maildir(tmp_path / "bounces")
    with scripted() as server:
        settings = MailSettings("smtp", "127.0.0.1", server.port, "none", bounces_mailbox=MaildirFolder(str(tmp_path / "bounces")))
        fill(tmp_path / "outbox", [a_letter(number) for number in range(1, len(DIALECTS) + 1)], settings)
        assert send(tmp_path / "outbox").returncode == 0
    return tmp_path / "outbox"


def _drop(outbox: Path, mail: bytes) -> None:
    new = outbox.parent / "bounces/new"
    (new / str(len(list(new.iterdir())))).write_bytes(mail)


def _about(number: int, dialect: str = "postfix") -> bytes:
    """A report that names a letter by its envelope sender alone."""
    return a_report(dialect, to=f"weekbrief+{number}@regenboog.example", message_id="<x@y>", about=f"ouder{number}@example.org")


def _by_message_id(number: int, dialect: str) -> bytes:
    message_id, about = f"<letter-{number}@regenboog.example>", f"ouder{number}@example.org"
    return a_report(dialect, to="weekbrief@regenboog.example", message_id=message_id, about=about)


def _read(outbox: Path) -> tuple[int, dict[str, object]]:
    ran = send(outbox, before=READ)
    return ran.returncode, json.loads(ran.stdout)


@pytest.mark.parametrize("by", [_about, _by_message_id])
def test_a_report_marks_its_letter(outbox: Path, by: object) -> None:
    """Failed: refused. Delayed: told of, and still sent. Anything else: nothing. Each counts once, the counts add up, no mail is moved."""
    assert callable(by)
    for number, dialect in enumerate(DIALECTS, 1):
        _drop(outbox, by(number, dialect))
    failed = [number for number, dialect in enumerate(DIALECTS, 1) if dialect in FAILED]
    delayed = [number for number, dialect in enumerate(DIALECTS, 1) if dialect in DELAYED]
    status, told = _read(outbox)
    assert (status, told["read"]) == (1, len(DIALECTS))
    assert [sorted(told[kind]) for kind in ("failed", "delayed")] == [failed, delayed]  # type: ignore[call-overload] # JSON
    assert counts(outbox) == {"sent": len(DIALECTS) - len(failed), "refused": len(failed)}
    assert _read(outbox) == (0, {"read": len(DIALECTS), "failed": [], "delayed": []})
    assert {bounce.letter: bounce.kind for bounce in report(outbox).bounces} == dict.fromkeys(failed, "failed") | dict.fromkeys(
        delayed, "delayed"
    )
    assert "@" not in "".join(bounce.said for bounce in report(outbox).bounces)
    assert len(list((outbox.parent / "bounces/new").iterdir())) == len(DIALECTS)


def test_a_report_that_names_no_letter_of_ours_is_not_believed(outbox: Path) -> None:
    """Anybody can write to that mailbox; who does not know the letter cannot say that it failed. Nor is one of two guessed."""
    _drop(outbox, a_report("postfix", to="weekbrief+0123456789abcdef@regenboog.example", message_id="<guessed@regenboog.example>"))
    _drop(outbox, a_report("postfix", to="weekbrief@regenboog.example", message_id="<x@y>"))
    _drop(outbox, a_report("postfix", to="weekbrief+1@regenboog.example", message_id="<x@y>", sender="weekbrief+2@regenboog.example"))
    assert _read(outbox) == (0, {"read": 3, "failed": [], "delayed": []})
    assert counts(outbox) == {"sent": len(DIALECTS)}


def test_a_bounce_settles_what_was_unknown(outbox: Path) -> None:
    """Who reports of a letter has had it; a letter that waits for another try goes on waiting."""
    with sqlite3.connect(outbox / "ledger.sqlite3") as ledger:
        ledger.execute("UPDATE delivery SET state = 'unknown' WHERE letter IN (1, 2)")
        ledger.execute("UPDATE delivery SET state = 'waiting' WHERE letter = 3")
    ledger.close()
    for number, dialect in ((1, "postfix"), (2, "postfix, delay"), (3, "postfix")):
        _drop(outbox, _about(number, dialect))
    assert _read(outbox)[0] == 1
    assert counts(outbox) == {"refused": 1, "waiting": 1, "sent": len(DIALECTS) - 2}


def test_a_mailbox_that_is_not_there_is_told(outbox: Path) -> None:
    """Something for a person to mend."""
    shutil.rmtree(outbox.parent / "bounces")
    ran = send(outbox, before=READ)
    assert (ran.returncode, "there is no Maildir" in ran.stderr) == (1, True)


def _school(folder: Path, **mail: object) -> Path:
    """A school with one post, whose letters leave so."""
    school = write_school(folder, {"groep-5b/bos.md": POST})
    groups = yaml.safe_load(GROUPS_YAML)
    groups["mail"] = {"transport": "smtp", "host": "127.0.0.1", "security": "none", **mail}
    (school / "groups.yaml").write_text(yaml.safe_dump(groups, allow_unicode=True), encoding="utf-8")
    return school


def _sent(school: Path) -> list[tuple[int, str, str]]:
    """The letters to guardians: id, envelope sender, recipient."""
    with sqlite3.connect(school / "outbox/ledger.sqlite3") as ledger:
        letters = "SELECT id, envelope_sender, recipient FROM letter WHERE kind NOT IN ('notice', 'summary') ORDER BY id"
        rows = ledger.execute(letters).fetchall()
    ledger.close()
    return rows


def test_the_head_is_told_once_whose_letter_came_back(tmp_path: Path) -> None:
    """A run looks first for what came back, and writes to the head: whose letter, in what words, what to do; once, and to nobody else."""
    mailbox.Maildir(tmp_path / "bounces")
    with scripted() as server:
        school = _school(tmp_path / "school", port=server.port, bounces_mailbox={"maildir": str(tmp_path / "bounces")})
        assert first_run("--edition", "now", "--on", FRIDAY, school).status == 0
    (_, sender, recipient), *_ = _sent(school)
    _drop(school, a_report("exchange", to=sender, message_id="<x@y>", about=recipient))
    groups = (school / "groups.yaml").read_text(encoding="utf-8")
    (school / "groups.yaml").write_text(groups.replace("transport: smtp", "transport: maildir"), encoding="utf-8")
    assert weekbrief("run", "--on", "2026-11-20T16:00", school).status == 1
    (told,) = [letter for letters in letters_in(school / "outbox").values() for letter in letters]
    assert told.to == "directie@regenboog.example"
    assert "kwam terug: 550 5.1.10 RESOLVER.ADR.RecipientNotFound" in " ".join(told.text.split())
    assert "Anna Jansen (jansen)" in told.text
    assert recipient not in told.text
    assert weekbrief("run", "--on", "2026-11-20T16:15", school).status == 0
    assert sum(map(len, letters_in(school / "outbox").values())) == 1


def test_the_first_run_after_the_mailbox_is_named_reads_it(tmp_path: Path) -> None:
    """Not the second: what lies there may be about letters of days ago."""
    boxes = mailbox.Maildir(tmp_path / "bounces")
    with scripted() as server:
        school = _school(tmp_path / "school", port=server.port)
        first_run("--edition", "now", "--on", FRIDAY, school)
        (id_, sender, to), *_ = _sent(school)
        boxes.add(a_report("postfix", to=sender, message_id="<x@y>", about=to))
        _school(tmp_path / "school", port=server.port, bounces_mailbox={"maildir": str(tmp_path / "bounces")})
        weekbrief("trust", "--yes", school)
        ran = weekbrief("run", "--on", FRIDAY, school)
    assert ran.status == 1, ran
    assert [one["letter"] for one in weekbrief("status", "--json", school).json["bounces"]] == [id_]


def test_a_letter_that_came_back_goes_again_to_another_address(tmp_path: Path) -> None:
    """What was noted of it goes with it: the run that takes it back ends well, and the letter that takes its place is sent."""
    boxes = mailbox.Maildir(tmp_path / "bounces")
    with scripted() as server:
        school = _school(tmp_path / "school", port=server.port, bounces_mailbox={"maildir": str(tmp_path / "bounces")})
        first_run("--edition", "now", "--on", FRIDAY, school)
        (_, sender, to), *_ = _sent(school)
        boxes.add(a_report("exchange", to=sender, message_id="<x@y>", about=to))
        weekbrief("run", "--on", "2026-11-20T16:00", school)
        with sqlite3.connect(school / "outbox/ledger.sqlite3") as ledger:
            ledger.execute("INSERT INTO doubt SELECT letter, 'recipient' FROM bounce")
        ledger.close()
        groups = (school / "groups.yaml").read_text(encoding="utf-8")
        (school / "groups.yaml").write_text(groups.replace(to, "new." + to), encoding="utf-8")
        ran = weekbrief("run", "--on", "2026-11-21T15:00", school)
    assert ran.status == 0, ran
    assert [address for _, _, address in _sent(school)].count("new." + to) == 1
    assert to not in [address for _, _, address in _sent(school)]


def test_without_a_mailbox_it_is_used_wrongly(tmp_path: Path) -> None:
    """And says what to write where."""
    ran = weekbrief("bounces", _school(tmp_path / "school"))
    assert (ran.status, "bounces_mailbox" in ran.err) == (2, True)


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder with a short path, for sockets."""
    folder = Path(tempfile.mkdtemp(prefix="wb-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_a_real_postfix_reports_to_the_letter_itself(tmp_path: Path, short_folder: Path) -> None:
    """Postfix takes a letter, cannot deliver it, and sends its report to the envelope sender of that letter alone: found by IMAP, once."""
    with ExitStack() as stack:
        elsewhere = stack.enter_context(scripted({"RCPT": "550 5.1.1 nobody here of that name"}))
        options = {
            "virtual_mailbox_domains": "regenboog.example",
            "virtual_mailbox_maps": "static:bounces/",
            "recipient_delimiter": "+",
            "relay_domains": "example.org",
            "relay_recipient_maps": "",
            "transport_maps": f"inline:{{ example.org=smtp:[127.0.0.1]:{elsewhere.port} }}",
        }
        postfix = stack.enter_context(running(short_folder / "postfix", options))
        imap, _ = stack.enter_context(showing_mail(short_folder / "imap", postfix.folder / "mail"))
        box = {"host": "127.0.0.1", "port": imap, "security": "none", "username": "bounces"}
        school = _school(tmp_path / "school", port=postfix.port, bounces_mailbox=box)
        first_run("--edition", "now", "--on", FRIDAY, school)
        letters = _sent(school)
        assert counts(school / "outbox") == {"sent": len(letters)}
        assert len(postfix.letters(len(letters) + 1, "bounces")) == len(letters) + 1  # and the summary for the head
        secret = {"WEEKBRIEF_BOUNCES_PASSWORD": PASSWORD}
        ran = weekbrief("bounces", "--json", school, environment=secret)
        assert (ran.status, sorted(ran.json["failed"])) == (1, [id_ for id_, *_ in letters])
        assert counts(school / "outbox") == {"refused": len(letters)}
        assert {trouble.reply for trouble in report(school / "outbox").troubles} == {"came back: 550 5.1.1 nobody here of that name"}
        again = weekbrief("bounces", "--json", school, environment=secret)
        assert (again.status, again.json["read"]) == (0, 1)  # the summary is no report, and not ours to mark as read
        assert len(list((postfix.folder / "mail/bounces/cur").glob("*S"))) == len(letters)
