"""A school of some size through a month of runs: every guardian, every post, every picture, every name."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from io import BytesIO
from pathlib import Path

import de_linde as linde
import de_linde_files as files
import pytest
from oracle import Almanac, Expected, PlannedGuardian, PlannedPost, PlannedSchool
from PIL import Image
from running import Letter, Ran, weekbrief
from schools import write_school

POSTS = {post.mark: post for post in linde.POSTS}
GUARDIANS = tuple(one for one in linde.GUARDIANS + linde.NEWCOMERS if one.name != "Sjors Smit")


@dataclass(frozen=True)
class Opened:
    """A letter, opened once: its words, the marks of the posts in it, and the files of its pictures, known by their colours."""

    letter: Letter
    text: str
    html: str
    said: str
    marks: list[str]
    pictures: list[str]


def a_letter(path: Path) -> Opened:
    """Open a letter of the Maildir."""
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    assert isinstance(message, EmailMessage)
    letter = Letter(message)
    text, html = letter.text, letter.html
    bare = re.sub(r"(?is)<(style|head|title)\b.*?</\1>", " ", html)
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", bare))
    marks = [mark for mark in POSTS if f"begin{mark} " in text] + ["Schommelfeest"] * ("Schommelfeest" in text)
    return Opened(letter, text, html, said, sorted(marks), sorted(map(file_of, letter.pictures)))


def file_of(data: bytes) -> str:
    """The file of a picture, by its colour."""
    colour = Image.open(BytesIO(data)).convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(colour, tuple)
    near = [file for file, own in files.COLOURS.items() if all(abs(a - b) <= 8 for a, b in zip(own, colour, strict=True))]
    return near[0] if len(near) == 1 else f"a picture of an unknown colour: {colour}"


@dataclass(frozen=True)
class Run:
    """One run: the moment, what the contract expects, what came to parents and what to staff."""

    now: datetime
    school: PlannedSchool
    expected: Expected
    ran: Ran
    letters: dict[str, list[Opened]]


@dataclass
class Story:
    """A month of runs."""

    folder: Path
    almanac: Almanac = field(default_factory=Almanac)
    runs: dict[str, Run] = field(default_factory=dict)
    seen: set[Path] = field(default_factory=set)

    def run(self, name: str, school: PlannedSchool, now: datetime, *, at_once: bool = False) -> None:
        """Run once, and keep which letters are new."""
        options = ("--edition", "now") if at_once else ()
        ran = weekbrief("run", "--on", f"{now:%Y-%m-%dT%H:%M}", *options, self.folder)
        new: dict[str, list[Opened]] = {}
        for path in sorted(set((self.folder / "outbox/maildir/new").iterdir()) - self.seen):
            opened = a_letter(path)
            new.setdefault(opened.letter.to, []).append(opened)
            self.seen.add(path)
        self.runs[name] = Run(now, school, self.almanac.run(school, linde.POSTS, now, at_once=at_once), ran, new)

    def add(self, moment: datetime) -> None:
        """Put files into the folder, as teachers do between two runs."""
        for path, what in files.LATER_FILES[moment].items():
            file = self.folder / "content" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(what if isinstance(what, bytes) else what.encode())


RUNS = (
    "thursday",
    "friday",
    "friday again",
    "saturday",
    "monday",
    "tuesday",
    "wednesday",
    "before the bell",
    "after the bell",
    "late friday",
)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Play the month once for all tests."""
    folder = tmp_path_factory.mktemp("de linde") / "Schoolmap van Zoë"
    write_school(folder, files.FIRST_FILES, groups=files.groups_yaml(linde.SCHOOL), consent=files.consent_csv(linde.SCHOOL))
    files.put_dates_on(folder)
    group, later = folder / "content/groep-5b", linde.WITH_NEWCOMERS
    story = Story(folder)
    story.run("thursday", linde.SCHOOL, linde.THURSDAY)
    story.run("friday", linde.SCHOOL, linde.FRIDAY)
    story.run("friday again", linde.SCHOOL, linde.FRIDAY)
    (folder / "groups.yaml").write_text(files.groups_yaml(later), encoding="utf-8")
    (group / "2026-11-20 vandaag.md").rename(group / "2026-11-20 hernoemd.md")
    (group / "2026-11-18 Herfst").rename(group / "2026-11-18 Herfstwandeling")
    with (group / "2026-11-18 magada.md").open("a", encoding="utf-8") as post:
        post.write("\nEn een verbetering.\n")
    story.add(linde.SATURDAY)
    story.run("saturday", later, linde.SATURDAY)
    story.run("monday", later, linde.MONDAY)
    story.add(linde.TUESDAY)
    story.run("tuesday", later, linde.TUESDAY)
    story.run("wednesday", later, linde.WEDNESDAY, at_once=True)
    story.run("before the bell", later, linde.BEFORE_THE_BELL)
    story.run("after the bell", later, linde.AFTER_THE_BELL)
    story.add(linde.LATE_FRIDAY)
    story.run("late friday", later, linde.LATE_FRIDAY)
    yield story
    shutil.rmtree(folder)


