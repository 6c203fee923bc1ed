"""The program that makes pictures smaller that were drawn before, for letters that would be too large: bytes in, bytes out.

It is held as short as the program that drew them (`draw_worker`): whoever opened what teachers put into the folder may have
been talked into anything. `workers` starts it:

    from the worker  the line "ready", once
    to the worker    a line of JSON {"size": bytes that follow, "side": pixels, "quality": of a JPEG}, and the picture
    from the worker  a line {"size": bytes that follow, "media_type": ...}, and what was drawn; or a line {"fault": ...}

Its argument, how many pixels a picture may have, is not used: what it opens was made small already.
"""

from __future__ import annotations

from typing import BinaryIO

from weekbrief_build.media.pictures.draw_worker import Request, serve, write_answer
from weekbrief_build.media.pictures.faults import Fault, UnfitError
from weekbrief_build.media.pictures.pixels import Drawn, smaller


def _shrink(request: Request, source: BinaryIO, target: BinaryIO) -> None:
    data = source.read(int(str(request["size"])))
    try:
        drawn: Drawn | Fault = smaller(data, int(str(request["side"])), int(str(request["quality"])))
    except UnfitError as unfit:
        drawn = unfit.fault
    write_answer(drawn, target)


if __name__ == "__main__":
    serve(_shrink)
