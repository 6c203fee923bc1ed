"""Says what is asked of ffmpeg, and understands what it says of a video; it starts nothing and reads no file.

What a teacher's file can make ffmpeg do is bounded here: one demuxer, by how the file begins (a playlist would make it open
other files and addresses), no protocol but the file itself, the decoders of telephones and cameras and no others, one thread.
Of the file it takes one video and at most one sound track; no title, place, chapter, subtitle or timed metadata (Apple's
`mebx` tracks hold faces and places) has a way through, and encoders are told not to name themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from weekbrief_build.media.pictures.faults import Fault, UnfitError
from weekbrief_build.media.pictures.recipe import CLIP_BYTES, LONGER_SIDE, LONGEST_VIDEO, VIDEO_PIXELS

_VIDEO = {name: name for name in ("h264", "hevc", "mpeg4", "h263", "mjpeg", "prores", "vp8", "vp9")}
_VIDEO |= {"av1": "libdav1d,av1"}
_SOUND = {name: name for name in ("aac", "alac", "ac3", "eac3", "flac", "adpcm_ima_qt", "adpcm_ima_wav", "adpcm_ms")}
_SOUND |= {"mp2": "mp2,mp2float", "mp3": "mp3float,mp3", "amr_nb": "amrnb", "amr_wb": "amrwb", "dts": "dca"}
_SOUND |= {"opus": "opus,libopus", "vorbis": "vorbis,libvorbis"}
_PCM = ("s8", "u8", "alaw", "mulaw", *(f"{bits}{end}" for bits in ("s16", "s24", "s32", "f32", "f64") for end in ("le", "be")))
_SOUND |= {f"pcm_{how}": f"pcm_{how}" for how in _PCM}
"""By what ffmpeg calls what is in the file: its decoders for that."""


def probe(demuxer: str) -> tuple[str, ...]:
    """Arguments that make ffmpeg say on its standard error what its standard input, a file, holds; it then ends with 1."""
    return (
        *("-nostdin", "-hide_banner", "-threads", "1", "-protocol_whitelist", "file", "-format_whitelist", demuxer),
        *("-codec_whitelist", ",".join((*_VIDEO.values(), *_SOUND.values())), "-f", demuxer, "-i", "file:/dev/fd/0"),
    )


_DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d\.\d+),", re.MULTILINE)
_STREAM = re.compile(r"^  Stream #0:(\d+)[^:\n]*: (Video|Audio): (\w+)(.*)$", re.MULTILINE)  # what teachers write stands further in
_SIZE = re.compile(r", (\d{1,6})x(\d{1,6})")
_PICTURE_OF_SOUND = ("(attached pic)", "(timed thumbnails)")
_HDR = ("arib-std-b67", "smpte2084")

_FRAMES = 30
"""A second at most."""
_FINEST = 1_000_000
"""Bits a second: more makes no difference at 480p."""
_SIDES = ((300_000, 480), (170_000, 360), (0, 240))
"""From so many bits a second on, so many pixels on the shorter side."""
_SOUND_BITS = 48_000
_SHRINKING = (1.0, 0.8, 0.6)
_FEW_ERRORS = 0.02
"""A share of frames that may be damaged: telephones end files with half a frame; a file with a hole in it has more."""


@dataclass(frozen=True, slots=True)
class Source:
    """What ffmpeg says of a video."""

    seconds: float | None
    """As the file claims; None where it does not."""
    video: int
    """The number of the stream."""
    sound: int | None
    hdr: bool
    """It is brighter than screens and mail programs show, and looks grey unless that is mended."""
    demuxer: str = "mov"
    """What ffmpeg calls what takes the file apart."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder: how large a clip's picture is, and how many bits a second it has."""

    side: int
    """Pixels on the shorter side."""
    bits: int


def source_of(said: str, demuxer: str = "mov") -> Source:
    """What there is to take of a video. Raises UnfitError where there is nothing, too much, or sound that nobody would hear."""
    duration = _DURATION.search(said)
    seconds = int(duration[1]) * 3600 + int(duration[2]) * 60 + float(duration[3]) if duration else None
    streams = _STREAM.findall(said)
    videos = [one for one in streams if one[1] == "Video" and not any(mark in one[3] for mark in _PICTURE_OF_SOUND)]
    if not videos:
        raise UnfitError(Fault.VIDEO_NONE if streams else Fault.VIDEO_HALF)
    number, _, codec, about = videos[0]
    if codec not in _VIDEO:
        raise UnfitError(Fault.VIDEO_OTHER)
    size = _SIZE.search(about)
    if size is None:
        raise UnfitError(Fault.VIDEO_HALF)
    if int(size[1]) * int(size[2]) > VIDEO_PIXELS:
        raise UnfitError(Fault.VIDEO_TOO_LARGE)
    if seconds is not None and is_too_long(seconds):
        raise UnfitError(Fault.VIDEO_TOO_LONG)
    sounds = [one for one in streams if one[1] == "Audio"]
    sound = next((int(one[0]) for one in sounds if one[2] in _SOUND), None)
    if sounds and sound is None:
        raise UnfitError(Fault.VIDEO_SOUND)
    return Source(seconds, int(number), sound, any(name in about for name in _HDR), demuxer)


def is_too_long(seconds: float) -> bool:
    """Whether so long a video is refused; a telephone that stops after two minutes takes a moment more."""
    return seconds > LONGEST_VIDEO + 1


