"""How letters look: the layouts as they were when the school folder was read, and the school's theme; nothing here is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from weekbrief_build.school.mistake import Mistake
from weekbrief_build.school.post import PictureFile

FOLDER, STYLE, THEME = "layouts", "style.css", "theme.yaml"


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of the theme."""

    value: str
    """`#rrggbb`, in lower case."""
    line: int | None
    """Of the school's theme.yaml; None: Weekbrief's own."""


@dataclass(frozen=True, slots=True)
class Instead:
    """What letters say instead of a sentence of Weekbrief."""

    sentence: str
    """As letters say it in this language, with its `%(values)s`."""
    said: str
    line: int


@dataclass(frozen=True, slots=True)
class Logo:
    """The school's logo, as it lies in `layouts/`."""

    file: PictureFile
    line: int
    """Of theme.yaml."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What a school changes without touching a layout, over what Weekbrief has."""

    colours: Mapping[str, Colour]
    """By the name that `var(--name)` has in style.css: `paper`, `dark-paper`, `band-1`."""
    words: Mapping[str, tuple[Instead, ...]]
    """By language."""
    logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class Layouts:
    """The text of every layout by its name, `post.html.j2` or `style.css`, and the theme."""

    texts: Mapping[str, str]
    theme: Theme
    own: frozenset[str]
    """The names of those that the school wrote itself."""
    mistakes: tuple[Mistake, ...] = ()
    """Found while reading; with one that stops everything, no letter may be made."""
