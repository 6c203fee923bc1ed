"""The program that makes a clip and a poster of one video; it is given no name, and decides nothing.

It trusts nothing of what it reads; it reads only the outermost boxes itself, and lets ffmpeg, a process of its own, do the rest
within limits of time, memory and bytes. `make_video` starts it with the path of an ffmpeg, and perhaps `tonemaps`:

    standard input   the video: a file, not a pipe, because an MP4 cannot be read from front to back
    standard output  the line "ready", so that a program that cannot start is not taken for a bad video; then
                     a line of JSON {"clip": bytes, "poster": bytes, "media_type": of the poster}, the clip, the poster;
                     or a line {"fault": ...}
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic
from typing import IO

from weekbrief_build.media.child import Program, in_memory, run
from weekbrief_build.media.clips.audit import audit_clip
from weekbrief_build.media.clips.ffmpeg import MEMORY, SECONDS, WRITTEN
from weekbrief_build.media.clips.play_mark import with_play_mark
from weekbrief_build.media.clips.transcode import PROBE, Source, clip_arguments, is_half, is_too_long, ladder, poster_arguments, source_of
from weekbrief_build.media.pictures.audit import NotOnlyPixelsError
from weekbrief_build.media.pictures.faults import Fault, UnfitError
from weekbrief_build.media.pictures.pixels import draw
from weekbrief_build.media.pictures.recipe import CLIP_BYTES
from weekbrief_build.media.pictures.sniff import HEAD, fault_of_video

_SAID = 1 << 20
"""Bytes of what ffmpeg says of a video."""


def main() -> None:
    """Make one clip."""
    sys.stdout.buffer.write(b"ready\n")
    sys.stdout.buffer.flush()
    try:
        clip, poster, media_type = make(sys.stdin.buffer, sys.argv[1], tonemaps="tonemaps" in sys.argv[2:])
    except UnfitError as unfit:
        answer = json.dumps({"fault": unfit.fault.value}).encode() + b"\n"
    else:
        sizes = {"clip": len(clip), "poster": len(poster), "media_type": media_type}
        answer = json.dumps(sizes).encode() + b"\n" + clip + poster
    sys.stdout.buffer.write(answer)


def make(video: IO[bytes], ffmpeg: str, *, tonemaps: bool) -> tuple[bytes, bytes, str]:
    """The clip, the poster, and the poster's media type. Raises UnfitError."""
    _look_at(video)
    until = monotonic() + SECONDS
    source = source_of(_ran(ffmpeg, PROBE, video, until)[1].decode(errors="replace"))

    def written(arguments: Callable[[int], list[str]]) -> bytes:
        with in_memory() as target:
            if _ran(ffmpeg, arguments(target.fileno()), video, until, target.fileno())[0] != 0:
                raise UnfitError(Fault.VIDEO_HALF)
            return target.read()

    clip = _clip(source, written, tonemaps=tonemaps)
    frame = written(partial(poster_arguments, source, tonemaps=tonemaps))
    if not frame:
        raise UnfitError(Fault.VIDEO_HALF)
    (poster,) = draw(with_play_mark(frame), [()])
    if isinstance(poster, Fault):
        raise UnfitError(Fault.VIDEO_NO_ANSWER)
    return clip, poster.data, poster.media_type


def _clip(source: Source, written: Callable[[Callable[[int], list[str]]], bytes], *, tonemaps: bool) -> bytes:
    """The first clip on the ladder that is small enough."""
    for rung in ladder(source):
        clip = written(partial(clip_arguments, source, rung, tonemaps=tonemaps))
        try:
            seconds = audit_clip(clip)
        except NotOnlyPixelsError:
            raise UnfitError(Fault.VIDEO_NOT_CLEAN) from None
        if is_too_long(seconds):
            break
        if is_half(source, seconds):
            raise UnfitError(Fault.VIDEO_HALF)
        if len(clip) <= CLIP_BYTES:
            return clip
    raise UnfitError(Fault.VIDEO_TOO_LONG)


def _look_at(video: IO[bytes]) -> None:
    """See to it that the file says it is an MP4 or a MOV, and that what it says it holds does not lie behind its end.

    ISO/IEC 14496-12, 4.2: a size of 1 stands after the type, 0 is the rest of the file. What follows the last box is some camera's affair.
    """
    end, at = video.seek(0, os.SEEK_END), 0
    video.seek(0)
    fault = fault_of_video(video.read(HEAD))
    if fault:
        raise UnfitError(fault)
    while at + 8 <= end:
        video.seek(at)
        head = video.read(16)
        size, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        if kind in (b"mdat", b"moov") and at + size > end:
            raise UnfitError(Fault.VIDEO_HALF)
        if size < 8:  # noqa: PLR2004 - the length of a box's own header; 0 is the rest of the file
            return
        at += size


def _ran(ffmpeg: str, arguments: Sequence[str], video: IO[bytes], until: float, *hand_over: int) -> tuple[int, bytes]:
    """How ffmpeg ended, and what it said. Raises UnfitError where it came to no end."""
    program = Program(ffmpeg, tuple(arguments), MEMORY, SECONDS, WRITTEN)
    left = max(1.0, until - monotonic())
    ended = run(program, video, within=left, most=_SAID, hand_over=hand_over, complaints=True)
    if ended.code is None:
        raise UnfitError(Fault.VIDEO_NO_ANSWER)
    return ended.code, ended.said


if __name__ == "__main__":
    main()
