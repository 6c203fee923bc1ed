"""Sorts the files of one folder by what they are for: texts with their languages, pictures, and what is said beside a picture."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from babel.localedata import exists as is_language

from weekbrief_build.gather.files.listing import ListedFile, ListedFolder, fold_name
from weekbrief_build.gather.office.settings import language_code
from weekbrief_build.gather.posts.sidecar import picture_of_sidecar
from weekbrief_build.gather.posts.strays import strays_in
from weekbrief_build.gather.prose.picture_names import PictureNames
from weekbrief_build.gather.tags.takeout import speaks_of
from weekbrief_build.school.consent import Kind

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        **dict.fromkeys((".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".webp", ".gif", ".heic", ".heif", ".hif"), Kind.PHOTO),
        **dict.fromkeys((".mp4", ".mov", ".m4v", ".3gp", ".3g2", ".mkv", ".webm"), Kind.VIDEO),
    }
)
"""What is a picture, by the ending of its name; which of them can be made into something to send, `media` knows."""

_TEXT = re.compile(r"(?P<stem>.+?)(?:\.(?P<language>[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?))?\.md", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A Markdown file and the language that its name gives it; None: that of the school."""

    file: ListedFile
    stem: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder's files by what they are for. Conflict copies are none of these (see `ListedFolder.twins`)."""

    folder: ListedFolder
    posts: tuple[tuple[TextFile, ...], ...]
    """The texts of one post each; the first one first."""
    pictures: Mapping[str, ListedFile]
    """By name; plain files only."""
    documents: Mapping[str, ListedFile]
    """PDF files by name; plain files only."""
    sidecars: Mapping[str, tuple[ListedFile, ...]]
    """By folded name of the picture that they speak of."""
    others: tuple[ListedFile, ...]
    """What cannot be sent."""
    unusable: tuple[ListedFile, ...]
    """Pictures and other files that are links or have names that cannot be shown."""
    strays: tuple[ListedFile, ...]
    """What speaks of people in pictures and fits none of the pictures that lie here."""
    names: PictureNames
    folded: frozenset[str]
    """The folded names of all files."""
    tags: Mapping[str, tuple[ListedFile, ...]]
    """What photo programs put beside pictures (`photo.xmp`, `photo.jpg.xmp`, Google Takeout's `photo.jpg.json`), by the folded name
    of what they speak of: a picture, or for `photo.xmp` a picture without its ending. Copies and links are among them."""

    def tags_beside(self, picture: str) -> tuple[ListedFile, ...]:
        """What photo programs put beside the picture."""
        names = dict.fromkeys((fold_name(picture), fold_name(picture.rpartition(".")[0])))
        return tuple(file for name in names for file in self.tags.get(name, ()))


def kind_of(name: str) -> Kind | None:
    """Whether a file of this name is a photo or a video; None where it is neither."""
    return KINDS.get(f".{name.rpartition('.')[2].casefold()}") if "." in name else None


def shelf_of(folder: ListedFolder, school_language: str) -> Shelf:
    """The files of a folder, sorted."""
    copies = {twins.copy for twins in folder.twins}
    texts: list[TextFile] = []
    pictures: dict[str, ListedFile] = {}
    documents: dict[str, ListedFile] = {}
    sidecars: dict[str, tuple[ListedFile, ...]] = {}
    others: list[ListedFile] = []
    unusable: list[ListedFile] = []
    tags = _tags(folder)
    strays = strays_in(folder, tuple(file for file in folder.files if kind_of(file.name)))
    elsewhere = copies.union(file.name for files in (*tags.values(), strays) for file in files)
    for file in folder.files:
        if file.name in elsewhere:
            continue
        if found := _TEXT.fullmatch(file.name):
            texts.append(_text(file, found))
        elif picture := picture_of_sidecar(file.name):
            sidecars[fold_name(picture)] = (*sidecars.get(fold_name(picture), ()), file)
        elif not file.plain:
            unusable.append(file)
        elif kind_of(file.name):
            pictures[file.name] = file
        elif file.folded.endswith(".pdf"):
            documents[file.name] = file
        else:
            others.append(file)
    return Shelf(
        folder,
        _by_post(texts, school_language),
        MappingProxyType(pictures),
        MappingProxyType(documents),
        MappingProxyType(sidecars),
        tuple(others),
        tuple(unusable),
        strays,
        PictureNames.of(tuple(pictures)),
        frozenset(file.folded for file in folder.files),
        MappingProxyType(tags),
    )


def _tags(folder: ListedFolder) -> dict[str, tuple[ListedFile, ...]]:
    """Every `.xmp`, and what Google Takeout put beside a picture of this folder, by what it speaks of."""
    pictures = [file.folded for file in folder.files if kind_of(file.name)]
    found: dict[str, tuple[ListedFile, ...]] = {}
    for file in folder.files:
        if file.folded.endswith(".xmp"):
            spoken_of = [file.folded[: -len(".xmp")]]
        elif file.folded.endswith(".json"):
            spoken_of = [picture for picture in pictures if speaks_of(file.folded, picture)]
        else:
            continue
        for name in spoken_of:
            found[name] = (*found.get(name, ()), file)
    return found


def _text(file: ListedFile, found: re.Match[str]) -> TextFile:
    code = language_code(found["language"]) if found["language"] else None
    if code and is_language(code.partition("-")[0]):
        return TextFile(file, found["stem"], code)
    return TextFile(file, file.name[: -len(".md")], None)


def _by_post(texts: list[TextFile], school_language: str) -> tuple[tuple[TextFile, ...], ...]:
    """Texts with one stem are one post; the one without a language is the first, else the one in the school's."""
    by_stem: dict[str, list[TextFile]] = {}
    for text in texts:
        by_stem.setdefault(fold_name(text.stem), []).append(text)
    return tuple(
        tuple(sorted(of_one, key=lambda text: (text.language is not None, text.language != school_language, text.language or "")))
        for of_one in by_stem.values()
    )
