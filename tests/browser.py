"""Opens letters in Chromium as a mail program would, and tells what is seen: the pixels, the pictures, and what axe-core thinks of it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from PIL import Image

JUDGES = Path(__file__).parent / "judges"


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    page: Path
    width: int = 640
    dark: bool = False
    text: int = 100
    """How large the text is, in percent of what the letter asks for."""
    judged: bool = False
    """Whether axe-core looks as well."""


@dataclass(frozen=True)
class Seen:
    """What was seen."""

    picture: Image.Image
    """The whole page, as RGB."""
    overflow: int
    """By how many pixels the page is wider than the window."""
    direction: str
    asked: Sequence[str]
    """What the page asked the network for."""
    pictures: Sequence[dict[str, Any]]
    """Of each picture of the page: whether it loaded, and where it stands (x, y, width, height)."""
    violations: Sequence[dict[str, Any]]


def pixels_of(codes: Mapping[str, tuple[int, int, int]], picture: Image.Image, by: int = 10) -> Mapping[str, int]:
    """How many pixels of a picture have each of these colours, or one that a JPEG makes of it."""
    counts = dict.fromkeys(codes, 0)
    for number, found in picture.getcolors(1 << 24) or ():
        for name, colour in codes.items():
            if isinstance(found, tuple) and all(abs(one - other) <= by for one, other in zip(found, colour, strict=True)):
                counts[name] += number
    return counts


def lay_out(message: EmailMessage, folder: Path, name: str = "letter") -> Path:
    """Open a message as the world does: its HTML in a file, and each picture that it calls by its Content-ID in a file beside it."""
    body = message.get_body(("html",))
    assert body is not None
    html = str(body.get_content())
    for number, part in enumerate(message.walk()):
        if part["Content-ID"]:
            picture = folder / f"{name}-{number}{'.png' if part.get_content_subtype() == 'png' else '.jpg'}"
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            picture.write_bytes(data)
            html = html.replace(f"cid:{part['Content-ID'].strip('<>')}", picture.name)
    page = folder / f"{name}.html"
    page.write_text(html, encoding="utf-8")
    return page


def looked_at(looks: Iterable[Look], folder: Path) -> list[Seen]:
    """Look at pages, one after the other, in one Chromium."""
    looks = list(looks)
    shots = [folder / f"shot-{number}.png" for number in range(len(looks))]
    asked = [
        {"url": look.page.as_uri(), "shot": str(shot), "width": look.width, "dark": look.dark, "text": look.text, "axe": look.judged}
        for look, shot in zip(looks, shots, strict=True)
    ]
    said = node("browser.mjs", asked)
    return [Seen(Image.open(shot).convert("RGB"), **one) for shot, one in zip(shots, said, strict=True)]


def node(script: str, said: object) -> Any:
    """Run a script of tests/judges on this, and give back what it answers."""
    ran = subprocess.run(["node", JUDGES / script], input=json.dumps(said), capture_output=True, text=True, check=False, timeout=300)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)
