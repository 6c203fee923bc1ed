from __future__ import annotations

from datetime import timedelta

from schools import TODAY, a_child, a_post, a_school

from weekbrief_build.decide.rule.audience import audience_of, reach_for
from weekbrief_build.school.consent import Reach

ADA, BRAM, CAS = a_child("ada-jansen", "groep-5b"), a_child("bram-vos", "groep-5b"), a_child("cas-de-boer", "groep-6a")
GONE = a_child("gijs-de-wit", "groep-5b", left=TODAY)
SCHOOL = a_school(
    [ADA, BRAM, CAS, GONE],
    {
        "jansen": ["ada-jansen"],
        "vos": ["bram-vos"],
        "de-boer": ["cas-de-boer"],
        "de-wit": ["gijs-de-wit"],
        "oma": ["ada-jansen", "cas-de-boer"],
    },
)


def test_a_post_of_a_group_is_for_the_families_of_its_children() -> None:
    """A post is for its group; a family with a child in it and one elsewhere reads it once."""
    audience = audience_of(a_post(group="groep-5b"), SCHOOL, TODAY)
    assert audience.families == ("jansen", "vos", "oma")
    assert audience.children == {"ada-jansen", "bram-vos"}
    assert not audience.everyone
    assert not audience.personal


def test_a_post_of_the_group_for_everyone_is_for_all_families() -> None:
    """A group with `everyone` is the whole school."""
    audience = audience_of(a_post(group="school"), SCHOOL, TODAY)
    assert audience.families == ("jansen", "vos", "de-boer", "oma")
    assert audience.everyone


def test_a_child_who_has_left_brings_no_family() -> None:
    """On the first day on which a child is gone, its family reads nothing for its sake; the day before, it does."""
    post = a_post(group="groep-5b")
    assert "de-wit" not in audience_of(post, SCHOOL, TODAY).families
    assert "gijs-de-wit" not in audience_of(post, SCHOOL, TODAY).children
    assert "de-wit" in audience_of(post, SCHOOL, TODAY - timedelta(days=1)).families
    assert audience_of(a_post(to=["gijs-de-wit"]), SCHOOL, TODAY).families == ()


def test_a_personal_message_is_for_the_families_of_the_named_children_alone() -> None:
    """`to: [ada-jansen]`: both her households and nobody else; whom the school does not know is nobody."""
    audience = audience_of(a_post(group="school", to=["ada-jansen", "nobody-known"]), SCHOOL, TODAY)
    assert audience.families == ("jansen", "oma")
    assert audience.children == {"ada-jansen"}
    assert audience.personal
    assert not audience.everyone


def test_a_letter_to_the_childs_own_group_asks_for_group() -> None:
    """`-group` is for letters to the child's own group."""
    assert reach_for(ADA, audience_of(a_post(group="groep-5b"), SCHOOL, TODAY)) is Reach.GROUP


def test_a_letter_to_anyone_beyond_the_group_asks_for_school() -> None:
    """`-school` is for the whole school, and for a child of 5B who visits 6A."""
    assert reach_for(ADA, audience_of(a_post(group="school"), SCHOOL, TODAY)) is Reach.SCHOOL
    assert reach_for(ADA, audience_of(a_post(group="groep-6a"), SCHOOL, TODAY)) is Reach.SCHOOL


def test_a_personal_message_asks_for_group() -> None:
    """A personal message is judged as `-group`."""
    assert reach_for(ADA, audience_of(a_post(group="school", to=["ada-jansen"]), SCHOOL, TODAY)) is Reach.GROUP


def test_a_child_in_two_groups_has_two_own_groups() -> None:
    """Each group that a child is in is its own."""
    both = a_child("dina-both", "groep-5b", "groep-6a")
    school = a_school([both], {"both": ["dina-both"]})
    for group in ("groep-5b", "groep-6a"):
        assert reach_for(both, audience_of(a_post(group=group), school, TODAY)) is Reach.GROUP
