"""Gives a teacher friendly advice on a post that is still to go: it holds nothing back, and no letter depends on it.

- A picture without caption or alt text says nothing to who cannot see it.
- A sentence of more than `LONGEST_SENTENCE` words is hard for who reads on a phone, or is learning the language.
- A part that names a child (with `@` or plainly) and speaks of health or home as well, where other families read it: a yes to a name
  is no yes to that. In a personal message to the child's own families there is nothing to say.
- A personal message that names a child for whom it is not meant, and who is not of every family that reads it.

Known limits. A part is a paragraph or a list, or a caption; a child named in a title is named in every part. What is said of `she` in
the next paragraph, and what stands in a PDF, is not seen. A sentence ends at a full stop, also at that of an abbreviation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice

from weekbrief_build.decide.hold.unsuitable import allowed_in_vain
from weekbrief_build.decide.know.judged import Judged, JudgedPost
from weekbrief_build.decide.know.situation import SeenPost, Situation
from weekbrief_build.decide.rule.names import NameWritten
from weekbrief_build.decide.rule.texts import texts_of
from weekbrief_build.decide.tell.private_words import PRIVATE_WORDS
from weekbrief_build.school.mistake import N_, Mistake, Scope, Sentence, say
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Post, Segment, SegmentKind, Version
from weekbrief_build.school.roll import Names, read

LONGEST_SENTENCE = 35
"""Words; a sentence of a newspaper has 15 to 20."""
_MOST_SENTENCES = 3
_MOST_SHOWN = 3
_FIRST_WORDS = 6
_SENTENCE_END = re.compile(r"(?<=[.!?\u2026])[\"'\u2019\u201d)\]]*\s+|\n")
_HAS_LETTER = re.compile(r"[^\W\d_]")
_CAPTIONS = N_(
    "A few words will do, behind “people”: caption: Looking for acorns. Who cannot see the picture has them read aloud. "
    "If they should not stand below it, write “alt:” instead of “caption:”."
)
_CAPTIONS_WITHOUT_TEXT = N_(
    "Put a text beside the pictures, a file that ends in .md. In it a few words for each will do: ![Looking for acorns](acorns.jpg). "
    "Who cannot see the picture has them read aloud."
)
_PRIVATE = Names(((word, word) for word in PRIVATE_WORDS), genitives=False)


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph, a list, a title or a caption: what is read together."""

    text: str
    """With mentions as a teacher writes them."""
    mentioned: frozenset[str]
    """Ids of the children in its mentions."""
    title: bool = False


def advice_on(situation: Situation, judged: Judged) -> tuple[Mistake, ...]:
    """All advice of this moment: on each post that somebody is still to get, and to the head on what her list allows in vain."""
    of_posts = (advice for one in judged.values() if one.awaited for advice in _on_post(one, situation.reading.school))
    return (*of_posts, *allowed_in_vain(situation.reading))


def _on_post(judged: JudgedPost, school: School) -> Iterator[Mistake]:
    seen, written = judged.seen, judged.names
    families = [school.families[family].children for family in seen.audience.families]
    everybodys = frozenset.intersection(*families) if families else frozenset()
    yield from _on_other_children(seen.post, written, everybodys)
    yield from _on_parents(seen, school)
    for version in seen.post.versions:
        yield from _on_private_matters(seen.post, version, written, everybodys)
    yield from _on_pictures(seen.post)
    for version in seen.post.versions:
        yield from _on_sentences(seen.post, version)


def _on_other_children(post: Post, written: Sequence[NameWritten], everybodys: AbstractSet[str]) -> Iterator[Mistake]:
    """A name that holds the post is told already."""
    mentioned = {child for version in post.versions for part in _parts_of(version) for child in part.mentioned}
    others = (mentioned | {name.child for name in written if not name.held}) - set(post.to) - everybodys
    if post.personal and others:
        what = say(N_("This message is for one family, and it speaks of {children} too."), children=", ".join(sorted(others)))
        mend = say(N_("Look whether that child's parents would mind. Leave the child out, or say “a classmate”."))
        yield _advice(post, post.path, None, what, mend)


