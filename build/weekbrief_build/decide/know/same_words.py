"""Decides which posts are one: two teachers put the same into their groups, and a family with a child in each reads it once.

The same is the same in every word, picture, PDF and date; and in the author, where one is written: who else answers for a post, its group
says. Whoever was told one of such posts is told none of the others, also when that one is gone: who moves a file has it, for a while, at
both places, and the job may look in between. So a copy within one group is the same post, too.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from types import MappingProxyType

from weekbrief_build.decide.know.memory import KnownPost, Marks
from weekbrief_build.school.post import Post, Version

SameWords = Mapping[str, frozenset[str]]
"""By `Post.path`, the paths of all posts that say the same, itself among them; only posts that have a twin."""


def same_words_among(posts: Iterable[Post]) -> SameWords:
    """The posts that say the same as another; a personal message has no twin."""
    alike: dict[Hashable, list[Post]] = {}
    for post in posts:
        if not post.personal:
            alike.setdefault(_said(post), []).append(post)
    several = (together for together in alike.values() if len(together) > 1)
    return MappingProxyType({post.path: frozenset(one.path for one in together) for together in several for post in together})


def same_words_gone(posts: Iterable[tuple[Post, Marks]], gone: Iterable[KnownPost]) -> Mapping[str, tuple[int, ...]]:
    """By path, the ids of known posts that are there no more and of which a post is a copy; none of one that is personal.

    Of what is gone only its marks are left, and they know of no PDF: a post with one is a copy of nothing.
    """
    by_marks: dict[Hashable, list[int]] = {}
    for old in gone:
        by_marks.setdefault(_left(old.marks), []).append(old.id)
    copies = (
        (post.path, tuple(by_marks.get(_left(marks), ())))
        for post, marks in posts
        if not post.personal and not post.documents and (marks.words or marks.pictures)
    )
    return MappingProxyType({path: ids for path, ids in copies if ids})


def _left(marks: Marks) -> Hashable:
    return marks.title, marks.words, marks.pictures, marks.date


def _said(post: Post) -> Hashable:
    pictures = tuple((picture.name, picture.file.sha256) for picture in post.pictures)
    papers = tuple((document.name, document.made.sha256) for document in post.documents)
    author = post.author if "author" in post.line_of else None
    return post.date, author, post.until, post.draft, pictures, papers, tuple(map(_version, post.versions))


def _version(version: Version) -> Hashable:
    of_pictures = (tuple(sorted(version.captions.items(), key=_name)), tuple(sorted(version.alts.items(), key=_name)))
    return version.language, version.title_segments, version.prose, version.event, of_pictures


def _name(item: tuple[str, object]) -> str:
    return item[0]