def language(address: str) -> str:
    """The language a guardian reads: the school's where they name none."""
    return next(one.language or "nl" for one in GUARDIANS if one.email == address)


def family(address: str) -> str:
    """The family of an address."""
    return next(one.family for one in GUARDIANS if one.email == address)


def letters_to_guardians(story: Story) -> Iterator[tuple[Run, str, Opened]]:
    """Every letter that a guardian got."""
    homes = {one.email for one in GUARDIANS}
    for run in story.runs.values():
        for address, letters in run.letters.items():
            for letter in letters:
                if address in homes:
                    yield run, address, letter


def open_when(one: PlannedGuardian, mark: str) -> bool:
    """Whether the contract leaves open when it goes: a personal message to a guardian who chose the weekly letter."""
    return one.delivery == "newsletter" and bool(POSTS[mark].to)


@pytest.mark.parametrize("name", RUNS)
def test_each_run_brings_each_guardian_exactly_the_posts_that_are_due(story: Story, name: str) -> None:
    """For each guardian, every post meant for them, not a draft, whose date has come, and that this guardian has not been sent."""
    run = story.runs[name]
    for one in GUARDIANS:
        got = sorted(mark for letter in run.letters.get(one.email, []) for mark in letter.marks if not open_when(one, mark))
        wanted = [*run.expected.weekly.get(one.email, ()), *run.expected.alone.get(one.email, ())]
        assert got == sorted(mark for mark in wanted if not open_when(one, mark)), one.email


def test_each_personal_message_goes_once_and_to_these_families_only(story: Story) -> None:
    """`to:` - a personal message: only the families of these children."""
    for one in GUARDIANS:
        got = sorted(
            mark for run in story.runs.values() for letter in run.letters.get(one.email, []) for mark in letter.marks if POSTS[mark].to
        )
        wanted = sorted(mark for run in story.runs.values() for mark in run.expected.alone.get(one.email, ()) if POSTS[mark].to)
        assert got == wanted, one.email
    assert not [run for run, _, letter in letters_to_guardians(story) if "bril" in letter.marks and run.now > linde.FRIDAY]


@pytest.mark.parametrize("name", RUNS)
def test_each_post_travels_in_the_kind_of_letter_that_its_reader_chose(story: Story, name: str) -> None:
    """`mail` guardians get a letter per post, `newsletter` guardians one letter per edition; a personal message is a letter."""
    run = story.runs[name]
    for one in GUARDIANS:
        letters = [letter.marks for letter in run.letters.get(one.email, [])]
        weekly = [marks for marks in letters if not any(POSTS[mark].to for mark in marks)]
        assert all(len(marks) == 1 for marks in letters if marks not in weekly), one.email
        if one.delivery == "mail":
            assert all(len(marks) == 1 for marks in weekly), one.email
        else:
            assert len(weekly) == (one.email in run.expected.weekly), one.email


def test_every_picture_reaches_who_may_see_it_and_nobody_else(story: Story) -> None:
    """Shown where each child in it is that family's own, or has a yes for the purpose that fits; else withheld."""
    for run, address, letter in letters_to_guardians(story):
        wanted = [
            picture.file
            for mark in letter.marks
            for picture in POSTS[mark].pictures
            if run.school.may_see(family(address), picture, POSTS[mark], run.now.date())
        ]
        assert letter.pictures == sorted(wanted), (address, letter.letter.subject, run.now)


