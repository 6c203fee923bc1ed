from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from schools import TODAY, a_child, a_picture, a_post, a_row, a_school, said_once

from weekbrief_build.decide.rule.audience import Audience, audience_of, reach_for
from weekbrief_build.decide.rule.consent import ConsentsOn
from weekbrief_build.decide.rule.people import people_in
from weekbrief_build.decide.rule.pictures import Answer, Showing, Verdict, judge
from weekbrief_build.school.consent import LETTER_PURPOSES, ConsentRow, Kind, Register, purpose
from weekbrief_build.school.consent import Answer as Said
from weekbrief_build.school.people import School, WithoutConsent
from weekbrief_build.school.post import Evidence, Naming, Post, Region, Source

CHILDREN = ["ada-jansen", "ada-smit", "bram-vos", "cas-de-boer", "dina-smit"]
STAFF = ["Juf Sanne", "Mirjam de Wit"]
STRANGERS = ["een stagiair", "Bram Jansen", ""]
FACES = [Region(number / 10, 0, 0.1, 0.1) for number in range(7)]
"""One place for each child and each member of staff."""


@dataclass(frozen=True)
class Case:
    """A school, its register, and one picture in one post."""

    school: School
    rows: tuple[ConsentRow, ...]
    post: Post
    evidence: Evidence
    kind: Kind
    found: tuple[Region, ...] | None = None

    @property
    def audience(self) -> Audience:
        """For whom the post is."""
        return audience_of(self.post, self.school, TODAY)

    def verdict(self) -> Verdict:
        """What is decided about the picture."""
        picture = replace(a_picture("p.jpg", kind=self.kind), evidence=self.evidence)
        return judge(picture, said_once(self.evidence, self.audience, self.found), ConsentsOn(TODAY, self.school, Register.of(self.rows)))

    def answers(self) -> list[Answer]:
        """What a family of these children sees, for each set of up to two children."""
        verdict = self.verdict()
        homes = [frozenset(home) for size in range(3) for home in combinations(CHILDREN, size)]
        return [verdict.for_family(home) for home in homes]


def namings() -> st.SearchStrategy[Naming]:
    """Somebody named by id, by full name, by first name; staff; or a stranger. A face may be anybody's."""
    full_names = [child.replace("-", " ").title() for child in CHILDREN]
    written = st.sampled_from([*CHILDREN, *full_names, "Ada", "Bram", "Cas", *STAFF, *STRANGERS])
    return st.builds(Naming, written, st.sampled_from(Source), st.sampled_from([None, *FACES]))


@st.composite
def sound_evidence(draw: st.DrawFn) -> Evidence:
    """Evidence as it should be: known people, each with a face of their own or none."""
    named = draw(st.lists(st.integers(0, len(FACES) - 1), min_size=draw(st.sampled_from([0, 1, 2, 3])), max_size=4))
    where = [draw(st.sampled_from([FACES[number], FACES[number], None])) for number in named]
    source = st.sampled_from(Source)
    people = tuple(Naming([*CHILDREN, *STAFF][number], draw(source), face) for number, face in zip(named, where, strict=True))
    return Evidence(people, answered_nobody=not people)


def any_evidence() -> st.SearchStrategy[Evidence]:
    """Evidence as it may be."""
    return st.builds(Evidence, st.lists(namings(), max_size=4).map(tuple), st.booleans(), st.sampled_from([(), (), (), (Source.SIDECAR,)]))


@st.composite
def schools(draw: st.DrawFn) -> School:
    """Five children in two groups, some of whom have left or share a first name."""
    groups = st.sampled_from([("groep-5b",), ("groep-6a",), ("groep-5b", "groep-6a")])
    left = st.sampled_from([None, None, None, TODAY, TODAY + timedelta(days=1)])
    children = [a_child(child, *draw(groups), left=draw(left)) for child in CHILDREN]
    families = {f"family-{child}": [child] for child in CHILDREN} | {"two-homes": CHILDREN[:2]}
    return a_school(children, families, without_consent=draw(st.sampled_from(WithoutConsent)))


