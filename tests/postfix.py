"""A real Postfix for the tests: started as root on a port of its own, with configuration, queue and mail in one folder that goes with it.

It touches nothing of a Postfix that the machine may run itself: every command names its configuration, and nothing is delivered
beyond the folder. Mail for example.org lands in one Maildir, whoever it is for.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template
from types import MappingProxyType

DAEMONS = "/usr/lib/postfix/sbin"
OPTIONS = {
    "compatibility_level": "3.6",
    "command_directory": "/usr/sbin",
    "daemon_directory": DAEMONS,
    "data_directory": "$folder/data",
    "queue_directory": "$folder/queue",
    "mail_owner": "postfix",
    "setgid_group": "postdrop",
    "maillog_file": "$folder/log",
    "maillog_file_prefixes": "$folder",
    "inet_interfaces": "127.0.0.1",
    "inet_protocols": "ipv4",
    "myhostname": "mail.regenboog.example",
    "mydestination": "",
    "alias_maps": "",
    "local_recipient_maps": "",
    "default_transport": "error:nothing leaves this machine",
    "smtpd_relay_restrictions": "reject_unauth_destination",
    "virtual_transport": "virtual",
    "virtual_mailbox_domains": "example.org",
    "virtual_mailbox_base": "$folder/mail",
    "virtual_mailbox_maps": "static:all/",
    "virtual_minimum_uid": "1",
    "virtual_uid_maps": "static:$uid",
    "virtual_gid_maps": "static:$gid",
    "message_size_limit": "2000000",
}
SERVICES = """\
127.0.0.1:$port inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
smtp unix - - n - - smtp
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""
PATIENCE = 20.0
"""Seconds within which a letter that Postfix took must be in the Maildir."""


@dataclass(frozen=True, slots=True)
class Postfix:
    """A Postfix that runs."""

    port: int
    folder: Path

    def letters(self, number: int, mailbox: str = "all") -> list[bytes]:
        """All letters that arrived, as they lie there, once there are so many (fewer where they do not come)."""
        new, end = self.folder / "mail" / mailbox / "new", time.monotonic() + PATIENCE
        while len(files := list(new.glob("*"))) < number and time.monotonic() < end:
            os.sched_yield()
        return [file.read_bytes() for file in files]

    def all_letters(self) -> list[bytes]:
        """All letters that arrived, once nothing is under way any more: nobody may be speaking to the server."""
        end = time.monotonic() + PATIENCE
        while any(file.is_file() for part in ("incoming", "active", "maildrop") for file in (self.folder / "queue" / part).rglob("*")):
            assert time.monotonic() < end, "the queue does not empty"
            os.sched_yield()
        return self.letters(0)


@contextmanager
def running(folder: Path, options: Mapping[str, str] = MappingProxyType({})) -> Iterator[Postfix]:
    """A Postfix with its files in this folder (its path is short: sockets lie in it), with these options beside the usual ones."""
    owner, port = pwd.getpwnam("postfix"), free_port()
    values = {"folder": str(folder), "uid": owner.pw_uid, "gid": owner.pw_gid, "port": port}
    for part in ("etc", "queue", "data", "mail"):
        (folder / part).mkdir(parents=True)
    for part in ("data", "mail"):
        shutil.chown(folder / part, "postfix", "postfix")
    folder.chmod(0o755)
    main = "".join(f"{name} = {value}\n" for name, value in (OPTIONS | dict(options)).items())
    (folder / "etc/main.cf").write_text(Template(main).substitute(values))
    (folder / "etc/master.cf").write_text(Template(SERVICES).substitute(values))
    _postfix(folder, "start")
    try:
        yield Postfix(port, folder)
    finally:
        _postfix(folder, "stop")


def _postfix(folder: Path, order: str) -> None:
    subprocess.run(["postfix", "-c", str(folder / "etc"), order], check=True, capture_output=True, timeout=60)


def free_port() -> int:
    """A port of 127.0.0.1 on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
