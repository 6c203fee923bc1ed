"""Finds beside pictures the files that say who is in one and fit none: misspelt, copied, cut; nobody knows of which picture they speak.

What such a file says may be the newer truth, or the only one: `f.people.yaml`, `f.jpg.people.yaml.txt`, `f.jpg .people.yaml`, a conflict
copy. So every picture that it may be about is in doubt (`evidence`), until the file is named after its picture or moved away.
"""

from __future__ import annotations

import re

from weekbrief_build.gather.files.listing import ListedFile, ListedFolder, fold_name
from weekbrief_build.gather.posts.sidecar import picture_of_sidecar
from weekbrief_build.gather.tags.takeout import speaks_of

_SPEAKS_OF_PEOPLE = re.compile(r"\.people|\.(?:xmp|json|ya?ml)(?:[^a-z0-9]|$)")
_PEOPLE = ".people"


def speaks_of_people(file: ListedFile) -> bool:
    """Whether a file of this name was made to say who is in a picture, whatever is wrong with the name."""
    name = "".join(file.folded.split())
    return bool(_SPEAKS_OF_PEOPLE.search(name)) and (not name.endswith(".md") or _PEOPLE in name)


def strays_in(folder: ListedFolder, pictures: tuple[ListedFile, ...]) -> tuple[ListedFile, ...]:
    """The files of a folder that speak of people and fit none of its pictures; none where there are no pictures."""
    if not pictures:
        return ()
    of_pictures = {file.name for file in pictures}
    names = {file.folded for file in pictures}
    twice = {twins.copy for twins in folder.twins if fold_name(twins.copy) == fold_name(twins.original)}
    return tuple(
        file
        for file in folder.files
        if file.name not in of_pictures and speaks_of_people(file) and (file.name in twice or not _fits(file.folded, names))
    )


def _fits(name: str, pictures: set[str]) -> bool:
    """Whether a file of this name speaks of one of these pictures; all folded."""
    if picture := picture_of_sidecar(name):
        return picture in pictures
    if name.endswith(".xmp"):
        spoken_of = name.removesuffix(".xmp")
        return any(spoken_of in {picture, picture.rpartition(".")[0]} for picture in pictures)
    return name.endswith(".json") and any(speaks_of(name, picture) for picture in pictures)
