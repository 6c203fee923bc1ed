"""Decides which post of the folder is one that the job has seen before, and which was sent and now may be another.

The same post (DESIGN.md) is the same file; or, where that file is gone or holds another post, one in the same group with the same date of
which one holds half of the other's words: it was renamed, mended or translated. Where there are no words to tell by, half of the pictures
do. Another file with another date is another post, whatever it says. A date that nobody wrote is that of the file's last change: there a
week may lie between the two, or, where not a word and not a picture differs, any time; and its teacher is asked (`replaced`).

A file that was sent waits when it has a later date, is meant for others, or more than half of its words are new: it may be a new post, and
it may be the old one, mended. Its teacher is asked, and says `new: yes` or makes a new file.
Nothing goes twice, nothing is dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b, sha256
from types import MappingProxyType

from weekbrief_build.decide.know.memory import KnownPost, Marks
from weekbrief_build.school.post import Event, Post, Version
from weekbrief_build.school.spelling import folded

_RUN = 3
"""Words in a run: enough that a run of one text seldom stands in another."""
_BUCKETS = 1 << 16
"""Of single words: few enough that several words of a language share one, so that nobody reads them back; many for one text."""
_HALF, _A_LITTLE = 0.5, 0.2
_HARDLY = 0.1
"""Of the runs of a post that an older Weekbrief remembered without its words."""
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
        vocabulary=frozenset(_bucket(word) for word in (*(_words(version.title) if version.file else ()), *words)),
        to=sha256(" ".join(sorted(post.to)).encode()).hexdigest() if post.to else "",
    )


def _bucket(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest()) % _BUCKETS


def recognise(posts: Sequence[Post], known: Sequence[KnownPost], still_there: AbstractSet[str] = frozenset()) -> Mapping[str, KnownPost]:
    """For each `Post.path` that was seen before, what it was; a post that is not in it is new. No known post is given twice.

    `still_there` are paths at which something stands that could not be read: it is not gone, and nothing takes its place.
    """
    at_path = {old.path: old for old in sorted(known, key=lambda old: old.id)}
    marked = [_Marked(post, _marks_of(post, version)) for post in posts for version in post.versions]
    found = {new.post.path: old for new in marked if (old := _at_its_path(new.post, at_path)) and not _is_rewritten(new.marks, old.marks)}
    taken = {old.id for old in found.values()}
    unread = still_there - {post.path for post in posts}
    free = [old for old in known if old.id not in taken and old.path not in unread]
    found |= _best_pairs([new for new in marked if new.post.path not in found], free)
    taken = {old.id for old in found.values()}
    rewritten = {new.post.path: old for new in marked if (old := _at_its_path(new.post, at_path)) and new.post.path not in found}
    found |= {path: old for path, old in rewritten.items() if old.id not in taken}
    return MappingProxyType(found)


def _at_its_path(post: Post, at_path: Mapping[str, KnownPost]) -> KnownPost | None:
    """What stood in this file, or in that of another language: a translation that is added may become the first version."""
    files = (post.path, *(version.file for version in post.versions if version.file))
    return next((at_path[file] for file in files if file in at_path), None)


def replaced(
    posts: Sequence[Post], recognised: Mapping[str, KnownPost], told: Collection[int], *, dates_move: bool = False
) -> frozenset[str]:
    """The paths of posts that somebody was sent and that may be another now: a file like `weekbericht.md`, used again.

    `told` are the ids of the posts that somebody was sent; `dates_move` in an example school, where a later date says nothing.
    """
    return frozenset(
        post.path
        for post in posts
        if (old := recognised.get(post.path)) and old.id in told and _may_be_another(post, old, dates_move=dates_move)
    )


def _may_be_another(post: Post, old: KnownPost, *, dates_move: bool) -> bool:
    now = [_marks_of(post, version) for version in post.versions]
    if all(_is_rewritten(marks, old.marks) for marks in now) or (old.marks.to is not None and now[0].to != old.marks.to):
        return True
    return not dates_move and _is_later(post, now, old)


def _is_later(post: Post, now: Sequence[Marks], old: KnownPost) -> bool:
    """Whether it has a later date than before; of a date that nobody wrote, whether that is more than a mended word's doing."""
    days = post.date - (old.marks.date or post.date)
    if days <= timedelta() or has_date_of_its_own(post):
        return days > timedelta()
    if any(_says_the_same(marks, old.marks) for marks in now):
        return False
    return days >= _WITHIN_DAYS or old.path != post.path or min(_new_words(marks, old.marks) for marks in now) > _A_LITTLE


def _is_rewritten(now: Marks, before: Marks) -> bool:
    """Whether more than half of its words are new; where there are none, whether no picture stayed."""
    if not now.words and not before.words and now.pictures and before.pictures:
        return now.pictures.isdisjoint(before.pictures)
    if before.vocabulary is None:
        return len(now.words & before.words) < _HARDLY * len(before.words) and now.pictures.isdisjoint(before.pictures)
    return _new_words(now, before) > _HALF


def _new_words(now: Marks, before: Marks) -> float:
    """The share of its words that did not stand there before; 0 where that is not known."""
    if not now.vocabulary or before.vocabulary is None:
        return 0.0
    return len(now.vocabulary - before.vocabulary) / len(now.vocabulary)


def _says_the_same(now: Marks, before: Marks) -> bool:
    return (now.title, now.words, now.pictures) == (before.title, before.words, before.pictures)


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
    """Whether a post is what was known at another path."""
    if _folder(new.post.path) != _folder(old.path):
        return False
    now, before = new.marks, old.marks
    apart = abs(new.post.date - (before.date or old.first_seen))
    if apart and has_date_of_its_own(new.post):
        return False
    if apart >= _WITHIN_DAYS:
        return _says_the_same(now, before) and bool(now.words or now.pictures)
    pictures = _alike(now.pictures, before.pictures) >= _HALF
    no_words = not now.words or not before.words
    return _holds_half(now, before) or (pictures and (no_words or len(now.pictures & before.pictures) >= _TWO))


def _holds_half(one: Marks, other: Marks) -> bool:
    """Whether one of the two holds half of the other's words."""
    if one.vocabulary is None or other.vocabulary is None:  # of an older Weekbrief: a mended word spoils three runs
        return len(one.words & other.words) * 4 >= min(len(one.words), len(other.words)) > 0
    shorter = min(len(one.vocabulary), len(other.vocabulary))
    return len(one.vocabulary & other.vocabulary) >= _HALF * shorter > 0


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


def has_date_of_its_own(post: Post) -> bool:
    """Whether the teacher wrote its date, in the front matter or in a name; otherwise it is that of the file."""
    return "date" in post.line_of or _DATE_IN_NAME.search(post.path) is not None


def _written(event: Event) -> str:
    return f"{event.title} {event.start.isoformat()} {event.place or ''}"


def _words(text: str) -> list[str]:
    return _WORD.findall(folded(text))
