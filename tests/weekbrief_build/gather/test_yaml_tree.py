from __future__ import annotations

from contextlib import suppress
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weekbrief_build.gather.notation.yaml_tree import DEEPEST, Items, Node, Pairs, Scalar, YamlRefused, read_yaml
from weekbrief_build.words import words_of

PRONE = st.text(alphabet=" \t\n-:?,[]{}#&*!|>'\"%@`\\~<=.\u00a0\u2028\ufeff\x00abx0", max_size=60)
"""Text of the signs that mean something in YAML: random text seldom holds two of them in a row."""


def plain(node: Node | None) -> object:
    """The tree without its lines, as lists and dicts."""
    match node:
        case None:
            return None
        case Scalar():
            return node.text
        case Items():
            return [plain(item) for item in node.items]
        case Pairs():
            return {key.text: plain(value) for key, value in node.pairs}


def refusal(text: str, *, first_line: int = 1) -> tuple[int | None, str]:
    """The line and the sentence with which a text is refused."""
    with pytest.raises(YamlRefused) as refused:
        read_yaml(text, first_line=first_line)
    return refused.value.line, words_of("en").say(refused.value.what)


def test_words_stay_as_they_were_written() -> None:
    """YAML 1.1 would make 17:00 a number, no a False and 08-01 a text; here everything is text."""
    assert plain(read_yaml("at: 17:00\nno: no\nday: 2026-08-24\nnumber: 012\nquoted: 'yes'")) == {
        "at": "17:00",
        "no": "no",
        "day": "2026-08-24",
        "number": "012",
        "quoted": "yes",
    }


def test_every_node_knows_its_line_in_the_file() -> None:
    """Front matter begins on a later line than the first; a mistake in it names the line that the editor shows."""
    tree = read_yaml("title: x\npictures:\n  a.jpg:\n  - 'b'\n", first_line=11)
    assert tree == Pairs(
        (
            (Scalar("title", 11, plain=True), Scalar("x", 11, plain=True)),
            (
                Scalar("pictures", 12, plain=True),
                Pairs(((Scalar("a.jpg", 13, plain=True), Items((Scalar("b", 14, plain=False),), 14)),), 13),
            ),
        ),
        11,
    )


@pytest.mark.parametrize("text", ["", "\n\n", "# only words to people\n", "---\n", "\ufeff", "~"])
def test_a_file_without_anything_in_it_is_nothing(text: str) -> None:
    """None says that there is nothing, so that nobody takes an empty text for a value."""
    assert read_yaml(text) is None


def test_an_empty_value_is_an_empty_plain_text() -> None:
    """`left:`, `left: ~` and `left: null` say nothing; the quoted word null is a word."""
    assert read_yaml("a:") == read_yaml("a: ~") == read_yaml("a: null") == Pairs(((Scalar("a", 1, True), Scalar("", 1, True)),), 1)  # noqa: FBT003 - the three fields of a scalar
    assert plain(read_yaml("a: 'null'")) == {"a": "null"}


def test_letters_are_composed() -> None:
    """MacOS writes ë as two characters: whatever is compared with a name or a file is in Unicode form C."""
    assert plain(read_yaml("name: Zoe\u0308")) == {"name": "Zo\u00eb"}


def test_a_byte_order_mark_and_line_ends_of_windows_change_no_line() -> None:
    """Notepad writes both."""
    tree = read_yaml("\ufeffa: 1\r\nb: 2\rc: 3")
    assert isinstance(tree, Pairs)
    assert [(key.text, key.line) for key, _ in tree.pairs] == [("a", 1), ("b", 2), ("c", 3)]


