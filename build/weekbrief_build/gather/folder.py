"""Reads the school folder once: `groups.yaml`, then `consent.csv`, `content/` and the head's words; it decides nothing, sends nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from weekbrief_build.gather.files.listing import list_folder
from weekbrief_build.gather.files.states import another_state_of
from weekbrief_build.gather.files.text_files import NoText, text_of_file
from weekbrief_build.gather.office.consent import read_consent
from weekbrief_build.gather.office.groups import FILE as GROUPS
from weekbrief_build.gather.office.groups import outbox_named, read_groups
from weekbrief_build.gather.office.settings import LANGUAGE
from weekbrief_build.gather.office.word_list import WordListReading, read_word_list
from weekbrief_build.gather.posts.post_text import CANNOT_BE_OPENED, NOT_PLAIN, STILL_CHANGING
from weekbrief_build.gather.posts.posts import read_posts
from weekbrief_build.school.consent import FILE as CONSENT
from weekbrief_build.school.layouts import FOLDER
from weekbrief_build.school.mistake import N_, Mistake, Scope, Sentence, say
from weekbrief_build.school.reading import Reading, Unreadable
from weekbrief_build.school.word_list import DUTCH, ENGLISH, WordList

_REGISTER = "register"
_LISTS = (ENGLISH, DUTCH)
_FOLDERS = ("content", FOLDER, _REGISTER)
LARGEST = 64_000_000
"""Bytes of either file; 20,000 families make 8 million."""
LARGEST_LIST = 200_000
"""Bytes of the list of words; 2,000 words make 20,000."""


def read_school(folder: Path, cache_dir: Path | None, today: date) -> Reading | Unreadable:
    """What stands in the school folder at this moment, with everything that has to be mended in it.

    `cache_dir` is where hashes of pictures are kept between runs (None: nowhere); `today` is a day in school time.
    """
    twice = tuple(_two_states(folder))
    text = _groups_text(folder)
    if isinstance(text, Mistake):
        return Unreadable((text, *twice), LANGUAGE)
    groups = read_groups(text)
    if groups.school is None:
        return Unreadable((*groups.mistakes, *twice), groups.language)
    register, found = _consent_bytes(folder)
    school = groups.school
    staff = [person.name for person in school.staff]
    consent = read_consent(register, school.children.keys(), staff, school.further_purposes)
    content = read_posts(folder, groups.school, cache_dir, today)
    listed = _word_list(folder, groups.school.language)
    mistakes = (*groups.mistakes, *(found or consent.mistakes), *twice, *content.mistakes, *listed.mistakes)
    return Reading(groups.school, consent.register, content.posts, mistakes, listed.words, content.unread, text)


def _two_states(folder: Path) -> Iterator[Mistake]:
    """What is another state of a file of the office: of two nobody knows which is meant, and the newer no may stand in either."""
    here = list_folder(folder, "", 0)
    lists = [file.name for file in here.files if file.folded in _LISTS]  # in whatever case: see `_word_list`
    known = (GROUPS, CONSENT, *(lists or _LISTS), *_FOLDERS)
    for name in (*(file.name for file in here.files), *(below.name for below in here.folders)):
        if original := another_state_of(name, known):
            yield Mistake(name, None, *_second_state(name, original), Scope.EVERYTHING)
    for twins in list_folder(folder / _REGISTER, _REGISTER, 0).twins:
        yield Mistake(f"{_REGISTER}/{twins.copy}", None, *_second_state(twins.copy, twins.original), Scope.EVERYTHING)


def _second_state(copy: str, original: str) -> tuple[Sentence, Sentence]:
    what = N_("“{copy}” looks like a second state of “{original}”, and nobody knows which of the two counts.")
    mend = N_("Put into “{original}” what is right, and every no of either, and move “{copy}” out of this folder.")
    return say(what, copy=copy, original=original), say(mend, copy=copy, original=original)


def named_outbox(folder: Path) -> Path | None:
    """The outbox that `groups.yaml` names, if it does: a command has to know it before anything is read."""
    text = _groups_text(folder)
    named = None if isinstance(text, Mistake) else outbox_named(text)
    return folder / named if named else None


def _groups_text(folder: Path) -> str | Mistake:
    data = _bytes_of(folder / GROUPS)
    if isinstance(data, Mistake):
        return data
    if data is None:
        return Mistake(GROUPS, None, *_NO_GROUPS, Scope.EVERYTHING)
    try:
        return text_of_file(data)
    except NoText as refused:
        return Mistake(GROUPS, refused.line, refused.what, refused.mend, Scope.EVERYTHING)


def _consent_bytes(folder: Path) -> tuple[bytes | None, tuple[Mistake, ...]]:
    data = _bytes_of(folder / CONSENT)
    return (None, (data,)) if isinstance(data, Mistake) else (data, ())


def _word_list(folder: Path, language: str) -> WordListReading:
    """The head's list, if there is one; whatever the case of its name, for a list that is passed over without a word holds nothing."""
    none = WordList(file=DUTCH if language == "nl" else ENGLISH)
    try:
        files = sorted(file.name for file in folder.iterdir() if file.name.casefold() in {ENGLISH, DUTCH})
    except OSError:
        return WordListReading(none, (Mistake(none.file, None, *CANNOT_BE_OPENED, Scope.EVERYTHING),))
    if len(files) > 1:
        what = say(N_("There is a list of words here twice: {files}."), files=", ".join(files))
        return WordListReading(none, (Mistake(files[0], None, what, say(N_("Make one file of them.")), Scope.EVERYTHING),))
    data = _bytes_of(folder / files[0], LARGEST_LIST) if files else None
    if isinstance(data, Mistake):
        return WordListReading(none, (data,))
    return WordListReading(none, ()) if data is None else read_word_list(data, files[0])


def _bytes_of(file: Path, largest: int = LARGEST) -> bytes | Mistake | None:
    """The bytes of a file; None where there is none; a mistake where it cannot be read, is too large or changes meanwhile.

    It may be a link: whoever may write here may say anything in it anyway. It may be no pipe, or the job would wait for ever.
    """
    try:
        with open(file, "rb", opener=_without_waiting) as source:
            if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
                return Mistake(file.name, None, *NOT_PLAIN, Scope.EVERYTHING)
            before = source.seek(0, 2)
            source.seek(0)
            data = source.read(largest + 1)
            if before > largest or len(data) > largest:
                return Mistake(file.name, None, *_TOO_LARGE, Scope.EVERYTHING)
            if len(data) != before:
                return Mistake(file.name, None, *STILL_CHANGING, Scope.EVERYTHING)
            return data
    except FileNotFoundError:
        return None
    except OSError:
        return Mistake(file.name, None, *CANNOT_BE_OPENED, Scope.EVERYTHING)


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


_TOO_LARGE = (
    say(N_("This file is too large.")),
    say(N_("Look whether it is the right file.")),
)
_NO_GROUPS = (
    say(N_("There is no groups.yaml in this folder, so it is no school folder.")),
    say(N_("Name the folder that holds groups.yaml, or make a new one with: weekbrief init DIR")),
)
