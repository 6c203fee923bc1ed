"""Reads the values of one mapping (of `groups.yaml`, of front matter) one by one, like a form; what is wrong is noted, never guessed.

Every reader answers with a value that can be gone on with, so that one slip does not bring a row of mistakes that are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import TypeVar

from weekbrief_build.gather.notation.keys import Keyed, read_keys, truth_of, word_of
from weekbrief_build.gather.notation.yaml_tree import Items, Node, Pairs, Scalar
from weekbrief_build.school.mistake import N_, Mistake, Scope, Sentence, say

T = TypeVar("T")

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters and line breaks, and what turns the direction of writing: none has a place in a name or an address."""
LONGEST_LINE = 200


class Notes:
    """The mistakes found in one file, in the order in which they were found: how much each holds back, and who can mend it."""

    def __init__(
        self, file: str, scope: Scope = Scope.EVERYTHING, *, group: str | None = None, post: str | None = None, picture: str | None = None
    ) -> None:
        self.file = file
        self.scope = scope
        self.group = group
        self.post = post
        self.picture = picture
        self.mistakes: list[Mistake] = []

    @property
    def wrongs(self) -> int:
        """How many of them stop everything."""
        return sum(mistake.scope is Scope.EVERYTHING for mistake in self.mistakes)

    def wrong(self, line: int | None, what: Sentence, mend: Sentence) -> None:
        """Note what is held back until it is mended."""
        self._note(line, what, mend, self.scope)

    def advise(self, line: int | None, what: Sentence, mend: Sentence) -> None:
        """Note what may well be meant so, and should be looked at."""
        self._note(line, what, mend, Scope.ADVICE)

    def about(self, picture: str, file: str | None = None) -> Notes:
        """Notes in the same row that hold back one picture alone; of another file, where one is given."""
        notes = Notes(file or self.file, Scope.PICTURE, group=self.group, post=self.post, picture=picture)
        notes.mistakes = self.mistakes
        return notes

    def of_file(self, file: str) -> Notes:
        """Notes in the same row that hold back the same, of another file."""
        notes = Notes(file, self.scope, group=self.group, post=self.post, picture=self.picture)
        notes.mistakes = self.mistakes
        return notes

    def _note(self, line: int | None, what: Sentence, mend: Sentence, scope: Scope) -> None:
        self.mistakes.append(Mistake(self.file, line, what, mend, scope, self.group, self.post, self.picture))


def one_line(node: Node, notes: Notes, longest: int = LONGEST_LINE) -> str | None:
    """The text of a node, if it is one line that can be seen, without spaces around it and with single ones in it."""
    if not isinstance(node, Scalar):
        notes.wrong(node.line, say(N_("There is a list here where a text is needed.")), say(N_("Write one text, without brackets.")))
        return None
    text = node.text.strip()
    if not text.isprintable() and _UNSEEN.search(text):
        what = say(N_("There is a line break here, or a character that cannot be seen."))
        notes.wrong(node.line, what, say(N_("Type the text again, on one line.")))
        return None
    if len(text) > longest:
        notes.wrong(node.line, say(N_("This text is too long.")), say(N_("Write at most {count} characters."), count=longest))
        return None
    return " ".join(text.split())


class Form:
    """A mapping whose keys are known; each method reads one of them."""

    def __init__(self, pairs: Pairs, known: Collection[str], notes: Notes, line: int | None = None) -> None:
        self.line = line or pairs.line
        self.notes = notes
        self.can_miss = True
        keyed: Keyed = read_keys(pairs, known)
        self.found = keyed.found
        for flaw in keyed.flaws:
            notes.wrong(flaw.line, flaw.what, flaw.mend)

    @classmethod
    def of(cls, node: Node | None, line: int, known: Collection[str], notes: Notes) -> Form:
        """A form of any node, whose key is on this line; of one that is no mapping, a form on which nothing is filled in or missed."""
        if isinstance(node, Pairs):
            return cls(node, known, notes, line)
        form = cls(Pairs((), line), known, notes)
        if node is not None and not (isinstance(node, Scalar) and not node.text):
            what = say(N_("There should be words with a colon here."))
            notes.wrong(node.line, what, say(N_("Write them below each other, indented, or in braces: {words}."), words=", ".join(known)))
            form.can_miss = False
        return form

    def node(self, key: str) -> Node | None:
        """What stands at a key; None where there is nothing."""
        node = self.found[key][1] if key in self.found else None
        return None if isinstance(node, Scalar) and not node.text.strip() else node

    def section(self, key: str, known: Collection[str], *, needed: bool = False) -> Form:
        """The form that stands at a key; where there is none, one on which nothing is filled in."""
        form = Form.of(self.node(key), self.line_of(key), known, self.notes)
        if needed and self.node(key) is None:
            self.missing(key, "…")
            form.can_miss = False
        return form

    def written(self, key: str) -> str:
        """A key in the words of whoever wrote it; in English, where it is missing."""
        return self.found[key][0].text if key in self.found else key

    def line_of(self, key: str) -> int:
        """The line of a key; of the mapping, where the key is missing."""
        return self.found[key][0].line if key in self.found else self.line

    def text(self, key: str) -> str | None:
        """A text of one line; None where there is none that can be used."""
        node = self.node(key)
        return None if node is None else one_line(node, self.notes)

    def required(self, key: str, example: str) -> str | None:
        """A text of one line that may not be missing."""
        if self.node(key) is None:
            self.missing(key, example)
        return self.text(key)

    def missing(self, key: str, example: str) -> None:
        """Note that something is missing."""
        if not self.can_miss:
            return
        what = say(N_("“{key}” is missing here."), key=key)
        self.notes.wrong(self.line_of(key), what, say(N_("Write, for instance: {example}"), example=f"{key}: {example}"))

    def read(self, key: str, reader: Callable[[str], T | None], otherwise: T, example: str) -> T:
        """What a reader makes of the text; `otherwise` where there is none, or none that can be read."""
        text = self.text(key)
        if not text:
            return otherwise
        value = reader(text)
        if value is None:
            what = say(N_("“{text}” cannot be read as “{key}”."), text=text, key=self.written(key))
            self.notes.wrong(self.line_of(key), what, say(N_("Write, for instance: {example}"), example=f"{self.written(key)}: {example}"))
            return otherwise
        return value

    def word(self, key: str, among: Collection[str], otherwise: str) -> str:
        """One of these words, in either language."""
        return self.read(key, lambda text: word_of(text, among), otherwise, " | ".join(among))

    def truth(self, key: str) -> bool:
        """Yes or no; what is not said is no."""
        return self.read(key, truth_of, otherwise=False, example="true")

    def number(self, key: str, most: int, example: int) -> int | None:
        """A whole number from 1 up to and including `most`."""

        def reader(text: str) -> int | None:
            return int(text) if re.fullmatch(r"[0-9]{1,9}", text) and 1 <= int(text) <= most else None

        return self.read(key, reader, None, str(example))

    def things(self, key: str) -> tuple[Node, ...]:
        """The things of a list; one thing needs no brackets."""
        node = self.node(key)
        if node is None:
            return ()
        return node.items if isinstance(node, Items) else (node,)

    def entries(self, key: str) -> tuple[tuple[Scalar, Node], ...]:
        """The entries of a mapping whose keys are ids."""
        node = self.node(key)
        if isinstance(node, Pairs):
            return node.pairs
        if node is not None:
            what = say(N_("Below “{key}” stand ids, each with a colon."), key=key)
            self.notes.wrong(node.line, what, say(N_("Begin each with its id and a colon, indented.")))
        return ()
