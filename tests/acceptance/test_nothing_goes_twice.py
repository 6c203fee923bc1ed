"""What is sent is sent, whatever happens to files, addresses and clocks afterwards; what is new is new, however much it looks alike."""

from __future__ import annotations

import shutil
from pathlib import Path

from drawings import a_photograph
from running import letters_in, weekbrief
from schools import GROUPS_YAML, write_school

FIRST = {"groep-5b/2026-11-20 een.md": "Denk aan de gymtas!\n"}
PARENTS = ("anna@example.org", "piet@example.org", "vera@example.org")


def letters_after(folder: Path, on: str, *options: str) -> list[int]:
    """How many letters each of the three parents has after a run."""
    weekbrief("run", "--on", on, *options, folder)
    letters = letters_in(folder / "outbox")
    return [len(letters.get(address, [])) for address in PARENTS]


def test_a_post_that_is_renamed_moved_or_mended_is_not_sent_again(tmp_path: Path) -> None:
    """A post is never sent twice to one guardian, also when its file is renamed or mended."""
    folder = write_school(tmp_path, FIRST)
    group, now = folder / "content/groep-5b", ("--edition", "now")
    assert letters_after(folder, "2026-11-20T15:00") == [1, 1, 1]
    (group / "2026-11-20 een").mkdir()
    (group / "2026-11-20 een.md").rename(group / "2026-11-20 een/een.md")
    assert letters_after(folder, "2026-11-20T15:15", *now) == [1, 1, 1]
    (group / "2026-11-20 een/een.md").write_text("Denk aan de gymtas en de schoenen!\n", encoding="utf-8")
    assert letters_after(folder, "2026-11-20T15:30", *now) == [1, 1, 1]
    (group / "2026-11-20 een").rename(group / "2026-11-20 twee")
    assert letters_after(folder, "2026-11-21T15:30", *now) == [1, 1, 1]
    (group / "2026-11-20 twee/een.en.md").write_text("Mind the gym kit!\n", encoding="utf-8")
    (group / "2026-11-20 twee/foto.jpg").write_bytes(a_photograph(1))
    (group / "2026-11-20 twee/foto.jpg.people.yaml").write_text("nobody\n", encoding="utf-8")
    assert letters_after(folder, "2026-11-27T15:30") == [1, 1, 1]


def test_a_new_post_with_the_words_of_an_old_one_goes(tmp_path: Path) -> None:
    """Every post that this guardian has not been sent: last week's reminder is another post than this week's."""
    folder = write_school(tmp_path, FIRST)
    group = folder / "content/groep-5b"
    assert letters_after(folder, "2026-11-20T15:00") == [1, 1, 1]
    shutil.copy(group / "2026-11-20 een.md", group / "2026-11-27 een.md")
    assert letters_after(folder, "2026-11-27T15:00") == [2, 2, 2]


def test_a_guardian_stays_the_same_under_another_name_or_address(tmp_path: Path) -> None:
    """A post is never sent twice to one guardian: a new address, a mended name, a renamed family make nobody a newcomer."""
    folder, now = write_school(tmp_path, FIRST), ("--edition", "now")
    assert letters_after(folder, "2026-11-20T15:00") == [1, 1, 1]
    for changed in (
        GROUPS_YAML.replace("name: Vera Vos", "name: Vera Vos-de Wilde"),
        GROUPS_YAML.replace("  vos:", "  de-vos:"),
        GROUPS_YAML.replace("email: vera@example.org, delivery: newsletter", "email: VERA@example.org, delivery: mail"),
    ):
        (folder / "groups.yaml").write_text(changed, encoding="utf-8")
        assert letters_after(folder, "2026-11-20T16:00", *now) == [1, 1, 1]


def test_a_post_that_was_held_back_goes_when_it_is_mended(tmp_path: Path) -> None:
    """What is mended goes: at once by mail, with the next edition to others."""
    folder = write_school(tmp_path, {"groep-5b/2026-11-20 een.md": "Cas de Boer won!\n"})
    assert letters_after(folder, "2026-11-20T15:00") == [0, 0, 0]
    (folder / "content/groep-5b/2026-11-20 een.md").write_text("Een kind won!\n", encoding="utf-8")
    assert letters_after(folder, "2026-11-20T15:15") == [0, 1, 0]
    assert letters_after(folder, "2026-11-27T15:00") == [1, 1, 1]


def test_a_mistake_is_told_once_and_again_when_it_changes(tmp_path: Path) -> None:
    """`weekbrief run` writes to the teacher concerned what to mend, once per mistake, and again when it changes."""
    folder = write_school(tmp_path, {"groep-5b/2026-11-19 een.md": "Cas de Boer won!\n"})
    post, told = folder / "content/groep-5b/2026-11-19 een.md", []
    for hour, text in enumerate(("Cas de Boer won!\n", "Cas de Boer won weer!\n", "---\ntitle: [\n---\n", "---\ntitle: [\n---\n")):
        post.write_text(text, encoding="utf-8")
        weekbrief("run", "--on", f"2026-11-19T1{hour}:00", folder)
        told.append(len(letters_in(folder / "outbox").get("sanne@regenboog.example", [])))
    assert told == [1, 1, 2, 2]


def test_a_clock_that_goes_back_sends_nothing_twice(tmp_path: Path) -> None:
    """Safe to call at any time."""
    folder = write_school(tmp_path, FIRST)
    assert letters_after(folder, "2026-11-20T15:00") == [1, 1, 1]
    assert letters_after(folder, "2026-11-13T15:00") == [1, 1, 1]
    assert letters_after(folder, "2026-11-20T15:00", "--edition", "now") == [1, 1, 1]
