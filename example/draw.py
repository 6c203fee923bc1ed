"""Draws all pictures of the example school: `python -m example.draw` from the repository's root; the same drawing gives the same pixels."""

from __future__ import annotations

import argparse
from pathlib import Path

from example.brush import Canvas
from example.scenes import SCENES


def draw_all(content: Path) -> None:
    """Draw every picture below this folder."""
    for path, scene in SCENES.items():
        file = content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        canvas = Canvas("#ffffff")
        scene.draw(canvas)
        canvas.save(file)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Draw the pictures of De Regenboog.")
    parser.add_argument("content", nargs="?", type=Path, default=Path(__file__).parent.parent / "content", help="default: content/")
    draw_all(parser.parse_args().content)
