"""Whatever happens to a school in a week, in whatever order: no family sees what it may not, and everybody gets every post once.

A story is a number, so that one that fails can be told again: `STORIES=200 STORY_FROM=1000` tells many others, by hand; what
happened in it stands in `story.txt` in the test's folder.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from oracle import PlannedGuardian, PlannedPost
from PIL import Image
from pypdf import PdfReader
from running import Letter, weekbrief
from stormy import Storm
from stormy_posts import CHILDREN, FACES, StormyPicture, StormyPost, ground
from videos import frame_of

FIRST, STORIES, CHAPTERS = int(os.environ.get("STORY_FROM", "3")), int(os.environ.get("STORIES", "2")), 6
_NEAR = 24
_FEW = 30
"""Pixels of a face's colour: a patch has six hundred."""


@pytest.mark.parametrize("story", range(FIRST, FIRST + STORIES))
def test_whatever_happens_nobody_sees_what_they_may_not_and_everybody_gets_each_post_once(story: int, tmp_path: Path) -> None:
    """The promise, over runs between which anything happens, and some of which are killed."""
    dice = random.Random(story)  # noqa: S311 - a story, not a secret
    storm = Storm(tmp_path / "school", dice)
    told, seen = Counter[tuple[str, str]](), set[Path]()
    for chapter in range(CHAPTERS):
        deeds = [storm.something_happens() for _ in range(dice.randint(0, 5))]
        storm.save()
        how = dice.choice(("run", "run", "run", "build", "build", "send", "killed"))
        with (tmp_path / "story.txt").open("a", encoding="utf-8") as written:
            written.write(f"{chapter} {storm.now} {deeds} {how}\n")
        options = ("--edition", "now") if dice.random() < 0.4 and how != "send" else ()
        command = ("run" if how == "killed" else how, "--on", f"{storm.now:%Y-%m-%dT%H:%M}", *options, storm.folder)
        if how == "killed":
            killed(*map(str, command), after=dice.random() * 3)
        else:
            ran = weekbrief(*command)
            assert ran.status in {0, 1}, ran.err
            assert "Traceback" not in ran.err, ran.err
        look_at_what_came(storm, seen, told)
    storm.now = max(storm.now, storm.now.replace(day=21, hour=16))
    weekbrief("run", "--edition", "now", "--on", f"{storm.now:%Y-%m-%dT%H:%M}", storm.folder)
    look_at_what_came(storm, seen, told)
    missing = storm.expected() - told
    assert not missing, (missing, "did not get what was meant for them")


def killed(*command: str, after: float) -> None:
    """Run a command that is killed, with all that it started, after so many seconds."""
    program = [sys.executable, "-m", "weekbrief_build", *command]
    with subprocess.Popen(program, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(timeout=after)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def look_at_what_came(storm: Storm, seen: set[Path], told: Counter[tuple[str, str]]) -> None:
    """Open every new letter to a guardian, and hold it against what is true now."""
    new = storm.folder / "outbox/maildir/new"
    fresh = sorted(set(new.iterdir()) - seen) if new.is_dir() else []
    seen |= set(fresh)
    at = {guardian.email: guardian for guardian in storm.school.guardians}
    for path in fresh:
        message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        assert isinstance(message, EmailMessage)
        letter = Letter(message)
        if letter.to.endswith("linde.example"):
            continue
        guardian = at[letter.to]
        demand(storm, letter, guardian)
        told.update((guardian.name, mark) for mark in marks_in(letter))
    twice = {what: number for what, number in told.items() if number > 1}
    assert not twice, twice
    for file in (storm.folder / "outbox").rglob("*"):
        assert not any(child.name.split()[0].casefold() in file.name.casefold() for child in CHILDREN), file.name


def marks_in(letter: Letter) -> list[str]:
    """The posts that a letter tells."""
    found = re.findall(r"\bbegin(mark\d+)\b", letter.text)
    assert sorted(found) == sorted(re.findall(r"\bbegin(mark\d+)\b", letter.html))
    return found


def demand(storm: Storm, letter: Letter, guardian: PlannedGuardian) -> None:
    """Nothing in this letter but what its reader may see today."""
    marks = marks_in(letter)
    for mark in marks:
        assert any(is_for(storm, post, guardian) for post in storm.posts if post.planned.mark == mark), (mark, guardian)
    posts = [post for post in storm.posts if post.planned.mark in marks and is_for(storm, post, guardian)]
    may_read = {
        child.id
        for child in CHILDREN
        for post in storm.posts
        if guardian.family in storm.school.audience(post.planned, storm.today)
        and storm.school.may_read(guardian.family, child.id, post.planned, storm.today)
    }
    for child in CHILDREN:
        first = child.name.split()[0]
        # A first name alone is that of a child only where the child may be meant.
        of_another = any(
            first in post.planned.plain and not storm.is_meant(storm.school.children[child.id], post.planned) for post in posts
        )
        for where, text in texts_of(letter.message):
            if where == "header" or child.id not in may_read:
                name = child.name if of_another and where != "header" else first
                assert name.casefold() not in text.casefold(), (child.name, where, guardian, marks)
    clips, posters = Counter[int](), Counter[int]()
    for part in letter.message.walk():
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes):
            continue
        if part.get_content_maintype() == "image":
            demand_of_picture(storm, data, posts, guardian, posters)
        elif part.get_content_maintype() == "video":
            number = number_of(first_frame(data), "video")
            assert number is not None
            clips[number] += 1
    assert clips == posters


