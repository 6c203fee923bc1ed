"""Looks for faces, once in each picture: in those to be judged, and in those that were covered; it says where, and decides nothing.

Gather, decide, apply: the cache is asked first; the bytes of each picture that is left are looked at by a worker, a process of its own,
and what it found is kept at once. Of a video the poster and a frame of each second are looked at, as photos are. Where the
extra is not installed, only the cache is asked: a face that was seen stays seen when the extra is taken away, and a picture
that was never looked at is judged as if there were no detector.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from time import monotonic
from types import MappingProxyType

from weekbrief_build.media.clips.asked import Asking
from weekbrief_build.media.clips.ffmpeg import Ffmpeg, find_ffmpeg
from weekbrief_build.media.clips.take_frames import frames_of
from weekbrief_build.media.faces.found import Found
from weekbrief_build.media.pictures.faults import Fault, Spoiled, UnfitError, spoiled_by
from weekbrief_build.media.pictures.recipe import PIXELS
from weekbrief_build.media.pictures.source import read_photo
from weekbrief_build.media.pictures.workers import LOOKING, Workers, as_they_come, workers_for
from weekbrief_build.school.made import MadePicture, PictureOrder
from weekbrief_build.school.post import FacesFound, PictureFile, Region

Progress = Callable[[int, int], None]
How = Callable[[Workers], tuple[Region, ...]]
"""Has a picture looked at by workers; raises UnfitError."""

SECONDS = 900
"""For all frames of a video: two minutes take a small machine so long."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found; every picture that was looked at is in one of the two, by its SHA-256."""

    found: FacesFound
    unseen: Mapping[str, Spoiled]
    """Those that cannot be looked at: nobody knows who is in them."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """How faces are looked for on this machine."""

    cache_dir: Path
    detector: bool
    """Whether the extra is installed."""
    pixels: int = PIXELS
    """How many a picture may have."""
    workers: Workers | None = None
    """Others than as many as do best here."""
    ffmpeg: Callable[[], Ffmpeg | None] = find_ffmpeg
    seconds: float = SECONDS
    """How long the frames of a video may take."""

    def look(
        self,
        photos: Collection[PictureFile],
        school_folder: Path,
        progress: Progress | None = None,
        videos: Collection[PictureFile] = (),
    ) -> Looked:
        """Look for faces in these files as they were when they were read.

        Of a video it is the frame with the most that counts: in another are perhaps the same people once more. Raises
        WorkersError where the detector does not start, and OSError where the cache cannot be written.
        """
        found_once = cache(self.ffmpeg)
        hows: dict[str, How] = {file.sha256: partial(_in_photo, partial(read_photo, file, school_folder)) for file in photos}
        hows |= {file.sha256: partial(self._in_video, file, school_folder, found_once) for file in videos}
        return self._look(hows, progress)

    def faces_left(self, made: Mapping[PictureOrder, MadePicture], progress: Progress | None = None) -> Mapping[PictureOrder, Spoiled]:
        """What was made of which orders, although a face can still be seen where one was to be covered; raises as `look` does.

        It looks at the very bytes that would leave.
        """
        covered = {order: picture for order, picture in made.items() if order.cover}
        looked = self._look({picture.sha256: partial(_in_photo, partial(_read, picture)) for picture in covered.values()}, progress)
        left = {
            order: spoiled_by(Fault.STILL_SEEN)
            for order, picture in covered.items()
            if any(_overlap(face, frame) for face in looked.found.get(picture.sha256, ()) for frame in order.cover)
        }
        return left | {order: looked.unseen[picture.sha256] for order, picture in covered.items() if picture.sha256 in looked.unseen}

    def _in_video(
        self, file: PictureFile, school_folder: Path, ffmpeg: Callable[[], Ffmpeg | None], workers: Workers
    ) -> tuple[Region, ...]:
        """The faces in the frame in which there are the most."""
        tool, until = ffmpeg(), monotonic() + self.seconds
        if tool is None:
            raise UnfitError(Fault.NO_FFMPEG)
        most: tuple[Region, ...] = ()
        for frame in frames_of(file, Asking(school_folder, self.cache_dir, tool)):
            faces = workers.look(frame)
            if isinstance(faces, Fault) or monotonic() > until:
                raise UnfitError(Fault.VIDEO_NO_ANSWER)
            most = max(most, faces, key=len)
        return most

    def _look(self, pictures: Mapping[str, How], progress: Progress | None) -> Looked:
        """Look at these pictures, by SHA-256, each in its own way."""
        seen = Found(self.cache_dir)
        kept = {digest: seen.find(digest) for digest in pictures}
        found = {digest: faces for digest, faces in kept.items() if faces is not None}
        missing = [digest for digest, faces in kept.items() if faces is None]
        unseen: dict[str, Spoiled] = {}
        if missing and self.detector:
            count = workers_for(len(missing))
            with self.workers or Workers(count, LOOKING, self.pixels) as looking:
                tasks = [partial(_faces, digest, pictures[digest], looking) for digest in missing]
                for done, (digest, answer) in enumerate(as_they_come(tasks, count), 1):
                    if isinstance(answer, Fault):
                        unseen[digest] = spoiled_by(answer)
                    else:
                        seen.keep(digest, answer)
                        found[digest] = answer
                    if progress:
                        progress(done, len(missing))
        return Looked(MappingProxyType(found), MappingProxyType(unseen))


def _faces(digest: str, how: How, workers: Workers) -> tuple[str, tuple[Region, ...] | Fault]:
    try:
        return digest, how(workers)
    except UnfitError as unfit:
        return digest, unfit.fault


def _in_photo(read: Callable[[], bytes], workers: Workers) -> tuple[Region, ...]:
    faces = workers.look(read())
    if isinstance(faces, Fault):
        raise UnfitError(faces)
    return faces


def _read(picture: MadePicture) -> bytes:
    try:
        data = Path(picture.path).read_bytes()
    except OSError:
        raise UnfitError(Fault.CHANGED) from None
    if sha256(data).hexdigest() != picture.sha256:
        raise UnfitError(Fault.CHANGED)
    return data


def _overlap(face: Region, frame: Region) -> bool:
    """Whether a face that was found has any part in a frame; in the patch around the frame a neighbour may have some."""
    return (
        max(face.x, frame.x) < min(face.x + face.width, frame.x + frame.width)
        and max(face.y, frame.y) < min(face.y + face.height, frame.y + frame.height)
    )  # fmt: skip
