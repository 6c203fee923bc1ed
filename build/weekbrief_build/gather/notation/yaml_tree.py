"""Reads YAML strictly into a small tree that knows its lines; it never guesses what a word means, and never lets two keys be one.

Scalars stay text: `17:00` is no number and `no` is no False. What most people never mean is refused with a sentence: equal keys,
anchors, aliases, tags, merge keys, several documents, spaces that only look like spaces. The tree is built from the parser's events
as they come, so a file of many thousand families is never held as anything bigger than its tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

import yaml

from weekbrief_build.school.mistake import N_, Sentence, say

LARGEST = 32_000_000
"""Characters; a groups.yaml of 20,000 families is about 8 million."""
DEEPEST = 20
"""Levels of lists and mappings within each other; the school folder's own formats need five."""

_LOADER: type[yaml.Loader] = getattr(yaml, "CLoader", yaml.Loader)  # libyaml where it is there: nothing is ever constructed, only parsed
_LOOK_LIKE_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
_STRAY_SPACE = re.compile(rf"^ *(?:- +)*-?[{_LOOK_LIKE_SPACES}]|^[ -]*[^\s:#'\"]+:[{_LOOK_LIKE_SPACES}]", re.MULTILINE)
_STRAY_SPACE_AFTER_COLON = re.compile(rf":[{_LOOK_LIKE_SPACES}]")
_STRAY_SPACE_AROUND = re.compile(rf"^[{_LOOK_LIKE_SPACES}]+|[{_LOOK_LIKE_SPACES}]+$")
_TAB_IN_INDENT = re.compile(r"^ *\t[ \t]*(?=[^\s#])", re.MULTILINE)
# Line and paragraph separators are line breaks to YAML and to nobody's editor; surrogates and noncharacters cannot be written as UTF-8;
# E0F0 to E0F2 mark places in rendering.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue0f0-\ue0f2\ufffe\uffff]|(?<!^)\ufeff")
_NULLS = frozenset({"~", "null"})
_HASH = re.compile(r" #.*|[ \t]+#(?=[^\s#]).*")


