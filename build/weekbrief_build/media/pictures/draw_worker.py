"""The program that opens what teachers put into the folder: bytes in, bytes out; it is given no path and no name, and decides nothing.

It trusts nothing it reads. A picture that makes it hang, crash or eat memory ends this process and not the job. The job starts
it as `python -P -m weekbrief_build.media.pictures.draw_worker` and speaks with it over two pipes, one picture after another:

    from the worker  the line "ready", once: so that a worker that cannot start is not taken for a bad picture
    to the worker    a line of JSON {"size": bytes that follow, "variants": [[[x, y, width, height], ...], ...]}, and the picture
    from the worker  per variant a line {"size": bytes that follow, "media_type": ...}, and what was drawn; or a line {"fault": ...}

Its one argument is how many pixels a picture may have. It ends when its input does: so also when the job was killed.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from collections.abc import Callable
from functools import partial
from typing import BinaryIO

from weekbrief_build.media.pictures.faults import Fault
from weekbrief_build.media.pictures.pixels import Drawn, draw
from weekbrief_build.media.pictures.recipe import BYTES_BESIDE, BYTES_PER_PIXEL, PIXELS
from weekbrief_build.school.post import Region

Request = dict[str, object]
"""A line of JSON from the job."""
SECONDS = 120
"""For one picture in all its variants; 100 megapixels take a few."""


def memory_for(pixels: int) -> int:
    """How many bytes of addresses the program may use; for 110 megapixels some 2 GB."""
    return BYTES_BESIDE + BYTES_PER_PIXEL * max(pixels, PIXELS)


def main(pixels: int = PIXELS) -> None:
    """Draw until there is nothing more to draw."""
    serve(partial(_draw, pixels=pixels), memory_for(pixels))


def serve(answer: Callable[[Request, BinaryIO, BinaryIO], None], memory: int) -> None:
    """Answer what is asked, one picture after another, in so many bytes of addresses; for whichever program opens pictures."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the job, which then closes the pipe
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold children's faces
    allowed = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (memory if allowed == resource.RLIM_INFINITY else min(memory, allowed), allowed))
    source, target = sys.stdin.buffer, sys.stdout.buffer
    target.write(b"ready\n")
    target.flush()
    while line := source.readline():
        signal.alarm(SECONDS)  # not handled: the kernel ends the process, also in the middle of a decoder
        answer(json.loads(line), source, target)
        target.flush()
        signal.alarm(0)


def _draw(request: Request, source: BinaryIO, target: BinaryIO, *, pixels: int) -> None:
    variants = [[Region(*region) for region in regions] for regions in request["variants"]]  # type: ignore[attr-defined]  # the job's own words
    for drawn in draw(source.read(int(str(request["size"]))), variants, pixels):
        write_answer(drawn, target)


def write_answer(drawn: Drawn | Fault, target: BinaryIO) -> None:
    """Say what came of a picture."""
    if isinstance(drawn, Fault):
        target.write(json.dumps({"fault": drawn.value}).encode() + b"\n")
    else:
        target.write(json.dumps({"size": len(drawn.data), "media_type": drawn.media_type}).encode() + b"\n" + drawn.data)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
