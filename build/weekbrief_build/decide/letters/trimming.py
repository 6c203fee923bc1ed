"""Makes the views of a letter that would be too large: with smaller pictures, and without what was decided to be left out.

Letters that show the same of a post in the same size share one view, so that it is still rendered once.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from weekbrief_build.decide.letters.fit import LeftOut, Thing, What
from weekbrief_build.decide.letters.views import View


@dataclass(frozen=True, slots=True)
class Trimming:
    """The views that were trimmed in a run, each once."""

    _made: dict[tuple[View, int, frozenset[Thing], bool], View] = field(default_factory=dict, repr=False)

    def of(self, views: Sequence[View], step: int, gone: Collection[Thing], shortened: AbstractSet[int]) -> tuple[View, ...]:
        """These views with pictures of this step, without the things that go, and with the HTML of some (by place) cut short."""
        by_post: dict[int, set[Thing]] = {}
        for thing in gone:
            by_post.setdefault(thing.post, set()).add(replace(thing, post=0))
        return tuple(self._view(view, step, frozenset(by_post.get(post, ())), short=post in shortened) for post, view in enumerate(views))

    def _view(self, view: View, step: int, gone: frozenset[Thing], *, short: bool) -> View:
        if not (gone or short or (step and view.orders)):
            return view
        key = (view, step, gone, short)
        if key not in self._made:
            without = {thing.name for thing in gone if thing.what in (What.PHOTO, What.VIDEO)}
            orders = {name: replace(order, step=step) for name, order in view.orders.items() if name not in without}
            self._made[key] = replace(view, orders=MappingProxyType(orders), left_out=LeftOut.of(gone, text=short))
        return self._made[key]
