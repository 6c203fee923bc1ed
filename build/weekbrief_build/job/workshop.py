"""The steps of a run, each a value: a school that is read, a draft of what is due, what of it is fit to leave, what is settled.

Each step takes what the step before it gave, so that none can be left out or come too early; `week` strings them together. Nothing is
handed over or sent here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from types import MappingProxyType

from weekbrief_build.decide.hold.judge_posts import judge_posts
from weekbrief_build.decide.know.judged import Judged
from weekbrief_build.decide.know.memory import Memory
from weekbrief_build.decide.know.situation import Situation, is_looked_at, situation_of, to_look_at
from weekbrief_build.decide.plan.plan import Plan, PlannedLetter, plan_from
from weekbrief_build.gather.folder import read_school
from weekbrief_build.job.faces import FacesBroken, faces_in, faces_left
from weekbrief_build.job.fit_letters import edition_of, made_to_fit
from weekbrief_build.job.looks import LooksWrong, logo_order, stop_at_spoiled_logo
from weekbrief_build.job.moment import Moment
from weekbrief_build.job.place import Place
from weekbrief_build.media.pictures.faults import Spoiled
from weekbrief_build.media.pictures.smaller import make_smaller
from weekbrief_build.media.work import make
from weekbrief_build.outbox.threads import FirstLetters
from weekbrief_build.render.press import Press
from weekbrief_build.render.refused import LayoutRefused
from weekbrief_build.school.example import moved
from weekbrief_build.school.layouts import Layouts
from weekbrief_build.school.letter import FinishedLetter
from weekbrief_build.school.made import PictureOrder
from weekbrief_build.school.mistake import Mistake, Scope
from weekbrief_build.school.post import FacesFound, Picture, Post
from weekbrief_build.school.reading import Reading, Unreadable

Progress = Callable[[str, int, int], None]
"""Told what is being worked at (`faces`, `pictures` or `letters`), how many are done, and of how many."""


class Stopped(Exception):  # noqa: N818 - says what happened, in the words of the school
    """Something stops everything: nothing was built, nothing may be sent."""

    def __init__(self, mistakes: tuple[Mistake, ...], language: str) -> None:
        super().__init__(f"{len(mistakes)} mistakes")
        self.mistakes = mistakes
        self.language = language


@dataclass(frozen=True, slots=True)
class Drafted:
    """What is due, judged; nobody knows yet whether its pictures can be made."""

    situation: Situation
    judged: Judged
    plan: Plan
    unseen: Mapping[str, Spoiled]
    """What is the matter with the pictures, by SHA-256, in which faces could not be looked for."""

    def of_waiting_letters(self) -> Drafted:
        """The same draft, with nothing in it but what takes the place of letters that wait."""
        return replace(self, plan=self.plan.of_waiting_letters())


@dataclass(frozen=True, slots=True)
class Fit:
    """What is due and fit to leave: its pictures are made; with what waits in the outbox, as it would be made now."""

    plan: Plan
    press: Press


@dataclass(frozen=True, slots=True)
class Settled:
    """What is due and fit, without what may leave as it waits in the outbox: each letter has a size that a mail server takes."""

    plan: Plan
    press: Press

    def taking_back(self, letters: Iterable[int]) -> Settled:
        """The same, with these letters to people of the school taken back, too: what they were to say is told once more."""
        return replace(self, plan=replace(self.plan, taken_back=(*self.plan.taken_back, *letters)))


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where the letters of one run are made."""

    place: Place
    progress: Progress
    reading: Reading
    now: datetime
    """Aware, in school time."""

    def draft(self, memory: Memory, *, edition_at_once: bool) -> Drafted:
        """Every post judged, once faces were looked for, and what is due of them."""
        situation = situation_of(self.reading, memory, self.now)
        looked = faces_in(to_look_at(situation), self.place, self.reading.school, partial(self.progress, "faces"))
        judged = judge_posts(situation, looked.found)
        return Drafted(situation, judged, plan_from(situation, judged, edition_at_once=edition_at_once), looked.unseen)

    def fit(self, drafted: Drafted, layouts: Layouts, *, key: bytes) -> Fit:
        """The draft without what turned out not to be fit to leave, and the press that makes its letters."""
        school, place, plan, unseen = self.reading.school, self.place, drafted.plan, drafted.unseen
        orders = {order for letter in plan.letters for view in letter.views for order in view.orders.values()}
        pixels = school.largest_picture * 1_000_000
        blind = {order: unseen[order.file.sha256] for order in orders if order.file.sha256 in unseen}
        wanted = (orders - blind.keys()) | logo_order(layouts)
        made, spoiled = make(wanted, place.school, place.pictures, partial(self.progress, "pictures"), pixels=pixels)
        stop_at_spoiled_logo(layouts, spoiled)
        unfit = {**blind, **spoiled, **faces_left(made, place, school)}
        plan = plan.without({order.file.path: _mistake(order, fault, self.reading.posts) for order, fault in unfit.items()})
        return Fit(plan, Press(school, layouts, made, place.cache, key=key))

    def settle(self, fit: Fit, advice: Iterable[Mistake] = ()) -> Settled:
        """What is to be made: what waits and may leave as it is stays, every other letter that waits is taken back."""
        return self._sized(fit.plan.settled().with_advice(advice), fit.press)

    def as_if_nothing_waited(self, fit: Fit) -> Settled:
        """What would be made now, the letters that wait among it: for eyes only, never to be handed over."""
        return self._sized(fit.plan, fit.press)

    def letters(self, settled: Settled, first: FirstLetters = MappingProxyType({})) -> Iterator[tuple[PlannedLetter, FinishedLetter]]:
        """Each letter as it is finished; `first` are the letters that told of an event before."""
        plan = settled.plan
        for number, planned in enumerate(plan.letters, 1):
            follows = first.get((planned.reader.guardian.email, planned.views[0].post.path))
            yield planned, settled.press.letter(planned, plan.now, edition_of(planned, plan), follows)
            self.progress("letters", number, len(plan.letters))

    def _sized(self, plan: Plan, press: Press) -> Settled:
        """The plan with letters that fit. Done last, because only what is due now is made smaller."""
        press.prepare(plan.letters)
        smaller = partial(make_smaller, cache_dir=self.place.pictures, progress=partial(self.progress, "pictures"))
        return Settled(made_to_fit(plan, press, self.reading.school.mail.largest_letter, smaller), press)


