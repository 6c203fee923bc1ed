from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from schools import a_child, a_school

from weekbrief_build.decide.hold.ask_names import NOBODY_SAID
from weekbrief_build.decide.tell.complaints import FEW, MANY, MOST_TOLD, complaints, cut_off
from weekbrief_build.school.mistake import Mistake, Scope, say
from weekbrief_build.words import words_of

SCHOOL = a_school([a_child("ada-jansen", "groep-5b"), a_child("cas-de-boer", "groep-6a")])
WORDS = words_of("en")


def unnamed(picture: str, post: str = "content/groep-5b/bos/bos.md") -> Mistake:
    """A picture that nobody named."""
    what = say(NOBODY_SAID, picture=picture)
    return Mistake(
        f"content/groep-5b/bos/{picture}", None, what, say("Say who: {picture}", picture=picture), Scope.PICTURE, "groep-5b", post, picture
    )


def old(number: int, group: str = "groep-5b") -> Mistake:
    """A post that is first seen late."""
    post = f"content/{group}/{number}.md"
    return Mistake(post, 2, say("Dated {day}: still news?", day=f"2020-01-{number}"), say("Mend it."), Scope.POST, group, post)


def test_pictures_that_nobody_named_are_one_thing_to_mend() -> None:
    """With the number, the first few, and the children of the class to choose from."""
    (one,) = complaints([unnamed(f"{number}.jpg") for number in range(25)], SCHOOL)
    said = f"{WORDS.say(one.first.what)} {WORDS.say(one.first.mend)}"
    assert "25 pictures of this post" in said
    assert "0.jpg, 1.jpg, 2.jpg …" in said
    assert "ada-jansen" in said.rpartition("The children of this group:")[2]
    assert "cas-de-boer" not in said
    assert one.first.file == "content/groep-5b/bos/bos.md"


def test_one_picture_is_told_as_it_is() -> None:
    """And so are a few, and two things that differ; and rows of the office's files, each with its line, however many they are."""
    few = [unnamed(f"{number}.jpg") for number in range(FEW - 1)]
    assert [one.first for one in complaints([*few, old(1)], SCHOOL)] == [*few, old(1)]
    rows = [
        Mistake("consent.csv", number, say("No child {id}.", id=str(number)), say("Mend it."), Scope.EVERYTHING) for number in range(99)
    ]
    assert [one.first for one in complaints(rows, SCHOOL)] == rows


def test_many_posts_with_the_same_complaint_are_one_thing_for_their_group() -> None:
    """A few are told each by itself; what other teachers are to mend is told by itself."""
    few = complaints([old(number) for number in range(MANY - 1)], SCHOOL)
    assert len(few) == MANY - 1
    (one, other) = complaints([*(old(number) for number in range(300)), old(1, "groep-6a")], SCHOOL)
    assert one.also is not None
    assert WORDS.say(one.also).startswith("The same is so 299 times more: content/groep-5b/1.md, content/groep-5b/2.md")
    assert other.first == old(1, "groep-6a")


def test_what_is_too_much_for_one_message_is_counted() -> None:
    """No mail of 12 MB."""
    told, more = cut_off(
        complaints([Mistake(f"{number}.md", None, say(f"{number}"), say("-"), Scope.POST) for number in range(5000)], SCHOOL)
    )
    assert (len(told), more) == (MOST_TOLD, 5000 - MOST_TOLD)


UNNAMED = st.builds(unnamed, st.sampled_from("abc"), st.sampled_from(["x.md", "y.md"]))
MISTAKES = st.lists(st.one_of(UNNAMED, st.builds(old, st.integers(1, 20))), max_size=40)


@given(MISTAKES)
def test_nothing_is_lost_by_saying_it_once(mistakes: list[Mistake]) -> None:
    """Each mistake is one that is said, or is counted."""
    mistakes = list(dict.fromkeys(mistakes))
    told = complaints(mistakes, SCHOOL)
    beside = sum(int(one.also.values["number"]) for one in told if one.also)
    gathered = sum(int(one.first.what.values["number"]) - 1 for one in told if "number" in one.first.what.values)
    assert len(told) + beside + gathered == len(mistakes)
