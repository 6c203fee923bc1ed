"""The commands, their options and their exit statuses, as DESIGN.md's "Commands" has them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from drawings import a_file
from PIL import Image
from running import first_run, letters_in, weekbrief
from schools import GROUPS_YAML, write_school

FRIDAY = ("--on", "2026-11-20T15:00")
CONTENT: dict[str, str | bytes] = {
    "groep-5b/2026-11-20 Bos/bos.md": (
        "---\npictures: {a.png: {people: [ada-jansen]}, b.png: {people: [bram-vos, cas-de-boer]}}\n---\nbosbericht\n"
    ),
    "groep-5b/2026-11-20 Bos/a.png": a_file(Image.new("RGB", (60, 40), (9, 99, 199)), "PNG"),
    "groep-5b/2026-11-20 Bos/b.png": a_file(Image.new("RGB", (60, 40), (199, 99, 9)), "PNG"),
}
NOTHING = {"planned": 0, "sending": 0, "waiting": 0, "sent": 0, "refused": 0, "unknown": 0}


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A sound school folder under a name that people do give to folders."""
    return write_school(tmp_path / "De école, 'mijn' school & zo", CONTENT)


def what_lies_in(folder: Path) -> set[str]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_check_reads_everything_and_sends_nothing(school: Path) -> None:
    """`weekbrief check` reads everything, sends nothing, lists what to mend; exit status 0 where there is nothing to mend."""
    ran = weekbrief("check", *FRIDAY, school)
    assert ran.status == 0, ran.out
    assert letters_in(school / "outbox") == {}
    (school / "content/groep-5b/2026-11-20 fout.md").write_text("Cas de Boer was er ook.", encoding="utf-8")
    ran = weekbrief("check", "--json", *FRIDAY, school)
    assert ran.status == 1
    assert "2026-11-20 fout.md" in ran.out
    assert isinstance(ran.json, dict)
    assert letters_in(school / "outbox") == {}


def test_build_plans_and_send_delivers(school: Path) -> None:
    """`build` puts what is due into the outbox, `send` delivers what is in it, `status` counts both."""
    none = weekbrief("status", "--json", school)
    assert (none.status, none.json["counts"]) == (1, NOTHING)
    assert str(school / "outbox") in none.err
    assert weekbrief("build", *FRIDAY, school).status == 0
    assert letters_in(school / "outbox") == {}
    counts = weekbrief("status", "--json", school).json["counts"]
    assert counts["planned"] + counts["waiting"] == sum(counts.values()) == 3
    assert weekbrief("send", school).status == 0
    assert {"anna@example.org", "piet@example.org", "vera@example.org"} <= set(letters_in(school / "outbox"))
    assert weekbrief("status", "--json", school).json["counts"] == {**NOTHING, "sent": 3}
    before = what_lies_in(school / "outbox/maildir")
    assert weekbrief("send", school).status == 0
    assert weekbrief("run", *FRIDAY, school).status == 0
    assert what_lies_in(school / "outbox/maildir") == before


