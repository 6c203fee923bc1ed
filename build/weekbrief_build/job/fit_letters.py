"""Makes every letter fit: measures it, has its pictures made smaller where it is too large, and leaves out what then still is too much.

What goes first is decided by `decide.letters.fit`; this is the loop around it. A letter is measured once for all who read it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace

from weekbrief_build.decide.know.due import Edition
from weekbrief_build.decide.letters.fit import FIGURE, MOST_HTML, NOTHING, ON_THE_WAY, Story, Thing, What, first_to_shorten, left_out
from weekbrief_build.decide.letters.trimming import Trimming
from weekbrief_build.decide.letters.views import View
from weekbrief_build.decide.plan.plan import Plan, PlannedLetter
from weekbrief_build.media.pictures.smaller import LAST_STEP
from weekbrief_build.render.press import Measured, Press
from weekbrief_build.school.made import MadePicture, PictureOrder
from weekbrief_build.school.mistake import N_, Mistake, Scope, say

Smaller = Callable[[Mapping[PictureOrder, MadePicture], int], Mapping[PictureOrder, MadePicture]]
"""Makes what was made of these orders smaller, for this step of the ladder."""


def edition_of(planned: PlannedLetter, plan: Plan) -> Edition | None:
    """The edition that a letter belongs to: what takes the place of a letter that waits stays in the edition of that one."""
    again = planned.instead_of.edition if planned.instead_of else None
    return Edition(again, plan.now) if again else plan.edition


def made_to_fit(plan: Plan, press: Press, most: int, smaller: Smaller) -> Plan:
    """The same plan with letters of at most so many bytes, as far as anything can be left out of them; and what to say about them."""
    shared: dict[Hashable, _Fitting] = {}
    trimming = Trimming()
    fittings: list[_Fitting] = []
    for planned in plan.letters:
        edition = edition_of(planned, plan)
        key = (press.sharing(planned), edition)
        if key not in shared:
            shared[key] = _Fitting(planned, plan, press, most - ON_THE_WAY, trimming)
        fittings.append(shared[key])
    too_large = [one for one in shared.values() if not one.fits()]
    for step in range(1, LAST_STEP + 1):
        if not too_large:
            break
        orders = {order for one in too_large for view in one.planned.views for order in view.orders.values() if order in press.made}
        press.made.update(smaller({order: press.made[order] for order in orders}, step))
        too_large = [one for one in too_large if not one.fits(step)]
    for one in too_large:
        one.leave_out()
    for one in shared.values():
        one.thin_out()
    letters = tuple(
        planned if one.views is planned.views else replace(planned, views=one.views)
        for planned, one in zip(plan.letters, fittings, strict=True)
    )
    advice = (*_advice(view for one in shared.values() for view in one.views), *(_TOO_LARGE for one in shared.values() if one.too_large))
    return replace(plan, letters=letters).with_advice(advice)


class _Fitting:
    """One letter, for all who get the same."""

    def __init__(self, planned: PlannedLetter, plan: Plan, press: Press, room: int, trimming: Trimming) -> None:
        self.planned = planned
        self.views = planned.views
        self._now, self._edition, self._press = plan.now, edition_of(planned, plan), press
        self._room, self._trimming = room, trimming
        self._step = 0
        self._gone: frozenset[Thing] = frozenset()
        self._shortened: set[int] = set()

    @property
    def too_large(self) -> bool:
        """Whether it is too large after all that could be done."""
        measured = self._measured()
        return measured.message > self._room or measured.html > MOST_HTML

    def fits(self, step: int = 0) -> bool:
        """Whether the message fits with pictures of this step, once its longest posts are shortened as far as that is needed."""
        self._step = step
        self._trim()
        return self._press.weight(self.views) <= self._room and self._with_short_posts().message <= self._room

    def leave_out(self) -> None:
        """Leave out of the message what is too much."""
        weights = self._press.weigh(self.views)
        spare = self._room - (self._with_short_posts().message - sum(weights.sizes.values()))
        while True:
            self._gone = left_out(weights.things, weights.sizes, spare)
            self._trim()
            over = self._with_short_posts().message - self._room
            if over <= 0 or len(self._gone) == len(weights.things):
                return
            spare -= over

    def thin_out(self) -> None:
        """Leave out pictures where the HTML is too long, although its posts are short."""
        if self._measured().html <= MOST_HTML:
            return
        pictures = [thing for thing in self._press.weigh(self.views).things if thing.what is not What.PAPER]
        places = [replace(thing, same=f"{thing.post} {thing.name}") for thing in pictures if thing.what is not What.CLIP]
        gone, spare = self._gone, len(places) * FIGURE
        while (over := self._measured().html - MOST_HTML) > 0 and self._gone != gone | set(pictures):
            spare -= over
            out = {thing.same for thing in left_out(places, dict.fromkeys((place.same for place in places), FIGURE), spare)}
            self._gone = gone | {thing for thing in pictures if f"{thing.post} {thing.name}" in out}
            self._trim()

    def _with_short_posts(self) -> Measured:
        """How large it is, with as many posts shortened as the HTML is too long."""
        if (measured := self._measured()).html > MOST_HTML:
            for post in first_to_shorten(_story(number, view) for number, view in enumerate(self.planned.views)):
                self._shortened.add(post)
                self._trim()
                if (measured := self._measured()).html <= MOST_HTML:
                    break
        return measured

    def _trim(self) -> None:
        self.views = self._trimming.of(self.planned.views, self._step, self._gone, self._shortened)

    def _measured(self) -> Measured:
        return self._press.measure(replace(self.planned, views=self.views), self._now, self._edition)


def _story(number: int, view: View) -> Story:
    return Story(number, sum(len(part.content.encode("utf-8", "replace")) for part in view.version.prose.html), view.asks_for_reply)


_TOO_LARGE = Mistake(
    "groups.yaml",
    None,
    say(N_("There are letters that stay too large, although everything was left out that can be.")),
    say(N_("Let posts be shorter, or write more after “largest_letter” (under “mail”), as far as the mail server allows.")),
    Scope.ADVICE,
)


def _advice(views: Iterable[View]) -> Iterator[Mistake]:
    """One for each post of which not everything fits: its teacher will be asked for the rest."""
    posts = {view.post.path: view.post for view in views if view.left_out is not NOTHING and view.left_out != NOTHING}
    for post in posts.values():
        what = say(N_("Not everything in this post fits into every letter. The letter says so, and tells parents to ask you for the rest."))
        yield Mistake(
            post.path,
            None,
            what,
            say(N_("Choose the best pictures, or divide a long text over two weeks.")),
            Scope.ADVICE,
            post.group,
            post.path,
        )
