"""Says a sentence in the language of whom it is for; what has no translation is said in English, never left out.

English stands in the code; `nl/LC_MESSAGES/weekbrief.po` holds the Dutch of all of it. The catalogues of the further languages of
parents hold what letters say themselves, and nothing that only a school reads. `pybabel extract` finds `N_(...)` in Python and
`_()` / `ngettext()` in layouts (see `babel.cfg`); `click.po` holds the words that the library of the command line says itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.lists import format_list

from weekbrief_build.school.mistake import Sentence

CATALOGUES = Path(__file__).parent
"""Where the catalogues are, as gettext looks for them."""
LANGUAGES = ("nl", "en")
"""The languages that Weekbrief itself speaks; a school may write in others."""
LETTER_LANGUAGES = (*LANGUAGES, "ar", "pl", "tr", "uk")
"""The languages in which a letter can say its own words. A new one is a folder with a catalogue, and its code here."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    language: str
    translations: NullTranslations
    locale: Locale

    def say(self, sentence: Sentence) -> str:
        """The sentence in this language, on one line: a value with line breaks is folded."""
        values = {key: " ".join(value.split()) if isinstance(value, str) else value for key, value in sentence.values.items()}
        return self.translations.gettext(sentence.template).format_map(values)

    def day(self, day: date) -> str:
        """A date as people write it: `vrijdag 20 november 2026`."""
        return format_date(day, "full", locale=self.locale)

    def long_date(self, day: date) -> str:
        """A date in a sentence: `20 november 2026`."""
        return format_date(day, "long", locale=self.locale)

    def short_day(self, day: date) -> str:
        """A date where there is little room: `vr 20 nov`."""
        return format_skeleton("MMMEd", day, locale=self.locale)

    def moment(self, moment: datetime) -> str:
        """A date and time as people write it: `vrijdag 20 november, 15:00`."""
        return format_datetime(moment, "EEEE d MMMM, HH:mm", locale=self.locale)

    def list(self, names: Sequence[str]) -> str:
        """Names in a row: `groep 5B, groep 6A en de hele school`."""
        return format_list(list(names), locale=self.locale)


def words_of(language: str, otherwise: str = "nl") -> Words:
    """The words of a language for everything that Weekbrief says; of another where it does not speak it."""
    return _words(_first_of(LANGUAGES, language, otherwise))


def words_for_parents(language: str, otherwise: str = "nl") -> Words:
    """The words of a language for what stands in a letter; of another where no letter speaks it."""
    return _words(_first_of(LETTER_LANGUAGES, language, otherwise))


def _first_of(spoken: Sequence[str], *wanted: str) -> str:
    return next((code for code in (one.partition("-")[0] for one in wanted) if code in spoken), LANGUAGES[0])


@cache
def _words(language: str) -> Words:
    catalogue = translation("weekbrief", CATALOGUES, [language], fallback=True)
    return Words(language, catalogue, Locale.parse("en_GB" if language == "en" else language))
