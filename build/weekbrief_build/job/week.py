"""Gather, decide, apply: what a check, a preview, a build and a renewal do, as lists of the workshop's steps.

Nothing is sent here, and nothing that a rule holds back ever reaches the outbox. A mistake in `groups.yaml`, `consent.csv` or a
layout ends the work with nothing handed over; every other mistake holds back its own post or picture, and is told.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from weekbrief_build.decide.know.memory import Memory, WaitingLetter
from weekbrief_build.decide.know.readers import readers_of
from weekbrief_build.decide.plan.plan import Plan
from weekbrief_build.decide.tell.advice import advice_on
from weekbrief_build.job.looks import layouts_of, proven_layouts
from weekbrief_build.job.moment import Moment
from weekbrief_build.job.notices import notices
from weekbrief_build.job.older_copy import stop_where_it_would_go_again, told_of_older_copy, would_go_again
from weekbrief_build.job.place import Place
from weekbrief_build.job.trust import first_to_go, untrusted_changes
from weekbrief_build.job.workshop import Fit, Progress, Stopped, Workshop, opened, stopping
from weekbrief_build.media.pictures.cache import Cache
from weekbrief_build.outbox.commit import HandedOver, hand_over
from weekbrief_build.outbox.key import new_key
from weekbrief_build.outbox.last_good import keep_last_good
from weekbrief_build.outbox.ledger import look_into, open_outbox
from weekbrief_build.outbox.let_through import ToGo
from weekbrief_build.outbox.lost import LostNotices, lost_notices
from weekbrief_build.outbox.mark import may_be_older, take_as_it_is
from weekbrief_build.outbox.memory import remember
from weekbrief_build.outbox.prune import is_due as prune_is_due
from weekbrief_build.outbox.prune import prune
from weekbrief_build.outbox.threads import first_letters
from weekbrief_build.outbox.undelivered import refusals, undelivered
from weekbrief_build.outbox.waiting import last_planned, sender_at_rest, waiting_letters
from weekbrief_build.render.inline import prune_inlined
from weekbrief_build.render.preview import PreviewedLetter, PreviewFolder, remove
from weekbrief_build.school.mistake import Mistake
from weekbrief_build.school.people import School
from weekbrief_build.words import words_of

PICTURES_KEPT = timedelta(days=60)
"""How long a picture that nobody asks for stays in the cache: longer than any post is news."""

PREVIEW_KEPT = timedelta(days=1)
"""How long the pages of a preview stay: long enough to read them while the timer goes on."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a run found and did."""

    school: School
    plan: Plan
    handed_over: HandedOver | None
    """None after a check."""
    sender_rests: bool = True
    """False where a sender was at work, so that the letters that wait could not be looked at: none of them is to be sent by this run."""
    first: ToGo | None = None
    """What would be the first to leave by a mail server, and is let go by nobody yet: none of it is to be sent by this run."""


@dataclass(frozen=True, slots=True)
class Previewed:
    """The letters that would go, as pages."""

    built: Built
    index: Path
    """The page with links to all others."""
    letters: tuple[PreviewedLetter, ...]


def demand_trust(place: Place, school: School) -> None:
    """Raise Stopped where letters would reach something that a person has to let through first (`weekbrief trust`)."""
    if mistakes := untrusted_changes(place, school):
        raise Stopped(mistakes, school.language)


def check(place: Place, moment: Moment, progress: Progress) -> Built:
    """Do all that a build with an edition would do, but hand nothing over; so it finds all that a build would find, and advises."""
    workshop = opened(place, moment, progress)
    fit, advice = _looked_ahead(workshop, edition_at_once=True)
    with stopping(workshop.reading.school.language):
        settled = workshop.settle(fit, advice)
        for _ in workshop.letters(settled):
            pass
    return Built(workshop.reading.school, settled.plan, None)


def told_if_older(place: Place, moment: Moment, progress: Progress) -> tuple[Mistake, str] | None:
    """What would go again, and the school's language, where the ledger is an older copy; None where nothing would.

    Nothing is touched, and no letter is made. Raises Stopped.
    """
    with look_into(place.outbox) as ledger:
        if ledger is None or not may_be_older(place.outbox, ledger):
            return None
        workshop = opened(place, moment, progress)
        memory = _remembered(ledger, workshop, waiting_letters(ledger, place.outbox, workshop.now))
    language = workshop.reading.school.language
    with stopping(language):
        plan = workshop.draft(memory, edition_at_once=True).plan
    return (told_of_older_copy(plan), language) if plan.letters else None


def preview(place: Place, moment: Moment, progress: Progress, *, edition_at_once: bool) -> Previewed:
    """Lay out the letters that a run would send now, those that wait among them, as they would be made now; hand nothing over.

    Raises Stopped, OSError where the disk fails.
    """
    workshop = opened(place, moment, progress)
    school = workshop.reading.school
    fit, _ = _looked_ahead(workshop, edition_at_once=edition_at_once)
    folder = PreviewFolder(place.preview, words_of(school.language))
    with stopping(school.language):
        settled = workshop.as_if_nothing_waited(fit)
        for planned, finished in workshop.letters(settled):
            folder.add(planned, finished)
    return Previewed(Built(school, settled.plan, None), folder.finish(school), tuple(folder.letters))


