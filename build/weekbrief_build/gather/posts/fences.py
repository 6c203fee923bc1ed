"""Notices front matter whose `---` lines were forgotten or changed by an editor, before it is sent as text to the wrong people.

Threat: `to: [ada-jansen]` that is not read as front matter makes a message for one family a message for everybody, and `people:` shows
who is in a picture. An ordinary letter may begin with `Datum: 20 november`, so what only looks a little like a key is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import takewhile

from weekbrief_build.gather.notation.dates import read_day
from weekbrief_build.gather.notation.keys import truth_of, word_of
from weekbrief_build.gather.posts.front_matter import KEYS

_KEY = re.compile(r"\s*(?P<key>[^\s:][^:]{0,30}):(?:\s+(?P<value>.*))?")
_OTHER_FENCE = re.compile(r"\s*(?:\+{3,}|;{3,}|-{2,}\s*\w+)\s*")
"""Of TOML and JSON, as other programs write them; `---json` and the like."""
_TOML = re.compile(r"\s*\w+\s*=\s*(?:[\"'\[{].*|true|false|[0-9-]+)\s*")
_JSON = re.compile(r"\s*\{\s*(?:\n\s*)*[\"'](?P<key>\w+)[\"']\s*:")
_ALMOST_FENCE = re.compile(r"\s*[-\u2010-\u2015\u2212=_*+~`]{1,12}(?:ya?ml)?\s*")
_FENCE = re.compile(r"(?:---|\.\.\.)\s*")
_ID = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_NEAR = 15


def forgotten_fence(body: str, children: Collection[str]) -> int | None:
    """The line of this text (from 1) on which front matter seems to begin without its `---`; None where it does not."""
    lines = body.split("\n", 4 * _NEAR)[: 4 * _NEAR]
    start = next((number for number, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return None
    if _in_another_notation(lines[start:]):
        return start + 1
    after_fence = _ALMOST_FENCE.fullmatch(lines[start]) is not None
    block = list(takewhile(str.strip, lines[start + after_fence :]))
    keys = [(word_of(found["key"], KEYS), found["value"] or "") for line in block if (found := _KEY.fullmatch(line))]
    if not block or not _KEY.fullmatch(block[0]) or not any(key for key, _ in keys[:1]):
        return None
    closed = any(_FENCE.fullmatch(line) for line in lines[start + 1 : start + _NEAR])
    if after_fence or closed or any(key and _is_meant(key, value, children) for key, value in keys):
        return start + 1
    return None


def _in_another_notation(lines: list[str]) -> bool:
    """Whether the text begins as it does for programs that speak TOML or JSON there."""
    if _OTHER_FENCE.fullmatch(lines[0]):
        return True
    if _ALMOST_FENCE.fullmatch(lines[0]) and len(lines) > 1:
        lines = lines[1:]
    json = _JSON.match("\n".join(lines))
    toml = re.fullmatch(r"\s*(\w+)\s*=.*", lines[0]) if _TOML.fullmatch(lines[0]) else None
    return bool((json and word_of(json["key"], KEYS)) or (toml and word_of(toml[1], KEYS)))


def _is_meant(key: str, value: str, children: Collection[str]) -> bool:
    """Whether nobody would write this in a letter."""
    return {
        "to": any(word.casefold() in children for word in _ID.findall(value)),
        "draft": truth_of(value) is not None,
        "new": truth_of(value) is not None,
        "until": read_day(value) is not None,
        "pictures": not value or value.startswith("{"),
        "not_names": value.startswith("["),
    }.get(key, False)
