"""Draws all pictures and papers of the example schools, always the same: `python -m example.draw` from the repository's root."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from example.brush import Canvas
from example.paper import a_paper
from example.scenes import NEW_SCHOOL, SCENES, Scene
from example.tags import packet_of

ROOT = Path(__file__).parent.parent
DRAWN: Mapping[str, Mapping[str, Scene]] = {"content": SCENES, "build/weekbrief_build/commands/new_school/content": NEW_SCHOOL}
"""Which pictures lie in which folder of the repository."""
PAPERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "school/2026-11-20 Van de directie/kerstmenu.pdf": (
        "Menu van de kerstviering",
        (
            "Soep:  pompoen of tomaat, met brood van de bakker om de hoek",
            "Schalen:  wat alle gezinnen meebrengen",
            "Toe:  appeltaart en mandarijnen",
            "Drinken:  water, appelsap, warme chocolademelk",
            "",
            "Noten staan op een tafel apart. Bij elke schaal ligt een kaartje",
            "waarop u schrijft wat erin zit.",
        ),
    ),
}
"""The PDF files below content/: title and lines."""


def draw_all(root: Path) -> None:
    """Draw every picture and paper where it lies below this folder."""
    for folder, scenes in DRAWN.items():
        for path, scene in scenes.items():
            file = root / folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            canvas = Canvas("#ffffff")
            scene.draw(canvas)
            canvas.save(file, packet_of(scene.tagged, canvas.faces) if scene.tagged else b"")
    for path, (title, lines) in PAPERS.items():
        (root / "content" / path).write_bytes(a_paper(title, lines))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Draw the pictures of the example schools.")
    parser.add_argument("root", nargs="?", type=Path, default=ROOT, help="where to draw them (default: this repository)")
    draw_all(parser.parse_args().root)
