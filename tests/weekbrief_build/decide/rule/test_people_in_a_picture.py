from __future__ import annotations

import pytest
from schools import TODAY, a_child, a_post, a_school, said_once

from weekbrief_build.decide.rule.audience import audience_of
from weekbrief_build.decide.rule.people import People, Unknown, UnknownPerson, people_in
from weekbrief_build.school.post import Evidence, Naming, Region, Source

SCHOOL = a_school(
    [
        a_child("ada-jansen", "groep-5b"),
        a_child("bram-vos", "groep-5b", called="Bram V."),
        a_child("bram-smit", "groep-5b"),
        a_child("zoe-peters", "groep-5b", name="Zoë Peters"),
        a_child("cas-de-boer", "groep-6a"),
        a_child("ada-smit", "groep-6a"),
        a_child("tim-bos", "groep-5b"),
        a_child("tim-bos-2", "groep-6a", name="Tim Bos"),
        a_child("gijs-wit", "groep-5b", left=TODAY),
        a_child("sanne", "groep-6a", name="Juf Sanne"),
    ],
    {"jansen": ["ada-jansen"]},
)
LEFT_HALF, LEFT_HALF_ROUNDED, RIGHT_HALF = Region(0, 0, 0.4, 0.4), Region(0.01, 0, 0.4, 0.41), Region(0.5, 0, 0.4, 0.4)


def people(*written: str, group: str = "groep-5b", nobody: bool = False, doubts: tuple[Source, ...] = ()) -> People:
    """Who is in a picture of a post of this group, where the front matter says so."""
    namings = tuple(Naming(name, Source.FRONT_MATTER) for name in written)
    return people_in(said_once(Evidence(namings, nobody, doubts), audience_of(a_post(group=group), SCHOOL, TODAY)), SCHOOL)


def why_unknown(found: People) -> list[Unknown]:
    """Why people in it are not known."""
    return [person.why for person in found.unknown]


@pytest.mark.parametrize(
    "written", ["ada-jansen", "Ada-Jansen", "Ada Jansen", "ADA  jansen", " ada jansen\n", "Ada\u00a0Jansen", "Ada", "ada"]
)
def test_a_child_is_known_by_id_by_full_name_and_by_first_name(written: str) -> None:
    """Case and spaces do not matter."""
    assert people(written).children == {"ada-jansen"}
    assert people(written).unknown == ()


@pytest.mark.parametrize("written", ["cas-de-boer", "Cas de Boer"])
def test_an_id_or_a_full_name_means_a_child_of_any_group(written: str) -> None:
    """A full name means the child of the school with that name."""
    assert people(written).children == {"cas-de-boer"}


def test_a_first_name_means_a_child_of_the_audience_alone() -> None:
    """A first name is looked for among the children of the audience's groups: here Ada is Ada Jansen, there Ada Smit, and Cas is nobody."""
    assert people("Ada", group="groep-5b").children == {"ada-jansen"}
    assert people("Ada", group="groep-6a").children == {"ada-smit"}
    assert why_unknown(people("Cas", group="groep-5b")) == [Unknown.NO_SUCH_PERSON]
    assert why_unknown(people("Ada", group="school")) == [Unknown.FITS_TWO]


def test_the_name_used_in_class_replaces_the_first_word() -> None:
    """`called` is the first name: Bram is Bram Smit, because Bram Vos is called Bram V."""
    assert people("Bram").children == {"bram-smit"}
    assert people("bram v.").children == {"bram-vos"}


@pytest.mark.parametrize(
    "written", ["Bram Jansen", "Zoe", "Zoe Peters", "", " ", "Jansen", "ouder", "sanne@regenboog.example", "Sanne van Dijk"]
)
def test_who_is_not_known_is_never_guessed(written: str) -> None:
    """Nearly a name is no name; accents matter; an address is no name."""
    assert people(written).unknown == (UnknownPerson(Unknown.NO_SUCH_PERSON, written, Source.FRONT_MATTER),)


