from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weekbrief_sender.objections import BELIEVED, MANY, Belief, Evidence, Objection, Objections, in_turn, same_words
from weekbrief_sender.states import About

TAKEN = None
NAMED = (About.RECIPIENT, "550 5.1.1 <…>: unknown")
OTHER = (About.RECIPIENT, "550 5.1.1 <…>: gone away")
NO = (About.UNSAID, "550 no")
RELAY = (About.RELAY, "550 relay not permitted")
Said = tuple[About, str] | None
REFUSED, AGES, WAITS = Belief.REFUSED, Belief.AGES, Belief.WAITS

SEVERAL: list[tuple[list[Said], list[Belief], bool]] = [
    # what is heard in one run, what becomes of the letters that were refused, whether the rest waits
    ([NAMED], [WAITS], False),
    ([NAMED, TAKEN], [REFUSED], False),
    ([TAKEN, NAMED], [REFUSED], False),
    ([NO, TAKEN], [REFUSED], False),
    ([TAKEN, NO], [WAITS], False),  # a quota that ends in the middle says just that
    ([NAMED, OTHER, NO], [WAITS] * 3, True),
    ([TAKEN, NAMED, NAMED, NAMED], [WAITS] * 3, True),
    ([NAMED, TAKEN, NAMED, TAKEN, NAMED, TAKEN], [REFUSED] * 3, False),  # addresses that are gone, where the server takes others
    ([NO, TAKEN, NO, TAKEN, NO], [WAITS] * 3, True),  # it takes its own people's letters, and nobody else's
    ([NO, TAKEN, NO, TAKEN], [REFUSED] * 2, False),
    ([RELAY, TAKEN], [AGES], False),
    ([RELAY, TAKEN, RELAY, TAKEN, RELAY, TAKEN], [WAITS] * 3, True),
]


def _run(said: Sequence[Said], before: str | None = None) -> tuple[Objections, bool]:
    objections, ended = Objections(), False
    for number, one in enumerate(said):
        if one is None:
            objections.taken()
        else:
            ended |= objections.hear(Objection(number, *one, before=before))
    return objections, ended


@pytest.mark.parametrize(("said", "beliefs", "ended"), SEVERAL)
def test_a_no_is_believed_by_the_company_it_keeps(said: list[Said], beliefs: list[Belief], ended: bool) -> None:  # noqa: FBT001 - a table
    """In doubt until the same server takes a letter; three in doubt with none taken, or three equal ones, and the rest waits."""
    objections, over = _run(said)
    assert ([belief for _, belief in objections.judged(alone=False)], over) == (beliefs, ended)


@pytest.mark.parametrize(
    ("said", "before", "alone", "belief"),
    [
        (NAMED, NAMED[1], True, REFUSED),
        (NAMED, None, True, WAITS),
        (NAMED, "550 5.7.1 <…>: relay access denied", True, WAITS),
        (NAMED, NAMED[1], False, WAITS),  # others wait for the same reason: it may be the school
        (NO, NO[1], True, WAITS),
        (RELAY, RELAY[1], True, WAITS),
    ],
)
def test_a_lone_letter_is_believed_to_have_no_recipient_when_a_second_run_hears_it_again(
    said: tuple[About, str],
    before: str | None,
    alone: bool,  # noqa: FBT001 - a table
    belief: Belief,
) -> None:
    """By its code alone; whatever else it says, it waits for a run in which other letters go."""
    objections, _ = _run([said], before)
    assert [one for _, one in objections.judged(alone=alone)] == [belief]


NOES = st.tuples(st.sampled_from(About), st.sampled_from(["550 5.1.1 gone", "550 no", "554 5.7.1 relay", "553 who?"]))


@given(st.lists(NOES, max_size=12), st.booleans())
def test_no_server_that_takes_nothing_makes_a_letter_refused(said: list[tuple[About, str]], earlier: bool) -> None:  # noqa: FBT001 - drawn
    """Invariant: whatever it says, of whomever, in however many runs; and after three of them it is asked no more."""
    objections, ended = _run(said, said[0][1] if said and earlier else None)
    assert {belief for _, belief in objections.judged(alone=False)} <= {WAITS}
    assert ended == (len(said) >= MANY)
    assert {beliefs[Evidence.NONE] for beliefs in BELIEVED.values()} == {WAITS}


@given(st.lists(st.none() | NOES, max_size=12))
def test_every_letter_that_was_refused_is_accounted_for_once(said: list[Said]) -> None:
    """Each has one belief, in the order in which they were refused."""
    objections, _ = _run(said)
    assert [no.letter for no, _ in objections.judged(alone=False)] == [number for number, one in enumerate(said) if one is not None]


def test_two_replies_are_the_same_but_for_numbers_and_addresses() -> None:
    """Servers write queue ids, hosts and times into what they say; a code says something else."""
    assert same_words("550 5.1.1 <…>: gone (AM6PR0123)", "550 5.1.1 <…>: gone (DB8XY9)")
    assert not same_words("550 5.1.1 gone", "550 5.7.1 gone")
    assert not same_words("550 5.1.1 gone", "550 5.1.1 relay denied")


@given(st.lists(st.integers(0, 20), unique=True), st.sets(st.integers(0, 20)))
def test_a_letter_in_doubt_has_its_turn_among_others(due: list[int], in_doubt: set[int]) -> None:
    """None is lost or doubled; the last word is a fresh letter's, or few are in doubt, so that it shows what the no is about."""
    turns = in_turn(due, in_doubt)
    assert sorted(turns) == sorted(due)
    fresh, doubtful = [one for one in turns if one not in in_doubt], [one for one in turns if one in in_doubt]
    if fresh and doubtful:
        assert turns.index(doubtful[0]) < turns.index(fresh[-1])
    if len(fresh) > 1:
        assert turns[0] == fresh[0]
