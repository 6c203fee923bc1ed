"""The commands as a person types them: what they print, and how they end."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from drawings import a_photograph
from running import letters_in, weekbrief
from schools import GROUPS_YAML, write_school

FRIDAY = "2026-11-20T15:00"
POST = "---\ndate: 2026-11-19\npictures:\n  bos.jpg: {people: nobody, caption: Bomen}\n---\n# Bos\n\nHet bos.\n"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A school with a post and a picture of nobody."""
    return write_school(tmp_path / "school", {"groep-5b/bos/bos.md": POST, "groep-5b/bos/bos.jpg": a_photograph(1)})


def test_a_new_school_folder_has_nothing_to_mend_and_gives_letters(tmp_path: Path) -> None:
    """`init` makes a school folder with a worked example, on which every command works at once."""
    folder = tmp_path / "Mijn school"
    assert weekbrief("init", folder).status == 0
    assert weekbrief("check", folder).status == 0
    assert weekbrief("run", "--edition", "now", folder).status == 0
    assert letters_in(folder / "outbox")


def test_init_never_writes_into_a_folder_that_holds_anything(school: Path) -> None:
    """Used wrongly: 2, and everything is as it was."""
    before = (school / "groups.yaml").read_bytes()
    assert weekbrief("init", school).status == 2
    assert (school / "groups.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "wrong",
    [
        ["fly"],
        ["run", "--on", "tomorrow"],
        ["run", "--on", "2026-11-20T15:00+01:00"],
        ["run", "--on", "0001-01-01"],
        ["run", "--edition", "old"],
        ["check", "/nowhere"],
    ],
)
def test_a_command_used_wrongly_ends_with_2(wrong: list[str]) -> None:
    """And says what is wrong, without a traceback."""
    ran = weekbrief(*wrong)
    assert ran.status == 2
    assert "Error" in ran.err
    assert "Traceback" not in ran.err


def test_a_folder_that_is_no_school_is_told_so(tmp_path: Path) -> None:
    """There is nothing to guess where groups.yaml is missing."""
    ran = weekbrief("check", "--json", tmp_path)
    assert ran.status == 1
    assert [mistake["file"] for mistake in ran.json["mistakes"]] == ["groups.yaml"]


def test_what_stops_everything_is_told_in_the_school_s_language(school: Path) -> None:
    """Every mistake with its file and line, all at once, and nothing is built."""
    (school / "groups.yaml").write_text(
        GROUPS_YAML.replace("language: nl", "language: en", 1).replace("[groep-6a]", "[groep-9z]"), encoding="utf-8"
    )
    (school / "consent.csv").write_text("child,purpose,answer,date,signed_by\nnobody-known,photo-group,no,2026-09-01,X\n", encoding="utf-8")
    ran = weekbrief("run", "--json", "--on", FRIDAY, school)
    assert ran.status == 1
    assert [(mistake["file"], mistake["line"], mistake["holds_back"]) for mistake in ran.json["mistakes"]] == [
        ("groups.yaml", 18, "everything"),
        ("consent.csv", 2, "everything"),
    ]
    assert "groep-9z" in ran.json["mistakes"][0]["what"]
    assert not letters_in(school / "outbox")


def test_why_finds_a_picture_by_its_name_or_its_path(school: Path) -> None:
    """And says which it could be, where there are two."""
    assert weekbrief("why", "bos.jpg", school).status == 0
    by_path = weekbrief("why", "--json", school / "content/groep-5b/bos/bos.jpg", school)
    assert by_path.json["picture"] == "content/groep-5b/bos/bos.jpg"
    assert by_path.json["people"] == []
    assert weekbrief("why", "strand.jpg", school).status == 2
    write_school(school, {"groep-6a/bos/bos.jpg": a_photograph(2)})
    ran = weekbrief("why", "bos.jpg", school)
    assert ran.status == 2
    assert "content/groep-6a/bos/bos.jpg" in ran.err


