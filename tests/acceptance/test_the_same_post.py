"""Twenty small stories of what teachers do with a file that was sent: each in a group of its own, over two Fridays."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from running import Ran, letters_in, weekbrief
from schools import write_school

FIRST, SECOND = "2026-11-20T15:00", "2026-11-27T15:00"
WALK = "Vrijdag gingen wij naar het bos. Wij zochten eikels en kastanjes, zagen een eekhoorn en dronken chocolademelk bij het vuur."
SWIM = "Woensdag begint het schoolzwemmen weer. Geef een handdoek, zwemkleren en een euro voor het kluisje mee, graag in een tas."
MENDED = WALK.replace("Vrijdag", "Gisteren").replace("eekhoorn", "egel").replace("vuur", "kampvuur")
LONGER = (
    f"{WALK} Daarna liepen wij terug. Onderweg vond Teun een veer. Wij maakten er in de klas een tekening van, en die hangt nu bij de deur."
)


def text(body: str, day: str = "2026-11-20", **more: str) -> str:
    """A post with a date, and with more lines above it."""
    lines = "".join(f"{key}: {value}\n" for key, value in more.items())
    return f"---\ndate: {day}\n{lines}---\n{body}\n"


@dataclass(frozen=True)
class Story:
    """What lies in the group's folder on the first Friday, and on the second; what then goes, and whether its teacher is asked."""

    before: dict[str, str]
    after: dict[str, str]
    goes: list[str] = field(default_factory=list)
    """Words of the posts that the group's family is sent on the second Friday."""
    asked: bool = False


THURSDAY = "2026-11-26"
STORIES = {
    "nothing is touched": Story({"a.md": text(WALK)}, {"a.md": text(WALK)}),
    "a word is mended": Story({"a.md": text(WALK)}, {"a.md": text(MENDED)}),
    "renamed": Story({"a.md": text(WALK)}, {"bos.md": text(WALK)}),
    "renamed, and mended": Story({"a.md": text(WALK)}, {"bos.md": text(MENDED)}),
    "moved into a folder": Story({"a.md": text(WALK)}, {"bos/bos.md": text(MENDED)}),
    "renamed and made longer": Story({"a.md": text(LONGER)}, {"bos.md": text(WALK)}),
    "a translation is added in front": Story({"a.en.md": text(WALK)}, {"a.md": text(SWIM), "a.en.md": text(WALK)}),
    "another file, another date, the same words": Story(
        {"a.md": text(SWIM)}, {"a.md": text(SWIM), "b.md": text(SWIM, THURSDAY)}, ["kluisje"]
    ),
    "the same, and the first file is gone": Story({"a.md": text(SWIM)}, {"b.md": text(SWIM, THURSDAY)}, ["kluisje"]),
    "a short message nearly the same a week later": Story(
        {"2026-11-20 gym.md": "Morgen gym om tien uur."}, {"2026-11-26 gym.md": "Morgen gym om elf uur."}, ["elf uur"]
    ),
    "a new file on the same day": Story({"a.md": text(WALK)}, {"a.md": text(WALK), "b.md": text(SWIM)}, ["kluisje"]),
    "overwritten": Story({"week.md": text(WALK)}, {"week.md": text(SWIM, THURSDAY)}, asked=True),
    "overwritten, and the date left as it was": Story({"week.md": text(WALK)}, {"week.md": text(SWIM)}, asked=True),
    "overwritten, and said to be new": Story({"week.md": text(WALK)}, {"week.md": text(SWIM, THURSDAY, nieuw="ja")}, ["kluisje"]),
    "a later date alone": Story({"a.md": text(WALK)}, {"a.md": text(WALK, THURSDAY)}, asked=True),
    "a later date, and said to be new": Story({"a.md": text(WALK)}, {"a.md": text(WALK, THURSDAY, new="yes")}, ["eekhoorn"]),
    "said to be new, and nothing else changed": Story({"a.md": text(WALK)}, {"a.md": text(WALK, new="yes")}),
    "made longer by more than half": Story({"a.md": text(WALK)}, {"a.md": text(f"{WALK} {LONGER} {SWIM}")}, asked=True),
    "put aside, and the file used again": Story(
        {"week.md": text(WALK)}, {"oud/week.md": text(WALK), "week.md": text(SWIM, THURSDAY)}, ["kluisje"]
    ),
    "a personal file used again": Story(
        {"ada.md": text("Uw kind is vandaag gevallen en heeft een pleister.", to="[CHILD]")},
        {"ada.md": text("Uw kind is vandaag gevallen en heeft een pleister.", THURSDAY, to="[CHILD]")},
        asked=True,
    ),
    "a personal file for another child": Story(
        {"ada.md": text("Uw kind is vandaag gevallen en heeft een pleister.", to="[OTHER]")},
        {"ada.md": text("Uw kind is vandaag gevallen en heeft een pleister.", to="[CHILD]")},
        asked=True,
    ),
    "a draft that becomes something else": Story({"a.md": text(WALK, draft="yes")}, {"a.md": text(SWIM, THURSDAY)}, ["kluisje"]),
}


