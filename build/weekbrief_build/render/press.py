"""Makes finished letters out of planned ones: a join of pieces that were rendered, inlined and encoded once; nothing is decided here.

Theory of operation. Of a letter only its first piece is its own: To, Message-ID and Subject. All others are shared, as the
same objects, by every letter in which they stand: the headers of a kind of letter, its frame, the head of a group, a view of
a post, a picture. `prepare` renders all that is new in one go, because reading the style sheet is most of the work.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from itertools import dropwhile, groupby, islice, takewhile
from pathlib import Path

from markupsafe import escape

from weekbrief_build.decide.know.due import Edition
from weekbrief_build.decide.letters.agenda import Dates, dates_of
from weekbrief_build.decide.letters.views import View
from weekbrief_build.decide.plan.plan import PlannedLetter
from weekbrief_build.decide.tell.complaints import Complaint
from weekbrief_build.render import headers, mime
from weekbrief_build.render.about import ALONE, About, about
from weekbrief_build.render.attachments import Attachments, whole_text
from weekbrief_build.render.dates import DateLines
from weekbrief_build.render.figures import clip_name, content_id, logo_of
from weekbrief_build.render.frames import POSTS, PREHEADER, Frame, Frames
from weekbrief_build.render.inline import Inliner, Inlining, with_premailer
from weekbrief_build.render.mailto import mailto
from weekbrief_build.render.naming import Naming
from weekbrief_build.render.posts import Posts, Setting
from weekbrief_build.render.prepared import leave_subject
from weekbrief_build.render.sheets import GROUP_SLOTS, NOTICE_SLOTS, Sheets
from weekbrief_build.render.style import style_of
from weekbrief_build.render.templates import Templates
from weekbrief_build.render.weights import Scales, Weights
from weekbrief_build.school.layouts import Layouts
from weekbrief_build.school.letter import FinishedLetter, LetterKind, Piece, digest_of
from weekbrief_build.school.made import MadeClip, MadePicture, PictureOrder
from weekbrief_build.school.mistake import N_, Mistake, Sentence, say
from weekbrief_build.school.people import Mailbox, School
from weekbrief_build.words import Words, words_for_parents, words_of


@dataclass(frozen=True, slots=True)
class _Body:
    """What stands between the head and the foot of a letter."""

    text: Sequence[Piece]
    html: Sequence[Piece]
    pictures: Sequence[Piece] = ()
    attachments: Sequence[Piece] = ()


@dataclass(frozen=True, slots=True)
class _Common:
    """All of a letter that is the same for everybody who reads the same views in the same language."""

    subject: str
    """The header, ready."""
    edition: str | None
    name: str
    pieces: tuple[Piece, ...]
    html: int = 0
    """The bytes of its HTML, as who reads it gets them."""
    digest: str = field(init=False)
    """Of what it says: within one moment a file can be rewritten and a second summary made, and each is a letter of its own."""

    def __post_init__(self) -> None:
        """Hash what it says once for all who read it."""
        object.__setattr__(self, "digest", sha256(self.subject.encode() + digest_of(self.pieces)).hexdigest())


@dataclass(frozen=True, slots=True)
class Measured:
    """How large a letter is, in bytes."""

    message: int
    """As it travels, without the headers that are its own."""
    html: int
    """Its HTML, as who reads it gets it."""


class Press:
    """The press of one run, for one school."""

    def __init__(  # noqa: PLR0913 - all that letters are made of
        self,
        school: School,
        layouts: Layouts,
        made: Mapping[PictureOrder, MadePicture],
        cache: Path | None,
        inliner: Inliner = with_premailer,
        *,
        key: bytes,
    ) -> None:
        """`made`: what came of the views' orders; a picture that is not in it is absent. `cache`: a folder for inlined HTML.

        `key`: the outbox's own, of which Message-IDs and return addresses are made.

        Raises LayoutRefused, as every method does.
        """
        self._school, self._key = school, key
        self.made = dict(made)
        self._pictures: dict[str, Piece | None] = {}
        style, templates = style_of(layouts), Templates(layouts)
        inlining = Inlining(style.inlined, cache / "inlined" if cache else None, inliner)
        self._sheets = Sheets(templates, inlining)
        self._domain = headers.domain_of(school.sender.email)
        self._posts = Posts(school, templates, inlining, self._sheets, self._domain)
        self._logo = made.get(PictureOrder(layouts.theme.logo.file)) if layouts.theme.logo else None
        if self._logo and not self._picture(self._logo):
            self._logo = None
        self._frames = Frames(school, self._sheets, style.kept, logo_of(self._logo, self._domain) if self._logo else None)
        self._naming = Naming(school)
        self._dates = DateLines(school, self._sheets, self._naming)
        self._texts: dict[str, Piece] = {}
        self._heads: dict[str, Piece] = {}
        self._common: dict[tuple[Hashable, datetime, Edition | None], _Common] = {}
        self._clips: dict[tuple[str, str], Piece | None] = {}
        self._attachments = Attachments(school)
        self._scales = Scales(self.made, self._domain)
        self._views: dict[tuple[View, str, bool], _Body] = {}

    def prepare(self, letters: Iterable[PlannedLetter]) -> None:
        """Render all that is new in these letters in one go; without it each post is inlined alone, with the same result."""
        wanted = {(view, self._words_for(letter).language, letter.kind in ALONE) for letter in letters for view in letter.views}
        in_order = sorted(wanted, key=lambda one: (one[0].post.path, *one[1:]))
        self._posts.prepare((view, Setting(words_for_parents(language), alone)) for view, language, alone in in_order)

    def letter(self, planned: PlannedLetter, now: datetime, edition: Edition | None = None, follows: str | None = None) -> FinishedLetter:
        """The finished letter; `now` is when it was planned, `edition` the newsletter's, `follows` the Message-ID of an earlier one.

        Raises NotOneAddress for a guardian whose address cannot stand in a header.
        """
        common = self._shared(planned, now, edition)
        return self._finish(planned.kind, common, Mailbox(planned.reader.guardian.name, planned.reader.guardian.email), now, follows)

    def measure(self, planned: PlannedLetter, now: datetime, edition: Edition | None = None) -> Measured:
        """How large the letter is that `letter` makes of the same."""
        common = self._shared(planned, now, edition)
        return Measured(sum(len(piece.data) for piece in common.pieces), common.html)

    def weigh(self, views: Sequence[View]) -> Weights:
        """What can be left out of a letter with these views."""
        return self._scales.weigh(views)

    def weight(self, views: Sequence[View]) -> int:
        """How many bytes all of that has."""
        return self._scales.total(views)

    def sharing(self, planned: PlannedLetter) -> Hashable:
        """The same for letters that are one letter for several readers, of one moment and edition."""
        return planned.kind, self._words_for(planned).language, planned.reader.weekly, planned.views, planned.earlier

    def _shared(self, planned: PlannedLetter, now: datetime, edition: Edition | None) -> _Common:
        key = (self.sharing(planned), now, edition)
        if key not in self._common:
            self._common[key] = self._common_of(planned, now, edition)
        return self._common[key]

    def _common_of(self, planned: PlannedLetter, now: datetime, edition: Edition | None) -> _Common:
        words, views, kind = self._words_for(planned), planned.views, planned.kind
        dates = dates_of(views, planned.earlier, now)
        says = about(planned, dates, edition, self._school, words, self._naming)
        body = self._body(kind, views, words)
        if kind is LetterKind.NEWSLETTER:
            body = self._with_dates(body, dates, words)
        titled = ((view, self._naming.public_title(view.version)) for view in views)
        body = replace(body, attachments=(*self._attachments.of(titled, words, now), *body.attachments))
        frame = self._frames.frame(kind, words, says.heading, now.date(), weekly=planned.reader.weekly)
        framed = tuple(self._framed(frame, says.preheader, body))
        pieces = (self._head(kind, words, says, now, attached=bool(body.attachments)), *framed)
        name = edition.name if edition and kind is LetterKind.NEWSLETTER else None
        return _Common(headers.header("Subject", says.subject), name, says.name, pieces, _html_of(framed))

    def notice(  # noqa: PLR0913, PLR0917 - what a message needs
        self, to: Mailbox, kind: LetterKind, subject: Sentence, opening: Sequence[Sentence], told: Sequence[Complaint], now: datetime
    ) -> FinishedLetter:
        """What the job writes to a teacher or the head, in the school's language: sentences, and what there is to mend."""
        words = words_of(self._school.language)
        said = [self._said(words, what=words.say(sentence)) for sentence in opening]
        for one in told:
            mend = " ".join(words.say(sentence) for sentence in (one.first.mend, one.also) if sentence)
            said.append(self._said(words, place=_place(one.first, words), what=words.say(one.first.what), mend=mend))
        body = _Body([text for text, _ in said], [html for _, html in said])
        title = words.say(subject)
        pieces = (
            self._head(kind, words, About(title, title, "", self._school.sender, self._school.head, None, ""), now),
            *self._framed(self._frames.frame(kind, words, title, now.date(), weekly=False), "", body),
        )
        return self._finish(kind, _Common(headers.header("Subject", title), None, "", pieces), to, now)

    def _said(self, words: Words, **values: str) -> tuple[Piece, Piece]:
        """A sentence of a notice, or a mistake with its place and how to mend it."""
        sheet = self._sheets.fragment("notice", words, NOTICE_SLOTS, mistake="mend" in values)
        filled = dict.fromkeys(NOTICE_SLOTS, "") | values
        return self._text(sheet.text_with(filled)), self._text(sheet.html_with(filled))

    def _words_for(self, planned: PlannedLetter) -> Words:
        return words_for_parents(planned.reader.guardian.language, self._school.language)

    def _head(self, kind: LetterKind, words: Words, says: About, now: datetime, *, attached: bool = False) -> Piece:
        """The headers that many letters share."""
        lines = headers.address_header("From", says.sender) + headers.address_header("Reply-To", says.reply_to)
        lines += headers.fixed_headers(words.language, now)
        if kind in (LetterKind.NEWSLETTER, LetterKind.POST):
            lines += headers.list_headers(self._school.sender, says.group, mailto(self._school.head, leave_subject(self._school)))
        lines += mime.CONTENT_TYPE_WITH_ATTACHMENTS if attached else mime.CONTENT_TYPE
        if lines not in self._heads:
            self._heads[lines] = Piece(lines.encode("ascii"))
        return self._heads[lines]

    def _body(self, kind: LetterKind, views: Sequence[View], words: Words) -> _Body:
        """The posts of a letter, under the heads of their groups where there is more than one."""
        with_heads = len({view.post.group for view in views}) > 1
        text: list[Piece] = []
        html: list[Piece] = []
        pictures: dict[Piece, None] = {}
        attachments: dict[Piece, None] = {}
        for group, of_group in groupby(views, key=lambda view: self._school.groups[view.post.group]):
            if with_heads:
                values = {"name": group.name, "teachers": words.list([teacher.name for teacher in group.teachers])}
                sheet = self._sheets.fragment("group", words, GROUP_SLOTS)
                text.append(self._text(sheet.text_with(values)))
                html.append(self._text(sheet.html_with(values)))
            for view in of_group:
                pressed = self._view(view, Setting(words, kind in ALONE))
                text += pressed.text
                html += pressed.html
                pictures |= dict.fromkeys(pressed.pictures)
                attachments |= dict.fromkeys(pressed.attachments)
        return _Body(text, html, tuple(pictures), tuple(attachments))

    def _with_dates(self, body: _Body, dates: Dates, words: Words) -> _Body:
        """A weekly letter begins with what is to be done, and ends with the agenda."""
        before = [(self._text(text), self._text(html)) for text, html in self._dates.to_do(dates.to_do, words)]
        after = [(self._text(text), self._text(html)) for text, html in self._dates.agenda(dates.agenda, words)]
        text = (*(text for text, _ in before), *body.text, *(text for text, _ in after))
        return replace(body, text=text, html=(*(html for _, html in before), *body.html, *(html for _, html in after)))

    def _view(self, view: View, setting: Setting) -> _Body:
        key = (view, setting.words.language, setting.alone)
        if key not in self._views:
            made = {name: self.made[order] for name, order in view.orders.items() if order in self.made}
            readable = {name: one for name, one in made.items() if self._picture(one) and (not one.clip or self._clip(one.clip, view))}
            pressed = self._posts.press(view, setting, readable)
            pieces = dict.fromkeys(piece for one in pressed.pictures.values() if (piece := self._picture(one)))
            clips = [one.clip for name, one in pressed.pictures.items() if one.clip and name not in view.left_out.clips]
            attached = [piece for clip in clips if (piece := self._clip(clip, view))]
            if view.left_out.text:
                attached.append(whole_text(view.post, pressed.text))
            self._views[key] = _Body((mime.text_piece(pressed.text),), (mime.text_piece(pressed.html),), tuple(pieces), attached)
        return self._views[key]

    def _picture(self, made: MadePicture) -> Piece | None:
        """A picture, encoded once; None where its file is gone or is not what was made: then nobody knows what it shows."""
        if made.sha256 not in self._pictures:
            data = _read(made)
            self._pictures[made.sha256] = None if data is None else mime.picture_piece(made, data, content_id(made, self._domain))
        return self._pictures[made.sha256]

    def _clip(self, clip: MadeClip, view: View) -> Piece | None:
        """The same of a video, under the name that it has with this post."""
        key = (clip.sha256, clip_name(clip, view.post.date))
        if key not in self._clips:
            data = _read(clip)
            self._clips[key] = None if data is None else mime.attachment_piece("video/mp4", key[1], data)
        return self._clips[key]

    def _framed(self, frame: Frame, preheader: str, body: _Body) -> Iterator[Piece]:
        if body.attachments:
            yield mime.OPEN_BEFORE_ATTACHMENTS
        yield mime.OPEN_TEXT
        yield from _placed(frame.text, {PREHEADER: [self._text(preheader)], POSTS: body.text})
        logo = self._picture(self._logo) if self._logo else None
        pictures = (*((logo,) if logo else ()), *body.pictures)
        yield mime.OPEN_HTML_WITH_PICTURES if pictures else mime.OPEN_HTML
        yield from _placed(frame.html, {PREHEADER: [self._text(str(escape(preheader)))], POSTS: body.html})
        yield from pictures
        yield mime.CLOSE_WITH_PICTURES if pictures else mime.CLOSE
        if body.attachments:
            yield from body.attachments
            yield mime.CLOSE_ATTACHMENTS

    def _text(self, text: str) -> Piece:
        """A short text that many letters share."""
        if text not in self._texts:
            self._texts[text] = mime.text_piece(text)
        return self._texts[text]

    def _finish(self, kind: LetterKind, common: _Common, to: Mailbox, now: datetime, follows: str | None = None) -> FinishedLetter:
        message_id = headers.letter_id(self._key, self._domain, kind.value, common.name, to.email, now.isoformat(), common.digest)
        to_whom, thread = headers.address_header("To", to), headers.thread_headers(follows) if follows else ""
        own = Piece(f"{to_whom}Message-ID: {message_id}\r\n{thread}{common.subject}".encode())
        envelope_sender = headers.envelope_sender(self._key, self._school.mail, self._school.sender, message_id)
        return FinishedLetter(kind, common.edition, message_id, envelope_sender, to.email, (own, *common.pieces))


def _read(made: MadePicture | MadeClip) -> bytes | None:
    """The bytes that were made, if they are still those."""
    try:
        data = Path(made.path).read_bytes()
    except OSError:
        return None
    return data if sha256(data).hexdigest() == made.sha256 else None


def _placed(frame: Sequence[Piece | str], places: Mapping[str, Sequence[Piece]]) -> Iterator[Piece]:
    for part in frame:
        if isinstance(part, Piece):
            yield part
        else:
            yield from (piece for piece in places[part] if piece.data)  # a notice has no preheader, and a layout may be empty


def _html_of(framed: Iterable[Piece]) -> int:
    """The length of the HTML that stands between two boundaries."""
    inside = dropwhile(lambda piece: piece not in (mime.OPEN_HTML, mime.OPEN_HTML_WITH_PICTURES), framed)
    return sum(
        mime.length_as_read(piece) for piece in takewhile(lambda piece: not piece.data.startswith(b"\r\n--"), islice(inside, 1, None))
    )


def _place(mistake: Mistake, words: Words) -> str:
    if mistake.line is None:
        return mistake.file
    return words.say(say(N_("{file}, line {line}"), file=mistake.file, line=mistake.line))
