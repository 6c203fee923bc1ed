"""Lays finished letters out as pages that a browser opens, in a folder for its owner's eyes; no file's name tells whom it is about.

In the folder: `index.html`, a page per letter (`1.html`, …), and beside them each picture and file once, by number. What stood
there before is removed first: of an earlier preview nothing is left that may not be shown any more.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from math import inf
from mimetypes import guess_extension
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from weekbrief_build.decide.plan.plan import PlannedLetter
from weekbrief_build.decide.rule.pictures import Showing
from weekbrief_build.decide.tell.reasons import why
from weekbrief_build.render.opened import Enclosed, LetterOpener
from weekbrief_build.school.letter import FinishedLetter, LetterKind
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.people import School
from weekbrief_build.words import Words

INDEX = "index.html"

_KINDS = {
    LetterKind.NEWSLETTER: N_("Weekly letter"),
    LetterKind.POST: N_("A post in a letter of its own"),
    LetterKind.PERSONAL: N_("A personal message"),
}
_NOTES = {Showing.WITHHELD: N_("{picture} is left out: {reasons}"), Showing.COVERED: N_("{picture} is covered: {reasons}")}


@dataclass(frozen=True, slots=True)
class PreviewedLetter:
    """A letter that would go, and where its page is."""

    family: str
    name: str
    address: str
    kind: LetterKind
    waits: bool
    """Whether it stands in the outbox already."""
    subject: str
    page: str
    """Name of its file in the folder of the preview."""
    notes: tuple[str, ...]
    """In the school's language: which pictures of its posts its family does not see as they are, and why."""
    files: tuple[tuple[str, str], ...]
    """What is attached: the name of the file in the folder, and what it is called in the letter."""

    @property
    def to(self) -> str:
        """Whom it goes to, as a person reads it."""
        return f"{self.name} <{self.address}>"


@dataclass(slots=True)
class PreviewFolder:
    """The folder of one preview, while it is being filled."""

    folder: Path
    words: Words
    """The school's."""
    letters: list[PreviewedLetter] = field(default_factory=list)
    _opener: LetterOpener = field(default_factory=LetterOpener)
    _files: dict[Enclosed, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with an empty folder. Raises OSError."""
        remove(self.folder)
        self.folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.mkdir(mode=0o700)

    def add(self, planned: PlannedLetter, finished: FinishedLetter) -> None:
        """Write one letter. Raises OSError."""
        opened = self._opener.open(finished)
        html, attached = opened.html, []
        for enclosed in opened.enclosed:
            file = self._file(enclosed)
            if enclosed.content_id:
                html = html.replace(f"cid:{enclosed.content_id}", file)
            else:
                attached.append((file, enclosed.name))
        page = f"{len(self.letters) + 1}.html"
        (self.folder / page).write_bytes(html.encode("ascii", "xmlcharrefreplace"))  # whatever encoding a layout names, or none
        guardian = planned.reader.guardian
        self.letters.append(
            PreviewedLetter(
                planned.reader.family.id,
                guardian.name,
                guardian.email,
                planned.kind,
                planned.instead_of is not None,
                opened.subject,
                page,
                _notes(planned, self.words),
                tuple(attached),
            )
        )

    def finish(self, school: School) -> Path:
        """Write the index, and say where it is. Raises OSError."""
        say_ = self.words.say
        page = (
            Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
            .from_string(Path(__file__).with_name("preview.html.j2").read_text(encoding="utf-8"))
            .render(
                language=self.words.language,
                title=say_(say(N_("{school}: letters before they go"), school=school.name)),
                opening=say_(say(N_("Letters that would go now: {number}. Nothing has been sent."), number=len(self.letters))),
                families=[(family, [self._shown(one) for one in of]) for family, of in _by_family(self.letters, school)],
            )
        )
        index = self.folder / INDEX
        index.write_text(page, encoding="utf-8")
        return index

    def _shown(self, letter: PreviewedLetter) -> dict[str, object]:
        kind = self.words.say(say(_KINDS[letter.kind]))
        if letter.waits:
            kind = self.words.say(say(N_("{kind}; it waits in the outbox"), kind=kind))
        return {"page": letter.page, "subject": letter.subject, "to": letter.to, "kind": kind, "notes": letter.notes, "files": letter.files}

    def _file(self, enclosed: Enclosed) -> str:
        if enclosed not in self._files:
            self._files[enclosed] = name = f"file-{len(self._files) + 1}{guess_extension(enclosed.media_type) or ''}"
            (self.folder / name).write_bytes(enclosed.data)
        return self._files[enclosed]


def remove(folder: Path, before: float = inf) -> None:
    """Remove a preview, if there is one and it was made before this moment (a Unix time). Raises OSError."""
    if folder.is_dir() and folder.stat().st_mtime < before:
        shutil.rmtree(folder)


def _by_family(letters: Iterable[PreviewedLetter], school: School) -> Iterable[tuple[str, Sequence[PreviewedLetter]]]:
    place = {family: number for number, family in enumerate(school.families)}
    in_order = sorted(letters, key=lambda letter: place[letter.family])
    return [(family, list(of_family)) for family, of_family in groupby(in_order, key=lambda letter: letter.family)]


def _notes(planned: PlannedLetter, words: Words) -> tuple[str, ...]:
    return tuple(
        words.say(say(_NOTES[answer.showing], picture=f"{view.post.path}: {name}", reasons="; ".join(map(words.say, why(answer)))))
        for view in planned.views
        for name, answer in view.pictures.items()
        if answer.showing in _NOTES
    )
