"""Writes the sidecar of one picture: who is in it and where, of which file, and whether that is all; it never touches the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from weekbrief_build.school.post import Region
from weekbrief_build.write.yaml_value import Value, written

ENDING = ".people.yaml"


@dataclass(frozen=True, slots=True)
class PersonPointedOut:
    """Somebody in a picture, by id, and where their face is, if that was drawn."""

    child: str
    face: Region | None = None


@dataclass(frozen=True, slots=True)
class Sidecar:
    """All that a person said of one picture."""

    of: str
    """SHA-256 of the picture's file, in hex: of another file, nothing was said."""
    complete: bool
    """Whether the person said “that is all”; until then the picture is withheld like one that nobody answered."""
    people: Sequence[PersonPointedOut] = ()
    nobody_at: Sequence[Region] = ()
    """Frames that hold no person: a poster, a drawing."""
    unknown_at: Sequence[Region] = ()
    """Frames that hold somebody who is not of the school."""


def sidecar_name(picture: str) -> str:
    """The name of the sidecar beside a picture of this name."""
    return picture + ENDING


def sidecar_bytes(sidecar: Sidecar) -> bytes:
    """The file, a line for each thing that was said."""
    lines = [f"of: {sidecar.of}", f"complete: {'yes' if sidecar.complete else 'no'}", _people(sidecar)]
    for key, frames in (("nobody_at", sidecar.nobody_at), ("unknown_at", sidecar.unknown_at)):
        if frames:
            lines.append(f"{key}: {written([_frame(frame) for frame in frames])}")
    return "".join(f"{line}\n" for line in lines).encode()


def _people(sidecar: Sidecar) -> str:
    if not sidecar.people:
        return "people: nobody" if sidecar.complete and not sidecar.unknown_at else "people: []"
    return "people:" + "".join(f"\n  - {written(_person(person))}" for person in sidecar.people)


def _person(person: PersonPointedOut) -> Value:
    return {"child": person.child, "face": _frame(person.face)} if person.face else {"child": person.child}


def _frame(frame: Region) -> list[str]:
    """Left, top, width and height as fractions of the upright picture, to a millionth."""
    return [f"{side:.6f}".rstrip("0").rstrip(".") for side in (frame.x, frame.y, frame.width, frame.height)]
