from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from schools import TODAY, a_child, a_picture, a_post, a_row, a_school, said_once

from weekbrief_build.decide.rule.audience import audience_of
from weekbrief_build.decide.rule.consent import Consent, ConsentsOn, Standing
from weekbrief_build.decide.rule.people import Unknown, UnknownPerson
from weekbrief_build.decide.rule.pictures import Answer, ChildReason, NobodyReason, Obstacle, Showing, StaffReason, Verdict, judge
from weekbrief_build.school.consent import ConsentRow, Kind, Register
from weekbrief_build.school.people import WithoutConsent
from weekbrief_build.school.post import Evidence, Naming, Picture, Region, Source

SCHOOL = a_school(
    [
        a_child("ada-jansen", "groep-5b"),
        a_child("bram-vos", "groep-5b"),
        a_child("cas-de-boer", "groep-6a"),
        a_child("gijs-wit", "groep-5b", left=TODAY),
    ],
    {"jansen": ["ada-jansen"], "vos": ["bram-vos"], "de-boer": ["cas-de-boer"]},
)
COVERING = replace(SCHOOL, pictures_without_consent=WithoutConsent.COVER)
FACE, FURTHER_FACE = Region(0.1, 0.1, 0.1, 0.1), Region(0.7, 0.7, 0.1, 0.1)
JANSEN, VOS, DE_BOER = frozenset({"ada-jansen"}), frozenset({"bram-vos"}), frozenset({"cas-de-boer"})


def verdict(
    picture: Picture, rows: Iterable[ConsentRow] = (), *, group: str = "groep-5b", to: Iterable[str] = (), covering: bool = False
) -> Verdict:
    """The verdict on a picture in a post of a group."""
    school = COVERING if covering else SCHOOL
    audience = audience_of(a_post(group=group, to=to), school, TODAY)
    return judge(picture, said_once(picture.evidence, audience), ConsentsOn(TODAY, school, Register.of(rows)))


def marked(*people: tuple[str, Region | None], kind: Kind = Kind.PHOTO) -> Picture:
    """A picture with faces marked."""
    return replace(a_picture("p.jpg", kind=kind), evidence=Evidence(tuple(Naming(who, Source.SIDECAR, face) for who, face in people)))


def seen(answer: Answer) -> Showing:
    """What is seen of it."""
    return answer.showing


def test_a_picture_is_shown_where_each_child_has_a_yes() -> None:
    """To every family of the audience: whoever's child it is."""
    found = verdict(a_picture("p.jpg", "ada-jansen", "bram-vos"), [a_row("ada-jansen", "photo-group"), a_row("bram-vos", "photo-group")])
    assert {seen(found.for_family(own)) for own in (JANSEN, VOS, DE_BOER, frozenset[str]())} == {Showing.SHOWN}
    assert found.without_yes == frozenset()


def test_one_child_without_a_yes_withholds_it_from_all_but_its_own_family() -> None:
    """Shown where each child in it is that family's own, or has a yes."""
    found = verdict(a_picture("p.jpg", "ada-jansen", "bram-vos"), [a_row("ada-jansen", "photo-group")])
    assert seen(found.for_family(VOS)) is Showing.SHOWN
    assert seen(found.for_family(JANSEN)) is Showing.WITHHELD
    assert found.without_yes == {"bram-vos"}


def test_a_family_sees_its_own_child_without_any_yes() -> None:
    """A family needs nobody's leave to see its own child, not even against its own no."""
    found = verdict(a_picture("p.jpg", "ada-jansen"), [a_row("ada-jansen", "photo-group", "no")])
    assert seen(found.for_family(JANSEN)) is Showing.SHOWN
    assert seen(found.for_family(VOS)) is Showing.WITHHELD


def test_nobody_sees_a_picture_of_which_nobody_said_who_is_in_it() -> None:
    """Withheld where nobody said who is in it: silence is not nobody."""
    found = verdict(a_picture("p.jpg"))
    assert found.for_family(JANSEN) == Answer(Showing.WITHHELD, (UnknownPerson(Unknown.NOBODY_SAID),))


def test_everybody_sees_a_picture_of_nobody() -> None:
    """`people: nobody` is an answer."""
    assert verdict(a_picture("p.jpg", nobody=True)).for_family(frozenset()) == Answer(Showing.SHOWN, (NobodyReason(),))


