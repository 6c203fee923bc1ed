"""What would change a decision does change it, and nothing less does: on generated pictures, by doing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from types import MappingProxyType

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from schools import SIZE, TODAY, a_child, a_picture, a_post, a_row, a_school

from weekbrief_build.decide.rule.audience import Audience, audience_of
from weekbrief_build.decide.rule.consent import ConsentsOn
from weekbrief_build.decide.rule.people import Unknown, UnknownPerson
from weekbrief_build.decide.rule.pictures import Answer, Showing, Verdict, judge
from weekbrief_build.decide.rule.same_picture import AllSaid, Said
from weekbrief_build.decide.tell.would_change import (
    Change,
    LeaveOut,
    MakeKnown,
    MarkFace,
    MarkFaces,
    Mend,
    NameSomebody,
    SayNo,
    SayYes,
    smallest_change,
)
from weekbrief_build.decide.tell.would_change_said import sentence_of
from weekbrief_build.school.consent import ConsentRow, Kind, Register
from weekbrief_build.school.people import Mailbox, School, WithoutConsent
from weekbrief_build.school.post import Evidence, Naming, Region, Source
from weekbrief_build.words import words_of

CHILDREN = ("ada-jansen", "ada-smit", "bram-vos", "cas-de-boer")
FACES = {child: Region(number / 10, 0.5, 0.1, 0.1) for number, child in enumerate(CHILDREN)}
SEEN_BY_ALL = "Mirjam de Wit"
"""A member of staff who never says no."""
FACE_UNKNOWN = frozenset({Unknown.FACE_OF_NOBODY, Unknown.MORE_FACES, Unknown.FACE_UNFRAMED})
ELSEWHERE = "content/groep-6a/zelfde.md"


@dataclass(frozen=True)
class Case:
    """A picture in a post, perhaps in a second one too, and a family."""

    school: School
    rows: tuple[ConsentRow, ...]
    group: str
    kind: Kind
    own: Evidence
    elsewhere: Evidence | None
    found: tuple[Region, ...] | None
    home: frozenset[str]
    day: date = TODAY

    @property
    def audience(self) -> Audience:
        """For whom the post is."""
        return audience_of(a_post(group=self.group), self.school, self.day)

    def consents(self) -> ConsentsOn:
        """What the rows say on that day."""
        return ConsentsOn(self.day, self.school, Register.of(self.rows))

    def verdict(self) -> Verdict:
        """What is decided about the picture."""
        other = () if self.elsewhere is None else (Said(ELSEWHERE, self.elsewhere, self.audience),)
        said = AllSaid(Said("content/groep-5b/herfst.md", self.own, self.audience), other, self.found, SIZE)
        return judge(replace(a_picture("p.jpg", kind=self.kind), evidence=self.own), said, self.consents())

    def answer(self) -> Answer:
        """What the family sees."""
        return self.verdict().for_family(self.home)

    def change(self) -> Change:
        """What would change it."""
        return smallest_change(self.answer(), self.verdict(), self.kind, self.home, self.consents())


def namings() -> st.SearchStrategy[Naming]:
    """Mostly children, with their own face or none; sometimes staff, a name that fits two, a stranger, or a face that is another's."""
    children = st.sampled_from(CHILDREN).flatmap(
        lambda child: st.builds(
            Naming, st.just(child), st.sampled_from(Source), st.sampled_from([FACES[child], FACES[child], None, FACES["ada-jansen"]])
        )
    )
    others = st.sampled_from(["Juf Sanne", "Ada", "een stagiair"]).map(lambda word: Naming(word, Source.SIDECAR))
    return st.one_of(children, children, children, others)


def evidence(*, most: int) -> st.SearchStrategy[Evidence]:
    """What is said of the picture: names, nobody, silence, and now and then something that cannot be read."""
    return st.builds(
        Evidence,
        st.lists(namings(), max_size=most, unique_by=lambda naming: naming.written).map(tuple),
        st.sampled_from([False, False, True]),
        st.sampled_from([(), (), (), (Source.TAGS,)]),
    )


