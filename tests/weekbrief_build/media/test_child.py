from __future__ import annotations

import ast
import json
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from socket import AF_UNIX, SOCK_DGRAM, socket
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from drawings import a_drawing, a_file
from strange_programs import a_program
from videos import a_video

from weekbrief_build.gather.prose.markup import TooComplicated, safe_html
from weekbrief_build.job.confinement import advice_on_confinement
from weekbrief_build.media.child import Program, in_memory, run
from weekbrief_build.media.clips.clip_worker import make as make_clip
from weekbrief_build.media.clips.ffmpeg import Ffmpeg, find_ffmpeg
from weekbrief_build.media.clips.make_video import make_video
from weekbrief_build.media.confined import version
from weekbrief_build.media.papers.papers import Papers
from weekbrief_build.media.pictures.cache import Cache
from weekbrief_build.media.pictures.workers import DRAWING, LOOKING, SHRINKING, Workers, WorkersError
from weekbrief_build.school.consent import Kind
from weekbrief_build.school.made import PictureOrder
from weekbrief_build.school.post import PictureFile

BUILD = Path(__file__).parents[3] / "build"
HANDED_ON = {"HOME", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "LC_CTYPE"}
LOOKS_AROUND = """
import json, os, resource, socket

def tried(what, *how):
    try:
        what(*how)
    except OSError:
        return False
    return True

def report(secrets, address):
    said = {
        "environment": sorted(os.environ),
        "read": [path for path in secrets if tried(open, path, "rb")],
        "listed": [path for path in secrets if tried(os.listdir, os.path.dirname(path))],
        "written": tried(open, os.path.dirname(address) + "/new", "wb"),
        "called": tried(socket.create_connection, ("127.0.0.1", 9), 5),
        "killed": tried(os.kill, int(secrets[0].split("/")[2]), 0),
        "bounds": {name: resource.getrlimit(getattr(resource, name))[0] for name in ("RLIMIT_CORE", "RLIMIT_AS", "RLIMIT_FSIZE")},
    }
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as messenger:
        messenger.sendto(json.dumps(said).encode(), address)
"""


class Spy:
    """Puts into the place of decoders what looks around and tells what it found; `told` waits for that."""

    def __init__(self, folder: Path, address: Path, secrets: list[str]) -> None:
        self._letterbox = socket(AF_UNIX, SOCK_DGRAM)
        self._letterbox.bind(str(address))
        self._letterbox.settimeout(60)
        self.folder = folder
        self.script = f"{LOOKS_AROUND}\nreport({secrets!r}, {str(address)!r})\n"
        for decoder in ("PIL", "pypdf", "markdown"):
            (folder / f"{decoder}.py").write_text(self.script + "raise ImportError\n")

    def told(self) -> Any:
        """What the first that looked around found."""
        return json.loads(self._letterbox.recv(1 << 16))

    def ffmpeg(self) -> str:
        """An ffmpeg that looks around."""
        self.folder.joinpath("bin").mkdir()
        program = Path(a_program(self.folder / "bin", self.script))
        return str(program.rename(program.with_name("ffmpeg")))

    def close(self) -> None:
        """Wait no longer."""
        self._letterbox.close()


@pytest.fixture
def spy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Spy]:
    """Among secrets as a service has them: in its environment, in a folder of credentials, in its outbox and in the school folder."""
    secrets = [f"/proc/{os.getpid()}/environ", f"/proc/{os.getpid()}/mem", "/etc/passwd"]
    for name in ("credentials/WEEKBRIEF_SMTP_PASSWORD", "outbox/ledger.sqlite3", "school/consent.csv"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("secret")
        secrets.append(str(tmp_path / name))
    (tmp_path / "decoders").mkdir()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "decoders"))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
    monkeypatch.setenv("WEEKBRIEF_SMTP_PASSWORD", "secret")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with TemporaryDirectory() as short:  # an address of a socket may have 100 letters
        watched = Spy(tmp_path / "decoders", Path(short, "spy"), secrets)
        yield watched
        watched.close()