@pytest.mark.parametrize("written", ["Zoë", "Zoe\u0308 Peters", "ZOË PETERS"])
def test_the_unicode_form_does_not_matter(written: str) -> None:
    """A Mac writes ë as two characters."""
    assert people(written).children == {"zoe-peters"}


def test_a_full_name_that_two_children_share_is_not_known() -> None:
    """A name that fits two children is not known, also where only one of them is in the audience; their ids are."""
    assert why_unknown(people("Tim Bos")) == [Unknown.FITS_TWO]
    assert people("tim-bos", "tim-bos-2").children == {"tim-bos", "tim-bos-2"}


def test_a_name_that_a_child_and_a_teacher_share_is_not_known() -> None:
    """Fits two: a child may be refused, a teacher not."""
    assert why_unknown(people("Juf Sanne")) == [Unknown.FITS_TWO]


def test_staff_are_known_by_the_name_in_the_groups_file() -> None:
    """The name as `groups.yaml` writes it is what the answer holds."""
    found = people("mirjam DE wit")
    assert found.staff == {"Mirjam de Wit"}
    assert found.children == frozenset()
    assert found.unknown == ()


def test_a_child_who_has_left_is_known_but_not_by_first_name() -> None:
    """Who has left is no child of the audience any more; the full name still means that child, who has no yes."""
    assert people("Gijs Wit").children == {"gijs-wit"}
    assert why_unknown(people("Gijs")) == [Unknown.NO_SUCH_PERSON]


def test_silence_is_not_nobody() -> None:
    """`people: nobody` is an answer; silence is not."""
    assert why_unknown(people()) == [Unknown.NOBODY_SAID]
    assert people(nobody=True) == People(frozenset(), frozenset(), (), frozenset(), frozenset())


def test_nobody_and_somebody_contradict_each_other() -> None:
    """Evidence that contradicts itself counts as a person who is not known."""
    found = people("ada-jansen", nobody=True)
    assert why_unknown(found) == [Unknown.CONTRADICTION]
    assert found.children == {"ada-jansen"}


@pytest.mark.parametrize("nobody", [True, False])
def test_evidence_that_cannot_be_read_is_a_person_who_is_not_known(nobody: bool) -> None:  # noqa: FBT001 - both ways
    """A sidecar that cannot be read may name anybody, whatever the other sources say."""
    assert people(nobody=nobody, doubts=(Source.SIDECAR,)).unknown == (UnknownPerson(Unknown.UNREADABLE, "", Source.SIDECAR),)
    assert why_unknown(people("ada-jansen", doubts=(Source.TAGS,))) == [Unknown.UNREADABLE]


def test_one_child_named_by_several_sources_is_one_child() -> None:
    """Who is in a picture is the union of the sources; where their frames of a face differ a little, all of them count."""
    namings = (
        Naming("ada-jansen", Source.FRONT_MATTER),
        Naming("Ada Jansen", Source.TAGS, LEFT_HALF),
        Naming("Ada", Source.SIDECAR, LEFT_HALF_ROUNDED),
        Naming("Bram", Source.SIDECAR),
    )
    found = people_in(said_once(Evidence(namings), audience_of(a_post(), SCHOOL, TODAY)), SCHOOL)
    assert found.children == {"ada-jansen", "bram-smit"}
    assert found.unknown == ()
    assert found.faces == {("ada-jansen", LEFT_HALF), ("ada-jansen", LEFT_HALF_ROUNDED)}
    assert ("ada-jansen", Source.TAGS) in found.said_by


