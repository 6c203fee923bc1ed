"""Compares what a school says instead with what letters say: a sentence that no letter says is a mistake, and so is a lost value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from weekbrief_build.render.templates import Templates
from weekbrief_build.school.layouts import FOLDER, THEME, Instead, Layouts
from weekbrief_build.school.mistake import N_, Mistake, Scope, Sentence, say
from weekbrief_build.words import words_for_parents

_VALUE = re.compile(r"%\(\w+\)s")
_NEAR = 0.4
"""How alike two sentences are, as difflib counts, to be taken for one another: people write half a sentence."""


def mistakes_in_words(layouts: Layouts) -> Iterator[Mistake]:
    """What is wrong under `words:` of theme.yaml."""
    if not layouts.theme.words:
        return
    english = Templates(layouts).sentences()
    for language, instead in layouts.theme.words.items():
        translations = words_for_parents(language).translations
        known = {translations.gettext(sentence) for sentence in english}
        for one in instead:
            yield from _in_one(one, known)


def _in_one(one: Instead, known: set[str]) -> Iterator[Mistake]:
    values = set(_VALUE.findall(one.sentence))
    if one.sentence not in known:
        near = get_close_matches(one.sentence, sorted(known), n=1, cutoff=_NEAR)
        mend = (
            say(N_("Did you mean “{word}”?"), word=near[0])
            if near
            else say(N_("Copy the sentence out of a letter, or take this line out."))
        )
        yield _wrong(one, say(N_("No letter says “{sentence}” in this language."), sentence=one.sentence), mend)
    elif set(_VALUE.findall(one.said)) != values:
        what = say(N_("What stands between %( and )s is filled in by Weekbrief, and has to be the same on both sides."))
        yield _wrong(one, what, say(N_("Write in it: {words}."), words=", ".join(sorted(values)) or "-"))
    elif "%" in _VALUE.sub("", one.said).replace("%%", ""):
        yield _wrong(one, say(N_("A percent sign by itself cannot stand here.")), say(N_("Write it twice: %%.")))


def _wrong(one: Instead, what: Sentence, mend: Sentence) -> Mistake:
    return Mistake(f"{FOLDER}/{THEME}", one.line, what, mend, Scope.EVERYTHING)
