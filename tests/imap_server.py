"""A real Dovecot that shows Maildirs by IMAP, with everything it keeps in one folder; one password is right, for any name.

The mailbox of `archief` is the Maildir `archief` in the folder of mail that it is given, and so on.
"""

from __future__ import annotations

import os
import pwd
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from postfix import free_port

PASSWORD = "geheim"  # noqa: S105 - nobody else's
PATIENCE = 20.0
"""Seconds within which it must listen."""
CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/imap.log
protocols = imap
listen = 127.0.0.1
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = 1
mail_location = maildir:{mail}/%n
mail_max_userip_connections = 100
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%n
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
{tls}
"""
NO_TLS, TLS = "ssl = no", "ssl = yes\nssl_cert = <{certificate}\nssl_key = <{key}\ndisable_plaintext_auth = {only}"


@contextmanager
def showing_mail(folder: Path, mail: Path, certificate: Path | None = None, *, encrypted_only: bool = False) -> Iterator[tuple[int, int]]:
    """The ports for IMAP and for IMAP over TLS; `folder` is new, and its path is short: sockets lie in it. The mail belongs to postfix."""
    (folder / "home").mkdir(parents=True)
    folder.chmod(0o755)
    owner, port, tls_port = pwd.getpwnam("postfix"), free_port(), free_port()
    os.chown(folder / "home", owner.pw_uid, owner.pw_gid)
    tls = (
        TLS.format(certificate=certificate, key=certificate.with_name("key.pem"), only="yes" if encrypted_only else "no")
        if certificate
        else NO_TLS
    )
    values = {"folder": folder, "mail": mail, "uid": owner.pw_uid, "gid": owner.pw_gid, "password": PASSWORD}
    configuration = folder / "dovecot.conf"
    configuration.write_text(CONFIGURATION.format(**values, port=port, tls_port=tls_port if certificate else 0, tls=tls))
    with subprocess.Popen(["dovecot", "-F", "-c", str(configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as dovecot:
        try:
            end = time.monotonic() + PATIENCE
            while not _listens(port):
                assert time.monotonic() < end, "Dovecot does not listen"
                assert dovecot.poll() is None, (folder / "imap.log").read_text()
            yield port, tls_port
        finally:
            dovecot.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