def draws(_: Spy) -> None:
    """By what draws a photo."""
    with Workers(1, DRAWING) as workers, pytest.raises(WorkersError):
        workers.draw(a_file(a_drawing()), [()])


def shrinks(_: Spy) -> None:
    """By what makes a picture smaller."""
    with Workers(1, SHRINKING) as workers, pytest.raises(WorkersError):
        workers.shrink(a_file(a_drawing()), 10, 10)


def looks(_: Spy) -> None:
    """By what looks for faces."""
    with Workers(1, LOOKING) as workers, pytest.raises(WorkersError):
        workers.look(a_file(a_drawing()))


def reads_a_paper(_: Spy) -> None:
    """By what opens a PDF."""
    Papers(None).of("0" * 64, lambda: b"%PDF-1.7")


def reads_prose(_: Spy) -> None:
    """By what converts a text that is odd."""
    with pytest.raises(TooComplicated):
        safe_html("[" * 1000)


def reads_a_video(spy: Spy) -> None:
    """By what reads a video, and starts ffmpeg."""
    with pytest.raises(WorkersError):
        make_video(a_video_order(spy), spy.folder, Cache(spy.folder / "cache"), Ffmpeg("/bin/false", tonemaps=False))


def converts_a_video(spy: Spy) -> None:
    """By ffmpeg itself."""
    for decoder in spy.folder.glob("*.py"):
        decoder.unlink()
    make_video(a_video_order(spy), spy.folder, Cache(spy.folder / "cache"), Ffmpeg(spy.ffmpeg(), tonemaps=False))


def a_video_order(spy: Spy) -> PictureOrder:
    """An order for a video that is there."""
    data = a_video()
    (spy.folder / "a.mp4").write_bytes(data)
    return PictureOrder(PictureFile("a.mp4", sha256(data).hexdigest(), len(data)), kind=Kind.VIDEO)


KINDS = [draws, shrinks, looks, reads_a_paper, reads_prose, reads_a_video, converts_a_video]


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_opens_what_others_wrote_has_no_secret_in_reach(spy: Spy, kind: Callable[[Spy], None]) -> None:
    """Not in its environment, not by any path, not in another process; and it can call, write and end nobody."""
    assert version(), "a kernel with Landlock (Linux 5.13) is part of what these tests need"
    kind(spy)
    told = spy.told()
    assert set(told["environment"]) <= HANDED_ON
    assert [told[what] for what in ("read", "listed", "written", "called", "killed")] == [[], [], False, False, False]
    assert told["bounds"]["RLIMIT_CORE"] == 0
    assert 0 < told["bounds"]["RLIMIT_AS"] < 8 << 30
    assert 0 <= told["bounds"]["RLIMIT_FSIZE"] <= (256 << 20 if "video" in kind.__name__ else 0)


def test_a_program_that_is_asked_what_it_can_do_gets_nothing_either(spy: Spy, monkeypatch: pytest.MonkeyPatch) -> None:
    """It opens no file of anybody; but it is a program of the machine, and not ours."""
    monkeypatch.setenv("PATH", str(Path(spy.ffmpeg()).parent), prepend=os.pathsep)
    find_ffmpeg()
    assert set(spy.told()["environment"]) <= HANDED_ON


