from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from drawings import STORED_AS, a_drawing, a_file, an_order, exif_saying
from drawn_faces import Head, with_heads
from strange_programs import a_program

from weekbrief_build.media.faces.found import Found
from weekbrief_build.media.faces.look import Eyes
from weekbrief_build.media.pictures.cache import Cache
from weekbrief_build.media.pictures.faults import Fault
from weekbrief_build.media.pictures.workers import LOOKING, Duty, Workers, WorkersError
from weekbrief_build.media.work import make
from weekbrief_build.school.made import PictureOrder
from weekbrief_build.school.post import PictureFile, Region

SIZE = (200, 150)
LEFT, RIGHT = Head(55, 75, 50), Head(145, 75, 50)
NOBODY_STARTS = "/bin/false"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A folder for pictures, beside which the cache lies."""
    folder = tmp_path / "school"
    folder.mkdir()
    return folder


def a_picture(school: Path, name: str, *heads: Head) -> PictureFile:
    """A picture of these heads in the folder."""
    return an_order(school, name, a_file(with_heads(*heads, size=SIZE))).file


def eyes(school: Path, *, detector: bool = True, program: str = "") -> Eyes:
    """How faces are looked for; by workers of another kind where a program is given."""
    return Eyes(school.parent / "cache", detector, workers=Workers(1, Duty(program, LOOKING.memory)) if program else None)


def a_worker(tmp_path: Path, script: str) -> str:
    """A program that says it is ready, and then does this."""
    return a_program(tmp_path, f"from weekbrief_build.media.faces import detector, face_worker\n{script}")


def test_faces_are_found_in_each_picture(school: Path) -> None:
    """By the picture's bytes; and how far the work is is told."""
    files = [a_picture(school, "one.jpg", LEFT), a_picture(school, "two.jpg", LEFT, RIGHT), a_picture(school, "none.jpg")]
    steps: list[tuple[int, int]] = []
    looked = eyes(school).look(files, school, lambda done, total: steps.append((done, total)))
    assert [len(looked.found[file.sha256]) for file in files] == [1, 2, 0]
    assert looked.unseen == {}
    assert steps == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("orientation", STORED_AS)
def test_a_face_is_found_in_the_upright_picture(school: Path, orientation: int) -> None:
    """Where people see it, whichever way the camera was held: where the frames are counted from."""
    stored = STORED_AS[orientation](with_heads(LEFT, size=SIZE))
    file = an_order(school, "a.jpg", a_file(stored, exif=exif_saying(orientation))).file
    (face,) = eyes(school).look([file], school).found[file.sha256]
    assert abs(face.x + face.width / 2 - LEFT.x / SIZE[0]) < 0.05
    assert abs(face.y + face.height / 2 - LEFT.y / SIZE[1]) < 0.05


def test_a_picture_is_looked_at_once(school: Path) -> None:
    """The second run starts no worker, and does not even need the file, wherever it lies by then."""
    file = a_picture(school, "a.jpg", LEFT)
    first = eyes(school).look([file], school)
    (school / "a.jpg").unlink()
    renamed = PictureFile("b.jpg", file.sha256, file.size)
    assert eyes(school, program=NOBODY_STARTS).look([renamed], school).found == first.found


