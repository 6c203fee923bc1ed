"""Writes to the people of the school: to each teacher what to mend, once per mistake; to the head, what did not arrive, and a summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from weekbrief_build.decide.hold.hold_back import LATE
from weekbrief_build.decide.know.memory import Memory
from weekbrief_build.decide.plan.plan import Plan, PlannedLetter
from weekbrief_build.decide.rule.consent import LAPSING
from weekbrief_build.decide.tell.complaints import Complaint, complaints, cut_off
from weekbrief_build.decide.tell.notices import advice_to_tell, to_tell
from weekbrief_build.decide.tell.undelivered import to_tell_of, to_tell_of_school
from weekbrief_build.render.press import Press
from weekbrief_build.school.letter import FinishedLetter, LetterKind
from weekbrief_build.school.mistake import N_, Mistake, Scope, Sentence, key_of, say
from weekbrief_build.school.people import School


def notices(plan: Plan, memory: Memory, school: School, press: Press) -> Iterator[tuple[FinishedLetter, tuple[str, ...]]]:
    """Each message, with the keys of the mistakes that it tells of."""
    for to, mistakes in to_tell(plan.mistakes, memory.noticed, school).items():
        subject = say(N_("Something to mend before your post can go"))
        opening = (
            say(N_("Hello {name},"), name=to.name),
            say(
                N_(
                    "What stands below is held back until it is mended. Everything else goes. What you mend goes with the next letter; "
                    "but who was sent a post without its picture is not sent it again."
                )
            ),
        )
        letter = press.notice(to, LetterKind.NOTICE, subject, *_listed(opening, mistakes, school), plan.now)
        yield letter, tuple(key_of(mistake) for mistake in mistakes)
    if advice := advice_to_tell(plan.mistakes, memory.noticed):
        subject = say(N_("Something to look at in the consent register"))
        opening = (
            say(N_("Hello {name},"), name=school.head.name),
            say(N_("Nothing is held back for what stands below. Please look at it.")),
        )
        letter = press.notice(school.head, LetterKind.NOTICE, subject, *_listed(opening, advice, school), plan.now)
        yield letter, tuple(key_of(mistake) for mistake in advice)
    if told := to_tell_of(memory.undelivered, memory.noticed, school, plan.now):
        subject = say(N_("Letters that did not arrive"))
        opening = (
            say(N_("Hello {name},"), name=school.head.name),
            say(N_("Not every letter arrived. Only you are told. No letter is sent again by itself, and no address is removed.")),
        )
        letters = [one.mistake for one in told]
        yield (
            press.notice(school.head, LetterKind.NOTICE, subject, *_listed(opening, letters, school), plan.now),
            tuple(one.key for one in told),
        )
    if against := to_tell_of_school(memory.refusals, memory.noticed, plan.now):
        subject = say(N_("The mail server does not take the school's letters"))
        opening = (
            say(N_("Hello {name},"), name=school.head.name),
            say(N_("No letter is lost: all of them wait, and go as soon as this is mended. The addresses of parents are not the matter.")),
        )
        letters = [one.mistake for one in against]
        yield (
            press.notice(school.head, LetterKind.NOTICE, subject, *_listed(opening, letters, school), plan.now),
            tuple(one.key for one in against),
        )
    edition = plan.edition.name if plan.edition and _weekly(plan) else memory.untold
    if edition:
        held = tuple(mistake for mistake in plan.mistakes if mistake.scope is not Scope.ADVICE and _is_for_summary(mistake, memory))
        subject = say(N_("Newsletter {edition} is on its way"), edition=edition)
        yield press.notice(school.head, LetterKind.SUMMARY, subject, *_listed(_summary(plan, school, held), held, school), plan.now), ()


def _listed(opening: Sequence[Sentence], mistakes: Sequence[Mistake], school: School) -> tuple[Sequence[Sentence], Sequence[Complaint]]:
    """The opening of a message and what stands below it: equal things once, and no more than anybody reads."""
    told, more = cut_off(complaints(mistakes, school))
    if more:
        beside = say(N_("Below stand the first {told} things; {number} more are not listed here."), told=len(told), number=more)
        opening = (*opening, beside)
    return opening, told


def _summary(plan: Plan, school: School, held: Sequence[Mistake]) -> tuple[Sentence, ...]:
    """What the edition held, in three sentences; and, when the time comes, that every yes lapses."""
    weekly = _weekly(plan)
    posts = {view.post.path for letter in weekly for view in letter.views}
    return (
        say(N_("Hello {name},"), name=school.head.name),
        say(N_("Newsletters in this edition: {letters}. Posts in them: {posts}."), letters=len(weekly), posts=len(posts)),
        say(N_("What was held back stands below; its teachers know.")) if held else say(N_("Nothing was held back.")),
        *(mistake.what for mistake in plan.mistakes if mistake.what.template == LAPSING),
    )


def _is_for_summary(mistake: Mistake, memory: Memory) -> bool:
    """Whether the head reads of it in this summary: of a post that came late in one alone, of all else as long as it is held back."""
    asked = memory.noticed_at.get(key_of(mistake))
    return mistake.what.template != LATE or asked is None or memory.last_edition is None or asked > memory.last_edition


def _weekly(plan: Plan) -> Sequence[PlannedLetter]:
    """The letters of the edition that this plan makes; one of an earlier edition that is made anew is none of them."""
    return [letter for letter in plan.letters if letter.kind is LetterKind.NEWSLETTER and not letter.instead_of]
