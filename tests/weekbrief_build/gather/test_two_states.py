from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import a_reading, only_mistake, told
from schools import TODAY, write_school

from weekbrief_build.decide.know.memory import Memory
from weekbrief_build.decide.plan.plan import plan_of
from weekbrief_build.gather.folder import read_school
from weekbrief_build.gather.office.layouts import own_layouts, read_layouts
from weekbrief_build.school.mistake import Scope
from weekbrief_build.school.post import Post, Source
from weekbrief_build.school.reading import Reading, Unreadable

G = "groep-5b"
OF_OFFICE = {
    "consent.csv": [
        "consent (conflicted copy 2026-11-19 101010).csv",
        "consent (Anna's conflicting copy 2026-11-19).csv",
        "consent.sync-conflict-20261119-090000-ABCDEFG.csv",
        "consent (SFConflict tess@x.example 2026-11-19-10-10-10).csv",
        "consent_tess_PC05_Nov-19-101010-2026_Conflict.csv",
        "consent-SCHOOL-PC03.csv",
        "consent 2.csv",
        "consent (1).csv",
        "consent(1).csv",
        "consent [Conflict].csv",
        "consent - Kopie.csv",
        "Kopie van consent.csv",
        "consent (van Tess).csv",
        "consent.csv.txt",
        "consent .csv",
        "Consent.csv",
        "consent.conflict1.csv",
    ],
    "groups.yaml": ["groups (conflicted copy 2026-11-19 101010).yaml", "groups 2.yaml", "groups-LAPTOP-AB12.yaml", "GROUPS.yaml"],
    "words.txt": ["words (conflicted copy).txt", "words 2.txt"],
    "woorden.txt": ["woorden (Case Conflict).txt", "woorden-SCHOOL-PC03.txt"],
    "content": ["content (conflicted copy 2026-11-19)", "content 2"],
    "register/consent.csv": ["register/consent.sync-conflict-20261119-090000-ABCDEFG.csv", "register/consent 2.csv"],
}


@pytest.mark.parametrize(("original", "copy"), [(original, copy) for original, copies in OF_OFFICE.items() for copy in copies])
def test_two_states_of_a_file_of_the_office_stop_everything_and_both_are_named(tmp_path: Path, original: str, copy: str) -> None:
    """The newer no may stand in either."""
    write_school(tmp_path, {f"{G}/a.md": "Hoi"})
    for name in (original, copy):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        if name.startswith("content"):
            file.mkdir(exist_ok=True)
        elif not file.exists():
            file.touch()
    reading = read_school(tmp_path, None, TODAY)

    assert isinstance(reading, Reading)
    assert reading.stopped
    said = " ".join(told(mistake) for mistake in reading.mistakes if mistake.scope is Scope.EVERYTHING)
    assert f"“{Path(copy).name}”" in said
    assert f"“{Path(original).name}”" in said


def test_two_states_are_told_also_where_nothing_else_can_be_read(tmp_path: Path) -> None:
    """A broken groups.yaml is the more a reason to name its copy."""
    (tmp_path / "groups.yaml").write_text("[", encoding="utf-8")
    (tmp_path / "groups 2.yaml").touch()
    reading = read_school(tmp_path, None, TODAY)

    assert isinstance(reading, Unreadable)
    assert "“groups 2.yaml”" in " ".join(told(mistake) for mistake in reading.mistakes)


@pytest.mark.parametrize("name", ["consent-formulier.pdf", "groups.md", "toestemmingen 2025.xlsx", "oude-groups.yaml", "LEESMIJ.txt"])
def test_other_files_of_the_office_are_its_own(tmp_path: Path, name: str) -> None:
    """Only what is named almost like a file that is read can be another state of it."""
    write_school(tmp_path, {f"{G}/a.md": "Hoi"})
    (tmp_path / name).touch()
    reading = read_school(tmp_path, None, TODAY)
    assert isinstance(reading, Reading)
    assert reading.mistakes == ()


@pytest.mark.parametrize("ending", [" 2.j2", " (conflicted copy 2026-11-19).j2", ".sync-conflict-20261119-090000-ABCDEFG.j2"])
def test_two_states_of_a_layout_stop_everything(tmp_path: Path, ending: str) -> None:
    """A letter that looks like neither helps nobody."""
    layout = next(own_layouts().glob("*.j2"))
    for name in (layout.name, layout.name.removesuffix(".j2") + ending):
        (tmp_path / "layouts").mkdir(exist_ok=True)
        (tmp_path / "layouts" / name).write_bytes(layout.read_bytes())

    wrongs = [mistake for mistake in read_layouts(tmp_path).mistakes if mistake.scope is Scope.EVERYTHING]
    assert [layout.name in told(mistake) for mistake in wrongs] == [True]