def _on_parents(seen: SeenPost, school: School) -> Iterator[Mistake]:
    """A parent's name may stand in a post (who baked the cake), but the parent should have agreed. Staff may be named."""
    own = frozenset(seen.audience.families) if seen.post.personal else frozenset()
    named: dict[str, None] = {}
    for version in seen.post.versions:
        for written in texts_of(seen.post, version):
            text = read(written.text)
            staff = {(found.start, found.end) for found in school.roll.staff.find(text)}
            for found in school.roll.guardians.find(text):
                if found.capital and found.closed and (found.start, found.end) not in staff and not found.name.whose <= own:
                    named[" ".join(text.shown[found.start : found.end].split())] = None
    if named:
        what = say(N_("A parent is named here: {names}."), names=", ".join(named))
        yield _advice(seen.post, seen.post.path, None, what, say(N_("Ask first whether that is all right, or write “a parent”.")))


def _on_private_matters(post: Post, version: Version, written: Iterable[NameWritten], everybodys: AbstractSet[str]) -> Iterator[Mistake]:
    """One advice for a version; everybody reads what is said of a child that is not of every family of the audience."""
    parts = list(_parts_of(version))
    named = Names((name.child, name.written) for name in written)
    in_title = frozenset().union(*(_children_in(part, named) for part in parts if part.title))
    words: dict[str, None] = {}
    children: dict[str, None] = {}
    for part in parts:
        text = read(part.text)
        private = [one.name.spelt for one in _PRIVATE.find(text) if one.whole and one.as_spelt]
        meant = (in_title | _children_in(part, named)) - everybodys if private else ()
        if meant:
            words |= dict.fromkeys(private)
            children |= dict.fromkeys(sorted(meant))
    if words:
        what = say(N_("Beside the name of a child this speaks of: {words}."), words=", ".join(f"“{word}”" for word in words))
        mend = say(
            N_(
                "What is about a child's health or home is for its own family. Ask the parents first, leave the name out, "
                "or write to that family alone: {to}"
            ),
            to=f"to: [{', '.join(children)}]",
        )
        yield _advice(post, version.file or post.path, None, what, mend)


def _on_pictures(post: Post) -> Iterator[Mistake]:
    """One advice for all pictures of a post: nobody writes twenty captions after twenty sentences of advice."""
    version = post.versions[0]
    bare = [picture.name for picture in post.pictures if not version.captions.get(picture.name) and not version.alts.get(picture.name)]
    if not bare:
        return
    shown = ", ".join(bare[:_MOST_SHOWN]) + (", …" if len(bare) > _MOST_SHOWN else "")
    what = say(N_("Without a word of what there is to see: {pictures} ({number})."), pictures=shown, number=len(bare))
    mend = say(_CAPTIONS if version.file else _CAPTIONS_WITHOUT_TEXT)
    yield _advice(post, post.path, post.line_of.get("pictures"), what, mend)


def _on_sentences(post: Post, version: Version) -> Iterator[Mistake]:
    sentences = (sentence.split() for part in _parts_of(version) for sentence in _SENTENCE_END.split(part.text))
    counted = ((words, sum(_HAS_LETTER.search(word) is not None for word in words)) for words in sentences)
    for words, number in islice((one for one in counted if one[1] > LONGEST_SENTENCE), _MOST_SENTENCES):
        what = say(
            N_("This sentence has {number} words: “{words} …”"), number=number, words=" ".join(word[:40] for word in words[:_FIRST_WORDS])
        )
        mend = say(N_("Two or three short ones are easier to read, on a phone and for parents who are learning the language."))
        yield _advice(post, version.file or post.path, None, what, mend)


def _parts_of(version: Version) -> Iterator[_Part]:
    for part in _parts(version.title_segments):
        yield _Part(part.text, part.mentioned, title=True)
    yield from _parts(version.prose.text)
    for of_pictures in (version.captions, version.alts):
        for segments in of_pictures.values():
            yield from _parts(segments)


def _parts(segments: Iterable[Segment]) -> Iterator[_Part]:
    """The segments, cut where a block ends."""
    text, mentioned = "", frozenset[str]()
    for segment in segments:
        if segment.kind is SegmentKind.MENTION:
            text, mentioned = f"{text}@{segment.content}", mentioned | {segment.content}
            continue
        first, *others = ("", "") if segment.kind is SegmentKind.PICTURE else segment.content.split("\n\n")
        text += first
        for other in others:
            yield _Part(text, mentioned)
            text, mentioned = other, frozenset[str]()
    yield _Part(text, mentioned)


def _children_in(part: _Part, named: Names) -> frozenset[str]:
    """The children whom a part mentions or names."""
    return part.mentioned.union(*(found.name.whose for found in named.find(read(part.text))))


def _advice(post: Post, file: str, line: int | None, what: Sentence, mend: Sentence) -> Mistake:
    return Mistake(file, line, what, mend, Scope.ADVICE, post.group, post.path)
