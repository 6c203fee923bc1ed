"""Keeps the workers that draw pictures: starts them, asks them, replaces the one that dies; it never opens a picture itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection, Sequence
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from weekbrief_build.pictures.recipe import PIXELS
from weekbrief_build.pictures.spoiled import Fault
from weekbrief_build.school.post import Region

_TRIES = 2
"""A worker may have been killed for what its neighbour ate; a picture that ends two workers is not tried again."""
_LARGEST = 64 << 20
"""More bytes than this are not the answer of a worker in its right mind."""

Answer = tuple[str, bytes] | Fault
"""The media type and the bytes, as the worker says; or why there are none."""


class WorkersError(Exception):
    """No worker can be started: for the operator to mend, and no fault of any picture."""


class Workers:
    """So many processes of `weekbrief_build.pictures.worker`, each started when first needed; many threads may ask."""

    def __init__(
        self,
        count: int,
        command: Sequence[str] = (sys.executable, "-P", "-m", "weekbrief_build.pictures.worker"),
        pixels: int = PIXELS,
    ) -> None:
        """`pixels`: how many a picture may have."""
        self._command = (*command, str(pixels))
        self._count = count
        self._idle: SimpleQueue[subprocess.Popen[bytes] | None] = SimpleQueue()
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
        for _ in range(_TRIES):
            worker = self._idle.get()
            try:
                worker = worker or self._start()
                answers = _ask(worker, data, variants)
            except (OSError, ValueError, LookupError, TypeError):  # it died, or what it says makes no sense
                if worker:
                    _end(worker)
                worker = None
            else:
                return answers
            finally:
                self._idle.put(worker)
        return [Fault.NO_ANSWER] * len(variants)

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            worker = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=without_secrets()
            )
        except OSError as error:
            raise WorkersError("the program that reads pictures cannot be started") from error
        if not worker.stdout or worker.stdout.readline() != b"ready\n":
            _end(worker)
            raise WorkersError("the program that reads pictures does not start")
        return worker


def without_secrets() -> dict[str, str]:
    """The environment of whoever opens hostile pictures: the password for SMTP may stand in our own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("WEEKBRIEF_")}


def _ask(worker: subprocess.Popen[bytes], data: bytes, variants: Sequence[Collection[Region]]) -> list[Answer]:
    if not worker.stdin or not worker.stdout:
        raise ValueError("a worker without pipes")
    regions = [[[face.x, face.y, face.width, face.height] for face in variant] for variant in variants]
    worker.stdin.write(json.dumps({"size": len(data), "variants": regions}).encode() + b"\n")
    worker.stdin.write(data)
    worker.stdin.flush()
    answers: list[Answer] = []
    for _ in variants:
        said = json.loads(worker.stdout.readline(_LARGEST))
        if "fault" in said:
            answers.append(Fault(said["fault"]))
            continue
        size = int(said["size"])
        drawn = worker.stdout.read(size) if 0 < size <= _LARGEST else b""
        if len(drawn) != size:
            raise ValueError("an answer that ends too early")
        answers.append((str(said["media_type"]), drawn))
    return answers


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.kill()
    worker.communicate()
