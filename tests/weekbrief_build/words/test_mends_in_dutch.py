"""What Weekbrief tells a Dutch teacher to write works when they write it: each mend is read here, and done word for word."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from drawings import a_drawing, a_file
from schools import CONSENT_CSV, write_school

from weekbrief_build.job import week, workshop
from weekbrief_build.job.moment import Moment
from weekbrief_build.job.place import Place
from weekbrief_build.school.mistake import Scope
from weekbrief_build.words import words_of

FRIDAY = Moment(datetime(2026, 11, 20, 14, 5, tzinfo=UTC), None)
PHOTO = a_file(a_drawing((40, 30)))


class Case(NamedTuple):
    """A file that a teacher left, what the mend has to say, and the file as it is with those words in it."""

    file: str
    broken: str
    says: str
    """A pattern; its group is what a teacher copies."""
    mended: str
    """`WORDS` stands for what was copied; empty: the file is taken away."""
    mended_file: str = ""
    """Where that is another file; the first one stays."""


FOLDER = "groep-5b/2026-11-20 Herfst/"
CASES = {
    "nobody said who is in it": Case(FOLDER + "h.md", "Kijk.", "“(wie: niemand)”", "---\nfoto's:\n  a.jpg:\n    WORDS\n---\nKijk."),
    "a child is in it": Case(FOLDER + "h.md", "Kijk.", r"“(wie: \[ada-jansen\])”", "---\nfoto's:\n  a.jpg: {WORDS}\n---\nKijk."),
    "under the English word": Case(
        FOLDER + "h.md",
        "---\npictures:\n  a.jpg: {caption: Eikels}\n---\nKijk.",
        "“(wie: niemand)”",
        "---\npictures:\n  a.jpg: {caption: Eikels, WORDS}\n---\nKijk.",
    ),
    "a folder without a text": Case(FOLDER + ".keep", "", r": (\[ada-jansen\])", "WORDS\n", FOLDER + "a.jpg.people.yaml"),
    "a folder with nobody in it": Case(FOLDER + ".keep", "", "het woord (niemand)", "WORDS\n", FOLDER + "a.jpg.people.yaml"),
    "people who are no list": Case(
        FOLDER + "h.md",
        "---\nfoto's: {a.jpg: {wie: [[ada-jansen]]}}\n---\nKijk.",
        r"(\[ada-jansen, bram-vos\])",
        "---\nfoto's: {a.jpg: {wie: WORDS}}\n---\nKijk.",
    ),
    "a misspelt key": Case(
        FOLDER + "h.md",
        "---\nfoots: {a.jpg: {wie: niemand}}\n---\nKijk.",
        "“(.+)” bedoeld",
        "---\nWORDS: {a.jpg: {wie: niemand}}\n---\nKijk.",
    ),
    "a name that is none": Case("groep-5b/n.md", "Eet meer Bram.", "(geen namen: .+)$", "---\nWORDS\n---\nEet meer Bram."),
    "a name with an @": Case("groep-5b/n.md", "Bram deed mee.", "Schrijf in plaats daarvan (@[a-z-]+)", "WORDS deed mee."),
    "an old post": Case("groep-5b/2026-09-01 Oud.md", "Oud nieuws.", "“(concept: ja)”", "---\nWORDS\n---\nOud nieuws."),
    "a message for nobody known": Case("groep-5b/p.md", "---\naan: xyz\n---\nHoi.", "“(aan)”", "---\nWORDS: ada-jansen\n---\nHoi."),
    "a message for nobody at all": Case(
        "groep-5b/p.md", "---\naan:\n---\nHoi.", r"bijvoorbeeld (\[ada-jansen\])", "---\naan: WORDS\n---\nHoi."
    ),
    "an invitation": Case(
        "groep-5b/u.md",
        "---\nuitnodiging: {begin: morgen}\n---\nKom.",
        "bijvoorbeeld: (begin: .+)$",
        "---\nuitnodiging: {WORDS}\n---\nKom.",
    ),
    "a day that does not exist": Case("groep-5b/2026-11-31 Dag.md", "Dag.", "“(datum: .+)”", "---\nWORDS\n---\nDag."),
    "an answer": Case("../consent.csv", CONSENT_CSV.replace("yes", "misschien", 1), "Schrijf (ja)", CONSENT_CSV.replace("yes", "WORDS", 1)),
    "a date": Case(
        "../consent.csv", CONSENT_CSV.replace("2026-08-24", "augustus", 1), r"als (\S+) of", CONSENT_CSV.replace("2026-08-24", "WORDS", 1)
    ),
}


def mends(school: Path) -> list[str]:
    """How to mend what a check finds, as a Dutch teacher reads it."""
    place = Place(school, school / "outbox")
    try:
        mistakes = week.check(place, FRIDAY, lambda _what, _done, _total: None).plan.mistakes
    except workshop.Stopped as stopped:
        mistakes = stopped.mistakes
    return [words_of("nl").say(mistake.mend) for mistake in mistakes if mistake.scope is not Scope.ADVICE]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_teacher_who_writes_what_they_are_told_has_mended_it(case: Case, tmp_path: Path) -> None:
    """Dutch words are promised in Dutch sentences: they have to be words that Weekbrief reads."""
    photo = {FOLDER + "a.jpg": PHOTO} if case.file.startswith(FOLDER) else {}
    school = write_school(tmp_path, photo)
    (school / "content" / case.file).resolve().parent.mkdir(exist_ok=True)
    (school / "content" / case.file).write_text(case.broken, encoding="utf-8")
    told = next(filter(None, (re.search(case.says, mend) for mend in mends(school))), None)
    assert told, mends(school)
    (school / "content" / (case.mended_file or case.file)).write_text(case.mended.replace("WORDS", told[1]), encoding="utf-8")
    assert mends(school) == []
