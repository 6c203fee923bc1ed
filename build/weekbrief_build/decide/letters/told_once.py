"""Decides which of the posts that say the same stands in a letter: a family with a child in each group reads it once."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from weekbrief_build.decide.know.same_words import SameWords
from weekbrief_build.decide.letters.views import View


def once(views: Sequence[View], same_words: SameWords) -> tuple[tuple[View, ...], tuple[View, ...]]:
    """What one guardian is to read, with every post once, in the same order; and what is not told again because a twin is.

    Of twins the one with the most pictures stands: a child may be seen by its own group and not by others.
    """
    if same_words.keys().isdisjoint(view.post.path for view in views):
        return tuple(views), ()
    chosen: dict[frozenset[str], View] = {}
    for view in views:
        together = same_words.get(view.post.path)
        if together and (together not in chosen or len(view.orders) > len(chosen[together].orders)):
            chosen[together] = view
    kept = tuple(view for view in views if view.post.path not in same_words or chosen[same_words[view.post.path]] is view)
    return kept, tuple(view for view in views if view not in kept)


def together_of(views: Sequence[View], same_words: SameWords) -> tuple[tuple[View, ...], ...]:
    """The views by what they say, in their order: each alone, twins together."""
    by_what: dict[Hashable, list[View]] = {}
    for view in views:
        by_what.setdefault(same_words.get(view.post.path, view.post.path), []).append(view)
    return tuple(map(tuple, by_what.values()))
