"""What a frame around a face can cover, and what keeps a face from being covered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schools import TODAY, a_child, a_picture, a_post, a_row, a_school, said_once

from weekbrief_build.decide.rule.audience import audience_of
from weekbrief_build.decide.rule.consent import ConsentsOn
from weekbrief_build.decide.rule.frames import can_cover, hides, nearest
from weekbrief_build.decide.rule.pictures import Showing, judge
from weekbrief_build.school.consent import Register
from weekbrief_build.school.people import WithoutConsent
from weekbrief_build.school.post import Evidence, Naming, Region, Source

SCHOOL = replace(
    a_school([a_child("ada-jansen", "groep-5b"), a_child("bram-vos", "groep-5b")], {"jansen": ["ada-jansen"], "vos": ["bram-vos"]}),
    pictures_without_consent=WithoutConsent.COVER,
)
AUDIENCE = audience_of(a_post(), SCHOOL, TODAY)
ROWS = Register.of([a_row("ada-jansen", "photo-group")])
ADA, BRAM, ELSEWHERE = Region(0.1, 0.2, 0.1, 0.15), Region(0.6, 0.2, 0.1, 0.15), Region(0.4, 0.7, 0.1, 0.15)


def seen_by_jansen(bram: Region | None, found: list[Region] | None, *, checked: bool = False) -> Showing:
    """What Ada's family sees of a picture of both, where Bram has no yes and his face is marked there."""
    namings = (Naming("ada-jansen", Source.SIDECAR, ADA), Naming("bram-vos", Source.SIDECAR, bram))
    picture = replace(a_picture("p.jpg"), evidence=Evidence(namings, checked=checked))
    verdict = judge(picture, said_once(picture.evidence, AUDIENCE, found), ConsentsOn(TODAY, SCHOOL, ROWS))
    assert verdict.for_family(frozenset({"bram-vos"})).showing in {Showing.SHOWN, Showing.WITHHELD}
    return verdict.for_family(frozenset({"ada-jansen"})).showing


@pytest.mark.parametrize(
    ("frame", "size", "able"),
    [
        (Region(0.1, 0.1, 0.02, 0.03), (2000, 1500), True),
        (Region(0.1, 0.1, 0.019, 0.03), (2000, 1500), False),
        (Region(0.1, 0.1, 0.02, 0.03), (900, 1500), False),  # 18 pixels
        (Region(0.1, 0.1, 0.03, 0.02), (2000, 800), False),  # 16 pixels high
        (Region(0.0, 0.0, 0.75, 0.8), (2000, 1500), True),
        (Region(0.0, 0.0, 0.8, 0.8), (2000, 1500), False),
        (Region(0.1, 0.1, 0.2, 0.2), None, False),
    ],
)
def test_a_frame_of_a_few_pixels_or_around_half_the_class_covers_nobody(frame: Region, size: tuple[int, int] | None, able: bool) -> None:  # noqa: FBT001 - an expectation
    """Smaller than 2 % of the width or 20 pixels, or larger than 60 % of the area: a slip of the mouse."""
    assert can_cover(frame, size) is able


@pytest.mark.parametrize("checked", [False, True])
@pytest.mark.parametrize(
    ("bram", "found", "showing"),
    [
        (BRAM, None, Showing.COVERED),
        (BRAM, [ADA, BRAM], Showing.COVERED),
        (None, None, Showing.WITHHELD),
        (Region(0.6, 0.2, 0.01, 0.01), None, Showing.WITHHELD),
        (Region(0.0, 0.0, 0.9, 0.9), None, Showing.WITHHELD),
        (BRAM, [ADA], Showing.WITHHELD),  # his frame holds no face
        (ELSEWHERE, [ADA, BRAM], Showing.WITHHELD),  # a head too low
    ],
)
def test_nobody_s_word_is_enough_where_a_face_is_to_be_covered(
    bram: Region | None,
    found: list[Region] | None,
    showing: Showing,
    checked: bool,  # noqa: FBT001 - both ways
) -> None:
    """A frame that can cover, with a face in it, and no face outside every frame; `checked: true` clears none of that."""
    assert seen_by_jansen(bram, found, checked=checked) is showing


def test_checked_clears_more_faces_than_names_and_no_bare_face() -> None:
    """Where nothing is to be covered it lets the picture go; a face outside every frame may be the one to cover."""
    assert seen_by_jansen(BRAM, [ADA, BRAM, ELSEWHERE], checked=True) is Showing.WITHHELD
    both = Register.of([a_row("ada-jansen", "photo-group"), a_row("bram-vos", "photo-group")])
    evidence = Evidence((Naming("ada-jansen", Source.SIDECAR, ADA), Naming("bram-vos", Source.SIDECAR, BRAM)), checked=True)
    picture = replace(a_picture("p.jpg"), evidence=evidence)
    verdict = judge(picture, said_once(evidence, AUDIENCE, [ADA, BRAM, ELSEWHERE]), ConsentsOn(TODAY, SCHOOL, both))
    assert verdict.for_family(frozenset()).showing is Showing.SHOWN


def test_one_face_is_held_by_one_frame() -> None:
    """A frame around two children, meant for one of them, does not borrow the face of the other."""
    wide = Region(0.05, 0.15, 0.7, 0.3)
    assert nearest(ADA, [wide, ADA]) == ADA
    assert not hides(Region(0.15, 0.3, 0.01, 0.01), ADA)


places = st.builds(Region, st.floats(0, 0.8), st.floats(0, 0.8), st.floats(0.01, 0.2), st.floats(0.01, 0.2))


@given(places, st.lists(places, max_size=3), places)
def test_a_face_that_is_found_never_shows_more(bram: Region, found: list[Region], further: Region) -> None:
    """The detector only ever takes a picture away."""
    order = [Showing.WITHHELD, Showing.COVERED, Showing.SHOWN]
    unseen, seen = seen_by_jansen(bram, None, checked=True), seen_by_jansen(bram, found, checked=True)
    assert order.index(seen) <= order.index(unseen)
    if seen is Showing.WITHHELD and all(face != BRAM for face in found):
        return
    assert order.index(seen_by_jansen(bram, [*found, further], checked=True)) <= order.index(unseen)
