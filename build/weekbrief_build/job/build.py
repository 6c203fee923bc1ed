"""Gather, decide, apply: reads the school folder once, decides once, makes what was decided, and hands it over in one commit.

Nothing is sent here, and nothing that a rule holds back ever reaches the outbox. A mistake in `groups.yaml`, `consent.csv` or a
layout ends the work with nothing handed over; every other mistake holds back its own post or picture, and is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType

from weekbrief_build.decide.advice import advice_on
from weekbrief_build.decide.judge_posts import judge_posts
from weekbrief_build.decide.judged import Judged
from weekbrief_build.decide.memory import Memory
from weekbrief_build.decide.outlook import Outlook, is_looked_at, outlook_of, to_look_at
from weekbrief_build.decide.plan import Plan, PlannedLetter, plan_from
from weekbrief_build.gather.folder import read_school
from weekbrief_build.job.faces import FacesBroken, faces_in, faces_left
from weekbrief_build.job.looks import LooksWrong, layouts_of, logo_order, proven_layouts, stop_at_spoiled_logo
from weekbrief_build.job.moment import Moment
from weekbrief_build.job.notices import notices
from weekbrief_build.job.older_copy import stop_where_it_would_go_again, told_of_older_copy, would_go_again
from weekbrief_build.job.place import Place
from weekbrief_build.job.room import edition_of, made_to_fit
from weekbrief_build.job.trust import first_to_go, untrusted_changes
from weekbrief_build.media.pictures.cache import Cache
from weekbrief_build.media.pictures.faults import Spoiled
from weekbrief_build.media.pictures.smaller import make_smaller
from weekbrief_build.media.work import make
from weekbrief_build.outbox.commit import HandedOver, hand_over
from weekbrief_build.outbox.key import new_key
from weekbrief_build.outbox.ledger import look_into, open_outbox
from weekbrief_build.outbox.let_through import ToGo
from weekbrief_build.outbox.mark import may_be_older, take_as_it_is
from weekbrief_build.outbox.memory import remember
from weekbrief_build.outbox.prune import is_due as prune_is_due
from weekbrief_build.outbox.prune import prune
from weekbrief_build.outbox.threads import FirstLetters, first_letters
from weekbrief_build.outbox.undelivered import refusals, undelivered
from weekbrief_build.outbox.waiting import last_planned, sender_at_rest, waiting_letters
from weekbrief_build.render.press import Press
from weekbrief_build.render.preview import PreviewedLetter, PreviewFolder, remove
from weekbrief_build.render.refused import LayoutRefused
from weekbrief_build.school.example import moved
from weekbrief_build.school.layouts import Layouts
from weekbrief_build.school.letter import FinishedLetter
from weekbrief_build.school.made import PictureOrder
from weekbrief_build.school.mistake import Mistake, Scope
from weekbrief_build.school.people import School
from weekbrief_build.school.post import FacesFound, Picture, Post
from weekbrief_build.school.reading import Reading, Unreadable
from weekbrief_build.words import words_of

Progress = Callable[[str, int, int], None]
"""Told what is being worked at (`faces`, `pictures` or `letters`), how many are done, and of how many."""

PICTURES_KEPT = timedelta(days=60)
"""How long a picture that nobody asks for stays in the cache: longer than any post is news."""

PREVIEW_KEPT = timedelta(days=1)
"""How long the pages of a preview stay: long enough to read them while the timer goes on."""


class Stopped(Exception):  # noqa: N818 - says what happened, in the words of the school
    """Something stops everything: nothing was built, nothing may be sent."""

    def __init__(self, mistakes: tuple[Mistake, ...], language: str) -> None:
        super().__init__(f"{len(mistakes)} mistakes")
        self.mistakes = mistakes
        self.language = language


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


def read(place: Place, moment: Moment) -> tuple[Reading, datetime]:
    """The school folder, and the moment in school time. Raises Stopped where nothing may be built from it."""
    place.outbox.mkdir(
        mode=0o700, parents=True, exist_ok=True
    )  # what is made of pictures is for its owner's eyes, whichever command is first
    reading = read_school(place.school, place.cache, moment.day)
    if isinstance(reading, Unreadable):
        raise Stopped(reading.mistakes, reading.language)
    if reading.stopped:
        raise Stopped(reading.mistakes, reading.school.language)
    now = moment.in_school(reading.school.timezone)
    return moved(reading, now.date()), now


def demand_trust(place: Place, school: School) -> None:
    """Raise Stopped where letters would reach something that a person has to let through first (`weekbrief trust`)."""
    if mistakes := untrusted_changes(place, school):
        raise Stopped(mistakes, school.language)


def check(place: Place, moment: Moment, progress: Progress) -> Built:
    """Do all that a build with an edition would do, but hand nothing over; so it finds all that a build would find, and advises."""
    reading, plan, press, advice = _looked_ahead(place, moment, progress, edition_at_once=True)
    with _stopped(reading.school.language):
        plan = _fitting(plan.settled().with_advice(advice), press, reading, place, progress)
        for _ in _pressed(plan, press, progress):
            pass
    return Built(reading.school, plan, None)


def preview(place: Place, moment: Moment, progress: Progress, *, edition_at_once: bool) -> Previewed:
    """Lay out the letters that a run would send now, those that wait among them, as they would be made now; hand nothing over.

    Raises Stopped, OSError where the disk fails.
    """
    reading, plan, press, _ = _looked_ahead(place, moment, progress, edition_at_once=edition_at_once)
    folder = PreviewFolder(place.preview, words_of(reading.school.language))
    with _stopped(reading.school.language):
        plan = _fitting(plan, press, reading, place, progress)
        for planned, finished in _pressed(plan, press, progress):
            folder.add(planned, finished)
    return Previewed(Built(reading.school, plan, None), folder.finish(reading.school), tuple(folder.letters))


def _looked_ahead(
    place: Place, moment: Moment, progress: Progress, *, edition_at_once: bool
) -> tuple[Reading, Plan, Press, tuple[Mistake, ...]]:
    """What a build would do now, also with the letters that wait, and advice; nothing in the ledger is touched."""
    reading, now = read(place, moment)
    with look_into(place.outbox) as ledger:
        memory = remember(ledger, now, waiting_letters(ledger, place.outbox)) if ledger else Memory()
        older = ledger is not None and may_be_older(place.outbox, ledger)
    with _stopped(reading.school.language):
        layouts, advice = proven_layouts(place, reading.school, now.date())
        outlook = outlook_of(reading, memory, now)
        judged, unseen = _judged(outlook, place, progress)
        plan = plan_from(outlook, judged, edition_at_once=edition_at_once)
        again = (told_of_older_copy(plan),) if older and plan.letters else ()
        told = (*again, *untrusted_changes(place, reading.school), *advice, *advice_on(outlook, judged))
        return reading, *_prepared(plan, unseen, reading, layouts, place, progress, key=new_key()), told


def build(place: Place, moment: Moment, progress: Progress, *, edition_at_once: bool, settling: bool = False) -> Built:
    """Put into the outbox what is due, and make anew what waits there and may not leave as it is.

    `settling`: what is made will be counted as sent, because an older copy of the ledger does not know that it was.
    Raises Stopped, `Busy` where another build is at work, OutboxUnusable where letters would go again, OSError where the disk fails.
    """
    with open_outbox(place.outbox) as outbox, sender_at_rest(place.outbox) as rests:
        older = may_be_older(outbox.folder, outbox.ledger) and not settling
        edition_at_once = edition_at_once or older  # all that may have gone is looked at, before anything goes
        reading, now = read(place, moment)
        demand_trust(place, reading.school)
        memory = remember(outbox.ledger, now, waiting_letters(outbox.ledger, place.outbox) if rests else ())
        memory = replace(memory, undelivered=undelivered(outbox.ledger), refusals=refusals(outbox.ledger))
        with _stopped(reading.school.language):
            outlook = outlook_of(reading, memory, now)
            judged, unseen = _judged(outlook, place, progress)
            plan = plan_from(outlook, judged, edition_at_once=edition_at_once)
            plan, press = _prepared(plan, unseen, reading, layouts_of(place), place, progress, key=outbox.key)
            if older:
                stop_where_it_would_go_again(plan)
            plan = _fitting(plan.settled(), press, reading, place, progress)
            letters = _pressed(plan, press, progress, first_letters(outbox.ledger, plan))
            to_school = notices(plan, memory, reading.school, press)
            handed_over = hand_over(outbox, plan, letters, to_school, edition_at_once=edition_at_once, made=press.made)
        if older:
            take_as_it_is(outbox.folder, outbox.ledger)
        if handed_over.letters or handed_over.notices or prune_is_due(outbox, moment.clock):
            prune(outbox, moment.clock)
        remove(place.preview, (moment.clock - PREVIEW_KEPT).timestamp())
        Cache(place.pictures).prune((moment.clock - PICTURES_KEPT).timestamp())
        return Built(reading.school, plan, handed_over, rests, first_to_go(outbox.ledger, place, reading.school))


def renew(place: Place, moment: Moment, progress: Progress) -> Built:
    """Make anew what waits in the outbox and may not leave as it is, and nothing else; what is new waits for the next build.

    A clock that stands before the day on which a letter was planned takes nothing back. Raises as `build` does.
    """
    with open_outbox(place.outbox) as outbox, sender_at_rest(place.outbox) as rests:
        waiting = waiting_letters(outbox.ledger, place.outbox) if rests else ()
        if waiting and may_be_older(outbox.folder, outbox.ledger):
            raise would_go_again(len(waiting))
        planned = last_planned(outbox.ledger) or moment.clock
        reading, now = read(place, replace(moment, clock=max(moment.clock, planned)))
        demand_trust(place, reading.school)
        memory = remember(outbox.ledger, now, waiting)
        with _stopped(reading.school.language):
            outlook = outlook_of(reading, memory, now)
            judged, unseen = _judged(outlook, place, progress)
            plan = plan_from(outlook, judged, edition_at_once=False)
            plan, press = _prepared(plan.of_waiting_letters(), unseen, reading, layouts_of(place), place, progress, key=outbox.key)
            plan = plan.settled()
            if not plan.taken_back:
                return Built(reading.school, plan, None, rests, first_to_go(outbox.ledger, place, reading.school))
            plan = _fitting(plan, press, reading, place, progress)
            letters = _pressed(plan, press, progress, first_letters(outbox.ledger, plan))
            handed_over = hand_over(outbox, plan, letters, edition_at_once=False, made=press.made)
        prune(outbox, moment.clock)
        return Built(reading.school, plan, handed_over, rests, first_to_go(outbox.ledger, place, reading.school))


def faces_found(picture: Picture, reading: Reading, place: Place, progress: Progress) -> FacesFound:
    """The faces in one picture, as a build finds them. Raises Stopped where the part that looks for faces is broken."""
    pictures = [picture] if is_looked_at(picture, reading.school) else ()
    with _stopped(reading.school.language):
        return faces_in(pictures, place, reading.school, partial(progress, "faces")).found


@contextmanager
def _stopped(language: str) -> Iterator[None]:
    """A layout that cannot be used stops everything, whenever it turns out; and so does a part that looks for faces and does not work."""
    try:
        yield
    except LooksWrong as wrong:
        raise Stopped(wrong.mistakes, language) from wrong
    except (LayoutRefused, FacesBroken) as stopping:
        raise Stopped((stopping.mistake,), language) from stopping


def _judged(outlook: Outlook, place: Place, progress: Progress) -> tuple[Judged, Mapping[str, Spoiled]]:
    """Every post judged, once faces were looked for; and what is the matter with the pictures, by SHA-256, in which they could not be."""
    looked = faces_in(to_look_at(outlook), place, outlook.reading.school, partial(progress, "faces"))
    return judge_posts(outlook, looked.found), looked.unseen


def _prepared(  # noqa: PLR0913, PLR0917 - all that letters are made of
    plan: Plan, unseen: Mapping[str, Spoiled], reading: Reading, layouts: Layouts, place: Place, progress: Progress, *, key: bytes
) -> tuple[Plan, Press]:
    """The plan, without what turned out not to be fit to leave, and the press that makes its letters."""
    orders = {order for letter in plan.letters for view in letter.views for order in view.orders.values()}
    pixels = reading.school.largest_picture * 1_000_000
    blind = {order: unseen[order.file.sha256] for order in orders if order.file.sha256 in unseen}
    wanted = (orders - blind.keys()) | logo_order(layouts)
    made, spoiled = make(wanted, place.school, place.pictures, partial(progress, "pictures"), pixels=pixels)
    stop_at_spoiled_logo(layouts, spoiled)
    unfit = {**blind, **spoiled, **faces_left(made, place, reading.school)}
    plan = plan.without({order.file.path: _mistake(order, fault, reading.posts) for order, fault in unfit.items()})
    return plan, Press(reading.school, layouts, made, place.cache, key=key)


def _fitting(plan: Plan, press: Press, reading: Reading, place: Place, progress: Progress) -> Plan:
    """The plan with letters that fit. To be asked last: only what is due now is made smaller."""
    press.prepare(plan.letters)
    smaller = partial(make_smaller, cache_dir=place.pictures, progress=partial(progress, "pictures"))
    return made_to_fit(plan, press, reading.school.mail.largest_letter, smaller)


def _pressed(
    plan: Plan, press: Press, progress: Progress, first: FirstLetters = MappingProxyType({})
) -> Iterator[tuple[PlannedLetter, FinishedLetter]]:
    """Each letter as it is finished."""
    for number, planned in enumerate(plan.letters, 1):
        follows = first.get((planned.reader.guardian.email, planned.views[0].post.path))
        yield planned, press.letter(planned, plan.now, edition_of(planned, plan), follows)
        progress("letters", number, len(plan.letters))


def _mistake(order: PictureOrder, spoiled: Spoiled, posts: Iterable[Post]) -> Mistake:
    post, picture = next((post, picture) for post in posts for picture in post.pictures if picture.file == order.file)
    scope = Scope.POST if spoiled.passing else Scope.PICTURE
    group = None if spoiled.of_machine else post.group
    return Mistake(order.file.path, None, spoiled.what, spoiled.mend, scope, group, post.path, picture.name)
