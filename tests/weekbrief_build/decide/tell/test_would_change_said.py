from __future__ import annotations

from datetime import date

import pytest
from schools import TODAY, a_child, a_guardian, a_row, a_school

from weekbrief_build.decide.rule.people import Unknown, UnknownPerson
from weekbrief_build.decide.tell.would_change import LeaveOut, MakeKnown, MarkFace, MarkFaces, Mend, NameSomebody, SayNo, SayYes
from weekbrief_build.decide.tell.would_change_said import sentence_of
from weekbrief_build.school.post import Source
from weekbrief_build.words import words_of

ANNA, PIET, VERA = (a_guardian(name, f"{name}@example.org") for name in ("Anna", "Piet", "Vera"))
SCHOOL = a_school(
    [a_child("ada-jansen", "groep-5b"), a_child("bram-vos", "groep-5b")],
    {"jansen": ["ada-jansen"], "bakker": ["ada-jansen"], "vos": ["bram-vos"]},
    guardians={"jansen": [ANNA], "bakker": [PIET, ANNA], "vos": [VERA]},
)
ADA = "ada-jansen"
ELSEWHERE = "content/groep-6a/zelfde.md"
NOES = (a_row(ADA, "photo-group", "no", line=2), a_row(ADA, "photo-group", "no", line=7))


def _said(mend: Mend, language: str = "en") -> str:
    return words_of(language).say(sentence_of(mend, SCHOOL))


@pytest.mark.parametrize(
    ("mend", "sentence"),
    [
        (SayYes(ADA, "photo-group", TODAY), "a guardian of ada-jansen (Anna, Piet) says yes for photo-group"),
        (SayYes(ADA, "photo-group", TODAY, anew=True), "a guardian of ada-jansen (Anna, Piet) says yes for photo-group anew"),
        (SayYes("Juf Sanne", "photo-group", TODAY), "a guardian of Juf Sanne (?) says yes for photo-group"),
        (
            SayYes(ADA, "photo-group", date(2026, 11, 21), "anna", NOES),
            "“anna”, who said no for ada-jansen (consent.csv, line 2, 7), says yes for photo-group, on 2026-11-21 or later",
        ),
        (MarkFace(ADA), "somebody marks where the face of ada-jansen is, so that it can be covered"),
        (MarkFaces(), "somebody marks whose face it is that was seen outside every frame"),
        (LeaveOut(ADA), "another picture takes its place: ada-jansen has left the school, so nobody can say yes"),
        (SayNo(ADA, "photo-group"), "somebody who may sign for ada-jansen says no for photo-group"),
        (NameSomebody(), "somebody else is named in the picture, who may not be seen"),
    ],
)
def test_each_mend_says_who_has_to_do_what(mend: Mend, sentence: str) -> None:
    """Whose yes, for what, from when on; a guardian of two households is named once; in Dutch there is a sentence of its own."""
    assert _said(mend) == sentence
    assert _said(mend, "nl") != sentence


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        (UnknownPerson(Unknown.NO_SUCH_PERSON, "Tim"), "“Tim” is written as the school knows that person: by the child's id"),
        (UnknownPerson(Unknown.FITS_TWO, "Ada"), "instead of “Ada” the child's id is written"),
        (UnknownPerson(Unknown.UNREAD_POST, "", None, ELSEWHERE), f"{ELSEWHERE} is mended, so that it can be read"),
        (
            UnknownPerson(Unknown.NO_SUCH_PERSON, "Tim", Source.TAGS, ELSEWHERE),
            f"what {ELSEWHERE} says about the same picture is mended, or what is said here",
        ),
        (UnknownPerson(Unknown.UNREADABLE, "", Source.STRAY), "the file that fits no picture is named after its picture"),
        (
            UnknownPerson(Unknown.UNREADABLE, "", Source.STRAY, ELSEWHERE),
            f"what {ELSEWHERE} says about the same picture is mended, or what is said here",
        ),
        (
            UnknownPerson(Unknown.UNREADABLE, "", Source.TAGS),
            "what cannot be read is taken away or mended, and the post says who is in the picture",
        ),
        (UnknownPerson(Unknown.NOBODY_SAID), "somebody says who is in the picture"),
    ],
)
def test_who_is_not_known_is_made_known_where_that_was_written(person: UnknownPerson, sentence: str) -> None:
    """In the other post, where it is that one's doubt; and only a file that fits no picture is to be named anew."""
    assert _said(MakeKnown(person)) == sentence


def test_each_way_of_being_unknown_is_mended_in_words_of_its_own() -> None:
    """No two share a sentence, and none names a person who was not written."""
    sentences = [_said(MakeKnown(UnknownPerson(why, "Tim"))) for why in Unknown]
    assert len(set(sentences)) == len(sentences)
    assert sum("Tim" in sentence for sentence in sentences) == 2
