"""The program that looks for faces in what teachers put into the folder: bytes in, places out; it is given no path and no name.

It trusts nothing it reads, and is held as short as the program that draws. `media.pictures.workers` starts it, by
`media.child`, and speaks with it over two pipes, one picture after another:

    from the worker  the line "ready", once: it does not come where the extra `weekbrief[faces]` is not whole
    to the worker    a line of JSON {"size": bytes that follow}, and the picture
    from the worker  a line {"faces": [[x, y, width, height], ...]}, or a line {"fault": ...}

Its one argument is how many pixels a picture may have.
"""

from __future__ import annotations

import json
import sys
from dataclasses import astuple
from functools import partial
from typing import BinaryIO

from weekbrief_build.media.faces.detector import Detector
from weekbrief_build.media.faces.extra import net
from weekbrief_build.media.pictures.draw_worker import Request, serve
from weekbrief_build.media.pictures.faults import UnfitError
from weekbrief_build.media.pictures.pixels import as_seen
from weekbrief_build.media.pictures.recipe import PIXELS


def main(pixels: int = PIXELS) -> None:
    """Look until there is nothing more to look at."""
    found = net()
    if not found:
        sys.exit("the net is not there, or not the one that was measured")
    serve(partial(_look, detector=Detector(found), pixels=pixels))


def _look(request: Request, source: BinaryIO, target: BinaryIO, *, detector: Detector, pixels: int) -> None:
    try:
        faces = detector.faces(as_seen(source.read(int(str(request["size"]))), pixels))
    except UnfitError as unfit:
        answer: Request = {"fault": unfit.fault.value}
    else:
        answer = {"faces": [astuple(face) for face in faces]}
    target.write(json.dumps(answer).encode() + b"\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
