"""Lists `content/` once: which plain files stand in which folder, by name and state; it opens no file and never follows a link.

What is listed is a fact, not yet a post: `gather.posts.posts` makes posts of it. A file that is listed but is not plain (a link, a device)
is kept in the list, because that it cannot be read may matter: a sidecar that nobody can read is a person who is not known.

Threat: whoever may write into the shared folder may put a link there, to have the file it points at sent to parents. So folders are
opened without following a link, and `read` compares what it opened with what was listed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import category, normalize

from weekbrief_build.gather.files.litter import is_litter
from weekbrief_build.gather.files.states import original_of_conflict, originals_of_copy

CHUNK = 4 << 20


@dataclass(frozen=True, slots=True)
class FileState:
    """What tells one state of a file from the next without opening it."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @classmethod
    def of(cls, found: os.stat_result) -> FileState:
        """The state that a stat shows."""
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file as it was when its folder was listed."""

    name: str
    """In Unicode form C; on disk it may stand in another."""
    path: str
    """From the school folder, with `/`, as it is on disk."""
    place: Path
    state: FileState
    plain: bool
    """A regular file with a name that can be shown; nothing else is ever opened."""

    @property
    def folded(self) -> str:
        """What is equal for names that a teacher's computer takes for one."""
        return fold_name(self.name)


@dataclass(frozen=True, slots=True)
class Twins:
    """Two names of which a sync program or a teacher's computer makes one: nobody knows which is meant."""

    copy: str
    original: str
    """The other name; where no file of that name stands there, the one it was copied from."""

    def touches(self, name: str) -> bool:
        """Whether this name is one of the two."""
        return fold_name(name) in {fold_name(self.copy), fold_name(self.original)}


@dataclass(frozen=True, slots=True)
class ListedFolder:
    """A folder and what stands in it, in the order of names, without litter."""

    name: str
    path: str
    files: tuple[ListedFile, ...]
    folders: tuple[ListedFolder, ...]
    """Empty where nothing below is read (see `list_folder`)."""
    twins: tuple[Twins, ...]
    """Among its files and among its folders."""
    readable: bool = True
    """False for a folder that cannot be opened, has a name that cannot be shown, or lies too deep."""


_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What turns the direction of writing: a name in it stands there backwards, and shows forwards."""


class StillChanging(OSError):  # noqa: N818 - it is what the file is doing, and reads as such
    """The file is not what was listed: somebody is writing or copying it at this moment."""


def fold_name(name: str) -> str:
    """What is equal for names that differ only in case or Unicode form."""
    return normalize("NFC", normalize("NFC", name).casefold())


def shown(name: str) -> str:
    """A name that can be shown and written whatever bytes it was made of."""
    readable = os.fsencode(name).decode("utf-8", "replace")
    return "".join("�" if sign in _TURNING or (category(sign)[0] == "C" and category(sign) != "Cf") else sign for sign in readable)


def list_folder(place: Path, path: str, depth: int) -> ListedFolder:
    """The folder at `place`, called `path` from the school folder, with the folders up to `depth` levels below it.

    Deeper folders are listed by name alone, as not readable. Raises nothing: what cannot be opened is not readable.
    """
    files: list[ListedFile] = []
    folders: list[ListedFolder] = []
    try:
        for below, found in _entries(place):
            name = shown(below.name)
            is_folder, path_below = stat.S_ISDIR(found.st_mode), f"{path}/{name}"
            if is_folder and depth > 0 and name == below.name:
                folders.append(list_folder(below, path_below, depth - 1))
            elif is_folder:
                folders.append(ListedFolder(normalize("NFC", name), path_below, (), (), (), readable=False))
            else:
                plain = stat.S_ISREG(found.st_mode) and name == below.name
                files.append(ListedFile(normalize("NFC", name), path_below, below, FileState.of(found), plain))
    except OSError:
        return ListedFolder(normalize("NFC", place.name), path, (), (), (), readable=False)
    files.sort(key=lambda file: (file.folded, file.path))
    folders.sort(key=lambda folder: (fold_name(folder.name), folder.path))
    twins = (*_twins([file.name for file in files]), *_twins([folder.name for folder in folders]))
    return ListedFolder(normalize("NFC", place.name), path, tuple(files), tuple(folders), twins)


def _entries(place: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """What stands in a folder, without litter; a file that vanishes meanwhile was never there."""
    folder = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if is_litter(entry.name):
                    continue
                try:
                    found = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                yield place / entry.name, found
    finally:
        os.close(folder)


def _twins(names: list[str]) -> Iterator[Twins]:
    """Every two names of one folder of which nobody knows which is meant."""
    by_fold: dict[str, str] = {}
    for name in names:
        if (first := by_fold.setdefault(fold_name(name), name)) is not name:
            yield Twins(name, first)
    for name in names:
        if original := original_of_conflict(name):
            yield Twins(name, by_fold.get(fold_name(original), original))
        elif beside := [by_fold[fold_name(original)] for original in originals_of_copy(name) if fold_name(original) in by_fold]:
            yield Twins(name, beside[0])


def chunks_of(file: ListedFile) -> Iterator[bytes]:
    """The bytes of a plain file, a few megabytes at a time, if it is and stays the file that was listed.

    Raises StillChanging where it is another file by now or changes meanwhile, and OSError where it cannot be read.
    """
    opened = os.open(file.place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)  # NONBLOCK: a pipe put in its place must not hang us
    with os.fdopen(opened, "rb", buffering=0) as source:
        before = os.fstat(opened)
        if not stat.S_ISREG(before.st_mode) or FileState.of(before) != file.state:
            raise StillChanging
        read = 0
        while chunk := source.read(CHUNK):
            read += len(chunk)
            if read > before.st_size:
                raise StillChanging
            yield chunk
        if read < before.st_size or FileState.of(os.fstat(opened)) != file.state:
            raise StillChanging


def read(file: ListedFile) -> bytes:
    """All bytes of a plain file; raises what `chunks_of` raises."""
    return b"".join(chunks_of(file))
