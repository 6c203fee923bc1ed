"""Says why something was not written, for the person who clicked; nothing was changed when this is raised."""

from __future__ import annotations

from weekbrief_build.school.mistake import N_, Sentence, say


class NotWritten(Exception):  # noqa: N818 - says what happened, in the words of the person who clicked
    """Nothing was written: why, and what to do."""

    def __init__(self, what: Sentence, mend: Sentence) -> None:
        super().__init__(what.template)  # without its values: an exception may end up in a log
        self.what = what
        self.mend = mend


def changed_meanwhile() -> NotWritten:
    """Somebody else, or a sync program, wrote the file after it was read."""
    return NotWritten(
        say(N_("This file was changed by somebody else while you were looking at it.")),
        say(N_("Look at it again, and save your change once more.")),
    )


def not_a_place() -> NotWritten:
    """The path leads to what only its owner may write, or out of the school folder."""
    return NotWritten(
        say(N_("Weekbrief does not write a file of this name, or at this place.")),
        say(N_("Use another name, with letters, digits, spaces and hyphens.")),
    )


def more_would_change() -> NotWritten:
    """The file is written in a way that cannot be changed at this place alone."""
    return NotWritten(
        say(N_("This file is written in a way in which this cannot be changed without touching something else.")),
        say(N_("Open the file, and change it there yourself.")),
    )


def no_such_sign(encoding: str) -> NotWritten:
    """The file is in an old encoding that lacks a character of what is to be written."""
    return NotWritten(
        say(N_("The file is saved in an old way ({encoding}) that lacks a letter of what is to be written."), encoding=encoding),
        say(N_("Open it, save it as UTF-8 (“CSV UTF-8” in a spreadsheet), and try again.")),
    )