def test_why_names_the_other_posts_with_the_same_picture(school: Path) -> None:
    """What they say counts here, so whoever asks has to find them."""
    same = (school / "content/groep-5b/bos/bos.jpg").read_bytes()
    write_school(school, {"groep-6a/Bos/boom.jpg": same, "groep-6a/Bos/bos.md": "---\npictures: {boom.jpg: {people: [Cas]}}\n---\nHoi\n"})
    ran = weekbrief("why", "--json", "bos.jpg", school)
    assert ran.json["also_in"] == ["content/groep-6a/Bos/bos.md"]
    assert "cas-de-boer" in ran.json["people"]
    assert {family["decision"] for family in ran.json["families"]} == {"withheld"}
    assert "content/groep-6a/Bos/bos.md" in weekbrief("why", "bos.jpg", school).out


def test_why_explains_a_picture_in_each_post_that_uses_its_file(school: Path) -> None:
    """A loose file of which two posts speak is one picture: what each shows of it is told."""
    post = "---\npictures: {loos.jpg: {people: nobody}}\n---\nKijk.\n"
    write_school(school, {"groep-5b/een.md": post, "groep-5b/twee.md": post, "groep-5b/loos.jpg": a_photograph(3)})
    ran = weekbrief("why", "loos.jpg", school)
    assert ran.status == 0
    assert all(f"loos.jpg (content/groep-5b/{name}.md)" in ran.out for name in ("een", "twee"))
    assert weekbrief("why", "--json", "loos.jpg", school).json["also_in"] == ["content/groep-5b/twee.md"]


def test_why_says_what_would_change_a_decision_in_the_school_s_language(school: Path) -> None:
    """The smallest thing, for each family: as a list in JSON, below the reasons in the table; headings and reasons in one language."""
    post = "---\npictures: {cas.jpg: {people: [cas-de-boer]}}\n---\nKijk.\n"
    write_school(
        school,
        {"groep-5b/cas/cas.md": post, "groep-5b/cas/cas.jpg": a_photograph(4)},
        groups=GROUPS_YAML.replace("language: nl", "language: en", 1),
    )
    yes = "a guardian of cas-de-boer (Daan de Boer) says yes for photo-school"
    families = weekbrief("why", "--json", "cas.jpg", school).json["families"]
    assert [(one["family"], one["would_change"]) for one in families] == [
        (home, {"all_of": [yes], "one_of": []}) for home in ("jansen", "vos")
    ]
    shown = weekbrief("why", "cas.jpg", school, environment={"LANGUAGE": "nl"}).out
    assert "Withheld from: jansen, vos" in shown
    assert f"This would change if:\n      - {yes}" in shown
    bos = weekbrief("why", "--json", "bos.jpg", school).json["families"][0]["would_change"]
    assert bos == {"all_of": [], "one_of": ["somebody else is named in the picture, who may not be seen"]}


def test_why_tells_what_ever_left_about_a_child(school: Path) -> None:
    """Which picture of which post, by hash, in which edition, to how many families; also after the child left the roll."""
    post = "---\ndate: 2026-11-19\npictures: {ada.jpg: {people: [ada-jansen]}}\n---\nKijk, @ada-jansen!\n"
    write_school(school, {"groep-5b/ada/ada.md": post, "groep-5b/ada/ada.jpg": a_photograph(4)})
    none = weekbrief("why", "--json", "ada-jansen", school)
    assert (none.status, none.json) == (0, {"child": "ada-jansen", "known": True, "left": [], "not_left": []})
    weekbrief("build", "--on", FRIDAY, school)
    planned = weekbrief("why", "--json", "Ada Jansen", school).json
    assert (planned["left"], [told["state"] for told in planned["not_left"]]) == ([], ["planned", "planned"])
    weekbrief("send", "--on", FRIDAY, school)
    (school / "groups.yaml").write_text(
        GROUPS_YAML.replace("ada-jansen: {name: Ada Jansen", "ada-klaver: {name: Ada Klaver").replace("[ada-jansen]", "[ada-klaver]"),
        "utf-8",
    )
    (school / "consent.csv").write_text("child,purpose,answer,date,signed_by\n", encoding="utf-8")
    told = weekbrief("why", "--json", "ada-jansen", school).json
    assert (told["known"], told["not_left"]) == (False, [])
    assert {(one["kind"], one["edition"], one["families"], one["named_to"]) for one in told["left"]} == {
        ("newsletter", "2026-W47", 2, 2),
        ("post", None, 1, 1),
    }
    pictures = [picture for one in told["left"] for picture in one["pictures"]]
    assert {(picture["picture"], picture["shown"]) for picture in pictures} == {("ada.jpg", "plain")}
    sent = letters_in(school / "outbox")["anna@example.org"][0].pictures
    assert pictures[0]["sent_sha256"] in {sha256(data).hexdigest() for data in sent}
    assert pictures[0]["sha256"] == sha256(a_photograph(4)).hexdigest()
    assert pictures[0]["sent_sha256"] in weekbrief("why", "ada-jansen", school).out
    nobody = weekbrief("why", "zoe-nergens", school)
    assert (nobody.status, "zoe-nergens" in nobody.err) == (2, True)


