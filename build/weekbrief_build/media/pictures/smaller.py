"""Has pictures that were made already made smaller, each once for each step of the ladder; a smaller one never shows more than the first.

It is made of the first, and not of the teacher's file: what was covered there is covered here. Where a picture cannot be made
smaller, or does not become so, the first stays in use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from weekbrief_build.media.pictures.audit import NotOnlyPixelsError, audit
from weekbrief_build.media.pictures.cache import Cache
from weekbrief_build.media.pictures.faults import Fault
from weekbrief_build.media.pictures.recipe import LADDER
from weekbrief_build.media.pictures.workers import SHRINKING, Workers, as_they_come, workers_for
from weekbrief_build.school.made import MadePicture, PictureOrder

LAST_STEP = len(LADDER) - 1
"""Below this no picture is made."""


def make_smaller(
    made: Mapping[PictureOrder, MadePicture],
    step: int,
    cache_dir: Path,
    progress: Callable[[int, int], None] | None = None,
    *,
    workers: Workers | None = None,
) -> dict[PictureOrder, MadePicture]:
    """For each of these orders (of step 0) with what was made of it: the same order at this step, with what is made of it.

    Raises WorkersError where no worker can be started and OSError where the cache cannot be written.
    """
    cache = Cache(cache_dir)
    at_step = {replace(order, step=step): first for order, first in made.items()}
    found = {order: cache.find(order) for order in at_step}
    smaller = {order: picture for order, picture in found.items() if picture}
    missing = [order for order, picture in found.items() if picture is None]
    if missing:
        count = workers_for(len(missing))
        with workers or Workers(count, SHRINKING) as shrinking:
            tasks = [partial(_made_of, order, at_step[order], cache, shrinking) for order in missing]
            for done, (order, picture) in enumerate(as_they_come(tasks, count), 1):
                smaller[order] = picture
                if progress:
                    progress(done, len(missing))
    return smaller


def _made_of(order: PictureOrder, first: MadePicture, cache: Cache, workers: Workers) -> tuple[PictureOrder, MadePicture]:
    try:
        data = Path(first.path).read_bytes()
    except OSError:
        return order, first
    if sha256(data).hexdigest() != first.sha256:
        return order, first
    answer = workers.shrink(data, *LADDER[order.step])
    if isinstance(answer, Fault):
        return order, first
    media_type, drawn = answer
    try:
        size = audit(drawn, media_type)
    except NotOnlyPixelsError:
        return order, first
    if len(drawn) >= len(data):
        media_type, drawn, size = first.media_type, data, (first.width, first.height)
    return order, cache.keep(order, drawn, media_type, size, first.clip)
