"""Makes the pictures that were ordered, each once; a picture that cannot be made is told with its reason and never stops the others.

Gather, decide, apply: the cache is asked first; each file that is left is read once, compared with what was read when the
decisions were made, and drawn by a worker, a process of its own; what comes back is audited here, where nothing is decoded, and kept.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from hashlib import sha256
from pathlib import Path

from weekbrief_build.pictures.audit import NotOnlyPixelsError, audit
from weekbrief_build.pictures.cache import Cache
from weekbrief_build.pictures.recipe import FILE_BYTES
from weekbrief_build.pictures.sniff import HEAD, fault_of
from weekbrief_build.pictures.spoiled import Fault, Spoiled, UnfitError, spoiled_by
from weekbrief_build.pictures.workers import Workers
from weekbrief_build.school.made import MadePicture, PictureOrder
from weekbrief_build.school.post import PictureFile

Outcome = MadePicture | Spoiled

_MOST_WORKERS = 8
"""Each may come to hold a picture of 110 megapixels."""


def make(
    orders: Collection[PictureOrder],
    school_folder: Path,
    cache_dir: Path,
    progress: Callable[[int, int], None] | None = None,
    *,
    workers: Workers | None = None,
) -> tuple[Mapping[PictureOrder, MadePicture], Mapping[PictureOrder, Spoiled]]:
    """What was made of each order, and what is the matter with the others: every order is in one of the two.

    `progress` is told how many files are done, of how many that were not in the cache. Raises WorkersError where no worker
    can be started and OSError where the cache cannot be written: then nothing is the matter with the pictures.
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
        count = min(os.cpu_count() or 1, _MOST_WORKERS, len(missing))
        with workers or Workers(count) as drawing:
            for done, outcomes in enumerate(_outcomes(missing, school_folder, cache, drawing, count), 1):
                for order, outcome in outcomes.items():
                    if isinstance(outcome, Spoiled):
                        spoiled[order] = outcome
                    else:
                        made[order] = outcome
                if progress:
                    progress(done, len(missing))
    return made, spoiled


def _outcomes(
    missing: Mapping[PictureFile, Sequence[PictureOrder]], school_folder: Path, cache: Cache, workers: Workers, count: int
) -> Iterator[Mapping[PictureOrder, Outcome]]:
    """What came of the orders of each file, as it comes; the threads only wait for the workers."""
    threads = ThreadPoolExecutor(count)
    try:
        jobs = [threads.submit(_made_of, file, orders, school_folder, cache, workers) for file, orders in missing.items()]
        for job in as_completed(jobs):
            yield job.result()
    finally:
        threads.shutdown(cancel_futures=True)  # an interrupted job does not first make the rest


def _made_of(
    file: PictureFile, orders: Sequence[PictureOrder], school_folder: Path, cache: Cache, workers: Workers
) -> dict[PictureOrder, Outcome]:
    try:
        data = _read(file, school_folder)
    except UnfitError as unfit:
        return dict.fromkeys(orders, spoiled_by(unfit.fault))
    outcomes: dict[PictureOrder, Outcome] = {}
    for order, answer in zip(orders, workers.draw(data, [order.cover for order in orders]), strict=True):
        if isinstance(answer, Fault):
            outcomes[order] = spoiled_by(answer)
            continue
        media_type, drawn = answer
        try:
            size = audit(drawn, media_type)
        except NotOnlyPixelsError:
            outcomes[order] = spoiled_by(Fault.NOT_CLEAN)
        else:
            outcomes[order] = cache.keep(order, drawn, media_type, size)
    return outcomes


def _read(file: PictureFile, school_folder: Path) -> bytes:
    """The bytes that were there when it was decided who may see them, or UnfitError: never others, and never through a link."""
    try:
        descriptor = os.open(school_folder / file.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as opened:  # noqa: PTH123 - pathlib opens no descriptors
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise UnfitError(Fault.CHANGED)
            if file.size > FILE_BYTES:
                raise UnfitError(fault_of(opened.read(HEAD)) or Fault.TOO_LARGE)
            data = opened.read(file.size + 1)
    except OSError:
        raise UnfitError(Fault.CHANGED) from None
    if sha256(data).hexdigest() != file.sha256:
        raise UnfitError(Fault.CHANGED)
    return data
