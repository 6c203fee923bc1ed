from __future__ import annotations

from datetime import date

import pytest
from schools import a_row

from weekbrief_build.decide.rule.consent import Consent, Standing
from weekbrief_build.decide.rule.people import Unknown, UnknownPerson
from weekbrief_build.decide.rule.pictures import Answer, ChildReason, NobodyReason, Obstacle, Reason, Showing, StaffReason
from weekbrief_build.decide.tell.reasons import why, why_of
from weekbrief_build.school.post import Source
from weekbrief_build.words import words_of

YES = Consent(Standing.YES, (a_row("ada-jansen", "photo-group", line=3),))
NO = Consent(
    Standing.REFUSED, (a_row("ada-jansen", "photo-group", "no", line=4), a_row("ada-jansen", "photo-group", "no", signed_by="oma", line=9))
)
LAPSED = Consent(Standing.LAPSED, (a_row("ada-jansen", "photo-group", "yes", date(2025, 9, 1), line=3),), date(2026, 8, 1))


def ada(consent: Consent, *, own: bool = False, covered: bool = False, obstacle: Obstacle | None = None) -> ChildReason:
    """Ada in a picture."""
    return ChildReason("ada-jansen", own, "photo-group", consent, covered, obstacle)


@pytest.mark.parametrize(
    ("reason", "sentences"),
    [
        (ada(YES), ["ada-jansen: yes for photo-group (consent.csv, line 3)"]),
        (ada(NO), ["ada-jansen: no for photo-group (consent.csv, line 4, 9)"]),
        (ada(LAPSED), ["ada-jansen: the yes for photo-group of 2025-09-01 lapsed on 2026-08-01 (consent.csv, line 3)"]),
        (ada(Consent(Standing.SILENT)), ["ada-jansen: nobody said yes or no for photo-group"]),
        (ada(Consent(Standing.LEFT)), ["ada-jansen: has left the school"]),
        (ada(NO, own=True), ["ada-jansen: the family's own child"]),
        (
            ada(Consent(Standing.SILENT), covered=True),
            ["ada-jansen: nobody said yes or no for photo-group", "ada-jansen: the face is covered"],
        ),
        (
            ada(Consent(Standing.LEFT), obstacle=Obstacle.UNMARKED),
            ["ada-jansen: has left the school", "ada-jansen: nobody marked where the face is, so it cannot be covered"],
        ),
        (StaffReason("Juf Sanne", ()), ["Juf Sanne: works at the school, and did not say no"]),
        (StaffReason("Juf Sanne", NO.rows), ["Juf Sanne: works at the school, and said no (consent.csv, line 4, 9)"]),
        (NobodyReason(), ["somebody looked and said that nobody is in the picture"]),
        (UnknownPerson(Unknown.NO_SUCH_PERSON, "Zoë", Source.TAGS), ["“Zoë” is not known to the school"]),
        (UnknownPerson(Unknown.FITS_TWO, "Tim", Source.TAGS), ["“Tim” fits two people"]),
        (UnknownPerson(Unknown.NOBODY_SAID), ["nobody said who is in the picture"]),
    ],
)
def test_each_reason_is_told_in_words(reason: Reason, sentences: list[str]) -> None:
    """A reason names the child by id, and the line of the register that says so."""
    assert [words_of("en").say(sentence) for sentence in why_of(reason)] == sentences


@pytest.mark.parametrize("why_unknown", Unknown)
@pytest.mark.parametrize("source", [None, *Source])
def test_every_way_of_being_unknown_has_its_words(why_unknown: Unknown, source: Source | None) -> None:
    """No reason is left without a sentence, in either language."""
    for language in ("en", "nl"):
        (sentence,) = why_of(UnknownPerson(why_unknown, "{written}", source))
        assert words_of(language).say(sentence)


def test_what_another_post_says_is_told_with_that_post() -> None:
    """Who looks why a picture is withheld learns where to mend it."""
    _, where = why_of(UnknownPerson(Unknown.NO_SUCH_PERSON, "Adda", Source.FRONT_MATTER, "content/groep-6a/herfst.md"))
    assert words_of("nl").say(where) == "dat zegt een ander bericht met dezelfde foto: content/groep-6a/herfst.md"


def test_an_answer_is_told_person_by_person() -> None:
    """The order is that of the answer."""
    answer = Answer(Showing.WITHHELD, (UnknownPerson(Unknown.NOBODY_SAID), ada(YES)))
    assert why(answer) == (*why_of(answer.reasons[0]), *why_of(answer.reasons[1]))
