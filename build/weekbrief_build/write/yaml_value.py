"""Writes a value as YAML that reads back as that very value, on one line; plain where that is safe, else in quotation marks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from weekbrief_build.gather.notation.yaml_tree import Items, Scalar, YamlRefused, read_yaml

Value = str | Sequence["Value"] | Mapping[str, "Value"]
"""What can be said: a text, a list, a mapping, in each other."""

_PLAIN = re.compile(r"[^\W_][\w .@+/()'’-]*")  # noqa: RUF001 - the apostrophe that telephones give
"""Texts without a sign that means something to YAML, outside or inside brackets."""


def written(value: Value) -> str:
    """The value on one line."""
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(key)}: {written(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(map(written, value)) + "]"


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and _reads_back(text) else json.dumps(text, ensure_ascii=False)


def _reads_back(text: str) -> bool:
    try:
        tree = read_yaml(f"[{text}]")
    except YamlRefused:
        return False
    return isinstance(tree, Items) and [item.text for item in tree.items if isinstance(item, Scalar)] == [text]
