"""The program that gives away what must not be in reach, and then becomes the one that opens what others wrote.

`media.child` starts it as `python -P -m weekbrief_build.media.confined PARENT MEMORY SECONDS WRITTEN PROGRAM ARGUMENT...`.
It sees to it that

- the process ends when the one that started it, PARENT, does;
- it has so many bytes of addresses and so many seconds of computing (0: others count), writes no larger file, and
  leaves no core dump;
- it can open no file but programs, libraries and its own standard input: no credential of the service, no letter, no
  register, nothing of another process; and it can call nobody over TCP, nor send a signal. That is Landlock (Linux
  5.13; the network from 6.7, signals from 6.12), which needs no root, and cannot be undone by whoever is in it.

Known limit: on a kernel without Landlock the process can still read what its user can read (`weekbrief check` tells),
though not the environment of the job, which is hidden.
"""

from __future__ import annotations

import os
import resource
import runpy
import signal
import stat
import struct
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

_SET_PDEATHSIG, _SET_DUMPABLE, _SET_NO_NEW_PRIVS = 1, 4, 38
"""Of prctl(2)."""
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""System calls of Landlock; they have these numbers everywhere."""
_ASK_VERSION = 1
_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_LIBRARY = _READ_FILE | _READ_DIR
_KINDS_OF_ACCESS = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many kinds of access to files each version knows; from the fifth on, 16."""
_NETWORK, _SIGNALS = 4, 6
"""From which version on those are kept, too."""

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store")
_FILES = ("/etc/ld.so.cache",)
_DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")


def main() -> None:
    """Become the program."""
    parent, memory, seconds, written = map(int, sys.argv[1:5])
    program, *arguments = sys.argv[5:]
    _end_with(parent)
    _bound(memory, seconds, written)
    confine([program, *arguments])
    if Path(program).is_absolute():
        os.execv(program, [program, *arguments])  # noqa: S606 - that is what it is for
    hide()
    sys.argv[1:] = arguments
    runpy.run_module(program, run_name="__main__", alter_sys=True)


def hide() -> None:
    """Let no process of the same user read the memory or the environment of this one, and let none of it be dumped."""
    _prctl(_SET_DUMPABLE, 0)


def version() -> int:
    """Which Landlock the kernel has; 0: none."""
    return max(0, _call(_CREATE_RULESET, None, 0, _ASK_VERSION))


def confine(command: Sequence[str]) -> None:
    """Keep this process, and what comes of it, to what it needs; nothing happens where the kernel cannot."""
    known = version()
    if not known:
        return
    kinds = (1 << _KINDS_OF_ACCESS.get(known, 16)) - 1
    kept = [kinds, *([0b11] if known >= _NETWORK else []), *([0b11] if known >= _SIGNALS else [])]
    attributes = struct.pack(f"={len(kept)}Q", *kept)
    rules = _call(_CREATE_RULESET, attributes, len(attributes), 0)
    if rules < 0:
        return
    for path, access in _needed(command):
        _allow(rules, path, access)
    if stat.S_ISREG(os.fstat(0).st_mode):
        _allow_descriptor(rules, 0, _READ_FILE)  # ffmpeg opens it once more, by its number
    _prctl(_SET_NO_NEW_PRIVS, 1)
    _call(_RESTRICT_SELF, rules, 0)
    os.close(rules)


def _needed(command: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Where programs and libraries lie, and what may be done there."""
    for place in (*_SYSTEM, *_FILES):
        yield place, _LIBRARY | _EXECUTE
    for device in _DEVICES:
        yield device, _READ_FILE | _WRITE_FILE
    for place in sys.path:  # without the folder where we stand (-P)
        yield place, _LIBRARY
    for file in (sys.executable, *command):  # also what it starts in its turn
        if Path(file).is_absolute():
            yield file, _READ_FILE | _EXECUTE
    yield str(Path(sys.prefix) / "pyvenv.cfg"), _READ_FILE  # for whoever is started by what is started here
    for library in _mapped():
        yield library, _LIBRARY


def _mapped() -> set[str]:
    """The folders of the libraries that this process has loaded: Python's own may lie anywhere."""
    try:
        lines = Path("/proc/self/maps").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return set()  # it is confined already, and starts another program, which does not need them
    paths = {Path(line.split(maxsplit=5)[5]) for line in lines if line.count("/") > 1}
    return {str(path.parent) for path in paths if ".so" in path.name}


def _allow(rules: int, path: str, access: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # not on this machine
    try:
        _allow_descriptor(rules, descriptor, access)
    finally:
        os.close(descriptor)


def _allow_descriptor(rules: int, descriptor: int, access: int) -> None:
    if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
        access &= ~_READ_DIR
    _call(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", access, descriptor), 0)


def _end_with(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the job, which then ends this
    _prctl(_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we said that we want to know
        sys.exit(1)


def _bound(memory: int, seconds: int, written: int) -> None:
    for limit, value in (
        (resource.RLIMIT_CORE, 0),  # a core dump would hold children's faces
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds or resource.RLIM_INFINITY),
        (resource.RLIMIT_FSIZE, written),
    ):
        allowed = [bound for bound in (value, resource.getrlimit(limit)[1]) if bound != resource.RLIM_INFINITY]
        least = min(allowed, default=resource.RLIM_INFINITY)
        resource.setrlimit(limit, (least, least))


def _prctl(option: int, value: int) -> None:
    if libc := _libc():
        libc.prctl(option, *_words(value, 0, 0, 0))


def _call(number: int, *arguments: int | bytes | None) -> int:
    """What a system call answers; -1 where it fails."""
    libc = _libc()
    return int(libc.syscall(*_words(number, *arguments))) if libc else -1


@cache
def _libc() -> Any:
    """The library of C; None where it is not Linux's, or Python was built without a way to it."""
    if sys.platform != "linux":
        return None
    try:
        import ctypes  # noqa: PLC0415 - it may be missing, or be refused the memory that it wants
    except (ImportError, MemoryError):
        return None
    return ctypes.CDLL(None)


def _words(*arguments: int | bytes | None) -> Iterator[Any]:
    import ctypes  # noqa: PLC0415 - as above

    for one in arguments:
        yield ctypes.c_long(one) if isinstance(one, int) else one


if __name__ == "__main__":
    main()
