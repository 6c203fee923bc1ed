from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest
from schools import TODAY, a_child, a_post, a_row, a_school

from weekbrief_build.decide.hold.hold_back import held_back, held_for_names
from weekbrief_build.decide.know.same_post import marks_of
from weekbrief_build.decide.know.situation import SeenPost
from weekbrief_build.decide.rule.audience import audience_of
from weekbrief_build.decide.rule.consent import ConsentsOn
from weekbrief_build.decide.rule.names import names_held_back
from weekbrief_build.school.consent import ConsentRow, Register
from weekbrief_build.school.mistake import Mistake, Scope
from weekbrief_build.school.post import Event, Post, Segment, SegmentKind
from weekbrief_build.words import words_of

SCHOOL = a_school(
    [
        a_child("ada-jansen", "groep-5b"),
        a_child("ada-de-wit", "groep-5b"),
        a_child("bram-vos", "groep-5b"),
        a_child("gijs-kok", left=TODAY),
    ],
    {"jansen": ["ada-jansen"], "de-wit": ["ada-de-wit"], "vos": ["bram-vos"], "kok": ["gijs-kok"]},
)
ENGLISH = words_of("en")
DAY = timedelta(days=1)


def mistakes_of(post: Post, rows: Iterable[ConsentRow] = (), *, seen: int = 0, reused: bool = False) -> tuple[Mistake, ...]:
    """What holds a post back that was first seen so many days after its date."""
    audience = audience_of(post, SCHOOL, TODAY)
    names = names_held_back(post, audience, ConsentsOn(TODAY, SCHOOL, Register.of(rows)))
    judged = SeenPost(post, audience, None, post.date + timedelta(days=seen), marks_of(post), 1)
    return (*held_for_names(post, names), *held_back(judged, SCHOOL, TODAY, reused=reused))


def said(mistake: Mistake) -> str:
    """A mistake as its teacher reads it, in English."""
    return f"{ENGLISH.say(mistake.what)} {ENGLISH.say(mistake.mend)}"


def test_a_post_with_nothing_wrong_is_not_held_back() -> None:
    """What nothing holds back, goes."""
    assert mistakes_of(a_post()) == ()


def test_a_name_is_told_with_what_to_write_instead() -> None:
    """The teacher is told of a name written out: what to write instead, whose consent to ask, and what to say if it is no child."""
    (mistake,) = mistakes_of(a_post("Nieuws", "Bram las voor."))
    assert (mistake.scope, mistake.group, mistake.post) == (Scope.POST, "groep-5b", "content/groep-5b/nieuws.md")
    assert (mistake.file, mistake.line) == ("content/groep-5b/nieuws.md", None)
    for words in ("The text names Bram", "@bram-vos", "(name-group)", "not_names: [Bram]"):
        assert words in said(mistake)


def test_nobody_is_told_to_ask_a_parent_who_said_no() -> None:
    """A no is an answer, and who has left has no yes: the teacher is not sent to ask again."""
    (refused,) = mistakes_of(a_post("Nieuws", "Bram las voor."), [a_row("bram-vos", "name-group", "no")])
    (left,) = mistakes_of(a_post("Nieuws", "Gijs Kok is verhuisd."))
    assert "consent" not in said(refused)
    assert "consent" not in said(left)


def test_a_name_that_fits_two_children_is_told_once() -> None:
    """One mistake for one name in one place, with both whom it may mean."""
    (mistake,) = mistakes_of(a_post("Nieuws", "Ada las voor, en ADA zong. Goed zo, Ada!"))
    assert "@ada-jansen, @ada-de-wit" in said(mistake) or "@ada-de-wit, @ada-jansen" in said(mistake)


def test_each_name_is_told_by_itself_where_it_stands() -> None:
    """Several names in one file are several things to mend; each says whether title, text, picture or event."""
    post = a_post("Bram is jarig", "Gefeliciteerd, Bram en Ada de Wit!")
    (version,) = post.versions
    caption = MappingProxyType({"feest.jpg": (Segment(SegmentKind.HTML, "Bram trakteert"),)})
    version = replace(version, captions=caption, event=Event("Feest van Bram", TODAY))
    post = replace(post, versions=(version,), line_of=MappingProxyType({"title": 2, "pictures": 4, "event": 7}))
    found = [(ENGLISH.say(mistake.what).partition(" name")[0], mistake.line) for mistake in mistakes_of(post)]
    assert found == [("The title", 2), ("The text", None), ("The text", None), ("What is written with a picture", 4), ("The event", 7)]


