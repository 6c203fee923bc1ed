"""Hashes pictures and keeps what it found by the state of each file, so that a run on a folder nobody touched opens no picture.

The cache is a convenience: lost, damaged or of another version it is empty, and everything is read again. Whoever reads a picture
later compares the hash, so that a file whose state lies (a clock set back) does harm to nobody but itself.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from weekbrief_build.gather.files.listing import FileState, ListedFile, chunks_of
from weekbrief_build.gather.tags.embedded import READER, tags_in
from weekbrief_build.gather.tags.regions import Kind, Tagged
from weekbrief_build.gather.tags.tags import Tags
from weekbrief_build.school.post import Region

_CACHE = "pictures-seen.json"
_VERSION = [2, READER]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look at all bytes of a file gave."""

    sha256: str
    """Lower-case hexadecimal."""
    tags: Tags


class _Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...


class FileHashes:
    """Hashes by path and state; `save` keeps those that were asked for, and drops the others."""

    def __init__(self, cache_dir: Path | None) -> None:
        self._cache_dir = cache_dir
        self._known = _load(cache_dir / _CACHE) if cache_dir else {}
        self._asked: dict[str, tuple[FileState, Seen]] = {}

    def of(self, file: ListedFile) -> Seen:
        """The hash of a plain file; raises what `listing.chunks_of` raises."""
        known = self._asked.get(file.path) or self._known.get(file.path)
        seen = known[1] if known and known[0] == file.state else _look_at(file)
        self._asked[file.path] = (file.state, seen)
        return seen

    def save(self) -> None:
        """Keep what was asked for, in place of what was kept before; a cache that cannot be written is done without."""
        if not self._cache_dir or self._asked == self._known:
            return
        files = {path: [*astuple(state), seen.sha256, _kept(seen.tags)] for path, (state, seen) in self._asked.items()}
        target = self._cache_dir / _CACHE
        draft = target.with_suffix(f".{os.getpid()}.draft")
        try:
            self._cache_dir.mkdir(parents=True, exist_ok=True)
            draft.touch(mode=0o600)  # it holds names of children
            draft.write_text(json.dumps({"version": _VERSION, "files": files}), encoding="utf-8")
            draft.replace(target)
        except OSError:
            with suppress(OSError):
                draft.unlink()


def _look_at(file: ListedFile) -> Seen:
    digest = sha256()
    tags = tags_in(_hashed(chunks_of(file), digest))
    return Seen(digest.hexdigest(), tags)


def _hashed(chunks: Iterable[bytes], digest: _Digest) -> Iterator[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk


def _load(cache: Path) -> dict[str, tuple[FileState, Seen]]:
    """What the cache holds; nothing where it is not whole, not ours or not of this version."""
    try:
        kept: Any = json.loads(cache.read_bytes())
        if kept["version"] != _VERSION:
            return {}
        return {path: (FileState(*row[:4]), Seen(row[4], _tags(*row[5]))) for path, row in kept["files"].items()}
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return {}


def _kept(tags: Tags) -> list[object]:
    people = [[person.name, person.kind.value, astuple(person.face) if person.face else None] for person in tags.people]
    return [people, tags.doubt, tags.orientation, tags.size, sorted(tags.words)]


def _tags(people: list[Any], doubt: bool, orientation: int | None, size: list[int] | None, words: list[str]) -> Tags:  # noqa: FBT001 - as `_kept` wrote them
    tagged = (Tagged(name, Kind(kind), Region(*map(float, face)) if face else None) for name, kind, face in people)
    return Tags(tuple(tagged), doubt, orientation, (size[0], size[1]) if size else None, frozenset(words))
