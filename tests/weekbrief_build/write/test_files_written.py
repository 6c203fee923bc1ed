"""A file in the school folder is there whole, as it was or as it is to be, whatever happens while it is written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from weekbrief_build.gather.files.litter import is_litter
from weekbrief_build.write.files import read_file, replace_file, seen
from weekbrief_build.write.places import place_of
from weekbrief_build.write.refusals import NotWritten

OLD, NEW = b"old " * 5000, b"new " * 7000
WRITER = """
import sys
from pathlib import Path
from weekbrief_build.write.files import replace_file, seen

replace_file(Path(sys.argv[1]), b"new " * 7000, seen(b"old " * 5000))
"""
CALLS = ["openat", "fstat,newfstatat", "fchown", "fchmod", "write", "fsync", "rename,renameat,renameat2", "close", "read", "getrandom"]


def write_under(inject: str, path: Path) -> int:
    """Write in a process of its own whose calls to the kernel go wrong as told; its exit status."""
    trace = path.parent.with_suffix(".trace")
    strace = ["strace", "-f", "-qq", "-o", str(trace), "-e", f"trace={inject.split(':', maxsplit=1)[0]}", "-e", f"inject={inject}"]
    return subprocess.run([*strace, sys.executable, "-c", WRITER, str(path)], check=False, capture_output=True, timeout=60).returncode


def what_stands(folder: Path) -> set[bytes]:
    """What can be seen in the folder; what a killed writer left is litter that nobody reads."""
    return {each.read_bytes() for each in folder.iterdir() if not is_litter(each.name)}


def test_a_file_takes_the_place_of_the_one_that_was_read(tmp_path: Path) -> None:
    """The new bytes stand there, with the rights that the old file had, and nothing else is left."""
    path = tmp_path / "consent.csv"
    path.write_bytes(OLD)
    path.chmod(0o664)
    assert replace_file(path, NEW, seen(OLD)) == seen(NEW)
    assert (path.read_bytes(), path.stat().st_mode & 0o777, len(list(tmp_path.iterdir()))) == (NEW, 0o664, 1)


@pytest.mark.parametrize("was", [OLD, None])
def test_a_file_that_changed_meanwhile_is_never_written_over(tmp_path: Path, was: bytes | None) -> None:
    """Somebody wrote it after it was read, or made it where there was none: theirs stays, and nothing is left beside it."""
    path = tmp_path / "consent.csv"
    path.write_bytes(b"theirs")
    with pytest.raises(NotWritten):
        replace_file(path, NEW, seen(was))
    assert what_stands(tmp_path) == {b"theirs"}
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_that_is_gone_is_not_brought_back(tmp_path: Path) -> None:
    """Who took it away meant that."""
    with pytest.raises(NotWritten):
        replace_file(tmp_path / "consent.csv", NEW, seen(OLD))
    assert not list(tmp_path.iterdir())


def test_a_link_is_neither_read_nor_written_through(tmp_path: Path) -> None:
    """What it leads to is somebody else's."""
    (tmp_path / "secret").write_bytes(b"secret")
    link = tmp_path / "consent.csv"
    link.symlink_to(tmp_path / "secret")
    with pytest.raises(NotWritten):
        read_file(link)
    with pytest.raises(NotWritten):
        replace_file(link, NEW, None)
    assert (tmp_path / "secret").read_bytes() == b"secret"


@pytest.mark.parametrize("call", CALLS)
def test_a_kill_at_any_call_leaves_the_old_file_or_the_new_one(tmp_path: Path, call: str) -> None:
    """The writer is killed at its last calls of each kind: a reader sees one of the two states, whole."""
    folder = tmp_path / "school"
    folder.mkdir()
    for which in (-1, -2, -3):
        path = folder / f"{which}.csv"
        path.write_bytes(OLD)
        count = _calls(call, path)
        path.write_bytes(OLD)
        if count + which >= 0:
            write_under(f"{call}:signal=KILL:when={count + which + 1}", path)
        assert path.read_bytes() in {OLD, NEW}
    assert what_stands(folder) <= {OLD, NEW}


def _calls(call: str, path: Path) -> int:
    """How many such calls a writer makes that nothing happens to."""
    trace = path.parent.with_suffix(".trace")
    strace = ["strace", "-f", "-qq", "-o", str(trace), "-e", f"trace={call}"]
    subprocess.run([*strace, sys.executable, "-c", WRITER, str(path)], check=True, capture_output=True, timeout=60)
    return len(trace.read_text().splitlines())


@pytest.mark.parametrize("error", ["ENOSPC", "EIO", "EDQUOT"])
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, error: str) -> None:
    """Where the new bytes cannot reach the disk, the old file stays, and nothing is left beside it."""
    folder = tmp_path / "school"
    folder.mkdir()
    path = folder / "consent.csv"
    path.write_bytes(OLD)
    assert write_under(f"fsync:error={error}:when=1", path) == 1
    assert [each.read_bytes() for each in folder.iterdir()] == [OLD]


@pytest.mark.parametrize(
    "good",
    [
        "groups.yaml",
        "consent.csv",
        "register/choices.csv",
        "content/groep-5b/2026-11-20 Bos.md",
        "content/groep-5b/Bos/eikels.jpg.people.yaml",
    ],
)
def test_the_files_of_a_school_folder_may_be_written(tmp_path: Path, good: str) -> None:
    """Each at its own place."""
    assert place_of(tmp_path, good) == tmp_path.resolve() / good


@pytest.mark.parametrize(
    "bad",
    [
        "../groups.yaml", "/etc/passwd", "content/../groups.yaml", "content/g/../../groups.yaml", "content//g/x.md", "content/g/./x.md",
        "layouts/letter.html.j2", "content/g/x.html", "content/g/a/b/x.md", "content/x.md", "content/g/.hidden.md", "content/g/CON.md",
        "content/g/x.md ", "content/g/nul/x.md", "content/g/a:b.md", "content/g/a\\b.md", "content/g/x\u202e.md", "content/g/e\u0301.md",
        "content/g/x\n.md", "content/g/" + "x" * 250 + ".md", "register/../consent.csv", "groups.yaml/x", "", "content/g /x.md", "~/x.md",
    ],
)  # fmt: skip
def test_nothing_else_may_be_written(tmp_path: Path, bad: str) -> None:
    """A way out, a name that a system reads in its own way, a file of the program."""
    with pytest.raises(NotWritten):
        place_of(tmp_path, bad)


def test_a_link_on_the_way_leads_nowhere(tmp_path: Path) -> None:
    """A group's folder that is a link is not written into."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "school" / "content").mkdir(parents=True)
    (tmp_path / "school" / "content" / "groep-5b").symlink_to(tmp_path / "outside")
    with pytest.raises(NotWritten):
        place_of(tmp_path / "school", "content/groep-5b/x.md")