def test_the_outbox_may_lie_elsewhere_and_the_school_folder_is_only_read(school: Path, tmp_path: Path) -> None:
    """Nothing is written into a shared folder: only the outbox changes."""
    before = sorted(path for path in school.rglob("*"))
    assert weekbrief("run", "--on", FRIDAY, "--outbox", tmp_path / "uit", school).status == 0
    assert letters_in(tmp_path / "uit")
    assert sorted(path for path in school.rglob("*")) == before


def test_a_ledger_that_cannot_be_opened_is_told_in_a_sentence(school: Path) -> None:
    """A full or read-only disk, as SQLite says it: for the operator, and no page of code."""
    (school / "outbox" / "ledger.sqlite3").mkdir(parents=True)
    ran = weekbrief("run", "--on", FRIDAY, school)
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    assert "The disk says: unable to open database file" in ran.err


def test_check_warns_of_an_outbox_in_a_synchronised_folder(school: Path, tmp_path: Path) -> None:
    """A database in a folder that a program synchronises is not safe; it is advice, so the status is 0."""
    ran = weekbrief("check", "--json", "--on", FRIDAY, "--outbox", tmp_path / "Dropbox" / "uit", school)
    assert ran.status == 0
    assert [mistake["holds_back"] for mistake in ran.json["mistakes"]] == ["advice"]
    assert "Dropbox".casefold() in ran.json["mistakes"][0]["what"].casefold()


def test_check_says_what_to_install_where_nothing_reads_videos(school: Path, tmp_path: Path) -> None:
    """Before a teacher's first video stays behind; a school without videos has nothing to mend all the same."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "imageio_ffmpeg.py").write_text("raise ImportError\n")
    without = {"PATH": str(tmp_path / "bin"), "PYTHONPATH": os.pathsep.join((str(tmp_path), os.environ.get("PYTHONPATH", "")))}
    ran = weekbrief("check", "--on", FRIDAY, school, environment=without)
    assert ran.status == 0, ran.out
    assert "apt install ffmpeg" in ran.out
    assert "ffmpeg" not in weekbrief("check", "--on", FRIDAY, school).out


def test_two_runs_at_once_do_not_meet(school: Path) -> None:
    """It is safe to call at any time: whoever comes second tries again later."""
    (school / "outbox").mkdir()
    code = "import fcntl,sys; f=open(sys.argv[1],'w'); fcntl.flock(f,fcntl.LOCK_EX); print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, school / "outbox" / "build.lock"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        holder.stdout.readline()
        ran = weekbrief("run", "--on", FRIDAY, school)
        holder.communicate(b"")
    assert ran.status == 75
    assert "Another weekbrief" in ran.err
    assert not letters_in(school / "outbox")


def test_a_broken_layout_stops_everything_with_its_file_and_line(school: Path) -> None:
    """A school's own layout is used file by file; a mistake in one is told, and nothing is sent with half a layout."""
    (school / "layouts").mkdir()
    (school / "layouts" / "post.html.j2").write_text("<p>\n{{ nonsense( }}\n", encoding="utf-8")
    for command in ("check", "run"):
        ran = weekbrief(command, "--json", "--on", FRIDAY, school)
        assert ran.status == 1
        assert [(mistake["file"], mistake["line"]) for mistake in ran.json["mistakes"]] == [("layouts/post.html.j2", 2)]
    assert not letters_in(school / "outbox")


