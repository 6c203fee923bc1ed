"""Reads what teachers put there: the bytes about which it was decided who may see them, never others, and never through a link."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import IO, BinaryIO

from weekbrief_build.media.pictures.faults import Fault, UnfitError
from weekbrief_build.media.pictures.recipe import FILE_BYTES, VIDEO_BYTES
from weekbrief_build.media.pictures.sniff import HEAD, fault_of, fault_of_video, misnamed
from weekbrief_build.school.post import PictureFile

_PIECE = 1 << 20


def read_photo(file: PictureFile, school_folder: Path) -> bytes:
    """The bytes of a photo. Raises UnfitError where they are not those that were there, too many, or of another kind than the name says."""
    with _opened(file, school_folder) as opened:
        if file.size > FILE_BYTES:
            raise UnfitError(fault_of(_taken(opened, HEAD)) or Fault.TOO_LARGE)
        data = _taken(opened, file.size + 1)
    if sha256(data).hexdigest() != file.sha256:
        raise UnfitError(Fault.CHANGED)
    if fault := misnamed(file.path, data[:HEAD]):
        raise UnfitError(fault)
    return data


def copy_video(file: PictureFile, school_folder: Path, target: IO[bytes]) -> None:
    """Write the bytes of a video where nobody else can change them while they are read.

    Raises UnfitError as `read_photo` does, and OSError where they cannot be written.
    """
    with _opened(file, school_folder) as opened:
        if file.size > VIDEO_BYTES:
            raise UnfitError(fault_of_video(_taken(opened, HEAD)) or Fault.VIDEO_TOO_LARGE)
        digest, left = sha256(), file.size + 1
        while piece := _taken(opened, min(left, _PIECE)):
            digest.update(piece)
            target.write(piece)
            left -= len(piece)
    target.flush()
    if digest.hexdigest() != file.sha256:
        raise UnfitError(Fault.CHANGED)


def _opened(file: PictureFile, school_folder: Path) -> BinaryIO:
    try:
        descriptor = os.open(school_folder / file.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        opened = open(descriptor, "rb")  # noqa: PTH123, SIM115 - pathlib opens no descriptors; whoever asked closes it
    except OSError:
        raise UnfitError(Fault.CHANGED) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        opened.close()
        raise UnfitError(Fault.CHANGED)
    return opened


def _taken(opened: BinaryIO, size: int) -> bytes:
    try:
        return opened.read(size)
    except OSError:
        raise UnfitError(Fault.CHANGED) from None
