"""Makes the pictures that were ordered, each once; a picture that cannot be made is told with its reason and never stops the others.

Gather, decide, apply: the cache is asked first; each file that is left is read once, compared with what was read when the
decisions were made, and drawn by a worker, a process of its own (a video by another); what comes back is audited here, where
nothing is decoded, and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from weekbrief_build.media.clips.ffmpeg import Ffmpeg, find_ffmpeg
from weekbrief_build.media.clips.make_video import make_video
from weekbrief_build.media.pictures.audit import NotOnlyPixelsError, audit
from weekbrief_build.media.pictures.cache import Cache
from weekbrief_build.media.pictures.faults import Fault, Spoiled, UnfitError, spoiled_by
from weekbrief_build.media.pictures.recipe import PIXELS
from weekbrief_build.media.pictures.source import read_photo
from weekbrief_build.media.pictures.workers import Workers, as_they_come, workers_for
from weekbrief_build.school.consent import Kind
from weekbrief_build.school.made import MadePicture, PictureOrder
from weekbrief_build.school.post import PictureFile

Outcome = MadePicture | Spoiled


def make(  # noqa: PLR0913 - what to make, from where to where, and the tools that a test may replace
    orders: Collection[PictureOrder],
    school_folder: Path,
    cache_dir: Path,
    progress: Callable[[int, int], None] | None = None,
    *,
    workers: Workers | None = None,
    ffmpeg: Callable[[], Ffmpeg | None] = find_ffmpeg,
    pixels: int = PIXELS,
) -> tuple[Mapping[PictureOrder, MadePicture], Mapping[PictureOrder, Spoiled]]:
    """What was made of each order, and what is the matter with the others: every order is in one of the two.

    `progress` is told how many files are done, of how many that were not in the cache; `ffmpeg` is asked only where a video is among
    them; `pixels` is how many a photo may have. Raises WorkersError where no worker can be started and OSError where the cache cannot
    be written: then nothing is the matter with the pictures.
    """
    cache = Cache(cache_dir)
    made: dict[PictureOrder, MadePicture] = {}
    spoiled: dict[PictureOrder, Spoiled] = {}
    missing: dict[PictureFile, list[PictureOrder]] = {}
    for order in dict.fromkeys(orders):
        found = cache.find(order)
        if found:
            made[order] = found
        else:
            missing.setdefault(order.file, []).append(order)
    if missing:
        count = workers_for(len(missing))
        with workers or Workers(count, pixels=pixels) as drawing:
            tools = _Tools(
                school_folder, cache, drawing, ffmpeg() if any(order.kind is Kind.VIDEO for order in chain(*missing.values())) else None
            )
            tasks = [partial(_made_of, file, ordered, tools) for file, ordered in missing.items()]
            for done, outcomes in enumerate(as_they_come(tasks, count), 1):
                for order, outcome in outcomes.items():
                    if isinstance(outcome, Spoiled):
                        spoiled[order] = outcome
                    else:
                        made[order] = outcome
                if progress:
                    progress(done, len(missing))
    return made, spoiled


@dataclass(frozen=True, slots=True)
class _Tools:
    """What is needed to make pictures."""

    school_folder: Path
    cache: Cache
    workers: Workers
    ffmpeg: Ffmpeg | None


def _made_of(file: PictureFile, orders: Sequence[PictureOrder], tools: _Tools) -> dict[PictureOrder, Outcome]:
    videos = {order: make_video(order, tools.school_folder, tools.cache, tools.ffmpeg) for order in orders if order.kind is Kind.VIDEO}
    photos = [order for order in orders if order.kind is not Kind.VIDEO]
    return videos | _photos_of(file, photos, tools) if photos else videos


def _photos_of(file: PictureFile, orders: Sequence[PictureOrder], tools: _Tools) -> dict[PictureOrder, Outcome]:
    try:
        data = read_photo(file, tools.school_folder)
    except UnfitError as unfit:
        return dict.fromkeys(orders, spoiled_by(unfit.fault))
    outcomes: dict[PictureOrder, Outcome] = {}
    for order, answer in zip(orders, tools.workers.draw(data, [order.cover for order in orders]), strict=True):
        if isinstance(answer, Fault):
            outcomes[order] = spoiled_by(answer)
            continue
        media_type, drawn = answer
        try:
            size = audit(drawn, media_type)
        except NotOnlyPixelsError:
            outcomes[order] = spoiled_by(Fault.NOT_CLEAN)
        else:
            outcomes[order] = tools.cache.keep(order, drawn, media_type, size)
    return outcomes
