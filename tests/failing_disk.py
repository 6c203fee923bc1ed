"""Starts the sender on a disk that fails: strace makes chosen calls to the kernel end with an error. The sender itself is not changed.

Which call (`pwrite64`, `fdatasync`, …), on which file, with which error, and at which time of many: strace(1), `-e inject`.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Failure:
    """A call that fails."""

    call: str
    file: str
    """Below the outbox; `.` is the outbox itself."""
    error: str
    """`ENOSPC`, `EIO`, `EROFS`, …"""
    which: int = 1
    """From 1, of all such calls to that file in one thread."""
    for_good: bool = False
    """And so do all that follow."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How a sender ended, and how often a call had failed."""

    status: int
    said: str
    failures: int


def send_with(failure: Failure, outbox: Path) -> Sent:
    """Run the sender as a process on such a disk."""
    trace = outbox.with_name(f"{outbox.name}.trace")
    which = f"{failure.which}+" if failure.for_good else str(failure.which)
    strace = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", str(trace), "-P", str((outbox / failure.file).resolve())]
    inject = ["-e", f"trace={failure.call}", "-e", f"inject={failure.call}:error={failure.error}:when={which}"]
    sender = [sys.executable, "-m", "weekbrief_sender", str(outbox)]
    ran = subprocess.run([*strace, *inject, *sender], check=False, capture_output=True, text=True, timeout=120)
    return Sent(ran.returncode, ran.stderr, trace.read_text().count("(INJECTED)"))
