"""Sees to how letters look: the layouts and the theme are read once per run, and with anything wrong in them no letter is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from weekbrief_build.gather.office.layouts import read_layouts
from weekbrief_build.job.place import Place
from weekbrief_build.media.pictures.faults import Spoiled
from weekbrief_build.render.lint import mistakes_in
from weekbrief_build.render.proof import advice_on_colours, prove
from weekbrief_build.render.refused import LayoutRefused
from weekbrief_build.school.layouts import FOLDER, THEME, Layouts
from weekbrief_build.school.made import PictureOrder
from weekbrief_build.school.mistake import Mistake, Scope
from weekbrief_build.school.people import School


class LooksWrong(Exception):  # noqa: N818 - says what was found, in the words of the school
    """The layouts cannot be used, with all that is wrong in them."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__(f"{len(mistakes)} mistakes")
        self.mistakes = mistakes


def layouts_of(place: Place) -> Layouts:
    """How letters look. Raises LooksWrong."""
    layouts = read_layouts(place.school)
    _stop_at_wrongs(mistakes_in(layouts))
    return layouts


def proven_layouts(place: Place, school: School, day: date) -> tuple[Layouts, tuple[Mistake, ...]]:
    """The same, once every layout has been rendered; and advice on them. Raises LooksWrong."""
    layouts = read_layouts(place.school)
    mistakes, letters = mistakes_in(layouts), tuple[str, ...]()
    try:
        letters = prove(school, layouts, day)
    except LayoutRefused as refused:
        mistakes = tuple(dict.fromkeys((*mistakes, refused.mistake)))
    _stop_at_wrongs(mistakes)
    return layouts, (*mistakes, *advice_on_colours(letters, layouts, place.cache))


def logo_order(layouts: Layouts) -> frozenset[PictureOrder]:
    """The logo, to be made clean and small as every picture; empty where there is none."""
    return frozenset({PictureOrder(layouts.theme.logo.file)} if layouts.theme.logo else ())


def stop_at_spoiled_logo(layouts: Layouts, spoiled: Mapping[PictureOrder, Spoiled]) -> None:
    """Raises LooksWrong where the logo could not be made: letters without it are not what the school meant."""
    for order in logo_order(layouts) & spoiled.keys():
        line = layouts.theme.logo.line if layouts.theme.logo else None
        raise LooksWrong((Mistake(f"{FOLDER}/{THEME}", line, spoiled[order].what, spoiled[order].mend, Scope.EVERYTHING),))


def _stop_at_wrongs(mistakes: Iterable[Mistake]) -> None:
    if wrong := tuple(mistake for mistake in mistakes if mistake.scope is Scope.EVERYTHING):
        raise LooksWrong(wrong)
