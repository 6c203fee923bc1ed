"""Videos made for the tests: four fields of colour that say which way is up, small and short; made once, whoever asks."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from drawings import SECRET, STORED_AS, a_drawing, opened
from drawn_faces import WALL
from PIL import Image

FFMPEG = shutil.which("ffmpeg") or "ffmpeg"
_TURNS = {
    1: (1, 0, 0, 1),
    2: (-1, 0, 0, 1),
    3: (-1, 0, 0, -1),
    4: (1, 0, 0, -1),
    5: (0, 1, 1, 0),
    6: (0, 1, -1, 0),
    7: (0, -1, -1, 0),
    8: (0, -1, 1, 0),
}
"""What a camera writes into a track's matrix (ISO/IEC 14496-12, 6.2.2) where a photograph would have this orientation."""
_SUBTITLE = b"1\n00:00:00,000 --> 00:00:01,000\n" + SECRET + b"\n"


def run(*arguments: str | Path) -> bytes:
    """Run ffmpeg, which has to succeed; what it printed."""
    return subprocess.run([FFMPEG, "-v", "error", "-y", *map(str, arguments)], check=True, capture_output=True).stdout


@cache
def a_video(  # noqa: PLR0913 - what videos differ in
    seconds: float = 1,
    size: tuple[int, int] = (64, 48),
    *,
    sound: bool = False,
    orientation: int = 1,
    name: str = "a.mp4",
    options: tuple[str, ...] = (),
    codec: tuple[str, ...] = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"),
) -> bytes:
    """A video of the drawing, stored as a camera does that is held this way; `options` are more of ffmpeg's for the file."""
    with TemporaryDirectory() as folder:
        STORED_AS[orientation](a_drawing(size)).save(Path(folder, "drawing.png"))
        picture = ("-loop", "1", "-r", "10", "-t", str(seconds), "-i", f"{folder}/drawing.png")
        tone = ("-f", "lavfi", "-t", str(seconds), "-i", "sine") if sound else ()
        run(*picture, *tone, *codec, *options, f"{folder}/{name}")
        video = Path(folder, name).read_bytes()
        return video if orientation == 1 else turned(video, orientation)


def a_film(*scenes: Image.Image | None, seconds: int = 2, name: str = "a.mp4", codec: tuple[str, ...] = ()) -> bytes:
    """A video that shows each of these pictures for some seconds; a wall where there is none."""
    wall = Image.new("RGB", next(scene.size for scene in scenes if scene), WALL)
    with TemporaryDirectory() as folder:
        for number in range(len(scenes) * seconds):
            (scenes[number // seconds] or wall).save(Path(folder, f"{number}.png"))
        run("-framerate", "1", "-i", f"{folder}/%d.png", "-pix_fmt", "yuv420p", "-r", "10", *codec, f"{folder}/{name}")
        return Path(folder, name).read_bytes()


def a_noisy_video(seconds: float) -> bytes:
    """A video that packs as badly as any can."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "noise.mp4")
        run(
            "-f",
            "lavfi",
            "-i",
            f"nullsrc=s=320x240:d={seconds},geq=random(1)*255:128:128",
            "-preset",
            "ultrafast",
            "-movflags",
            "+faststart",
            file,
        )
        return file.read_bytes()


def turned(video: bytes, orientation: int) -> bytes:
    """The video with the matrix of an orientation in its first track."""
    at = video.index(b"tkhd") + 44
    a, b, c, d = (one << 16 for one in _TURNS[orientation])
    row = [a, b, 0, c, d, 0, 0, 0, 1 << 30]
    return video[:at] + b"".join(one.to_bytes(4, "big", signed=True) for one in row) + video[at + 36 :]


@cache
def a_telling_video() -> bytes:
    """A video that tells a place, names, a chapter, words and a moment, wherever ffmpeg can write them."""
    with TemporaryDirectory() as folder:
        subtitle, chapter = Path(folder, "words.srt"), Path(folder, "chapter.txt")
        subtitle.write_bytes(_SUBTITLE)
        chapter.write_bytes(b";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=1\ntitle=" + SECRET + b"\n")
        plain, telling = Path(folder, "plain.mp4"), Path(folder, "telling.mov")
        plain.write_bytes(a_video(sound=True))
        words = SECRET.decode()
        run(
            *("-i", plain, "-i", plain, "-i", subtitle, "-i", chapter, "-map", "0:v", "-map", "0:a", "-map", "1:a", "-map", "2:s"),
            *("-c", "copy", "-c:s", "mov_text", "-map_chapters", "3", "-timecode", "01:02:03:04", "-movflags", "use_metadata_tags"),
            *("-metadata", "com.apple.quicktime.location.ISO6709=+52.0907+005.1214/", "-metadata", f"title={words}"),
            *("-metadata", f"comment={words}", "-metadata", "creation_time=2026-11-20T10:00:00Z"),
            *("-metadata:s:v", f"handler_name={words}", "-metadata:s:a", "language=nld", telling),
        )
        return telling.read_bytes()


def frame_of(clip: bytes) -> Image.Image:
    """The first frame of a clip, as a player shows it."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "clip.mp4")
        file.write_bytes(clip)
        return opened(run("-i", file, "-frames:v", "1", "-c:v", "png", "-f", "image2pipe", "-"))


def said_of(clip: bytes) -> str:
    """What ffmpeg says of a file."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "clip.mp4")
        file.write_bytes(clip)
        return subprocess.run([FFMPEG, "-hide_banner", "-i", file], check=False, capture_output=True, text=True).stderr