def rows(subjects: Sequence[str] = (*CHILDREN, *STAFF)) -> st.SearchStrategy[ConsentRow]:
    """A row of the register of the last years, mostly a yes."""
    days = st.one_of(st.dates(date(2026, 8, 1), TODAY), st.dates(date(2024, 1, 1), date(2027, 3, 1)))
    return st.builds(
        a_row,
        st.sampled_from(list(subjects)),
        st.sampled_from(sorted(LETTER_PURPOSES)),
        st.sampled_from(["yes", "yes", "yes", "no"]),
        days,
        signed_by=st.sampled_from(["anna", "piet"]),
        line=st.integers(2, 99),
    )


@st.composite
def cases(draw: st.DrawFn, *, subjects: Sequence[str] = (*CHILDREN, *STAFF)) -> Case:
    """Any picture in any post of any such school; often one in which everybody is known and has a yes."""
    post = a_post(
        group=draw(st.sampled_from(["groep-5b", "groep-6a", "school"])), to=draw(st.sampled_from([(), (), ("ada-jansen", "bram-vos")]))
    )
    kind = draw(st.sampled_from([Kind.PHOTO, Kind.PHOTO, Kind.VIDEO]))
    evidence = replace(draw(st.one_of(sound_evidence(), sound_evidence(), any_evidence())), checked=draw(st.booleans()))
    said = draw(st.lists(rows(subjects), max_size=12))
    agreed = draw(st.frozensets(st.sampled_from(CHILDREN)))
    said += [a_row(child, f"{kind.value}-{reach}", line=100) for child in sorted(agreed) for reach in ("group", "school")]
    return Case(draw(schools()), tuple(said), post, evidence, kind, draw(st.one_of(st.none(), faces())))


def faces() -> st.SearchStrategy[tuple[Region, ...]]:
    """Faces that were found; perhaps none."""
    return st.lists(st.sampled_from(FACES), max_size=3, unique=True).map(tuple)


def no_more_than(less: Answer, more: Answer) -> bool:
    """Whether the first answer shows nobody whom the second does not show."""
    if less.showing is Showing.WITHHELD or more.showing is Showing.SHOWN:
        return True
    return less.showing is more.showing is Showing.COVERED and less.cover >= more.cover


def never_more(changed: Case, case: Case) -> bool:
    """Whether no family at all sees more of the changed picture."""
    return all(no_more_than(less, more) for less, more in zip(changed.answers(), case.answers(), strict=True))


def same_showing(changed: Case, case: Case) -> bool:
    """Whether every family sees exactly the same of both."""
    return [(each.showing, each.cover) for each in changed.answers()] == [(each.showing, each.cover) for each in case.answers()]


def only(rows: Iterable[ConsentRow], keep: Callable[[ConsentRow], bool]) -> tuple[ConsentRow, ...]:
    """The rows that stay."""
    return tuple(row for row in rows if keep(row))


@given(cases(), st.data())
def test_taking_out_a_yes_never_shows_more(case: Case, data: st.DataObject) -> None:
    """A yes is the only thing in a register that can show anybody: without it, nobody sees more."""
    yeses = [row for row in case.rows if row.answer is Said.YES]
    assume(yeses)
    gone = data.draw(st.sampled_from(yeses))
    assert never_more(replace(case, rows=only(case.rows, lambda row: row is not gone)), case)


@given(cases(), rows())
def test_putting_in_a_no_never_shows_more(case: Case, row: ConsentRow) -> None:
    """Whoever's no, of whatever day, about whomever: nobody sees more for its sake."""
    no = replace(row, answer=Said.NO)
    assert never_more(replace(case, rows=(*case.rows, no)), case)


@given(cases(subjects=CHILDREN), st.sampled_from(CHILDREN))
def test_silence_about_a_child_never_shows_more(case: Case, child: str) -> None:
    """Without any rows about a child, its yes is gone with its no: what is not known is not shown."""
    assert never_more(replace(case, rows=only(case.rows, lambda row: row.subject != child)), case)


