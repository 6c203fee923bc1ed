"""What can go to nobody any more is nobody's mistake; a question is asked for four weeks; and every yes lapses with a warning."""

from __future__ import annotations

from pathlib import Path

from running import Ran, letters_in, weekbrief
from schools import CONSENT_CSV, GROUPS_YAML, write_school

SANNE, HEAD = "sanne@regenboog.example", "directie@regenboog.example"


def run(school: Path, day: str) -> Ran:
    """A run with an edition."""
    return weekbrief("run", "--edition", "now", "--on", f"{day}T15:00", school)


def told(school: Path, to: str, words: str) -> int:
    """How many messages to somebody of the school hold these words."""
    return sum(words in letter.text for letter in letters_in(school / "outbox").get(to, []))


def test_old_posts_that_name_a_leaver_are_no_complaint(tmp_path: Path) -> None:
    """They were sent: when the child is taken out of groups.yaml, the teacher is not asked to mend the past."""
    posts = {f"groep-5b/2026-09-{day:02} nieuws {day}.md": "Dag @bram-vos!\n" for day in range(1, 14)}
    school = write_school(tmp_path / "school", {**posts, "groep-5b/2026-09-03 aan.md": "---\nto: bram-vos\n---\nHoi.\n"})
    assert run(school, "2026-09-14").status == 0
    groups = GROUPS_YAML.replace("  bram-vos: {name: Bram Vos, groups: [groep-5b]}\n", "").replace("[bram-vos]", "[ada-jansen]")
    consent = "".join(line for line in CONSENT_CSV.splitlines(keepends=True) if "bram-vos" not in line)
    write_school(school, {}, groups=groups, consent=consent)
    later = run(school, "2026-12-01")
    assert (later.status, told(school, SANNE, "bram-vos"), told(school, HEAD, "bram-vos")) == (0, 0, 0), later.out
    checked = weekbrief("check", "--on", "2026-12-01T15:00", school)
    assert (checked.status, "@bram-vos" in checked.out) == (0, True)


def test_a_late_post_is_asked_about_for_four_weeks(tmp_path: Path) -> None:
    """Once to its teacher, in one summary; then it is taken for no news, and only `check` lists it."""
    school = write_school(tmp_path / "school", {"groep-5b/2026-11-20 bos.md": "Het bos.\n", "groep-5b/2026-03-01 oud.md": "Oud nieuws.\n"})
    statuses = []
    for number, day in enumerate(("2026-11-20", "2026-11-27", "2026-12-04", "2026-12-25")):
        (school / f"content/groep-5b/{day} week {number}.md").write_text(
            f"Nieuws van week {number}, met eigen woorden: {day}.\n", encoding="utf-8"
        )
        statuses.append(run(school, day).status)
    assert statuses == [1, 1, 1, 0]
    assert (told(school, SANNE, "2026-03-01 oud"), told(school, HEAD, "2026-03-01 oud")) == (1, 1)
    checked = weekbrief("check", "--on", "2026-12-25T16:00", school)
    assert (checked.status, "2026-03-01 oud" in checked.out) == (0, True)


def test_the_head_hears_in_time_that_every_yes_lapses(tmp_path: Path) -> None:
    """From six weeks before, in each summary and in `check`, with how many then have none."""
    consent = CONSENT_CSV.replace("2026-08-24", "2025-08-24")
    school = write_school(tmp_path / "school", {"groep-5b/2026-06-12 a.md": "Nieuws een, met eigen woorden.\n"}, consent=consent)
    for number, day in enumerate(("2026-06-12", "2026-07-03", "2026-07-10")):
        (school / f"content/groep-5b/{day} b.md").write_text(f"Nieuws {number}: {day}, heel iets anders.\n", encoding="utf-8")
        run(school, day)
        checked = weekbrief("check", "--on", f"{day}T16:00", school)
        assert ("2026-08-01" in checked.out, checked.status) == (number > 0, 0)
    assert told(school, HEAD, "2026-08-01") == 2
    assert told(school, HEAD, "Van 3 kinderen hebben er 2 die nu een ja hebben, er daarna geen") == 2
