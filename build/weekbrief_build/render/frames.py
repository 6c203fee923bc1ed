"""Makes the frame of a letter, what stands before and after its posts, once per kind of letter and language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from weekbrief_build.render.figures import SetLogo
from weekbrief_build.render.mime import text_piece
from weekbrief_build.render.prepared import change_delivery, change_language, leave
from weekbrief_build.render.refused import LayoutRefused
from weekbrief_build.render.sheets import Sheet, Sheets
from weekbrief_build.render.slots import Cut, Slot
from weekbrief_build.school.letter import LetterKind, Piece
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.people import School
from weekbrief_build.words import Words

PREHEADER, POSTS = "preheader", "posts"


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as pieces, with the names of the two places that are filled per letter: PREHEADER and POSTS."""

    text: tuple[Piece | str, ...]
    html: tuple[Piece | str, ...]


class Frames:
    """The frames of a run."""

    def __init__(self, school: School, sheets: Sheets, kept_style: str, logo: SetLogo | None = None) -> None:
        """`kept_style`: the part of the style sheet that is not inlined."""
        self._school = school
        self._sheets = sheets
        self._style = Markup(kept_style)  # noqa: S704 - the school's own style sheet, refused where it could end its element
        self._logo = logo
        self._made: dict[tuple[LetterKind, bool, str, str, date], Frame] = {}

    def frame(self, kind: LetterKind, words: Words, heading: str, day: date, *, weekly: bool) -> Frame:
        """The frame of a letter of this kind, in these words, under this heading. Raises LayoutRefused.

        `weekly`: its reader chose the weekly letter; also who did gets single posts, about an event that changed.
        """
        key = (kind, weekly, words.language, heading, day)
        if key not in self._made:
            sheet, values = self.sheet(kind, words, weekly=weekly), {"heading": heading, "date": words.day(day)}
            self._made[key] = Frame(
                _parts(sheet.text, values), _parts(sheet.html, {name: str(escape(value)) for name, value in values.items()})
            )
        return self._made[key]

    def sheet(self, kind: LetterKind, words: Words, *, weekly: bool) -> Sheet:
        """The same with places for its heading and its date too. Raises LayoutRefused."""
        sheet = self._sheets.page(
            "letter",
            words,
            ("heading", "date", PREHEADER, POSTS),
            kind=kind.value,
            weekly=weekly,
            school=self._school.name,
            rights=self._school.rights,
            head=self._school.head.name,
            head_address=self._school.head.email,
            change_delivery=change_delivery(self._school, words, weekly=weekly),
            change_language=change_language(self._school, words),
            leave=leave(self._school, words),
            style=self._style,
            logo=self._logo,
        )
        for suffix, cut in (("html", sheet.html), ("txt", sheet.text)):
            if sum(isinstance(part, Slot) and part.key == POSTS for part in cut) != 1:
                raise LayoutRefused(f"layouts/letter.{suffix}.j2", None, say(N_("This layout must show {{{{ posts }}}} once.")))
        return sheet


def _parts(cut: Cut, values: Mapping[str, str]) -> tuple[Piece | str, ...]:
    """The texts of a frame as pieces, as large as they can be."""
    parts: list[Piece | str] = []
    text = ""
    for part in cut:
        if isinstance(part, Slot) and part.key not in values:
            parts += [*_piece(text), part.key]
            text = ""
        else:
            text += values[part.key] if isinstance(part, Slot) else part
    return (*parts, *_piece(text))


def _piece(text: str) -> Sequence[Piece]:
    return [text_piece(text)] if text.strip() else []
