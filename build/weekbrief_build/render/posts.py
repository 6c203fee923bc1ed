"""Renders each post once for everybody, with slots where families differ; which pictures and names fill them was decided before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup, escape

from weekbrief_build.decide.views import View
from weekbrief_build.render.inline import Inlining
from weekbrief_build.render.sheets import PICTURE_SLOTS, VIDEO_SLOTS, Sheet, Sheets, direction_of
from weekbrief_build.render.slots import Fills, Slot, Slots, fill
from weekbrief_build.render.templates import Templates
from weekbrief_build.school.made import MadeClip, MadePicture
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Event, Segment, SegmentKind, Version
from weekbrief_build.words import Words, words_of

PICTURE_WIDTH = 536
"""In CSS pixels: the column of a letter without its padding."""
PICTURE_HEIGHT = 560
"""In CSS pixels: an upright picture fits on a screen."""
_HEADING = re.compile(r"(?:(?<=<h)|(?<=</h))[1-6](?=>)")
_FIRST_LEVEL = 4  # below the h3 of a title
_NAMELESS = {False: N_("Photo with “{title}”"), True: N_("Video with “{title}”")}
"""What stands for a photo and for a video of which nobody wrote what is to be seen."""
_BLANK = re.compile(r"\n(?:[ \t]*\n){2,}")


@dataclass(frozen=True, slots=True)
class PressedView:
    """A view in one language, as text and as HTML, and the pictures to which the HTML points by `cid`."""

    text: str
    html: str
    pictures: tuple[MadePicture, ...]


@dataclass(frozen=True, slots=True)
class EventLines:
    """An event as a layout shows it; moments are already words."""

    title: str
    when: str
    place: str | None
    reply_by: str | None


class Posts:
    """The posts of a run: each rendered and inlined once for each language of its readers."""

    def __init__(self, school: School, templates: Templates, inlining: Inlining, sheets: Sheets) -> None:
        self._school = school
        self._templates = templates
        self._inlining = inlining
        self._sheets = sheets
        self._posts: dict[tuple[str, str | None, str], Sheet] = {}

    def prepare(self, wanted: Iterable[tuple[View, Words]]) -> None:
        """Render what is new among these, and inline all of it in one go."""
        new = {key: (view, words) for view, words in wanted if (key := _key(view, words)) not in self._posts}
        drafts = [self._draft(view, words) for view, words in new.values()]
        inlined = self._inlining.fragments([html for _, html, _ in drafts])
        for key, (slots, _, text), html in zip(new, drafts, inlined, strict=True):
            self._posts[key] = Sheet(slots.cut(html), slots.cut(text))

    def press(self, view: View, words: Words, pictures: Mapping[str, MadePicture], domain: str) -> PressedView:
        """The view in these words; a picture that is not in `pictures` leaves no trace. `domain` is that of the Content-IDs."""
        self.prepare([(view, words)])
        sheet = self._posts[_key(view, words)]
        figures = {name: self._figure(view, name, made, domain) for name, made in pictures.items()}
        in_text = [part.content for part in view.version.prose.html if part.kind is SegmentKind.PICTURE]
        after = [name for name in pictures if name not in in_text]

        def names_for(slot: Slot) -> Sequence[str]:
            return after if slot.fills is Fills.PICTURES else [slot.key] if slot.key in figures else []

        def text(slot: Slot) -> str:
            if slot.fills is Fills.MENTION:
                return self._name(slot.key, view)
            return "".join(figures[name][0] for name in names_for(slot))

        def html(slot: Slot) -> str:
            if slot.fills is Fills.MENTION:
                return str(escape(self._name(slot.key, view)))
            return "".join(figures[name][1] for name in names_for(slot))

        shown = dict.fromkeys(pictures[name] for name in (*in_text, *after) if name in pictures)
        return PressedView(_BLANK.sub("\n\n", fill(sheet.text, text)), fill(sheet.html, html), tuple(shown))

    def public_title(self, version: Version) -> str:
        """The title as it may stand where anybody might read it: without the name of any child."""
        return _plain(version.title_segments, lambda _: self._a_pupil(version))

    def words_of(self, version: Version) -> Words:
        """The words that fit the language of a version."""
        return words_of(version.language or self._school.language, self._school.language)

    def _draft(self, view: View, words: Words) -> tuple[Slots, str, str]:
        """The slots, the HTML and the text of a post, with marks where its views differ."""
        post, version, slots = view.post, view.version, Slots()

        def marked(segments: Iterable[Segment]) -> str:
            kinds = {SegmentKind.MENTION: Fills.MENTION, SegmentKind.PICTURE: Fills.PICTURE}
            return "".join(
                part.content if part.kind is SegmentKind.HTML else slots.mark(kinds[part.kind], part.content) for part in segments
            )

        language = version.language or self._school.language
        values = {
            "title": marked(version.title_segments),
            "author": author_of(view, self._school),
            "date": words.day(post.date),
            "event": _event(version.event, self.public_title(version), words) if version.event else None,
            "lang": language,
            "dir": direction_of(language),
            "pictures": slots.mark(Fills.PICTURES),
        }
        # What was sanitised when it was read is the one thing that a layout may show as it is.
        body = Markup(_below_title(marked(version.prose.html)))  # noqa: S704 - see above
        html = self._templates.render("post.html.j2", words, {**values, "body": body})
        return slots, html, self._templates.render("post.txt.j2", words, {**values, "body": marked(version.prose.text).strip()})

    def _figure(self, view: View, name: str, made: MadePicture, domain: str) -> tuple[str, str]:
        """A picture as text and as HTML, in the language of its post."""
        version, words = view.version, self.words_of(view.version)
        caption = _plain(version.captions.get(name, ()), lambda child: self._name(child, view))
        alt = _plain(version.alts.get(name, ()), lambda child: self._name(child, view)) or caption
        width = max(1, min(made.width, PICTURE_WIDTH, round(made.width * PICTURE_HEIGHT / made.height)))
        values = {
            "src": f"cid:{content_id(made, domain)}",
            "width": str(width),
            "height": str(max(1, round(made.height * width / made.width))),
            "alt": alt or words.say(say(_NAMELESS[made.clip is not None], title=self.public_title(version))),
            "caption": caption,
        }
        if made.clip:
            values |= {"length": _length(made.clip.seconds), "file": clip_name(made.clip, view.post.date)}
        sheet = self._sheets.fragment(
            "video" if made.clip else "picture",
            words,
            VIDEO_SLOTS if made.clip else PICTURE_SLOTS,
            captioned=bool(caption),
            described=bool(alt),
            both=bool(caption) and caption != alt,
        )
        return sheet.text_with(values), sheet.html_with(values)

    def _name(self, child: str, view: View) -> str:
        known = self._school.children.get(child)
        return known.name if known and child in view.names else self._a_pupil(view.version)

    def _a_pupil(self, version: Version) -> str:
        return self.words_of(version).say(say(N_("a pupil")))


def author_of(view: View, school: School) -> str:
    """Who wrote a post: the author whom it names, else the group's first teacher."""
    return view.post.author or next((teacher.name for teacher in school.groups[view.post.group].teachers), school.name)


