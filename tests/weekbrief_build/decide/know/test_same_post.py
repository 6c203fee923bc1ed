from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schools import TODAY, a_picture, a_post

from weekbrief_build.decide.know.memory import KnownPost
from weekbrief_build.decide.know.same_post import marks_of, recognise, replaced
from weekbrief_build.school.post import Event, Post

WALK = (
    "Vrijdag gingen wij met de hele groep naar het bos. Wij zochten eikels, kastanjes en paddenstoelen, en wij zagen een eekhoorn. "
    "Wilt u de laarzen maandag weer meegeven? De gevonden spullen liggen tot de kerst in de vitrine bij de ingang."
)
MENDED = WALK.replace("een eekhoorn", "twee eekhoorns").replace("maandag", "dinsdag")
READING = (
    "De kinderboekenweek begint woensdag. Iedere groep kiest een boek dat de juf of meester voorleest, en op de laatste dag is er een "
    "ruilmarkt in de aula. Neem uw kind mee en breng hooguit drie boeken, die nog heel zijn en die thuis niemand meer leest."
)
GREETING = "Lieve ouders en verzorgers, dit was onze week. {} Een fijn weekend en tot maandag, groetjes van juf Sanne."
DAY = timedelta(days=1)


def known(*posts: Post) -> list[KnownPost]:
    """These posts, as seen on their dates; ids count from 1."""
    return [KnownPost(number, post.path, post.date, marks_of(post)) for number, post in enumerate(posts, 1)]


def is_known(now: Post, before: Post, *others: Post) -> bool:
    """Whether a post is taken for the one that was there before, now that only it and these others are in the folder."""
    return now.path in recognise([now, *others], known(before))


def at(path: str, post: Post) -> Post:
    """The post at another path."""
    versions = tuple(replace(version, file=f"content/{path}") for version in post.versions)
    return replace(post, path=f"content/{path}", group=path.split("/", maxsplit=1)[0], versions=versions)


BEFORE = a_post("Herfstwandeling", WALK, path="content/groep-5b/herfst.md")


@pytest.mark.parametrize("path", ["groep-5b/wandeling.md", "groep-5b/herfst/herfst.md"])
@pytest.mark.parametrize("text", [WALK, MENDED])
@pytest.mark.parametrize("title", ["Herfstwandeling", "Naar het bos"])
def test_a_renamed_moved_and_mended_post_is_the_same(path: str, text: str, title: str) -> None:
    """A post is never sent twice to one guardian, also when its file is renamed or mended: all at once, even."""
    assert is_known(at(path, a_post(title, text)), BEFORE)


@pytest.mark.parametrize("text", ["", "Vervalt.", READING])
def test_the_same_path_is_the_same_post_whatever_stands_there(text: str) -> None:
    """A complete rewrite is a mending."""
    assert is_known(replace(a_post("Iets anders", text), path=BEFORE.path), BEFORE)


@pytest.mark.parametrize("path", ["groep-6a/herfst.md", "school/herfst.md"])
def test_a_mended_text_in_another_group_is_another_post(path: str) -> None:
    """It has other readers; a mere copy is known by all its words (`decide.know.same_words`)."""
    assert not is_known(at(path, a_post("Herfstwandeling", MENDED)), BEFORE)


def test_another_file_with_another_date_is_another_post() -> None:
    """Whatever it says, where somebody wrote the date."""
    later = replace(at("groep-5b/wandeling.md", BEFORE), date=TODAY + DAY, line_of=MappingProxyType({"date": 2}))
    assert not is_known(later, BEFORE)


def test_another_text_is_another_post() -> None:
    """A new file with a new text is new, also where an old one has gone."""
    assert not is_known(at("groep-5b/boeken.md", a_post("Kinderboekenweek", READING)), BEFORE)


def test_a_copy_beside_the_old_file_is_another_post() -> None:
    """Only a post whose own file is gone can have been renamed."""
    assert not is_known(at("groep-5b/wandeling.md", BEFORE), BEFORE, BEFORE)


def test_nothing_takes_the_place_of_what_cannot_be_read() -> None:
    """A file that stands there but cannot be read is not gone."""
    copy = at("groep-5b/wandeling.md", BEFORE)
    assert recognise([copy], known(BEFORE))
    assert not recognise([copy], known(BEFORE), frozenset({BEFORE.path}))


def test_a_weekly_post_is_new_every_week() -> None:
    """`Weeknieuws` has its title, its greeting and its emblem every week: equal titles alone are not enough."""
    emblem = a_picture("logo.png", nobody=True)
    last = a_post("Weeknieuws", GREETING.format(WALK), pictures=[emblem], path="content/groep-5b/week-47.md", day=TODAY)
    this = a_post("Weeknieuws", GREETING.format(READING), pictures=[emblem], path="content/groep-5b/week-48.md", day=TODAY + 7 * DAY)
    assert not is_known(this, last)
    assert not is_known(replace(this, date=TODAY + 4 * DAY), last)


