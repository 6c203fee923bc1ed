"""No sentence of the product advises to remove a no, a row of the register, a child, a person or a frame."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import weekbrief_build.words

PO = Path(weekbrief_build.words.__file__).parent / "nl/LC_MESSAGES/weekbrief.po"
TAKES = {
    "en": re.compile(r"\b(take|taken|takes|delete|remove|throw|strike|drop|clear)\b", re.IGNORECASE),
    "nl": re.compile(r"\b(haal|haalt|weggehaald|verwijder|verwijderd|gooi|schrap|wis)\b", re.IGNORECASE),
}
WHOM = {
    "en": re.compile(
        r"\b(row|rows|child|children|famil\w+|guardian\w*|parent|people|person|name tag|frame|consent|noe?s?|cells?|column)\b",
        re.IGNORECASE,
    ),
    "nl": re.compile(
        r"\b(rij|rijen|kind\w*|gezin\w*|ouder\w*|mensen|personen|kader\w*|toestemming\w*|nee|cel|cellen|kolom)\b", re.IGNORECASE
    ),
}
MEANS_NO_REMOVAL = {
    "Take this line out: with it, dates and consents move along with the calendar.",  # the line `example:` of a real school
    "Put quotation marks around the whole cell or nowhere, and take line breaks out of it.",
    "Not every letter arrived. Only you are told. No letter is sent again by itself, and no address is removed.",
    "Write under “to” a child who is at school, or take the post out of the folder.",
    "If it is, give it a newer date. If it is not, take it out of the folder, or write “draft: true” at the top.",
    "Put into “{original}” what is right, and every no of either, and move “{copy}” out of this folder.",
    (
        "The file ledger.sqlite3 in the outbox is damaged or is no ledger. Put it back from a backup. "
        "Do not delete it: without it every letter would be sent again."
    ),
    "{domain} has no SPF record: many receivers refuse its letters or take them for junk.",
    "The mail server takes no more letters of the school for now; {letters} letters wait: {reply}",
}
"""Sentences with such words that take none of these away."""


def sentences() -> list[tuple[str, str]]:
    """Every sentence that the product can say, in both languages, with what it is in English."""
    with PO.open("rb") as stream:
        catalogue = read_po(stream)
    said = [(str(entry.id), str(entry.string)) for entry in catalogue if entry.id]
    return [(english, text) for english, dutch in said for text in (english, dutch)]


def test_there_are_sentences_to_look_through() -> None:
    """Else this proves nothing."""
    assert len(sentences()) > 800


@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_sentence_advises_to_remove_what_protects(language: str) -> None:
    """Adding only restricts; taking away reveals. A post may go, a no and a person may not."""
    number = ("en", "nl").index(language)
    found = [
        text
        for english, text in sentences()[number::2]
        if english not in MEANS_NO_REMOVAL and TAKES[language].search(text) and WHOM[language].search(text)
    ]
    assert found == []
