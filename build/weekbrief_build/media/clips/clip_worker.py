"""The program that makes a clip and a poster of one video; it is given no name, and decides nothing.

`make_video` starts it, by `media.child`, with the path of an ffmpeg, and perhaps `tonemaps`:

    standard input   the video: a file, not a pipe, because an MP4 cannot be read from front to back
    standard output  the line "ready", so that a program that cannot start is not taken for a bad video; then
                     a line of JSON {"clip": bytes, "poster": bytes, "media_type": of the poster}, the clip, the poster;
                     or a line {"fault": ...}
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import IO

from weekbrief_build.media.clips.ffmpeg import SECONDS
from weekbrief_build.media.clips.play_mark import with_play_mark
from weekbrief_build.media.clips.video import Video
from weekbrief_build.media.pictures.faults import Fault, UnfitError
from weekbrief_build.media.pictures.pixels import draw


def main() -> None:
    """Make one clip."""
    answer(_made)


def answer(about: Callable[[Video], tuple[dict[str, object], bytes]]) -> None:
    """Say this about the video that is the standard input: a line of JSON, and bytes; for whichever program reads videos."""
    sys.stdout.buffer.write(b"ready\n")
    sys.stdout.buffer.flush()
    try:
        said, data = about(Video(sys.stdin.buffer, sys.argv[1], SECONDS, tonemaps="tonemaps" in sys.argv[2:]))
    except UnfitError as unfit:
        said, data = {"fault": unfit.fault.value}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + data)


def make(file: IO[bytes], ffmpeg: str, *, tonemaps: bool) -> tuple[bytes, bytes, str]:
    """The clip, the poster, and the poster's media type. Raises UnfitError."""
    return clip_of(Video(file, ffmpeg, SECONDS, tonemaps=tonemaps))


def clip_of(video: Video) -> tuple[bytes, bytes, str]:
    """The same, of a video that was looked at."""
    clip = video.clip()
    (poster,) = draw(with_play_mark(video.poster()), [()])
    if isinstance(poster, Fault):
        raise UnfitError(Fault.VIDEO_NO_ANSWER)
    return clip, poster.data, poster.media_type


def _made(video: Video) -> tuple[dict[str, object], bytes]:
    clip, poster, media_type = clip_of(video)
    return {"clip": len(clip), "poster": len(poster), "media_type": media_type}, clip + poster


if __name__ == "__main__":
    main()
