"""A mistake is what a person has to mend: where it is, what is wrong, how to mend it; it never carries a translated text.

A sentence is kept as its English template and its values, so that whoever shows it picks the language (`weekbrief_build.words`).
Sentences are told to the teacher, the head or the operator they concern, and to nobody else: they may name a child by its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256
from types import MappingProxyType


def N_(template: str) -> str:  # noqa: N802 - the name that gettext's extractors know for "translate later"
    """Mark an English template for the catalogues without translating it here."""
    return template


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template from the catalogues, with the values for its `{fields}`; two sentences are equal if they say the same."""

    template: str
    values: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))

    def __hash__(self) -> int:
        return hash((self.template, tuple(sorted((key, str(value)) for key, value in self.values.items()))))


def say(template: str, **values: str | int) -> Sentence:
    """A sentence: `say(N_("There is no child {child}."), child="ada-jansen")`."""
    return Sentence(template, MappingProxyType(values))


class Scope(Enum):
    """How much a mistake holds back (DESIGN.md, "What a post can be held back for, and what stops everything")."""

    EVERYTHING = "everything"  # groups.yaml, consent.csv, layouts: nothing is built and nothing is sent
    POST = "post"  # the post stays behind, in every language
    PICTURE = "picture"  # the picture stays behind, its post goes
    ADVICE = "advice"  # nothing is held back; said to whom it concerns and counted as nothing to mend


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing for one person to mend."""

    file: str
    """Path from the school folder, with `/`."""
    line: int | None
    """Counted from 1; None where the file as a whole is meant."""
    what: Sentence
    mend: Sentence
    scope: Scope
    group: str | None = None
    """The group whose teachers can mend it; None: the head."""
    post: str | None = None
    """`Post.path` of the post that it holds back or whose picture it holds back."""
    picture: str | None = None
    """File name of the picture that it holds back."""
    head_too: bool = False
    """Whether the head is told as well as the group's teachers: she alone can let it go. Of advice she is written this alone."""


def key_of(mistake: Mistake) -> str:
    """What makes a mistake the same at a later run: SHA-256, hexadecimal, of its file, its scope and what it says.

    Its line does not count: a line that moves because something was mended above it is no news.
    """
    said = (mistake.file, mistake.scope.value, mistake.picture, _said(mistake.what), _said(mistake.mend))
    return sha256(repr(said).encode()).hexdigest()


def _said(sentence: Sentence) -> tuple[str, tuple[tuple[str, str | int], ...]]:
    return sentence.template, tuple(sorted(sentence.values.items()))
