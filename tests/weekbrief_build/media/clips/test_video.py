"""A video becomes a clip and a poster."""

from __future__ import annotations

import re
import socket
import subprocess
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from drawings import BLUE, GREEN, RED, SECRET, YELLOW, a_drawing, a_file, corners, look_alike, opened
from videos import FFMPEG, a_noisy_video, a_telling_video, a_video, frame_of, said_of

from weekbrief_build.media.clips.audit import audit_clip
from weekbrief_build.media.clips.clip_worker import make
from weekbrief_build.media.clips.transcode import Source, is_half, ladder, probe, source_of
from weekbrief_build.media.pictures.audit import audit
from weekbrief_build.media.pictures.faults import Fault, UnfitError
from weekbrief_build.media.pictures.recipe import CLIP_BYTES, LONGEST_VIDEO


def made_of(video: bytes) -> tuple[bytes, bytes]:
    """The clip and the poster."""
    with TemporaryFile() as file:
        file.write(video)
        file.flush()
        clip, poster, media_type = make(file, FFMPEG, tonemaps=True)
    audit(poster, media_type)
    return clip, poster


def fault_of(video: bytes) -> Fault:
    """Why a video is not made."""
    with pytest.raises(UnfitError) as refused:
        made_of(video)
    return refused.value.fault


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_video_comes_out_upright_however_the_telephone_was_held(orientation: int) -> None:
    """Clip and poster show the drawing upright, without a matrix that some players would not heed; the poster bears its mark."""
    clip, poster = made_of(a_video(size=(160, 96), orientation=orientation))
    for picture in (frame_of(clip), opened(poster)):
        assert picture.size == (160, 96)
        assert all(look_alike(one, other, 30) for one, other in zip(corners(picture), (RED, GREEN, BLUE, YELLOW), strict=True))
    middle = opened(poster).convert("RGB").getpixel((80, 48))
    assert isinstance(middle, tuple)
    assert look_alike(middle, (255, 255, 255), 30)


def test_nothing_but_pictures_and_sound_leaves() -> None:
    """No place, title, name, moment, language, chapter, subtitle or timed track; of two sound tracks one."""
    video = a_telling_video()
    assert all(word in video for word in (SECRET, b"ISO6709", b"tmcd"))
    clip, _ = made_of(video)
    assert SECRET not in clip
    assert not re.search(rb"ISO6709|\+52\.09|tmcd|mebx|keys|Lavf|Lavc\d|x264 - core", clip)
    streams = re.findall(r"Stream #0:\d.*?: (\w+): (\w+)", said_of(clip))
    assert streams == [("Video", "h264"), ("Audio", "aac")]
    assert "(nld)" not in said_of(clip)
    assert "creation_time" not in said_of(clip)


def test_a_silent_video_stays_silent() -> None:
    """There is no sound track where there was none."""
    clip, _ = made_of(a_video())
    assert re.findall(r"Stream #0:\d.*?: (\w+):", said_of(clip)) == ["Video"]
    assert audit_clip(clip) == pytest.approx(1, abs=0.2)


def test_a_clip_plays_everywhere() -> None:
    """H.264 without what old telephones cannot play, 480p, 4:2:0, at most 30 frames a second, and it begins before it is all there."""
    clip, _ = made_of(a_video(0.3, (1280, 720), options=("-r", "60")))
    assert re.search(r"h264 \((Constrained Baseline|Main)\).*yuv420p\(?.*852x480.* (30|\d\d?) fps", said_of(clip))
    assert clip.index(b"moov") < clip.index(b"mdat")


def test_a_mov_of_an_iphone_is_no_trouble() -> None:
    """HEVC of ten bits in high dynamic range comes out as what every screen shows."""
    hdr = "colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc:log-level=none"
    codec = ("-c:v", "libx265", "-x265-params", hdr, "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-tag:v", "hvc1")
    colours = ("-color_primaries", "bt2020", "-color_trc", "arib-std-b67", "-colorspace", "bt2020nc")
    clip, _ = made_of(a_video(0.5, name="a.mov", codec=codec, options=colours))
    assert "bt2020" not in said_of(clip)
    assert "arib" not in said_of(clip)


@pytest.mark.parametrize("options", [(), ("-movflags", "+faststart")], ids=["index behind", "index first"])
@pytest.mark.parametrize("share", [0.2, 0.7, 0.99])
def test_a_video_that_is_half_there_is_told(options: tuple[str, ...], share: float) -> None:
    """A file that a sync program has not finished: cut off, or with zeros where the rest is to come."""
    video = a_video(4, (160, 96), sound=True, options=options)
    kept = int(len(video) * share)
    assert fault_of(video[:kept]) is Fault.VIDEO_HALF
    if share < 0.9:
        assert fault_of(video[:kept] + bytes(len(video) - kept)) is Fault.VIDEO_HALF


