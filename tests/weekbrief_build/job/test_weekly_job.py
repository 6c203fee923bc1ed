"""The weekly job from a folder to a Maildir, as DESIGN.md says it: real files, real processes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from drawings import a_photograph
from running import letters_in, weekbrief
from schools import CONSENT_CSV, GROUPS_YAML, write_school

FRIDAY = "2026-11-20T15:00"
NEXT_FRIDAY = "2026-11-27T15:05"
WALK = "---\ndate: 2026-11-19\n---\n# Herfstwandeling\n\nWij zochten eikels in het bos.\n"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A school with one post in groep 5B."""
    return write_school(tmp_path / "school", {"groep-5b/wandeling.md": WALK})


def run(school: Path, on: str, *options: str) -> int:
    """The weekly job at this moment; its exit status."""
    return weekbrief("run", "--on", on, *options, school).status


def titles_of(school: Path, address: str) -> list[str]:
    """The subjects of the letters that this address got."""
    return [letter.subject for letter in letters_in(school / "outbox").get(address, [])]


def test_a_newsletter_guardian_gets_the_weekly_letter_and_a_mail_guardian_the_post(school: Path) -> None:
    """`mail` guardians get a letter per post, `newsletter` guardians one per edition; nobody beyond the group gets any."""
    assert run(school, FRIDAY) == 0
    letters = letters_in(school / "outbox")
    assert set(letters) == {"anna@example.org", "piet@example.org", "vera@example.org", "directie@regenboog.example"}
    assert "Wij zochten eikels" in letters["anna@example.org"][0].text
    assert letters["piet@example.org"][0].subject == "Herfstwandeling"


def test_before_the_weekly_moment_only_mail_guardians_get_a_letter(school: Path) -> None:
    """A newsletter guardian waits for the edition."""
    assert run(school, "2026-11-20T09:00") == 0
    assert set(letters_in(school / "outbox")) == {"piet@example.org"}


def test_two_runs_at_one_moment_make_letters_of_their_own(school: Path) -> None:
    """Who tries things with one `--on` gets each new post: a second edition, and another text in a file that was moved meanwhile."""
    assert run(school, FRIDAY) == 0
    group = school / "content" / "groep-5b"
    (group / "wandeling.md").rename(group / "vorige.md")
    (group / "wandeling.md").write_text("---\ndate: 2026-11-20\n---\nMorgen komt de fotograaf op het plein; neem een kam mee.", "utf-8")
    assert run(school, FRIDAY, "--edition", "now") == 0
    letters = letters_in(school / "outbox")
    assert {to: len(found) for to, found in letters.items()} == dict.fromkeys(letters, 2)
    assert "fotograaf" in letters["piet@example.org"][0].text + letters["piet@example.org"][1].text


def test_a_clock_that_ran_ahead_loses_no_letter(school: Path) -> None:
    """A machine that thought for a while that it was 2038, or somebody who tried a later day, stops no newsletter until then."""
    run(school, "2038-03-05T15:00")
    assert run(school, FRIDAY) == 0
    assert {"anna@example.org", "piet@example.org", "vera@example.org"} <= set(letters_in(school / "outbox"))
    run(school, "2038-03-05T16:00")
    (school / "content/groep-5b/nieuw.md").write_text("---\ndate: 2026-11-26\n---\nMorgen zwemmen.", encoding="utf-8")
    assert run(school, NEXT_FRIDAY) == 0
    assert any("Morgen zwemmen." in letter.text for letter in letters_in(school / "outbox")["anna@example.org"])


def test_a_second_run_sends_nothing(school: Path) -> None:
    """A post is never sent twice to one guardian, also when an edition is asked for at once."""
    run(school, FRIDAY)
    before = letters_in(school / "outbox")
    assert run(school, FRIDAY) == 0
    assert run(school, FRIDAY, "--edition", "now") == 0
    assert run(school, NEXT_FRIDAY) == 0
    after = letters_in(school / "outbox")
    assert {to: len(letters) for to, letters in after.items()} == {to: len(letters) for to, letters in before.items()}


