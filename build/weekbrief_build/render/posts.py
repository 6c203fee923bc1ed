"""Renders each post once for everybody, with slots where families differ; which pictures and names fill them was decided before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from weekbrief_build.decide.letters.fit import LeftOut
from weekbrief_build.decide.letters.views import View
from weekbrief_build.decide.letters.who_answers import answers_for, hears_a_doubt
from weekbrief_build.render.attachments import paper_name, whole_name
from weekbrief_build.render.beginnings import beginning_of
from weekbrief_build.render.events import event_lines
from weekbrief_build.render.figures import Figures, Shown
from weekbrief_build.render.inline import Inlining, shelf_of
from weekbrief_build.render.naming import Naming
from weekbrief_build.render.prepared import doubt_about, replies_to, reply_to
from weekbrief_build.render.refused import LayoutRefused
from weekbrief_build.render.sheets import Sheet, Sheets, direction_of, start_of
from weekbrief_build.render.slots import Cut, Fills, Slot, Slots
from weekbrief_build.render.templates import Templates
from weekbrief_build.school.made import MadePicture
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Segment, SegmentKind
from weekbrief_build.words import Words

_HEADING = re.compile(r"(?:(?<=<h)|(?<=</h))[1-6](?=>)")
_TITLE_ALONE, _TITLE_AMONG_OTHERS = 1, 3
"""Levels of a post's title: alone it is what the letter is about; among others it stands below the school and its group."""
_LOWEST = 6
_BLANK = re.compile(r"\n(?:[ \t]*\n){2,}")
_Key = tuple[str, str | None, str, bool, bool, LeftOut]
_PICTORIAL = frozenset({Fills.PICTURE, Fills.PICTURES})


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a post stands: in which words, and whether it is a letter by itself."""

    words: Words
    alone: bool


@dataclass(frozen=True, slots=True)
class PressedView:
    """A view in one setting, as text and as HTML, and the pictures to which the HTML points by `cid`."""

    text: str
    html: str
    pictures: Mapping[str, MadePicture]
    """By name, in the order in which they are shown."""


def _shelf(view: View) -> str | None:
    """Where what a post says is kept: of a personal message, nowhere."""
    return None if view.post.personal else shelf_of(view.post.path)


class Posts:
    """The posts of a run: each rendered and inlined once for each setting in which it is read."""

    def __init__(self, school: School, templates: Templates, inlining: Inlining, sheets: Sheets, domain: str) -> None:
        """`domain` is that of the Content-IDs."""
        self._school = school
        self._templates = templates
        self._inlining = inlining
        self._naming = Naming(school)
        self._figures = Figures(school, sheets, self._naming, domain)
        self._posts: dict[_Key, Sheet] = {}

    def prepare(self, wanted: Iterable[tuple[View, Setting]]) -> None:
        """Render what is new among these, and inline all of it in one go."""
        new = {key: (view, setting) for view, setting in wanted if (key := _key(view, setting)) not in self._posts}
        drafts = [self._draft(view, setting) for view, setting in new.values()]
        inlined = self._inlining.fragments([html for _, html, _ in drafts], [_shelf(view) for view, _ in new.values()])
        for key, (slots, _, text), html in zip(new, drafts, inlined, strict=True):
            self._posts[key] = Sheet(slots.cut(html), slots.cut(text))

    def press(self, view: View, setting: Setting, pictures: Mapping[str, MadePicture]) -> PressedView:
        """The view in this setting; a picture that is not in `pictures` leaves no trace."""
        self.prepare([(view, setting)])
        sheet = self._posts[_key(view, setting)]
        in_text = [part.content for part in view.version.prose.html if part.kind is SegmentKind.PICTURE]
        after = [name for name in pictures if name not in in_text]

        def figures(run: Sequence[Slot], *, html: bool) -> tuple[str, str]:
            behind = list(pictures) if html and view.left_out.text else after
            names = [name for slot in run for name in (behind if slot.fills is Fills.PICTURES else [slot.key])]
            return self._figures.set(view, [Shown(name, pictures[name]) for name in names if name in pictures])

        def filled(cut: Cut, *, html: bool) -> str:
            said: list[str] = []
            for part in _runs(cut):
                if isinstance(part, str):
                    said.append(part)
                elif isinstance(part, Slot):
                    name = self._naming.name(part.key, view)
                    said.append(str(escape(name)) if html else name)
                else:
                    said.append(figures(part, html=html)[html])
            return "".join(said)

        shown = {name: pictures[name] for name in (*in_text, *after) if name in pictures}
        return PressedView(_BLANK.sub("\n\n", filled(sheet.text, html=False)), filled(sheet.html, html=True), shown)

    def _draft(self, view: View, setting: Setting) -> tuple[Slots, str, str]:
        """The slots, the HTML and the text of a post, with marks where its views differ."""
        post, version, words, slots = view.post, view.version, setting.words, Slots()

        def marked(segments: Iterable[Segment]) -> str:
            kinds = {SegmentKind.MENTION: Fills.MENTION, SegmentKind.PICTURE: Fills.PICTURE}
            return "".join(
                part.content if part.kind is SegmentKind.HTML else slots.mark(kinds[part.kind], part.content) for part in segments
            )

        language, public = version.language or self._school.language, self._naming.public_title(version)
        teacher, level = answers_for(post, self._school), _TITLE_ALONE if setting.alone else _TITLE_AMONG_OTHERS
        values = {
            "title": marked(version.title_segments),
            "author": author_of(view, self._school),
            "date": words.day(post.date),
            "event": event_lines(version.event, public, words) if version.event else None,
            "replies": replies_to(post, version.event, version.event.title or public, self._school, words)
            if version.event and view.asks_for_reply
            else None,
            "papers": words.list([paper_name(one) for one in post.documents if one.name not in view.left_out.papers]),
            "lang": language,
            "dir": direction_of(language),
            "start": start_of(language),
            "reader_start": start_of(words.language),
            "pictures": slots.mark(Fills.PICTURES),
            "alone": setting.alone,
            "changed": view.changed,
            "level": level,
            "teacher": teacher.name,
            "teacher_address": teacher.email,
            "reply": reply_to(post, public, self._school),
            "doubt": doubt_about(post, public, self._school, words),
            "doubt_addresses": ", ".join(one.email for one in (teacher, *hears_a_doubt(post, self._school))),
        }
        text = self._rendered("txt", view, setting, {**values, "body": marked(version.prose.text).strip()})
        # What was sanitised when it was read is the one thing that a layout may show as it is.
        body = Markup(_below(level, marked(version.prose.html)))  # noqa: S704 - see above
        if view.left_out.text:
            body = Markup("<p>{}</p>").format(
                beginning_of(marked(part for part in version.prose.html if part.kind is not SegmentKind.PICTURE))
            )
        return slots, self._rendered("html", view, setting, {**values, "body": body}), text

    def _rendered(self, suffix: str, view: View, setting: Setting, values: Mapping[str, object]) -> str:
        """A post with what of it does not fit. Raises LayoutRefused where a layout would leave that unsaid."""
        left_out, words = view.left_out, setting.words
        told = {
            "whole": whole_name(view.post) if left_out.text else "",
            "photos": left_out.photos,
            "videos": left_out.videos,
            "missing": words.list([paper_name(one) for one in view.post.documents if one.name in left_out.papers]),
            "teacher": values["teacher"],
        }
        lines = self._templates.render(f"left_out.{suffix}.j2", words, told).strip()
        shown = Markup(lines) if suffix == "html" else lines  # noqa: S704 - rendered by a layout, which escaped what it was given
        post = self._templates.render(f"post.{suffix}.j2", words, {**values, "left_out": shown})
        if lines not in post:
            raise LayoutRefused(f"layouts/post.{suffix}.j2", None, say(N_("This layout must show {{{{ left_out }}}}.")))
        return post


def author_of(view: View, school: School) -> str:
    """Who wrote a post: the author whom it names, else the group's first teacher."""
    return view.post.author or next((teacher.name for teacher in school.groups[view.post.group].teachers), school.name)


def _key(view: View, setting: Setting) -> _Key:
    return view.post.path, view.version.language, setting.words.language, setting.alone, view.changed, view.left_out


def _runs(cut: Cut) -> Iterator[str | Slot | tuple[Slot, ...]]:
    """The parts of a text, with places for pictures that follow each other as one: those that are shown close up."""
    run: list[Slot] = []
    between = ""
    for part in cut:
        if isinstance(part, Slot) and part.fills in _PICTORIAL:
            run.append(part)
        elif run and isinstance(part, str) and not part.strip():
            between = part
        else:
            if run:
                yield from (tuple(run), between)
            run, between = [], ""
            yield part
    if run:
        yield from (tuple(run), between)


def _below(level: int, html: str) -> str:
    """The HTML with its headings below the post's title, whatever level the teacher began with."""
    highest = min((int(found) for found in _HEADING.findall(html)), default=1)
    return _HEADING.sub(lambda found: str(min(_LOWEST, int(found.group()) - highest + level + 1)), html)