def is_for(storm: Storm, post: StormyPost, guardian: PlannedGuardian) -> bool:
    """Whether a post may go to this guardian today."""
    planned = post.planned
    here = guardian.family in storm.school.audience(planned, storm.today)
    return here and not planned.draft and planned.day <= storm.today and not storm.held(planned)


def texts_of(message: EmailMessage) -> Iterator[tuple[str, str]]:
    """Every word of a letter, wherever it stands."""
    yield "header", "\n".join(f"{name}: {value}" for name, value in message.items())
    for part in message.walk():
        yield "a part's header", "\n".join(f"{name}: {value}" for name, value in part.items()) if part is not message else ""
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and part.get_content_type() == "application/pdf":
            yield "paper", "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages) + str(data)
        elif isinstance(data, bytes):
            yield part.get_content_type(), data.decode("utf-8", "replace").replace("\r\n ", "")


def demand_of_picture(storm: Storm, data: bytes, posts: list[StormyPost], guardian: PlannedGuardian, posters: Counter[int]) -> None:
    """A picture is one of the letter's posts, and each face in it one that this family may see."""
    image = Image.open(BytesIO(data)).convert("RGB")
    kind = "video" if number_of(image, "video") is not None else "photo"
    number = number_of(image, kind)
    if kind == "video" and number is not None:
        posters[number] += 1
    here = [
        (post.planned, picture)
        for post in posts
        for picture in post.pictures
        if picture.planned.kind == kind and ground(picture.number, kind) == (number is not None and ground(number, kind))
    ]
    assert here, (number, kind, "is a picture of no post of this letter")
    visible = {child for child, colour in FACES.items() if count(image, colour) > _FEW} if kind == "photo" else set[str]()
    assert any(may_be_so(storm, post, picture, visible, guardian) for post, picture in here), (number, kind, visible, guardian)


def may_be_so(storm: Storm, post: PlannedPost, picture: StormyPicture, visible: set[str], guardian: PlannedGuardian) -> bool:
    """Whether this family may see this picture in this post with these faces in it."""
    said = [one.planned.people for one in storm.alike(picture) if one.planned.people is not None]
    people = {child for one in said for child in one}
    if picture.planned.people is None or not people <= storm.school.children.keys():
        return False
    if any(not one for one in said) and people:
        return False
    hidden = {
        child
        for child in people
        if child not in storm.school.families[guardian.family]
        and not storm.school.says_yes(child, storm.school.purpose(picture.planned.kind, child, post), storm.today)
    }
    if hidden and (not storm.cover or picture.planned.kind == "video"):
        return False
    return not hidden & visible and (picture.marked or not hidden)


@cache
def first_frame(clip: bytes) -> Image.Image:
    """What a player shows first."""
    return frame_of(clip).convert("RGB")


def number_of(image: Image.Image, kind: str) -> int | None:
    """Which picture this is, by the colour of its corner."""
    corner = image.getpixel((1, 1))
    assert isinstance(corner, tuple)
    return next((number for number in range(50) if all(abs(a - b) <= 10 for a, b in zip(corner, ground(number, kind), strict=True))), None)


def count(image: Image.Image, colour: tuple[int, int, int]) -> int:
    """How many pixels have nearly this colour."""
    data = image.tobytes()
    r, g, b = colour
    return sum(
        abs(data[at] - r) < _NEAR and abs(data[at + 1] - g) < _NEAR and abs(data[at + 2] - b) < _NEAR for at in range(0, len(data), 3)
    )
