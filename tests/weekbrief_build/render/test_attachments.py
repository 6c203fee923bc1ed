"""What travels with a letter, read as a mail program reads it."""

from __future__ import annotations

from datetime import date, datetime
from email.message import EmailMessage

from icalendar import Calendar
from pressing import EDITION, NOW, a_press, a_view, a_written_post, mention, message_of, planned
from schools import a_guardian

from weekbrief_build.school.letter import FinishedLetter
from weekbrief_build.school.post import Event

EVENING = Event("Kerstviering", datetime(2026, 12, 17, 17, 30), datetime(2026, 12, 17, 19), "De aula", date(2026, 12, 10))  # noqa: DTZ001 - school time


def attached(letter: FinishedLetter) -> list[EmailMessage]:
    """The parts that a mail program lists as attachments."""
    return list(message_of(letter).iter_attachments())


def event_in(part: EmailMessage) -> tuple[str, str, str]:
    """Summary, place and description of the one event in a calendar file."""
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    return str(event["SUMMARY"]), str(event["LOCATION"]), str(event["DESCRIPTION"])


def test_an_invitation_is_attached_as_a_calendar_file() -> None:
    """One file, named by its day, that says what the letter says; the text and HTML stay what a reader sees."""
    reader = a_guardian("Piet Bakker", "piet@example.org", language="en")
    letter = a_press().letter(planned(a_view(a_written_post(event=EVENING)), to=reader), NOW, EDITION)
    message = message_of(letter)
    assert [part.defects for part in message.walk()] == [[] for _ in message.walk()]
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar",
    ]  # fmt: skip
    (file,) = attached(letter)
    assert (file.get_filename(), file.get_content_charset(), file["Content-Type"].params["method"]) == (
        "agenda-2026-12-17.ics", "utf-8", "PUBLISH",
    )  # fmt: skip
    assert event_in(file) == ("Kerstviering", "De aula", "Groep 5b, De Regenboog\nPlease reply by Thursday, 10 December 2026.")


def test_a_calendar_names_no_child() -> None:
    """An event that has its title of its post shows a pupil where the post mentions a child, in the calendar of every family."""
    post = a_written_post(title=["Afscheid van ", mention("ada-jansen")], event=Event("", date(2026, 12, 17), place="De aula"))
    (file,) = attached(a_press().letter(planned(a_view(post, "ada-jansen")), NOW, EDITION))
    assert event_in(file)[0] == "Afscheid van een leerling"


def test_a_calendar_file_is_made_once_for_all_who_get_it() -> None:
    """Families that see a post in different ways share its calendar file, to the same object; a letter holds each file once."""
    press, post = a_press(), a_written_post(event=EVENING)
    one = press.letter(planned(a_view(post)), NOW, EDITION)
    two = press.letter(planned(a_view(post, "ada-jansen"), to=a_guardian("Vera Vos", "vera@example.org")), NOW, EDITION)
    shared = [piece for piece in one.pieces if b"text/calendar" in piece.data]
    assert len(shared) == 1
    assert shared == [piece for piece in two.pieces if b"text/calendar" in piece.data]


def test_a_letter_without_an_invitation_has_no_attachment() -> None:
    """An attachment is shown in every list of letters: it has to mean something."""
    letter = a_press().letter(planned(a_view(a_written_post())), NOW, EDITION)
    assert not attached(letter)
    assert message_of(letter).get_content_type() == "multipart/alternative"
