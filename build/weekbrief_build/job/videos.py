"""Says, before a teacher finds out, that this machine has nothing that reads videos; nothing is held back for that alone."""

from __future__ import annotations

from collections.abc import Iterator

from weekbrief_build.media.clips.ffmpeg import find_ffmpeg
from weekbrief_build.media.pictures.faults import Fault, spoiled_by
from weekbrief_build.school.mistake import N_, Mistake, Scope, say


def advice_on_videos() -> Iterator[Mistake]:
    """What to install where no ffmpeg that can make clips is found."""
    if find_ffmpeg() is None:
        what = say(N_("This machine has no program that can read videos, so videos stay behind."))
        yield Mistake("ffmpeg", None, what, spoiled_by(Fault.NO_FFMPEG).mend, Scope.ADVICE)
