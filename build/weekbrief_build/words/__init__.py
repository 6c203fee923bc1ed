"""Says a sentence in the language of whom it is for: Dutch or English; what has no translation is said in English, never left out.

English stands in the code; `nl/LC_MESSAGES/weekbrief.po` holds the Dutch. `pybabel extract` finds `N_(...)` in Python and
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


@cache
def words_of(language: str, otherwise: str = "nl") -> Words:
    """The words of a language; of another where Weekbrief does not speak it."""
    spoken = next((code for code in (language, otherwise) if code.partition("-")[0] in LANGUAGES), "nl").partition("-")[0]
    catalogue = translation("weekbrief", CATALOGUES, [spoken], fallback=True)
    return Words(spoken, catalogue, Locale.parse("en_GB" if spoken == "en" else spoken))
