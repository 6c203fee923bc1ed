"""Invitations through the whole job: what ends up in a parent's calendar."""

from __future__ import annotations

from pathlib import Path

from icalendar import Calendar
from running import letters_in, weekbrief
from schools import write_school

EVENING = """\
---
date: 2026-11-19
event: {title: Kerstviering, start: 2026-12-17 17:30, end: 2026-12-17 19:00, place: De aula, reply_by: 2026-12-10}
---
# Komt u met ons eten?

We eten met de hele school aan lange tafels, en ieder gezin brengt een schaal mee.
"""


def uids_of(school: Path, address: str) -> list[str]:
    """The UIDs of the events in the letters to this address."""
    found = []
    for letter in letters_in(school / "outbox").get(address, []):
        for part in letter.message.iter_attachments():
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            found += [str(event["UID"]) for event in Calendar.from_ical(data).walk("VEVENT")]
    return found


def test_an_event_stays_itself_when_its_file_is_renamed_and_its_title_mended(tmp_path: Path) -> None:
    """Two parents of one child who were sent the post before and after hold one event in one calendar, not two."""
    school = write_school(tmp_path / "school", {"groep-5b/kerst.md": EVENING})
    weekbrief("run", "--on", "2026-11-20T09:00", school)
    group = school / "content" / "groep-5b"
    (group / "kerst.md").unlink()
    (group / "2026-11-19 Samen eten.md").write_text(EVENING.replace("Komt u met ons eten", "Eet u mee"), "utf-8")
    weekbrief("run", "--on", "2026-11-20T15:00", school)
    mail, newsletter = uids_of(school, "piet@example.org"), uids_of(school, "anna@example.org")
    assert len(mail) == 1
    assert mail == newsletter
    assert mail[0].endswith("@regenboog.example")


def test_two_posts_have_two_events(tmp_path: Path) -> None:
    """What is in a calendar under one UID is one event: a second would take the place of the first."""
    other = EVENING.replace("Kerstviering", "Paasontbijt").replace("eten", "ontbijten")
    school = write_school(tmp_path / "school", {"groep-5b/kerst.md": EVENING, "groep-5b/paas.md": other})
    weekbrief("run", "--on", "2026-11-20T15:00", school)
    assert len(set(uids_of(school, "anna@example.org"))) == 2
