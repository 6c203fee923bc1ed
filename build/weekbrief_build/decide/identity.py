"""Decides which post of the folder is one that the job has seen before, so that a renamed or mended file is not sent again.

A file at the same path is the same post, whatever stands in it now, unless what stood there is found elsewhere: who keeps last week's
letter under a new name and starts again at the old one has moved a post. A file at a new path is a post that was seen before only if
that post's own file is gone, or rewritten, and enough of it is here: a teacher renames, moves and mends, mostly within days; and next
week a teacher writes a new post that begins and ends like the last one and has its title. So what is asked grows with the
days between the dates of the two:

    within a week           half of the words; or half of the pictures and a fifth of the words; or the same title, day and group
    within four weeks       four fifths of the words; or half of the pictures and half of the words
    longer                  every word and every picture, and no date of its own: a file that was copied anew

Of a post in several languages any may be the one that was seen: a translation that is added may become its first version.
A title alone says nothing (`Weeknieuws` comes every week), and a few words say little: of a short text (`Morgen vrij.`) every
word must be the same, within a week. Shares are of all that stands in either, so that a long new text does not swallow a short one.
Where this errs towards a new post, an old one is first seen long after its date, and its teacher is asked (`decide.due.is_late`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b, sha256
from types import MappingProxyType

from weekbrief_build.decide.due import LATE_AFTER
from weekbrief_build.decide.memory import KnownPost, Marks
from weekbrief_build.school.post import Event, Post, Version
from weekbrief_build.school.spelling import folded

_RUN = 3
"""Words in a run: enough that a run of one text seldom stands in another, few enough that a mended word spoils little."""
_SHORT = 6
"""A text with fewer runs than this is short: two posts can have it by chance."""
_LIKE, _VERY_LIKE = 0.5, 0.8
_A_LITTLE, _HARDLY = 0.2, 0.1
_TWO = 2
"""Two pictures that are the same to the last bit are no chance; one may be the school's emblem."""
_WITHIN_DAYS = timedelta(days=7)
"""What a teacher mends or renames is mended in days; what comes a week later may be the next of its kind."""
_WORD = re.compile(r"[^\W_]+")
_DATE_IN_NAME = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}")


@dataclass(frozen=True, slots=True)
class _Marked:
    """A post with the marks of one of its versions."""

    post: Post
    marks: Marks


def marks_of(post: Post) -> Marks:
    """By what this post will be known again."""
    return _marks_of(post, post.versions[0])


def _marks_of(post: Post, version: Version) -> Marks:
    written = (version.prose.words, *version.prose.addresses, *((_written(version.event),) if version.event else ()))
    words = [word for text in written for word in _words(text)]
    runs = zip(*(words[start:] for start in range(_RUN)), strict=False) if len(words) >= _RUN else ((word,) for word in words)
    return Marks(
        title=sha256(" ".join(_words(version.title)).encode()).hexdigest(),
        words=frozenset(int.from_bytes(blake2b(" ".join(run).encode(), digest_size=8).digest()) for run in runs),
        pictures=frozenset(picture.file.sha256 for picture in post.pictures),
        date=post.date,
    )


def recognise(posts: Sequence[Post], known: Sequence[KnownPost], still_there: AbstractSet[str] = frozenset()) -> Mapping[str, KnownPost]:
    """For each `Post.path` that was seen before, what it was; a post that is not in it is new. No known post is given twice.

    `still_there` are paths at which something stands that could not be read: it is not gone, and nothing takes its place.
    """
    at_path = {old.path: old for old in sorted(known, key=lambda old: old.id)}
    marked = [_Marked(post, _marks_of(post, version)) for post in posts for version in post.versions]
    found = {new.post.path: old for new in marked if (old := at_path.get(new.post.path)) and _still_stands(new.marks, old.marks) >= _LIKE}
    taken = {old.id for old in found.values()}
    unread = still_there - {post.path for post in posts}
    free = [old for old in known if old.id not in taken and old.path not in unread]
    found |= _best_pairs([new for new in marked if new.post.path not in found], free)
    taken = {old.id for old in found.values()}
    rewritten = {path: at_path[path] for new in marked if (path := new.post.path) in at_path and path not in found}
    found |= {path: old for path, old in rewritten.items() if old.id not in taken}
    return MappingProxyType(found)


def replaced(posts: Sequence[Post], recognised: Mapping[str, KnownPost], told: Collection[int]) -> frozenset[str]:
    """The paths where another post stands than the one that somebody was sent: a file like `weekbericht.md`, used again.

    `told` are the ids of the posts that somebody was sent. Another post is a text of which hardly a word and no picture is the same; or,
    dated a week later or more, of which less than half still stands. A short text that changes is taken for mended.
    """
    return frozenset(
        post.path
        for post in posts
        if (old := recognised.get(post.path)) and old.path == post.path and old.id in told and _is_another(marks_of(post), old.marks)
    )