def read(place: Place, moment: Moment) -> tuple[Reading, datetime]:
    """The school folder, and the moment in school time. Raises Stopped where nothing may be built from it."""
    # What is made of pictures is for its owner's eyes, whichever command is first.
    place.outbox.mkdir(mode=0o700, parents=True, exist_ok=True)
    reading = read_school(place.school, place.cache, moment.day)
    if isinstance(reading, Unreadable):
        raise Stopped(reading.mistakes, reading.language)
    if reading.stopped:
        raise Stopped(reading.mistakes, reading.school.language)
    now = moment.in_school(reading.school.timezone)
    return moved(reading, now.date()), now


def opened(place: Place, moment: Moment, progress: Progress) -> Workshop:
    """The workshop of a school folder that is read once. Raises Stopped where nothing may be built from it."""
    return Workshop(place, progress, *read(place, moment))


def faces_found(picture: Picture, reading: Reading, place: Place, progress: Progress) -> FacesFound:
    """The faces in one picture, as a build finds them. Raises Stopped where the part that looks for faces is broken."""
    pictures = [picture] if is_looked_at(picture, reading.school) else ()
    with stopping(reading.school.language):
        return faces_in(pictures, place, reading.school, partial(progress, "faces")).found


@contextmanager
def stopping(language: str) -> Iterator[None]:
    """A layout that cannot be used stops everything, whenever it turns out; and so does a part that looks for faces and does not work."""
    try:
        yield
    except LooksWrong as wrong:
        raise Stopped(wrong.mistakes, language) from wrong
    except (LayoutRefused, FacesBroken) as stop:
        raise Stopped((stop.mistake,), language) from stop


def _mistake(order: PictureOrder, spoiled: Spoiled, posts: Iterable[Post]) -> Mistake:
    post, picture = next((post, picture) for post in posts for picture in post.pictures if picture.file == order.file)
    scope = Scope.POST if spoiled.passing else Scope.PICTURE
    group = None if spoiled.of_machine else post.group
    return Mistake(order.file.path, None, spoiled.what, spoiled.mend, scope, group, post.path, picture.name)
