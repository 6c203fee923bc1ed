from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from schools import TODAY, a_child, a_picture, a_post, a_row, a_school, said_once
from tagged import a_jpeg, bag, face, microsoft, mwg, packet, person_in_image

from weekbrief_build.decide.rule.audience import audience_of
from weekbrief_build.decide.rule.consent import ConsentsOn
from weekbrief_build.decide.rule.pictures import Showing, judge
from weekbrief_build.gather.tags.embedded import tags_in
from weekbrief_build.gather.tags.tags import Tags, together
from weekbrief_build.gather.tags.xmp import read_xmp
from weekbrief_build.school.consent import Register
from weekbrief_build.school.post import Evidence, Naming, Source

CHILDREN = ("ada-jansen", "bram-vos", "cas-de-boer")
SCHOOL = a_school([a_child(child, "groep-5b") for child in CHILDREN], {child: [child] for child in CHILDREN})
AUDIENCE = audience_of(a_post(group="groep-5b"), SCHOOL, TODAY)
REGISTER = Register.of([a_row("ada-jansen", "photo-group"), a_row("bram-vos", "photo-group")])
WORDS = st.sampled_from([*CHILDREN, "Iemand Anders", ""])
PLACES = st.sampled_from([0.15, 0.5, 0.85, 1.2, -0.5])
PROPERTIES = st.one_of(
    st.builds(person_in_image, WORDS, WORDS),
    st.builds(lambda name: bag("digiKam:TagsList", f"People/{name}"), WORDS),
    st.builds(lambda name, x: mwg(face(name, x=x)), WORDS, PLACES),
    st.builds(lambda name, x: microsoft(**{name: f"{x}, 0.1, 0.1, 0.1"}), st.sampled_from(CHILDREN), PLACES),
    st.just("<Iptc4xmpExt:PersonInImage/>"),
)
TAGS = st.builds(
    lambda said, orientation: read_xmp(packet("".join(said)), orientation), st.lists(PROPERTIES, max_size=3), st.integers(1, 8)
)


def seen_by(said: Evidence, tags: Tags) -> set[str]:
    """The children whose families see the picture."""
    named = tuple(Naming(person.name, Source.TAGS, person.face) for person in tags.people)
    doubts = (Source.TAGS,) if tags.doubt else ()
    evidence = replace(said, namings=(*said.namings, *named), doubts=(*said.doubts, *doubts))
    verdict = judge(replace(a_picture("p.jpg"), evidence=evidence), said_once(evidence, AUDIENCE), ConsentsOn(TODAY, SCHOOL, REGISTER))
    return {child for child in CHILDREN if verdict.for_family(frozenset({child})).showing is Showing.SHOWN}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(CHILDREN), min_size=1), TAGS, TAGS)
def test_a_tag_more_shows_a_picture_to_nobody_more(names: list[str], some: Tags, more: Tags) -> None:
    """Adding a person, or a doubt, never widens the audience of a picture of which somebody said who is in it."""
    said = Evidence(tuple(Naming(name, Source.FRONT_MATTER) for name in names))
    assert seen_by(said, together([some, more])) <= seen_by(said, some) <= seen_by(said, Tags())


@settings(max_examples=60, deadline=None)
@given(st.lists(TAGS, max_size=4), st.randoms())
def test_the_order_of_what_tags_say_does_not_matter(said: list[Tags], random: Random) -> None:
    """The union over all places."""
    other = list(said)
    random.shuffle(other)
    assert together(said) == together(other)


@settings(max_examples=40, deadline=None)
@given(PROPERTIES, PROPERTIES)
def test_where_in_a_file_tags_stand_does_not_matter(one: str, other: str) -> None:
    """In one packet or in two: nobody is lost, and no doubt."""
    whole, parts = tags_in([a_jpeg(packet(one + other))]), tags_in([a_jpeg(packet(one), packet(other))])
    assert {person.name for person in whole.people} == {person.name for person in parts.people}
    assert whole.doubt >= parts.doubt  # in one packet a property that stands there twice is a doubt
