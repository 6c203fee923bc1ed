"""The program that takes frames out of one video, for those who look for faces; it is given no name, and decides nothing.

`take_frames` starts it, by `media.child`, with the path of an ffmpeg, and perhaps `tonemaps`:

    standard input   the video, as `clip_worker` gets it
    standard output  the line "ready"; then a line of JSON {"frames": [bytes, ...]} and the frames, first the poster,
                     then one of each second; or a line {"fault": ...}
"""

from __future__ import annotations

from weekbrief_build.media.clips.clip_worker import answer
from weekbrief_build.media.clips.video import Video


def _frames(video: Video) -> tuple[dict[str, object], bytes]:
    frames = [video.poster(), *video.frames()]
    return {"frames": [len(frame) for frame in frames]}, b"".join(frames)


if __name__ == "__main__":
    answer(_frames)