def _is_another(now: Marks, before: Marks) -> bool:
    if len(before.words) < _SHORT:
        return False
    kept = _still_stands(now, before)
    later = bool(now.date and before.date and now.date - before.date >= _WITHIN_DAYS)
    return (kept < _HARDLY and now.pictures.isdisjoint(before.pictures)) or (later and kept < _LIKE)


def _still_stands(now: Marks, before: Marks) -> float:
    """The share of the words before that still stand there; all of them, where there were none."""
    return len(now.words & before.words) / len(before.words) if before.words else 1.0


def _best_pairs(new: Sequence[_Marked], gone: Sequence[KnownPost]) -> dict[str, KnownPost]:
    """The likeliest pairs first, each post and each known post once; ties go by path, so that no order of reading matters."""
    if not new:
        return {}
    pairs = [(_likeness(post, old), post, old) for post, old in _with_something_in_common(new, gone) if _is_same(post, old)]
    pairs.sort(key=lambda pair: (-pair[0], pair[1].post.path, pair[2].path, pair[2].id))
    found: dict[str, KnownPost] = {}
    taken: set[int] = set()
    for _, post, old in pairs:
        if post.post.path not in found and old.id not in taken:
            found[post.post.path] = old
            taken.add(old.id)
    return found


def _with_something_in_common(new: Sequence[_Marked], gone: Sequence[KnownPost]) -> Iterator[tuple[_Marked, KnownPost]]:
    """The pairs that share a title, a run of words or a picture: of years of posts, few."""
    having: dict[str | int, set[int]] = {}
    for number, post in enumerate(new):
        marks: frozenset[str | int] = frozenset((post.marks.title, *post.marks.words, *post.marks.pictures))
        for mark in marks:
            having.setdefault(mark, set()).add(number)
    wanted = frozenset(having)
    for old in gone:
        shared = (wanted & old.marks.words) | (wanted & old.marks.pictures) | (wanted & {old.marks.title})
        for number in {number for mark in shared for number in having[mark]}:
            yield new[number], old


def _is_same(new: _Marked, old: KnownPost) -> bool:
    """Whether a post is what was known: the table above."""
    now, before = new.marks, old.marks
    words, pictures = _alike(now.words, before.words), _alike(now.pictures, before.pictures)
    text_counts = min(len(now.words), len(before.words)) >= _SHORT
    later = new.post.date - (before.date or old.first_seen)
    if later > LATE_AFTER:
        all_the_same = now.words == before.words and now.pictures == before.pictures
        return all_the_same and (text_counts or bool(now.pictures)) and not _has_date_of_its_own(new.post)
    soon = abs(later) < _WITHIN_DAYS
    by_text = text_counts and words >= (_LIKE if soon else _VERY_LIKE)
    no_text = not now.words or not before.words
    some_words = words >= (_A_LITTLE if soon else _LIKE)
    rewritten_soon = soon and not text_counts and len(now.pictures & before.pictures) >= _TWO
    by_pictures = pictures >= _LIKE and (no_text or some_words or rewritten_soon)
    return by_text or by_pictures or (soon and _is_same_soon(new, old, words, text_counts=text_counts))


def _is_same_soon(new: _Marked, old: KnownPost, words: float, *, text_counts: bool) -> bool:
    """Whether a post is what was known a few days before, by its few words or its title."""
    now, before = new.marks, old.marks
    same_title = now.title == before.title
    short_and_equal = now.words == before.words and now.pictures == before.pictures and (bool(now.words) or same_title)
    same_day = now.date == before.date and _folder(new.post.path) == _folder(old.path)
    mended = words >= (_HARDLY if same_day else _A_LITTLE) if text_counts else same_day
    return short_and_equal or (same_title and mended)


def _likeness(new: _Marked, old: KnownPost) -> float:
    """How alike two posts are that may be one, to choose between several."""
    now, before = new.marks, old.marks
    small = (now.title == before.title, now.date == before.date, _folder(new.post.path) == _folder(old.path))
    return _alike(now.words, before.words) + _alike(now.pictures, before.pictures) + sum(small) / 4


def _alike(one: AbstractSet[object], other: AbstractSet[object]) -> float:
    """The share of what stands in both, of all that stands in either (Jaccard); 0 where nothing stands in either."""
    either = len(one | other)
    return len(one & other) / either if either else 0.0


def _folder(path: str) -> str:
    """The group's folder: `content/groep-5b`."""
    return "/".join(path.split("/")[:2])


def _has_date_of_its_own(post: Post) -> bool:
    """Whether the teacher wrote its date, in the front matter or in a name; otherwise it is that of the file."""
    return "date" in post.line_of or _DATE_IN_NAME.search(post.path) is not None


def _written(event: Event) -> str:
    return f"{event.title} {event.start.isoformat()} {event.place or ''}"


def _words(text: str) -> list[str]:
    return _WORD.findall(folded(text))
