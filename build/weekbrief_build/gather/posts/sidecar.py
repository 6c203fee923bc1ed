"""Reads a sidecar, `eikels.jpg.people.yaml`: who is in that picture and where; one that cannot be read leaves a doubt about it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from weekbrief_build.gather.files.text_files import NoText, text_of_file
from weekbrief_build.gather.notation.form import Form, Notes
from weekbrief_build.gather.notation.keys import word_of
from weekbrief_build.gather.notation.yaml_tree import Pairs, YamlRefused, read_yaml
from weekbrief_build.gather.posts.people_said import PeopleSaid, read_people
from weekbrief_build.school.post import Source

ENDINGS = (".people.yaml", ".people.yml")
_KEYS = ("people", "checked")


@dataclass(frozen=True, slots=True)
class SidecarSaid:
    """What a sidecar says about its picture."""

    people: PeopleSaid
    checked: bool = False


UNREADABLE = SidecarSaid(PeopleSaid(doubt=True))


def picture_of_sidecar(name: str) -> str | None:
    """The name of the picture that a file of this name speaks of; None where it is no sidecar."""
    return next((name[: -len(ending)] for ending in ENDINGS if name.casefold().endswith(ending) and len(name) > len(ending)), None)


def read_sidecar(data: bytes, notes: Notes) -> SidecarSaid:
    """Read the bytes of a sidecar; what is wrong goes into the notes."""
    before = len(notes.mistakes)
    try:
        tree = read_yaml(text_of_file(data))
    except (YamlRefused, NoText) as refused:
        notes.wrong(refused.line, refused.what, refused.mend)
        return UNREADABLE
    checked = False
    if isinstance(tree, Pairs) and any(word_of(key.text, _KEYS) for key, _ in tree.pairs):
        form = Form(tree, _KEYS, notes)
        people, checked = read_people(form.node("people"), Source.SIDECAR, notes), form.truth("checked")
    else:
        people = read_people(tree, Source.SIDECAR, notes)
    return SidecarSaid(replace(people, doubt=people.doubt or len(notes.mistakes) > before), checked)
