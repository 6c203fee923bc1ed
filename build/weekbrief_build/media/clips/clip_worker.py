"""The program that makes a clip and a poster of one video; it is given no name, and decides nothing.

It trusts nothing of what it reads; it reads only the outermost boxes itself, and lets ffmpeg, a process of its own, do the rest
within limits of time, memory and bytes. The job starts it as `python -P -m weekbrief_build.media.clips.clip_worker FFMPEG [tonemaps]`:

    standard input   the video: a file, not a pipe, because an MP4 cannot be read from front to back
    standard output  the line "ready", so that a program that cannot start is not taken for a bad video; then
                     a line of JSON {"clip": bytes, "poster": bytes, "media_type": of the poster}, the clip, the poster;
                     or a line {"fault": ...}
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from tempfile import TemporaryFile
from time import monotonic
from typing import BinaryIO

from weekbrief_build.media.clips.audit import audit_clip
from weekbrief_build.media.clips.play_mark import with_play_mark
from weekbrief_build.media.clips.transcode import PROBE, Source, clip_arguments, is_half, is_too_long, ladder, poster_arguments, source_of
from weekbrief_build.media.pictures.audit import NotOnlyPixelsError
from weekbrief_build.media.pictures.faults import Fault, UnfitError
from weekbrief_build.media.pictures.pixels import draw
from weekbrief_build.media.pictures.recipe import CLIP_BYTES
from weekbrief_build.media.pictures.sniff import HEAD, fault_of_video

SECONDS = 900
"""For one video: two minutes of 4K take a small machine so long."""
MEMORY = 3 << 30
"""Of addresses, in bytes, for each process: enough for 8K."""
WRITTEN = 64 << 20
"""Bytes of a file that ffmpeg writes: more than any frame and any clip."""


def main() -> None:
    """Make one clip."""
    signal.alarm(SECONDS + 30)  # ffmpeg is ended before; not handled: the kernel ends this process too
    for limit, value in (
        (resource.RLIMIT_CORE, 0),  # a core dump would hold children's faces
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),  # ffmpeg outlives a job that was killed, but not for long
        (resource.RLIMIT_FSIZE, WRITTEN),
    ):
        allowed = resource.getrlimit(limit)[1]
        value_allowed = value if allowed == resource.RLIM_INFINITY else min(value, allowed)
        resource.setrlimit(limit, (value_allowed, value_allowed))
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


def make(video: BinaryIO, ffmpeg: str, *, tonemaps: bool) -> tuple[bytes, bytes, str]:
    """The clip, the poster, and the poster's media type. Raises UnfitError."""
    _look_at(video)
    until = monotonic() + SECONDS
    source = source_of(_run(ffmpeg, PROBE, video, until).stderr.decode(errors="replace"))

    def written(arguments: Callable[[int], list[str]]) -> bytes:
        with TemporaryFile() as target:  # without a name: nothing of it stays, whatever happens
            if _run(ffmpeg, arguments(target.fileno()), video, until, target.fileno()).returncode != 0:
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


def _look_at(video: BinaryIO) -> None:
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


def _run(
    ffmpeg: str, arguments: tuple[str, ...] | list[str], video: BinaryIO, until: float, *hand_over: int
) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FFREPORT", "AV_LOG"))}
    try:
        return subprocess.run(  # noqa: S603 - the program that the job found
            [ffmpeg, *arguments],
            stdin=video,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=hand_over,
            env=environment,
            timeout=max(1.0, until - monotonic()),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnfitError(Fault.VIDEO_NO_ANSWER) from None


if __name__ == "__main__":
    main()
