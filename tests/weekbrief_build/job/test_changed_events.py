"""Invitations that change after they were sent, through the whole job: the letter, the thread, the calendar."""

from __future__ import annotations

from pathlib import Path

from icalendar import Calendar
from running import Letter, letters_in, weekbrief
from schools import write_school

FEAST = """\
---
date: 2026-11-19
event: {title: Kerstviering, start: 2026-12-17 17:30, end: 2026-12-17 19:00, place: De aula, reply_by: 2026-12-10}
---
# Komt u met ons eten?

We eten met de hele school aan lange tafels, en ieder gezin brengt een schaal mee.
"""
ANNA, PIET = "anna@example.org", "piet@example.org"


def sent_on(school: Path, moment: str, known: set[str]) -> dict[str, list[Letter]]:
    """The letters that a run at this moment brings, by address; `known` are the Message-IDs of those before."""
    weekbrief("run", "--on", moment, school)
    new: dict[str, list[Letter]] = {}
    for address, letters in letters_in(school / "outbox").items():
        for letter in letters:
            if letter.message["Message-ID"] not in known:
                new.setdefault(address, []).append(letter)
                known.add(letter.message["Message-ID"])
    return new


def event_of(letter: Letter) -> tuple[dict[str, str], str]:
    """The event in the calendar file of a letter, as texts, and the file's method."""
    (part,) = (part for part in letter.message.iter_attachments() if part.get_content_type() == "text/calendar")
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    calendar = Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    return {key: str(event[key]) for key in event}, str(calendar["METHOD"])


def write(school: Path, text: str) -> None:
    """Write the post anew."""
    (school / "content" / "groep-5b" / "kerst" / "kerst.md").write_text(text, "utf-8")


def a_school_with_a_feast(folder: Path) -> Path:
    """A school whose group 5B is invited."""
    return write_school(folder / "school", {"groep-5b/kerst/kerst.md": FEAST})


def test_who_was_sent_an_invitation_hears_of_its_change_in_the_same_thread(tmp_path: Path) -> None:
    """Everybody who was sent it, weekly readers too, gets one short letter below the first one; calendars take the new state."""
    school, known = a_school_with_a_feast(tmp_path), set[str]()
    first = sent_on(school, "2026-11-20T15:00", known)
    write(school, FEAST.replace("De aula", "De gymzaal"))
    second = sent_on(school, "2026-11-21T09:00", known)
    assert {ANNA, PIET} <= first.keys()
    for address in (ANNA, PIET):
        (before,), (after,) = first[address], second[address]
        assert after.message["In-Reply-To"] == after.message["References"] == before.message["Message-ID"]
        (old, _), (new, method) = event_of(before), event_of(after)
        assert (new["UID"], new["SEQUENCE"], new["LOCATION"], method) == (old["UID"], "1", "De gymzaal", "PUBLISH")
        assert "lange tafels" not in after.text
        assert "De gymzaal" in after.text
        assert "De gymzaal" in after.html
    assert second[PIET][0].subject == "Changed: Kerstviering (Thu 17 Dec)"
    assert sent_on(school, "2026-11-21T10:00", known) == {}


def test_a_cancelled_event_is_taken_out_of_the_calendar_and_the_agenda(tmp_path: Path) -> None:
    """What a teacher calls off is told to who was sent it, and stands in no agenda any more."""
    school, known = a_school_with_a_feast(tmp_path), set[str]()
    sent_on(school, "2026-11-20T15:00", known)
    write(school, FEAST.replace("place: De aula", "place: De aula, geannuleerd: ja"))
    (after,) = sent_on(school, "2026-11-21T09:00", known)[PIET]
    event, method = event_of(after)
    assert (event["STATUS"], event["SEQUENCE"], method) == ("CANCELLED", "1", "CANCEL")
    assert after.subject == "Cancelled: Kerstviering (Thu 17 Dec)"
    assert "this does not take place" in after.text
    assert "we are coming" not in after.html
    (school / "content" / "groep-5b" / "nieuws.md").write_text("---\ndate: 2026-11-26\n---\n# Nieuws\n\nEr is weer nieuws.\n", "utf-8")
    (weekly,) = sent_on(school, "2026-11-27T15:00", known)[ANNA]
    assert "Kerstviering" not in weekly.text


def test_what_is_no_date_in_a_calendar_is_not_told_again(tmp_path: Path) -> None:
    """A post that is mended, renamed or taken away sends nobody anything: tidying up calls nothing off."""
    school, known = a_school_with_a_feast(tmp_path), set[str]()
    sent_on(school, "2026-11-20T15:00", known)
    write(school, FEAST.replace("lange tafels", "lange, gedekte tafels").replace("12-10}", "12-11}"))
    assert sent_on(school, "2026-11-21T09:00", known) == {}
    (school / "content" / "groep-5b" / "kerst" / "kerst.md").unlink()
    assert sent_on(school, "2026-11-21T10:00", known) == {}


def test_a_change_before_a_weekly_letter_is_in_that_letter_and_told_to_who_was_sent_the_old_one(tmp_path: Path) -> None:
    """Piet got it at once and hears of the change; Anna reads it as it is now, and her calendar knows that it is the newer state."""
    school, known = a_school_with_a_feast(tmp_path), set[str]()
    assert sent_on(school, "2026-11-19T09:00", known).keys() == {PIET}
    write(school, FEAST.replace("17:30", "18:00"))
    new = sent_on(school, "2026-11-20T15:00", known)
    assert [letter.subject for letter in new[PIET]] == ["Changed: Kerstviering (Thu 17 Dec)"]
    (weekly,) = new[ANNA]
    assert "lange tafels" in weekly.text
    assert [event_of(letter)[0]["SEQUENCE"] for letter in (weekly, new[PIET][0])] == ["1", "1"]
