from __future__ import annotations

import os
import signal
from hashlib import sha256
from pathlib import Path

import pytest
from drawings import a_drawing, a_file, a_noise, an_order
from heics import a_heic
from strange_programs import a_program

from weekbrief_build.media.pictures.faults import Fault, spoiled_by
from weekbrief_build.media.pictures.workers import Duty, Workers, WorkersError
from weekbrief_build.media.work import make
from weekbrief_build.school.made import PictureOrder
from weekbrief_build.school.post import PictureFile, Region
from weekbrief_build.words import words_of

FACE = Region(0.4, 0.4, 0.1, 0.1)


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A folder for pictures, beside which the cache lies."""
    folder = tmp_path / "school"
    folder.mkdir()
    return folder


def workers_that(tmp_path: Path, script: str, count: int = 1, seconds: float = 120) -> Workers:
    """Workers that say they are ready, and then do this."""
    program = a_program(tmp_path, f"from weekbrief_build.media.pictures import draw_worker\n{script}")
    return Workers(count, Duty(program, seconds=seconds))


def test_every_order_is_made_or_told(school: Path) -> None:
    """The counts add up: one bad picture stops no other."""
    orders = [an_order(school, f"{number}.jpg", a_file(a_noise((90 + number, 80)))) for number in range(5)]
    bad = [
        an_order(school, "text.jpg", b"Dag!"),
        an_order(school, "half.jpg", a_file(a_noise())[:2000]),
        an_order(school, "film.mp4", b"\0\0\0\x18ftypisom"),
    ]
    steps: list[tuple[int, int]] = []
    made, spoiled = make([*orders, *bad, orders[0]], school, school.parent / "cache", lambda done, total: steps.append((done, total)))
    assert set(made) == set(orders)
    assert {order: what.fault for order, what in spoiled.items()} == dict(zip(bad, [Fault.TEXT, Fault.HALF, Fault.VIDEO], strict=True))
    assert steps == [(done, 8) for done in range(1, 9)]
    assert [(made[order].width, made[order].height) for order in orders] == [(90 + number, 80) for number in range(5)]
    assert all(sha256(Path(picture.path).read_bytes()).hexdigest() == picture.sha256 for picture in made.values())


def test_what_was_made_is_not_made_again(school: Path) -> None:
    """The second run starts no worker, and does not even need the file."""
    order = an_order(school, "a.jpg", a_file(a_drawing()))
    first = make([order], school, school.parent / "cache")
    (school / "a.jpg").unlink()
    assert make([order], school, school.parent / "cache", workers=Workers(1, Duty("/bin/false"))) == first
    assert first[1] == {}


def test_a_picture_is_made_with_and_without_covered_faces(school: Path) -> None:
    """Variants of one file: each with its own bytes."""
    plain = an_order(school, "a.jpg", a_file(a_noise()))
    covered = PictureOrder(plain.file, frozenset({FACE}))
    outside = PictureOrder(plain.file, frozenset({Region(2, 2, 0.1, 0.1)}))
    made, spoiled = make([plain, covered, outside], school, school.parent / "cache")
    assert len({made[plain].sha256, made[covered].sha256}) == 2
    assert spoiled[outside].fault is Fault.FACE_UNPLACED


@pytest.mark.parametrize("ending", ["jpg", "JPG", "jpeg", "jpe", "jfif", "mpo", "png", "PNG", "gif", "webp", "heic", "heif", "hif", "HIF"])
def test_a_picture_is_called_what_it_is_or_stays_behind(school: Path, ending: str) -> None:
    """A misnamed file is held back, and the teacher told what it is; by whatever name its own kind goes, it leaves."""
    files = {Fault.IS_HEIC: a_heic(a_drawing())}
    files |= {fault: a_file(a_drawing(), fault.name[3:]) for fault in (Fault.IS_JPEG, Fault.IS_PNG, Fault.IS_GIF, Fault.IS_WEBP)}
    orders = {fault: an_order(school, f"{fault.name}.{ending}", data) for fault, data in files.items()}
    made, spoiled = make(list(orders.values()), school, school.parent / "cache")
    assert len(made) == 1
    assert {order: what.fault for order, what in spoiled.items()} == {order: fault for fault, order in orders.items() if order not in made}


def test_a_school_may_set_how_large_a_picture_may_be(school: Path) -> None:
    """`largest_picture` in `groups.yaml`: what has more pixels stays behind, whatever its kind."""
    orders = [
        an_order(school, f"a.{format_.lower()}", a_file(a_drawing((400, 300)), format_)) for format_ in ("JPEG", "PNG", "GIF", "WEBP")
    ]
    orders.append(an_order(school, "a.heic", a_heic(a_drawing((400, 300)))))
    assert set(make(orders, school, school.parent / "one", pixels=120_000)[0]) == set(orders)
    made, spoiled = make(orders, school, school.parent / "other", pixels=119_999)
    assert made == {}
    assert {what.fault for what in spoiled.values()} == {Fault.TOO_LARGE}


@pytest.mark.parametrize("what", ["changed", "grown", "gone", "link", "folder", "pipe"])
def test_a_file_that_is_not_the_one_that_was_read_is_left_out(school: Path, what: str) -> None:
    """Who may see a picture was decided for other bytes than these; the next run decides anew."""
    data = a_file(a_drawing())
    order = an_order(school, "a.jpg", data)
    file = school / "a.jpg"
    file.rename(school / "elsewhere.jpg")
    if what == "changed":
        file.write_bytes(a_file(a_noise()))
    elif what == "grown":
        file.write_bytes(data + b"more")
    elif what == "link":
        file.symlink_to("elsewhere.jpg")
    elif what == "folder":
        file.mkdir()
    elif what == "pipe":
        os.mkfifo(file)
    made, spoiled = make([order], school, school.parent / "cache")
    assert made == {}
    assert spoiled[order].fault is Fault.CHANGED
    assert spoiled[order].passing


def test_a_huge_file_is_not_read(school: Path) -> None:
    """Neither a long video nor a huge picture fills the memory; both are called what they are."""
    orders = []
    for name, head in (("a.mp4", b"\0\0\0\x18ftypisom"), ("b.png", b"\x89PNG\r\n\x1a\n")):
        with (school / name).open("wb") as file:
            file.write(head)
            file.truncate(1 << 40)
        orders.append(PictureOrder(PictureFile(name, "0" * 64, 1 << 40)))
    _, spoiled = make(orders, school, school.parent / "cache")
    assert [spoiled[order].fault for order in orders] == [Fault.VIDEO, Fault.TOO_LARGE]


def test_a_picture_that_ends_its_worker_ends_nothing_else(tmp_path: Path, school: Path) -> None:
    """A decoder that crashes is tried once more and then given up; the pictures before and after it are made."""
    script = (
        "real = draw_worker.draw\n"
        "draw_worker.draw = lambda data, *how: os.abort() if b'deadly' in data else real(data, *how)\n"
        "draw_worker.main()"
    )
    orders = [an_order(school, name, a_file(a_drawing()) + end) for name, end in (("a.jpg", b"1"), ("b.jpg", b"deadly"), ("c.jpg", b"3"))]
    made, spoiled = make(orders, school, tmp_path / "cache", workers=workers_that(tmp_path, script))
    assert set(made) == {orders[0], orders[2]}
    assert spoiled[orders[1]].fault is Fault.NO_ANSWER


def test_a_worker_that_was_killed_for_another_is_replaced() -> None:
    """Memory may run out once; the second try finds it."""
    data = a_file(a_drawing())
    with Workers(1) as workers:
        first = workers.draw(data, [()])
        for process in Path("/proc").glob("[0-9]*/stat"):
            if process.read_text().rpartition(")")[2].split()[1] == str(os.getpid()):
                os.kill(int(process.parent.name), signal.SIGKILL)
        assert workers.draw(data, [()]) == first


def test_a_picture_that_hangs_is_given_up(tmp_path: Path, school: Path) -> None:
    """A decoder that never ends is ended, also where it takes no notice of signals; the job does not wait for ever."""
    script = (
        "import signal\nfor one in (signal.SIGTERM, signal.SIGALRM): signal.signal(one, signal.SIG_IGN)\n"
        "draw_worker.draw = lambda *_: signal.pause()\ndraw_worker.main()"
    )
    order = an_order(school, "a.jpg", a_file(a_drawing()))
    hanging = workers_that(tmp_path, script, seconds=0.5)
    assert make([order], school, tmp_path / "cache", workers=hanging)[1][order].fault is Fault.NO_ANSWER


@pytest.mark.parametrize(
    "answer", [b"nonsense\n", b"{}\n", b'{"size": 9999999999}\n', b'{"size": 5, "media_type": "image/jpeg"}\nabc', b'{"fault": "new"}\n']
)
def test_a_worker_that_talks_nonsense_is_not_listened_to(tmp_path: Path, school: Path, answer: bytes) -> None:
    """A worker that hostile bytes took over can say what it likes."""
    script = f"sys.stdout.buffer.write(b'ready\\n' + {answer!r}); sys.stdout.flush()"
    order = an_order(school, "a.jpg", a_file(a_drawing()))
    assert make([order], school, tmp_path / "cache", workers=workers_that(tmp_path, script))[1][order].fault is Fault.NO_ANSWER


def test_what_a_worker_draws_is_audited_by_the_job(tmp_path: Path, school: Path) -> None:
    """Bytes that hold more than pixels are withheld, whoever made them."""
    dirty = a_file(a_drawing(), comment=b"Ada Jansen")
    script = (
        "sys.stdout.buffer.write(b'ready\\n'); sys.stdout.flush(); sys.stdin.buffer.readline()\n"
        f'sys.stdout.buffer.write(b\'{{"size": {len(dirty)}, "media_type": "image/jpeg"}}\\n\' + {dirty!r}); sys.stdout.flush()'
    )
    order = an_order(school, "a.jpg", a_file(a_drawing()))
    made, spoiled = make([order], school, tmp_path / "cache", workers=workers_that(tmp_path, script))
    assert made == {}
    assert spoiled[order].fault is Fault.NOT_CLEAN
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("program", ["/bin/false", "/no/such/program"])
def test_where_no_worker_starts_the_job_stops(school: Path, program: str) -> None:
    """A broken installation is no teacher's mistake: letters without pictures would go for good."""
    order = an_order(school, "a.jpg", a_file(a_drawing()))
    with pytest.raises(WorkersError):
        make([order], school, school.parent / "cache", workers=Workers(1, Duty(program)))


def test_a_worker_is_given_no_secret(tmp_path: Path, school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens hostile pictures does not hold the password of the school's mail."""
    monkeypatch.setenv("WEEKBRIEF_SMTP_PASSWORD", "secret")
    script = "assert not any(name.startswith('WEEKBRIEF') for name in os.environ)\ndraw_worker.main()"
    order = an_order(school, "a.jpg", a_file(a_drawing()))
    assert set(make([order], school, tmp_path / "cache", workers=workers_that(tmp_path, script))[0]) == {order}


def test_a_program_in_the_teachers_folder_is_not_run(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m` looks for modules in the current folder, which may be the shared one."""
    (school / "json.py").write_text("raise SystemExit(1)")
    (school / "PIL").mkdir()
    (school / "PIL" / "__init__.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(school)
    order = an_order(school, "a.jpg", a_file(a_drawing()))
    assert set(make([order], school, school.parent / "cache")[0]) == {order}


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_words(fault: Fault) -> None:
    """What is wrong and how to mend it, for each."""
    what, mend = (words_of("en").say(sentence) for sentence in (spoiled_by(fault).what, spoiled_by(fault).mend))
    assert what.endswith(".")
    assert mend.endswith(".")
