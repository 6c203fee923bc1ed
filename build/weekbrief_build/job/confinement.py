"""Says where this machine cannot lock in the programs that open what others wrote; nothing is held back for that alone."""

from __future__ import annotations

from collections.abc import Iterator

from weekbrief_build.media.confined import version
from weekbrief_build.school.mistake import N_, Mistake, Scope, say


def advice_on_confinement() -> Iterator[Mistake]:
    """What to mend where the kernel has no Landlock, or keeps it from us."""
    if not version():
        what = say(
            N_("This machine does not lock in what opens pictures, videos and PDFs: one made to do harm could read all that Weekbrief can.")
        )
        mend = say(N_("Use Linux 5.13 or newer, with Landlock on; in a container, let its system calls through."))
        yield Mistake("Landlock", None, what, mend, Scope.ADVICE)