def is_half(source: Source, seconds: float) -> bool:
    """Whether a clip that plays so long is not all of what the file claims to hold."""
    return source.seconds is not None and seconds < source.seconds * 0.95 - 0.5


def ladder(source: Source) -> Iterator[Rung]:
    """What to try, one after the other, until the clip is small enough."""
    seconds = source.seconds or LONGEST_VIDEO
    fits = (CLIP_BYTES * 8 * 0.96 - _SOUND_BITS * seconds) / (seconds + 1)  # the encoder may run a second ahead of its rate
    for less in _SHRINKING:
        bits = int(min(fits, _FINEST) * less)
        yield Rung(next(side for least, side in _SIDES if bits >= least), bits)


def clip_arguments(source: Source, rung: Rung, target: int, *, tonemaps: bool) -> list[str]:
    """Arguments that make ffmpeg write the clip into the file with this descriptor."""
    sound = ("-map", f"0:{source.sound}") if source.sound is not None else ()
    filters = f"fps=min({_FRAMES}\\,source_fps),{_shrunk(rung.side, rung.side * 2)}{_toned(source, tonemaps=tonemaps)},format=yuv420p"
    return [
        *("-v", "quiet", "-y", "-max_error_rate", str(_FEW_ERRORS), *probe(source.demuxer)),
        *("-map", f"0:{source.video}", *sound, "-sn", "-dn", "-t", str(LONGEST_VIDEO + 2)),
        *("-map_metadata", "-1", "-map_metadata:s:v", "-1", "-map_metadata:s:a", "-1", "-map_chapters", "-1"),
        *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"),
        *("-metadata:s:v", "encoder=", "-metadata:s:a", "encoder=", "-bsf:v", "filter_units=remove_types=6"),  # 6: what x264 says of itself
        *("-filter_threads", "1", "-vf", filters, "-c:v", "libx264", "-threads", "1", "-preset", "veryfast", "-profile:v", "main"),
        *("-crf", "26", "-maxrate", str(rung.bits), "-bufsize", str(rung.bits), "-bf", "0", "-g", str(_FRAMES * 5)),
        *("-c:a", "aac", "-ac", "1", "-ar", "44100", "-b:a", str(_SOUND_BITS)),
        *("-movflags", "+faststart", "-f", "mp4", f"file:/dev/fd/{target}"),
    ]


def poster_arguments(source: Source, target: int, *, tonemaps: bool) -> list[str]:
    """Arguments that make ffmpeg write a frame as PNG: of the first second or so, the one that is most like its neighbours."""
    start = min(1.0, (source.seconds or 0) / 3)  # the very first is often black, or shaken
    filters = f"{_shrunk(LONGER_SIDE, LONGER_SIDE)}{_toned(source, tonemaps=tonemaps)},format=rgb24,thumbnail=24"
    return [
        *(
            "-v",
            "quiet",
            "-y",
            "-ss",
            f"{start:.3f}",
            *probe(source.demuxer),
            "-map",
            f"0:{source.video}",
            "-an",
            "-sn",
            "-dn",
            "-map_metadata",
            "-1",
        ),
        *("-filter_threads", "1", "-vf", filters, "-frames:v", "1", "-c:v", "png", "-threads", "1"),
        *("-f", "image2pipe", f"file:/dev/fd/{target}"),
    ]


def frames_arguments(source: Source, target: int, *, tonemaps: bool) -> list[str]:
    """Arguments that make ffmpeg write a frame of each second, one after the other as JPEG, in the size of the poster."""
    filters = f"fps=1,{_shrunk(LONGER_SIDE, LONGER_SIDE)}{_toned(source, tonemaps=tonemaps)},format=yuvj420p"
    return [
        *(
            "-v",
            "quiet",
            "-y",
            "-max_error_rate",
            str(_FEW_ERRORS),
            *probe(source.demuxer),
            "-map",
            f"0:{source.video}",
            "-an",
            "-sn",
            "-dn",
        ),
        *("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-t", str(LONGEST_VIDEO + 3)),
        *("-filter_threads", "1", "-vf", filters, "-c:v", "mjpeg", "-q:v", "2", "-threads", "1"),
        *("-f", "image2pipe", f"file:/dev/fd/{target}"),
    ]


def frames_in(written: bytes) -> list[bytes]:
    """The frames that ffmpeg wrote one after the other: within a JPEG its end never stands before a beginning."""
    end, beginning = b"\xff\xd9", b"\xff\xd8"
    frames = written.removeprefix(beginning).removesuffix(end).split(end + beginning)
    return [beginning + frame + end for frame in frames if frame]


def _shrunk(shorter: int, longer: int) -> str:
    """A filter that makes a picture fit, upright (ffmpeg has turned it by then), with square pixels and even sides; it enlarges nothing."""
    scale = f"min(1,min({shorter}/min(iw*sar,ih),{longer}/max(iw*sar,ih)))"
    return f"scale=w='max(2,trunc(iw*sar*{scale}/2)*2)':h='max(2,trunc(ih*{scale}/2)*2)':out_range=tv,setsar=1"


def _toned(source: Source, *, tonemaps: bool) -> str:
    """The filters that bring HDR, as iPhones take it, back to what every screen shows; without them it is pale, and no worse."""
    if not (source.hdr and tonemaps):
        return ""
    return ",zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv"