def test_nobody_sees_a_picture_with_a_stranger_not_even_the_family_of_the_child_beside() -> None:
    """Withheld where a name in it is not known to the school."""
    found = verdict(a_picture("p.jpg", "ada-jansen", "een stagiair"), [a_row("ada-jansen", "photo-group")])
    assert seen(found.for_family(JANSEN)) is Showing.WITHHELD
    assert found.for_family(JANSEN).reasons[0] == UnknownPerson(Unknown.NO_SUCH_PERSON, "een stagiair", Source.FRONT_MATTER)


@pytest.mark.parametrize(
    ("group", "to", "kind", "asked"),
    [
        ("groep-5b", (), Kind.PHOTO, "photo-group"),
        ("groep-6a", (), Kind.PHOTO, "photo-school"),
        ("school", (), Kind.PHOTO, "photo-school"),
        ("school", ("bram-vos",), Kind.PHOTO, "photo-group"),
        ("groep-5b", (), Kind.VIDEO, "video-group"),
        ("school", (), Kind.VIDEO, "video-school"),
    ],
)
def test_the_purpose_fits_the_kind_of_the_picture_and_the_audience(group: str, to: tuple[str, ...], kind: Kind, asked: str) -> None:
    """That yes alone shows it: all other purposes together do not."""
    picture = a_picture("p", "ada-jansen", kind=kind)
    others = {f"{k}-{r}" for k in ("photo", "video", "name") for r in ("group", "school")} - {asked}
    assert seen(verdict(picture, [a_row("ada-jansen", asked)], group=group, to=to).for_family(VOS)) is Showing.SHOWN
    all_others = [a_row("ada-jansen", other) for other in others]
    assert seen(verdict(picture, all_others, group=group, to=to).for_family(VOS)) is Showing.WITHHELD


def test_a_visitor_from_another_group_is_judged_for_the_school() -> None:
    """In one picture of 5B: Ada of 5B by `photo-group`, Cas of 6A by `photo-school`."""
    picture = a_picture("p.jpg", "ada-jansen", "cas-de-boer")
    group_only = [a_row("ada-jansen", "photo-group"), a_row("cas-de-boer", "photo-group")]
    assert seen(verdict(picture, group_only).for_family(JANSEN)) is Showing.WITHHELD
    assert seen(verdict(picture, [*group_only, a_row("cas-de-boer", "photo-school")]).for_family(JANSEN)) is Showing.SHOWN


def test_a_child_who_has_left_has_no_yes_in_a_picture() -> None:
    """Nobody sees a child who has left, but its own family, where another child of theirs brings it a letter."""
    found = verdict(a_picture("p.jpg", "gijs-wit"), [a_row("gijs-wit", "photo-group")])
    assert seen(found.for_family(JANSEN)) is Showing.WITHHELD
    assert seen(found.for_family({"gijs-wit"})) is Showing.SHOWN


def test_staff_may_be_seen_unless_they_said_no() -> None:
    """Staff named in `groups.yaml` may be seen, unless `consent.csv` holds a no of theirs."""
    picture = a_picture("p.jpg", "ada-jansen", "Juf Sanne")
    yes = a_row("ada-jansen", "photo-group")
    no = a_row("Juf Sanne", "photo-group", "no", signed_by="juf sanne", line=9)
    assert seen(verdict(picture, [yes]).for_family(VOS)) is Showing.SHOWN
    refused = verdict(picture, [yes, no])
    assert {seen(refused.for_family(own)) for own in (JANSEN, VOS)} == {Showing.WITHHELD}
    assert refused.for_family(JANSEN).reasons[-1] == StaffReason("Juf Sanne", (no,))


@pytest.mark.parametrize(
    ("refused", "showing"), [("photo-school", Showing.WITHHELD), ("video-group", Showing.SHOWN), ("website", Showing.SHOWN)]
)
def test_a_no_of_staff_counts_for_every_audience_but_for_its_own_kind(refused: str, showing: Showing) -> None:
    """Staff have no group of their own, so either reach counts; a no to videos or the website says nothing about photos."""
    found = verdict(a_picture("p.jpg", "Juf Sanne"), [a_row("Juf Sanne", refused, "no")], group="groep-5b")
    assert seen(found.for_family(VOS)) is showing