STRAYS = (
    "f.people.yaml",
    "f.jpg.people.yaml.txt",
    "f.jpg .people.yaml",
    "f.jpg.people .yaml",
    "f.jpg.people.yaml 2",
    "f.jpg.people (1).yaml",
    "f.jpg.people.sync-conflict-20261119-090000-ABCDEFG.yaml",
    "F.jpg.people.yaml",
    "g.jpg.people.yml",
    "f.jpeg.people.yaml",
    "f.jpg.people.md",
    "f.jpg.poeple.yaml",
    "f (conflicted copy 2026-11-19 101010).xmp",
    "f-SCHOOL-PC03.xmp",
    "F.XMP",
    "f.jpg.xmp.txt",
    "g.jpg.json",
    "f.jpg.supplemental-metadata 2.json",
)


@pytest.mark.parametrize("stray", STRAYS)
@pytest.mark.parametrize("folder", ["", "p/"])
def test_what_speaks_of_people_and_fits_no_picture_puts_all_beside_it_in_doubt(tmp_path: Path, stray: str, folder: str) -> None:
    """What it says may be the newer truth about any of them; the text goes, and the teacher is told once."""
    content = {f"{G}/{folder}{name}": "nobody" for name in ("f.jpg", "e.jpg", "f.jpg.people.yaml", stray)}
    content |= {f"{G}/{folder}f.xmp": "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"} if stray == "F.XMP" else {}
    reading = a_reading(tmp_path, {f"{G}/{folder}a.md": "![](f.jpg) ![](e.jpg)", **content})

    (post,) = reading.posts
    assert all(Source.STRAY in picture.evidence.doubts for picture in post.pictures)
    about = [mistake for mistake in reading.mistakes if mistake.file.casefold().endswith(f"/{stray}".casefold())]
    assert [(mistake.scope, mistake.group) for mistake in about] == [(Scope.PICTURE, G)]


@pytest.mark.parametrize("name", ["f.jpg.people.yml", "F.JPG.PEOPLE.YAML", "f.xmp", "F.jpg.XMP", "f.json", "f.supplemental-metadata.json"])
def test_what_fits_a_picture_is_read(tmp_path: Path, name: str) -> None:
    """Capitals mean nothing, as on a teacher's computer."""
    said = json.dumps({"people": []}) if name.endswith("json") else "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>" if "x" in name else "nobody"
    reading = a_reading(tmp_path, {f"{G}/p/f.jpg": b"x", f"{G}/p/{name}": said})
    assert Source.STRAY not in reading.posts[0].pictures[0].evidence.doubts


def test_a_json_where_there_are_no_pictures_hides_nothing(tmp_path: Path) -> None:
    """It speaks of nobody's picture; it is told as what cannot be sent."""
    mistake = only_mistake(a_reading(tmp_path, {f"{G}/p/a.md": "Hoi", f"{G}/p/data.json": "{}"}))
    assert mistake.scope is Scope.ADVICE


UNREAD: dict[str, dict[str, str | bytes]] = {
    "an unknown key": {f"{G}/b/b.md": "---\nonbekend: ja\n---\nHoi"},
    "front matter without an end": {f"{G}/b/b.md": "---\npictures: {}\n"},
    "bytes that are no text": {f"{G}/b/b.md": b"\0"},
    "two texts": {f"{G}/b/b.md": "Hoi", f"{G}/b/c.md": "Dag"},
    "two states of the text": {f"{G}/b/b.md": "Hoi", f"{G}/b/b 2.md": "Dag"},
    "a folder that is there twice": {f"{G}/b/b.md": "Hoi", f"{G}/b (1)/b.md": "Hoi"},
    "a draft that cannot be read": {f"{G}/b/b.md": "---\ndraft: true\nonbekend: ja\n---\nHoi"},
}


@pytest.mark.parametrize("why", UNREAD)
def test_a_post_that_cannot_be_read_speaks_through_its_pictures(tmp_path: Path, why: str) -> None:
    """By their hash, wherever else they stand, somebody is in them who is not known."""
    content: dict[str, str | bytes] = {**UNREAD[why], f"{G}/b/f.jpg": b"same", f"{G}/b/g.jpg": b"other"}
    reading = a_reading(tmp_path, {f"{G}/a/a.md": "Hoi", f"{G}/a/f.jpg": b"same", **content})

    assert [post.path for post in reading.posts] == [f"content/{G}/a/a.md"]
    assert reading.posts[0].pictures[0].file.sha256 in {sha256 for unread in reading.unread for sha256 in unread.pictures}