def test_a_child_is_no_author_without_a_yes_but_a_teacher_is() -> None:
    """What stands above a post as its author is read by all who get it; staff may be named."""
    post = replace(a_post(), line_of=MappingProxyType({"author": 3}))
    assert mistakes_of(replace(post, author="Juf Sanne")) == ()
    (mistake,) = mistakes_of(replace(post, author="Bram en juf Sanne"))
    assert (mistake.line, "author's line names Bram" in said(mistake)) == (3, True)
    assert mistakes_of(replace(post, author="Bram en juf Sanne"), [a_row("bram-vos", "name-group")]) == ()


def test_a_name_in_another_language_is_told_with_that_file() -> None:
    """The file is the one in which the name stands; lines are known of the first version only."""
    post = a_post("Nieuws", "Niets.")
    (first,) = post.versions
    english = replace(first, language="en", file="content/groep-5b/nieuws.en.md", title_segments=(Segment(SegmentKind.HTML, "Bram reads"),))
    (mistake,) = mistakes_of(replace(post, versions=(first, english), line_of=MappingProxyType({"title": 2})))
    assert (mistake.file, mistake.line) == ("content/groep-5b/nieuws.en.md", None)


def test_a_name_in_the_name_of_a_folder_is_mended_there() -> None:
    """A folder with media alone has no text in which to write anything."""
    post = a_post("Bram", "", path="content/groep-5b/Bram")
    (version,) = post.versions
    (mistake,) = mistakes_of(replace(post, versions=(replace(version, file=None),)))
    assert said(mistake).endswith("Give the folder a name without Bram.")


@pytest.mark.parametrize(
    ("written", "meant"), [("bram-fos", "bram-vos"), ("Bram Vos", "bram-vos"), ("BRAM-VOS", "bram-vos"), ("xyz", None)]
)
def test_a_child_in_to_whom_the_school_does_not_know_is_told(written: str, meant: str | None) -> None:
    """A personal message to nobody known goes to nobody; the child that was probably meant is named."""
    post = replace(a_post("Gesprek", to=["ada-jansen", written]), line_of=MappingProxyType({"to": 3}))
    (mistake,) = mistakes_of(post)
    assert (mistake.line, mistake.scope) == (3, Scope.POST)
    assert f"“{written}”" in said(mistake)
    assert (f"Did you mean {meant}?" in said(mistake)) is (meant is not None)


def test_a_message_to_children_who_left_is_told() -> None:
    """A message for nobody who is at school is held back; one that somebody still gets is not."""
    (mistake,) = mistakes_of(a_post("Gesprek", to=["gijs-kok"]))
    assert "has left the school" in said(mistake)
    assert mistakes_of(a_post("Gesprek", to=["gijs-kok", "bram-vos"])) == ()


def test_a_post_that_came_late_is_asked_about() -> None:
    """First seen more than 28 days after its date: held back, and its teacher asked; the days are told, no count that changes."""
    post = replace(a_post(day=TODAY - 29 * DAY), line_of=MappingProxyType({"date": 2}))
    (mistake,) = mistakes_of(post, seen=29)
    assert mistake.line == 2
    assert "dated 2026-10-22" in said(mistake)
    assert "2026-11-20" in said(mistake)
    assert mistakes_of(post, seen=28) == ()


def test_a_file_that_is_used_again_is_told_while_it_is_news() -> None:
    """What stands in a file that held another post is not lost silently; old news is not asked about for ever."""
    (mistake,) = mistakes_of(a_post(), reused=True)
    assert "is it a new post?" in said(mistake)
    assert "new: yes" in said(mistake)
    assert mistakes_of(a_post(day=TODAY - 29 * DAY), reused=True) == ()


@pytest.mark.parametrize("text", ["Bel of mail jansen@example.org.", "(JANSEN@Example.org)", "mailto:jansen@example.org?subject=Hoi"])
def test_the_address_of_a_parent_holds_a_post_back(text: str) -> None:
    """It is not the school's to hand on; the sentence does not repeat it."""
    (mistake,) = mistakes_of(a_post("Nieuws", text))
    assert "mail address of a parent" in said(mistake)
    assert "@" not in said(mistake)
    assert mistakes_of(a_post("Nieuws", "Mail naar bakkerij@example.org.")) == ()
