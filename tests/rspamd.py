"""An rspamd of the tests' own, that asks a DNS server of theirs and nobody else."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

TRIES, BETWEEN = 400, 0.25

Judge = Callable[[bytes, dict[str, str]], Any]
"""Takes a message and what the server knew of who handed it in (`From`, `Rcpt`, `IP`, `Helo`); gives rspamd's answer."""


@contextmanager
def judging(folder: Path, dns: str) -> Iterator[Judge]:
    """Start it with its own rules, without what needs the network; `dns` is the address that it asks."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    settings = {
        "options.inc": f'dns {{ nameserver = ["{dns}"]; }}',
        "fuzzy_check.conf": "enabled = false;",
        "worker-normal.inc": f'bind_socket = "{address}"; count = 1;',
        "worker-controller.inc": "enabled = false;",
        "worker-proxy.inc": "enabled = false;",
        "logging.inc": 'type = "console"; level = "error";',
    }
    (folder / "local.d").mkdir()
    for name, text in settings.items():
        (folder / "local.d" / name).write_text(text + "\n", encoding="ascii")
    variables = [f"--var={name}={folder}" for name in ("LOCAL_CONFDIR", "RUNDIR", "DBDIR", "LOGDIR")]
    rspamd = subprocess.Popen(
        ["rspamd", "--no-fork", *(["--insecure"] if os.geteuid() == 0 else []), "--config", "/etc/rspamd/rspamd.conf", *variables],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def judge(message: bytes, handed_in: dict[str, str]) -> Any:
        with urlopen(Request(f"http://{address}/checkv2", data=message, headers=handed_in), timeout=60) as answer:
            return json.load(answer)

    try:
        assert any(_answers(address) for _ in range(TRIES) if not _ends(rspamd)), "rspamd did not start"
        yield judge
    finally:
        rspamd.terminate()
        rspamd.wait(timeout=60)


def _answers(address: str) -> bool:
    try:
        with urlopen(f"http://{address}/ping", timeout=5) as answer:
            return bool(answer.read())
    except (URLError, OSError):
        return False


def _ends(program: subprocess.Popen[bytes]) -> bool:
    """Whether it ends of itself before the next try."""
    try:
        program.wait(timeout=BETWEEN)
    except subprocess.TimeoutExpired:
        return False
    return True
