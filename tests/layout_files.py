"""Writes layouts of a school, and reads what Weekbrief makes of them."""

from __future__ import annotations

from pathlib import Path

from weekbrief_build.gather.office.layouts import read_layouts
from weekbrief_build.render.lint import mistakes_in
from weekbrief_build.school.mistake import Mistake, Scope
from weekbrief_build.words import words_of


def with_layout(folder: Path, name: str, text: str | bytes) -> Path:
    """The school folder, with this file in its layouts/."""
    file = folder / "layouts" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def told_of(folder: Path) -> list[str]:
    """What is wrong with the layouts of this folder, as a person reads it; `-` stands before advice."""
    return [as_read(mistake) for mistake in mistakes_in(read_layouts(folder))]


def as_read(mistake: Mistake) -> str:
    """A mistake as one line."""
    words = words_of("en")
    advice = "- " if mistake.scope is Scope.ADVICE else ""
    return f"{advice}{mistake.file}:{mistake.line or ''} {words.say(mistake.what)} {words.say(mistake.mend)}"