def test_every_name_reads_as_this_family_may_read_it(story: Story) -> None:
    """`@ada-jansen` shows to a family whose own child it is and where the child has a yes for `name-…`; else *een leerling* / *a pupil*."""
    for run, address, letter in letters_to_guardians(story):
        for mark in letter.marks:
            post = POSTS[mark]
            if not post.mentions:
                continue
            # In the language of the text around it: a guardian who reads English may be sent a Dutch text.
            pupil = "a pupil" if post.english and language(address) == "en" else "een leerling"
            wanted = " / ".join(
                linde.CHILDREN[child].name if run.school.may_read(family(address), child, post, run.now.date()) else pupil
                for child in post.mentions
            )
            for words in (letter.text, letter.said):
                between = re.search(f"begin{mark} (.*?) einde{mark}", words, re.DOTALL)
                assert between is not None, (address, mark)
                assert re.sub(r"\s+", " ", between[1]) == wanted, (address, mark)


def test_no_letter_holds_a_name_that_its_family_may_not_read(story: Story) -> None:
    """No name reaches a family that may not see it: not in the text, the HTML, the headers, nor the name of a file."""
    for run, address, letter in letters_to_guardians(story):
        home, day = family(address), run.now.date()
        marks = letter.marks
        may = {child for mark in marks for child in POSTS[mark].mentions if run.school.may_read(home, child, POSTS[mark], day)}
        may |= {child for mark in marks for child in POSTS[mark].plain} | set(run.school.families[home])
        headers = (f"{key}: {value}" for part in letter.letter.message.walk() for key, value in part.items())
        everything = "\n".join((letter.text, letter.html, *headers))
        for child in run.school.children.values():
            if child.id not in may:
                for words in (child.name, child.id):
                    assert words not in everything, (address, letter.letter.subject)


def test_no_letter_shows_another_guardian(story: Story) -> None:
    """No letter ever shows another guardian's name or address."""
    for _, address, letter in letters_to_guardians(story):
        whole = letter.letter.message.as_string() + letter.text + letter.html
        for one in GUARDIANS:
            if one.email != address:
                assert one.email not in whole
                assert one.name not in whole


def test_a_post_that_writes_a_name_which_not_everybody_may_read_goes_to_nobody(story: Story) -> None:
    """A post that writes the name of a child without that yes in plain text (body, title, caption, alt text) is held back."""
    for _, address, letter in letters_to_guardians(story):
        assert "fout" not in letter.text.lower(), (address, re.findall(r"(?i)\w*fout\w*", letter.text))
        assert "fout" not in letter.said.lower(), address


def test_teachers_learn_of_each_post_that_is_held_back_once(story: Story) -> None:
    """`weekbrief run` writes to the teacher concerned what to mend, once per mistake."""
    told = {
        address: "\n".join(letter.text for run in story.runs.values() for letter in run.letters.get(address, []))
        for address in ("sanne@linde.example", "kees@linde.example", "joost@linde.example", "noor@linde.example", "directie@linde.example")
    }
    of_5b = told["sanne@linde.example"] + told["kees@linde.example"]
    for post in ("romp", "titel", "kop", "bijschrift", "alt", "ander", "voornaam", "vertrokken", "Dewi Smit jarig", "persoonlijk", "regel"):
        assert f"2026-11-18 {post}" in of_5b, post
    assert "2026-11-18 jo.md" in told["noor@linde.example"]
    assert "2026-11-18 engels.en.md" in told["directie@linde.example"]
    assert "2026-11-19 telaat.md" in told["directie@linde.example"]
    assert "2026-11-18 romp" not in told["joost@linde.example"] + told["noor@linde.example"]
    first, second = (story.runs[name].letters for name in ("thursday", "friday"))
    assert "sanne@linde.example" in first
    assert not [letter for letter in second.get("sanne@linde.example", []) if "2026-11-18 romp" in letter.text]


def test_the_head_gets_a_summary_with_each_edition(story: Story) -> None:
    """To the head a summary with each edition."""
    # "after the bell" is left out: an edition in which nothing is due for anybody may or may not be one.
    for name in ("friday", "monday", "wednesday", "late friday"):
        assert len(story.runs[name].letters.get("directie@linde.example", [])) >= 1, name
    assert "directie@linde.example" not in story.runs["before the bell"].letters


