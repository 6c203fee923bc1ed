"""The yes and the no under an invitation."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from html import unescape
from urllib.parse import unquote

import pytest
from pressing import EDITION, NOW, a_press, a_view, a_written_post, html_of, mention, planned, text_of
from schools import a_guardian

from weekbrief_build.decide.letters.who_answers import asks_for_reply
from weekbrief_build.school.letter import FinishedLetter
from weekbrief_build.school.post import Event

EVENING = Event("Kerst & zang?", datetime(2026, 12, 17, 17, 30), place="De aula", reply_by=date(2026, 12, 10))  # noqa: DTZ001 - school time
ENGLISH = a_guardian("Piet Bakker", "piet@example.org", language="en")


def letter(event: Event = EVENING, *, asks: bool = True) -> FinishedLetter:
    """A letter in English of a Dutch school, with this event in a post that mentions a child."""
    post = a_written_post(title=["Voor ", mention("ada-jansen")], event=event)
    return a_press().letter(planned(a_view(post, "ada-jansen", asks_for_reply=asks), to=ENGLISH), NOW, EDITION)


def reply(words: str, of: FinishedLetter) -> str:
    """Where the button with these words leads."""
    found = re.search(rf'<a [^>]*href="([^"]*)"[^>]*>{words}</a>', html_of(of))
    assert found
    return unescape(found[1])


def test_a_yes_and_a_no_are_mails_that_need_no_account() -> None:
    """Each goes to the teacher, says in the school's language what it answers, and asks the parent to fill in the child."""
    yes, no = reply("Yes, we are coming", letter()), reply("No, we cannot come", letter())
    for href in (yes, no):
        assert href.startswith("mailto:sanne@regenboog.example?subject=")
        assert href.count("&") == 1
        assert "“Kerst & zang?” (17 december 2026)" in unquote(href)
        assert "\r\n\r\nName of the child:" in unquote(href).partition("&body=")[2]
    assert yes != no


def test_no_child_is_filled_in() -> None:
    """A letter is shared by the guardians of a family, and passed on: who is meant, the parent writes."""
    of = letter(Event("", date(2026, 12, 17), reply_by=date(2026, 12, 10)))
    assert "Ada" in html_of(of)  # in the title of the post, for the family that may read it
    for words in ("Yes, we are coming", "No, we cannot come"):
        assert "Ada" not in unquote(reply(words, of))
        assert "“Voor een leerling”" in unquote(reply(words, of))


def test_the_text_part_says_to_whom_to_reply() -> None:
    """Who reads plain text gets an address to write to."""
    assert "Write to Juf Sanne whether you are coming: sanne@regenboog.example" in text_of(letter())


def test_who_need_not_reply_finds_no_buttons() -> None:
    """An event that asks for no reply, or does so no more, is only shown."""
    assert "we are coming" not in html_of(letter(asks=False)) + text_of(letter(asks=False))


@pytest.mark.parametrize(("later", "asked"), [(-1, True), (0, True), (1, False)])
def test_a_reply_is_asked_for_up_to_the_day_that_the_teacher_named(later: int, *, asked: bool) -> None:
    """After it the tables are laid."""
    assert asks_for_reply(EVENING, date(2026, 12, 10) + timedelta(later)) is asked
    assert not asks_for_reply(Event("Sinterklaas", date(2026, 12, 4)), date(2026, 11, 20))
    assert not asks_for_reply(None, date(2026, 11, 20))
