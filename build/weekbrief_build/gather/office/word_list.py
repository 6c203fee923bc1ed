"""Reads the head's list of unsuitable words: one on each line; a line that cannot be understood stops everything, for nothing is guessed.

A line is a word or a phrase that holds a post. `allowed: sukkel` (or `toegestaan:`) lets a word stand everywhere, and
`allowed: content/groep-5b/feest.md` lets one post go. What follows a `#` is a remark; in the line of a post it may be part of its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from weekbrief_build.gather.files.text_files import NoText, text_of_file
from weekbrief_build.gather.notation.form import Notes
from weekbrief_build.gather.notation.keys import nearest, word_of
from weekbrief_build.school.mistake import N_, Mistake, say
from weekbrief_build.school.spelling import folded
from weekbrief_build.school.word_list import AllowedPost, WordList

LONGEST = 100
"""Signs of a word or phrase; what is longer is a letter that was pasted here."""
_REMARK = re.compile(r"(?:^|\s)#.*")
_IN_CONTENT = re.compile(r"content[/\\]", re.IGNORECASE)
_PARTS_A_PATH = re.compile(r"[/\\]")
_MOST_TOLD = 20
"""More than anybody mends at once."""
_KEYS = ("allowed", "toegestaan")


@dataclass(frozen=True, slots=True)
class WordListReading:
    """What one reading of the list gave."""

    words: WordList
    mistakes: tuple[Mistake, ...]


def read_word_list(data: bytes, file: str) -> WordListReading:
    """The list in the bytes of the file of this name, and everything that has to be mended in it."""
    notes = Notes(file)
    try:
        text = text_of_file(data)
    except NoText as refused:
        notes.wrong(refused.line, refused.what, refused.mend)
        return WordListReading(WordList(file=file), tuple(notes.mistakes))
    held: dict[str, tuple[str, int]] = {}
    allowed: dict[str, tuple[str, int]] = {}
    posts: list[AllowedPost] = []
    for number, line in enumerate(text.split("\n"), 1):
        key, colon, rest = line.partition(":")
        if notes.wrongs >= _MOST_TOLD:
            break
        if line.lstrip().startswith("#"):
            continue
        if colon and word_of(key.strip(), ("allowed",)) and _IN_CONTENT.match(rest.strip()):
            posts.append(AllowedPost(rest.strip(), number))
        elif written := " ".join(_REMARK.sub("", line).split()):
            _read_words(written, number, held, allowed, notes)
    for word, (written, number) in allowed.items():
        if word in held:
            what = say(
                N_("“{word}” is allowed here, but on line {line} it holds a post."),
                word=written,
                line=held[word][1],
            )
            notes.wrong(number, what, say(N_("Keep one of the two.")))
    return WordListReading(WordList(_as_written(held), _as_written(allowed), tuple(posts), file), tuple(notes.mistakes))


def _read_words(written: str, number: int, held: dict[str, tuple[str, int]], allowed: dict[str, tuple[str, int]], notes: Notes) -> None:
    """One line with a word or phrase, alone or behind a key."""
    key, colon, rest = written.partition(":")
    words = rest.strip() if colon else written
    if colon and not word_of(key.strip(), ("allowed",)):
        what = say(N_("“{key}” is not a word that can stand here."), key=key.strip()[:LONGEST])
        meant = nearest(key, _KEYS) or "allowed"
        notes.wrong(number, what, say(N_("Write a word or phrase without a colon, or “{key}:” and what may stand."), key=meant))
    elif not any(sign.isalpha() for sign in words):
        what = say(N_("There is no word on this line."))
        notes.wrong(number, what, say(N_("Write a word or phrase, or take the line out; a remark begins with #.")))
    elif colon and _PARTS_A_PATH.search(words):
        what = say(N_("“{words}” looks like the place of a post, and does not begin with content/."), words=words[:LONGEST])
        notes.wrong(number, what, say(N_("Write, for instance: {example}"), example=f"{key.strip()}: content/groep-5b/feest.md"))
    elif len(words) > LONGEST:
        what = say(N_("This line is too long to be a word or phrase."))
        notes.wrong(number, what, say(N_("Write one word or phrase on each line.")))
    else:
        (allowed if colon else held).setdefault(folded(words), (words, number))


def _as_written(found: dict[str, tuple[str, int]]) -> tuple[str, ...]:
    return tuple(written for written, _ in found.values())
