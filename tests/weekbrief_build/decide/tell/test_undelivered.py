from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from schools import a_school

from weekbrief_build.decide.know.memory import Refusal, Undelivered
from weekbrief_build.decide.tell.undelivered import MOST, to_tell_of, to_tell_of_school
from weekbrief_build.school.letter import LetterKind
from weekbrief_build.school.people import ImapFolder
from weekbrief_build.words import words_of

SCHOOL = a_school()
PROVING = replace(SCHOOL, mail=replace(SCHOOL.mail, archive="a@regenboog.example", archive_mailbox=ImapFolder("imap.example", "a")))
SINCE = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
LETTER = Undelivered(
    12, LetterKind.NEWSLETTER, "anna@example.org", "Anna Jansen", "jansen", "refused", None, "550 no", copied=False, since=SINCE
)
TO_A_TEACHER = replace(LETTER, kind=LetterKind.NOTICE, recipient="sanne@regenboog.example", name=None, family=None)


@pytest.mark.parametrize(
    ("letter", "said"),
    [
        (LETTER, "Letter 12, to Anna Jansen (jansen), could not be delivered: 550 no"),
        (replace(LETTER, bounced="failed"), "Letter 12, to Anna Jansen (jansen), came back: 550 no"),
        (replace(LETTER, said="given up after 3 days: 450 later"), "could not be delivered: given up after 3 days: 450 later"),
        (replace(LETTER, state="sent", bounced="delayed"), "Letter 12, to Anna Jansen (jansen), has not arrived yet: 550 no"),
        (replace(LETTER, state="unknown"), "Nobody knows whether letter 12, to Anna Jansen (jansen), has arrived"),
        (
            replace(LETTER, kind=LetterKind.NOTICE, recipient="sanne@regenboog.example", name=None, family=None),
            "Letter 12, to Juf Sanne, could",
        ),
    ],
)
def test_the_head_is_told_whose_letter_did_not_arrive_and_why(letter: Undelivered, said: str) -> None:
    """By name and family; the address stands in groups.yaml."""
    (told,) = to_tell_of([letter], frozenset(), SCHOOL, SINCE)
    sentence = words_of("en").say(told.mistake.what)
    assert said in sentence
    assert "@" not in sentence
    assert to_tell_of([letter], {told.key}, SCHOOL, SINCE) == ()


def test_what_becomes_worse_is_told_again() -> None:
    """A delay that ends in a refusal is news."""
    (delayed,) = to_tell_of([replace(LETTER, state="sent", bounced="delayed")], frozenset(), SCHOOL, SINCE)
    assert len(to_tell_of([replace(LETTER, bounced="failed")], {delayed.key}, SCHOOL, SINCE)) == 1


def test_an_unknown_letter_is_told_with_what_settles_it() -> None:
    """The commands, with its number."""
    (told,) = to_tell_of([replace(LETTER, state="unknown")], frozenset(), SCHOOL, SINCE)
    mend = words_of("en").say(told.mistake.mend)
    assert "weekbrief settle --sent 12" in mend
    assert "weekbrief settle --again 12" in mend


def test_a_person_is_asked_only_when_the_archive_does_not_know_either() -> None:
    """With a copy in the archive it settles itself within a day; without one, or without a mailbox to look into, it does not."""
    unknown = replace(LETTER, state="unknown", copied=True)
    soon, late = SINCE + timedelta(hours=23), SINCE + timedelta(days=1)
    assert to_tell_of([unknown], frozenset(), PROVING, soon) == ()
    assert len(to_tell_of([unknown], frozenset(), PROVING, late)) == 1
    assert len(to_tell_of([unknown], frozenset(), SCHOOL, soon)) == 1
    assert len(to_tell_of([replace(unknown, copied=False)], frozenset(), PROVING, soon)) == 1


def test_the_head_is_not_told_of_what_was_written_to_the_head() -> None:
    """There would be no end of it."""
    notice = replace(LETTER, kind=LetterKind.NOTICE, recipient="Directie@regenboog.example", name=None, family=None)
    assert to_tell_of([notice, replace(notice, kind=LetterKind.SUMMARY)], frozenset(), SCHOOL, SINCE) == ()


def test_a_server_that_refuses_everybody_does_not_make_a_letter_that_it_refuses_too() -> None:
    """So many at once; the others at the next run."""
    letters = [replace(LETTER, letter=number) for number in range(2 * MOST)]
    first = to_tell_of(letters, frozenset(), SCHOOL, SINCE)
    second = to_tell_of(letters, {one.key for one in first}, SCHOOL, SINCE)
    assert len({one.key for one in (*first, *second)}) == 2 * MOST


@pytest.mark.parametrize("about", ["sender", "relay", "quota", "login", "blocklist", "recipient", "letter", "unsaid"])
def test_the_head_is_told_what_the_server_has_against_the_school(about: str) -> None:
    """What to mend, once a week for as long as it lasts; no parent is asked for another address."""
    refusal = Refusal(about, 12, "554 5.2.252 SendAsDenied")
    (told,) = to_tell_of_school([refusal], frozenset(), SINCE)
    sentence, mend = (words_of("en").say(one) for one in (told.mistake.what, told.mistake.mend))
    assert "12 letters wait: 554 5.2.252 SendAsDenied" in sentence
    assert "right address" not in mend
    assert to_tell_of_school([refusal], {told.key}, SINCE + timedelta(days=1)) == ()
    assert to_tell_of_school([refusal], {told.key}, SINCE + timedelta(days=7)) != ()


def test_a_lone_letter_in_doubt_is_no_matter_of_the_school() -> None:
    """The next run shows what it is."""
    assert to_tell_of_school([Refusal("recipient", 1, "550 5.1.1 no such user")], frozenset(), SINCE) == ()
