"""Sets the pictures of a post: one alone is large, several that follow each other are a gallery of rows.

A picture that may not be seen is not among those that come here: the others close up, and nothing tells that there was one.

Theory of operation. Two pictures in a row share its width so that they are equally high, whatever their shapes. Of an odd
number the first is large. Rows are tables of their own with the width in each picture: they stand without any style sheet, and in
Outlook; on a phone the cells go below each other. A picture and its caption are one cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from markupsafe import Markup

from weekbrief_build.decide.letters.views import View
from weekbrief_build.decide.letters.who_answers import answers_for
from weekbrief_build.render.naming import Naming
from weekbrief_build.render.sheets import GALLERY_SLOTS, PICTURE_SLOTS, VIDEO_SLOTS, Sheets
from weekbrief_build.school.made import MadeClip, MadePicture
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.people import School

WIDTH = 536
"""In CSS pixels: the column of a letter without its padding."""
HEIGHT = 560
"""In CSS pixels: an upright picture fits on a screen."""
_LOGO_WIDTH, _LOGO_HEIGHT = 240, 72
_BETWEEN = 12
_NAMELESS = {False: N_("Photo with “{title}”"), True: N_("Video with “{title}”")}
"""What stands for a photo and for a video of which nobody wrote what is to be seen."""
_NARROWEST, _WIDEST = 0.5, 2.0
"""Shapes (width by height) between which two pictures share a row by shape; beyond, one of them would be a strip."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of a post that a view shows."""

    name: str
    made: MadePicture


class Figures:
    """The pictures of a school's posts, as text and as HTML."""

    def __init__(self, school: School, sheets: Sheets, naming: Naming, domain: str) -> None:
        """`domain` is that of the Content-IDs."""
        self._school = school
        self._sheets = sheets
        self._naming = naming
        self._domain = domain

    def set(self, view: View, pictures: Sequence[Shown]) -> tuple[str, str]:
        """These pictures, which follow each other, as text and as HTML; a video among them stands large."""
        figures = []
        for large, run in groupby(pictures, key=lambda one: one.made.clip is not None):
            together = tuple(run)
            alone = len(together) if large else len(together) % 2
            figures += [self._figure(view, one, WIDTH) for one in together[:alone]]
            figures += [self._row(view, *pair) for pair in zip(together[alone::2], together[alone + 1 :: 2], strict=True)]
        return "".join(text for text, _ in figures), "".join(html for _, html in figures)

    def _row(self, view: View, left: Shown, right: Shown) -> tuple[str, str]:
        shapes = [max(_NARROWEST, min(_WIDEST, one.made.width / one.made.height)) for one in (left, right)]
        first = round((WIDTH - _BETWEEN) * shapes[0] / sum(shapes))
        widths = (first, WIDTH - _BETWEEN - first)
        pair = [self._figure(view, one, width, in_row=True) for one, width in zip((left, right), widths, strict=True)]
        shares = [f"{100 * width / WIDTH:.0f}%" for width in widths]
        sheet = self._sheets.fragment("gallery", self._naming.words_for(view.version), GALLERY_SLOTS)
        htmls = [Markup(html) for _, html in pair]  # noqa: S704 - rendered by a layout, which escaped what it was given
        return sheet.text_with(_in_row([text for text, _ in pair], shares)), sheet.html_with(_in_row(htmls, shares))

    def _figure(self, view: View, shown: Shown, room: int, *, in_row: bool = False) -> tuple[str, str]:
        """A picture as text and as HTML, in the language of its post; `room` is how wide it may be."""
        version, words, made = view.version, self._naming.words_for(view.version), shown.made
        caption = self._naming.plain(version.captions.get(shown.name, ()), view)
        alt = self._naming.plain(version.alts.get(shown.name, ()), view) or caption
        width = max(1, min(made.width, room, round(made.width * HEIGHT / made.height)))
        values = {
            "src": f"cid:{content_id(made, self._domain)}",
            "width": str(width),
            "height": str(max(1, round(made.height * width / made.width))),
            "alt": alt or words.say(say(_NAMELESS[made.clip is not None], title=self._naming.public_title(version))),
            "caption": caption,
        }
        said = {"captioned": bool(caption), "described": bool(alt), "both": bool(caption) and caption != alt}
        if made.clip:
            teacher = answers_for(view.post, self._school).name
            values |= {"length": _length(made.clip.seconds), "file": clip_name(made.clip, view.post.date), "teacher": teacher}
            attached = shown.name not in view.left_out.clips
            sheet = self._sheets.fragment("video", words, VIDEO_SLOTS, attached=attached, **said)
        else:
            # A small picture is not stretched over its cell.
            sheet = self._sheets.fragment("picture", words, PICTURE_SLOTS, fills=in_row and width == room, **said)
        return sheet.text_with(values), sheet.html_with(values)


def _in_row(pictures: Sequence[str], shares: Sequence[str]) -> Mapping[str, str]:
    return dict(zip(GALLERY_SLOTS, (*pictures, *shares), strict=True))


def content_id(made: MadePicture, domain: str) -> str:
    """The Content-ID of a picture, without its angle brackets: made of its pixels, so that it says nothing and can be shared."""
    return f"{made.sha256[:32]}@{domain}"


@dataclass(frozen=True, slots=True)
class SetLogo:
    """The school's logo as it stands in a letter's head."""

    src: str
    width: int
    height: int


def logo_of(made: MadePicture, domain: str) -> SetLogo:
    """The logo at the size of a head: whatever its shape, it leaves room for what the letter is about."""
    scale = min(1.0, _LOGO_HEIGHT / made.height, _LOGO_WIDTH / made.width)
    return SetLogo(f"cid:{content_id(made, domain)}", max(1, round(made.width * scale)), max(1, round(made.height * scale)))


def clip_name(clip: MadeClip, day: date) -> str:
    """What a clip is called where it is attached: its post's day, and a number made of its bytes.

    The teacher's file name may hold a child's. A number counted from one would tell who gets the second that there is a first.
    """
    return f"video-{day.isoformat()}-{int(clip.sha256[:12], 16) % 10_000:04}.mp4"


def _length(seconds: float) -> str:
    """How long a clip plays, as players show it: `1:05`."""
    return "{}:{:02}".format(*divmod(max(1, round(seconds)), 60))