def _looked_ahead(workshop: Workshop, *, edition_at_once: bool) -> tuple[Fit, tuple[Mistake, ...]]:
    """What a build would do now, also with the letters that wait, and advice; nothing in the ledger is touched."""
    place, school = workshop.place, workshop.reading.school
    with look_into(place.outbox) as ledger:
        memory = _remembered(ledger, workshop, waiting_letters(ledger, place.outbox, workshop.now)) if ledger else Memory()
        older = ledger is not None and may_be_older(place.outbox, ledger)
    with stopping(school.language):
        layouts, advice = proven_layouts(place, school, workshop.now.date())
        drafted = workshop.draft(memory, edition_at_once=edition_at_once)
        again = (told_of_older_copy(drafted.plan),) if older and drafted.plan.letters else ()
        told = (*again, *untrusted_changes(place, school), *advice, *advice_on(drafted.situation, drafted.judged))
        return workshop.fit(drafted, layouts, key=new_key()), told


def _remembered(ledger: sqlite3.Connection, workshop: Workshop, waiting: tuple[WaitingLetter, ...]) -> Memory:
    """What the ledger remembers; of the letters that were refused, those count as not sent whose guardian has another address now."""
    memory = remember(ledger, workshop.now, waiting)
    readers = readers_of(workshop.reading.school, memory.guardians, workshop.now.date())
    fewer = memory.for_addresses({reader.known.id: reader.guardian.email for reader in readers if reader.known})
    return memory if fewer.waiting == memory.waiting else remember(ledger, workshop.now, fewer.waiting)


def build(place: Place, moment: Moment, progress: Progress, *, edition_at_once: bool, settling: bool = False) -> Built:
    """Put into the outbox what is due, and make anew what waits there and may not leave as it is.

    `settling`: what is made will be counted as sent, because an older copy of the ledger does not know that it was.
    Raises Stopped, `Busy` where another build is at work, OutboxUnusable where letters would go again, OSError where the disk fails.
    """
    with open_outbox(place.outbox) as outbox, sender_at_rest(place.outbox) as rests:
        older = may_be_older(outbox.folder, outbox.ledger) and not settling
        edition_at_once = edition_at_once or older  # all that may have gone is looked at, before anything goes
        workshop = opened(place, moment, progress)
        school = workshop.reading.school
        demand_trust(place, school)
        waiting = waiting_letters(outbox.ledger, place.outbox, workshop.now) if rests else ()
        memory = _remembered(outbox.ledger, workshop, waiting)
        lost = lost_notices(outbox.ledger, place.outbox) if rests else LostNotices()
        memory = replace(memory, noticed=memory.noticed - lost.keys, untold=lost.edition)
        memory = replace(memory, undelivered=undelivered(outbox.ledger), refusals=refusals(outbox.ledger))
        with stopping(school.language):
            drafted = workshop.draft(memory, edition_at_once=edition_at_once)
            fit = workshop.fit(drafted, layouts_of(place), key=outbox.key)
            if older:
                stop_where_it_would_go_again(fit.plan)
            settled = workshop.settle(fit).taking_back(lost.letters)
            letters = workshop.letters(settled, first_letters(outbox.ledger, settled.plan))
            to_school = notices(settled.plan, memory, school, settled.press)
            handed_over = hand_over(outbox, settled.plan, letters, to_school, edition_at_once=edition_at_once, made=settled.press.made)
        keep_last_good(outbox, workshop.reading.groups_text)
        if older:
            take_as_it_is(outbox.folder, outbox.ledger)
        if handed_over.letters or handed_over.notices or prune_is_due(outbox, moment.clock):
            prune(outbox, moment.clock)
        remove(place.preview, (moment.clock - PREVIEW_KEPT).timestamp())
        Cache(place.pictures).prune((moment.clock - PICTURES_KEPT).timestamp())
        here = (post.path for post in workshop.reading.posts)
        prune_inlined(place.cache / "inlined", here, (moment.clock - PICTURES_KEPT).timestamp())
        return Built(school, settled.plan, handed_over, rests, first_to_go(outbox.ledger, place, school))


def renew(place: Place, moment: Moment, progress: Progress) -> Built:
    """Make anew what waits in the outbox and may not leave as it is, and nothing else; what is new waits for the next build.

    A clock that stands before the day on which a letter was planned takes nothing back. Raises as `build` does.
    """
    with open_outbox(place.outbox) as outbox, sender_at_rest(place.outbox) as rests:
        waiting = waiting_letters(outbox.ledger, place.outbox, moment.clock) if rests else ()
        if waiting and may_be_older(outbox.folder, outbox.ledger):
            raise would_go_again(len(waiting))
        planned = last_planned(outbox.ledger) or moment.clock
        workshop = opened(place, replace(moment, clock=max(moment.clock, planned)), progress)
        school = workshop.reading.school
        demand_trust(place, school)
        memory = _remembered(outbox.ledger, workshop, waiting)
        with stopping(school.language):
            drafted = workshop.draft(memory, edition_at_once=False)
            fit = workshop.fit(drafted.of_waiting_letters(), layouts_of(place), key=outbox.key)
            settled = workshop.settle(fit)
            if not settled.plan.taken_back:
                return Built(school, settled.plan, None, rests, first_to_go(outbox.ledger, place, school))
            letters = workshop.letters(settled, first_letters(outbox.ledger, settled.plan))
            handed_over = hand_over(outbox, settled.plan, letters, edition_at_once=False, made=settled.press.made)
        prune(outbox, moment.clock)
        return Built(school, settled.plan, handed_over, rests, first_to_go(outbox.ledger, place, school))
