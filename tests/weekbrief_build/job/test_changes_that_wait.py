"""Letters that tell what became of an event, and wait: they are taken back as all others are, and nobody hears of anything twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from running import Letter, letters_in, weekbrief
from schools import CONSENT_CSV, GROUPS_YAML, write_school

FEAST = """\
---
date: 2026-11-19
event: {title: Feest van Ada Jansen, start: 2026-12-17 17:30, end: 2026-12-17 19:00, place: De aula}
---
# Komt u ook?

We eten met de hele school aan lange tafels, en ieder gezin brengt een schaal mee.
"""
MOVED, MOVED_AGAIN = FEAST.replace("De aula", "De gymzaal"), FEAST.replace("De aula", "Het plein")
PARENTS = ("anna@example.org", "piet@example.org", "vera@example.org")
SUNDAY = "2026-11-22T09:00"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A school whose group 5B was sent an invitation; a change of its place waits in the outbox, for all three who were sent it."""
    folder = write_school(tmp_path / "school", {"groep-5b/feest.md": FEAST})
    assert weekbrief("run", "--on", "2026-11-20T15:00", folder).status == 0
    assert told(folder) == []
    write(folder, MOVED)
    assert weekbrief("build", "--json", "--on", "2026-11-21T09:00", folder).json["letters"] == 3
    return folder


def write(folder: Path, text: str) -> None:
    """Write the post anew."""
    (folder / "content/groep-5b/feest.md").write_text(text, encoding="utf-8")


def changes(folder: Path) -> list[Letter]:
    """The letters in all mailboxes that stand below another."""
    return [letter for letters in letters_in(folder / "outbox").values() for letter in letters if letter.message["In-Reply-To"]]


def told(folder: Path) -> list[tuple[str, str]]:
    """Who got a letter about a change, and what it says of the place."""
    places = ("De aula", "De gymzaal", "Het plein")
    return sorted((letter.to, next(place for place in places if place in letter.text)) for letter in changes(folder))


def run(folder: Path, moment: str = SUNDAY, command: str = "run") -> None:
    """Deliver."""
    assert weekbrief(command, "--on", moment, folder).status in (0, 1)


def everybody(place: str) -> list[tuple[str, str]]:
    """All three, of this place."""
    return [(address, place) for address in PARENTS]


def test_a_change_that_waits_leaves_once_as_it_is(school: Path) -> None:
    """What is still right is not made anew."""
    assert weekbrief("build", "--json", "--on", SUNDAY, school).json["taken_back"] == 0
    run(school)
    run(school, "2026-11-22T10:00")
    assert told(school) == everybody("De gymzaal")


def _withdrawn(folder: Path) -> None:
    with (folder / "consent.csv").open("a", encoding="utf-8") as file:
        file.write("ada-jansen,name-group,no,2026-11-21,Anna Jansen\n")


def _draft(folder: Path) -> None:
    write(folder, MOVED.replace("---\ndate", "---\ndraft: true\ndate"))


@pytest.mark.parametrize("command", ["run", "send"])
@pytest.mark.parametrize("change", [_withdrawn, _draft])
def test_a_change_that_may_not_be_told_any_more_does_not_leave_and_is_told_when_it_may(
    school: Path, change: Callable[[Path], None], command: str
) -> None:
    """A name whose consent is withdrawn, a post that became a draft: nobody reads the letter; once it is mended, everybody does, once."""
    change(school)
    run(school, command=command)
    assert told(school) == []
    run(school, "2026-11-22T10:00")
    assert told(school) == []
    write(school, MOVED.replace("Feest van Ada Jansen", "Feest"))
    run(school, "2026-11-22T11:00")
    run(school, "2026-11-22T12:00")
    assert told(school) == everybody("De gymzaal")


def test_a_consent_that_is_given_again_brings_what_was_taken_back(school: Path) -> None:
    """Also where not a word of the event is another: who was not told it, is told it."""
    _withdrawn(school)
    run(school)
    assert told(school) == []
    (school / "consent.csv").write_text(CONSENT_CSV, encoding="utf-8")
    run(school, "2026-11-23T09:00")
    run(school, "2026-11-23T10:00")
    assert told(school) == everybody("De gymzaal")


