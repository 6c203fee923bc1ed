"""Decides which post of the folder is one that the job has seen before, so that a renamed or mended file is not sent again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from weekbrief_build.decide.memory import KnownPost, Marks
from weekbrief_build.school.post import Post


def marks_of(post: Post) -> Marks:
    """By what this post will be known again."""
    raise NotImplementedError


def recognise(posts: Sequence[Post], known: Sequence[KnownPost]) -> Mapping[str, KnownPost]:
    """For each `Post.path` that was seen before, what it was; a post that is not in it is new. No known post is given twice."""
    raise NotImplementedError