def with_stand_ins(school: School) -> School:
    """The school with a member of staff for each child, who can stand where the child stood in another picture."""
    stand_ins = tuple(Mailbox(f"Invaller {child}", f"{child}@regenboog.example") for child in CHILDREN)
    group = replace(school.groups["groep-6a"], teachers=stand_ins)
    return replace(school, groups=MappingProxyType({**school.groups, group.id: group}))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any picture; the rows end today, and nobody leaves tomorrow."""
    groups = st.sampled_from(["groep-5b", "groep-5b", "groep-6a"])
    children = [a_child(child, draw(groups), left=draw(st.sampled_from([None, None, None, TODAY]))) for child in CHILDREN]
    school = with_stand_ins(a_school(children, {"gezin": CHILDREN}, without_consent=draw(st.sampled_from(WithoutConsent))))
    days = st.one_of(st.just(TODAY), st.dates(date(2026, 8, 1), TODAY), st.dates(date(2025, 6, 1), TODAY))
    purposes = st.sampled_from(["photo-group", "photo-school", "video-group"])
    row = st.builds(
        a_row,
        st.sampled_from([*CHILDREN, "Juf Sanne"]),
        purposes,
        st.sampled_from(["yes", "yes", "no"]),
        days,
        signed_by=st.sampled_from(["anna", "piet"]),
    )
    rows = tuple(replace(one, line=line) for line, one in enumerate(draw(st.lists(row, max_size=8)), 2))
    agreed = [a_row(child, "photo-group", line=50) for child in draw(st.frozensets(st.sampled_from(CHILDREN)))]
    return Case(
        school,
        (*rows, *agreed),
        draw(st.sampled_from(["groep-5b", "groep-5b", "school"])),
        draw(st.sampled_from([Kind.PHOTO, Kind.PHOTO, Kind.PHOTO, Kind.VIDEO])),
        draw(evidence(most=3)),
        draw(st.one_of(st.none(), st.none(), evidence(most=2))),
        draw(st.sampled_from([None, None, (), (FACES["bram-vos"],), tuple(FACES.values())])),
        draw(st.frozensets(st.sampled_from(CHILDREN), max_size=2)),
    )


def done(case: Case, mends: Sequence[Mend]) -> Case:
    """The same picture after somebody did all this."""
    says_who = not silent(case.own) or any(isinstance(mend, MakeKnown) and mend.person.why is Unknown.NOBODY_SAID for mend in mends)
    for mend in mends:
        case = _done(case, mend)
    return _spoken_of(case) if says_who and silent(case.own) else case


def silent(one: Evidence) -> bool:
    """Nobody said anything."""
    return not (one.namings or one.doubts or one.answered_nobody)


def _done(case: Case, mend: Mend) -> Case:  # noqa: PLR0911 - one for each kind
    match mend:
        case SayYes():
            signer = mend.signer or "een ander"
            return replace(
                case, rows=(*case.rows, a_row(mend.subject, mend.purpose, "yes", mend.day, signed_by=signer)), day=max(case.day, mend.day)
            )
        case SayNo():
            return replace(case, rows=(*case.rows, a_row(mend.subject, mend.purpose, "no", case.day, signed_by="iemand")))
        case NameSomebody():
            return _said(
                case, lambda own: replace(own, namings=(*own.namings, Naming("een vreemde", Source.SIDECAR)), answered_nobody=False)
            )
        case MarkFace():  # where somebody named the child
            marked = Naming(mend.child, Source.SIDECAR, _free_place(case, mend.child))
            if silent(case.own) and case.elsewhere:
                return replace(case, elsewhere=replace(case.elsewhere, namings=(*case.elsewhere.namings, marked)))
            return replace(case, own=replace(case.own, namings=(*case.own.namings, marked)))
        case LeaveOut():  # another picture, with a member of staff where the child was
            return _said(
                case, lambda one: replace(one, namings=tuple(_instead(naming, mend.child) for naming in one.namings)), everywhere=True
            )
        case MarkFaces():
            raise AssertionError("nobody looked for faces here")
        case MakeKnown():
            return _known(case, mend.person)


def _free_place(case: Case, child: str) -> Region:
    """Where the child's face is, in a picture in which somebody else may have been marked there by mistake."""
    others = [naming.face for one in (case.own, case.elsewhere) if one for naming in one.namings if naming.written != child]
    return replace(FACES[child], y=0.8) if FACES[child] in others else FACES[child]


