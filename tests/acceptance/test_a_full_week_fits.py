"""The fullest letter of an ordinary week, from the folder to the Maildir."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from drawings import a_file, a_noise
from running import Letter, letters_in, weekbrief
from schools import GROUPS_YAML, write_school

NOW = "2026-11-20T15:00"
CHILDREN = {"een": "groep-3a", "twee": "groep-5b", "drie": "groep-6a"}
HOME = """\
  thuis:
    children: [een, twee, drie]
    guardians: [{name: Tess Thuis, email: tess@example.org}]
"""
TEXT = "Deze week werkten wij in de kring over de herfst en zochten wij buiten eikels, bladeren en kastanjes. Neem morgen laarzen mee! " * 8
POSTS, PHOTOGRAPHS = 12, 20


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school in which a family has three children in three groups: twelve posts for it, with twenty photographs."""
    groups = GROUPS_YAML.replace("groups:\n", "mail: {largest_letter: 5}\ngroups:\n  groep-3a: {name: Groep 3A}\n", 1)
    children = [f"  {child}: {{name: {child.title()} Thuis, groups: [{group}]}}\n" for child, group in CHILDREN.items()]
    groups = groups.replace("children:\n", f"children:\n{''.join(children)}", 1).replace("families:\n", f"families:\n{HOME}", 1)
    content: dict[str, str | bytes] = {}
    for number in range(POSTS):
        post = f"{(*CHILDREN.values(), 'school')[number % 4]}/2026-11-{16 + number % 4} Bericht {number}"
        photographs = range(number, PHOTOGRAPHS, POSTS)
        said = "".join(f"  {photograph}.jpg: {{people: nobody, checked: true, alt: Foto}}\n" for photograph in photographs)
        content[f"{post}/bericht.md"] = f"---\ntitle: Bericht {number}\npictures:\n{said}---\n{TEXT}\n\n{TEXT}\n"
        content |= {f"{post}/{photograph}.jpg": a_file(a_noise((1200, 900), 50 + photograph), quality=90) for photograph in photographs}
    return write_school(tmp_path_factory.mktemp("week") / "school", content, groups=groups)


def the_letter(school: Path) -> Letter:
    """The letter that the family gets."""
    ran = weekbrief("run", "--on", NOW, school)
    assert ran.status == 0, ran.out + ran.err
    (letter,) = letters_in(school / "outbox")["tess@example.org"]
    return letter


def test_three_children_twelve_posts_and_twenty_pictures_fit_both_limits(school: Path) -> None:
    """Every post whole and every picture there, in less than 5 MB and with HTML that Gmail shows to its end."""
    letter = the_letter(school)
    assert len(letter.message.as_bytes()) < 5_000_000
    assert len(letter.html.encode()) < 100_000
    assert [letter.html.count(f">Bericht {number}</h3>") for number in range(POSTS)] == [1] * POSTS
    assert letter.html.count("Neem morgen laarzen mee!") == POSTS * 16
    assert len(set(letter.pictures)) == PHOTOGRAPHS
    assert sum(map(len, letter.pictures)) > 1_500_000, "they were made smaller than they had to be"
    assert 'class="left-out"' not in letter.html


def test_a_school_with_less_room_gets_fewer_pictures_and_a_line_for_each_post(school: Path) -> None:
    """The limit is the school's: with little room every post keeps a picture, and says that one is left out."""
    file = school / "groups.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("largest_letter: 5", "largest_letter: 1.6"), encoding="utf-8")
    (school / "outbox" / "cache").rename(school / "cache")  # as if nothing had been sent, but the photographs were made
    shutil.rmtree(school / "outbox")
    (school / "outbox").mkdir(mode=0o700)
    (school / "cache").rename(school / "outbox" / "cache")
    letter = the_letter(school)
    assert len(letter.message.as_bytes()) < 1_600_000
    assert POSTS <= len(letter.pictures) < PHOTOGRAPHS
    assert letter.html.count('class="left-out"') == PHOTOGRAPHS - len(letter.pictures)  # no post has more than two
