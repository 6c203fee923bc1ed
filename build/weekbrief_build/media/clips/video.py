"""One video in the hands of the programs that read videos: what is in it, its poster, its frames and its clip, by ffmpeg.

It trusts nothing of what it reads; it reads only the outermost boxes itself, and lets ffmpeg, a process of its own, do the
rest within limits of time, memory and bytes. It runs in a process of its own, too (`clip_worker`, `frames_worker`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic
from typing import IO

from weekbrief_build.media.child import Program, in_memory, run
from weekbrief_build.media.clips.audit import audit_clip
from weekbrief_build.media.clips.ffmpeg import FRAMES_WRITTEN, MEMORY, WRITTEN
from weekbrief_build.media.clips.transcode import (
    clip_arguments,
    frames_arguments,
    frames_in,
    is_half,
    is_too_long,
    ladder,
    poster_arguments,
    probe,
    source_of,
)
from weekbrief_build.media.pictures.audit import NotOnlyPixelsError
from weekbrief_build.media.pictures.faults import Fault, UnfitError
from weekbrief_build.media.pictures.recipe import CLIP_BYTES
from weekbrief_build.media.pictures.sniff import HEAD, demuxer_of, end_of_matroska, fault_of_video

_BEGINNING = 4096
"""Bytes in which a Matroska says how long it is."""
_SAID = 1 << 20
"""Bytes of what ffmpeg says of a video."""


class Video:
    """A file that says that it is a video."""

    def __init__(self, file: IO[bytes], ffmpeg: str, seconds: int, *, tonemaps: bool) -> None:
        """All that is done with it takes so many seconds at most. Raises UnfitError."""
        demuxer = _look_at(file)
        self._file, self._ffmpeg, self._tonemaps = file, ffmpeg, tonemaps
        self._seconds, self._until = seconds, monotonic() + seconds
        self._source = source_of(self._ran(probe(demuxer))[1].decode(errors="replace"), demuxer)

    def clip(self) -> bytes:
        """The first clip on the ladder that is small enough. Raises UnfitError."""
        for rung in ladder(self._source):
            clip = self._written(partial(clip_arguments, self._source, rung, tonemaps=self._tonemaps))
            try:
                seconds = audit_clip(clip)
            except NotOnlyPixelsError:
                raise UnfitError(Fault.VIDEO_NOT_CLEAN) from None
            if is_too_long(seconds):
                break
            if is_half(self._source, seconds):
                raise UnfitError(Fault.VIDEO_HALF)
            if len(clip) <= CLIP_BYTES:
                return clip
        raise UnfitError(Fault.VIDEO_TOO_LONG)

    def poster(self) -> bytes:
        """The frame that stands for it, as PNG. Raises UnfitError."""
        frame = self._written(partial(poster_arguments, self._source, tonemaps=self._tonemaps))
        if not frame:
            raise UnfitError(Fault.VIDEO_HALF)
        return frame

    def frames(self) -> list[bytes]:
        """A frame of each second, as JPEG. Raises UnfitError, also where there are more than a clip can have."""
        asked = partial(frames_arguments, self._source, tonemaps=self._tonemaps)
        frames = frames_in(self._written(asked, FRAMES_WRITTEN))
        if is_too_long(len(frames) - 1):
            raise UnfitError(Fault.VIDEO_TOO_LONG)
        return frames

    def _written(self, arguments: Callable[[int], list[str]], most: int = WRITTEN) -> bytes:
        with in_memory() as target:
            if self._ran(arguments(target.fileno()), target.fileno(), most=most)[0] != 0:
                raise UnfitError(Fault.VIDEO_HALF)
            return target.read()

    def _ran(self, arguments: Sequence[str], *hand_over: int, most: int = WRITTEN) -> tuple[int, bytes]:
        """How ffmpeg ended, and what it said. Raises UnfitError where it came to no end."""
        program = Program(self._ffmpeg, tuple(arguments), MEMORY, self._seconds, most)
        left = max(1.0, self._until - monotonic())
        ended = run(program, self._file, within=left, most=_SAID, hand_over=hand_over, complaints=True)
        if ended.code is None:
            raise UnfitError(Fault.VIDEO_NO_ANSWER)
        return ended.code, ended.said


def _look_at(video: IO[bytes]) -> str:
    """What takes the file apart: one that says it is a video, and of which no part lies behind its end. Raises UnfitError."""
    end = video.seek(0, os.SEEK_END)
    video.seek(0)
    head = video.read(_BEGINNING)
    fault, demuxer = fault_of_video(head[:HEAD]), demuxer_of(head[:HEAD])
    if fault or demuxer is None:
        raise UnfitError(fault or Fault.VIDEO_OTHER)
    half = (end_of_matroska(head) or 0) > end if demuxer == "matroska" else _ends_within_a_box(video, end)
    if half:
        raise UnfitError(Fault.VIDEO_HALF)
    return demuxer


def _ends_within_a_box(video: IO[bytes], end: int) -> bool:
    """Whether the index of an MP4 or MOV, or what it tells of, is not all there.

    ISO/IEC 14496-12, 4.2: a size of 1 stands after the type, 0 is the rest of the file. What follows the last box is some
    camera's affair.
    """
    at = 0
    while at + 8 <= end:
        video.seek(at)
        head = video.read(16)
        size, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        if kind in (b"mdat", b"moov") and at + size > end:
            return True
        if size < 8:  # noqa: PLR2004 - the length of a box's own header; 0 is the rest of the file
            break
        at += size
    return False
