"""Sees to it that one process at a time works on the letters of an outbox; a lock that the kernel lets go when a process ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):  # noqa: N818 - says what the matter is
    """Another sender delivers from this outbox."""


@contextmanager
def alone(outbox: Path) -> Iterator[None]:
    """Hold `send.lock`, however this process ends. No outbox: nothing to hold. Raises Busy."""
    if not outbox.is_dir():
        yield
        return
    descriptor = os.open(outbox / "send.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield
    finally:
        os.close(descriptor)
