"""Which language is spoken, and how dates and lists read in it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from weekbrief_build.school.mistake import say
from weekbrief_build.words import words_of

FRIDAY = datetime(2026, 11, 20, 15, 0)  # noqa: DTZ001 - school time
PUPIL = say("a pupil")


@pytest.mark.parametrize(
    ("language", "otherwise", "spoken"),
    [
        ("nl", "en", "nl"),
        ("en", "nl", "en"),
        ("en-gb", "nl", "en"),
        ("nl-be", "en", "nl"),
        ("pl", "en", "en"),
        ("pl", "nl", "nl"),
        ("pl", "pt-br", "nl"),
        ("", "en", "en"),
        ("nlx", "en", "en"),
        ("c", "en", "en"),
    ],
)
def test_a_language_that_weekbrief_does_not_speak_gives_way_to_the_school_s(language: str, otherwise: str, spoken: str) -> None:
    """A guardian may read Polish: the posts may be in Polish, the words around them are in the language of the school."""
    assert words_of(language, otherwise).language == spoken
    assert words_of(language, otherwise).say(PUPIL) == {"nl": "een leerling", "en": "a pupil"}[spoken]


def test_what_has_no_translation_is_said_in_english() -> None:
    """Better English than nothing: a sentence is never left out."""
    assert words_of("nl").say(say("Not in any catalogue: {what}.", what="x")) == "Not in any catalogue: x."


def test_a_value_cannot_break_a_line() -> None:
    """What a teacher wrote stands in a sentence as one line, whatever they wrote; and its braces are only signs."""
    assert words_of("nl").say(say("{what}.", what="a\r\nb {c} %(d)s")) == "a b {c} %(d)s."


def test_days_and_moments_read_as_people_write_them() -> None:
    """The day of the week first, the month in words, the hour by the 24-hour clock."""
    dutch, english = words_of("nl"), words_of("en")
    assert dutch.day(date(2026, 8, 3)) == "maandag 3 augustus 2026"
    assert english.day(date(2026, 8, 3)) == "Monday, 3 August 2026"
    assert dutch.moment(FRIDAY) == "vrijdag 20 november, 15:00"
    assert english.moment(FRIDAY) == "Friday 20 November, 15:00"


@pytest.mark.parametrize(
    ("names", "dutch", "english"),
    [
        ([], "", ""),
        (["Juf Noor"], "Juf Noor", "Juf Noor"),
        (["Juf Noor", "Juf Els"], "Juf Noor en Juf Els", "Juf Noor and Juf Els"),
        (["Noor", "Els", "Arjen"], "Noor, Els en Arjen", "Noor, Els and Arjen"),
    ],
)
def test_names_in_a_row_read_as_a_list(names: list[str], dutch: str, english: str) -> None:
    """A comma between names, a word before the last."""
    assert (words_of("nl").list(names), words_of("en").list(names)) == (dutch, english)