def test_a_post_that_arrives_late_goes_with_the_next_letter(school: Path) -> None:
    """What came after the edition is not lost."""
    run(school, FRIDAY)
    (school / "content/groep-5b/laat.md").write_text("---\ndate: 2026-11-18\n---\n# Te laat\n\nToch nog.\n", encoding="utf-8")
    run(school, NEXT_FRIDAY)
    assert sorted("Toch nog." in letter.text for letter in letters_in(school / "outbox")["anna@example.org"]) == [False, True]


def test_a_renamed_and_mended_post_is_not_sent_again(school: Path) -> None:
    """A post is known again by what stands in it."""
    run(school, FRIDAY)
    (school / "content/groep-5b/wandeling.md").rename(school / "content/groep-5b/herfst.md")
    mended = WALK.replace("zochten", "vonden veel")
    (school / "content/groep-5b/herfst.md").write_text(mended, encoding="utf-8")
    run(school, NEXT_FRIDAY)
    assert len(titles_of(school, "anna@example.org")) == len(titles_of(school, "piet@example.org")) == 1


def test_a_new_guardian_gets_no_old_news(school: Path) -> None:
    """A guardian whom the job sees for the first time gets no post dated more than 7 days back."""
    run(school, FRIDAY)
    newcomer = "      - {name: Nico Nieuw, email: nico@example.org, delivery: mail}\n"
    groups = GROUPS_YAML.replace("  vos:\n", newcomer + "  vos:\n")
    (school / "groups.yaml").write_text(groups, encoding="utf-8")
    (school / "content/groep-5b/vers.md").write_text("---\ndate: 2026-11-27\n---\n# Vers nieuws\n\nVandaag.\n", encoding="utf-8")
    run(school, NEXT_FRIDAY)
    assert titles_of(school, "nico@example.org") == ["Vers nieuws"]


def test_a_changed_address_makes_nobody_a_newcomer(school: Path) -> None:
    """The same guardian of the same family is not sent again what they had."""
    run(school, FRIDAY)
    (school / "groups.yaml").write_text(GROUPS_YAML.replace("piet@example.org", "piet.bakker@example.org"), encoding="utf-8")
    run(school, NEXT_FRIDAY)
    assert titles_of(school, "piet.bakker@example.org") == []


def test_a_broken_register_stops_everything_before_anything_is_sent(school: Path) -> None:
    """A row about a child that the school does not know might be a misspelt no."""
    (school / "consent.csv").write_text(CONSENT_CSV + "ada-janssen,photo-group,no,2026-09-01,Anna Jansen\n", encoding="utf-8")
    ran = weekbrief("run", "--on", FRIDAY, school)
    assert ran.status == 1
    assert "ada-jansen" in ran.out
    assert "6" in ran.out
    assert not letters_in(school / "outbox")


def test_one_broken_post_holds_back_itself_alone(school: Path) -> None:
    """The rest goes, and its teacher is told once, with the file and how to mend it."""
    (school / "content/groep-5b/naam.md").write_text(
        "---\ndate: 2026-11-19\n---\n# Bram jarig\n\nBram Vos is acht geworden.\n", encoding="utf-8"
    )
    assert run(school, FRIDAY) == 1
    letters = letters_in(school / "outbox")
    assert all("acht geworden" not in letter.text for to in ("anna@example.org", "vera@example.org") for letter in letters[to])
    assert "content/groep-5b/naam.md" in letters["sanne@regenboog.example"][0].text
    run(school, NEXT_FRIDAY)
    assert len(letters_in(school / "outbox")["sanne@regenboog.example"]) == 1


def test_a_picture_reaches_whom_it_may_and_leaves_no_trace_elsewhere(school: Path) -> None:
    """Own children are always seen; a child without a yes withholds the picture from every other family."""
    said = "{people: [ada-jansen, bram-vos], caption: Samen aan het werk}"
    post = f"---\ndate: 2026-11-19\npictures:\n  samen.jpg: {said}\n---\n# Foto's\n\nKijk.\n"
    write_school(
        school,
        {"groep-5b/foto/foto.md": post, "groep-5b/foto/samen.jpg": a_photograph(1)},
        consent=CONSENT_CSV.replace("bram-vos,photo-group,yes", "bram-vos,photo-group,no"),
    )
    assert run(school, FRIDAY) == 0
    letters = letters_in(school / "outbox")
    assert len(letters["vera@example.org"][0].pictures) == 1
    (annas,) = letters["anna@example.org"]
    assert annas.pictures == []
    assert "Samen aan het werk" not in annas.html + annas.text
    why = weekbrief("why", "--json", "--on", FRIDAY, "samen.jpg", school).json
    assert {one["family"]: one["decision"] for one in why["families"]} == {"jansen": "withheld", "vos": "shown"}