def test_a_short_text_is_known_by_half_of_its_words() -> None:
    """`Morgen vrij.` under a new name is the same on its day; where nobody wrote a date, within days."""
    before = a_post("Studiedag", "Morgen vrij.", path="content/groep-5b/vrij.md")
    now = a_post("Studiedag", "Overmorgen vrij!", path="content/groep-5b/studiedag.md")
    assert is_known(now, before)
    assert is_known(replace(now, date=TODAY + 3 * DAY), before)
    assert not is_known(replace(now, date=TODAY + 3 * DAY, line_of=MappingProxyType({"date": 2})), before)
    assert not is_known(replace(now, date=TODAY + 7 * DAY), before)
    assert not is_known(a_post("Gym", "Neem schoenen mee.", path="content/groep-5b/gym.md"), before)


def test_a_post_whose_name_was_its_title_is_known_by_its_text() -> None:
    """Where a file has no title of its own, renaming it changes the title too."""
    assert is_known(a_post("Vrij", "Morgen vrij."), a_post("Studiedag", "Morgen vrij."))


@pytest.mark.parametrize("kept", [2, 3])
def test_a_folder_of_pictures_is_known_by_its_pictures(kept: int) -> None:
    """A folder with media alone has its name as title: under a new one it is known by half of its pictures or more."""
    pictures = [a_picture(f"{number}.jpg") for number in range(3)]
    before = a_post("Foto's", "", pictures=pictures, path="content/groep-5b/fotos")
    now = a_post("Bos", "", pictures=pictures[:kept], path="content/groep-5b/bos")
    assert is_known(now, before)
    assert is_known(replace(a_post("Bos", READING, pictures=pictures[:kept]), path="content/groep-5b/fotos/bos.md"), before)
    assert not is_known(
        a_post("Bos", "", pictures=[*pictures[:1], a_picture("9.jpg"), a_picture("8.jpg")], path="content/groep-5b/bos"), before
    )


def test_an_invitation_is_known_by_its_event() -> None:
    """An event counts among the words: the next evening with the same title is another post."""

    def evening(path: str, day: int) -> Post:
        post = a_post("Ouderavond", "", path=path, day=TODAY + timedelta(days=day))
        return replace(
            post, versions=(replace(post.versions[0], event=Event("Ouderavond", TODAY + timedelta(days=day + 20), place="De aula")),)
        )

    assert is_known(evening("content/school/avond.md", 0), evening("content/school/ouderavond.md", 0))
    assert not is_known(evening("content/school/avond-2.md", 30), evening("content/school/ouderavond.md", 0))


def test_last_years_letter_with_a_new_date_is_a_new_post() -> None:
    """Who writes a new date on an old text and a new file means to send it; a file that was only copied anew is the old one."""
    later = replace(at("groep-5b/wandeling.md", BEFORE), date=TODAY + 300 * DAY)
    dated = replace(later, line_of=MappingProxyType({"date": 2}))
    assert is_known(later, BEFORE)
    assert not is_known(dated, BEFORE)
    assert not is_known(replace(at("groep-5b/2027-09-16 herfst.md", BEFORE), date=later.date), BEFORE)
    assert not is_known(replace(at("groep-5b/wandeling.md", a_post("Herfstwandeling", MENDED)), date=TODAY + 300 * DAY), BEFORE)


def test_a_post_moved_from_a_path_that_is_used_again_stays_itself() -> None:
    """Last week's letter goes on under a new name, and a new one stands at the old name: the old is old, the new is new."""
    before = a_post("Weekbericht", WALK, path="content/groep-5b/weekbericht.md")
    archived = at("groep-5b/weekbericht-47.md", before)
    new = a_post("Weekbericht", READING, path=before.path, day=TODAY + 7 * DAY)
    assert recognise([archived, new], known(before)) == {archived.path: known(before)[0]}


def test_of_two_that_were_alike_the_more_alike_is_taken() -> None:
    """Each known post is given once, to whom it fits best."""
    mended = a_post("Herfstwandeling", MENDED, path="content/groep-6a/herfst.md")
    before = known(BEFORE, mended)
    now = [at("groep-5b/wandeling.md", BEFORE), replace(mended, path="content/groep-6a/wandeling.md")]
    assert recognise(now, before) == {now[0].path: before[0], now[1].path: before[1]}


def another(text: str, *, days: int = 0, pictures: Iterable[str] = (), told: Iterable[int] = (1,), **more: Any) -> bool:
    """Whether this text, at the path of the walk, is asked about: it may be another post."""
    before = a_post("Weekbericht", WALK, path="content/groep-5b/weekbericht.md", pictures=[a_picture("bos.jpg")])
    now = a_post("Weekbericht", text, path=before.path, day=TODAY + days * DAY, pictures=[a_picture(name) for name in pictures])
    now = replace(now, **more)
    return replaced([now], recognise([now], known(before)), set(told)) == {now.path}


DATED = MappingProxyType({"date": 2})