def test_a_school_that_withholds_covers_nobody() -> None:
    """`pictures_without_consent: withhold`: a marked face changes nothing."""
    assert seen(verdict(marked(("bram-vos", FACE))).for_family(JANSEN)) is Showing.WITHHELD


def test_a_school_that_covers_covers_each_child_without_a_yes() -> None:
    """Covered where each child without a yes has a marked face; the children with a yes stay as they are."""
    picture = marked(("ada-jansen", None), ("bram-vos", FACE), ("cas-de-boer", FURTHER_FACE))
    found = verdict(picture, [a_row("ada-jansen", "photo-group")], covering=True)
    assert seen(found.for_family(JANSEN)) is Showing.COVERED
    assert found.for_family(JANSEN).cover == {"bram-vos", "cas-de-boer"}


def test_a_familys_own_child_is_never_covered_for_it() -> None:
    """For the family Vos only Cas is covered; for the family de Boer only Bram; for a family of both, nobody."""
    found = verdict(marked(("bram-vos", FACE), ("cas-de-boer", FURTHER_FACE)), covering=True)
    assert found.for_family(VOS).cover == DE_BOER
    assert found.for_family(DE_BOER).cover == VOS
    assert found.for_family(VOS | DE_BOER).showing is Showing.SHOWN


def test_a_child_without_a_yes_whose_face_nobody_marked_withholds_the_picture() -> None:
    """Covered where *each* child without a yes has a marked face, else withheld; the answer says whose is missing."""
    answer = verdict(marked(("bram-vos", FACE), ("cas-de-boer", None)), covering=True).for_family(JANSEN)
    assert answer.showing is Showing.WITHHELD
    assert answer.cover == frozenset()
    unmarked = {reason.child: (reason.covered, reason.obstacle) for reason in answer.reasons if isinstance(reason, ChildReason)}
    assert unmarked == {"bram-vos": (False, None), "cas-de-boer": (False, Obstacle.UNMARKED)}


def test_a_video_is_never_covered() -> None:
    """A face that moves cannot be covered for certain."""
    assert seen(verdict(marked(("bram-vos", FACE), kind=Kind.VIDEO), covering=True).for_family(JANSEN)) is Showing.WITHHELD


def test_staff_are_never_covered() -> None:
    """A no of staff withholds the picture, marked face or not."""
    found = verdict(marked(("Juf Sanne", FACE)), [a_row("Juf Sanne", "photo-group", "no")], covering=True)
    assert seen(found.for_family(JANSEN)) is Showing.WITHHELD


def test_a_picture_with_a_stranger_is_never_covered() -> None:
    """Whoever is not known may be anywhere in it."""
    assert seen(verdict(marked(("bram-vos", FACE), ("een stagiair", FURTHER_FACE)), covering=True).for_family(JANSEN)) is Showing.WITHHELD


def test_an_answer_carries_a_reason_for_each_person() -> None:
    """Never a bare boolean: whom, the purpose that was asked for, and the rows that answer."""
    row = a_row("ada-jansen", "photo-group", line=3)
    answer = verdict(a_picture("p.jpg", "Juf Sanne", "bram-vos", "ada-jansen"), [row]).for_family(VOS)
    assert answer.reasons == (
        ChildReason("ada-jansen", own=False, purpose="photo-group", consent=Consent(Standing.YES, (row,))),
        ChildReason("bram-vos", own=True, purpose="photo-group", consent=Consent(Standing.SILENT)),
        StaffReason("Juf Sanne", ()),
    )


def test_reasons_stand_in_a_fixed_order() -> None:
    """Children by id, whatever the order in which they were named; the same in every run."""
    answer = verdict(a_picture("p.jpg", "gijs-wit", "bram-vos", "cas-de-boer", "ada-jansen")).for_family(JANSEN)
    named = [reason.child for reason in answer.reasons if isinstance(reason, ChildReason)]
    assert named == ["ada-jansen", "bram-vos", "cas-de-boer", "gijs-wit"]


def test_a_yes_is_the_reason_also_for_the_childs_own_family() -> None:
    """So that families share an answer: an own child is a reason only where there is no yes."""
    found = verdict(a_picture("p.jpg", "ada-jansen"), [a_row("ada-jansen", "photo-group")])
    assert found.for_family(JANSEN) == found.for_family(VOS)
