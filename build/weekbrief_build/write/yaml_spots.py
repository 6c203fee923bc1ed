"""Finds where in a YAML text each value stands, by the marks of the parser; it changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from weekbrief_build.gather.notation.keys import word_of
from weekbrief_build.write.refusals import more_would_change

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path = Sequence[str | int]
"""The way to a value: keys (in English, or as written) and places in lists, from 0."""


def root_of(text: str) -> yaml.Node:
    """The topmost value. Raises NotWritten where there is none."""
    node = yaml.compose(text, Loader=_LOADER)
    if node is None:
        raise more_would_change()
    return node


def spot_of(node: yaml.Node, path: Path) -> yaml.Node:
    """The value at the end of a path. Raises NotWritten where there is none."""
    for part in path:
        _, node = entry_of(node, part)
    return node


def collection_at(node: yaml.Node, path: Path) -> yaml.CollectionNode:
    """The mapping or list at the end of a path. Raises NotWritten where there is none."""
    found = spot_of(node, path)
    if not isinstance(found, yaml.CollectionNode):
        raise more_would_change()
    return found


def entry_of(node: yaml.Node, part: str | int) -> tuple[yaml.Node, yaml.Node]:
    """The entry of a mapping (key and value) or of a list (twice the item). Raises NotWritten where there is none."""
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    if isinstance(node, yaml.MappingNode) and isinstance(part, str):
        key = key_as_written([key.value for key, _ in node.value], part)
        for entry in node.value:
            if entry[0].value == key:
                found: tuple[yaml.Node, yaml.Node] = entry
                return found
    raise more_would_change()


def key_as_written(keys: Sequence[str], part: str) -> str | None:
    """The key that is meant: the very word, or another way to write it (`kinderen` for `children`); None where there is none."""
    return part if part in keys else next((key for key in keys if word_of(key, (part,))), None)


def is_empty(node: yaml.Node) -> bool:
    """Whether nothing stands there at all: a key with a colon, and no more."""
    return isinstance(node, yaml.ScalarNode) and node.start_mark.index == node.end_mark.index


def end_of(text: str, node: yaml.Node) -> int:
    """Where the last sign of a value stands, plus one: before the comments and empty lines that follow it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(text, last[1] if isinstance(last, tuple) else last)
    return len(text[: node.end_mark.index].rstrip()) if not is_empty(node) else int(node.end_mark.index)


def end_of_line(text: str, place: int) -> int:
    """Where the line of this place ends: before its line break, behind its comment."""
    end = text.find("\n", place)
    if end < 0:
        return len(text)
    return end - 1 if text[end - 1 : end] == "\r" else end


def start_of_line(text: str, place: int) -> int:
    """Where the line of this place begins."""
    return text.rfind("\n", 0, place) + 1
