from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import pytest
from readings import a_reading, html_of, only_mistake, only_post, picture_of, told

from weekbrief_build.school.consent import Kind
from weekbrief_build.school.mistake import Scope
from weekbrief_build.school.post import Event, Naming, Segment, SegmentKind, Source

G = "groep-5b"


def test_a_post_is_a_file(tmp_path: Path) -> None:
    """DESIGN.md, "content/": `content/<group>/<post>.md`; front matter is optional, all of it."""
    post = only_post(a_reading(tmp_path, {f"{G}/2026-11-20 Gym.md": "Morgen gymles.\n"}))

    assert (post.path, post.group, post.date) == (f"content/{G}/2026-11-20 Gym.md", G, date(2026, 11, 20))
    assert (post.versions[0].title, post.author, post.to, post.draft) == ("Gym", "Juf Sanne", (), False)
    assert html_of(post.versions[0].prose) == "<p>Morgen gymles.</p>\n"


def test_a_post_is_a_folder_with_one_text_and_its_media(tmp_path: Path) -> None:
    """All media of the folder are the post's, whether the text speaks of them or not."""
    folder = f"{G}/2026-11-20 Herfstwandeling"
    post = only_post(a_reading(tmp_path, {f"{folder}/bericht.md": "Kijk.", f"{folder}/b.jpg": b"b", f"{folder}/a.MP4": b"a"}))

    assert (post.path, post.versions[0].title, post.date) == (f"content/{folder}/bericht.md", "Herfstwandeling", date(2026, 11, 20))
    assert [(picture.name, picture.kind) for picture in post.pictures] == [("a.MP4", Kind.VIDEO), ("b.jpg", Kind.PHOTO)]


def test_a_folder_with_media_alone_is_a_post(tmp_path: Path) -> None:
    """Its name is the title."""
    folder = f"{G}/2026-11-20 Herfstwandeling"
    post = only_post(a_reading(tmp_path, {f"{folder}/eikels.jpg": b"x"}))

    assert (post.path, post.versions[0].title, post.versions[0].file) == (f"content/{folder}", "Herfstwandeling", None)
    assert post.date == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("name", "title", "day"),
    [
        ("2026-11-20 Herfstwandeling", "Herfstwandeling", date(2026, 11, 20)),
        ("20-11-2026 - Herfstwandeling", "Herfstwandeling", date(2026, 11, 20)),
        ("2026-11-20-herfst-in-het-bos", "Herfst in het bos", date(2026, 11, 20)),
        ("20-11-2026_op_pad", "Op pad", date(2026, 11, 20)),
        ("2026-11-20", "2026-11-20", date(2026, 11, 20)),
    ],
)
def test_a_name_gives_title_and_date(tmp_path: Path, name: str, title: str, day: date) -> None:
    """A leading date and the separators after it are no part of the title."""
    post = only_post(a_reading(tmp_path, {f"{G}/{name}.md": "Hoi"}))

    assert (post.versions[0].title, post.date) == (title, day)


@pytest.mark.parametrize("name", ["2026-11-19 Feest van @ada-jansen.md", "feest-van-@ada-jansen.md", "Feest van @Ada-Jansen/foto.jpg"])
def test_a_child_in_a_name_is_a_mention_like_any_other(tmp_path: Path, name: str) -> None:
    """A title that comes from a file or folder shows a name to whom it may, and an id to nobody."""
    post = only_post(a_reading(tmp_path, {f"{G}/{name}": "Hoi"}))
    assert post.versions[0].title_segments == (Segment(SegmentKind.HTML, "Feest van "), Segment(SegmentKind.MENTION, "ada-jansen"))


def test_a_word_with_an_at_sign_in_a_name_is_told(tmp_path: Path) -> None:
    """It may be a misspelt id."""
    assert only_mistake(a_reading(tmp_path, {f"{G}/Feest van @ada.md": "Hoi"})).scope is Scope.POST


def test_an_event_without_a_title_does_not_take_a_child_from_that_of_the_post(tmp_path: Path) -> None:
    """An id is no word for a parent, and may be half of a name."""
    text = "---\ntitle: Feest van @ada-jansen\nevent: {start: 2026-12-01}\n---\nHoi"
    event = only_post(a_reading(tmp_path, {f"{G}/p.md": text})).versions[0].event
    assert event == Event("", date(2026, 12, 1))


def test_the_author_s_line_can_mention_nobody(tmp_path: Path) -> None:
    """It is the same for all families."""
    mistake = only_mistake(a_reading(tmp_path, {f"{G}/p.md": "---\nauthor: Juf Sanne met @ada-jansen\n---\nHoi"}))
    assert (mistake.scope, mistake.line) == (Scope.POST, 2)


def test_without_a_date_the_day_of_the_file_counts_in_school_time(tmp_path: Path) -> None:
    """DESIGN.md: the date is what is written, else from the name, else the file's date."""
    a_reading(tmp_path, {f"{G}/gym.md": "Hoi"})
    evening = datetime.fromisoformat("2026-11-19T23:30:00+00:00").timestamp()  # half past midnight in Amsterdam
    os.utime(tmp_path / "content" / G / "gym.md", (evening, evening))

    assert only_post(a_reading(tmp_path, {})).date == date(2026, 11, 20)


