"""Gathers what is said about who is in each picture of a post, from all sources; it weighs nothing, and loses no doubt.

DESIGN.md, "Who is in a picture": the union of front matter (in every language), sidecar and what the file itself carries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress

from weekbrief_build.gather.files.file_hashes import FileHashes, Seen
from weekbrief_build.gather.files.listing import ListedFile, StillChanging, fold_name
from weekbrief_build.gather.notation.form import Notes
from weekbrief_build.gather.posts.front_matter import FrontMatter
from weekbrief_build.gather.posts.post_text import CANNOT_BE_OPENED, STILL_CHANGING, bytes_of
from weekbrief_build.gather.posts.shelf import Shelf, kind_of
from weekbrief_build.gather.posts.sidecar import UNREADABLE, SidecarSaid, read_sidecar
from weekbrief_build.gather.tags.rdf import MOST_BYTES
from weekbrief_build.gather.tags.tags import UNREADABLE as UNREADABLE_TAGS
from weekbrief_build.gather.tags.tags import Tags, together
from weekbrief_build.gather.tags.takeout import read_takeout
from weekbrief_build.gather.tags.xmp import read_xmp
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.post import Evidence, Naming, Pending, Picture, PictureFile, Source

LARGEST_PICTURE = 2_000_000_000
"""Bytes; nothing larger is even hashed."""


def read_pictures(
    names: Collection[str], shelf: Shelf, fronts: Sequence[FrontMatter], hashes: FileHashes, notes: Notes
) -> tuple[Picture, ...]:
    """The pictures of these names, in their order on the shelf; what is wrong with them and their sidecars goes into the notes.

    A picture that is still being copied holds back its post, which would otherwise go without it for good.
    """
    pictures = []
    for name, file in shelf.pictures.items():
        kind = kind_of(name)
        if name in names and kind and (seen := _look_at(name, file, hashes, notes)):
            evidence = _evidence(name, shelf, fronts, seen, notes)
            picture = PictureFile(file.path, seen.sha256, file.state.size)
            pictures.append(Picture(name, kind, picture, evidence, seen.tags.upright_size))
    return tuple(pictures)


def hashes_of(files: Iterable[ListedFile], hashes: FileHashes) -> frozenset[str]:
    """The SHA-256 of these pictures of a post that cannot be read; one that cannot be read either is not shown anywhere."""
    found: set[str] = set()
    for file in files:
        if file.plain and file.state.size <= LARGEST_PICTURE:
            with suppress(OSError):
                found.add(hashes.of(file).sha256)
    return frozenset(found)


def _look_at(name: str, file: ListedFile, hashes: FileHashes, notes: Notes) -> Seen | None:
    if file.state.size > LARGEST_PICTURE:
        notes.about(name, file.path).wrong(None, *_TOO_LARGE)
        return None
    try:
        return hashes.of(file)
    except StillChanging:
        notes.of_file(file.path).wrong(None, *STILL_CHANGING)
    except OSError:
        notes.about(name, file.path).wrong(None, *CANNOT_BE_OPENED)
    return None


def _evidence(name: str, shelf: Shelf, fronts: Sequence[FrontMatter], seen: Seen, notes: Notes) -> Evidence:
    in_front = [front.pictures[name] for front in fronts if name in front.pictures]
    beside = [_sidecar(file, seen, notes.about(name, file.path)) for file in shelf.sidecars.get(fold_name(name), ())]
    said = [*(one.people for one in in_front), *(one.people for one in beside)]
    tags = together([seen.tags, *(_tags(file, seen, notes.about(name, file.path)) for file in shelf.tags_beside(name))])
    tagged = tuple(Naming(person.name, Source.TAGS, person.face) for person in tags.people)
    doubts = {
        Source.FRONT_MATTER: any(one.people.doubt for one in in_front) or any(name in front.doubted for front in fronts),
        Source.SIDECAR: any(one.people.doubt for one in beside),
        Source.TAGS: tags.doubt,
        Source.STRAY: bool(shelf.strays),
    }
    return Evidence(
        tuple(dict.fromkeys((*(naming for one in said for naming in one.namings), *tagged))),
        any(one.nobody for one in said),
        tuple(source for source, doubted in doubts.items() if doubted),
        any(one.checked for one in in_front) or any(one.checked for one in beside),
        any(one.strangers for one in beside),
        tuple(pending for pending in Pending if any(one.pending is pending for one in beside)),
        tuple(dict.fromkeys(place for one in beside for place in one.nobody_at)),
        tuple(sorted(tags.words)),
    )


def _sidecar(file: ListedFile, seen: Seen, notes: Notes) -> SidecarSaid:
    data = bytes_of(file, notes)
    return UNREADABLE if data is None else read_sidecar(data, notes, seen.sha256)


def _tags(file: ListedFile, seen: Seen, notes: Notes) -> Tags:
    """What a photo program put beside the picture, in a file of its own."""
    data = bytes_of(file, notes, MOST_BYTES)
    if data is None:
        return UNREADABLE_TAGS
    return read_xmp(data, seen.tags.orientation, seen.tags.size) if file.folded.endswith(".xmp") else read_takeout(data)


_TOO_LARGE = (
    say(N_("This file is too large to be sent.")),
    say(N_("Make it smaller, or put it elsewhere and write a link in the text.")),
)
