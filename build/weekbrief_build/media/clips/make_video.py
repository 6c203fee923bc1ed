"""Has a video made into a poster and a clip by a process of its own, audits both, and keeps them; it opens no video itself."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from weekbrief_build.media.child import Program, ended_after, start
from weekbrief_build.media.clips.audit import audit_clip
from weekbrief_build.media.clips.ffmpeg import MEMORY, SECONDS, WRITTEN, Ffmpeg
from weekbrief_build.media.pictures.audit import NotOnlyPixelsError, audit
from weekbrief_build.media.pictures.cache import Cache
from weekbrief_build.media.pictures.faults import Fault, Spoiled, UnfitError, spoiled_by
from weekbrief_build.media.pictures.recipe import CLIP_BYTES
from weekbrief_build.media.pictures.source import copy_video
from weekbrief_build.media.pictures.workers import Duty, WorkersError
from weekbrief_build.school.made import MadePicture, PictureOrder

CLIPPING = Duty("weekbrief_build.media.clips.clip_worker", MEMORY, SECONDS + 30)
"""A little more patient than the worker is with ffmpeg."""
_LARGEST_POSTER = 16 << 20
"""More bytes than this are not the answer of a worker in its right mind."""


def make_video(
    order: PictureOrder,
    school_folder: Path,
    cache: Cache,
    ffmpeg: Ffmpeg | None,
    duty: Duty = CLIPPING,
) -> MadePicture | Spoiled:
    """The poster with its clip, or what is the matter.

    Raises WorkersError where the program does not start, OSError where nothing can be written.
    """
    if order.cover:  # a video is never covered: whoever ordered that must not get it uncovered either
        return spoiled_by(Fault.FACE_UNPLACED)
    if ffmpeg is None:
        return spoiled_by(Fault.NO_FFMPEG)
    cache.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with TemporaryFile(dir=cache.folder) as copy:  # without a name: nothing of it stays, whatever happens
            copy_video(order.file, school_folder, copy)
            clip, poster, media_type = _made_of(copy, ffmpeg, duty)
        seconds, size = audit_clip(clip), audit(poster, media_type)
    except UnfitError as unfit:
        return spoiled_by(unfit.fault)
    except NotOnlyPixelsError:
        return spoiled_by(Fault.VIDEO_NOT_CLEAN)
    return cache.keep(order, poster, media_type, size, (clip, seconds))


def _made_of(video: IO[bytes], ffmpeg: Ffmpeg, duty: Duty) -> tuple[bytes, bytes, str]:
    """What the worker says: the clip, the poster and its media type. Raises UnfitError."""
    told = (ffmpeg.path, *(["tonemaps"] if ffmpeg.tonemaps else []))
    try:
        worker = start(Program(duty.program, told, duty.memory, SECONDS, WRITTEN), video)
    except OSError as error:
        raise WorkersError("the program that reads videos cannot be started") from error
    with worker, ended_after(worker, duty.seconds):
        try:
            answer = worker.stdout
            if not answer or answer.readline(100) != b"ready\n":
                raise WorkersError("the program that reads videos does not start")
            said = json.loads(answer.readline(1000))
            if "fault" in said:
                raise UnfitError(Fault(said["fault"]))
            clip, poster = _read(answer, int(said["clip"]), CLIP_BYTES), _read(answer, int(said["poster"]), _LARGEST_POSTER)
            return clip, poster, str(said["media_type"])
        except (ValueError, LookupError, TypeError):  # it died, or what it says makes no sense
            raise UnfitError(Fault.VIDEO_NO_ANSWER) from None
        finally:
            worker.kill()


def _read(answer: IO[bytes], size: int, most: int) -> bytes:
    data = answer.read(size) if 0 < size <= most else b""
    if len(data) != size:
        raise ValueError("an answer that ends too early")
    return data
