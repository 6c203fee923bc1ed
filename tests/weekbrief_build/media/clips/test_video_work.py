from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from drawings import a_drawing, a_file, an_order
from strange_programs import a_program
from videos import FFMPEG, a_telling_video, a_video

from weekbrief_build.media.clips.audit import audit_clip
from weekbrief_build.media.clips.clip_worker import make as make_clip
from weekbrief_build.media.clips.ffmpeg import Ffmpeg, find_ffmpeg
from weekbrief_build.media.clips.make_video import CLIPPING, make_video
from weekbrief_build.media.pictures.cache import Cache
from weekbrief_build.media.pictures.faults import Fault
from weekbrief_build.media.pictures.workers import WorkersError
from weekbrief_build.media.work import make
from weekbrief_build.school.consent import Kind
from weekbrief_build.school.made import MadePicture, PictureOrder
from weekbrief_build.school.post import PictureFile, Region

TOOL = Ffmpeg(FFMPEG, tonemaps=True)


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A folder for videos, beside which the cache lies."""
    folder = tmp_path / "school"
    folder.mkdir()
    return folder


def a_video_order(folder: Path, name: str, data: bytes) -> PictureOrder:
    """Put a video into a folder and order it."""
    return replace(an_order(folder, name, data), kind=Kind.VIDEO)


def fault_with(school: Path, script: str, seconds: float = 900) -> Fault:
    """What is the matter with a good video where the program that reads it does this."""
    program = a_program(school.parent, f"from weekbrief_build.media.clips import clip_worker\n{script}")
    order = a_video_order(school, "a.mp4", a_video())
    duty = replace(CLIPPING, program=program, seconds=seconds)
    outcome = make_video(order, school, Cache(school.parent / "cache"), TOOL, duty)
    assert not isinstance(outcome, MadePicture)
    return outcome.fault


def test_a_video_is_made_beside_photos_and_stops_none(school: Path) -> None:
    """The counts add up: each order is made or told, whatever its kind."""
    good, half = a_video_order(school, "a.mp4", a_video(2)), a_video_order(school, "b.mp4", a_video(2)[:-3000])
    photo, text = an_order(school, "c.jpg", a_file(a_drawing())), an_order(school, "d.jpg", b"Dag")
    steps: list[tuple[int, int]] = []
    made, spoiled = make([good, half, photo, text], school, school.parent / "cache", lambda done, total: steps.append((done, total)))
    assert set(made) == {good, photo}
    assert {order: one.fault for order, one in spoiled.items()} == {half: Fault.VIDEO_HALF, text: Fault.TEXT}
    assert steps == [(done, 4) for done in range(1, 5)]
    clip = made[good].clip
    assert clip
    data = Path(clip.path).read_bytes()
    assert (sha256(data).hexdigest(), len(data), audit_clip(data)) == (clip.sha256, clip.size, clip.seconds)
    assert (made[good].width, made[good].height) == (64, 48)
    assert made[photo].clip is None


def test_the_kind_of_a_file_is_what_was_decided_about(school: Path) -> None:
    """A yes for photos shows no video, and the other way round: a file under the name of the other kind goes to nobody."""
    photo_by_name = an_order(school, "a.jpg", a_video())
    video_by_name = a_video_order(school, "b.mp4", a_file(a_drawing()))
    made, spoiled = make([photo_by_name, video_by_name], school, school.parent / "cache")
    assert not made
    assert {order: one.fault for order, one in spoiled.items()} == {photo_by_name: Fault.VIDEO, video_by_name: Fault.VIDEO_NONE}


def test_a_video_is_never_covered(school: Path) -> None:
    """Whoever ordered a covered video does not get it uncovered."""
    order = replace(a_video_order(school, "a.mp4", a_video()), cover=frozenset({Region(0.1, 0.1, 0.2, 0.2)}))
    made, spoiled = make([order], school, school.parent / "cache")
    assert not made
    assert spoiled[order].fault is Fault.FACE_UNPLACED


def test_without_ffmpeg_videos_stay_behind_and_photos_go(school: Path) -> None:
    """That is for whoever looks after the machine to mend, and no fault of the teacher's file."""
    video, photo = a_video_order(school, "a.mp4", a_video()), an_order(school, "b.jpg", a_file(a_drawing()))
    made, spoiled = make([video, photo], school, school.parent / "cache", ffmpeg=lambda: None)
    assert set(made) == {photo}
    assert spoiled[video].fault is Fault.NO_FFMPEG
    assert spoiled[video].of_machine
    assert not spoiled[video].passing