def test_a_program_in_the_folder_where_we_stand_is_not_run(spy: Spy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Teachers may write there."""
    monkeypatch.chdir(Path(spy.ffmpeg()).parent)
    monkeypatch.setenv("PATH", ".", prepend=os.pathsep)
    found = find_ffmpeg()
    assert found
    assert Path(found.path).is_absolute()


def test_what_was_started_ends_with_whoever_started_it(tmp_path: Path) -> None:
    """Also where that was killed in the middle of a video."""
    starts = (
        "from weekbrief_build.media.child import Program, start; import time\n"
        "child = start(Program('/bin/sh', ('-c', 'echo $$; exec sleep 1000'), 1 << 30))\n"
        "print(child.stdout.readline().decode(), flush=True); time.sleep(1000)"
    )
    with subprocess.Popen([sys.executable, a_program(tmp_path, starts)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
    assert select.select([child], [], [], 60)[0]
    os.close(child)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("try: bytes(1 << 30)\nexcept MemoryError: print('no memory')", b"no memory\n"),
        ("try: os.write(int(sys.argv[1]), bytes(1 << 20)); os.write(int(sys.argv[1]), b'1')\nexcept OSError: print('full')", b"full\n"),
        ("print(sys.stdin.read())", b"given\n"),
    ],
)
def test_a_program_has_what_it_may_have(tmp_path: Path, script: str, said: bytes) -> None:
    """So much memory, files of such a size, and what it was given."""
    with in_memory() as target:
        program = Program(a_program(tmp_path, script), (str(target.fileno()),), memory=1 << 29, written=1 << 20)
        ended = run(program, b"given", within=60, most=100, hand_over=[target.fileno()])
    assert (ended.code, ended.said) == (0, said)


@pytest.mark.parametrize("script", ["while True: print('x' * 1000)", "import signal\nsignal.signal(15, signal.SIG_IGN)\nsignal.pause()"])
def test_a_program_that_says_too_much_or_takes_too_long_is_ended(tmp_path: Path, script: str) -> None:
    """Whatever it does against it; and nobody takes what it said for an answer."""
    assert run(Program(a_program(tmp_path, script), (), 1 << 30), b"", within=3, most=100_000).code is None


def test_a_program_computes_so_long_and_no_longer(tmp_path: Path) -> None:
    """The kernel counts, also where nobody waits any more."""
    ended = run(Program(a_program(tmp_path, "while True: pass"), (), 1 << 30, seconds=1), b"", within=60, most=100)
    assert ended.code in (-signal.SIGXCPU, -signal.SIGKILL)


def test_a_kernel_without_landlock_gives_no_secret_away_either(tmp_path: Path) -> None:
    """What is left is an empty environment without a path to a credential; a person is told, and letters are made."""
    asks = (
        "from weekbrief_build.job.confinement import advice_on_confinement\n"
        "from weekbrief_build.media.child import Program, run\n"
        "print(*(one.file for one in advice_on_confinement()))\n"
        "print(run(Program('/usr/bin/env', (), 1 << 30), b'', within=60, most=1000).said.decode())"
    )
    refused = ["strace", "-f", "-o", str(tmp_path / "trace"), "-e", "inject=landlock_create_ruleset:error=ENOSYS"]
    hers = {**os.environ, "CREDENTIALS_DIRECTORY": "/run/credentials/weekbrief", "WEEKBRIEF_SMTP_PASSWORD": "secret"}
    said = subprocess.run([*refused, a_program(tmp_path, asks)], env=hers, check=True, capture_output=True, text=True).stdout
    told, *environment = said.split()
    assert told == "Landlock"
    assert {line.partition("=")[0] for line in environment} <= HANDED_ON
    assert "landlock_restrict_self" not in (tmp_path / "trace").read_text()


def test_a_machine_that_locks_them_in_is_told_nothing() -> None:
    """Advice is for those who can do something about it."""
    assert list(advice_on_confinement()) == []


def test_nobody_else_becomes_or_starts_another_program() -> None:
    """There is one way to start what opens what others wrote (import contracts see to the rest)."""
    ways = re.compile("fork|system$|popen|posix_spawn|exec|spawn")
    found = set()
    for file in BUILD.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "os" and ways.match(node.attr):
                found.add(file.name)
    assert found == {"confined.py"}


def test_a_video_made_here_needs_no_other_file() -> None:
    """What is made in between lies in memory, not under a path that somebody could read."""
    with in_memory() as video:
        video.write(a_video())
        video.flush()
        ffmpeg = find_ffmpeg()
        assert ffmpeg
        assert make_clip(video, ffmpeg.path, tonemaps=False)[0]
