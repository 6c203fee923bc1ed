"""Changes single values of a YAML text where they stand; every other sign of it stays: comments, order, indents, line ends.

Each change is made twice, once in the text and once in what the text says; where the two do not come to the same, it is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import normalize

import yaml

from weekbrief_build.gather.notation.yaml_tree import Node, Pairs, Scalar, YamlRefused, read_yaml
from weekbrief_build.write.refusals import more_would_change
from weekbrief_build.write.yaml_spots import (
    Path,
    collection_at,
    end_of,
    end_of_line,
    entry_of,
    is_empty,
    key_as_written,
    root_of,
    spot_of,
    start_of_line,
)
from weekbrief_build.write.yaml_value import Value, written

Data = str | list["Data"] | dict[str, "Data"]


@dataclass(frozen=True, slots=True)
class SetValue:
    """Put another value in the place of the one that stands at `path`."""

    path: Path
    value: Value


@dataclass(frozen=True, slots=True)
class AddEntry:
    """Put a further key, with its value, at the end of the mapping at `path`."""

    path: Path
    key: str
    value: Value


@dataclass(frozen=True, slots=True)
class AddItem:
    """Put a further item at the end of the list at `path`."""

    path: Path
    value: Value


@dataclass(frozen=True, slots=True)
class Remove:
    """Take the entry at `path` out, with its key and the comment on its last line."""

    path: Path


Change = SetValue | AddEntry | AddItem | Remove


def splice(text: str, *changes: Change) -> str:
    """The text with these changes, one after the other. Raises NotWritten where one of them cannot be made alone."""
    for change in changes:
        meant = _meant(_said(text), change)
        text = _spliced(text, change)
        if _pairs(_said(text)) != _pairs(meant):
            raise more_would_change()
    return text


def _said(text: str) -> Data:
    """What a YAML text says, as the reader of the school folder reads it."""
    try:
        tree = read_yaml(text)
    except YamlRefused:
        raise more_would_change() from None
    return "" if tree is None else _data(tree)


def _data(node: Node) -> Data:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Pairs):
        return {key.text: _data(value) for key, value in node.pairs}
    return [_data(item) for item in node.items]


def _pairs(data: Data) -> object:
    """The same, so that two are equal only if their keys stand in the same order."""
    if isinstance(data, dict):
        return {"pairs": [(key, _pairs(value)) for key, value in data.items()]}
    return [_pairs(item) for item in data] if isinstance(data, list) else data


def _meant(data: Data, change: Change) -> Data:
    """What the text is to say after the change."""
    if isinstance(change, (SetValue, Remove)):
        *way, last = change.path
        above = _at(data, way)
        if isinstance(above, dict) and isinstance(last, str):
            key = key_as_written(list(above), last) or last
            if isinstance(change, Remove):
                above.pop(key, None)
            else:
                above[key] = _plain(change.value)
        elif isinstance(above, list) and isinstance(last, int) and last < len(above):
            above[last : last + 1] = [] if isinstance(change, Remove) else [_plain(change.value)]
        return data
    target = _at(data, change.path)
    new: Data = {change.key: _plain(change.value)} if isinstance(change, AddEntry) else [_plain(change.value)]
    if isinstance(target, dict) and isinstance(new, dict):
        if key_as_written(list(target), next(iter(new))):
            raise more_would_change()
        target.update(new)
    elif isinstance(target, list) and isinstance(new, list):
        target.extend(new)
    elif target:
        raise more_would_change()
    elif change.path:
        return _meant(data, SetValue(change.path, new))
    else:
        return new
    return data


def _at(data: Data, path: Path) -> Data:
    for part in path:
        key = key_as_written(list(data), part) if isinstance(data, dict) and isinstance(part, str) else None
        if isinstance(data, dict) and key is not None:
            data = data[key]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            raise more_would_change()
    return data


def _plain(value: Value) -> Data:
    if isinstance(value, str):
        return normalize("NFC", value)
    if isinstance(value, Mapping):
        return {normalize("NFC", key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value]


def _spliced(text: str, change: Change) -> str:
    """The text after the change, which may still turn out to say something else."""
    if isinstance(change, AddEntry):
        new = f"{written(change.key)}: {written(change.value)}"
        return _with_more(text, change.path, new, f"{{{new}}}")
    if isinstance(change, AddItem):
        new = written(change.value)
        return _with_more(text, change.path, f"- {new}", f"[{new}]")
    if isinstance(change, Remove):
        return _without(text, change.path)
    node = spot_of(root_of(text), change.path)
    if is_empty(node):
        return _inserted(text, node.end_mark.index, f" {written(change.value)}")
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        raise more_would_change()
    return text[: node.start_mark.index] + written(change.value) + text[end_of(text, node) :]


def _with_more(text: str, path: Path, line: str, in_brackets: str) -> str:
    """The text with one more entry in the collection at `path`: on a line of its own, or in its brackets."""
    if not text.strip() and not path:
        return text + line
    root = root_of(text)
    node = spot_of(root, path)
    newline = "\r\n" if "\r\n" in text else "\n"
    if is_empty(node):
        above = collection_at(root, path[:-1])
        if above.flow_style:
            return _inserted(text, node.end_mark.index, f" {in_brackets}")
        indent = " " * (entry_of(above, path[-1])[0].start_mark.column + 2)
        return _inserted(text, end_of_line(text, node.end_mark.index), f"{newline}{indent}{line}")
    if not isinstance(node, yaml.CollectionNode):
        raise more_would_change()
    if node.flow_style:
        inside = in_brackets[1:-1]
        if not node.value:
            return _inserted(text, node.start_mark.index + 1, inside)
        last = node.value[-1]
        return _inserted(text, end_of(text, last[1] if isinstance(last, tuple) else last), f", {inside}")
    indent = " " * node.start_mark.column
    return _inserted(text, end_of_line(text, end_of(text, node)), f"{newline}{indent}{line}")


def _without(text: str, path: Path) -> str:
    above = collection_at(root_of(text), path[:-1])
    key, value = entry_of(above, path[-1])
    start, end = key.start_mark.index, end_of(text, value)
    if len(above.value) == 1:
        empty = "{}" if isinstance(above, yaml.MappingNode) else "[]"
        start = above.start_mark.index if above.flow_style or isinstance(above, yaml.SequenceNode) else start
        end = above.end_mark.index if above.flow_style else end
        return text[:start] + empty + text[end:]
    entries = [entry if isinstance(entry, tuple) else (entry, entry) for entry in above.value]
    place = next(number for number, entry in enumerate(entries) if entry[0] is key)
    if above.flow_style:
        if place + 1 < len(entries):
            return text[:start] + text[entries[place + 1][0].start_mark.index :]
        return text[: end_of(text, entries[place - 1][1])] + text[end:]
    line = start_of_line(text, start)
    if text[line:start].strip(" -") or (text[line:start].strip() and isinstance(above, yaml.MappingNode)):
        raise more_would_change()
    behind = end_of_line(text, end)
    return text[:line] + text[behind:].removeprefix("\r").removeprefix("\n")


def _inserted(text: str, place: int, new: str) -> str:
    return text[:place] + new + text[place:]