def test_the_first_heading_is_the_title_and_does_not_stand_twice(tmp_path: Path) -> None:
    """DESIGN.md: the title is that of the front matter, else the first heading."""
    post = only_post(a_reading(tmp_path, {f"{G}/x.md": "# Naar het *bos*\n\nHoi\n"}))

    assert (post.versions[0].title, html_of(post.versions[0].prose)) == ("Naar het bos", "<p>Hoi</p>\n")


FRONT = """\
---
titel: Herfstwandeling
datum: 20-11-2026
auteur: Juf Anne
foto's:
  eikels.jpg: {wie: [ada-jansen, bram-vos], bijschrift: Eikels zoeken met @ada-jansen, alt: Een bos}
  bos.jpg: {people: nobody, checked: ja}
event: {title: Kerstviering, start: 2026-12-17 17:30, end: 19:00, place: De aula, reply_by: 2026-12-10}
aan: ada-jansen
concept: nee
until: 2026-12-01
not_names: [Roos]
---
Hoi
"""


def test_front_matter_says_everything_in_dutch_or_english(tmp_path: Path) -> None:
    """DESIGN.md, "content/": every key of the front matter, with the lines for mistakes that are found later."""
    post = only_post(a_reading(tmp_path, {f"{G}/x.md": FRONT, f"{G}/eikels.jpg": b"1", f"{G}/bos.jpg": b"2"}))
    version = post.versions[0]

    assert (post.date, post.author, post.to, post.draft, post.until) == (
        date(2026, 11, 20),
        "Juf Anne",
        ("ada-jansen",),
        False,
        date(2026, 12, 1),
    )
    assert version.event == Event(
        "Kerstviering",
        datetime.fromisoformat("2026-12-17 17:30"),
        datetime.fromisoformat("2026-12-17 19:00"),
        "De aula",
        date(2026, 12, 10),
    )
    assert version.not_names == {"Roos"}
    assert [segment.content for segment in version.captions["eikels.jpg"]] == ["Eikels zoeken met ", "ada-jansen"]
    assert [segment.content for segment in version.alts["eikels.jpg"]] == ["Een bos"]
    assert picture_of(post, "eikels.jpg").evidence.namings == (
        Naming("ada-jansen", Source.FRONT_MATTER),
        Naming("bram-vos", Source.FRONT_MATTER),
    )
    assert picture_of(post, "bos.jpg").evidence.answered_nobody
    assert picture_of(post, "bos.jpg").evidence.checked
    assert (post.line_of["title"], post.line_of["to"], post.line_of["not_names"]) == (2, 9, 12)


def test_pictures_beside_a_loose_post_are_its_own_only_where_it_speaks_of_them(tmp_path: Path) -> None:
    """A picture that no post speaks of is told to the teacher, and nobody sees it."""
    reading = a_reading(tmp_path, {f"{G}/x.md": "![](eikels.jpg)", f"{G}/eikels.jpg": b"1", f"{G}/bos.jpg": b"2"})

    assert [picture.name for picture in reading.posts[0].pictures] == ["eikels.jpg"]
    assert only_mistake(reading).scope is Scope.ADVICE
    assert "bos.jpg" in told(only_mistake(reading))


def test_who_is_in_a_picture_is_the_union_of_all_languages_and_the_sidecar(tmp_path: Path) -> None:
    """DESIGN.md, "Who is in a picture"."""
    content: dict[str, str | bytes] = {
        f"{G}/p/a.md": "---\npictures: {e.jpg: {people: [ada-jansen]}}\n---\nHoi",
        f"{G}/p/a.en.md": "---\npictures: {e.jpg: {people: [bram-vos], caption: Acorns}}\n---\nHi",
        f"{G}/p/e.jpg": b"x",
        f"{G}/p/e.jpg.people.yaml": "- cas-de-boer\n",
    }
    post = only_post(a_reading(tmp_path, content))

    assert {naming.written for naming in post.pictures[0].evidence.namings} == {"ada-jansen", "bram-vos", "cas-de-boer"}
    assert [dict(version.captions) != {} for version in post.versions] == [False, True]


def test_a_post_may_stand_in_a_language_of_its_own_beside_the_first(tmp_path: Path) -> None:
    """DESIGN.md: `bericht.en.md` is the same post; what is said once for all languages is said in the first."""
    content = {
        f"{G}/p/bericht.md": "---\ntitle: Herfst\nevent: {title: Feest, start: 2026-12-01 10:00, place: Aula}\n---\nHoi",
        f"{G}/p/bericht.en.md": "---\ntitle: Autumn\nevent: {title: Party, start: 2026-12-01 10:00}\n---\nHi",
    }
    post = only_post(a_reading(tmp_path, content))

    assert [(version.language, version.title) for version in post.versions] == [(None, "Herfst"), ("en", "Autumn")]
    assert post.versions[1].event == Event("Party", datetime.fromisoformat("2026-12-01 10:00"), None, "Aula")
    assert post.path.endswith("bericht.md")


