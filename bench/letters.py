"""Prints how long a letter takes to compose once its posts are rendered, beside `premailer.transform` on that letter."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from history import note
from premailer import transform
from programs import MOMENT
from school import generate

from weekbrief_build.decide.know.memory import Memory
from weekbrief_build.decide.plan.plan import plan_of
from weekbrief_build.gather.folder import read_school
from weekbrief_build.gather.office.layouts import read_layouts
from weekbrief_build.media.work import make
from weekbrief_build.render.press import Press
from weekbrief_build.render.style import style_of
from weekbrief_build.school.letter import FinishedLetter
from weekbrief_build.school.reading import Unreadable

FAMILIES = 300
TIMES = 5


@dataclass(frozen=True, slots=True)
class Composing:
    """Seconds for one letter, both ways: the letter in the middle, whose posts others have had before."""

    weekbrief: float
    premailer: float
    average: float
    """Of Weekbrief for all letters, encoding each picture and each post for the first included."""
    html: int
    """The length of the letter that premailer had."""


def measure(school: Path, cache: Path) -> Composing:
    """Compose all letters of a school one by one, and transform the one of middling length as a whole, its style not yet inlined."""
    moment = datetime.fromisoformat(MOMENT)
    reading = read_school(school, cache, moment.date())
    if isinstance(reading, Unreadable) or reading.stopped:
        raise RuntimeError("the school cannot be read")
    plan = plan_of(reading, Memory(), moment.replace(tzinfo=reading.school.timezone), edition_at_once=True)
    made, _ = make(
        {order for letter in plan.letters for view in letter.views for order in view.orders.values()}, school, cache / "pictures"
    )
    layouts = read_layouts(school)
    press = Press(reading.school, layouts, made, cache, key=bytes(32))
    press.prepare(plan.letters)
    finished: list[FinishedLetter] = []
    times: list[float] = []
    for planned in plan.letters:
        begun = perf_counter()
        finished.append(press.letter(planned, plan.now, plan.edition))
        times.append(perf_counter() - begun)
    middle = sorted(range(len(finished)), key=lambda number: len(_html_of(finished[number])))[len(finished) // 2]
    # The letter before anything was inlined.
    bare = Press(reading.school, layouts, made, None, inliner=lambda document, _: document, key=bytes(32))
    html = _html_of(bare.letter(plan.letters[middle], plan.now, plan.edition))
    html = html.replace("</head>", f"<style>{style_of(layouts).inlined}</style></head>", 1)
    peer = []
    for _ in range(TIMES):
        begun = perf_counter()
        transform(html, allow_network=False)
        peer.append(perf_counter() - begun)
    return Composing(median(times), median(peer), sum(times) / len(times), len(html))


def _html_of(letter: FinishedLetter) -> str:
    message = message_from_bytes(b"".join(piece.data for piece in letter.pieces), policy=policy.default)
    part = message.get_body(("html",))
    return str(part.get_content()) if part else ""


def report(composing: Composing) -> str:
    """One line."""
    ours, average, peer = (seconds * 1000 for seconds in (composing.weekbrief, composing.average, composing.premailer))
    return f"{ours:.3f} ms ({average:.2f} with all that is done once), premailer {peer:.0f} ms for {composing.html >> 10} KB"


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        place = Path(folder)
        composing = measure(generate(place / "school", FAMILIES), Path(sys.argv[1]) if len(sys.argv) > 1 else place / "cache")
        print(report(composing))
        note("a letter composed", composing.weekbrief * 1000, "ms")
        note("a letter composed / premailer", composing.weekbrief / composing.premailer, "x")