def test_a_mention_shows_to_whom_it_may(school: Path) -> None:
    """Ada has a yes for name-group; Bram's name shows to his own family alone. Piet reads English, but this text is Dutch."""
    post = "---\ndate: 2026-11-19\n---\n# Samen\n\n@ada-jansen en @bram-vos bouwden een hut.\n"
    write_school(school, {"groep-5b/samen.md": post})
    run(school, FRIDAY)
    letters = letters_in(school / "outbox")
    assert "Ada Jansen en een leerling bouwden" in letters["anna@example.org"][0].text
    assert "Ada Jansen en Bram Vos bouwden" in letters["vera@example.org"][0].text
    assert any("Ada Jansen en een leerling bouwden" in letter.text for letter in letters["piet@example.org"])


def test_status_counts_every_letter_to_a_guardian(school: Path) -> None:
    """The counts are over all letters ever planned; what the school's own people got is counted apart."""
    weekbrief("build", "--on", FRIDAY, school)
    planned = weekbrief("status", "--json", school).json["counts"]
    weekbrief("send", school)
    sent = weekbrief("status", "--json", school).json["counts"]
    empty = {"planned": 0, "sending": 0, "waiting": 0, "sent": 0, "refused": 0, "unknown": 0}
    assert planned == empty | {"planned": 3}
    assert sent == empty | {"sent": 3}


def test_check_reads_everything_and_sends_nothing(school: Path) -> None:
    """A check leaves no letter, and finds what a run would find."""
    assert weekbrief("check", "--on", FRIDAY, school).status == 0
    (school / "content/groep-5b/naam.md").write_text("---\ndate: 2026-11-19\n---\nBram Vos is jarig.\n", encoding="utf-8")
    ran = weekbrief("check", "--json", "--on", FRIDAY, school)
    assert ran.status == 1
    assert [mistake["file"] for mistake in ran.json["mistakes"]] == ["content/groep-5b/naam.md"]
    assert not letters_in(school / "outbox")


def test_nothing_in_the_school_folder_is_ever_run(school: Path) -> None:
    """Who stands in the school folder and calls the command runs Weekbrief, not a file that somebody left there."""
    for name in ("asyncio", "sqlite3", "weekbrief_sender", "PIL"):
        (school / f"{name}.py").write_text("open('hacked', 'w').close()", encoding="utf-8")
    command = shutil.which("weekbrief", path=Path(sys.executable).parent)
    assert command
    subprocess.run([command, "run", "--on", FRIDAY], cwd=school, check=True, capture_output=True)
    assert letters_in(school / "outbox")
    assert not (school / "hacked").exists()


def test_the_head_is_told_once_of_answers_that_are_dated_ahead(school: Path) -> None:
    """A no with a date to come counts at once, a yes with one does not yet; nothing is held back for it, and nothing is to mend."""
    rows = "ada-jansen,photo-school,no,2062-08-24,Anna Jansen\nbram-vos,name-group,yes,2026-12-24,Vera Vos\n"
    (school / "consent.csv").write_text(CONSENT_CSV + rows, encoding="utf-8")
    assert [run(school, FRIDAY), run(school, NEXT_FRIDAY)] == [0, 0]
    told = [letter for letter in letters_in(school / "outbox")["directie@regenboog.example"] if "toestemmingen" in letter.subject]
    (text,) = [letter.text for letter in told]
    assert "Het nee voor ada-jansen (photo-school) heeft een datum die nog moet komen, 2062-08-24. Het telt al." in " ".join(text.split())
    assert "Het ja voor bram-vos (name-group)" in " ".join(text.split())
