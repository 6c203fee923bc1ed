"""Whatever stands in a YAML file: it is refused in words, or means what YAML says it means, and a school is read without a fault."""

from __future__ import annotations

import unicodedata

import yaml
from hypothesis import given
from minute import for_a_minute, spoiled_text
from schools import GROUPS_YAML

from weekbrief_build.gather.notation.yaml_tree import Items, Node, Pairs, Scalar, YamlRefused, read_yaml
from weekbrief_build.gather.office.groups import outbox_named, read_groups

WORDS = [
    "&a ",
    "*a",
    "!!str ",
    "? ",
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    '"',
    "'",
    "|\n",
    ">\n",
    "#",
    "%YAML",
    "---\n",
    "\t",
    "~",
    "\u2028",
    "\x85",
]
SAMPLES = [GROUPS_YAML, "a: 1\nb: [1, 'x', \"y\\n\"]\nc:\n  - d: e\n    f: |\n      g\n", "people: [ada-jansen, bram-vos]\n"]


def _plain(node: Node) -> object:
    match node:
        case Scalar():
            return node.text
        case Items():
            return [_plain(item) for item in node.items]
        case Pairs():
            return [(key.text, _plain(value)) for key, value in node.pairs]


def _meant(node: yaml.Node) -> object:
    match node:
        case yaml.SequenceNode():
            return [_meant(item) for item in node.value]
        case yaml.MappingNode():
            return [(_meant(key), _meant(value)) for key, value in node.value]
        case _:
            text = str(node.value)
            empty = not getattr(node, "style", None) and text in {"~", "null"}
            return "" if empty else unicodedata.normalize("NFC", text)


@given(spoiled_text(SAMPLES, WORDS))
def holds(text: str) -> None:
    """Of any text."""
    try:
        node = read_yaml(text)
    except YamlRefused:
        return
    meant = yaml.compose(
        text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    if node is not None and meant is not None:
        assert _plain(node) == _meant(meant)
    else:
        assert node is None or _plain(node) == ""


@given(spoiled_text([GROUPS_YAML], WORDS))
def holds_of_a_school(text: str) -> None:
    """Of groups.yaml: a school, or mistakes that say why not."""
    reading = read_groups(text)
    assert reading.school is not None or reading.mistakes
    outbox_named(text)


def _all() -> None:
    holds()
    holds_of_a_school()


if __name__ == "__main__":
    for_a_minute(_all)