def content_id(made: MadePicture, domain: str) -> str:
    """The Content-ID of a picture, without its angle brackets: made of its pixels, so that it says nothing and can be shared."""
    return f"{made.sha256[:32]}@{domain}"


def clip_name(clip: MadeClip, day: date) -> str:
    """What a clip is called where it is attached: its post's day, and a number made of its bytes.

    The teacher's file name may hold a child's. A number counted from one would tell who gets the second that there is a first.
    """
    return f"video-{day.isoformat()}-{int(clip.sha256[:12], 16) % 10_000:04}.mp4"


def _length(seconds: float) -> str:
    """How long a clip plays, as players show it: `1:05`."""
    return "{}:{:02}".format(*divmod(max(1, round(seconds)), 60))


def _key(view: View, words: Words) -> tuple[str, str | None, str]:
    return view.post.path, view.version.language, words.language


def _plain(segments: Iterable[Segment], name_of: Callable[[str], str]) -> str:
    """Segments of plain text on one line."""
    return " ".join("".join(name_of(part.content) if part.kind is SegmentKind.MENTION else part.content for part in segments).split())


def _below_title(html: str) -> str:
    """The HTML with its headings below the post's title, whatever level the teacher began with."""
    highest = min((int(level) for level in _HEADING.findall(html)), default=_FIRST_LEVEL)
    return _HEADING.sub(lambda found: str(min(6, int(found.group()) - highest + _FIRST_LEVEL)), html)


def _event(event: Event, otherwise: str, words: Words) -> EventLines:
    """An event as it is shown; `otherwise` is its title where it has none."""
    reply_by = words.day(event.reply_by) if event.reply_by else None
    return EventLines(event.title or otherwise, _when(event.start, event.end, words), event.place, reply_by)


def _when(start: datetime | date, end: datetime | date | None, words: Words) -> str:
    """`vrijdag 20 november, 17:30-19:00`; a day is named once where both moments fall on it."""
    begins = words.moment(start) if isinstance(start, datetime) else words.day(start)
    if end is None or end == start:
        return begins
    if isinstance(start, datetime) and isinstance(end, datetime) and start.date() == end.date():
        return f"{begins}-{end:%H:%M}"
    return f"{begins} - {words.moment(end) if isinstance(end, datetime) else words.day(end)}"