@given(cases())
def test_an_empty_register_shows_nobody_but_own_children_and_staff(case: Case) -> None:
    """Nothing means no."""
    emptied = replace(case, rows=())
    verdict = emptied.verdict()
    for child in CHILDREN:
        answer = verdict.for_family({child})
        if answer.showing is Showing.SHOWN:
            assert verdict.people.children <= {child}
        if answer.showing is Showing.COVERED:
            assert answer.cover == verdict.people.children - {child}


@given(cases(), st.data())
def test_another_person_in_the_picture_never_widens_its_audience(case: Case, data: st.DataObject) -> None:
    """Whoever is in it besides, known or not: no family sees the picture for their sake.

    Only silence can be widened, and a face whose owner is named now: before, nobody sees the picture at all.
    """
    case = replace(case, found=None)
    assume(case.evidence.namings or case.evidence.answered_nobody or case.evidence.doubts)
    there = case.verdict().people
    added = data.draw(namings())
    alone = people_in(said_once(Evidence((added,)), case.audience), case.school)
    if added.face and not (alone.children | alone.staff).isdisjoint(there.children | there.staff):
        added = replace(added, face=None)  # a marked face of a child who is in it already is what covering waits for
    changed = replace(case, evidence=replace(case.evidence, namings=(*case.evidence.namings, added)))
    assert never_more(changed, case)


@given(cases(), st.sampled_from(Source))
def test_evidence_that_cannot_be_read_hides_the_picture(case: Case, source: Source) -> None:
    """One source in doubt is a person who is not known: nobody sees it."""
    doubted = replace(case, evidence=replace(case.evidence, doubts=(*case.evidence.doubts, source)))
    assert {answer.showing for answer in doubted.answers()} == {Showing.WITHHELD}


@given(cases(), faces())
def test_looking_for_faces_never_shows_more(case: Case, found: tuple[Region, ...]) -> None:
    """The detector never clears a picture: whatever it finds, or does not find, nobody sees more than where it did not look."""
    assert never_more(replace(case, found=found), replace(case, found=None))


@given(cases())
def test_what_was_not_checked_never_shows_more(case: Case) -> None:
    """Without `checked: true` nobody sees more than with it."""
    unchecked, checked = (replace(case, evidence=replace(case.evidence, checked=one)) for one in (False, True))
    assert never_more(unchecked, checked)


@given(cases())
def test_checked_shows_no_more_than_where_nothing_looked(case: Case) -> None:
    """It answers the detector, and nothing else that may be wrong about a picture."""
    checked = replace(case, evidence=replace(case.evidence, checked=True))
    assert never_more(checked, replace(case, found=None))


@given(cases(), st.randoms(use_true_random=False))
def test_order_never_matters(case: Case, random: Any) -> None:
    """The order of rows, of names and of sources is chance: the answer with its reasons is the same."""
    shuffled_rows, shuffled_namings = list(case.rows), list(case.evidence.namings)
    random.shuffle(shuffled_rows)
    random.shuffle(shuffled_namings)
    numbered = {row: line for line, row in enumerate(dict.fromkeys(case.rows), 2)}
    in_order = replace(case, rows=tuple(replace(row, line=numbered[row]) for row in case.rows))
    shuffled = replace(
        case,
        rows=tuple(replace(row, line=numbered[row]) for row in shuffled_rows),
        evidence=replace(case.evidence, namings=tuple(shuffled_namings)),
        found=case.found and case.found[::-1],
    )
    assert shuffled.answers() == in_order.answers()
    assert shuffled.verdict() == in_order.verdict()


@given(cases(), st.lists(st.sampled_from(Source), min_size=4, max_size=4))
def test_who_says_so_never_matters(case: Case, sources: list[Source]) -> None:
    """The same words in the post, beside the picture or inside it show the same."""
    moved = tuple(replace(naming, source=source) for naming, source in zip(case.evidence.namings, sources, strict=False))
    assert same_showing(replace(case, evidence=replace(case.evidence, namings=moved)), case)


