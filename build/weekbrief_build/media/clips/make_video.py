"""Has a video made into a poster and a clip by a process of its own, audits both, and keeps them; it opens no video itself."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from weekbrief_build.media.clips.asked import Asking, taken
from weekbrief_build.media.clips.audit import audit_clip
from weekbrief_build.media.clips.ffmpeg import MEMORY, SECONDS, Ffmpeg
from weekbrief_build.media.pictures.audit import NotOnlyPixelsError, audit
from weekbrief_build.media.pictures.cache import Cache
from weekbrief_build.media.pictures.faults import Fault, Spoiled, UnfitError, spoiled_by
from weekbrief_build.media.pictures.recipe import CLIP_BYTES
from weekbrief_build.media.pictures.workers import Duty
from weekbrief_build.school.made import MadePicture, PictureOrder

CLIPPING = Duty("weekbrief_build.media.clips.clip_worker", MEMORY, SECONDS + 30)
"""A little more patient than the worker is with ffmpeg."""
_LARGEST_POSTER = 16 << 20
"""More bytes than this are not the answer of a worker in its right mind."""


def make_video(
    order: PictureOrder, school_folder: Path, cache: Cache, ffmpeg: Ffmpeg | None, duty: Duty = CLIPPING
) -> MadePicture | Spoiled:
    """The poster with its clip, or what is the matter.

    Raises WorkersError where the program does not start, OSError where nothing can be written.
    """
    if order.cover:  # a video is never covered: whoever ordered that must not get it uncovered either
        return spoiled_by(Fault.FACE_UNPLACED)
    if ffmpeg is None:
        return spoiled_by(Fault.NO_FFMPEG)
    asking = Asking(school_folder, cache.folder, ffmpeg)
    try:
        clip, poster, media_type = asking.asked(order.file, duty, _understood)
        seconds, size = audit_clip(clip), audit(poster, media_type)
    except UnfitError as unfit:
        return spoiled_by(unfit.fault)
    except NotOnlyPixelsError:
        return spoiled_by(Fault.VIDEO_NOT_CLEAN)
    return cache.keep(order, poster, media_type, size, (clip, seconds))


def _understood(said: Any, answer: IO[bytes]) -> tuple[bytes, bytes, str]:
    """The clip, the poster and its media type."""
    clip, poster = taken(answer, int(said["clip"]), CLIP_BYTES), taken(answer, int(said["poster"]), _LARGEST_POSTER)
    return clip, poster, str(said["media_type"])
