"""Draws the videos of De Regenboog, frame by frame, and has ffmpeg pack them: `python -m example.clips` from the repository's root.

Of the two, one shows children whose parents said yes to videos in class; the other a boy whose parents said yes to photos and no to videos:
his own family alone gets it.
"""

from __future__ import annotations

import math
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from example.brush import Canvas
from example.cast import somebody
from example.figures import Pose
from example.places import stage

FRAMES, SECONDS, SIZE = 12, 3, (640, 480)
"""A second; in all; and as they are seen."""
_BEAT = "0.4*sin(2*PI*80*t)*exp(-14*mod(t,0.5))+0.12*sin(2*PI*(330+110*mod(floor(t*2),3))*t)*exp(-6*mod(t,0.5))"


@dataclass(frozen=True, slots=True)
class Clip:
    """A video, and who can be seen in it; `draw` is told the beat (0 to 1, and over again) of the frame."""

    draw: Callable[[Canvas, float], None]
    people: frozenset[str]


def dance(canvas: Canvas, beat: float) -> None:
    """Fenna and Sophie practise their steps."""
    stage(canvas)
    swing, lift = math.sin(beat * math.tau), abs(math.sin(beat * math.tau))
    for who, x, side, eyes in (("sophie-mensah", 400, 1, "happy"), ("fenna-de-graaf", 800, -1, "open")):
        step = side * swing
        pose = Pose(
            left=(-66, 20 - 60 * max(0, step)),
            right=(66, 20 - 60 * max(0, -step)),
            feet=((-20, -26 * max(0, step)), (20, -26 * max(0, -step))),
            mouth="laugh",
            eyes=eyes,
            tilt=7 * step,
        )
        somebody(canvas, who, (x + 26 * step, 820 - 22 * lift, 1.75), pose)


def solo(canvas: Canvas, beat: float) -> None:
    """Ravi glides across the stage."""
    stage(canvas)
    swing = math.sin(beat * math.tau)
    pose = Pose(
        left=(-70, -46 + 40 * swing),
        right=(70, -6 - 40 * swing),
        feet=((-30 - 8 * swing, 0), (32 - 8 * swing, -12)),
        mouth="laugh",
        tilt=-6 * swing,
    )
    somebody(canvas, "ravi-sharma", (600 - 150 * math.cos(beat * math.tau), 820, 1.85), pose)


CLIPS = {
    "groep-8b/2026-11-20 Auditie/dans.mp4": Clip(dance, frozenset({"fenna-de-graaf", "sophie-mensah"})),
    "groep-8b/2026-11-20 Auditie/solo.mp4": Clip(solo, frozenset({"ravi-sharma"})),
}


def frame(clip: Clip, number: int) -> Image.Image:
    """One frame of a clip; a beat takes a second."""
    canvas = Canvas("#ffffff")
    clip.draw(canvas, number / FRAMES % 1)
    return canvas.shrunk(SIZE)


def pack(clip: Clip, file: Path) -> None:
    """Draw a clip and pack it, with a tune."""
    frames = [frame(clip, number) for number in range(FRAMES)] * SECONDS  # each beat is like the one before
    size = "x".join(map(str, SIZE))
    command = [
        *("ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", str(FRAMES), "-i", "-"),
        *("-f", "lavfi", "-i", f"aevalsrc='{_BEAT}':s=44100:d={SECONDS}"),
        *("-c:v", "libx264", "-preset", "slow", "-crf", "30", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "48k", "-ac", "1"),
        *("-fflags", "+bitexact", "-flags", "+bitexact", "-movflags", "+faststart", str(file)),
    ]
    subprocess.run(command, input=b"".join(one.tobytes() for one in frames), check=True)  # noqa: S603 - a program named here


if __name__ == "__main__":
    for path, one in CLIPS.items():
        pack(one, Path(__file__).parent.parent / "content" / path)
