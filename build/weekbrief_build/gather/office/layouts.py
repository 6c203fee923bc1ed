"""Reads the layouts: Weekbrief's own, and over them, file by file, those of the school; nothing but plain files of its folder is read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from weekbrief_build.gather.files.listing import ListedFile, list_folder, read
from weekbrief_build.gather.notation.form import Notes
from weekbrief_build.gather.notation.keys import nearest
from weekbrief_build.gather.notation.yaml_tree import Scalar
from weekbrief_build.gather.office.theme import read_theme
from weekbrief_build.school.layouts import FOLDER, THEME, Colour, Layouts, Logo, Theme
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.post import PictureFile

_LARGEST = 256 * 1024
_LARGEST_LOGO = 200_000
_LAYOUTS, _LOGOS = (".j2", ".css"), (".png", ".jpg", ".jpeg")
_PUT_ITSELF = say(N_("Put the file itself here, under a plain name."))
_MEND = say(N_("Mend the layout, or remove the file: then the layout of Weekbrief itself is used."))


def own_layouts() -> Path:
    """Where Weekbrief's own layouts are: inside the installed package, else at the root of the repository."""
    package = Path(__file__).resolve().parent.parent.parent
    installed = package / FOLDER
    return installed if installed.is_dir() else package.parent.parent / FOLDER


def read_layouts(school_folder: Path | None) -> Layouts:
    """The layouts and the theme for this school folder; a file of its `layouts/` takes the place of the one with the same name.

    Raises nothing: what cannot be used is among the mistakes, and in its place stands Weekbrief's own.
    """
    notes = Notes(FOLDER)
    texts = _texts_in(own_layouts(), notes)
    colours = {name: Colour(colour.value, None) for name, colour in read_theme(texts.pop(THEME)).colours.items()}
    if school_folder is None:
        return Layouts(MappingProxyType(texts), Theme(MappingProxyType(colours), MappingProxyType({})), frozenset(), tuple(notes.mistakes))
    listed = list_folder(school_folder / FOLDER, FOLDER, 0)
    files = {file.name: file for file in listed.files}
    for twins in listed.twins:
        what = say(N_("“{copy}” looks like a second state of “{original}”, and nobody knows which of the two counts."), **asdict(twins))
        mend = say(N_("Put into “{original}” what is right, and move “{copy}” out of this folder."), **asdict(twins))
        notes.of_file(f"{FOLDER}/{twins.copy}").wrong(None, what, mend)
    theirs = _texts_in(school_folder / FOLDER, notes)
    theme = read_theme(theirs.pop(THEME, ""), colours)
    notes.mistakes += theme.mistakes
    _advise_on_strangers(files.values(), texts | theirs, texts.keys() | {THEME, theme.logo.text if theme.logo else ""}, notes)
    logo = _logo(theme.logo, files, notes.of_file(f"{FOLDER}/{THEME}")) if theme.logo else None
    return Layouts(
        MappingProxyType(texts | theirs),
        Theme(MappingProxyType({**colours, **theme.colours}), theme.words, logo),
        frozenset(theirs),
        tuple(notes.mistakes),
    )


def _advise_on_strangers(files: Iterable[ListedFile], texts: Mapping[str, str], known: Collection[str], notes: Notes) -> None:
    """Name the files that nothing uses: most are a misspelt name, and nobody would see that they do nothing."""
    for file in files:
        note = notes.of_file(f"{FOLDER}/{file.name}")
        if not file.plain:
            note.advise(None, say(N_("This is a link or has a name that cannot be shown; it is not read.")), _PUT_ITSELF)
        elif file.name.lower().endswith(_LOGOS):
            if file.name not in known:
                note.advise(
                    None,
                    say(N_("No letter shows this picture.")),
                    say(N_("To make it the logo, write in theme.yaml: {example}"), example=f"logo: {file.name}"),
                )
        elif file.name not in known and not any(f'"{file.name}"' in text or f"'{file.name}'" in text for text in texts.values()):
            near = nearest(file.name, known)
            mend = say(N_("Did you mean “{word}”?"), word=near) if near else say(N_("Take it out, or give it the name of a layout."))
            note.advise(None, say(N_("Nothing uses this file: no layout has its name.")), mend)


def _texts_in(folder: Path, notes: Notes) -> dict[str, str]:
    files = [file for file in list_folder(folder, FOLDER, 0).files if file.name == THEME or file.name.endswith(_LAYOUTS)]
    return {
        file.name: text for file in files if file.plain and (text := _text_of(file, notes.of_file(f"{FOLDER}/{file.name}"))) is not None
    }


def _text_of(file: ListedFile, notes: Notes) -> str | None:
    data = _bytes_of(file, notes)
    if data is None:
        return None
    if len(data) > _LARGEST:
        notes.wrong(None, say(N_("This layout is larger than {size} KB."), size=_LARGEST // 1024), _MEND)
        return None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        notes.wrong(data.count(b"\n", 0, error.start) + 1, say(N_("This layout is not saved as UTF-8.")), _MEND)
        return None


def _bytes_of(file: ListedFile, notes: Notes) -> bytes | None:
    try:
        return read(file) if file.state.size <= _LARGEST else b" " * (_LARGEST + 1)
    except OSError:  # also while somebody is writing it
        what = say(N_("This file cannot be read: it is being written at this moment, or may not be opened."))
        notes.wrong(None, what, say(N_("Try again in a minute; if it stays so, look who may read the file.")))
        return None


def _logo(named: Scalar, files: dict[str, ListedFile], notes: Notes) -> Logo | None:
    file = files.get(named.text)
    if not named.text.lower().endswith(_LOGOS):
        notes.wrong(
            named.line, say(N_("“{name}” is not a picture that letters can show."), name=named.text), say(N_("Use a PNG or a JPEG."))
        )
    elif file is None or not file.plain:
        near = nearest(named.text, [name for name in files if name.lower().endswith(_LOGOS)])
        mend = say(N_("Did you mean “{word}”?"), word=near) if near else say(N_("Put the picture in the folder layouts/, under this name."))
        notes.wrong(named.line, say(N_("There is no picture “{name}” in layouts/."), name=named.text), mend)
    elif file.state.size > _LARGEST_LOGO:
        what = say(N_("The logo is larger than {size} KB, and it goes with every letter."), size=_LARGEST_LOGO // 1000)
        notes.wrong(named.line, what, say(N_("Save it smaller; 400 pixels wide is enough.")))
    elif (data := _bytes_of(file, notes)) is not None:
        return Logo(PictureFile(file.path, sha256(data).hexdigest(), len(data)), named.line)
    return None
