"""Asks a program that reads videos about one of them; it opens no video itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar

from weekbrief_build.media.child import Child, Program, ended_after, start
from weekbrief_build.media.clips.ffmpeg import FRAMES_WRITTEN, SECONDS, Ffmpeg
from weekbrief_build.media.pictures.faults import Fault, UnfitError
from weekbrief_build.media.pictures.source import copy_video
from weekbrief_build.media.pictures.workers import Duty, WorkersError
from weekbrief_build.school.post import PictureFile

_LINE = 10_000
"""Bytes of a line of JSON; of a frame it says but the size."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Asking:
    """How videos of a school folder are read on this machine."""

    school_folder: Path
    beside: Path
    """A folder of our own: a video is copied to it while it is read."""
    ffmpeg: Ffmpeg

    def asked(self, file: PictureFile, duty: Duty, understood: Callable[[Any, IO[bytes]], Result]) -> Result:
        """What is understood of the answer, a line of JSON and the bytes after it.

        Raises UnfitError, WorkersError where the program does not start, and OSError where nothing can be written.
        """
        self.beside.mkdir(parents=True, exist_ok=True, mode=0o700)
        with TemporaryFile(dir=self.beside) as copy:  # without a name: nothing of it stays, whatever happens
            copy_video(file, self.school_folder, copy)
            worker = self._started(copy, duty)
            with worker, ended_after(worker, duty.seconds):
                try:
                    answer = worker.stdout
                    if not answer or answer.readline(100) != b"ready\n":
                        raise WorkersError("the program that reads videos does not start")
                    said = json.loads(answer.readline(_LINE))
                    if "fault" in said:
                        raise UnfitError(Fault(said["fault"]))
                    return understood(said, answer)
                except (ValueError, LookupError, TypeError):  # it died, or what it says makes no sense
                    raise UnfitError(Fault.VIDEO_NO_ANSWER) from None
                finally:
                    worker.kill()

    def _started(self, video: IO[bytes], duty: Duty) -> Child:
        told = (self.ffmpeg.path, *(["tonemaps"] if self.ffmpeg.tonemaps else []))
        # ffmpeg, which it starts, may not have more than it has.
        program = Program(duty.program, told, duty.memory, SECONDS, FRAMES_WRITTEN)
        try:
            return start(program, video)
        except OSError as error:
            raise WorkersError("the program that reads videos cannot be started") from error


def taken(answer: IO[bytes], size: int, most: int) -> bytes:
    """So many bytes of the answer. Raises ValueError where they are not there, or more than it may be."""
    data = answer.read(size) if 0 < size <= most else b""
    if len(data) != size:
        raise ValueError("an answer that ends too early")
    return data
