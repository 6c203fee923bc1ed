"""Prints how fast letters are sent, ledger on, beside Postfix's `smtp-source`, which keeps none, in the same run; and beside peers.

Needs Postfix's `smtp-source` and `smtp-sink` (on Debian: `apt-get install postfix`); of the peers, those that are there.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from history import note
from outbox_of import Mailing, fill, recipient
from programs import run

ROUNDS = 3
"""Each is measured so often, in turn, and the quickest counts: what else the machine did is not ours."""
HERE = Path(__file__).parent
MAILMERGE = Path(sys.executable).with_name("mailmerge")


@contextmanager
def sink() -> Iterator[int]:
    """The port of an smtp-sink."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    account = ["-u", "postfix"] if os.geteuid() == 0 else []
    with subprocess.Popen(["smtp-sink", *account, "-c", f"127.0.0.1:{port}", "1000"], stdout=subprocess.DEVNULL) as process:
        try:
            while process.poll() is None:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
            yield port
        finally:
            process.terminate()


class Senders:
    """Ways to send a mailing, each of which says how many seconds it took."""

    def __init__(self, place: Path, port: int, connections: int) -> None:
        self._place, self._port, self._connections = place, port, connections
        self._folders = count()

    def weekbrief(self, mailing: Mailing) -> float:
        """The sender, from the start of Python to its end."""
        outbox = self._place / f"outbox-{mailing.size}-{next(self._folders)}"
        fill(outbox, mailing, self._port, self._connections)
        seconds = run([sys.executable, "-m", "weekbrief_sender", outbox]).seconds
        shutil.rmtree(outbox)
        return seconds

    def smtp_source(self, mailing: Mailing, *options: str) -> float:
        """Postfix's own load generator."""
        people = ["-f", "weekbrief@regenboog.example", "-t", recipient(1)]
        how_many = ["-s", str(self._connections), "-m", str(mailing.letters), "-l", str(mailing.size)]
        return run(["smtp-source", *options, *how_many, *people, f"127.0.0.1:{self._port}"]).seconds

    def smtp_source_kept(self, mailing: Mailing) -> float:
        """The same, over connections that are kept."""
        return self.smtp_source(mailing, "-d")

    def smtplib(self, mailing: Mailing) -> float:
        """Of the standard library."""
        return self._peer("smtplib", mailing)

    def aiosmtplib(self, mailing: Mailing) -> float:
        """As it is."""
        return self._peer("aiosmtplib", mailing)

    def nodemailer(self, mailing: Mailing) -> float:
        """Its pool of connections; one message for everybody, ready to go."""
        message = self._place / f"{mailing.size}.eml"
        message.write_bytes(mailing.message(1))
        numbers = [str(self._port), str(self._connections), str(mailing.letters)]
        return run(["node", HERE / "nodemailer.mjs", *numbers, message]).seconds

    def mailmerge(self, mailing: Mailing) -> float:
        """Its command: a connection for each letter, and one after the other."""
        folder = self._place / f"mailmerge-{mailing.size}-{next(self._folders)}"
        folder.mkdir()
        (folder / "server.conf").write_text(f"[smtp_server]\nhost = 127.0.0.1\nport = {self._port}\nsecurity = Never\n", encoding="utf-8")
        (folder / "people.csv").write_text(
            "email\n" + "".join(f"{recipient(n)}\n" for n in range(1, mailing.letters + 1)), encoding="utf-8"
        )
        head = "TO: {{email}}\nSUBJECT: Weekbrief\nFROM: weekbrief@regenboog.example\n\n"
        (folder / "letter.txt").write_text(head + ("x" * 76 + "\n") * (mailing.size // 77), encoding="utf-8")
        files = ["--template", "letter.txt", "--database", "people.csv", "--config", "server.conf"]
        return run(["env", "-C", folder, MAILMERGE, "--no-dry-run", "--no-limit", *files]).seconds

    def _peer(self, name: str, mailing: Mailing) -> float:
        numbers = map(str, (self._port, self._connections, mailing.letters, mailing.size))
        return run([sys.executable, HERE / "sender_peers.py", name, *numbers]).seconds


Send = Callable[[Mailing], float]


def rates(mailing: Mailing, ways: Mapping[str, Send], rounds: int) -> dict[str, float]:
    """Letters a second, each way."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, send in ways.items():
            seconds[name].append(send(mailing))
    return {name: mailing.letters / min(taken) for name, taken in seconds.items()}


def compare(senders: Senders, mailing: Mailing, goal: float) -> None:
    """Print a mailing's rates: the goal first, then peers, with fewer letters where they are slow."""
    source = {"smtp-source": senders.smtp_source, "smtp-source -d": senders.smtp_source_kept}
    found = rates(mailing, {"weekbrief": senders.weekbrief, **source}, ROUNDS)
    ours, best = found["weekbrief"], max(found[name] for name in source)
    verdict = "ok" if ours >= goal * best else "TOO SLOW"
    beside = ", ".join(f"{name} {found[name]:.0f}/s" for name in source)
    what = f"letters of {mailing.size / 1000:,.0f} KB / smtp-source"
    print(f"{what:46}{ours / best:8.3g} x    goal  {goal:<8.3g}{verdict:9} {ours:.0f}/s, {beside}", flush=True)
    note(what, ours / best, "x")
    note(f"letters of {mailing.size / 1000:,.0f} KB", ours, "a second")
    fewer, few = Mailing(mailing.letters // 5, mailing.size), Mailing(mailing.letters // 15, mailing.size)
    peers: tuple[tuple[str, bool, Send, Mailing], ...] = (
        ("aiosmtplib", True, senders.aiosmtplib, fewer),
        ("smtplib", True, senders.smtplib, fewer),
        ("nodemailer", (HERE / "node_modules/nodemailer").is_dir(), senders.nodemailer, fewer),
        ("mailmerge", MAILMERGE.is_file(), senders.mailmerge, few),
    )
    for name, there, send, part in peers:
        if not there:
            print(f"  / {name}: not installed")
            continue
        rate = rates(part, {name: send}, 1)[name]
        print(f"{f'  / {name}':46}{ours / rate:8.3g} x{'':22}    {name} {rate:.0f}/s", flush=True)


def main() -> None:
    """Large letters, then small ones."""
    os.environ["PATH"] += ":/usr/sbin"
    if not shutil.which("smtp-source"):
        sys.exit("smtp-source is missing: install Postfix")
    with TemporaryDirectory(prefix="weekbrief-bench-") as folder, sink() as port:
        compare(Senders(Path(folder), port, connections=4), Mailing(300, 2_400_000), goal=0.8)
        compare(Senders(Path(folder), port, connections=16), Mailing(6000, 30_000), goal=0.4)


if __name__ == "__main__":
    main()