@pytest.mark.parametrize("command", ["run", "send"])
def test_a_further_change_takes_the_place_of_the_one_that_waits(school: Path, command: str) -> None:
    """One letter, of the last state, in the thread of the first letter; `send` alone does as much, and the next build says no more."""
    write(school, MOVED_AGAIN)
    run(school, command=command)
    run(school, "2026-11-22T10:00")
    assert told(school) == everybody("Het plein")
    assert len({letter.message["In-Reply-To"] for letter in changes(school)}) == len(PARENTS)


def test_a_change_that_is_taken_back_before_it_left_is_not_told(school: Path) -> None:
    """What everybody knows already is no news."""
    write(school, FEAST)
    run(school)
    run(school, "2026-11-22T10:00")
    assert told(school) == []
    write(school, MOVED_AGAIN)
    run(school, "2026-11-22T11:00")
    assert told(school) == everybody("Het plein")


def test_who_heard_of_a_change_hears_when_it_is_undone_and_who_did_not_does_not(school: Path) -> None:
    """Each is told what differs from what they know: here two heard, and a third, whose letter was taken back, knows the first state."""
    groups = school / "groups.yaml"
    vera = "    guardians: [{name: Vera Vos, email: vera@example.org, delivery: newsletter}]\n"
    groups.write_text(GROUPS_YAML.replace(vera, vera.replace("Vera Vos, email: vera@", "Victor Vos, email: victor@")), encoding="utf-8")
    run(school)
    assert told(school) == everybody("De gymzaal")[:2]
    groups.write_text(GROUPS_YAML, encoding="utf-8")
    write(school, FEAST)
    run(school, "2026-11-22T10:00")
    run(school, "2026-11-22T11:00")
    assert sorted({*told(school)} - {*everybody("De gymzaal")}) == everybody("De aula")[:2]


def test_a_change_goes_to_the_address_of_today(school: Path) -> None:
    """One that waits for an old address goes to the new one, once."""
    groups = school / "groups.yaml"
    groups.write_text(GROUPS_YAML.replace("vera@example.org", "vera.vos@example.org"), encoding="utf-8")
    run(school)
    run(school, "2026-11-22T10:00")
    assert told(school) == [*everybody("De gymzaal")[:2], ("vera.vos@example.org", "De gymzaal")]


def test_a_letter_that_send_makes_anew_with_the_event_of_today_is_followed_by_none_of_its_change(tmp_path: Path) -> None:
    """Whoever reads the new state at first hand is not told that it changed; who knows the old one, is."""
    folder = write_school(tmp_path / "school", {"groep-5b/feest.md": FEAST})
    run(folder, "2026-11-19T09:00")
    assert weekbrief("build", "--on", "2026-11-20T15:00", folder).status == 0
    write(folder, MOVED)
    run(folder, "2026-11-20T16:00", "send")
    assert {to for to, letters in letters_in(folder / "outbox").items() if any("De gymzaal" in one.text for one in letters)} >= {
        "anna@example.org",
        "vera@example.org",
    }
    run(folder, "2026-11-20T17:00")
    run(folder, "2026-11-20T18:00")
    assert told(folder) == [("piet@example.org", "De gymzaal")]


def test_of_twins_one_change_is_told_once_and_taken_back_once(tmp_path: Path) -> None:
    """A family with a child in each of two groups reads one letter about the event of both, also after it waited."""
    groups = GROUPS_YAML.replace("children: [ada-jansen]", "children: [ada-jansen, cas-de-boer]").partition("  de-boer:\n")[0]
    plain = FEAST.replace("Feest van Ada Jansen", "Feest").replace("---\ndate", "---\nauthor: Wij samen\ndate")
    paths = ("groep-5b/feest.md", "groep-6a/feest.md")
    folder = write_school(tmp_path / "school", dict.fromkeys(paths, plain), groups=groups)
    run(folder, "2026-11-20T15:00")
    for moment, place in (("2026-11-21T09:00", "De gymzaal"), ("2026-11-21T10:00", "Het plein")):
        for path in paths:
            (folder / "content" / path).write_text(plain.replace("De aula", place), encoding="utf-8")
        assert weekbrief("build", "--on", moment, folder).status == 0
    run(folder)
    run(folder, "2026-11-22T10:00")
    assert told(folder) == everybody("Het plein")
