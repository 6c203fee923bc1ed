"""`weekbrief preview` as a person types it: the letters that would go, as pages, and nothing handed over."""

from __future__ import annotations

import os
import re
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from drawings import a_photograph, corners, look_alike, opened
from running import Ran, letters_in, weekbrief
from schools import write_school

FRIDAY = "2026-11-20T15:00"
SATURDAY = "2026-11-21T09:00"
POST = """\
---
date: 2026-11-19
pictures:
  ada.jpg: {people: [ada-jansen]}
  cas.jpg: {people: [cas-de-boer]}
---
# Bos

Het bos van @ada-jansen.
"""


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A school with a post with two pictures, one of which only the family of Cas may see."""
    pictures = {"groep-5b/bos/ada.jpg": a_photograph(1), "groep-5b/bos/cas.jpg": a_photograph(2)}
    return write_school(tmp_path / "school", {"groep-5b/bos/bos.md": POST, **pictures})


def preview(school: Path, *options: str, on: str = FRIDAY) -> Ran:
    """`weekbrief preview --json`."""
    return weekbrief("preview", "--json", "--on", on, *options, school)


def unsourced(html: str) -> list[str]:
    """The lines of a page, without what it calls its pictures by."""
    return re.sub('src="[^"]+"', "src", html).splitlines()


def test_the_letters_that_a_run_sends_are_those_of_the_preview(school: Path) -> None:
    """Word for word and picture for picture: the page is the letter itself, not another rendering of it."""
    shown = preview(school).json["letters"]
    weekbrief("run", "--on", FRIDAY, school)
    sent = {
        address: letter for address, letters in letters_in(school / "outbox").items() if "regenboog" not in address for letter in letters
    }
    assert {letter["to"] for letter in shown} == sent.keys() == {"anna@example.org", "piet@example.org", "vera@example.org"}
    for letter in shown:
        page = Path(letter["page"])
        html = page.read_text(encoding="ascii")
        files = re.findall('src="([^"]+)"', html)
        assert letter["subject"] == sent[letter["to"]].subject
        assert [(page.parent / file).read_bytes() for file in files] == sent[letter["to"]].pictures
        assert unsourced(html) == unsourced(sent[letter["to"]].html.encode("ascii", "xmlcharrefreplace").decode())


def test_a_preview_hands_nothing_over_and_sends_nothing(school: Path) -> None:
    """There is no ledger after it, and where there is one it says what it said."""
    assert preview(school, "--edition", "now").status == 0
    assert not (school / "outbox" / "ledger.sqlite3").exists()
    assert not letters_in(school / "outbox")
    weekbrief("build", "--on", FRIDAY, school)
    before = weekbrief("status", "--json", school).json
    preview(school, "--edition", "now")
    assert weekbrief("status", "--json", school).json == before


def test_letters_that_wait_stand_in_the_preview_until_they_went(school: Path) -> None:
    """`build`, a look, then `send`: what lies in the outbox is what one wants to see before it goes."""
    weekbrief("build", "--on", FRIDAY, school)
    assert [(letter["to"], letter["waits"]) for letter in preview(school).json["letters"]] == [
        ("anna@example.org", True),
        ("piet@example.org", True),
        ("vera@example.org", True),
    ]
    weekbrief("send", "--on", FRIDAY, school)
    assert preview(school, "--edition", "now").json["letters"] == []


def test_the_index_says_for_each_letter_what_is_left_out_and_why(school: Path) -> None:
    """So that the head finds the reason before a parent asks; and the picture itself is nowhere in the folder."""
    seen = preview(school).json
    for letter in seen["letters"]:
        (note,) = letter["notes"]
        assert "cas.jpg" in note
        assert "cas-de-boer" in note
    index = Path(seen["page"])
    assert index.read_text(encoding="utf-8").count("cas.jpg") == len(seen["letters"])
    colour = corners(opened(a_photograph(2)))[0]
    pictures = [opened(file.read_bytes()) for file in index.parent.glob("file-*.jpg")]
    assert pictures
    assert not any(look_alike(corners(one)[0], colour) for one in pictures)


def test_without_a_weekly_letter_due_only_letters_of_their_own_go(school: Path) -> None:
    """`--edition now` makes the weekly letters, as it does for `run`."""
    assert [letter["to"] for letter in preview(school, on="2026-11-19T10:00").json["letters"]] == ["piet@example.org"]
    assert len(preview(school, "--edition", "now", on="2026-11-19T10:00").json["letters"]) == 3


def test_the_pages_are_for_their_owner_and_no_file_tells_whom_they_are_about(school: Path) -> None:
    """They hold pictures of children: nobody else on the machine reads them, and a listing tells nothing."""
    folder = Path(preview(school).json["page"]).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((school / "outbox").stat().st_mode) == 0o700
    assert all(re.fullmatch(r"index\.html|\d+\.html|file-\d+\.(jpg|ics)", file.name) for file in folder.iterdir())


def test_the_next_preview_leaves_nothing_of_the_last(school: Path) -> None:
    """A consent that was withdrawn in between takes the picture out of the folder too."""
    folder = Path(preview(school).json["page"]).parent
    assert len(list(folder.glob("file-*.jpg"))) == 1
    with (school / "consent.csv").open("a", encoding="utf-8") as register:
        register.write("ada-jansen,photo-group,no,2026-11-20,Anna Jansen\n")
    seen = preview(school).json
    vera = next(Path(letter["page"]) for letter in seen["letters"] if letter["to"] == "vera@example.org")
    assert "file-" not in vera.read_text(encoding="ascii")


def test_a_run_removes_a_preview_a_day_later_and_not_before(school: Path) -> None:
    """Who reads is not disturbed by the timer, and what was read does not stay."""
    folder = Path(preview(school).json["page"]).parent
    weekbrief("run", school)
    assert folder.exists()
    yesterday = folder.stat().st_mtime - timedelta(days=1, minutes=1).total_seconds()
    os.utime(folder, (yesterday, yesterday))
    weekbrief("run", school)
    assert not folder.exists()


def test_the_browser_is_opened_unless_one_says_no(school: Path, tmp_path: Path) -> None:
    """With the index; where there is no browser the person is told where it is."""
    called = tmp_path / "called"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> "{called}"\n', encoding="ascii")
    browser.chmod(0o700)
    environment = {"BROWSER": f"{browser} %s"}
    ran = weekbrief("preview", "--no-open", "--on", FRIDAY, school, environment=environment)
    assert "index.html" in ran.out
    assert not called.exists()
    weekbrief("preview", "--on", FRIDAY, school, environment=environment)
    assert called.read_text(encoding="ascii").strip() == (school / "outbox/cache/preview/index.html").as_uri()
    none = weekbrief("preview", "--on", FRIDAY, school, environment={"BROWSER": "false", "PATH": "/nowhere"})
    assert "No browser" in none.err


def test_the_browser_gets_no_secret(school: Path, tmp_path: Path) -> None:
    """It shows pages, and needs no password for that."""
    told, browser = tmp_path / "told", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nenv > "{told}"\n', encoding="ascii")
    browser.chmod(0o700)
    secrets = {"WEEKBRIEF_SMTP_PASSWORD": "geheim", "CREDENTIALS_DIRECTORY": "/run/credentials/weekbrief.service"}
    weekbrief("preview", "--on", FRIDAY, school, environment={"BROWSER": f"{browser} %s", **secrets})
    names = {line.partition("=")[0] for line in told.read_text(encoding="utf-8").splitlines()}
    assert "BROWSER" in names
    assert not names & secrets.keys()


def test_a_mistake_that_stops_everything_stops_a_preview(school: Path) -> None:
    """What `run` would not send, nobody need look at."""
    (school / "consent.csv").write_text("child,purpose,answer,date,signed_by\nnobody-known,photo-group,no,2026-09-01,X\n", encoding="utf-8")
    ran = preview(school)
    assert ran.status == 1
    assert ran.json["mistakes"][0]["file"] == "consent.csv"
    assert "page" not in ran.json