def test_a_variant_without_a_first_is_the_post(tmp_path: Path) -> None:
    """The teacher wrote in one language alone: it goes to everybody."""
    post = only_post(a_reading(tmp_path, {f"{G}/bericht.en.md": "---\nto: ada-jansen\n---\nHi"}))

    assert [version.language for version in post.versions] == ["en"]
    assert post.to == ("ada-jansen",)


@pytest.mark.parametrize("said", ["to: ada-jansen", "draft: yes", "until: 2026-12-01", "date: 2026-11-19"])
def test_a_variant_that_says_something_else_than_the_first_holds_the_post_back(tmp_path: Path, said: str) -> None:
    """A personal message must not become a message for everybody because one file was forgotten."""
    content = {f"{G}/2026-11-20 a.md": "Hoi", f"{G}/2026-11-20 a.en.md": f"---\n{said}\n---\nHi"}
    reading = a_reading(tmp_path, content)

    assert reading.posts == ()
    assert (only_mistake(reading).scope, only_mistake(reading).line) == (Scope.POST, 2)


def test_two_texts_in_the_school_s_language_are_not_one_post(tmp_path: Path) -> None:
    """`bericht.nl.md` beside `bericht.md`: nobody knows which is meant."""
    reading = a_reading(tmp_path, {f"{G}/b.md": "Hoi", f"{G}/b.nl.md": "Hallo"})

    assert reading.posts == ()
    assert "b.md" in told(only_mistake(reading))


def test_a_word_between_dots_that_is_no_language_is_part_of_the_name(tmp_path: Path) -> None:
    """`brief.def.md` is a post of its own."""
    reading = a_reading(tmp_path, {f"{G}/brief.md": "Hoi", f"{G}/brief.def.md": "Hallo"})

    assert len(reading.posts) == 2


def test_a_draft_is_read_and_nothing_is_told_about_it(tmp_path: Path) -> None:
    """Its teacher is still writing."""
    reading = a_reading(tmp_path, {f"{G}/a.md": "---\ndraft: true\n---\n@nobody-known", f"{G}/b.md": "---\ndraft: true\n---\nHoi"})

    assert [(post.path, post.draft) for post in reading.posts] == [(f"content/{G}/b.md", True)]
    assert reading.mistakes == ()


def test_a_folder_of_no_group_is_told_to_the_head(tmp_path: Path) -> None:
    """Nothing in it is sent; a misspelt group must not be a lost letter."""
    reading = a_reading(tmp_path, {"groep-5c/a.md": "Hoi", "los.md": "Hoi"})

    assert reading.posts == ()
    assert [(mistake.scope, mistake.group) for mistake in reading.mistakes] == [(Scope.ADVICE, None), (Scope.POST, None)]
    assert "groep-5b" in told(reading.mistakes[1])


def test_two_texts_in_one_folder_hold_each_other_back(tmp_path: Path) -> None:
    """A folder is one post."""
    reading = a_reading(tmp_path, {f"{G}/p/a.md": "Hoi", f"{G}/p/b.md": "Hallo"})

    assert reading.posts == ()
    assert "a.md, b.md" in told(only_mistake(reading))


def test_what_cannot_be_sent_is_told_and_holds_nothing_back(tmp_path: Path) -> None:
    """A document, and a folder within a post's folder, are no part of a letter."""
    reading = a_reading(tmp_path, {f"{G}/p/a.md": "Hoi", f"{G}/p/menu.docx": b"x", f"{G}/p/nog meer/b.jpg": b"x"})

    assert len(reading.posts) == 1
    assert {mistake.scope for mistake in reading.mistakes} == {Scope.ADVICE}
    assert len(reading.mistakes) == 2


def test_one_broken_post_leaves_all_others_alone(tmp_path: Path) -> None:
    """DESIGN.md: one teacher's mistake holds back that post alone."""
    reading = a_reading(tmp_path, {f"{G}/a.md": "---\ntitle: [\n---\nHoi", f"{G}/b.md": "Hoi", "groep-6a/c.md": "Hoi"})

    assert [post.path for post in reading.posts] == [f"content/{G}/b.md", "content/groep-6a/c.md"]
    assert (only_mistake(reading).post, only_mistake(reading).group) == (f"content/{G}/a.md", G)


def test_a_sidecar_without_its_picture_is_told(tmp_path: Path) -> None:
    """It may be the misspelt sidecar of a picture that now seems to have nobody in it."""
    reading = a_reading(tmp_path, {f"{G}/p/eikels.jpg": b"x", f"{G}/p/eikel.jpg.people.yaml": "nobody"})

    assert (only_mistake(reading).scope, only_mistake(reading).post) == (Scope.PICTURE, f"content/{G}/p")
    assert picture_of(reading.posts[0], "eikels.jpg").evidence.doubts == (Source.STRAY,)
