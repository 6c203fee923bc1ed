"""Has the frames taken out of a video in which faces are looked for: the poster, and one of each second."""

from __future__ import annotations

from typing import IO, Any

from weekbrief_build.media.clips.asked import Asking, taken
from weekbrief_build.media.clips.ffmpeg import MEMORY, SECONDS
from weekbrief_build.media.pictures.recipe import LONGEST_VIDEO
from weekbrief_build.media.pictures.workers import Duty
from weekbrief_build.school.post import PictureFile

FRAMES = Duty("weekbrief_build.media.clips.frames_worker", MEMORY, SECONDS + 30)
"""A little more patient than the worker is with ffmpeg."""
_MOST = LONGEST_VIDEO + 4
"""The poster, and a frame of each second that a clip can have."""
_LARGEST = 16 << 20


def frames_of(file: PictureFile, asking: Asking) -> list[bytes]:
    """The frames, as PNG and JPEG. Raises as `Asking.asked` does."""
    return asking.asked(file, FRAMES, _understood)


def _understood(said: Any, answer: IO[bytes]) -> list[bytes]:
    sizes = [int(size) for size in said["frames"]]
    if not 0 < len(sizes) <= _MOST:
        raise ValueError("no frames, or too many")
    return [taken(answer, size, _LARGEST) for size in sizes]