def test_a_video_is_made_once(school: Path) -> None:
    """The second run needs neither the file nor ffmpeg; a clip that was damaged since is made again."""
    order, cache = a_video_order(school, "a.mp4", a_video()), school.parent / "cache"
    first = make([order], school, cache)
    (school / "a.mp4").rename(school / "elsewhere.mp4")
    assert make([order], school, cache, ffmpeg=lambda: None) == first
    clip = first[0][order].clip
    assert clip
    Path(clip.path).write_bytes(b"something else")
    assert Cache(cache).find(order) is None
    (school / "elsewhere.mp4").rename(school / "a.mp4")
    assert make([order], school, cache) == first


def test_a_photo_is_never_handed_out_for_a_video(school: Path) -> None:
    """The same bytes ordered as the other kind are another order."""
    order, cache = a_video_order(school, "a.mp4", a_video()), school.parent / "cache"
    make([order], school, cache)
    assert Cache(cache).find(replace(order, kind=Kind.PHOTO)) is None


def test_a_clip_that_nobody_asks_for_is_pruned(school: Path) -> None:
    """Poster, clip and record go together, and stay together where they are used."""
    cache = Cache(school.parent / "cache")
    order = a_video_order(school, "a.mp4", a_video())
    make([order], school, cache.folder)
    assert len(list(cache.folder.iterdir())) == 3
    for file in cache.folder.iterdir():
        os.utime(file, (1000, 1000))
    assert cache.find(order)
    cache.prune(before=2000)
    assert cache.find(order)
    for file in cache.folder.iterdir():
        os.utime(file, (1000, 1000))
    cache.prune(before=2000)
    assert not list(cache.folder.iterdir())


@pytest.mark.parametrize("what", ["changed", "grown", "gone", "link", "folder", "pipe"])
def test_a_video_that_is_not_the_one_that_was_read_is_left_out(school: Path, what: str) -> None:
    """Who may see it was decided for other bytes than these; the next run decides anew, and nothing of it stays on the disk."""
    order = a_video_order(school, "a.mp4", a_video())
    file = school / "a.mp4"
    file.rename(school / "elsewhere.mp4")
    if what == "changed":
        file.write_bytes(a_telling_video())
    elif what == "grown":
        file.write_bytes(a_video() + b"more")
    elif what == "link":
        file.symlink_to("elsewhere.mp4")
    elif what == "folder":
        file.mkdir()
    elif what == "pipe":
        os.mkfifo(file)
    made, spoiled = make([order], school, school.parent / "cache")
    assert not made
    assert spoiled[order].fault is Fault.CHANGED
    assert spoiled[order].passing
    assert not list((school.parent / "cache").iterdir())


def test_a_huge_video_is_not_copied(school: Path) -> None:
    """Nobody fills the disk of the machine by way of the shared folder."""
    orders = []
    for name, head in (("a.mp4", a_video()[:64]), ("b.mp4", b"\xff\xd8\xff")):
        with (school / name).open("wb") as file:
            file.write(head)
            file.truncate(1 << 40)
        orders.append(PictureOrder(PictureFile(name, "0" * 64, 1 << 40), kind=Kind.VIDEO))
    _, spoiled = make(orders, school, school.parent / "cache")
    assert [spoiled[order].fault for order in orders] == [Fault.VIDEO_TOO_LARGE, Fault.VIDEO_NONE]


def test_a_program_that_hangs_is_ended(school: Path) -> None:
    """With it goes the video, and not the job."""
    script = "import signal\nclip_worker.clip_of = lambda *_, **__: signal.pause()\nclip_worker.main()"
    assert fault_with(school, script, seconds=5) is Fault.VIDEO_NO_ANSWER


@pytest.mark.parametrize(
    "script",
    [
        "clip_worker.clip_of = lambda *_, **__: os.abort()\nclip_worker.main()",
        *(
            f"sys.stdout.buffer.write(b'ready\\n' + {answer!r}); sys.stdout.flush()"
            for answer in (
                b"nonsense\n", b"{}\n", b"[]\n", b'{"fault": "new"}\n', b'{"clip": 99999999999, "poster": 1, "media_type": ""}\n',
                b'{"clip": 5, "poster": 5, "media_type": "image/jpeg"}\nabc',
            )
        ),
    ],
    ids=["crashes", "nonsense", "empty", "a list", "another fault", "too much", "too little"],
)  # fmt: skip
def test_a_program_that_hostile_bytes_took_over_is_not_listened_to(school: Path, script: str) -> None:
    """It hangs, crashes or talks nonsense: the video stays behind, and nothing else is lost."""
    assert fault_with(school, script) is Fault.VIDEO_NO_ANSWER


@pytest.mark.parametrize("what", ["clip", "poster"])
def test_what_the_program_makes_is_audited_by_the_job(school: Path, what: str) -> None:
    """Bytes that hold more than pictures and sound are withheld, whoever made them."""
    with TemporaryFile() as file:
        file.write(a_video())
        file.flush()
        clip, poster, _ = make_clip(file, FFMPEG, tonemaps=True)
    clip, poster = (a_telling_video(), poster) if what == "clip" else (clip, poster + b"Ada Jansen")
    script = f"clip_worker.clip_of = lambda *_, **__: ({clip!r}, {poster!r}, 'image/jpeg')\nclip_worker.main()"
    assert fault_with(school, script) is Fault.VIDEO_NOT_CLEAN
    assert not list((school.parent / "cache").iterdir())