def test_check_gives_advice_that_is_nothing_to_mend(school: Path) -> None:
    """Advice is marked as such, ends with 0, and is no part of a run."""
    (school / "content/groep-5b/bos/bos.md").write_text(POST.replace(", caption: Bomen", ""), encoding="utf-8")
    ran = weekbrief("check", "--on", FRIDAY, school)
    assert ran.status == 0
    assert "Advies:" in ran.out
    (advice,) = weekbrief("check", "--json", "--on", FRIDAY, school).json["mistakes"]
    assert (advice["file"], advice["line"], advice["holds_back"]) == ("content/groep-5b/bos/bos.md", 3, "advice")
    assert weekbrief("run", "--json", "--on", FRIDAY, school).json["mistakes"] == []


def test_the_head_lets_a_post_with_an_insult_go_with_the_line_that_the_mail_tells(school: Path) -> None:
    """Until then it goes to nobody, and its teacher and the head both learn of it, once."""
    (school / "content/groep-5b/bos/bos.md").write_text(POST + "\nWat een klootzak.\n", encoding="utf-8")
    for _ in range(2):
        assert weekbrief("run", "--edition", "now", "--on", FRIDAY, school).status == 1
    found = letters_in(school / "outbox")
    assert {to: len(letters) for to, letters in found.items()} == {"sanne@regenboog.example": 1, "directie@regenboog.example": 1}
    line = "toegestaan: content/groep-5b/bos/bos.md"
    for (letter,) in found.values():
        assert line in " ".join(letter.text.split())
    (school / "woorden.txt").write_text(f"{line}\n", encoding="utf-8")
    assert weekbrief("run", "--edition", "now", "--on", FRIDAY, school).status == 0
    assert "anna@example.org" in letters_in(school / "outbox")


def test_progress_shows_only_to_a_person(school: Path) -> None:
    """A bar on long work when somebody looks; a timer's mail stays empty of it."""
    assert "█" not in weekbrief("run", "--on", FRIDAY, school).err
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "weekbrief_build", "build", "--on", FRIDAY, "--outbox", str(school / "other"), str(school)]
    with subprocess.Popen(command, stderr=slave, stdout=subprocess.DEVNULL) as looked_at:
        looked_at.wait(60)
    os.close(slave)
    seen = b""
    while b"3/3" not in seen and (read := os.read(master, 4096)):
        seen += read
    os.close(master)
    assert "█" in seen.decode()


def test_help_says_what_a_volunteer_needs() -> None:
    """Every command is named with what it does; Dutch where the machine is Dutch."""
    english = weekbrief("--help").out
    for command in ("init", "check", "build", "send", "run", "why", "status"):
        assert f"  {command}" in english
    assert "Exit status" in english
    assert "Exit status" not in weekbrief("--help", environment={"LANGUAGE": "nl"}).out


def test_status_tells_the_last_editions_first(tmp_path: Path) -> None:
    """Eight, the newest first, and none that held nothing; all of them where somebody asks."""
    school = write_school(tmp_path / "school")
    days = [
        f"2026-{month:02}-{day:02}" for month, day in ((9, 4), (9, 11), (9, 18), (9, 25), (10, 2), (10, 9), (10, 16), (10, 23), (10, 30))
    ]
    for number, day in enumerate(days):
        write_school(school, {f"groep-5b/{day} bericht.md": f"Dit is bericht {number} over {'abcdefghij'[number] * 9}.\n"})
        weekbrief("run", "--on", f"{day}T15:00", school)
    editions = list(weekbrief("status", "--json", school).json["editions"])
    assert (len(editions), editions[0]) == (8, "2026-W44")
    assert list(weekbrief("status", "--all", "--json", school).json["editions"]) == [*editions, "2026-W36"]


def test_the_version_is_told() -> None:
    """And nothing else is done."""
    assert weekbrief("--version").out.startswith("weekbrief 0.")