def test_an_outbox_may_lie_elsewhere_and_the_school_folder_be_read_only(school: Path, tmp_path: Path) -> None:
    """`--outbox DIR`: the only door; the school folder itself is read, never written."""
    outbox = tmp_path / "de uitgaande post"
    folders = [school, *(path for path in school.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    before, touched = what_lies_in(school), [folder.stat().st_mtime_ns for folder in folders]
    ran = weekbrief("run", "--outbox", outbox, *FRIDAY, school)
    # Root may write anywhere: so look whether it did.
    assert what_lies_in(school) == before
    assert [folder.stat().st_mtime_ns for folder in folders] == touched
    for folder in folders:
        folder.chmod(0o755)
    assert ran.status == 0, ran.out + ran.err
    assert {"anna@example.org", "piet@example.org", "vera@example.org"} <= set(letters_in(outbox))
    assert weekbrief("status", "--json", "--outbox", outbox, school).json["counts"] == {**NOTHING, "sent": 3}


def test_the_school_folder_is_here_where_none_is_named(school: Path) -> None:
    """Each takes the school folder as its last argument (default: here)."""
    ran = subprocess.run([sys.executable, "-m", "weekbrief_build", "run", *FRIDAY], capture_output=True, text=True, check=False, cwd=school)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "anna@example.org" in letters_in(school / "outbox")


def test_why_knows_a_picture_by_name_and_by_path(school: Path) -> None:
    """`why PICTURE --json` holds at least picture, people, and per family a decision with reasons."""
    for wanted in ("b.png", "content/groep-5b/2026-11-20 Bos/b.png"):
        ran = weekbrief("why", wanted, "--json", *FRIDAY, school)
        assert ran.status == 0, ran.err
        told = ran.json
        assert {"bram-vos", "cas-de-boer"} <= set(json.dumps(told["people"]).replace('"', " ").replace(",", " ").split())
        decisions = {one["family"]: one["decision"] for one in told["families"]}
        assert decisions["jansen"] == decisions["vos"] == "withheld"
        assert all(isinstance(one["reasons"], list) and one["reasons"] for one in told["families"])
    plain = weekbrief("why", "a.png", *FRIDAY, school)
    assert plain.status == 0
    assert "Ada" in plain.out or "ada-jansen" in plain.out
    assert weekbrief("why", "bestaat-niet.png", *FRIDAY, school).status in {1, 2}


def test_used_wrongly_is_two(school: Path) -> None:
    """Exit status 2: used wrongly."""
    for wrong in (("vertel", school), ("run", "--edition", "straks", school), ("run", "--on", "gisteren", school), ("why",), ("init",)):
        assert weekbrief(*wrong).status == 2, wrong


def test_some_letters_that_wait_make_seventy_five(tmp_path: Path) -> None:
    """Exit status 75: some letters wait for a later try."""
    groups = GROUPS_YAML + "mail: {transport: smtp, host: 127.0.0.1, port: 9, security: none}\n"
    folder = write_school(tmp_path, CONTENT, groups=groups)
    assert first_run(*FRIDAY, folder).status == 75
    counts = weekbrief("status", "--json", folder).json["counts"]
    assert counts["waiting"] + counts["planned"] == sum(counts.values()) == 3


@pytest.mark.parametrize("words", [("run", "--edition", "now"), ("check",), ("build",), ("status",)])
def test_each_command_prints_json_where_asked(school: Path, words: tuple[str, ...]) -> None:
    """`--json` where it prints a result."""
    options = () if words == ("status",) else FRIDAY
    assert isinstance(weekbrief(*words, "--json", *options, school).json, dict)


def test_a_new_school_folder_is_sound_and_gives_letters(tmp_path: Path) -> None:
    """`weekbrief init DIR`: a new school folder, with a worked example."""
    folder = tmp_path / "Nieuwe school é"
    assert weekbrief("init", folder).status == 0
    assert weekbrief("check", folder).status == 0
    assert weekbrief("run", "--edition", "now", folder).status == 0
    assert len(letters_in(folder / "outbox")) > 3
    assert weekbrief("init", folder).status in {1, 2}, "a school that is there is not written over"


def test_the_same_school_in_two_outboxes_is_two_ledgers(school: Path, tmp_path: Path) -> None:
    """The ledger lies in the outbox; a folder that moved with its outbox sends nothing twice."""
    assert weekbrief("run", *FRIDAY, school).status == 0
    moved = tmp_path / "verhuisd"
    shutil.move(school, moved)
    before = what_lies_in(moved / "outbox/maildir")
    assert weekbrief("run", *FRIDAY, moved).status == 0
    assert what_lies_in(moved / "outbox/maildir") == before


@pytest.mark.parametrize(
    ("moments", "editions"),
    [
        (("2026-11-21T14:59",), [1]),  # within 24 hours of Friday 15:00
        (("2026-11-21T15:30",), [0]),  # more than 24 hours after it
        (("2026-11-20T14:59", "2026-11-20T15:00", "2026-11-20T15:15"), [0, 1, 0]),
    ],
)
def test_the_first_edition_is_due_within_a_day_of_its_moment(school: Path, moments: tuple[str, ...], editions: list[int]) -> None:
    """Where there has been none yet, an edition is due once a moment has passed within the last 24 hours."""
    sent = []
    for moment in moments:
        weekbrief("run", "--on", moment, school)
        sent.append(len(letters_in(school / "outbox").get("vera@example.org", [])))
    assert [now - before for before, now in zip([0, *sent], sent, strict=False)] == editions


def test_the_moment_follows_the_school_s_clock_over_summer_time(tmp_path: Path) -> None:
    """`--on` is in school time; the moment is 15:00 there, summer and winter."""
    content: dict[str, str | bytes] = {"groep-5b/2026-10-23 a.md": "eerste", "groep-5b/2026-10-30 b.md": "tweede"}
    folder = write_school(tmp_path, content)
    got = []
    for moment in ("2026-10-23T15:00", "2026-10-30T14:30", "2026-10-30T15:00"):
        weekbrief("run", "--on", moment, folder)
        got.append(len(letters_in(folder / "outbox").get("vera@example.org", [])))
    assert got == [1, 1, 2]
