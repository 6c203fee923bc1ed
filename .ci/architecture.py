"""Draws docs/architecture.svg from the imports, so that the drawing cannot drift; `--check` only tells whether it is as it should be.

A room is a package of the build, a room of `decide`, or the sender. It stands a floor above every room that it leans on; an arrow that
follows from two others is left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import grimp

TARGET = Path(__file__).parents[1] / "docs" / "architecture.svg"
WIDTH, HEIGHT, GAP, FLOOR = 132, 44, 28, 104
IN_ROOMS = ("weekbrief_build.decide",)
"""Packages whose own rooms are drawn."""
OPENING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="14">
<defs><marker id="to" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">
<path d="M0 0L8 4L0 8z" fill="#64748b"/></marker></defs>
<rect width="100%" height="100%" fill="#ffffff"/>"""
Arrows = Mapping[str, frozenset[str]]


def rooms_of(graph: grimp.ImportGraph) -> dict[str, str]:
    """Each room by the name of its package, as it is written in the drawing."""
    rooms = {"weekbrief_sender": "sender"}
    for package in graph.find_children("weekbrief_build"):
        inner = [child for child in graph.find_children(package) if graph.find_children(child)] if package in IN_ROOMS else []
        rooms |= {room: room.removeprefix("weekbrief_build.").replace(".", "/") for room in inner or [package]}
    return {package: name for package, name in rooms.items() if not name.startswith("__")}


def arrows_of(graph: grimp.ImportGraph, rooms: Mapping[str, str]) -> Arrows:
    """For each room those that it imports anything of."""

    def room_of(module: str) -> str | None:
        return next((name for package, name in rooms.items() if module == package or module.startswith(f"{package}.")), None)

    found: dict[str, set[str]] = {name: set() for name in rooms.values()}
    for module in graph.modules:
        if importer := room_of(module):
            found[importer] |= {
                room for one in graph.find_modules_directly_imported_by(module) if (room := room_of(one)) and room != importer
            }
    return {room: frozenset(others) for room, others in found.items()}


def floors_of(arrows: Arrows) -> dict[str, int]:
    """On which floor each room stands: one above the highest that it leans on. Raises ValueError for a circle."""
    floors: dict[str, int] = {}

    def floor(room: str, way: tuple[str, ...]) -> int:
        if room in way:
            raise ValueError(f"a circle: {' → '.join((*way, room))}")
        if room not in floors:
            floors[room] = 1 + max((floor(other, (*way, room)) for other in arrows[room]), default=-1)
        return floors[room]

    for room in sorted(arrows):
        floor(room, ())
    return floors


def without_what_follows(arrows: Arrows) -> Arrows:
    """The arrows without those that two others make."""

    def reached(rooms: Iterable[str]) -> set[str]:
        found = set(rooms)
        return found.union(*(reached(arrows[room]) for room in found))

    return {
        room: frozenset(one for one in others if one not in reached(set().union(*(arrows[each] for each in others))))
        for room, others in arrows.items()
    }


def drawing(arrows: Arrows) -> str:
    """The drawing as SVG: the highest floor above, what data flows to below."""
    floors = floors_of(arrows)
    rows = [sorted(room for room, floor in floors.items() if floor == number) for number in range(max(floors.values()), -1, -1)]
    width = GAP + max(len(row) for row in rows) * (WIDTH + GAP)
    places = {
        room: (width / 2 + (column - (len(row) - 1) / 2) * (WIDTH + GAP), GAP + number * FLOOR + HEIGHT / 2)
        for number, row in enumerate(rows)
        for column, room in enumerate(row)
    }
    lines = [OPENING.format(width=width, height=GAP * 2 + (len(rows) - 1) * FLOOR + HEIGHT)]
    for room, others in sorted(without_what_follows(arrows).items()):
        x, y = places[room]
        for other in sorted(others):
            to_x, to_y = places[other]
            lines.append(
                f'<path d="M{x:.0f} {y + HEIGHT / 2:.0f}C{x:.0f} {y + FLOOR / 2:.0f} {to_x:.0f} {to_y - FLOOR / 2:.0f} '
                f'{to_x:.0f} {to_y - HEIGHT / 2:.0f}" fill="none" stroke="#64748b" marker-end="url(#to)"/>'
            )
    for room, (x, y) in sorted(places.items()):
        fill = "#fef3c7" if room.startswith("decide") else "#e0f2fe" if room != "sender" else "#dcfce7"
        lines.append(
            f'<rect x="{x - WIDTH / 2:.0f}" y="{y - HEIGHT / 2:.0f}" width="{WIDTH}" height="{HEIGHT}" rx="6" '
            f'fill="{fill}" stroke="#334155"/>'
            f'<text x="{x:.0f}" y="{y + 5:.0f}" text-anchor="middle" fill="#0f172a">{room}</text>'
        )
    return "\n".join((*lines, "</svg>", ""))


def main(*, check: bool) -> int:
    """Draw, or compare; 1 where the drawing is not that of the imports."""
    graph = grimp.build_graph("weekbrief_build", "weekbrief_sender")
    drawn = drawing(arrows_of(graph, rooms_of(graph)))
    if not check:
        TARGET.write_text(drawn, encoding="utf-8")
    elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != drawn:
        sys.stderr.write("docs/architecture.svg is not as the imports are: run make architecture\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
