"""Says that a layout cannot be used, and where: nothing is sent with half a layout."""

from __future__ import annotations

from weekbrief_build.school.mistake import N_, Mistake, Scope, Sentence, say

_MEND = N_("Mend the layout, or remove the file: then the layout of Weekbrief itself is used.")


class LayoutRefused(Exception):  # noqa: N818 - says what happened, in the words of the school
    """A layout cannot be used; `mistake` says where and why."""

    def __init__(self, file: str, line: int | None, what: Sentence, mend: Sentence | None = None) -> None:
        super().__init__(f"{file}, line {line}" if line else file)
        self.mistake = Mistake(file, line, what, mend or say(_MEND), Scope.EVERYTHING)
