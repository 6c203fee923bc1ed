"""The program that opens what teachers put into the folder: bytes in, bytes out; it is given no path and no name, and decides nothing.

It trusts nothing it reads. A picture that makes it hang, crash or eat memory ends this process and not the job. `workers` starts it,
by `media.child`, and speaks with it over two pipes, one picture after another:

    from the worker  the line "ready", once: so that a worker that cannot start is not taken for a bad picture
    to the worker    a line of JSON {"size": bytes that follow, "variants": [[[x, y, width, height], ...], ...]}, and the picture
    from the worker  per variant a line {"size": bytes that follow, "media_type": ...}, and what was drawn; or a line {"fault": ...}

Its one argument is how many pixels a picture may have. It ends when its input does: so also when the job was killed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from typing import BinaryIO

from weekbrief_build.media.pictures.faults import Fault
from weekbrief_build.media.pictures.pixels import Drawn, draw
from weekbrief_build.media.pictures.recipe import PIXELS
from weekbrief_build.school.post import Region

Request = dict[str, object]
"""A line of JSON from the job."""


def main(pixels: int = PIXELS) -> None:
    """Draw until there is nothing more to draw."""
    serve(partial(_draw, pixels=pixels))


def serve(answer: Callable[[Request, BinaryIO, BinaryIO], None]) -> None:
    """Answer what is asked, one picture after another; for whichever program opens pictures."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    target.write(b"ready\n")
    target.flush()
    while line := source.readline():
        answer(json.loads(line), source, target)
        target.flush()


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