def test_a_file_that_may_be_another_post_is_asked_about() -> None:
    """More than half of its words are new, it has a later date, or it is for others."""
    assert another(READING)
    assert another(READING, pictures=["bos.jpg"])
    assert not another(MENDED, pictures=["bos.jpg"])
    assert another(WALK, days=1, line_of=DATED)
    assert not another(WALK, days=-1, line_of=DATED)
    assert another(WALK, to=("ada-jansen",))


def test_a_date_that_nobody_wrote_is_no_later_date_by_itself() -> None:
    """Who mends a word the day after has not written a new post; what is mended a week later may be one."""
    assert not another(WALK, days=3)
    assert not another(WALK, days=300, pictures=["bos.jpg"])
    assert not another(MENDED, days=3, pictures=["bos.jpg"])
    assert another(MENDED, days=7, pictures=["bos.jpg"])


def test_where_dates_move_with_the_calendar_they_say_nothing() -> None:
    """In an example school each post is dated anew."""
    before = a_post("Weekbericht", WALK, path="content/groep-5b/weekbericht.md")
    now = replace(before, date=TODAY + 7 * DAY, line_of=DATED)
    assert not replaced([now], recognise([now], known(before)), {1}, dates_move=True)


def test_what_nobody_was_sent_may_be_written_anew() -> None:
    """A draft that becomes something else is no file used again; a placeholder that was sent is."""
    assert not another(READING, told=())
    before = a_post("Verslag", "Volgt nog.", path="content/groep-5b/verslag.md")
    now = replace(before, versions=a_post("Verslag", READING).versions)
    assert replaced([now], recognise([now], known(before)), {1}) == {now.path}


def test_what_an_older_weekbrief_remembered_is_known_still() -> None:
    """It knew runs of words alone: nobody is asked about a post for that, and a renamed one goes to nobody twice."""
    (old,) = known(BEFORE)
    old = replace(old, marks=replace(old.marks, vocabulary=None, to=None))
    assert not replaced([BEFORE], recognise([BEFORE], [old]), {1})
    assert recognise([at("groep-5b/wandeling.md", a_post("Bos", MENDED))], [old])


SENTENCES = [
    "Wij zochten eikels in het bos.",
    "De boeken gaan vrijdag mee naar huis.",
    "Denk aan gymschoenen.",
    "Morgen vrij.",
    "Het was leuk.",
]
POSTS = st.lists(
    st.builds(
        lambda title, text, group, days: a_post(title, text, group=group, day=TODAY + timedelta(days=days)),
        st.sampled_from(["Weeknieuws", "Gym", "Boeken"]),
        st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5, unique=True).map(" ".join),
        st.sampled_from(["groep-5b", "groep-6a"]),
        st.integers(0, 40),
    ),
    max_size=6,
)


def at_numbers(posts: Sequence[Post], name: str) -> list[Post]:
    """The posts at paths of their own."""
    return [replace(post, path=f"content/{post.group}/{name}-{number}.md") for number, post in enumerate(posts)]


@settings(max_examples=60)
@given(POSTS, POSTS, st.integers(0, 4), st.randoms(use_true_random=False))
def test_the_order_of_reading_means_nothing_and_nothing_is_given_twice(
    before: list[Post], now: list[Post], stayed: int, random: object
) -> None:
    """Recognising is order-independent and injective."""
    old = at_numbers(before, "oud")
    posts = at_numbers(now, "nieuw") + [replace(post, versions=other.versions) for post, other in zip(old[:stayed], now, strict=False)]
    remembered = known(*old)
    found = recognise(posts, remembered)
    shuffled_posts, shuffled_known = list(posts), list(remembered)
    random.shuffle(shuffled_posts)  # type: ignore[attr-defined]  # hypothesis does not type its random
    random.shuffle(shuffled_known)  # type: ignore[attr-defined]  # as above
    assert recognise(shuffled_posts, shuffled_known) == found
    assert len({one.id for one in found.values()}) == len(found)


@settings(max_examples=60)
@given(POSTS)
def test_a_rename_never_makes_a_new_post(before: list[Post]) -> None:
    """Whatever is renamed, all at once or one by one, there are as many new posts as before: none."""
    old, renamed = at_numbers(before, "oud"), at_numbers(before, "nieuw")
    assert len(recognise(renamed, known(*old))) == len(renamed)
    for number in range(len(old)):
        assert len(recognise([*renamed[: number + 1], *old[number + 1 :]], known(*old))) == len(old)


def test_a_post_to_which_a_translation_is_added_is_the_same() -> None:
    """`bos.en.md` was sent; with `bos.md` beside it, that one is the first version, and the path of the post is another."""
    english = replace(a_post("Into the woods", WALK), path="content/groep-5b/bos.en.md")
    dutch = a_post("Naar het bos", READING, path="content/groep-5b/bos.md")
    assert is_known(replace(dutch, versions=(*dutch.versions, *english.versions)), english)
    assert not is_known(dutch, english)
