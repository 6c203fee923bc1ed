"""Reads a sidecar, `eikels.jpg.people.yaml`: who is in that picture and where; one that cannot be read leaves a doubt about it.

It is a list of children as front matter has it, with or without `checked:` below it; or the form that a program writes while somebody
looks at the picture (`of`, the SHA-256 of the file that was looked at; `complete`; `nobody_at`, `unknown_at`). That form is an answer once
it is complete, and only about that very file: until then it names people, and answers nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from weekbrief_build.gather.files.text_files import NoText, text_of_file
from weekbrief_build.gather.notation.form import Form, Notes
from weekbrief_build.gather.notation.keys import word_of
from weekbrief_build.gather.notation.yaml_tree import Pairs, YamlRefused, read_yaml
from weekbrief_build.gather.posts.people_said import PeopleSaid, read_people, read_places
from weekbrief_build.school.post import Pending, Region, Source

ENDINGS = (".people.yaml", ".people.yml")
_KEYS = ("people", "checked", "of", "complete", "nobody_at", "unknown_at")
_BY_PROGRAM = ("of", "complete", "nobody_at", "unknown_at")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class SidecarSaid:
    """What a sidecar says about its picture."""

    people: PeopleSaid
    checked: bool = False
    strangers: bool = False
    pending: Pending | None = None
    nobody_at: tuple[Region, ...] = ()


UNREADABLE = SidecarSaid(PeopleSaid(doubt=True))


def picture_of_sidecar(name: str) -> str | None:
    """The name of the picture that a file of this name speaks of; None where it is no sidecar."""
    return next((name[: -len(ending)] for ending in ENDINGS if name.casefold().endswith(ending) and len(name) > len(ending)), None)


def read_sidecar(data: bytes, notes: Notes, sha256: str) -> SidecarSaid:
    """Read the bytes of a sidecar of the picture with this hash; what is wrong goes into the notes."""
    before = len(notes.mistakes)
    try:
        tree = read_yaml(text_of_file(data))
    except (YamlRefused, NoText) as refused:
        notes.wrong(refused.line, refused.what, refused.mend)
        return UNREADABLE
    if isinstance(tree, Pairs) and any(word_of(key.text, _KEYS) for key, _ in tree.pairs):
        said = _filled_in(Form(tree, _KEYS, notes), sha256)
    else:
        said = SidecarSaid(read_people(tree, Source.SIDECAR, notes))
    return replace(said, people=replace(said.people, doubt=said.people.doubt or len(notes.mistakes) > before))


def _filled_in(form: Form, sha256: str) -> SidecarSaid:
    people, checked = read_people(form.node("people"), Source.SIDECAR, form.notes), form.truth("checked")
    if not any(key in form.found for key in _BY_PROGRAM):
        return SidecarSaid(people, checked)
    of = form.read("of", _digest, "", "SHA-256")
    complete = form.truth("complete")
    nobody_at, unknown_at = (read_places(form.node(key), form.notes) for key in ("nobody_at", "unknown_at"))
    if of and of != sha256:
        elsewhere = tuple(replace(naming, face=None) for naming in people.namings)
        return SidecarSaid(replace(people, namings=elsewhere, nobody=False), strangers=bool(unknown_at), pending=Pending.OTHER_FILE)
    if not complete:
        return SidecarSaid(replace(people, nobody=False), strangers=bool(unknown_at), pending=Pending.UNFINISHED)
    nobody = people.nobody or not (people.namings or people.doubt or unknown_at)
    return SidecarSaid(replace(people, nobody=nobody), checked, bool(unknown_at), nobody_at=nobody_at if of else ())


def _digest(text: str) -> str | None:
    return text.lower() if _DIGEST.fullmatch(text.lower()) else None
