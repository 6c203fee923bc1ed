"""Reads the PDF files of a post; one that cannot go, or of which nobody knows who is in it, holds back its post, which promises it.

A PDF goes to everybody who gets its post. So what is not known about it is not sent: pictures may show children, and words that cannot be
read may name them. Then the teacher has to say that nobody is in it; words that can be read are looked through for names all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from weekbrief_build.gather.files.file_hashes import FileHashes
from weekbrief_build.gather.files.listing import ListedFile, StillChanging, fold_name, read
from weekbrief_build.gather.notation.form import Notes
from weekbrief_build.gather.posts.front_matter import FrontMatter
from weekbrief_build.gather.posts.post_text import CANNOT_BE_OPENED, STILL_CHANGING
from weekbrief_build.media.papers.papers import Fault, Paper, Papers
from weekbrief_build.school.mistake import N_, Sentence, say
from weekbrief_build.school.post import Document

LARGEST = 1_500_000
"""Bytes of one PDF as it is sent: with base64 2 MB of a letter."""
LARGEST_TOGETHER = 2_000_000
"""Bytes of all PDF files of a post."""
_LARGEST_READ = 30_000_000


@dataclass(frozen=True, slots=True)
class PaperReader:
    """Opens the PDF files of a run; what was known of them before is not found out again."""

    hashes: FileHashes
    papers: Papers

    def read_paper(self, file: ListedFile) -> Paper | Fault:
        """What there is to say of a file. Raises OSError, and StillChanging where it is being written."""
        return self.papers.of(self.hashes.of(file).sha256, partial(read, file))


def read_documents(
    files: Mapping[str, ListedFile], names: Collection[str], fronts: Sequence[FrontMatter], reader: PaperReader, notes: Notes
) -> tuple[Document, ...]:
    """The PDF files of these names, in their order on the shelf; what is wrong with them goes into the notes."""
    said = {fold_name(one.name): one for front in fronts for one in front.attachments}
    by_fold = {fold_name(name): name for name in files}
    for folded, one in said.items():
        if folded not in by_fold:
            notes.wrong(one.line, say(N_("There is no PDF “{name}” here."), name=one.name[:80]), _WAITS)
    documents = []
    for name, file in files.items():
        if name not in names:
            continue
        paper = _paper(file, reader, notes.of_file(file.path))
        answered = fold_name(name) in said and said[fold_name(name)].nobody
        if paper and (paper.pictures or paper.unread) and not answered:
            what, mend = _WHO_IS_IN_IT if paper.pictures else _NOT_READ
            notes.of_file(file.path).wrong(None, say(what, name=name), say(mend, name=name))
        if paper:
            documents.append(Document(name, file.path, paper.words, paper.made))
    if sum(document.made.size for document in documents) > LARGEST_TOGETHER:
        notes.wrong(None, *_TOO_LARGE_TOGETHER)
    return tuple(documents)


def _paper(file: ListedFile, reader: PaperReader, notes: Notes) -> Paper | None:
    if file.state.size > _LARGEST_READ:
        notes.wrong(None, *_TOO_LARGE)
        return None
    try:
        paper = reader.read_paper(file)
    except StillChanging:
        notes.wrong(None, *STILL_CHANGING)
        return None
    except OSError:
        notes.wrong(None, *CANNOT_BE_OPENED)
        return None
    if isinstance(paper, Fault):
        notes.wrong(None, *_FAULTS[paper])
        return None
    if paper.made.size > LARGEST:
        notes.wrong(None, *_TOO_LARGE)
        return None
    return paper


_WAITS = say(N_("Put it in the folder of the post, or mend its name: the post waits for it."))
_ANEW = say(N_("Open it, choose “Print” and then “Save as PDF”, and put the new file in its place."))
_FAULTS: Mapping[Fault, tuple[Sentence, Sentence]] = MappingProxyType(
    {
        Fault.LOCKED: (say(N_("This PDF is locked with a password.")), say(N_("Save it without a password."))),
        Fault.TOO_LONG: (say(N_("This PDF has no pages, or more than 40.")), say(N_("Attach only the pages that parents need."))),
        Fault.ALIVE: (say(N_("This PDF holds fields to fill in, notes or other parts that can change.")), _ANEW),
        Fault.NONE: (say(N_("This file has the name of a PDF, but it is none, or it is not whole.")), _ANEW),
    }
)
_TOO_LARGE = (
    say(N_("This PDF is too large to be attached: more than 1.5 MB.")),
    say(N_("Save it with smaller pictures, or put it elsewhere and write a link in the text.")),
)
_TOO_LARGE_TOGETHER = (
    say(N_("The PDF files of this post are together more than 2 MB.")),
    say(N_("Save them with smaller pictures, or spread them over two posts.")),
)
_WHO_IS_IN_IT = (
    N_("There are pictures in the PDF {name}, and nobody said who is in them."),
    N_("If no child can be seen or is named in it, write at the top of the post: attachments: {{{name}: {{people: nobody}}}}"),
)
_NOT_READ = (
    N_("The words in the PDF {name} cannot be read (it may be a scan), so nobody knows whom it names."),
    N_("If no child can be seen or is named in it, write at the top of the post: attachments: {{{name}: {{people: nobody}}}}"),
)
