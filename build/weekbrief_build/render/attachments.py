"""Makes what travels beside the text of a letter, PDF files and the calendar files of events, each once for all who get it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from weekbrief_build.decide.letters.views import View
from weekbrief_build.render.event_file import State, event_file, uid_of
from weekbrief_build.render.mime import PDF, attachment_piece
from weekbrief_build.school.letter import Piece
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Document, Event, Post
from weekbrief_build.words import Words

_NOT_IN_NAMES = frozenset('\\/:*?"<>|;')


class Attachments:
    """What is attached in a run."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._papers: dict[str, Piece] = {}
        self._events: dict[tuple[str, str | None, str, datetime], Piece] = {}

    def of(self, views: Iterable[tuple[View, str]], words: Words, now: datetime) -> Iterator[Piece]:
        """What goes along with these views, each with the title that all its readers may read; `now` is when they are planned.

        Raises OSError where a PDF is not what was read any more: no letter promises what it does not hold.
        """
        for view, title in views:
            for document in view.post.documents:
                if document.name in view.left_out.papers:
                    continue
                if document.path not in self._papers:
                    self._papers[document.path] = _paper(document)
                yield self._papers[document.path]
            # Who is told of an event and of its end in one breath has nothing in a calendar to take out.
            if (event := view.version.event) and (view.changed or not event.cancelled):
                key = (view.identity, view.version.language, words.language, now)
                if key not in self._events:
                    self._events[key] = self._event(event, view, title, words, now)
                yield self._events[key]

    def _event(self, event: Event, view: View, title: str, words: Words, now: datetime) -> Piece:
        school = self._school
        lines = [f"{school.groups[view.post.group].name}, {school.name}"]
        if event.reply_by and not event.cancelled:
            lines.append(words.say(say(N_("Please reply by {day}."), day=words.day(event.reply_by))))
        state = State(uid_of(view.identity, school), view.sequence, event.cancelled)
        file = event_file(event, event.title or title, "\n".join(lines), school, state, now)
        return attachment_piece(file.media_type, file.name, file.data)


def paper_name(document: Document) -> str:
    """What a PDF is called where it is attached: its own name in any script, without what a file's name cannot hold.

    No child's name is in it that somebody may not read: such a post is held back (`decide.rule.names`).
    """
    stem = normalize("NFC", document.name.rpartition(".")[0])
    plain = "".join(sign if sign.isprintable() and sign not in _NOT_IN_NAMES else "-" for sign in stem)
    return f"{plain.strip('-. ')[:60] or 'document'}.pdf"


def whole_name(post: Post) -> str:
    """What the text of a post is called where it is attached: its day, and a number; a title may hold a child's name."""
    return f"text-{post.date.isoformat()}-{int(sha256(post.path.encode('utf-8', 'surrogatepass')).hexdigest()[:12], 16) % 10_000:04}.txt"


def whole_text(post: Post, text: str) -> Piece:
    """The text of a post as a file; with a byte order mark, without which iPhones show accents as two signs each."""
    return attachment_piece(
        "text/plain; charset=utf-8", whole_name(post), f"\ufeff{text.strip()}\n".replace("\n", "\r\n").encode("utf-8", "replace")
    )


def _paper(document: Document) -> Piece:
    data = Path(document.made.path).read_bytes()
    if sha256(data).hexdigest() != document.made.sha256:
        raise OSError("a PDF in the cache is not what it was")
    name = paper_name(document)
    return attachment_piece(PDF, name, data)
