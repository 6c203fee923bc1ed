from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st
from schools import a_picture, a_post

from weekbrief_build.decide.letters.fit import NOTHING, LeftOut, Thing, What
from weekbrief_build.decide.letters.trimming import Trimming
from weekbrief_build.decide.letters.views import View
from weekbrief_build.school.made import PictureOrder
from weekbrief_build.school.post import Post, Region

FACE = frozenset({Region(0.1, 0.1, 0.1, 0.1)})
KINDS = st.sampled_from(What)


def _view(title: str, *names: str) -> View:
    """A post with these pictures, a face covered in each."""
    pictures = [a_picture(name, nobody=True) for name in names]
    post: Post = a_post(title, pictures=pictures)
    orders = MappingProxyType({one.name: PictureOrder(one.file, FACE) for one in pictures})
    return View(post, post.versions[0], MappingProxyType({}), orders, frozenset({"ada-jansen"}), post.path)


WALK, FEAST, NEWS = _view("Wandeling", "a.jpg", "b.jpg"), _view("Feest", "a.jpg", "film.mp4"), _view("Nieuws")
LETTER = (WALK, FEAST, NEWS)


def test_a_letter_that_fits_keeps_its_very_views() -> None:
    """Where nothing is trimmed nothing is made, so that letters which share a view still share it."""
    assert all(one is view for one, view in zip(Trimming().of(LETTER, 0, (), set()), LETTER, strict=True))


def test_smaller_pictures_are_ordered_at_their_step_with_their_faces_covered() -> None:
    """Of every picture in the letter; a post without pictures stays as it is."""
    walk, feast, news = Trimming().of(LETTER, 2, (), set())
    assert {name: (order.step, order.cover) for name, order in walk.orders.items()} == {"a.jpg": (2, FACE), "b.jpg": (2, FACE)}
    assert [order.step for order in feast.orders.values()] == [2, 2]
    assert news is NEWS


def test_what_goes_goes_out_of_its_own_post_alone() -> None:
    """A picture of the same name in another post stays, and each post counts what went out of it."""
    walk, feast, news = Trimming().of(LETTER, 0, {Thing(0, What.PHOTO, "a.jpg", "a")}, set())
    assert (list(walk.orders), walk.left_out) == (["b.jpg"], LeftOut(photos=1))
    assert (feast, news) == (FEAST, NEWS)


def test_a_clip_goes_and_its_poster_stays() -> None:
    """A PDF, too, takes no picture of the same name along."""
    gone = {Thing(1, What.CLIP, "film.mp4", "clip"), Thing(1, What.PAPER, "a.jpg", "paper")}
    feast = Trimming().of(LETTER, 0, gone, set())[1]
    assert set(feast.orders) == {"a.jpg", "film.mp4"}
    assert feast.left_out == LeftOut(clips=frozenset({"film.mp4"}), papers=frozenset({"a.jpg"}))


def test_a_shortened_post_says_so_and_keeps_its_pictures() -> None:
    """By its place in the letter."""
    walk, feast, news = Trimming().of(LETTER, 0, (), {1})
    assert (walk, news) == (WALK, NEWS)
    assert (feast.left_out, set(feast.orders)) == (LeftOut(text=True), {"a.jpg", "film.mp4"})


def test_letters_that_show_the_same_share_one_view_wherever_it_stands() -> None:
    """So it is rendered once: first in one letter, last in the other, the same view trimmed the same way is the same object."""
    trimming = Trimming()
    (first,) = trimming.of((WALK,), 1, {Thing(0, What.PHOTO, "a.jpg", "a")}, {0})
    *_, second = trimming.of((NEWS, WALK), 1, {Thing(1, What.PHOTO, "a.jpg", "a")}, {1})
    (longer,) = trimming.of((WALK,), 1, {Thing(0, What.PHOTO, "a.jpg", "a")}, set())
    assert second is first
    assert longer is not first


@given(
    st.integers(0, 3),
    st.sets(st.builds(Thing, st.integers(0, 2), KINDS, st.sampled_from(["a.jpg", "b.jpg", "film.mp4"]), st.just("x"))),
    st.sets(st.integers(0, 2)),
)
def test_trimming_never_shows_more(step: int, gone: set[Thing], shortened: set[int]) -> None:
    """No picture comes in, no face is uncovered, no name shows that did not; and whatever is not there is told."""
    for before, after in zip(LETTER, Trimming().of(LETTER, step, gone, shortened), strict=True):
        assert set(after.orders) <= set(before.orders)
        assert all(replace(order, step=0) == before.orders[name] for name, order in after.orders.items())
        assert replace(after, orders=before.orders, left_out=NOTHING).names == before.names
        missing = len(before.orders) - len(after.orders)
        assert (after.left_out == NOTHING) <= (missing == 0)