@dataclass(frozen=True, slots=True)
class Scalar:
    """Some text in Unicode form C; an empty value, `~` and `null` are an empty plain text."""

    text: str
    line: int
    """Counted from 1 in the file, like all lines here."""
    plain: bool
    """Written without quotes and not as a block."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping, in the order of the file; no two keys have the same text."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int


Node = Scalar | Items | Pairs


class YamlRefused(ValueError):  # noqa: N818 - it is a refusal, and reads as one
    """The text cannot be read, or holds what is not allowed: where, what, and how to mend it."""

    def __init__(self, line: int | None, what: Sentence, mend: Sentence) -> None:
        super().__init__(what.template)  # without its values: an exception may end up in a log
        self.line = line
        self.what = what
        self.mend = mend


def read_yaml(
    text: str, *, first_line: int = 1, largest: int = LARGEST, twice: list[YamlRefused] | None = None, hashes: bool = False
) -> Node | None:
    """The tree of one YAML document; None where there is nothing in it.

    `first_line` is the line of the file on which `text` begins (front matter), `largest` the most characters that are read. With
    `hashes`, ` #` inside a value belongs to it, as in `title: Groep #5`; two spaces, the sign and a space still begin an explanation.
    Raises YamlRefused. Given a list `twice`, a key that stands twice is put there rather than raised, so that whoever collects
    mistakes can read on; the tree holds the first.
    """
    if len(text) > largest:
        raise YamlRefused(None, say(N_("This is too long to read.")), say(N_("Make it shorter than {count} characters."), count=largest))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    _refuse_stray_characters(text, first_line)
    try:
        lines = text.split("\n") if hashes and " #" in text else ()
        return _Tree(first_line, twice, lines).read(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        raise _refusal(error, text, first_line) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # an escape such as "\UFFFFFFFF" is no character
        if isinstance(error, YamlRefused):
            raise
        raise YamlRefused(None, *_NOT_UNDERSTOOD) from None


def _refuse_stray_characters(text: str, first_line: int) -> None:
    """Refuse what an eye cannot see and YAML reads in its own way."""
    for pattern, (what, mend) in (
        (_CONTROL, _CONTROL_CHARACTER),
        (_TAB_IN_INDENT, (say(N_("This line begins with a tab.")), say(N_("Use spaces in front of a line, not tabs.")))),
        (_STRAY_SPACE, _ODD_SPACE),
    ):
        if found := pattern.search(text):
            raise YamlRefused(first_line + text.count("\n", 0, found.start()), what, mend)


class _Tree:
    """One reading: turns events into nodes, and shares equal keys and line numbers among them."""

    def __init__(self, first_line: int, twice: list[YamlRefused] | None, lines: Sequence[str] = ()) -> None:
        self.first_line = first_line
        self.lines = lines
        """The text, where what stands behind a value may belong to it."""
        self.line = first_line
        self.keys: dict[str, str] = {}
        self.twice = twice

    def read(self, events: Iterator[yaml.Event]) -> Node | None:
        """The one document of these events; None where it is empty."""
        root: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1 or event.version or event.tags:
                    raise YamlRefused(self._line_of(event), *_SEVERAL_DOCUMENTS)
                root = self._node(events, next(events), 0)
        return None if isinstance(root, Scalar) and root.plain and not root.text else root

    def _node(self, events: Iterator[yaml.Event], event: yaml.Event, depth: int) -> Node:
        line = self._line_of(event)
        if not isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) or event.anchor:
            raise YamlRefused(line, *_ANCHOR)  # what begins no node of its own is an alias
        if event.tag:
            raise YamlRefused(line, *_TAG)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, line)
        if depth == DEEPEST:
            raise YamlRefused(line, *_TOO_DEEP)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                items.append(self._node(events, event, depth + 1))
            return Items(tuple(items), line)
        return self._pairs(events, line, depth)

    def _pairs(self, events: Iterator[yaml.Event], line: int, depth: int) -> Pairs:
        pairs: list[tuple[Scalar, Node]] = []
        lines: dict[str, int] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(self._node(events, event, depth + 1))
            value = self._node(events, next(events), depth + 1)
            if key.text in lines:
                self._stands_twice(key, lines[key.text])
            else:
                lines[key.text] = key.line
                pairs.append((key, value))
        return Pairs(tuple(pairs), line)

    def _stands_twice(self, key: Scalar, first: int) -> None:
        what = say(N_("“{key}” stands here twice; the first is on line {line}."), key=_short(key.text), line=first)
        refused = YamlRefused(key.line, what, say(N_("Keep one of the two.")))
        if self.twice is None:
            raise refused
        self.twice.append(refused)

    def _key(self, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            raise YamlRefused(node.line, *_KEY_IS_NO_WORD)
        if not node.text:
            raise YamlRefused(node.line, say(N_("There is nothing in front of the colon.")), say(N_("Write a word in front of it.")))
        if node.plain and node.text == "<<":
            raise YamlRefused(node.line, *_ANCHOR)
        if not node.text.isascii() and _STRAY_SPACE_AFTER_COLON.search(node.text):
            raise YamlRefused(node.line, *_ODD_SPACE)
        return Scalar(self.keys.setdefault(node.text, node.text), node.line, node.plain)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Scalar:
        text: str = event.value
        plain = event.style in {None, ""}
        if plain and self.lines:
            text = (text + self._behind(event)).strip()
        if not text.isascii():
            text = normalize("NFC", _STRAY_SPACE_AROUND.sub("", text) if plain else text)
        if event.style == '"' and _CONTROL.search(text):  # written as an escape: the text of the file is clean
            raise YamlRefused(line, *_CONTROL_CHARACTER)
        return Scalar("" if plain and text in _NULLS else text, line, plain)

    def _behind(self, event: yaml.ScalarEvent) -> str:
        """What stands behind a value, on its last line, and belongs to it though YAML takes it for an explanation."""
        end = event.end_mark
        found = _HASH.match(self.lines[end.line], end.column) if end and end.line < len(self.lines) else None
        return found[0] if found else ""

    def _line_of(self, event: yaml.Event) -> int:
        line = event.start_mark.line + self.first_line if event.start_mark else self.line
        if line != self.line:
            self.line = line  # one int for all that stands on the line
        return self.line


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - what fits in a sentence


_CONTROL_CHARACTER = (
    say(N_("There is a character here that cannot be seen (a control character).")),
    say(N_("Type this line again rather than paste it.")),
)
_ODD_SPACE = (
    say(N_("There is a space here that only looks like one (a no-break space).")),
    say(N_("Take the space out and type it again.")),
)
_ANCHOR = (
    say(N_("A reference (& or * in front of a word, or <<) is not allowed here.")),
    say(N_("Write it out in full, or put quotation marks around the text.")),
)
_TAG = (
    say(N_("A word that begins with an exclamation mark is not allowed here.")),
    say(N_("Put quotation marks around the text.")),
)
_SEVERAL_DOCUMENTS = (
    say(N_("A second document or a directive begins here (--- or %).")),
    say(N_("Take this line out.")),
)
_TOO_DEEP = (
    say(N_("There are too many lists within lists here.")),
    say(N_("Take some brackets or indents out.")),
)
_KEY_IS_NO_WORD = (
    say(N_("There is a list in front of the colon.")),
    say(N_("Write a word in front of the colon, without brackets.")),
)
_NOT_UNDERSTOOD = (
    say(N_("This cannot be understood.")),
    say(N_("Compare this line and the one above it with the example; indents, colons and quotation marks matter.")),
)
# What libyaml and PyYAML's own parser say, by the words that both use, to what a teacher can do about it.
_PROBLEMS = (
    (
        "mapping values are not allowed",
        say(N_("There is a colon here where none can be, or this line begins too far to the right.")),
        say(N_("Put quotation marks around a text with a colon in it; begin lines that belong together below each other.")),
    ),
    (
        "cannot start any token",
        say(N_("A text cannot begin with this sign (@, ` or %).")),
        say(N_("Put quotation marks around the text; write the id of a child without @.")),
    ),
    (
        "quoted scalar",
        say(N_("The quotation marks that begin here do not end well.")),
        say(N_("Close them; inside \"…\" write \\\\ for one \\, inside '…' write '' for one '.")),
    ),
    (
        "flow",
        say(N_("The brackets or braces that begin here do not end, or a comma is missing in them.")),
        say(N_("Close them, and put a comma between each two things in them.")),
    ),
    (
        "expected ':'",
        say(N_("There is a line here without a colon.")),
        say(N_("Write a word, a colon and a space, and then the text.")),
    ),
    (
        "block",
        say(N_("This line does not begin where the lines above it begin, or something stands after a text in quotation marks.")),
        say(N_("Begin lines that belong together below each other, with the same number of spaces.")),
    ),
)


def _refusal(error: yaml.MarkedYAMLError, text: str, first_line: int) -> YamlRefused:
    """What the parser found, in words for people; where something was never closed, the line on which it began."""
    said = f"{error.context or ''} {error.problem or ''}"
    what, mend = next(((what, mend) for words, what, mend in _PROBLEMS if words in said), _NOT_UNDERSTOOD)
    began_earlier = "quoted" in said or ("flow" in said and "mapping values" not in said)
    mark = (error.context_mark if began_earlier else None) or error.problem_mark or error.context_mark
    if mark is None:
        return YamlRefused(None, what, mend)
    return YamlRefused(first_line + min(mark.line, text.rstrip("\n").count("\n")), what, mend)
