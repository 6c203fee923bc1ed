"""Posts that say the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from schools import TODAY, a_child, a_guardian, a_picture, a_post, a_row, a_school

from weekbrief_build.decide.know.memory import KnownGuardian, KnownPost, Memory
from weekbrief_build.decide.know.same_post import marks_of
from weekbrief_build.decide.know.same_words import same_words_among
from weekbrief_build.decide.plan.plan import Plan, plan_of
from weekbrief_build.school.consent import Register
from weekbrief_build.school.people import Delivery
from weekbrief_build.school.post import Document, MadePaper, Picture, Post
from weekbrief_build.school.reading import Reading

FRIDAY = datetime(2026, 11, 20, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))
SCHOOL = a_school(
    [a_child("ada-jansen", "groep-5b"), a_child("emma-jansen", "groep-6a"), a_child("bram-vos", "groep-6a")],
    {"jansen": ["ada-jansen", "emma-jansen"], "vos": ["bram-vos"]},
    guardians={"jansen": [a_guardian("Anna", "anna@example.org"), a_guardian("Piet", "piet@example.org", Delivery.MAIL)]},
)


def copies(**of_post: object) -> tuple[Post, Post]:
    """The same post in two groups."""
    return a_post(**of_post, group="groep-5b"), a_post(**of_post, group="groep-6a")  # type: ignore[arg-type]  # as given


def plan(posts: tuple[Post, ...], memory: Memory | None = None, rows: tuple[object, ...] = ()) -> Plan:
    """What a Friday's run would send."""
    return plan_of(Reading(SCHOOL, Register.of(rows), posts, ()), memory or Memory(), FRIDAY, edition_at_once=True)  # type: ignore[arg-type]  # rows


def sent(of: Plan) -> dict[str, list[str]]:
    """By address, the paths of posts in letters, and of those that are told with them after a `+`."""
    found: dict[str, list[str]] = {}
    for letter in of.letters:
        shown = [view.post.group for view in letter.views] + [f"+{view.post.group}" for view in letter.folded]
        found.setdefault(letter.reader.guardian.email, []).extend(shown)
    return found


def test_a_post_in_two_of_a_familys_groups_appears_once() -> None:
    """A family with a child in each reads it once, in the weekly letter as in letters of their own; and it counts as told for both."""
    once = ["groep-5b", "+groep-6a"]
    assert sent(plan(copies())) == {"anna@example.org": once, "piet@example.org": once, "vos@example.org": ["groep-6a"]}


def test_a_copy_that_arrives_later_is_not_sent_to_who_read_the_first() -> None:
    """Two teachers do not drop the same post in the same minute."""
    first, second = copies()
    before = plan((first,))
    guardians = tuple(
        KnownGuardian(number, one.family.id, one.guardian.name, one.guardian.email, one.first_seen, one.groups)
        for number, one in enumerate(before.readers)
    )
    told = MappingProxyType({before.posts[0].id: frozenset(one.id for one in guardians if one.family == "jansen")})
    known = (KnownPost(before.posts[0].id, first.path, TODAY, before.posts[0].marks),)
    assert sent(plan((first, second), Memory(known, guardians, told))) == {"vos@example.org": ["groep-6a"]}


def a_document() -> Document:
    """A list of names, as each group has its own."""
    return Document("lijst.pdf", "content/groep-6a/lijst.pdf", "", MadePaper("lijst.pdf", "0" * 64, 10))


def a_photo() -> Picture:
    """A picture of Ada."""
    return a_picture("ada.jpg", "ada-jansen")


def test_of_two_the_one_that_shows_more_stands() -> None:
    """Ada may be seen by her own group: a family with children in both sees her; the other group does not."""
    posts = copies(pictures=[a_photo()])
    letters = plan(posts, rows=(a_row("ada-jansen", "photo-group"),)).letters
    shown = {letter.reader.guardian.email: [len(view.orders) for view in letter.views] for letter in letters}
    assert shown == {"anna@example.org": [1], "piet@example.org": [1], "vos@example.org": [0]}


@pytest.mark.parametrize(
    "other",
    [
        {"text": "Wij zochten kastanjes."},
        {"title": "Lente"},
        {"day": TODAY - timedelta(days=1)},
        {"pictures": [a_photo()]},
        {"to": ["emma-jansen"]},
    ],
    ids=["text", "title", "date", "pictures", "personal"],
)
def test_posts_that_differ_in_anything_are_two(other: dict[str, object]) -> None:
    """Nothing that a teacher wrote is taken for something else: a missed post is worse than one read twice."""
    first, second = a_post(), a_post(**other, group="groep-6a")  # type: ignore[arg-type]  # as given
    assert not same_words_among((first, second))


def test_a_copy_within_one_group_is_the_same_post() -> None:
    """Who moves a file has it at both places for a while, and the job may look in between."""
    first = a_post()
    assert sent(plan((first, replace(first, path="content/groep-5b/nog eens.md"))))["anna@example.org"] == ["groep-5b", "+groep-5b"]


def test_two_teachers_who_put_the_same_into_their_groups_need_not_say_who_wrote_it() -> None:
    """Where no author is written, each group's teacher answers: that makes it no other post. A written one does."""
    first, second = copies()
    second = replace(second, author="Meester Joost")
    assert same_words_among((first, second))
    assert not same_words_among((first, replace(second, line_of=MappingProxyType({"author": 2}))))


LONG = "Wij zochten eikels en kastanjes in het bos achter de school."


@pytest.mark.parametrize(
    ("changed", "again"),
    [({}, ()), ({"to": ("ada-jansen",)}, ("groep-6a",)), ({"documents": (a_document(),)}, ("groep-6a",))],
    ids=["copy", "personal", "with a PDF"],
)
def test_a_copy_whose_first_is_gone_is_not_sent_to_who_read_that(changed: dict[str, Any], again: tuple[str, ...]) -> None:
    """A post moved in two steps: copied, a run, and then taken away where it was. What cannot be compared any more is sent."""
    first, second = copies(text=LONG)
    second = replace(second, **changed)
    before = plan((first,))
    guardians = tuple(
        KnownGuardian(number, one.family.id, one.guardian.name, one.guardian.email, one.first_seen, one.groups)
        for number, one in enumerate(before.readers)
    )
    told = MappingProxyType({1: frozenset(one.id for one in guardians if one.family == "jansen")})
    known = (KnownPost(1, first.path, TODAY, marks_of(first)), KnownPost(2, second.path, TODAY, marks_of(second)))
    assert sent(plan((second,), Memory(known, guardians, told))).get("anna@example.org", []) == list(again)