@pytest.mark.parametrize("other", ["Ada", "ada-jansen", "Mirjam de Wit"])
@pytest.mark.parametrize("sources", [(Source.TAGS, Source.TAGS), (Source.TAGS, Source.SIDECAR), (Source.FRONT_MATTER, Source.SIDECAR)])
@pytest.mark.parametrize("elsewhere", [RIGHT_HALF, Region(0.15, 0, 0.4, 0.4), Region(0, 0, 0.9, 0.9)])
def test_frames_of_one_person_that_disagree_are_somebody_who_is_not_known(
    other: str, sources: tuple[Source, Source], elsewhere: Region
) -> None:
    """Wherever they stand, and however the name is spelt: at one of the two places is somebody else."""
    name = "Mirjam de Wit" if other == "Mirjam de Wit" else "Ada Jansen"
    namings = (Naming(name, sources[0], LEFT_HALF), Naming(other, sources[1], elsewhere))
    assert why_unknown(people_in(said_once(Evidence(namings), audience_of(a_post(), SCHOOL, TODAY)), SCHOOL)) == [Unknown.TWO_PLACES]


@pytest.mark.parametrize("second", [LEFT_HALF, LEFT_HALF_ROUNDED])
@pytest.mark.parametrize("other", ["Bram", "Mirjam de Wit"])
def test_two_people_at_one_face_contradict_each_other(other: str, second: Region) -> None:
    """One of the two is elsewhere in the picture, and nobody knows where: covering that face would show somebody."""
    namings = (Naming("Ada", Source.SIDECAR, LEFT_HALF), Naming(other, Source.TAGS, second))
    assert why_unknown(people_in(said_once(Evidence(namings), audience_of(a_post(), SCHOOL, TODAY)), SCHOOL)) == [Unknown.ONE_FACE]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Naming("Ada", Source.TAGS, Region(0.1, 0.1, 0.3, 0.3)), Naming("Bram", Source.TAGS, Region(0.3, 0.1, 0.3, 0.3))),
        (Naming("Ada", Source.TAGS, Region(0, 0, 0.9, 0.9)), Naming("Bram", Source.TAGS, Region(0.8, 0.1, 0.1, 0.1))),
        (Naming("Ada", Source.TAGS, LEFT_HALF), Naming("ada-jansen", Source.SIDECAR, LEFT_HALF_ROUNDED)),
    ],
)
def test_faces_that_overlap_do_not_contradict_each_other(one: Naming, other: Naming) -> None:
    """Cheek to cheek, small behind large: each still has a middle of its own; and one child may be marked twice."""
    assert people_in(said_once(Evidence((one, other)), audience_of(a_post(), SCHOOL, TODAY)), SCHOOL).unknown == ()


def test_only_the_faces_of_children_are_kept_for_covering() -> None:
    """Staff are never covered."""
    evidence = Evidence((Naming("Mirjam de Wit", Source.TAGS, LEFT_HALF), Naming("Ada", Source.TAGS, RIGHT_HALF)))
    assert people_in(said_once(evidence, audience_of(a_post(), SCHOOL, TODAY)), SCHOOL).faces == {("ada-jansen", RIGHT_HALF)}


def test_unknown_people_stand_in_a_fixed_order_each_once() -> None:
    """The same evidence in any order is the same answer, in every run."""
    assert [person.written for person in people("D", "B", "E", "A", "C", "A").unknown] == ["A", "B", "C", "D", "E"]


def test_a_full_name_in_any_other_tag_adds_that_child_and_answers_nothing() -> None:
    """A keyword may be all that a photo program wrote: adding only restricts. Silence stays silence, and other words mean nobody."""
    audience = audience_of(a_post(), SCHOOL, TODAY)
    words = ("Canon EOS 70D", "Herfst", "Bram Vos", "Tim Bos")
    said = people_in(said_once(Evidence((Naming("ada-jansen", Source.SIDECAR),), keywords=words), audience), SCHOOL)
    assert said.children == {"ada-jansen", "bram-vos", "tim-bos", "tim-bos-2"}
    assert said.unknown == ()
    assert why_unknown(people_in(said_once(Evidence(keywords=words), audience), SCHOOL)) == [Unknown.NOBODY_SAID]
    nobody = people_in(said_once(Evidence(answered_nobody=True, keywords=words), audience), SCHOOL)
    assert why_unknown(nobody) == [Unknown.CONTRADICTION]
    assert people_in(said_once(Evidence(answered_nobody=True, keywords=words[:2]), audience), SCHOOL).unknown == ()
