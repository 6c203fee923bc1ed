from __future__ import annotations

from collections.abc import Collection
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from weekbrief_build.decide.letters.fit import LeftOut, Story, Thing, What, first_to_shorten, left_out

GALLERY = [Thing(0, What.PHOTO, f"{place}.jpg", f"a{place}", place) for place in range(6)]
PAIR = [Thing(1, What.PHOTO, f"{place}.jpg", f"b{place}", place) for place in range(2)]
FEAST = [Thing(2, What.PHOTO, f"{place}.jpg", f"c{place}", place, invites=True) for place in range(6)]
VIDEO = [Thing(3, What.VIDEO, "film.mp4", "poster"), Thing(3, What.CLIP, "film.mp4", "clip")]
LETTER_HOME = Thing(1, What.PAPER, "brief.pdf", "paper")
EVERYTHING = [*GALLERY, *PAIR, *FEAST, *VIDEO, LETTER_HOME]
SIZES = {thing.same: 10 for thing in EVERYTHING} | {"clip": 300, "paper": 100}
ALL = sum(SIZES.values())


def names(things: Collection[Thing]) -> set[tuple[int, str]]:
    """The things by post and word."""
    return {(thing.post, thing.same) for thing in things}


@st.composite
def letters(draw: st.DrawFn) -> tuple[list[Thing], dict[str, int]]:
    """The things of a letter: posts with photos, videos and papers, some of which stand in it twice."""
    things = []
    for post in range(draw(st.integers(1, 5))):
        invites = draw(st.booleans())
        for place in range(draw(st.integers(0, 7))):
            same = f"picture {draw(st.integers(0, 20))}"
            video = draw(st.integers(0, 5)) == 0
            things.append(Thing(post, What.VIDEO if video else What.PHOTO, f"{place}", same, place, invites))
            if video:
                things.append(Thing(post, What.CLIP, f"{place}", f"clip of {same}", place, invites))
        things += [Thing(post, What.PAPER, f"{number}", f"paper {post} {number}", 0, invites) for number in range(draw(st.integers(0, 2)))]
    return things, {thing.same: draw(st.integers(1, 1000)) for thing in things}


def total(things: Collection[Thing], sizes: dict[str, int]) -> int:
    """What these things take: what travels once counts once."""
    return sum(sizes[same] for same in {thing.same for thing in things})


@given(letters(), st.integers(-10, 6000), st.randoms(use_true_random=False))
def test_what_stays_fits_and_nothing_is_left_out_that_fits_beside_it(
    letter: tuple[list[Thing], dict[str, int]], room: int, chance: Random
) -> None:
    """Whatever the sizes: the rest fits or nothing is left; where all fits nothing goes; no clip without poster; order means nothing."""
    things, sizes = letter
    gone = left_out(things, sizes, room)
    stay = [thing for thing in things if thing not in gone]
    assert total(stay, sizes) <= room or not stay
    assert gone == left_out(chance.sample(things, len(things)), sizes, room)
    assert not gone or total(things, sizes) > room
    posters = {(thing.post, thing.name) for thing in stay if thing.what is What.VIDEO}
    assert all((thing.post, thing.name) in posters for thing in stay if thing.what is What.CLIP)
    for thing in gone:
        if thing.what is not What.CLIP or (thing.post, thing.name) in posters:
            assert total([*stay, thing], sizes) > room


@given(letters(), st.integers(0, 6000))
def test_more_room_never_leaves_less(letter: tuple[list[Thing], dict[str, int]], room: int) -> None:
    """A letter with as much room as all its things take loses nothing; one byte less, and something goes."""
    things, sizes = letter
    assume(things)
    assert left_out(things, sizes, total(things, sizes) + room) == frozenset()
    assert left_out(things, sizes, total(things, sizes) - 1)


def test_galleries_are_thinned_out_first() -> None:
    """The last pictures of the largest posts go first, and those of an invitation after them; each post keeps a few."""
    assert names(left_out(EVERYTHING, SIZES, ALL - 1)) == {(0, "a5")}
    assert names(left_out(EVERYTHING, SIZES, ALL - 25)) == {(0, "a5"), (0, "a4"), (2, "c5")}


def test_then_clips_go_before_a_post_loses_its_first_picture() -> None:
    """A video shows its poster still; what the thinned galleries gave up is put back where the clip made enough room."""
    assert names(left_out(EVERYTHING, SIZES, ALL - 50)) == {(3, "clip")}
    assert names(left_out(EVERYTHING, SIZES, ALL - 300 - 40 - 10)) == {(3, "clip"), (0, "a5"), (0, "a4"), (2, "c5"), (2, "c4"), (0, "a3")}


def test_papers_and_last_pictures_go_last() -> None:
    """Each post keeps one picture as long as anything else can go; and without any room, nothing stays."""
    assert names(set(EVERYTHING) - left_out(EVERYTHING, SIZES, 100 + 40)) == {(0, "a0"), (1, "b0"), (2, "c0"), (3, "poster"), (1, "paper")}
    assert names(set(EVERYTHING) - left_out(EVERYTHING, SIZES, 40)) == {(0, "a0"), (1, "b0"), (2, "c0"), (3, "poster")}
    assert left_out(EVERYTHING, SIZES, 9) == set(EVERYTHING)


def test_what_stands_twice_makes_room_once() -> None:
    """A picture in two posts travels once: to leave it out of one of them alone makes no room."""
    same_words = [Thing(post, What.PHOTO, "a.jpg", "same") for post in range(2)]
    assert left_out([*same_words, GALLERY[1]], {"same": 10, "a1": 10}, 10) == {GALLERY[1]}
    assert left_out(same_words, {"same": 10}, 9) == set(same_words)


def test_the_longest_texts_are_shortened_first() -> None:
    """So the fewest are; those that ask for a reply come last, and what is short stays whole."""
    stories = [Story(0, 5_000), Story(1, 90_000, asks=True), Story(2, 40_000), Story(3, 500)]
    assert first_to_shorten(stories) == [2, 0, 1]
    assert first_to_shorten(reversed(stories)) == [2, 0, 1]


def test_each_thing_that_is_left_out_is_counted() -> None:
    """A video of which the poster goes too is told once, as a video."""
    gone = [GALLERY[4], GALLERY[5], *VIDEO, Thing(0, What.CLIP, "b.mp4", "b"), LETTER_HOME]
    assert LeftOut.of(gone, text=True) == LeftOut(2, 1, frozenset({"b.mp4"}), frozenset({"brief.pdf"}), text=True)
