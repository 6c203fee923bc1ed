"""Finds the program that reads videos: an ffmpeg of the machine that writes H.264, else that of the extra; it reads no video itself.

The extra `weekbrief[video]` is a package with an ffmpeg in it; that binary is under the GPL, so nobody gets it unasked.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from weekbrief_build.media.child import Program, run

SECONDS = 900
"""For one video: two minutes of 4K take a small machine so long."""
MEMORY = 3 << 30
"""Of addresses, in bytes, for each process: enough for 8K."""
WRITTEN = 64 << 20
"""Bytes of a file that ffmpeg writes: more than any frame and any clip."""
FRAMES_WRITTEN = 256 << 20
"""The same for a frame of each second, all together."""

_SECONDS = 20
"""To say what it can do."""
_MOST = 1 << 20
"""Bytes of what it says."""
_MEMORY = 1 << 30


@dataclass(frozen=True, slots=True)
class Ffmpeg:
    """An ffmpeg that can make clips."""

    path: str
    tonemaps: bool
    """Whether it can bring HDR back to what every screen shows (not everybody builds it with zimg)."""


def find_ffmpeg() -> Ffmpeg | None:
    """The first that can make clips."""
    for path in _candidates():
        if "libx264" in _said_by(path, "-encoders"):
            return Ffmpeg(path, tonemaps=" zscale " in _said_by(path, "-filters"))
    return None


def _candidates() -> Iterator[str]:
    folders = filter(os.path.isabs, os.get_exec_path())  # not the folder where we stand: teachers may write there
    of_machine = shutil.which("ffmpeg", path=os.pathsep.join(folders))
    if of_machine:
        yield of_machine
    try:
        yield str(import_module("imageio_ffmpeg").get_ffmpeg_exe())
    except (ImportError, RuntimeError):  # not installed, or installed without a binary for this machine
        return


def _said_by(path: str, what: str) -> str:
    asked = Program(path, ("-hide_banner", what), _MEMORY, _SECONDS)
    try:
        return run(asked, b"", within=_SECONDS, most=_MOST).said.decode(errors="replace")
    except OSError:
        return ""