def test_a_video_that_plays_shorter_than_it_says_is_half_there() -> None:
    """Where the file does not tell how much is to come (a box that goes on to the end), its length in time does."""
    video = a_noisy_video(3)
    at = video.index(b"mdat") - 4
    open_ended = video[:at] + bytes(4) + video[at + 4 :]
    assert made_of(open_ended)
    assert fault_of(open_ended[: at + (len(video) - at) * 7 // 10]) is Fault.VIDEO_HALF


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault.VIDEO_HALF),
        (bytes(5000), Fault.VIDEO_HALF),
        (b"\0\0\0\x18ftypisom" + bytes(100), Fault.VIDEO_HALF),
        (a_file(a_drawing()), Fault.VIDEO_NONE),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100), Fault.VIDEO_NONE),
        (b"Dag allemaal!", Fault.VIDEO_NONE),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", Fault.VIDEO_NONE),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", Fault.VIDEO_NONE),
        (b"%PDF-1.7\n", Fault.VIDEO_NONE),
        (b"\x1aE\xdf\xa3" + bytes(100), Fault.VIDEO_HALF),
        (b"\0\0\x01\xba" + bytes(100), Fault.VIDEO_OTHER),
        (b"RIFF\0\0\0\0AVI LIST", Fault.VIDEO_OTHER),
    ],
)
def test_what_is_no_mp4_and_no_mov_is_told_by_what_it_is(data: bytes, fault: Fault) -> None:
    """The name of a file proves nothing; a photo under the name of a video would be judged by another consent."""
    assert fault_of(data) is fault


def test_sound_alone_is_no_video() -> None:
    """An .mp4 may hold a song."""
    assert fault_of(a_video(sound=True, options=("-map", "1:a"))) is Fault.VIDEO_NONE


def test_a_codec_that_nobody_films_with_is_refused() -> None:
    """Only the decoders of telephones and cameras are let loose on what lies in a shared folder."""
    assert fault_of(a_video(codec=("-c:v", "mpeg2video"))) is Fault.VIDEO_OTHER


@pytest.mark.parametrize("demuxer", ["mov", "matroska"])
def test_a_playlist_makes_ffmpeg_ask_nobody_and_read_nothing(tmp_path: Path, demuxer: str) -> None:
    """Also where a file gets as far as ffmpeg, it cannot make it open an address or another file."""
    secret = tmp_path / "other.mp4"
    secret.write_bytes(a_video())
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        for line in (f"http://127.0.0.1:{server.getsockname()[1]}/a.ts", f"file://{secret}"):
            playlist = tmp_path / "playlist.mp4"
            playlist.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{line}\n#EXT-X-ENDLIST\n")
            with playlist.open("rb") as opened_list:
                ran = subprocess.run([FFMPEG, *probe(demuxer)], stdin=opened_list, capture_output=True, check=False)
            assert b"Stream" not in ran.stderr
        with pytest.raises(BlockingIOError):
            server.accept()


def test_a_video_that_is_too_long_is_told_before_it_is_read() -> None:
    """It says how long it is; and one that lies about that gains nothing."""
    long = a_video(LONGEST_VIDEO + 5, (16, 16), codec=("-r", "2", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"))
    assert fault_of(long) is Fault.VIDEO_TOO_LONG
    lying = long
    for box, at in ((b"mvhd", 20), (b"tkhd", 24), (b"mdhd", 20)):
        place = lying.index(box) + at
        lying = lying[:place] + (1000).to_bytes(4, "big") + lying[place + 4 :]
    assert fault_of(lying) in (Fault.VIDEO_TOO_LONG, Fault.VIDEO_HALF)


def test_a_video_that_packs_badly_fits_all_the_same() -> None:
    """The size of a clip is bounded by its rate, whatever is to be seen in it."""
    clip, _ = made_of(a_noisy_video(6))
    (rung, *_) = ladder(Source(6, 0, None, hdr=False))
    assert len(clip) * 8 < rung.bits * 7


def test_the_ladder_always_ends_below_what_a_clip_may_have() -> None:
    """Each step is smaller than the one before, the longest video has a step left, and what is short is as fine as is sensible."""
    for seconds in (None, 0.04, 1, 10, 30, 60, 90, LONGEST_VIDEO + 1):
        rungs = list(ladder(Source(seconds, 0, 1, hdr=False)))
        bits = [rung.bits for rung in rungs]
        assert bits == sorted(bits, reverse=True)
        assert bits[-1] > 60_000
        assert (bits[0] * ((seconds or LONGEST_VIDEO) + 1) + 48_000 * (seconds or LONGEST_VIDEO)) / 8 < CLIP_BYTES
    assert next(ladder(Source(10, 0, 1, hdr=False))).side == 480
    assert next(ladder(Source(LONGEST_VIDEO, 0, 1, hdr=False))).side < 480


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("", Fault.VIDEO_HALF),
        ("  Stream #0:0: Audio: aac\n", Fault.VIDEO_NONE),
        ("  Stream #0:0: Video: mjpeg, yuvj420p, 100x100 (attached pic)\n", Fault.VIDEO_NONE),
        ("  Stream #0:0: Video: h264, yuv420p\n", Fault.VIDEO_HALF),
        ("  Stream #0:0: Video: h264, yuv420p, 20000x20000\n", Fault.VIDEO_TOO_LARGE),
        ("  Duration: 00:02:02.00, start\n  Stream #0:0: Video: h264, yuv420p, 100x100\n", Fault.VIDEO_TOO_LONG),
    ],
)
def test_what_ffmpeg_says_is_understood(said: str, fault: Fault) -> None:
    """Nothing to take, or too much."""
    with pytest.raises(UnfitError) as refused:
        source_of(said)
    assert refused.value.fault is fault


