"""Puts a whole file in the place of another, or at a place that was free; a kill at any moment leaves the old file or the new one.

The bytes are written beside the file, reach the disk, and only then take its name. Where the file is not as it was read, it stays.
Known limit: between the last look at the file and the change of its name lie some microseconds in which a sync program could write.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from weekbrief_build.write.refusals import changed_meanwhile

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
"""What a file system says that knows no second name for a file: FAT, some network shares."""


def seen(data: bytes | None) -> str | None:
    """What to remember of a file that was read, so that it can be known again: SHA-256 in hex; None where there was none."""
    return None if data is None else sha256(data).hexdigest()


def read_file(path: Path) -> bytes | None:
    """The bytes of a regular file; None where there is nothing of that name. Raises NotWritten for a link or a folder, OSError."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise changed_meanwhile() from None
        raise
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise changed_meanwhile()
        return file.read()


def replace_file(path: Path, data: bytes, was: str | None) -> str:
    """Put `data` at `path` where it is still as `seen` said; returns what to remember of it now.

    Raises NotWritten where the file is another by now (or is there, where `was` is None), OSError where the disk fails: then
    nothing has changed.
    """
    beside = path.with_name(f".weekbrief-{secrets.token_hex(8)}.tmp")
    try:
        _write_whole(beside, data, path)
        _take_name(beside, path, was)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    _reach_disk(path.parent)
    return seen(data) or ""


def _write_whole(beside: Path, data: bytes, path: Path) -> None:
    """A new file with these bytes on the disk; whoever may read and write the old one may read and write this one."""
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    with os.fdopen(handle, "wb") as file:
        with suppress(FileNotFoundError):
            old = path.lstat()
            with suppress(PermissionError):
                os.fchown(handle, old.st_uid, old.st_gid)
            os.fchmod(handle, stat.S_IMODE(old.st_mode))
        file.write(data)
        file.flush()
        os.fsync(handle)


def _take_name(beside: Path, path: Path, was: str | None) -> None:
    """Give the new file its name; a name that was free is taken once, also where two ask for it."""
    if seen(read_file(path)) != was:
        raise changed_meanwhile()
    if was is not None:
        beside.replace(path)
        return
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise changed_meanwhile() from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        beside.rename(path)  # it was looked for just now
    else:
        beside.unlink()


def _reach_disk(folder: Path) -> None:
    """See to it that the new name outlives a loss of power, where the file system can."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # the new file is there; a network share may know no such thing
            os.fsync(handle)
    finally:
        os.close(handle)