@dataclass(frozen=True)
class Told:
    """How the stories ended."""

    letters: dict[str, str]
    """By story, the words of what its family was sent on the second Friday."""
    asked: str
    """What `check` says on the second Friday."""
    again: int
    """How many letters a third run, an hour later, made."""


def put(school: Path, group: str, files: dict[str, str], number: int) -> None:
    """Let these files, and no others, lie in a group's folder."""
    folder = school / "content" / group
    for old in sorted(folder.rglob("*"), reverse=True):
        old.rmdir() if old.is_dir() else old.unlink()
    for name, words in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words.replace("CHILD", f"kind-{number}").replace("OTHER", f"ander-{number}"), encoding="utf-8")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """All stories, played at once."""
    numbers = range(len(STORIES))
    groups = "".join(f"  groep-{n}: {{name: Groep {n}, teachers: [{{name: Juf {n}, email: juf{n}@school.example}}]}}\n" for n in numbers)
    children = "".join(
        f"  {who}-{n}: {{name: {who.title()}je Nummer{n}, groups: [groep-{n}]}}\n" for n in numbers for who in ("kind", "ander")
    )
    families = "".join(
        f"  {who}-{n}: {{children: [{who}-{n}], guardians: [{{name: Ouder {n}, email: {who}{n}@example.org}}]}}\n"
        for n in numbers
        for who in ("kind", "ander")
    )
    office = (
        "school: {name: De Proef, language: nl, timezone: Europe/Amsterdam, newsletter: friday 15:00, consent_renewal: 08-01,\n"
        "  sender: De Proef <brief@school.example>, head: {name: Hoofd, email: hoofd@school.example}}\nmail: {transport: maildir}\n"
        "groups:\n  school: {name: Allen, everyone: true, teachers: [{name: Hoofd, email: hoofd@school.example}]}\n"
        f"{groups}children:\n{children}families:\n{families}"
    )
    school = write_school(
        tmp_path_factory.mktemp("verhalen") / "school", {}, groups=office, consent="child,purpose,answer,date,signed_by\n"
    )
    for number, story in enumerate(STORIES.values()):
        put(school, f"groep-{number}", story.before, number)
    run("--edition", "now", "--on", FIRST, school)
    first = {letter.message["Message-ID"] for letters in letters_in(school / "outbox").values() for letter in letters}
    for number, story in enumerate(STORIES.values()):
        put(school, f"groep-{number}", story.after, number)
    run("--edition", "now", "--on", SECOND, school)
    both = letters_in(school / "outbox")
    checked = weekbrief("check", "--on", SECOND, school)
    run("--edition", "now", "--on", "2026-11-27T16:00", school)
    after = letters_in(school / "outbox")
    families_of = {f"kind{number}@example.org": story for number, story in enumerate(STORIES)}
    words = {
        story: "\n".join(letter.text for letter in both.get(to, []) if letter.message["Message-ID"] not in first)
        for to, story in families_of.items()
    }
    return Told(words, checked.out + checked.err, sum(len(after[to]) - len(both.get(to, [])) for to in after if to in families_of))


def run(*arguments: str | Path) -> Ran:
    """A run of the job; its exit status may say that there is something to mend."""
    ran = weekbrief("run", *arguments)
    assert ran.status in {0, 1}, ran.err
    return ran


@pytest.mark.parametrize("name", STORIES)
def test_a_post_goes_once_and_what_may_be_another_is_asked_about(told: Told, name: str) -> None:
    """Nothing goes twice, and nothing that a teacher did is dropped in silence: it goes, or its teacher is asked."""
    story, number = STORIES[name], list(STORIES).index(name)
    letter = told.letters[name]
    assert [word for word in ("eekhoorn", "egel", "kluisje", "elf uur", "pleister") if word in letter] == story.goes
    assert (f"content/groep-{number}/" in told.asked) == story.asked


def test_what_was_said_to_be_new_is_new_once(told: Told) -> None:
    """`new: yes` goes on standing in the file; the next run sends nothing again."""
    assert told.again == 0
