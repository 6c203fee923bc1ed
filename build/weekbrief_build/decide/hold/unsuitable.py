"""Decides whether a post holds words that the school does not send unseen; one that does goes to nobody until the head lets it go.

The words are those of the starter list and of the head's own (`school.word_list`), as whole words, word for word but for case, accents
and invisible signs: `kut` is not found in `kutter`, nor `klootzak` in `kloot zak`. They are looked for wherever a reader could see them,
in every language: title, text, captions and alt texts, event, author and attached PDF files.

Only the head lets a word or a post go, in a file that teachers do not keep: `allowed: sukkel` for every place where that word (or that
phrase, with the words in it) stands, `allowed: content/groep-5b/feest.md` for one post. Nothing in a post can let it go.

Known limits. Words that are spelt to get past a list (`k*t`) get past it. A post that was let go is let go by its place: what its teacher
writes in it later goes too, and under a new name it is held again. In the address behind a link nothing is looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from weekbrief_build.decide.hold.starter_words import STARTER_WORDS
from weekbrief_build.decide.rule.texts import Place, Written, line_of, texts_of
from weekbrief_build.school.mistake import N_, Mistake, Scope, say
from weekbrief_build.school.post import Post
from weekbrief_build.school.reading import Reading
from weekbrief_build.school.roll import Names, read
from weekbrief_build.school.spelling import folded
from weekbrief_build.school.word_list import WordList

_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Unsuitable:
    """The words that hold a post, ready to be found; made once for all posts."""

    listed: Names
    allowed: Names
    posts: AbstractSet[str]
    """Folded places of the posts that the head let go."""
    words: WordList

    @classmethod
    def of(cls, words: WordList) -> Unsuitable:
        """The starter list and the head's own."""
        listed = Names(((word, word) for word in (*STARTER_WORDS, *words.held)), genitives=False)
        allowed = Names(((word, word) for word in words.allowed), genitives=False)
        return cls(listed, allowed, frozenset(_place(post.path) for post in words.posts), words)


def words_held_back(post: Post, unsuitable: Unsuitable) -> tuple[Mistake, ...]:
    """One mistake for each file of the post in which such words stand, told to its teachers and to the head; none: it may go."""
    if not unsuitable.posts.isdisjoint(_places(post)):
        return ()
    found: dict[str, list[tuple[Written, str]]] = {}
    for version in post.versions:
        for written in texts_of(post, version):
            if written.place is not Place.LINK:
                found.setdefault(written.file, []).extend((written, word) for word in _words_in(written.text, unsuitable))
    return tuple(_mistake(post, file, words, unsuitable.words) for file, words in found.items() if words)


def allowed_in_vain(reading: Reading) -> Iterator[Mistake]:
    """Advice to the head on the posts that the list lets go and that are not there, or not any more."""
    there = {place for post in reading.posts for place in _places(post)}
    there |= {_place(mistake.post) for mistake in reading.mistakes if mistake.post}
    for allowed in reading.words.posts:
        if _place(allowed.path) not in there:
            what = say(N_("There is no post at {path} (any more)."), path=allowed.path)
            mend = say(N_("Look whether its place is spelt right; if the post is gone, the line may go too."))
            yield Mistake(reading.words.file, allowed.line, what, mend, Scope.ADVICE)


def _words_in(text: str, unsuitable: Unsuitable) -> Iterator[str]:
    """The listed words in a text, as they stand there, but for those within an allowed word or phrase."""
    words = read(text)
    found = [one for one in unsuitable.listed.find(words) if one.whole and one.as_spelt]
    if not found:
        return
    allowed = [(one.start, one.end) for one in unsuitable.allowed.find(words) if one.whole and one.as_spelt]
    for one in found:
        if not any(start <= one.start and one.end <= end for start, end in allowed):
            yield " ".join(words.shown[one.start : one.end].split())


def _mistake(post: Post, file: str, found: list[tuple[Written, str]], words: WordList) -> Mistake:
    shown = list({folded(word): word for _, word in found}.values())[:_MOST_SHOWN]
    line = next((line for written, _ in found if (line := line_of(post, written)) is not None), None)
    what = say(
        N_("Words stand here that the school does not send before the head has looked: {words}."),
        words=", ".join(f"“{word}”" for word in shown),
    )
    mend = say(
        N_("Write it otherwise. Or, if it may stay, the head writes on a line of its own in {file} (beside groups.yaml): {line}"),
        file=words.file,
        line=f"{words.key}: {post.path}",
    )
    return Mistake(file, line, what, mend, Scope.POST, post.group, post.path, head_too=True)


def _places(post: Post) -> Iterator[str]:
    """By what the head may name a post, folded: a text of it, or its own folder."""
    for file in (post.path, *(version.file for version in post.versions if version.file)):
        yield _place(file)
        folder = file.rpartition("/")[0]
        if folder.count("/") > 1:  # `content/groep-5b` is a group's folder, and no post's
            yield _place(folder)


def _place(path: str) -> str:
    """The same for the same place, however it is written: a computer may take capitals, and backslashes, for the same."""
    return folded(path.replace("\\", "/")).rstrip("/")
