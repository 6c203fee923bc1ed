"""Makes the picture of a letter that the README shows: a real letter of De Regenboog, as Chromium shows it.

`python -m example.letter docs/letter.png` needs Chromium; `make letter` calls it. Nothing but the example school is ever shown.
"""

from __future__ import annotations

import base64
import subprocess
import sys
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

READER = "marieke.de.graaf@example.org"
WIDTH, HEIGHT = 640, 1690
MOMENT = "2026-11-20T15:00"


def letter_to(address: str, maildir: Path) -> EmailMessage:
    """The letter to this address."""
    messages = (BytesParser(policy=policy.default).parsebytes(file.read_bytes()) for file in sorted((maildir / "new").iterdir()))
    return next(one for one in messages if address in str(one["To"]))


def page_of(letter: EmailMessage) -> str:
    """The HTML of a letter with its pictures in it, so that a browser can show it."""
    body = letter.get_body(("html",))
    if body is None:
        raise SystemExit("the letter has no HTML")
    html = str(body.get_content())
    for part in letter.walk():
        if part.get_content_maintype() == "image":
            data = base64.b64encode(part.get_payload(decode=True)).decode()  # type: ignore[arg-type]  # a leaf's payload is bytes
            html = html.replace(f"cid:{part['Content-ID'].strip('<>')}", f"data:{part.get_content_type()};base64,{data}")
    return html


def main() -> None:
    """Run the example school, take one letter, take its picture."""
    target, school = Path(sys.argv[1]), Path(__file__).parent.parent
    with TemporaryDirectory() as folder:
        outbox, page, shot = Path(folder, "outbox"), Path(folder, "letter.html"), Path(folder, "letter.png")
        subprocess.run([sys.executable, "-m", "weekbrief_build", "run", "--on", MOMENT, "--outbox", outbox, school], check=False)  # noqa: S603 - our own
        page.write_text(page_of(letter_to(READER, outbox / "maildir")), encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={shot}"]
        subprocess.run([*command, page.as_uri()], check=True, capture_output=True)  # noqa: S603 - a program named here
        Image.open(shot).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
