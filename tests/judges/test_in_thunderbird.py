from __future__ import annotations

from pathlib import Path

from browser import pixels_of
from colour_codes import CODES, SEES, letters_sent
from PIL import Image
from thunderbird import shown

TO = "anna@example.org"


def test_thunderbird_shows_every_allowed_picture_and_no_other(tmp_path: Path) -> None:
    """As Chromium does: the message itself is opened, with its pictures by Content-ID, and nothing is asked before they show."""
    (letter,) = letters_sent(tmp_path)[TO]

    def complete(screen: Image.Image) -> bool:
        counts = pixels_of(CODES, screen)
        return all(counts[name] > 4000 for name in SEES[TO])

    screen = shown(letter.message.as_bytes(), tmp_path, complete)
    assert {name for name, number in pixels_of(CODES, screen).items() if number} == SEES[TO]
