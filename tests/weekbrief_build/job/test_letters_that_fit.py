"""Letters of any size, made to fit; pictures are bytes that nobody looks at, with a smaller file for each step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pressing import (
    EDITION,
    NOW,
    SCHOOL,
    a_press,
    a_view,
    a_written_post,
    bytes_of,
    html_of,
    mention,
    message_of,
    picture,
    planned,
    text_of,
)
from schools import TODAY, a_guardian, a_picture

from weekbrief_build.decide.letters.fit import MOST_HTML
from weekbrief_build.decide.letters.views import View
from weekbrief_build.decide.plan.plan import Plan, PlannedLetter
from weekbrief_build.gather.office.layouts import read_layouts
from weekbrief_build.job.fit_letters import made_to_fit
from weekbrief_build.media.pictures.smaller import LAST_STEP
from weekbrief_build.render.press import Press
from weekbrief_build.render.proof import prove
from weekbrief_build.render.refused import LayoutRefused
from weekbrief_build.school.consent import Kind
from weekbrief_build.school.layouts import Layouts
from weekbrief_build.school.letter import FinishedLetter, LetterKind
from weekbrief_build.school.made import MadeClip, MadePicture, PictureOrder
from weekbrief_build.school.post import Document, Event, MadePaper, Picture
from weekbrief_build.words import words_of

ENGLISH = a_guardian("Piet", "piet@example.org", language="en")
ASK = "because the letter became too large"


@dataclass
class Darkroom:
    """Makes pictures of given sizes, and keeps what was asked for."""

    folder: Path

    def __post_init__(self) -> None:
        self.sizes: dict[str, Sequence[int]] = {}
        self.made: dict[PictureOrder, MadePicture] = {}
        self.steps: list[int] = []

    def photo(self, name: str, *sizes: int, clip: int = 0) -> Picture:
        """A picture that has so many bytes at each step; of a video, with so many bytes of clip."""
        one = replace(a_picture(name, nobody=True), kind=Kind.VIDEO if clip else Kind.PHOTO)
        order = PictureOrder(one.file, kind=one.kind)
        self.sizes[one.file.sha256] = sizes
        self.made[order] = self._file(name, 0, sizes[0], self._clip(name, clip) if clip else None)
        return one

    def smaller(self, made: Mapping[PictureOrder, MadePicture], step: int) -> Mapping[PictureOrder, MadePicture]:
        """What `make_smaller` promises."""
        self.steps.append(step)
        return {
            replace(order, step=step): self._file(order.file.path, step, self.sizes[order.file.sha256][step], one.clip)
            for order, one in made.items()
        }

    def paper(self, name: str, size: int) -> Document:
        """A PDF of so many bytes."""
        path, digest = self._write(f"paper {name}", size)
        return Document(name, f"content/{name}", "", MadePaper(path, digest, size))

    def _clip(self, name: str, size: int) -> MadeClip:
        path, digest = self._write(f"clip {name}", size)
        return MadeClip(path, digest, size, 65)

    def _file(self, name: str, step: int, size: int, clip: MadeClip | None) -> MadePicture:
        path, digest = self._write(f"{name} {step}", size)
        return MadePicture(path, digest, "image/jpeg", 1200, 800, size, clip)

    def _write(self, seed: str, size: int) -> tuple[str, str]:
        data = (sha256(seed.encode()).hexdigest().encode() * (size // 64 + 1))[:size]
        path = self.folder / sha256(data).hexdigest()
        path.write_bytes(data)
        return str(path), path.name


@pytest.fixture
def darkroom(tmp_path: Path) -> Darkroom:
    """A darkroom in a folder of its own."""
    return Darkroom(tmp_path)


@dataclass(frozen=True)
class Fitted:
    """What came of some letters."""

    plan: Plan
    letters: Sequence[FinishedLetter]

    @property
    def advice(self) -> list[str]:
        """What somebody is told."""
        return [words_of("en").say(mistake.what) for mistake in self.plan.mistakes]


def fit(darkroom: Darkroom, *letters: PlannedLetter, most: int = 5_000_000, layouts: Layouts | None = None) -> Fitted:
    """These letters, made to fit."""
    press: Press = a_press(darkroom.made.items(), layouts)
    plan = made_to_fit(Plan(NOW, EDITION, letters, (), (), ()), press, most, darkroom.smaller)
    return Fitted(plan, [press.letter(letter, NOW, EDITION) for letter in plan.letters])


def photos_in(letter: FinishedLetter) -> int:
    """How many pictures travel with a letter."""
    return sum(part.get_content_maintype() == "image" for part in message_of(letter).walk())


def attached(letter: FinishedLetter) -> dict[str, bytes]:
    """What is attached to a letter, by name."""
    found: dict[str, Any] = {str(part.get_filename()): part.get_payload(decode=True) for part in message_of(letter).iter_attachments()}
    return found


def left_out_lines(text: str) -> list[tuple[str, int]]:
    """What a letter says is left out: of what, and how many."""
    return [(what, int(number)) for what, number in re.findall(rf"(Photos|Videos) left out, {ASK}: (\d+)\. Ask Juf Sanne for them\.", text)]


def views_of(posts: Iterable[Sequence[Picture]]) -> tuple[View, ...]:
    """A view of a post for each row of pictures."""
    return tuple(a_view(a_written_post(pictures=row, name=f"post-{number}")) for number, row in enumerate(posts))


@settings(max_examples=30, deadline=None)
@given(
    posts=st.lists(st.lists(st.integers(100, 60_000), max_size=6), min_size=1, max_size=4),
    room=st.integers(40_000, 500_000),
    percent=st.tuples(st.integers(50, 90), st.integers(30, 50), st.integers(5, 30)),
)
def test_whatever_the_sizes_a_letter_fits_and_loses_no_more_than_it_must(
    posts: list[list[int]], room: int, percent: tuple[int, int, int]
) -> None:
    """It fits, or nothing is left to leave out; the first step that fits is taken; nothing goes where that is enough; each loss is told."""
    with TemporaryDirectory() as folder:
        darkroom = Darkroom(Path(folder))
        rows = [
            [darkroom.photo(f"{post}-{number}.jpg", size, *(size * part // 100 for part in percent)) for number, size in enumerate(sizes)]
            for post, sizes in enumerate(posts)
        ]
        whole = planned(*views_of(rows), to=ENGLISH)
        fitted = fit(darkroom, whole, most=room)
        (letter,), (made,) = fitted.letters, fitted.plan.letters
        steps = {order.step for view in made.views for order in view.orders.values()}
        gone = sum(number for _, number in left_out_lines(text_of(letter)))
        assert photos_in(letter) + gone == sum(map(len, rows))
        assert len(bytes_of(letter)) <= room or not photos_in(letter)
        assert left_out_lines(text_of(letter)) == left_out_lines(unescape(html_of(letter)))
        assert len(fitted.advice) == sum(view.left_out.photos > 0 for view in made.views) + (len(bytes_of(letter)) > room)
        assert darkroom.steps == list(range(1, max(darkroom.steps, default=0) + 1))
        assert len(steps) <= 1
        if steps:
            assert not gone or steps == {LAST_STEP}
            if (step := max(steps)) and not gone:
                assert not _fits_at(darkroom, whole, step - 1, room)
        if gone:
            assert not _fits_at(darkroom, whole, LAST_STEP, room)


def _fits_at(darkroom: Darkroom, whole: PlannedLetter, step: int, room: int) -> bool:
    """Whether the whole letter would have fitted with pictures of this step, room for what comes on the way included."""
    made = {order: darkroom.smaller({order: one}, step) for order, one in darkroom.made.items()}
    at_step = {order: next(iter(of_step.values())) for order, of_step in made.items()}
    (letter,) = [a_press(at_step.items()).letter(whole, NOW, EDITION)]
    return len(bytes_of(letter)) + 8_000 <= room


def test_letters_that_are_alike_stay_alike(darkroom: Darkroom) -> None:
    """Two families that see the same share every piece but the first, in whatever size; one that fits is left as it is."""
    rows = [[darkroom.photo(f"{number}.jpg", 90_000, 50_000, 25_000, 20_000) for number in range(8)]]
    views, small = views_of(rows), views_of([[]])
    letters = fit(
        darkroom, planned(*views), planned(*views, to=a_guardian("Vera", "vera@example.org")), planned(*small), most=350_000
    ).letters
    assert letters[0].pieces[1:] == letters[1].pieces[1:]
    assert darkroom.steps == [1, 2]
    assert [photos_in(letter) for letter in letters] == [8, 8, 0]
    assert ASK not in text_of(letters[0])


def test_the_number_that_is_told_counts_what_this_family_may_see(darkroom: Darkroom) -> None:
    """What was withheld is in no number: nobody can reckon that there was more."""
    row = [darkroom.photo(f"{number}.jpg", 90_000, 90_000, 90_000, 90_000) for number in range(6)]
    post = a_written_post(picture("4.jpg"), "<p>Tekst.</p>", pictures=row)
    views = [a_view(post), a_view(post, without=["0.jpg", "1.jpg"])]
    many, few = fit(darkroom, *(planned(view, to=ENGLISH) for view in views), most=300_000).letters
    assert (photos_in(many), left_out_lines(text_of(many))) == (2, [("Photos", 4)])
    assert (photos_in(few), left_out_lines(text_of(few))) == (2, [("Photos", 2)])


def test_a_clip_and_a_paper_that_do_not_fit_are_told(darkroom: Darkroom) -> None:
    """A video shows its poster and says whom to ask; a PDF is named as not attached, and no more as attached."""
    video = darkroom.photo("film.mp4", 9_000, 9_000, 9_000, 9_000, clip=300_000)
    post = replace(a_written_post(pictures=[video]), documents=(darkroom.paper("brief.pdf", 200_000), darkroom.paper("kaart.pdf", 1_000)))
    (whole,) = fit(darkroom, planned(a_view(post), to=ENGLISH)).letters
    assert len(attached(whole)) == 3
    (letter,) = fit(darkroom, planned(a_view(post), to=ENGLISH), most=310_000).letters
    assert sorted(attached(letter)) == ["brief.pdf", "kaart.pdf"]
    for part in (text_of(letter), unescape(html_of(letter))):
        assert "Video van 1:05, niet bijgevoegd, omdat de brief te groot werd. U kunt Juf Sanne erom vragen." in part
    (letter,) = fit(darkroom, planned(a_view(post), to=ENGLISH), most=100_000).letters
    assert (sorted(attached(letter)), photos_in(letter)) == (["kaart.pdf"], 1)
    for part in (text_of(letter), unescape(html_of(letter))):
        assert f"Not attached, {ASK}: brief.pdf. Ask Juf Sanne for it." in part
        assert "Attached to this letter: kaart.pdf" in part
    (letter,) = fit(darkroom, planned(a_view(post), to=ENGLISH), most=20_000).letters
    assert (photos_in(letter), left_out_lines(text_of(letter))) == (0, [("Videos", 1)])
    assert len(bytes_of(letter)) < 20_000


def long_post(name: str, kilobytes: int, **options: Any) -> View:
    """A post with a long text that mentions a child."""
    begun = ("<p>Vandaag zocht ", mention("ada-jansen"), " eikels. Kijk op https://x.example/.</p>")
    rest = ("<p>" + "Het was <em>mooi</em>. " * 43 + "</p>",) * kilobytes
    return a_view(a_written_post(*begun, *rest, name=name, **options), asks_for_reply="event" in options)


def test_a_long_letter_begins_its_longest_posts_and_attaches_the_whole(darkroom: Darkroom) -> None:
    """Gmail shows all of its HTML; a post that is shortened says so, and its whole text stands in a file and in the text part."""
    views = (long_post("kort", 20), long_post("lang", 90), long_post("eerst", 30))
    (letter,) = fit(darkroom, planned(*views, to=ENGLISH)).letters
    html, text = html_of(letter), text_of(letter)
    assert len(html.encode()) <= MOST_HTML
    assert unescape(html).count("Vandaag zocht een leerling eikels. Kijk op") == 3
    (name,) = attached(letter)
    assert html.count(f"The whole of it is attached to this letter: {name}") == 1
    assert re.fullmatch(r"text-2026-11-20-\d{4}\.txt", name)
    whole = attached(letter)[name].decode("utf-8-sig")
    assert whole.count("Het was <em>mooi</em>.") == 43 * 90  # these segments are their own plain text
    assert "Vandaag zocht een leerling eikels." in whole
    assert text.count("Het was <em>mooi</em>.") == 43 * (20 + 90 + 30)
    assert "zocht Ada Jansen eikels" in html_of(fit(darkroom, planned(replace(views[1], names=frozenset({"ada-jansen"})))).letters[0])


def test_one_post_that_is_too_long_alone_is_shortened_too(darkroom: Darkroom) -> None:
    """With its pictures, also those that stood in its text; and what asks for a reply still does."""
    photo = darkroom.photo("bos.jpg", 900, 800, 700, 600)
    event = Event("Kerst", TODAY, None, None, TODAY)
    view = long_post("lang", 150, pictures=[photo], event=event)
    in_text = a_written_post(picture("bos.jpg")).versions[0].prose.html
    version = replace(view.version, prose=replace(view.version.prose, html=(*view.version.prose.html, *in_text)))
    (letter,) = fit(darkroom, planned(replace(view, version=version), kind=LetterKind.POST, to=ENGLISH)).letters
    assert len(html_of(letter).encode()) < 20_000
    assert html_of(letter).count("cid:") == photos_in(letter) == 1
    assert "Yes, we are coming" in html_of(letter)
    assert darkroom.steps == []


def test_what_asks_for_a_reply_is_shortened_last(darkroom: Darkroom) -> None:
    """A longer post that asks for something stays whole where that is enough."""
    views = (long_post("feest", 60, event=Event("Kerst", TODAY, None, None, TODAY)), long_post("lang", 50))
    (made,) = fit(darkroom, planned(*views)).plan.letters
    assert [view.left_out.text for view in made.views] == [False, True]


def test_hundreds_of_small_pictures_leave_html_that_is_shown(darkroom: Darkroom) -> None:
    """Where a school allows large letters, the HTML around its pictures is what does not fit: the last of them go, and it is told."""
    rows = [[darkroom.photo(f"{post}-{number}.jpg", *[100] * 4) for number in range(60)] for post in range(6)]
    (letter,) = fit(darkroom, planned(*views_of(rows), to=ENGLISH), most=50_000_000).letters
    assert 80_000 < len(html_of(letter).encode()) <= MOST_HTML
    gone = left_out_lines(text_of(letter))
    assert len(gone) == 6
    assert photos_in(letter) + sum(number for _, number in gone) == 360
    assert photos_in(letter) == html_of(letter).count("cid:")


def test_what_cannot_be_made_to_fit_goes_all_the_same_and_is_told(darkroom: Darkroom) -> None:
    """A letter with more posts than fit is not held back: who runs the school's mail hears of it."""
    fitted = fit(darkroom, planned(*(long_post(f"{number}", 2) for number in range(150)), to=ENGLISH))
    assert len(fitted.letters) == 1
    assert "There are letters that stay too large, although everything was left out that can be." in fitted.advice


def test_a_school_that_takes_the_line_out_of_its_layout_is_told(darkroom: Darkroom) -> None:
    """Nothing is cut without a word: a layout of a post that does not show what is left out is a mistake, found by a check."""
    own = read_layouts(None)
    texts = {**own.texts, "post.html.j2": own.texts["post.html.j2"].replace("{{ left_out }}", "")}
    with pytest.raises(LayoutRefused) as refused:
        prove(SCHOOL, replace(own, texts=texts), TODAY)
    assert refused.value.mistake.file == "layouts/post.html.j2"
    del darkroom
