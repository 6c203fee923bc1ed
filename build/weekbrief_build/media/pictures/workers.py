"""Keeps the workers that draw pictures, make them smaller or look at them: starts, asks, replaces them; it never opens one itself."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import astuple, dataclass
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Any, Self, TypeVar

from weekbrief_build.media.child import Child, Program, ended_after, start
from weekbrief_build.media.pictures.faults import Fault
from weekbrief_build.media.pictures.recipe import BYTES_BESIDE, BYTES_PER_PIXEL, PIXELS
from weekbrief_build.school.post import Region

_TRIES = 2
"""A worker may have been killed for what its neighbour ate; a picture that ends two workers is not tried again."""
_LARGEST = 64 << 20
"""More bytes than this are not the answer of a worker in its right mind."""

_MOST = 8
"""Each may come to hold a picture as large as the school allows."""
_SECONDS = 120
"""For one picture in all its variants; 100 megapixels take a few."""
_OPENCV = 1 << 30
"""Of addresses, in bytes: what OpenCV takes for itself, and for its net at the largest size."""

Answer = tuple[str, bytes] | Fault
"""The media type and the bytes, as the worker says; or why there are none."""


Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Duty:
    """What workers do, and how patient whoever asks them is."""

    program: str
    memory: int = 0
    """Bytes of addresses, beside those for the picture."""
    seconds: float = _SECONDS
    """For one picture."""


DRAWING = Duty("weekbrief_build.media.pictures.draw_worker")
SHRINKING = Duty("weekbrief_build.media.pictures.shrink_worker")
LOOKING = Duty("weekbrief_build.media.faces.face_worker", _OPENCV)


class WorkersError(Exception):
    """No worker can be started: for the operator to mend, and no fault of any picture."""


@dataclass(frozen=True, slots=True)
class _Pipes:
    """The two ends of a worker that the job holds."""

    questions: IO[bytes]
    answers: IO[bytes]

    @classmethod
    def of(cls, worker: Child) -> _Pipes:
        if not worker.stdin or not worker.stdout:
            raise ValueError("a worker without pipes")
        return cls(worker.stdin, worker.stdout)

    def say(self, request: dict[str, object], data: bytes) -> None:
        self.questions.write(json.dumps(request).encode() + b"\n")
        self.questions.write(data)
        self.questions.flush()

    def line(self) -> Any:
        return json.loads(self.answers.readline(_LARGEST))


class Workers:
    """So many processes of one program (of DRAWING, SHRINKING, LOOKING), each started when first needed; many threads may ask."""

    def __init__(
        self,
        count: int,
        duty: Duty = DRAWING,
        pixels: int = PIXELS,
    ) -> None:
        """`pixels`: how many a picture may have."""
        self._seconds = duty.seconds
        self._program = Program(duty.program, (str(pixels),), memory_for(pixels) + duty.memory)
        self._count = count
        self._idle: SimpleQueue[Child | None] = SimpleQueue()
        for _ in range(count):
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for _ in range(self._count):
            worker = self._idle.get()
            if worker:
                _end(worker)

    def draw(self, data: bytes, variants: Sequence[Collection[Region]]) -> list[Answer]:
        """One answer per variant, in order. Raises WorkersError where no worker starts."""
        return self._asked(lambda pipes: _drawn(pipes, data, variants)) or [Fault.NO_ANSWER] * len(variants)

    def shrink(self, data: bytes, side: int, quality: int) -> Answer:
        """A picture made smaller, by workers that were started with `SHRINKING`. Raises WorkersError where none starts."""
        return self._asked(lambda pipes: _shrunk(pipes, data, side, quality)) or Fault.NO_ANSWER

    def look(self, data: bytes) -> tuple[Region, ...] | Fault:
        """The faces in a picture, by workers that were started with `LOOKING`. Raises WorkersError where none starts."""
        found = self._asked(lambda pipes: _seen(pipes, data))
        return Fault.NO_ANSWER if found is None else found

    def _asked(self, ask: Callable[[_Pipes], Result]) -> Result | None:
        """What a worker said; None where each one that was asked died over it, or made no sense."""
        for _ in range(_TRIES):
            worker = self._idle.get()
            try:
                worker = worker or self._start()
                with ended_after(worker, self._seconds):
                    result = ask(_Pipes.of(worker))
            except (OSError, ValueError, LookupError, TypeError):  # it died, or what it says makes no sense
                if worker:
                    _end(worker)
                worker = None
            else:
                return result
            finally:
                self._idle.put(worker)
        return None

    def _start(self) -> Child:
        try:
            worker = start(self._program)
        except OSError as error:
            raise WorkersError("the program that reads pictures cannot be started") from error
        if not worker.stdout or worker.stdout.readline() != b"ready\n":
            _end(worker)
            raise WorkersError("the program that reads pictures does not start")
        return worker


def memory_for(pixels: int) -> int:
    """How many bytes of addresses a worker may use; for 110 megapixels some 2 GB."""
    return BYTES_BESIDE + BYTES_PER_PIXEL * max(pixels, PIXELS)


def workers_for(pictures: int) -> int:
    """How many workers do best for so many pictures on this machine; at least one."""
    return max(1, min(os.cpu_count() or 1, _MOST, pictures))


def as_they_come(tasks: Iterable[Callable[[], Result]], count: int) -> Iterator[Result]:
    """What came of each task, in the order in which they end, so many at once; in threads, which only wait for the workers."""
    threads = ThreadPoolExecutor(count)
    try:
        for task in as_completed([threads.submit(task) for task in tasks]):
            yield task.result()
    finally:
        threads.shutdown(cancel_futures=True)  # an interrupted job does not first do the rest


def _drawn(pipes: _Pipes, data: bytes, variants: Sequence[Collection[Region]]) -> list[Answer]:
    pipes.say({"size": len(data), "variants": [[astuple(face) for face in variant] for variant in variants]}, data)
    return [_picture(pipes) for _ in variants]


def _shrunk(pipes: _Pipes, data: bytes, side: int, quality: int) -> Answer:
    pipes.say({"size": len(data), "side": side, "quality": quality}, data)
    return _picture(pipes)


def _picture(pipes: _Pipes) -> Answer:
    said = pipes.line()
    if "fault" in said:
        return Fault(said["fault"])
    size = int(said["size"])
    drawn = pipes.answers.read(size) if 0 < size <= _LARGEST else b""
    if len(drawn) != size:
        raise ValueError("an answer that ends too early")
    return str(said["media_type"]), drawn


def _seen(pipes: _Pipes, data: bytes) -> tuple[Region, ...] | Fault:
    pipes.say({"size": len(data)}, data)
    said = pipes.line()
    return Fault(said["fault"]) if "fault" in said else tuple(Region(*map(float, face)) for face in said["faces"])


def _end(worker: Child) -> None:
    worker.kill()
    worker.communicate()
