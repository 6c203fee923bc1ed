"""Finds the program that reads videos: an ffmpeg of the machine that writes H.264, else that of the extra; it reads no video itself.

The extra `weekbrief[video]` is a package with an ffmpeg in it; that binary is under the GPL, so nobody gets it unasked.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

_SECONDS = 20
"""To say what it can do."""


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
    of_machine = shutil.which("ffmpeg")
    if of_machine:
        yield of_machine
    try:
        yield str(import_module("imageio_ffmpeg").get_ffmpeg_exe())
    except (ImportError, RuntimeError):  # not installed, or installed without a binary for this machine
        return


def _said_by(path: str, what: str) -> str:
    try:
        said = subprocess.run([path, "-hide_banner", what], stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - found above
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return said.stdout.decode(errors="replace")
