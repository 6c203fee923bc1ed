from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st
from schools import a_school

from weekbrief_build.decide.tell.notices import to_tell
from weekbrief_build.school.mistake import N_, Mistake, Scope, key_of, say
from weekbrief_build.school.people import Group, Mailbox

SANNE, TOM = Mailbox("Juf Sanne", "sanne@regenboog.example"), Mailbox("Meester Tom", "tom@regenboog.example")
HEAD = Mailbox("Mirjam de Wit", "directie@regenboog.example")
BASE = a_school()
SCHOOL = replace(
    BASE,
    groups=MappingProxyType(
        {
            "school": BASE.groups["school"],
            "groep-5b": Group("groep-5b", "Groep 5B", (SANNE, TOM)),
            "groep-6a": Group("groep-6a", "Groep 6A", (replace(SANNE, email="Sanne@Regenboog.example"),)),
            "groep-7": Group("groep-7", "Groep 7", ()),
        }
    ),
)


def a_mistake(
    group: str | None = "groep-5b", *, name: str = "Bram", scope: Scope = Scope.POST, line: int | None = 3, file: str = "a.md"
) -> Mistake:
    """Something to mend in a file."""
    return Mistake(file, line, say(N_("The text names {written}."), written=name), say(N_("Leave it out.")), scope, group)


def test_every_teacher_of_the_group_is_told() -> None:
    """`weekbrief run` writes to the teacher concerned what to mend."""
    mistake = a_mistake()
    assert to_tell([mistake], frozenset(), SCHOOL) == {SANNE: (mistake,), TOM: (mistake,)}


def test_the_head_is_told_what_has_no_teacher() -> None:
    """A mistake of no group, of a group without teachers, or of a group that is not there, is the head's."""
    mistakes = [a_mistake(None), a_mistake("groep-7", name="Cas"), a_mistake("groep-9", name="Dex")]
    assert to_tell(mistakes, frozenset(), SCHOOL) == {HEAD: tuple(mistakes)}


def test_who_teaches_two_groups_gets_one_list() -> None:
    """One address is one person, whatever its case."""
    mistakes = [a_mistake(), a_mistake("groep-6a", name="Cas")]
    told = to_tell(mistakes, frozenset(), SCHOOL)
    assert told == {SANNE: tuple(mistakes), TOM: (mistakes[0],)}


def test_advice_is_never_mailed() -> None:
    """Advice holds nothing back and is counted as nothing to mend."""
    assert to_tell([a_mistake(scope=Scope.ADVICE)], frozenset(), SCHOOL) == {}


def test_a_mistake_is_told_once_and_again_when_it_changes() -> None:
    """Once per mistake, and again when it changes; a line that moved is no change."""
    mistake = a_mistake()
    noticed = frozenset({key_of(mistake)})
    assert to_tell([mistake, a_mistake(line=9)], noticed, SCHOOL) == {}
    for changed in (a_mistake(name="Cas"), a_mistake(file="b.md"), a_mistake(scope=Scope.PICTURE), replace(mistake, mend=say(N_("Ask.")))):
        assert to_tell([changed], noticed, SCHOOL)[SANNE] == (changed,)


def test_the_same_mistake_is_told_once_in_one_run() -> None:
    """Two findings that say the same are one thing to mend."""
    assert to_tell([a_mistake(), a_mistake(line=9)], frozenset(), SCHOOL).keys() == {SANNE, TOM}
    assert len(to_tell([a_mistake(), a_mistake(line=9)], frozenset(), SCHOOL)[SANNE]) == 1


def test_a_key_is_the_same_in_every_run() -> None:
    """The key is remembered for years: it may not depend on the process or on the order of values."""
    assert key_of(a_mistake()) == "aa2cc65aecc92b25eef70dff504bf3f575fb6c2663e9130c2059402aba3bd6a1"
    forth, back = say(N_("{a}{b}"), a="1", b="2"), say(N_("{a}{b}"), b="2", a="1")
    assert key_of(replace(a_mistake(), what=forth)) == key_of(replace(a_mistake(), what=back))


MISTAKES = st.lists(
    st.builds(
        lambda group, name, scope, line: a_mistake(group, name=name, scope=scope, line=line),
        st.sampled_from(["groep-5b", "groep-6a", "groep-7", None]),
        st.sampled_from(["Ada", "Bram"]),
        st.sampled_from(Scope),
        st.integers(1, 3),
    ),
    max_size=8,
)


@given(MISTAKES)
def test_everything_to_mend_is_told_to_somebody_and_then_no_more(mistakes: list[Mistake]) -> None:
    """No mistake but advice is kept from everybody, and none that was told is told again."""
    told = to_tell(mistakes, frozenset(), SCHOOL)
    keys = {key_of(mistake) for theirs in told.values() for mistake in theirs}
    assert keys == {key_of(mistake) for mistake in mistakes if mistake.scope is not Scope.ADVICE}
    assert to_tell(mistakes, frozenset(keys), SCHOOL) == {}
