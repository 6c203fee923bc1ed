from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from drawings import an_order
from drawn_faces import Head, with_heads
from videos import a_film, a_video

from weekbrief_build.media.clips.ffmpeg import Ffmpeg
from weekbrief_build.media.faces.look import Eyes, Looked
from weekbrief_build.media.pictures.faults import Fault
from weekbrief_build.media.pictures.workers import LOOKING, Workers
from weekbrief_build.school.post import PictureFile

SIZE = (200, 150)
LEFT, RIGHT = Head(55, 75, 50), Head(145, 75, 50)
ONE, TWO, NONE = with_heads(LEFT, size=SIZE), with_heads(LEFT, RIGHT, size=SIZE), with_heads(size=SIZE)


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A folder for videos, beside which the cache lies."""
    folder = tmp_path / "school"
    folder.mkdir()
    return folder


def eyes(school: Path) -> Eyes:
    """How faces are looked for."""
    return Eyes(school.parent / "cache", detector=True)


def look(school: Path, *files: PictureFile, how: Eyes | None = None) -> Looked:
    """What is found in these videos."""
    return (how or eyes(school)).look([], school, videos=files)


def a_file_of(school: Path, name: str, data: bytes) -> PictureFile:
    """A video in the folder."""
    return an_order(school, name, data).file


def test_of_a_video_each_second_is_looked_at_and_the_fullest_frame_counts(school: Path) -> None:
    """Faces one after the other are perhaps one child; at once they are two; also where they come late."""
    files = [
        a_file_of(school, f"{number}.mp4", a_film(*scenes))
        for number, scenes in enumerate(((NONE, None), (NONE, ONE), (ONE, NONE, ONE), (NONE, NONE, TWO, ONE)))
    ]
    looked = look(school, *files)
    assert [len(looked.found[file.sha256]) for file in files] == [0, 1, 1, 2]
    assert looked.unseen == {}


def test_a_video_shorter_than_a_second_is_looked_at(school: Path) -> None:
    """Its poster is a frame of it, too."""
    file = a_file_of(school, "a.mp4", a_video(0.3))
    assert look(school, file).found[file.sha256] == ()


def test_a_video_is_looked_at_once(school: Path) -> None:
    """The second run starts nothing, and does not even need the file."""
    file = a_file_of(school, "a.mp4", a_film(ONE))
    first = look(school, file)
    (school / "a.mp4").unlink()
    nobody = replace(eyes(school), workers=Workers(1, replace(LOOKING, program="/bin/false")), ffmpeg=lambda: None)
    assert look(school, file, how=nobody) == first


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (a_film(ONE)[:-3000], Fault.VIDEO_HALF),
        (a_video(123, codec=("-c:v", "libx264", "-preset", "ultrafast", "-crf", "51")), Fault.VIDEO_TOO_LONG),
        (b"Dag!", Fault.VIDEO_NONE),
    ],
    ids=["half", "too long", "text"],
)
def test_a_video_that_cannot_be_looked_at_is_told(school: Path, data: bytes, fault: Fault) -> None:
    """Nobody knows who is in it: it is among the unseen, and is not remembered as one without faces."""
    file = a_file_of(school, "a.mp4", data)
    for _ in range(2):
        looked = look(school, file)
        assert looked.unseen[file.sha256].fault is fault
        assert looked.found == {}


def test_where_nothing_reads_videos_none_is_taken_for_seen(school: Path) -> None:
    """As where it cannot be made: whoever looks after the machine has to mend that."""
    file = a_file_of(school, "a.mp4", a_film(ONE))
    assert look(school, file, how=replace(eyes(school), ffmpeg=lambda: None)).unseen[file.sha256].fault is Fault.NO_FFMPEG


def test_a_video_of_which_no_frame_is_had_is_not_taken_for_seen(school: Path) -> None:
    """What comes of an ffmpeg that ends well and writes nothing is no answer."""
    quiet = school.parent / "ffmpeg"
    quiet.write_text('#!/bin/sh\ncase "$*" in *image2pipe*) exit 0;; esac\nexec ffmpeg "$@"\n')
    quiet.chmod(0o755)
    file = a_file_of(school, "a.mp4", a_film(ONE))
    looked = look(school, file, how=replace(eyes(school), ffmpeg=lambda: Ffmpeg(str(quiet), tonemaps=False)))
    assert looked.unseen[file.sha256].fault is Fault.VIDEO_HALF


def test_a_video_that_takes_too_long_is_given_up(school: Path) -> None:
    """The letters of the week do not wait for it for ever."""
    file = a_file_of(school, "a.mp4", a_film(ONE))
    assert look(school, file, how=replace(eyes(school), seconds=0)).unseen[file.sha256].fault is Fault.VIDEO_NO_ANSWER


def test_a_worker_that_dies_over_a_frame_leaves_the_video_unseen(school: Path) -> None:
    """One frame that nobody saw is enough."""
    file = a_file_of(school, "a.mp4", a_film(ONE))
    hasty = replace(eyes(school), workers=Workers(1, replace(LOOKING, seconds=0.001)))
    assert look(school, file, how=hasty).unseen[file.sha256].fault is Fault.VIDEO_NO_ANSWER
