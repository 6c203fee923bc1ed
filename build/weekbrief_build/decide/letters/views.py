"""Decides what each kind of family sees of a post; families that see the same share one `View`, and later work is done once per view.

Families differ in two things only: their language, and which of the children that not everybody may see or read about are
their own. Everything else about a post is the same for its whole audience.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from weekbrief_build.decide.letters.fit import NOTHING, LeftOut
from weekbrief_build.decide.letters.who_answers import asks_for_reply
from weekbrief_build.decide.rule.names import NameVerdict
from weekbrief_build.decide.rule.pictures import Answer, Showing, Verdict
from weekbrief_build.school.made import PictureOrder
from weekbrief_build.school.post import Post, Region, SegmentKind, Version


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A post as one kind of family sees it. Two views are the same only if they are the same object."""

    post: Post
    version: Version
    pictures: Mapping[str, Answer]
    """Per picture's name, in the order of the post."""
    orders: Mapping[str, PictureOrder]
    """Per picture's name, what is to be made of it: only of pictures that are shown or covered, with the faces to cover."""
    names: frozenset[str]
    """The children whose names show where they are mentioned."""
    identity: str
    """`SeenPost.identity` of the post."""
    written: frozenset[str] = frozenset()
    """The children whose names are written out in the post, for everybody to read."""
    asks_for_reply: bool = False
    """Whether its event is to be answered with a yes or a no."""
    title_names: bool = False
    """Whether its title, or its event, writes out a child's name: it may be read there, but is not for a locked screen."""
    sequence: int = 0
    """How often its event changed after it was first sent."""
    changed: bool = False
    """Whether it tells of a change of its event, and of nothing else (`decide.letters.event_changes`)."""
    left_out: LeftOut = NOTHING
    """What of it does not fit into the letter."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to read and nothing to see in it: then it is no news for anybody.

        The title of a text is something to read; above pictures alone it is news once they may be seen.
        """
        says = (self.version.file is not None and not self.post.pictures) or any(_says_something(self.version))
        return not self.orders and not self.post.documents and not self.version.event and not says


def _says_something(version: Version) -> tuple[bool, ...]:
    return tuple(
        part.kind is SegmentKind.MENTION or bool(part.content.strip())
        for part in version.prose.text
        if part.kind is not SegmentKind.PICTURE
    )


def _version_for(post: Post, language: str) -> Version:
    """The version in this language where the teacher wrote one, else the first."""
    return next((version for version in post.versions if version.language == language), post.versions[0])


@dataclass(frozen=True, slots=True)
class Views:
    """The views of one post, each made when the first family asks for it."""

    post: Post
    verdicts: Sequence[Verdict]
    """One for each picture of the post, in its order."""
    mentions: Sequence[NameVerdict]
    identity: str
    """`SeenPost.identity` of the post."""
    today: date
    written: frozenset[str] = frozenset()
    """The children whose names are written out in it."""
    title_names: bool = False
    """Whether a title of it, or its event, writes out a child's name."""
    sequence: int = 0
    changed: bool = False
    _made: dict[tuple[str | None, frozenset[str]], View] = field(default_factory=dict, repr=False)
    _matters: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Find the children of whom it matters whose they are."""
        of_pictures = (child for verdict in self.verdicts for child in verdict.without_yes)
        of_mentions = (mention.child for mention in self.mentions)
        object.__setattr__(self, "_matters", frozenset((*of_pictures, *of_mentions)))

    def for_family(self, children: frozenset[str], language: str) -> View:
        """What a family with these children sees of the post in this language."""
        version, own = _version_for(self.post, language), children & self._matters
        key = (version.language, own)
        if key not in self._made:
            self._made[key] = self._view(version, own)
        return self._made[key]

    def _view(self, version: Version, own: frozenset[str]) -> View:
        answers = {verdict.picture: verdict.for_family(own) for verdict in self.verdicts}
        orders = {
            picture.name: PictureOrder(picture.file, _faces(verdict, answers[picture.name]), picture.kind)
            for picture, verdict in zip(self.post.pictures, self.verdicts, strict=True)
            if answers[picture.name].showing is not Showing.WITHHELD
        }
        names = frozenset(mention.child for mention in self.mentions if mention.shows_to(own))
        return View(
            self.post,
            version,
            MappingProxyType(answers),
            MappingProxyType(orders),
            names,
            self.identity,
            self.written,
            asks_for_reply(version.event, self.today),
            self.title_names,
            self.sequence,
            self.changed,
        )


def _faces(verdict: Verdict, answer: Answer) -> frozenset[Region]:
    return frozenset(region for child, region in verdict.people.faces if child in answer.cover)
