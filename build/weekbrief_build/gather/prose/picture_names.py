"""Knows which picture of a post is meant by a name: a plain name in the post's own folder, never a path and never another computer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from unicodedata import normalize

from weekbrief_build.gather.files.listing import fold_name
from weekbrief_build.school.mistake import N_, Sentence, say


@dataclass(frozen=True, slots=True)
class WrongName:
    """A name that means no picture of the post."""

    what: Sentence
    mend: Sentence
    missing: bool = False
    """The name may be that of a picture that has yet to arrive: texts are small and come first through a shared folder. So the
    post waits for it, or it would go without that picture for good."""


@dataclass(frozen=True, slots=True)
class PictureNames:
    """The names of the pictures that a post may use; no two are equal but for case."""

    by_fold: Mapping[str, str]

    @classmethod
    def of(cls, names: Sequence[str]) -> PictureNames:
        """The names, in Unicode form C."""
        return cls(MappingProxyType({fold_name(name): name for name in names}))

    def meant_by(self, written: str) -> str | WrongName:
        """The picture that is meant; capitals mean nothing, as on a teacher's computer."""
        name = normalize("NFC", written)
        if "/" in name or "\\" in name or name in {"", ".", ".."}:
            what = say(N_("“{name}” is no name of a file: pictures stand in the folder of the post itself."), name=_short(name))
            return WrongName(what, say(N_("Put the picture beside the text, and write its name alone, such as eikels.jpg.")))
        if found := self.by_fold.get(fold_name(name)):
            return found
        what = say(N_("There is no picture “{name}” here."), name=_short(name))
        if near := get_close_matches(fold_name(name)[:100], self.by_fold, n=1):
            meant = self.by_fold[near[0]]
            return WrongName(what, say(N_("Did you mean “{picture}”?"), picture=meant), missing=True)
        return WrongName(what, say(N_("Put the picture in the folder of the post, or mend its name: the post waits for it.")), missing=True)


def _short(name: str) -> str:
    return name if len(name) <= 80 else f"{name[:79]}…"  # noqa: PLR2004 - what fits in a sentence