def test_a_macos_screenshot_keeps_its_odd_space() -> None:
    """MacOS puts a narrow no-break space in the names of screenshots: within a key or text it is a letter like any other."""
    assert plain(read_yaml("pictures: {Scherm 15.00\u202fu.png: {people: nobody}}")) == {
        "pictures": {"Scherm 15.00\u202fu.png": {"people": "nobody"}}
    }


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("a: 1\nb: 2\na: 3", 3, "“a” stands here twice; the first is on line 1."),
        ("x:\n  Zoe\u0308: 1\n  Zo\u00eb: 2", 3, "“Zo\u00eb” stands here twice; the first is on line 2."),
        ("a: &b 1", 1, "A reference (& or * in front of a word, or <<) is not allowed here."),
        ("a: 1\nb: *a", 2, "A reference (& or * in front of a word, or <<) is not allowed here."),
        ("<<: x", 1, "A reference (& or * in front of a word, or <<) is not allowed here."),
        ("a: !!python/object:os.system x", 1, "A word that begins with an exclamation mark is not allowed here."),
        ("a: !x {b: 1}", 1, "A word that begins with an exclamation mark is not allowed here."),
        ("a: 1\n---\nb: 2", 2, "A second document or a directive begins here (--- or %)."),
        ("%YAML 1.1\n---\na: 1", 1, "A second document or a directive begins here (--- or %)."),
        ("[a]: 1", 1, "There is a list in front of the colon."),
        ("{'': 1}", 1, "There is nothing in front of the colon."),
        ("a: " + "[" * (DEEPEST + 1), 1, "There are too many lists within lists here."),
        ("a:\n\u00a0 b: 1", 2, "There is a space here that only looks like one (a no-break space)."),
        ("a:\n  b: 1\n  \u2003c: 1", 3, "There is a space here that only looks like one (a no-break space)."),
        ("- a: 1\n-\u00a0b: 1", 2, "There is a space here that only looks like one (a no-break space)."),
        ("a:\u00a0b", 1, "There is a space here that only looks like one (a no-break space)."),
        ("x: {a:\u00a0b}", 1, "There is a space here that only looks like one (a no-break space)."),
        ("a:\n\tb: 1", 2, "This line begins with a tab."),
        ("a: 1\nb: \x07", 2, "There is a character here that cannot be seen (a control character)."),
        ("a: 1\nb: x\u2028c: 2", 2, "There is a character here that cannot be seen (a control character)."),
        ("a: x\x85b: 2", 1, "There is a character here that cannot be seen (a control character)."),
        ('a: "\\0"', 1, "There is a character here that cannot be seen (a control character)."),
        ('a: "B\\ue0f09\\ue0f1ram"', 1, "There is a character here that cannot be seen (a control character)."),
        ("a: \ud800", 1, "There is a character here that cannot be seen (a control character)."),
        ("title: Kerst: een feest", 1, "There is a colon here where none can be, or this line begins too far to the right."),
        ("people: [@ada-jansen]", 1, "A text cannot begin with this sign (@, ` or %)."),
        ("a: 1\nb: 'x\nc: 2\nd: 3", 2, "The quotation marks that begin here do not end well."),
        ("a: 1\nb: [x, y\nc: 2\nd: 3", 2, "The brackets or braces that begin here do not end, or a comma is missing in them."),
        ("a: 1\nb\nc: 1", 3, "There is a line here without a colon."),
        (
            "a: 'b'c'",
            1,
            "This line does not begin where the lines above it begin, or something stands after a text in quotation marks.",
        ),
    ],
)
def test_what_people_never_mean_is_refused_with_its_line(text: str, line: int, sentence: str) -> None:
    """FACTS.md, PyYAML: equal keys, aliases, tags and look-alike spaces would silently become something else."""
    assert refusal(text) == (line, sentence)
    assert refusal(text, first_line=5)[0] == line + 4


def test_a_line_never_lies_beyond_the_file() -> None:
    """Where the text just stops, the last line is meant, not one that no editor shows."""
    line, _ = refusal("a:\n  b: 1\n c: 2\n\n\n")
    assert line == 3


def test_a_text_that_is_too_long_is_not_read() -> None:
    """The cap is the caller's: some hundred characters for a sidecar, millions for groups.yaml."""
    with pytest.raises(YamlRefused) as refused:
        read_yaml("a: " + "x" * 100, largest=100)
    assert refused.value.line is None


def test_who_collects_mistakes_reads_on_after_a_doubled_key() -> None:
    """All of a person's mistakes are told together; the tree holds the first of the two."""
    twice: list[YamlRefused] = []
    assert plain(read_yaml("a: 1\na: 2\nb: 3\nb: 4", twice=twice)) == {"a": "1", "b": "3"}
    assert [key.line for key in twice] == [2, 4]


def test_a_refusal_carries_no_words_of_the_file() -> None:
    """An exception may end up in a log: the key that stands twice may be a child's name."""
    with pytest.raises(YamlRefused) as refused:
        read_yaml("Ada Jansen: 1\nAda Jansen: 2")
    assert "Ada" not in str(refused.value)


@given(st.one_of(st.text(max_size=60), PRONE))
@settings(max_examples=300, deadline=2000)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Invariant: read_yaml gives a tree or raises YamlRefused with a line of the file, whatever the text."""
    refused = None
    try:
        read_yaml(text)
    except YamlRefused as found:
        refused = found
    if refused is not None:
        assert refused.line is None or 1 <= refused.line <= len(text.splitlines()) + 1
        assert words_of("en").say(refused.what)
        assert words_of("en").say(refused.mend)


@given(st.recursive(st.text(), lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1), inner, max_size=4)))
@settings(max_examples=100, deadline=2000)
def test_a_tree_holds_every_key_that_was_written(value: object) -> None:
    """Invariant: nothing is lost on the way; a key that would be is refused instead."""

    def keys(tree: object) -> int:
        if isinstance(tree, dict):
            return len(tree) + sum(map(keys, tree.values()))
        return sum(map(keys, tree)) if isinstance(tree, list) else 0

    def flow(tree: object) -> str:
        if isinstance(tree, dict):
            return "{" + ", ".join(f"{flow(key)}: {flow(inner)}" for key, inner in tree.items()) + "}"
        if isinstance(tree, list):
            return "[" + ", ".join(map(flow, tree)) + "]"
        return "'" + str(tree).replace("'", "''") + "'"

    try:
        tree = read_yaml(flow(value))
    except YamlRefused:
        return
    assert keys(plain(tree)) == keys(value)


@pytest.mark.parametrize("sign", ["[", "{", "- ", "? ", '"', "'", "&a ", "!", "a: ", "a:\n ", "#", "[a,", "{a: b,", "[]: ", "*a ", "k\n"])
def test_twenty_thousand_of_any_sign_take_no_time(sign: str) -> None:
    """A hostile file is refused or read in moments: five seconds is a hundred times what it takes."""
    begun = perf_counter()
    with suppress(YamlRefused):
        read_yaml(sign * 20_000)
    assert perf_counter() - begun < 5
