"""Letters of De Regenboog as they are to be, for a person to review: `make golden` writes them anew into tests/golden."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from arrivals import letters_of_each_kind
from running import Letter

FOLDER = Path(__file__).parent / "golden"
KINDS = ("newsletter", "post", "gallery", "event", "personal", "summary")
"""Of which kinds there is one; a video's bytes, and with them its name, differ between versions of ffmpeg."""
WITH_STYLE = "post"
"""The one whose style is reviewed too; in the others it would hide the rest."""
HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Content-Language", "Auto-Submitted", "List-Id", "List-Unsubscribe")


def files_of(kind: str, letter: Letter) -> dict[str, str]:
    """By name, what is to stand in the golden files of a letter: its headers and its text, and its HTML."""
    headers = [f"{name}: {letter.message[name]}" for name in HEADERS if letter.message[name]]
    attached = [f"[{part.get_content_type()}: {part.get_filename()}]" for part in letter.message.iter_attachments()]
    numbers = count(1)
    html = re.sub(r'src="cid:[^"]+"', lambda _: f'src="cid:{next(numbers)}"', letter.html)
    if kind != WITH_STYLE:
        html = re.sub(r"<style.*?</style>", "<style>…</style>", re.sub(r""" style=("[^"]*"|'[^']*')""", "", html), flags=re.DOTALL)
    return {
        f"{kind}.txt": "\n".join((*headers, *attached, "", *letter.text.splitlines())) + "\n",
        f"{kind}.html": "\n".join(html.splitlines()) + "\n",
    }


def main() -> None:
    """Write all anew."""
    with TemporaryDirectory() as folder:
        letters = letters_of_each_kind(Path(folder, "regenboog"))
    FOLDER.mkdir(exist_ok=True)
    for kind in KINDS:
        for name, text in files_of(kind, letters[kind]).items():
            (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
