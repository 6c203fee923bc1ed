"""Reads the layouts: Weekbrief's own, and over them, file by file, those of the school; nothing but plain files of its folder is read."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from weekbrief_build.school.mistake import N_, Mistake, Scope, Sentence, say

STYLE = "style.css"
_LARGEST = 256 * 1024
_MEND = N_("Mend the layout, or remove the file: then the layout of Weekbrief itself is used.")


class LayoutRefused(Exception):  # noqa: N818 - says what happened, in the words of the school
    """A layout cannot be used; `mistake` says where and why. Nothing is sent with half a layout."""

    def __init__(self, file: str, line: int | None, what: Sentence) -> None:
        super().__init__(f"{file}, line {line}" if line else file)
        self.mistake = Mistake(file, line, what, say(_MEND), Scope.EVERYTHING)


@dataclass(frozen=True, slots=True)
class Layouts:
    """The text of every layout by its name, `post.html.j2` or `style.css`, as it was when the school folder was read."""

    texts: Mapping[str, str]

    @property
    def style(self) -> Style:
        """The style sheet, split into what is inlined and what stays in the letter's head."""
        return split_style(self.texts[STYLE])


@dataclass(frozen=True, slots=True)
class Style:
    """A style sheet in two: `inlined` becomes attributes, `kept` (its `@media` blocks) stands in the letter's head."""

    inlined: str
    kept: str


def own_layouts() -> Path:
    """Where Weekbrief's own layouts are: inside the installed package, else at the root of the repository."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "layouts"
    return installed if installed.is_dir() else package.parent.parent / "layouts"


def read_layouts(school_folder: Path | None) -> Layouts:
    """The layouts for this school folder; a file of its `layouts/` takes the place of the one with the same name.

    Raises LayoutRefused for a file that is too large or is not UTF-8.
    """
    texts = _texts_in(own_layouts())
    if school_folder is not None:
        texts |= _texts_in(school_folder / "layouts")
    return Layouts(MappingProxyType(texts))


def _texts_in(folder: Path) -> dict[str, str]:
    if folder.is_symlink() or not folder.is_dir():
        return {}
    with os.scandir(folder) as entries:
        files = sorted(
            entry.name
            for entry in entries
            if entry.name.endswith((".j2", ".css")) and entry.name[0] not in ".~" and entry.is_file(follow_symlinks=False)
        )
    return {name: _text_of(folder / name) for name in files}


def _text_of(path: Path) -> str:
    file = f"layouts/{path.name}"
    with path.open("rb") as opened:
        data = opened.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise LayoutRefused(file, None, say(N_("This layout is larger than {size} KB."), size=_LARGEST // 1024))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LayoutRefused(file, line, say(N_("This layout is not saved as UTF-8."))) from None


_TOKEN = re.compile(r"/\*.*?(?:\*/|\Z)|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|[{};@]|</", re.DOTALL)


def split_style(css: str) -> Style:
    """Split a style sheet at its top-level at-rules.

    The inliner must never see an at-rule: it crashes on nested `@media`, fetches what `@import` names, and would leave
    the rest out of a post. Raises LayoutRefused for `@import`, `</` and braces that do not match.
    """
    inlined: list[str] = []
    kept: list[str] = []
    depth, start, at_rule = 0, 0, False

    def refuse(at: int, what: Sentence) -> LayoutRefused:
        return LayoutRefused(f"layouts/{STYLE}", css.count("\n", 0, at) + 1, what)

    for found in _TOKEN.finditer(css):
        sign, at = found.group(), found.start()
        if sign == "</":
            raise refuse(at, say(N_("“</” cannot stand in a style sheet.")))
        if sign == "@" and depth == 0 and not at_rule:
            if css.startswith("@import", at):
                raise refuse(at, say(N_("A letter cannot use “@import”: it would make the reader's computer fetch something.")))
            inlined.append(css[start:at])
            start, at_rule = at, True
        elif sign in "{}":
            depth += 1 if sign == "{" else -1
            if depth < 0:
                raise refuse(at, say(N_("There is a “}}” here without its “{{”.")))
        if at_rule and depth == 0 and sign in ("}", ";"):
            kept.append(css[start : found.end()])
            start, at_rule = found.end(), False
    if depth or at_rule:
        raise refuse(len(css.rstrip()), say(N_("A “{{” in this style sheet has no “}}”.")))
    inlined.append(css[start:])
    return Style("".join(inlined), "\n".join(kept))