def test_a_second_run_at_once_sends_nothing(story: Story) -> None:
    """A post is never sent twice to one guardian, and a mistake told once."""
    assert story.runs["friday again"].letters == {}
    assert story.runs["before the bell"].letters == {}


def test_every_run_says_that_there_is_something_to_mend(story: Story) -> None:
    """Exit status 1: something for a person to mend; all that could go has gone."""
    assert {name: run.ran.status for name, run in story.runs.items()} == dict.fromkeys(RUNS, 1)


def test_status_counts_every_letter(story: Story) -> None:
    """`weekbrief status --json` counts over all letters ever planned."""
    counts = weekbrief("status", "--json", story.folder).json["counts"]
    sent = len(list(letters_to_guardians(story)))  # a note to a teacher is no letter: "one message for one guardian"
    assert counts == {"planned": 0, "sending": 0, "waiting": 0, "sent": sent, "refused": 0, "unknown": 0}


def test_a_post_in_two_languages_is_read_in_the_guardian_s_own(story: Story) -> None:
    """`bericht.en.md` is read by guardians whose language is `en`; who names none reads the school's."""
    read = 0
    for _, address, letter in letters_to_guardians(story):
        if "maandsluiting" in letter.marks:
            read += 1
            english = language(address) == "en"
            assert ("inenglish" in letter.text) == ("Assembly of the month" in letter.text) == english, address
            assert ("inhetnederlands" in letter.text) == ("Maandsluiting" in letter.text) != english, address
    assert read == len(GUARDIANS) - 1  # all but the family that left


def test_a_title_is_the_front_matter_s_else_the_first_heading_else_the_name_of_the_file(story: Story) -> None:
    """`title:` else the first heading, else the name of the file or folder."""
    (letter,) = [letter for letter in story.runs["thursday"].letters["olga@example.org"] if "kopregel" in letter.marks]
    assert "Kapstokken" in letter.text
    assert "ongelezen" not in letter.text + letter.html + letter.letter.subject
    (letter,) = [letter for letter in story.runs["thursday"].letters["olga@example.org"] if "bestandsnaam" in letter.marks]
    assert "Luizencontrole" in letter.text
    assert "2026-11-18" not in letter.text


def test_a_letter_is_in_its_reader_s_language_and_one_address_has_one_letter(story: Story) -> None:
    """Every guardian gets letters of their own; one address used by two guardians of one family: one letter."""
    for run, address, letter in letters_to_guardians(story):
        assert letter.letter.message["Content-Language"] == language(address), (address, run.now)
    assert (
        len([letter for letter in story.runs["friday"].letters["smit@example.org"] if letter.marks not in (["zwemtas"], ["magdewi"])]) == 1
    )


def decisions(picture: str, post: PlannedPost, school: PlannedSchool, now: datetime) -> dict[str, str]:
    """What the contract decides about a picture, per family of the audience."""
    (planned,) = [one for one in post.pictures if one.file == picture]
    day = now.date()
    return {home: "shown" if school.may_see(home, planned, post, day) else "withheld" for home in sorted(school.audience(post, day))}


@pytest.mark.parametrize(
    ("picture", "post"),
    [
        ("h03.png", linde.AUTUMN),
        ("h14.png", linde.AUTUMN),
        ("h07.png", linde.AUTUMN),
        ("s06.png", linde.ASSEMBLY),
        ("p03.png", linde.PERSONAL),
    ],
)
def test_why_says_for_each_family_what_the_letters_do(story: Story, picture: str, post: PlannedPost) -> None:
    """`weekbrief why PICTURE --json` holds the decision for each family, and reasons: the answer is never a bare boolean."""
    ran = weekbrief("why", picture, "--json", "--on", f"{linde.FRIDAY:%Y-%m-%dT%H:%M}", story.folder)
    told = ran.json
    assert ran.status == 0
    assert picture in told["picture"]
    wanted = decisions(picture, post, linde.WITH_NEWCOMERS, linde.FRIDAY)
    assert {one["family"]: one["decision"] for one in told["families"] if one["family"] in wanted} == wanted
    assert all(one["reasons"] for one in told["families"])
    people = next(one for one in post.pictures if one.file == picture).people
    assert all(child in str(told["people"]) for child in people or ())