def _instead(naming: Naming, child: str) -> Naming:
    return replace(naming, written=f"Invaller {child}") if naming.written == child else naming


def _said(case: Case, change: object, *, everywhere: bool = False) -> Case:
    assert callable(change)
    elsewhere = change(case.elsewhere) if everywhere and case.elsewhere else case.elsewhere
    return replace(case, own=change(case.own), elsewhere=elsewhere)


def _known(case: Case, person: UnknownPerson) -> Case:
    match person.why:
        case Unknown.NO_SUCH_PERSON | Unknown.FITS_TWO:
            known = Naming(SEEN_BY_ALL, Source.SIDECAR)
            return _said(
                case,
                lambda one: replace(one, namings=tuple(known if n.written == person.written else n for n in one.namings)),
                everywhere=True,
            )
        case Unknown.CONTRADICTION:
            return _said(case, lambda one: replace(one, answered_nobody=False), everywhere=True)
        case Unknown.UNREADABLE:
            return _said(case, lambda one: replace(one, doubts=()), everywhere=True)
        case Unknown.ONE_FACE | Unknown.TWO_PLACES:
            return _said(case, lambda one: replace(one, namings=tuple(map(_in_place, one.namings))), everywhere=True)
        case Unknown.NOBODY_SAID:
            return case
        case _:
            return _said(case, lambda own: replace(own, checked=True))


def _in_place(naming: Naming) -> Naming:
    return replace(naming, face=FACES[naming.written]) if naming.face else naming


def _spoken_of(case: Case) -> Case:
    """Whoever mends what is said says who is in the picture: those whom another post names, else nobody."""
    there = case.elsewhere.namings if case.elsewhere else ()
    return replace(case, own=replace(case.own, namings=there, answered_nobody=not there))


@settings(max_examples=120)
@given(cases())
def test_what_would_change_a_decision_changes_it_and_nothing_less_does(case: Case) -> None:
    """Done together, the things named change what the family sees; with any one of them left undone, it sees what it saw."""
    before = case.answer()
    unknown = {person.why for person in case.verdict().people.unknown}
    # A face that was seen is told of once everybody else is known; and whoever marks faces may answer whose it is, or raise it.
    assume(case.found is None or (unknown <= FACE_UNKNOWN and not case.verdict().may_cover))
    assume(not {Unknown.ONE_FACE, Unknown.TWO_PLACES} <= unknown)  # one frame in the wrong place may be what is wrong with both
    change = case.change()
    assert bool(change.all_of) != bool(change.one_of)
    if before.showing is Showing.SHOWN:
        for way in change.one_of:
            assert len(way) == 1
            assert done(case, way).answer().showing is not Showing.SHOWN
        return
    for ways in product(*change.all_of):
        mends = [mend for way in ways for mend in way]
        assert done(case, mends).answer().showing is not before.showing
        for left in mends:
            assert done(case, [mend for mend in mends if mend is not left]).answer().showing is before.showing


