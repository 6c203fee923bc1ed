"""Weighs what can be left out of a letter, before anything of it is encoded; what goes is decided by `decide.letters.fit`."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from weekbrief_build.decide.letters.fit import Thing, What
from weekbrief_build.decide.letters.views import View
from weekbrief_build.render.attachments import paper_name
from weekbrief_build.render.figures import clip_name, content_id
from weekbrief_build.render.mime import PDF, attachment_size, picture_size
from weekbrief_build.school.made import MadePicture, PictureOrder
from weekbrief_build.school.post import SegmentKind


@dataclass(frozen=True, slots=True)
class Weights:
    """What can be left out of a letter, and how many bytes of the message each thing is, by `Thing.same`."""

    things: tuple[Thing, ...]
    sizes: Mapping[str, int]


class Scales:
    """The weights of a run: each view is weighed once."""

    def __init__(self, made: Mapping[PictureOrder, MadePicture], domain: str) -> None:
        """`made` is what came of the views' orders, and may grow; `domain` is that of the Content-IDs."""
        self._made = made
        self._domain = domain
        self._views: dict[View, Weights] = {}

    def total(self, views: Iterable[View]) -> int:
        """The bytes of all that could be left out of a letter with these views."""
        sizes: dict[str, int] = {}
        for view in views:
            sizes.update(self._weights(view).sizes)
        return sum(sizes.values())

    def weigh(self, views: Iterable[View]) -> Weights:
        """What could be left out of a letter with these views."""
        alone = [self._weights(view) for view in views]
        things = tuple(replace(thing, post=post) for post, weights in enumerate(alone) for thing in weights.things)
        return Weights(things, dict(ChainMap(*(dict(weights.sizes) for weights in alone))))

    def _weights(self, view: View) -> Weights:
        if view not in self._views:
            weighed = list(_of(view, self._made, self._domain))
            self._views[view] = Weights(tuple(thing for thing, _ in weighed), {thing.same: size for thing, size in weighed})
        return self._views[view]


def in_reading_order(view: View) -> Sequence[str]:
    """The names of the pictures that it shows: first those to which its text points."""
    in_text = [part.content for part in view.version.prose.html if part.kind is SegmentKind.PICTURE]
    return [name for name in dict.fromkeys((*in_text, *view.orders)) if name in view.orders]


def _of(view: View, made: Mapping[PictureOrder, MadePicture], domain: str) -> Iterator[tuple[Thing, int]]:
    invites = view.version.event is not None
    shown = [(name, made[view.orders[name]]) for name in in_reading_order(view) if view.orders[name] in made]
    for place, (name, picture) in enumerate(shown):
        what = What.VIDEO if picture.clip else What.PHOTO
        yield Thing(0, what, name, picture.sha256, place, invites), picture_size(picture, content_id(picture, domain))
        if clip := picture.clip:
            file = clip_name(clip, view.post.date)
            yield Thing(0, What.CLIP, name, f"{clip.sha256} {file}", place, invites), attachment_size("video/mp4", file, clip.size)
    for document in view.post.documents:
        name = paper_name(document)
        yield Thing(0, What.PAPER, document.name, document.path, 0, invites), attachment_size(PDF, name, document.made.size)
