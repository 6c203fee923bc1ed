"""The language in which commands speak before the school's is known: that of the person's own machine, Dutch or English."""

from __future__ import annotations

import gettext
import os

from weekbrief_build.words import CATALOGUES, Words, words_of


def _language() -> str:
    """As gettext finds it: the first of these that is set."""
    named = (os.environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    return next((value for value in named if value), "en").partition("_")[0].partition(".")[0].partition(":")[0].lower()


WORDS: Words = words_of(_language(), otherwise="en")

# What click says itself, such as `Usage` and `Options`, it asks gettext for; some of it while the options are being declared.
gettext.bindtextdomain("click", CATALOGUES)
gettext.textdomain("click")


def _(text: str) -> str:
    """This text in the person's language."""
    return WORDS.translations.gettext(text)