@given(cases(), st.frozensets(st.sampled_from([*CHILDREN, "somebody-elses"])))
def test_a_family_differs_only_by_its_own_children_without_a_yes(case: Case, own: frozenset[str]) -> None:
    """So families that have none of them share one answer, reasons and all."""
    verdict = case.verdict()
    assert verdict.for_family(own) == verdict.for_family(own & verdict.without_yes)


@given(cases())
def test_a_family_with_more_children_of_its_own_never_sees_less(case: Case) -> None:
    """Each own child can only take a reason to hide away."""
    verdict = case.verdict()
    assert all(no_more_than(verdict.for_family({one}), verdict.for_family({one, other})) for one, other in combinations(CHILDREN, 2))


@given(cases(subjects=CHILDREN))
def test_a_letter_beyond_the_group_never_leans_on_a_yes_for_the_group(case: Case) -> None:
    """A post for the whole school is judged by `-school` alone, one for the own group or one family by `-group` alone."""
    verdict = case.verdict()
    asked = {(child, purpose_) for child, purpose_, _ in verdict.purposes}
    assert same_showing(replace(case, rows=only(case.rows, lambda row: (row.subject, row.purpose) in asked)), case)
    for child, purpose_ in asked:
        beyond = not case.post.personal and case.post.group not in case.school.children[child].groups
        assert purpose_ == f"{case.kind.value}-{'school' if beyond else 'group'}"


@settings(max_examples=300)
@given(cases())
def test_what_is_seen_is_known_and_may_be_seen(case: Case) -> None:
    """Shown: everybody in it is known, and own or with a yes. Covered: exactly the others are, each by a marked face, and in a photo."""
    verdict = case.verdict()
    with_yes = {
        child.id
        for child in case.school.children.values()
        if _yes(child.id, purpose(case.kind, reach_for(child, case.audience)), case) and not child.has_left(TODAY)
    }
    for own in (frozenset[str](), *(frozenset({child}) for child in CHILDREN)):
        answer = verdict.for_family(own)
        in_the_way = verdict.people.children - own - with_yes
        if answer.showing is Showing.WITHHELD:
            assert answer.cover == frozenset()
            continue
        assert verdict.people.unknown == ()
        assert not (case.evidence.answered_nobody and case.evidence.namings)
        assert case.evidence.checked or len(case.found or ()) <= len(verdict.people.children) + len(verdict.people.staff)
        assert not any(_refused(name, f"{case.kind.value}-{reach}", case) for name in verdict.people.staff for reach in ("group", "school"))
        assert verdict.people.children or verdict.people.staff or case.evidence.answered_nobody
        assert answer.cover == in_the_way
        assert (answer.showing is Showing.COVERED) == bool(in_the_way)
        if in_the_way:
            assert case.school.pictures_without_consent is WithoutConsent.COVER
            assert case.kind is Kind.PHOTO
            assert in_the_way <= {child for child, _ in verdict.people.faces}


def _yes(subject: str, asked: str, case: Case) -> bool:
    """The rule of the register, told once more from its end: nobody's last word is a no, and somebody's is a yes of this year."""
    last = _last_words(subject, asked, case)
    return all(row.answer is Said.YES for row in last) and any(row.date >= date(2026, 8, 1) for row in last)


def _refused(subject: str, asked: str, case: Case) -> bool:
    return any(row.answer is Said.NO for row in _last_words(subject, asked, case))


def _last_words(subject: str, asked: str, case: Case) -> list[ConsentRow]:
    about = [row for row in case.rows if (row.subject, row.purpose) == (subject, asked) and (row.date <= TODAY or row.answer is Said.NO)]
    return list({row.signed_by: row for row in sorted(about, key=lambda row: (row.date, row.answer is Said.NO))}.values())