def test_of_a_silent_child_a_yes_is_asked_and_of_a_lapsed_yes_a_new_one() -> None:
    """Smallest: one yes, for the purpose that this audience asks, by whoever may sign."""
    silent = a_case("ada-jansen")
    assert silent.change() == Change(all_of=(((SayYes("ada-jansen", "photo-group", TODAY),),),))
    lapsed = replace(silent, rows=(a_row("ada-jansen", "photo-group", day=date(2026, 7, 31)),))
    assert told(lapsed) == ["a guardian of ada-jansen (Ouder Gezin) says yes for photo-group anew"]
    assert told(replace(silent, group="school")) == ["a guardian of ada-jansen (Ouder Gezin) says yes for photo-school"]


def test_a_no_is_turned_by_whoever_said_it_and_by_nobody_else() -> None:
    """Two signers, two yeses; a no of today can be turned from tomorrow on."""
    noes = (
        a_row("ada-jansen", "photo-group", "no", signed_by="anna", line=2),
        a_row("ada-jansen", "photo-group", "no", TODAY, signed_by="piet", line=4),
    )
    assert told(replace(a_case("ada-jansen"), rows=noes)) == [
        "“anna”, who said no for ada-jansen (consent.csv, line 2), says yes for photo-group, on 2026-11-20 or later",
        "“piet”, who said no for ada-jansen (consent.csv, line 4), says yes for photo-group, on 2026-11-21 or later",
    ]


def test_where_the_school_covers_a_face_may_be_marked_instead() -> None:
    """A yes or a mark for each child that has neither; a child that left can only be covered, or left out."""
    case = a_case("ada-jansen", "bram-vos")
    covering = replace(case, school=replace(case.school, pictures_without_consent=WithoutConsent.COVER))
    assert covering.change().all_of[0] == ((SayYes("ada-jansen", "photo-group", TODAY),), (MarkFace("ada-jansen"),))
    gone = replace(
        case, school=a_school([a_child("ada-jansen", "groep-5b", left=TODAY)], {}), own=Evidence((Naming("ada-jansen", Source.TAGS),))
    )
    assert gone.change().all_of == (((LeaveOut("ada-jansen"),),),)


def test_what_is_shown_is_hidden_by_one_no() -> None:
    """No row of the register is ever to be taken out; a family's own child is hidden from it by no row at all."""
    row = a_row("ada-jansen", "photo-group", line=7)
    case = replace(a_case("ada-jansen"), rows=(row,), home=frozenset())
    assert case.change() == Change(one_of=((SayNo("ada-jansen", "photo-group"),),))
    both = replace(case, rows=(row, replace(row, signed_by="piet", line=8)))
    assert both.change() == Change(one_of=((SayNo("ada-jansen", "photo-group"),),))
    assert replace(case, home=frozenset({"ada-jansen"})).change() == Change(one_of=((NameSomebody(),),))


@pytest.mark.parametrize("why", Unknown)
@pytest.mark.parametrize("elsewhere", ["", ELSEWHERE])
def test_every_way_of_being_unknown_can_be_mended_in_words(why: Unknown, elsewhere: str) -> None:
    """No reason is left without what would change it, in either language."""
    person = UnknownPerson(why, "Tim", Source.TAGS, elsewhere)
    for language in ("en", "nl"):
        assert words_of(language).say(sentence_of(MakeKnown(person), a_school()))


def a_case(*people: str, rows: Iterable[ConsentRow] = ()) -> Case:
    """A photo in a post of groep 5B, of these children of that group, for a family with none of them."""
    children = [a_child(child, "groep-5b") for child in CHILDREN]
    school = a_school(children, {"gezin": CHILDREN})
    own = Evidence(tuple(Naming(child, Source.FRONT_MATTER) for child in people))
    return Case(school, tuple(rows), "groep-5b", Kind.PHOTO, own, None, None, frozenset(), TODAY)


def told(case: Case) -> list[str]:
    """What would change it, all of it needed, in English."""
    english = words_of("en")
    return [english.say(sentence_of(mend, case.school)) for (way,) in case.change().all_of for mend in way]
