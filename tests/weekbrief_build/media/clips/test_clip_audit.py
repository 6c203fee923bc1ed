from __future__ import annotations

from functools import cache
from itertools import product
from tempfile import TemporaryFile

import pytest
from drawings import SECRET
from videos import FFMPEG, a_telling_video, a_video

from weekbrief_build.media.clips.audit import audit_clip
from weekbrief_build.media.clips.clip_worker import make
from weekbrief_build.media.pictures.audit import NotOnlyPixelsError


@cache
def a_clip(*, sound: bool = True) -> bytes:
    """A clip that may leave."""
    with TemporaryFile() as file:
        file.write(a_video(sound=sound))
        file.flush()
        return make(file, FFMPEG, tonemaps=False)[0]


def box(kind: bytes, payload: bytes) -> bytes:
    """A box of ISO/IEC 14496-12."""
    return (len(payload) + 8).to_bytes(4, "big") + kind + payload


def with_box(clip: bytes, path: tuple[bytes, ...], extra: bytes) -> bytes:
    """The clip with a box more at the end of the first box that lies at this path; the media data is still where it is said to be."""
    at, end = 0, len(clip)
    places = []
    for kind in path:
        while clip[at + 4 : at + 8] != kind:
            at += int.from_bytes(clip[at : at + 4], "big")
        end = at + int.from_bytes(clip[at : at + 4], "big")
        places.append(at)
        at += 8
    grown = bytearray(clip[:end] + extra + clip[end:])
    for place in places:
        size = int.from_bytes(grown[place : place + 4], "big") + len(extra)
        grown[place : place + 4] = size.to_bytes(4, "big")
    return moved(bytes(grown), end, len(extra))


def moved(clip: bytes, end: int, by: int) -> bytes:
    """The clip with its chunks found again behind what was put in, so that nothing else is wrong with it."""
    if end > clip.index(b"mdat"):
        return clip
    shifted, at = bytearray(clip), 0
    while (at := clip.find(b"stco", at) + 4) > 3:
        for number in range(int.from_bytes(clip[at + 4 : at + 8], "big")):
            entry = at + 8 + 4 * number
            shifted[entry : entry + 4] = (int.from_bytes(clip[entry : entry + 4], "big") + by).to_bytes(4, "big")
    return bytes(shifted)


def patched(word: bytes, offset: int, new: bytes, *, sound: bool = True) -> bytes:
    """The clip with other bytes at a place counted from a box's name."""
    clip = a_clip(sound=sound)
    at = clip.index(word) + offset
    return clip[:at] + new + clip[at + len(new) :]


def with_sound_elsewhere() -> bytes:
    """The clip with its first frames of sound said to lie a little further: some bytes belong to no frame, and some to two."""
    clip = a_clip()
    at = clip.rindex(b"stco") + 12
    return clip[:at] + (int.from_bytes(clip[at : at + 4], "big") + 4).to_bytes(4, "big") + clip[at + 4 :]


@pytest.mark.parametrize("sound", [True, False])
def test_a_clip_of_our_own_passes(*, sound: bool) -> None:
    """The audit knows what a clip is made of, and how long it plays."""
    assert audit_clip(a_clip(sound=sound)) == pytest.approx(1, abs=0.2)


@pytest.mark.parametrize(
    "path", [(), (b"moov",), (b"moov", b"trak"), (b"moov", b"trak", b"mdia"), (b"moov", b"trak", b"mdia", b"minf", b"stbl")]
)
@pytest.mark.parametrize("kind", [b"udta", b"meta", b"uuid", b"free", b"skip", b"moof", b"\xa9xyz", b"XMP_", b"trak", b"mdat", b"keys"])
def test_no_box_that_is_no_part_of_the_clip_passes(path: tuple[bytes, ...], kind: bytes) -> None:
    """Places, tags, XMP, free space, more tracks: wherever they stand."""
    extra = box(kind, SECRET)
    with pytest.raises(NotOnlyPixelsError):
        audit_clip(with_box(a_clip(), path, extra) if path else a_clip() + extra)


def test_a_box_put_in_is_refused_for_what_it_is() -> None:
    """The test above would prove nothing if it broke the clip in other ways: an empty box of free space may stand at the end."""
    assert audit_clip(a_clip() + box(b"free", b""))


@pytest.mark.parametrize(
    "clip",
    [
        patched(b"mvhd", 8, b"\x01"),  # when it was made
        patched(b"mvhd", 92, b"\x01"),  # a word of no meaning
        patched(b"tkhd", 8, b"\x01"),
        patched(b"tkhd", 44, b"\0\0"),  # not upright
        patched(b"mdhd", 8, b"\x01"),
        patched(b"mdhd", 24, b"\x3a\x80"),  # in Dutch
        patched(b"VideoHandler", 0, b"Ada Jansen  "),
        patched(b"soun", 0, b"meta"),
        patched(b"url ", 7, b"\0"),  # the data is elsewhere
        patched(b"avc1", 0, b"mebx"),
        patched(b"ftyp", 4, b"qt  "),
        patched(b"avcC", 4, b"\xff\xff\xff\xff\xff\xe9"),
        patched(b"stsz", 8, b"\0\0\0\1"),
        patched(b"stco", 8, b"\0\0\0\0"),
        patched(b"mdat", 8, b"\x06", sound=False),  # SEI in the place of a slice
        a_clip()[:-1],
        a_clip() + b"\0",
        a_clip() + a_clip(),
        a_clip()[8:],
        a_clip().replace(b"moov", b"MOOV"),
        b"",
        with_box(a_clip(), (b"mdat",), SECRET),  # media data that belongs to no frame
        with_sound_elsewhere(),
        a_video(sound=True),
        a_telling_video(),
    ],
)
def test_nothing_hides_in_a_clip(clip: bytes) -> None:
    """Not in a box's own fields, nor between the frames, nor in a frame, nor behind the end; and no clip that somebody else made."""
    with pytest.raises(NotOnlyPixelsError):
        audit_clip(clip)


def test_every_wrong_byte_is_seen_or_harmless() -> None:
    """Whatever bytes of the index are changed into, the audit answers; it never stumbles, and never takes long."""
    clip = a_clip()
    end = clip.index(b"mdat")
    for at, value in product(range(0, end, 2), (0, 0x80, 0xFF)):
        try:
            audit_clip(clip[:at] + bytes((value,)) + clip[at + 1 :])
        except NotOnlyPixelsError:
            continue