@pytest.mark.parametrize("program", ["/bin/false", "/no/such/program"])
def test_where_the_program_does_not_start_the_job_stops(school: Path, program: str) -> None:
    """A broken installation is no teacher's mistake."""
    order = a_video_order(school, "a.mp4", a_video())
    with pytest.raises(WorkersError):
        make_video(order, school, Cache(school.parent / "cache"), TOOL, replace(CLIPPING, program=program))


def test_whoever_reads_videos_is_given_no_secret(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is ffmpeg, whose environment is the program's."""
    monkeypatch.setenv("WEEKBRIEF_SMTP_PASSWORD", "secret")
    spy = school.parent / "ffmpeg"
    spy.write_text(f'#!/bin/sh\nenv | grep -q WEEKBRIEF && exit 1\nexec {FFMPEG} "$@"\n')
    spy.chmod(0o755)
    order = a_video_order(school, "a.mp4", a_video())
    assert isinstance(make_video(order, school, Cache(school.parent / "cache"), Ffmpeg(str(spy), tonemaps=False)), MadePicture)


def test_an_ffmpeg_that_hangs_is_ended(school: Path) -> None:
    """With it goes the video, and not the job."""
    slow = school.parent / "ffmpeg"
    slow.write_text("#!/bin/sh\nexec sleep 1000\n")
    slow.chmod(0o755)
    script = "from weekbrief_build.media.clips import clip_worker\nclip_worker.SECONDS = 1\nclip_worker.main()"
    duty = replace(CLIPPING, program=a_program(school.parent, script))
    order = a_video_order(school, "a.mp4", a_video())
    outcome = make_video(order, school, Cache(school.parent / "cache"), Ffmpeg(str(slow), tonemaps=False), duty)
    assert not isinstance(outcome, MadePicture)
    assert outcome.fault is Fault.VIDEO_NO_ANSWER


def found_with(environment: Mapping[str, str]) -> str:
    """Which ffmpeg a process with this environment finds."""
    script = "from weekbrief_build.media.clips.ffmpeg import find_ffmpeg; found = find_ffmpeg(); print(found.path if found else None)"
    ran = subprocess.run([sys.executable, "-c", script], env={**os.environ, **environment}, capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def a_package(folder: Path, body: str) -> str:
    """A package in the place of the extra's, as PYTHONPATH has it."""
    (folder / "imageio_ffmpeg").mkdir()
    (folder / "imageio_ffmpeg" / "__init__.py").write_text(f"def get_ffmpeg_exe():\n    {body}\n")
    return os.pathsep.join((str(folder), os.environ.get("PYTHONPATH", "")))


def test_the_ffmpeg_of_the_machine_is_used_before_that_of_the_extra(tmp_path: Path) -> None:
    """And that of the extra where the machine has none, or one that cannot write H.264."""
    found = find_ffmpeg()
    assert found
    packages, empty = a_package(tmp_path, "return '/no/such/ffmpeg'"), tmp_path / "bin"
    empty.mkdir()
    assert found_with({"PYTHONPATH": packages}) == found.path
    assert found_with({"PYTHONPATH": packages, "PATH": str(empty)}) == "None"
    of_extra = tmp_path / "of-extra"
    of_extra.symlink_to(found.path)
    (tmp_path / "imageio_ffmpeg" / "__init__.py").write_text(f"def get_ffmpeg_exe():\n    return {str(of_extra)!r}\n")
    assert found_with({"PYTHONPATH": packages, "PATH": str(empty)}) == str(of_extra)
    (empty / "ffmpeg").write_text("#!/bin/sh\necho V libopenh264\n")
    (empty / "ffmpeg").chmod(0o755)
    assert found_with({"PYTHONPATH": packages, "PATH": str(empty)}) == str(of_extra)


@pytest.mark.parametrize("body", ["raise RuntimeError('no binary')", "raise ImportError"])
def test_an_extra_without_a_binary_is_none(tmp_path: Path, body: str) -> None:
    """There are machines for which nobody packs one."""
    (tmp_path / "bin").mkdir()
    assert found_with({"PYTHONPATH": a_package(tmp_path, body), "PATH": str(tmp_path / "bin")}) == "None"


def test_a_program_in_the_teachers_folder_reads_no_video(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m` looks for modules in the current folder, which may be the shared one."""
    (school / "json.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(school)
    order = a_video_order(school, "a.mp4", a_video())
    assert isinstance(make_video(order, school, Cache(school.parent / "cache"), TOOL), MadePicture)
