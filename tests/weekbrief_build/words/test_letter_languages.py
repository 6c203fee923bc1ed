"""The further languages of parents: a letter speaks them whole, and says nothing else in them."""

from __future__ import annotations

import re
from datetime import date
from string import Formatter

import pytest
from catalogues import LAYOUTS, SOURCE, catalogue, extracted, pairs

from weekbrief_build.words import CATALOGUES, LANGUAGES, LETTER_LANGUAGES, words_for_parents, words_of

FURTHER = sorted(set(LETTER_LANGUAGES) - set(LANGUAGES))
NOT_TO_PARENTS = (
    "You receive this message because you work at %(school)s.",
    # subjects of the mails that parents write: who gets them reads the school's language
    "About “{title}” ({day})",
    "Change or stop the letters of {school}",
    "I doubt whether this is suitable: “{title}” ({day})",
    "No, we cannot come: “{title}” ({day})",
    "Yes, we are coming: “{title}” ({day})",
    # what is the matter with a layout, and the place of something to mend
    "This layout must show {{{{ left_out }}}}.",
    "{file}, line {line}",
)
ABOUT_LAYOUTS = frozenset({"contrast.py", "frames.py", "lint.py", "preview.py", "refused.py", "style.py", "templates.py", "wording.py"})
"""What these rooms say is read by the head and the ICT volunteer."""


def said_in_letters() -> frozenset[str]:
    """All templates that a letter to a parent may hold, from the layouts and from the room that renders them."""
    rendered = extracted(SOURCE / "render", ABOUT_LAYOUTS)
    return frozenset((extracted(LAYOUTS) | rendered) - set(NOT_TO_PARENTS))


@pytest.mark.parametrize("language", FURTHER)
def test_a_letter_says_all_its_own_words_in_the_language_of_its_reader(language: str) -> None:
    """One English word in an Arabic letter is one too many; a translation of what no letter says misleads translators."""
    translated = {english for english, theirs in pairs(language) if theirs.strip()}
    assert sorted(said_in_letters() - translated) == []
    assert sorted(translated - said_in_letters()) == []
    assert [message.id for message in catalogue(language) if message.id and message.fuzzy] == []


@pytest.mark.parametrize("language", FURTHER)
def test_the_same_values_stand_in_a_letter_in_every_language(language: str) -> None:
    """A value that a translation leaves out is not told; one that it misspells stops the run."""

    def fields(template: str) -> set[str]:
        braces = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
        return braces | set(re.findall(r"%\(\w+\)s", template))

    assert [english for english, theirs in pairs(language) if fields(english) != fields(theirs)] == []


def test_every_catalogue_is_a_language_of_letters() -> None:
    """A catalogue whose code is not in the list is never used."""
    assert sorted(folder.parent.name for folder in CATALOGUES.glob("*/LC_MESSAGES")) == sorted(set(LETTER_LANGUAGES) - {"en"})


@pytest.mark.parametrize("language", LETTER_LANGUAGES)
def test_parents_are_addressed_in_their_language_and_the_school_in_its_own(language: str) -> None:
    """What is said to teachers and the head never falls half into a language in which Weekbrief speaks to parents alone."""
    assert words_for_parents(language).language == language
    assert words_for_parents(f"{language}-xx").language == language
    assert words_of(language, "en").language == (language if language in LANGUAGES else "en")


def test_a_language_that_no_letter_speaks_gives_way_to_the_school_s() -> None:
    """A guardian may read Tigrinya: the words around the posts are in the language of the school."""
    assert words_for_parents("ti", "en").language == "en"
    assert words_for_parents("ti", "xx").language == "nl"


def test_dates_read_as_in_the_language_of_the_reader() -> None:
    """Dates and lists come from Babel, in every language."""
    day = date(2026, 11, 20)
    assert words_for_parents("pl").day(day) == "piątek, 20 listopada 2026"
    assert words_for_parents("uk").long_date(day).startswith("20 листопада 2026")
    assert "Kas\u0131m" in words_for_parents("tr").day(day)
    assert "نوفمبر" in words_for_parents("ar").day(day)
    assert words_for_parents("pl").list(["A", "B", "C"]) == "A, B i C"
