"""A real Dovecot that checks passwords for Postfix, with everything it keeps in one folder; one password is right, for any name."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PASSWORD = "geheim"  # noqa: S105 - nobody else's
PATIENCE = 20.0
"""Seconds within which it must listen."""
CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/sasl.log
protocols =
ssl = no
auth_mechanisms = plain login
auth_failure_delay = 0
passdb {{
  driver = static
  args = password={password}
}}
service auth {{
  unix_listener {folder}/auth {{
    mode = 0666
  }}
}}
"""


@contextmanager
def checking_passwords(folder: Path) -> Iterator[dict[str, str]]:
    """Options of `main.cf` with which a Postfix asks this Dovecot; `folder` is new, and its path is short: a socket lies in it."""
    folder.mkdir()
    folder.chmod(0o755)
    configuration = folder / "dovecot.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, password=PASSWORD))
    with subprocess.Popen(["dovecot", "-F", "-c", str(configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as dovecot:
        try:
            end = time.monotonic() + PATIENCE
            while not (folder / "auth").is_socket():
                assert time.monotonic() < end, "Dovecot does not listen"
                assert dovecot.poll() is None, (folder / "sasl.log").read_text()
            yield {
                "smtpd_sasl_type": "dovecot",
                "smtpd_sasl_path": str(folder / "auth"),
                "smtpd_sasl_auth_enable": "yes",
                "smtpd_client_restrictions": "permit_sasl_authenticated, reject",
            }
        finally:
            dovecot.terminate()