@pytest.mark.parametrize(
    "text", ["---\npictures: {F.jpg: {people: x\n", b"\xff\xfe" + "---\n![](f.jpg)".encode("utf-16-le"), "---\n![](./%66.jpg)"]
)
def test_of_a_text_alone_the_pictures_are_those_that_it_names(tmp_path: Path, text: str | bytes) -> None:
    """The pictures of the other texts beside it go on being seen."""
    content: dict[str, str | bytes] = {f"{G}/b.md": text, f"{G}/f.jpg": b"1", f"{G}/g.jpg": b"2", f"{G}/a.md": "![](g.jpg)"}
    reading = a_reading(tmp_path, content)

    ((unread),) = reading.unread
    assert reading.posts[0].pictures[0].file.sha256 not in unread.pictures
    assert len(unread.pictures) == 1


def seen(folder: Path) -> set[tuple[str, str, str, bool]]:
    """Who sees which picture of which post how: (address, path, hash, whether nothing is covered)."""
    reading = read_school(folder, None, TODAY)
    if isinstance(reading, Unreadable) or reading.stopped:
        return set()
    plan = plan_of(reading, Memory(), datetime(2026, 11, 20, 15, tzinfo=ZoneInfo("Europe/Amsterdam")), edition_at_once=True)
    return {
        (letter.reader.guardian.email, view.post.path, order.file.sha256, not order.cover)
        for letter in plan.letters
        for view in letter.views
        for order in view.orders.values()
    }


ADA, NOBODY = "{people: [ada-jansen]}", "{people: nobody}"
CONTENT: dict[str, str | bytes] = {
    f"{G}/2026-11-20 bos/a.md": f"---\npictures: {{f.jpg: {NOBODY}, g.jpg: {ADA}}}\n---\nHoi",
    f"{G}/2026-11-20 bos/f.jpg": b"f",
    f"{G}/2026-11-20 bos/g.jpg": b"g",
    f"{G}/2026-11-20 bos/g.jpg.people.yaml": "[ada-jansen]",
    f"{G}/2026-11-20 weer/b.md": f"---\npictures: {{h.jpg: {NOBODY}, g.jpg: {NOBODY}}}\n---\nDag",
    f"{G}/2026-11-20 weer/h.jpg": b"h",
    f"{G}/2026-11-20 weer/g.jpg": b"g",
    f"{G}/2026-11-20 los.md": f"---\npictures: {{l.jpg: {NOBODY}}}\n---\n![](l.jpg)",
    f"{G}/l.jpg": b"l",
}
SHAPES = (
    "{0} 2{1}",
    "{0} (1){1}",
    "{0}(1){1}",
    "{0}-SCHOOL-PC03{1}",
    "{0} (conflicted copy 2026-11-19){1}",
    "{0}.sync-conflict-20261119-090000-ABCDEFG{1}",
    "{0}{1}.txt",
    "{0} {1}",
    "{0}{1} 2",
    "{0}{1}.people.yaml.txt",
    "{0}.people{1}",
    "{0}.people.yaml",
    "{0}{1}.bak.json",
)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([*CONTENT, "../consent.csv", "../groups.yaml"]),
    st.sampled_from(SHAPES),
    st.sampled_from(["nobody", "[ada-jansen]", "Hoi"]),
)
def test_a_stray_file_never_widens_what_anybody_sees(of: str, shape: str, says: str) -> None:
    """Whatever a sync program leaves beside any file: who saw less before sees no more after."""
    stem, dot, ending = of.rpartition("/")[2].partition(".")
    with TemporaryDirectory() as folder:
        write_school(Path(folder), CONTENT)
        before = seen(Path(folder))
        beside = Path(folder) / "content" / of.rpartition("/")[0]
        (beside / shape.format(stem, dot + ending)).write_text(says, encoding="utf-8")
        assert before
        assert seen(Path(folder)) <= before


def test_a_post_is_still_a_post(tmp_path: Path) -> None:
    """The folders of the property are read without a mistake, but for the pictures on which two posts do not agree."""
    reading = a_reading(tmp_path, CONTENT)
    assert all(isinstance(post, Post) for post in reading.posts)
    assert reading.mistakes == ()