MP4, MKV, WEBM = "a.mp4", "a.mkv", "a.webm"
VP9 = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8")


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        (MP4, ("-c:a", "libopus", "-strict", "-2")),
        (MP4, ("-c:a", "eac3")),
        (MP4, ("-c:a", "flac", "-strict", "-2")),
        ("a.mov", ("-c:a", "pcm_s16le")),
        ("a.mov", ("-c:a", "pcm_s24be")),
        ("a.mov", ("-c:a", "pcm_f32le")),
        ("a.mov", ("-c:a", "alac")),
        (MKV, ("-c:a", "ac3")),
        (MKV, ("-c:a", "flac")),
        (MKV, ("-c:a", "libvorbis")),
        (MKV, ("-c:a", "mp2")),
        (MKV, ("-c:a", "pcm_s32le")),
        (MKV, ("-c:a", "dca", "-strict", "-2")),
        ("a.m4v", ("-c:a", "aac")),
    ],
)
def test_a_clip_keeps_its_sound_whatever_its_codec(name: str, sound: tuple[str, ...]) -> None:
    """What was said and sung is half of a video."""
    clip, _ = made_of(a_video(sound=True, name=name, options=sound))
    assert re.findall(r"Stream #0:\d.*?: (Video|Audio): (\w+)", said_of(clip)) == [("Video", "h264"), ("Audio", "aac")]


def test_a_3gp_is_a_video() -> None:
    """As old telephones make them."""
    clip, _ = made_of(a_video(sound=True, size=(176, 144), name="a.3gp", codec=("-c:v", "h263"), options=("-c:a", "aac")))
    assert re.findall(r"Stream #0:\d.*?: (Video|Audio): (\w+)", said_of(clip)) == [("Video", "h264"), ("Audio", "aac")]


@pytest.mark.parametrize("codec", [("-c:v", "libvpx", "-deadline", "realtime"), VP9])
def test_a_webm_is_a_video(codec: tuple[str, ...]) -> None:
    """As browsers and messengers make them."""
    clip, poster = made_of(a_video(sound=True, name=WEBM, codec=codec, options=("-c:a", "libopus")))
    assert re.findall(r"Stream #0:\d.*?: (Video|Audio): (\w+)", said_of(clip)) == [("Video", "h264"), ("Audio", "aac")]
    assert poster


def test_sound_that_cannot_be_read_is_told() -> None:
    """The clip does not go silently without it: its teacher is asked to save it in another way."""
    assert fault_of(a_video(sound=True, name=MKV, options=("-c:a", "wavpack"))) is Fault.VIDEO_SOUND


def test_of_two_sounds_the_one_that_can_be_read_goes() -> None:
    """Telephones put a second one beside it, for their own."""
    two = ("-map", "0:v", "-map", "1:a", "-map", "1:a", "-c:a:0", "wavpack", "-c:a:1", "aac")
    clip, _ = made_of(a_video(sound=True, name=MKV, options=two))
    assert "Audio: aac" in said_of(clip)


@pytest.mark.parametrize("share", [0.3, 0.7, 0.99])
def test_a_matroska_that_is_half_there_is_told(share: float) -> None:
    """It says itself how long it is."""
    video = a_video(4, (160, 96), sound=True, name=MKV)
    assert fault_of(video[: int(len(video) * share)]) is Fault.VIDEO_HALF


def test_a_matroska_that_does_not_say_how_long_it_is_is_a_video() -> None:
    """So browsers write them while they record."""
    live = a_video(2, name=WEBM, codec=VP9, options=("-live", "1"))
    assert audit_clip(made_of(live)[0]) == pytest.approx(2, abs=0.3)


def test_what_a_teacher_wrote_into_a_file_is_not_taken_for_what_ffmpeg_says() -> None:
    """A title that reads like a line of ffmpeg's own stands further in."""
    said = "    title           : a\n                    : Stream #0:9: Video: h264, 1x1\n    comment : Duration: 09:00:00.00, x\n"
    source = source_of(
        f"{said}  Duration: 00:00:03.50, start: 0\n  Stream #0:1[0x2](und): Video: hevc (Main), yuv420p, 1920x1080, 30 fps\n"
    )
    assert source == Source(3.5, 1, None, hdr=False)
    assert is_half(source, 2)
    assert not is_half(source, 3)


def test_ffmpeg_leaves_no_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the operator's environment asks ffmpeg to write down."""
    video = a_video()  # made before: the ffmpeg that makes it would leave a report of its own
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FFREPORT", "file=report.log")
    made_of(video)
    assert not list(tmp_path.iterdir())