def test_what_was_found_before_an_interruption_is_kept(school: Path) -> None:
    """Each picture is kept when it is done: a job that was stopped goes on where it was."""
    files = [a_picture(school, f"{number}.jpg", Head(50 + number, 75, 50)) for number in range(4)]

    def interrupted(done: int, _: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        eyes(school).look(files, school, interrupted)
    assert len(eyes(school, detector=False).look(files, school).found) >= 2


def test_without_the_extra_a_face_that_was_seen_stays_seen(school: Path) -> None:
    """Who takes the extra away lets no picture go that it held back; a picture that was never looked at is left to its people."""
    seen, fresh = a_picture(school, "a.jpg", LEFT), a_picture(school, "b.jpg", RIGHT)
    before = eyes(school).look([seen], school)
    after = eyes(school, detector=False, program=NOBODY_STARTS).look([seen, fresh], school)
    assert after.found == before.found
    assert after.unseen == {}


@pytest.mark.parametrize(
    "record",
    [
        b"",
        b"[]",
        b'{"recipe": 1}',
        b'{"recipe": 1, "picture": "PICTURE", "faces": [[NaN, 0, 1, 1]]}',
        b'{"recipe": 1, "picture": "PICTURE", "faces": [[0, 0, 1]]}',
        b'{"recipe": 0, "picture": "PICTURE", "faces": []}',
        b'{"recipe": 1, "picture": "another", "faces": []}',
    ],
)
def test_a_record_that_does_not_prove_itself_is_none(tmp_path: Path, record: bytes) -> None:
    """Damaged, of another picture, of an older recipe: somebody looks again."""
    Found(tmp_path).keep("ab" * 32, (Region(0.1, 0.2, 0.3, 0.4),))
    assert Found(tmp_path).find("ab" * 32) == (Region(0.1, 0.2, 0.3, 0.4),)
    (file,) = tmp_path.iterdir()
    file.write_bytes(record.replace(b"PICTURE", b"ab" * 32))
    assert Found(tmp_path).find("ab" * 32) is None


def test_what_nobody_asks_for_is_pruned_with_the_pictures(tmp_path: Path) -> None:
    """A look at a record keeps it; the others go."""
    found = Found(tmp_path)
    for digest in ("a" * 64, "b" * 64):
        found.keep(digest, ())
        os.utime(tmp_path / f"{digest}.faces.json", (1000, 1000))
    found.find("a" * 64)
    Cache(tmp_path).prune(2000)
    assert [file.name for file in tmp_path.iterdir()] == [f"{'a' * 64}.faces.json"]


def test_a_picture_that_cannot_be_looked_at_is_told_and_stops_no_other(tmp_path: Path, school: Path) -> None:
    """Damaged, changed, or the end of every worker: nobody knows who is in it, and the others are looked at."""
    script = """
real = detector.Detector.faces
detector.Detector.faces = lambda self, image: os.abort() if image.size == (50, 40) else real(self, image)
face_worker.main()"""
    good = a_picture(school, "good.jpg", LEFT)
    half = an_order(school, "half.jpg", a_file(a_drawing())[:1500]).file
    deadly = an_order(school, "deadly.jpg", a_file(a_drawing((50, 40)))).file
    changed = a_picture(school, "changed.jpg", RIGHT)
    (school / "changed.jpg").write_bytes(b"other")
    looked = eyes(school, program=a_worker(tmp_path, script)).look([half, deadly, changed, good], school)
    assert {digest: spoiled.fault for digest, spoiled in looked.unseen.items()} == {
        half.sha256: Fault.HALF,
        deadly.sha256: Fault.NO_ANSWER,
        changed.sha256: Fault.CHANGED,
    }
    assert set(looked.found) == {good.sha256}


@pytest.mark.parametrize(
    "answer", [b"nonsense\n", b"{}\n", b'{"faces": [[1, 2, 3]]}\n', b'{"faces": [["a", 0, 0, 0]]}\n', b'{"faces": 3}\n']
)
def test_a_worker_that_talks_nonsense_is_not_listened_to(tmp_path: Path, school: Path, answer: bytes) -> None:
    """What is no answer is not taken for "no faces"."""
    script = f"sys.stdout.buffer.write(b'ready\\n' + {answer!r}); sys.stdout.flush()"
    file = a_picture(school, "a.jpg", LEFT)
    assert eyes(school, program=a_worker(tmp_path, script)).look([file], school).unseen[file.sha256].fault is Fault.NO_ANSWER


def test_a_detector_that_does_not_start_stops_the_job(school: Path) -> None:
    """It is no teacher's mistake: no picture may go unseen for it, and none is given up."""
    with pytest.raises(WorkersError):
        eyes(school, program=NOBODY_STARTS).look([a_picture(school, "a.jpg", LEFT)], school)


def left_after_covering(school: Path, *frames: Region) -> dict[PictureOrder, Fault]:
    """What is left of two faces, of which these frames are covered."""
    order = an_order(school, "a.jpg", a_file(with_heads(LEFT, RIGHT, size=SIZE)), *frames)
    made, spoiled = make([order, PictureOrder(order.file)], school, school.parent / "cache")
    assert spoiled == {}
    return {order: what.fault for order, what in eyes(school).faces_left(made).items()}


def test_a_face_that_was_covered_is_not_found_again(school: Path) -> None:
    """Nor is the face of the child beside it, which may be seen, any reason; nor is the picture as it is."""
    assert left_after_covering(school, LEFT.frame_in(SIZE)) == {}
    assert left_after_covering(school, LEFT.frame_in(SIZE), RIGHT.frame_in(SIZE)) == {}


@pytest.mark.parametrize(
    "frame",
    [
        Region(0.29, 0.55, 0.02, 0.02),  # the mouth alone
        Region(0.12, 0.1, 0.12, 0.25),  # the hair
        Region(0.35, 0.4, 0.04, 0.1),  # an ear
        Region(0.2, 0.6, 0.15, 0.1),  # the chin
    ],
)
def test_a_frame_that_misses_the_face_withholds_the_picture(school: Path, frame: Region) -> None:
    """After covering, no face may be found in a covered frame: else the picture is withheld."""
    (fault,) = left_after_covering(school, frame).values()
    assert fault is Fault.STILL_SEEN


def test_what_was_seen_after_covering_is_kept_too(school: Path) -> None:
    """The very same bytes are not looked at twice; and what was found in them counts without the extra too."""
    frame = Region(0.29, 0.55, 0.02, 0.02)
    assert left_after_covering(school, frame)
    order = an_order(school, "a.jpg", a_file(with_heads(LEFT, RIGHT, size=SIZE)), frame)
    made, _ = make([order], school, school.parent / "cache")
    without = eyes(school, detector=False, program=NOBODY_STARTS).faces_left(made)
    assert [spoiled.fault for spoiled in without.values()] == [Fault.STILL_SEEN]


def test_a_record_says_nothing_but_where_faces_are(school: Path) -> None:
    """No name, no path, no decision."""
    file = a_picture(school, "ada-jansen.jpg", LEFT)
    eyes(school).look([file], school)
    (record,) = (school.parent / "cache").glob("*.faces.json")
    assert set(json.loads(record.read_text())) == {"recipe", "picture", "faces"}
    assert "ada" not in record.read_text()
