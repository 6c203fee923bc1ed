"""Proves of finished bytes that they are a clip and nothing else: one video, at most one sound track, and what a player needs to play them.

Written from the specifications and without ffmpeg, so that a fault of whoever made the bytes cannot hide here too. Of the boxes of
ISO/IEC 14496-12 those on the list below may stand where they stand there, each no longer than what it says it holds. So there is no
room for a place, a name, a date, a comment, a chapter, a timed track or a box of somebody's own; and every byte of the media data
belongs to a frame of the picture (of H.264 the slices alone, 14496-15: no SEI) or of the sound.
Known limit: what AAC could carry inside a frame of sound is not looked at; the encoder is told to put nothing there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from weekbrief_build.media.pictures.audit import NotOnlyPixelsError

_INSIDE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "": ("ftyp", "moov", "free", "mdat"),
        "moov": ("mvhd", "trak", "udta"),
        "trak": ("tkhd", "edts", "mdia"),
        "edts": ("elst",),
        "mdia": ("mdhd", "hdlr", "minf"),
        "minf": ("vmhd", "smhd", "dinf", "stbl"),
        "dinf": ("dref",),
        "stbl": ("stsd", "stts", "stss", "stsc", "stsz", "stco", "sgpd", "sbgp"),
        "avc1": ("avcC", "colr", "pasp", "btrt"),
        "mp4a": ("esds", "btrt"),
    }
)
"""Which boxes may stand in which."""

_LENGTHS = {
    "mvhd": 100,
    "tkhd": 84,
    "mdhd": 24,
    "hdlr": 37,
    "vmhd": 12,
    "smhd": 8,
    "dref": 20,
    "colr": 11,
    "pasp": 8,
    "btrt": 12,
    "free": 0,
}
"""Of a box without its header, where it has but one."""
_AT_MOST = {"esds": 64, "avcC": 256, "sgpd": 32, "sbgp": 32, "elst": 32}
_ENTRIES = {"stts": (4, 8), "stss": (4, 4), "stsc": (4, 12), "stsz": (8, 4), "stco": (4, 4)}
"""Tables: where their number of entries stands, and how long an entry is; nothing follows the last."""
_ZERO = {
    "mvhd": ((0, 12), (26, 36), (72, 96)),
    "tkhd": ((4, 12), (16, 20), (24, 32), (38, 40)),
    "mdhd": ((0, 12), (22, 24)),
    "hdlr": ((0, 8), (12, 24)),
}
"""Where nothing stands: versions, the moments at which it was made and changed, and what is reserved."""
_MATRIX = {"mvhd": 36, "tkhd": 40}
_UPRIGHT = bytes.fromhex("00010000" + "00" * 12 + "00010000" + "00" * 12 + "40000000")
_NO_LANGUAGE = b"\x55\xc4"  # "und"
_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"avc1", b"mp41", b"mp42"}
_HANDLERS = {"avc1": b"videVideoHandler\0", "mp4a": b"sounSoundHandler\0"}
_SAMPLE_ENTRY = {"avc1": 78, "mp4a": 28}
"""The length of what stands before the boxes in a sample entry."""
_ENCODERS = (bytes(32), b"\x0cLavc libx264".ljust(32, b"\0"))
_NO_TAGS = bytes.fromhex("000000356d6574610000000000000021") + b"hdlr" + bytes(8) + b"mdirappl" + bytes(9) + b"\0\0\0\x08ilst"
"""An empty list of tags, as ffmpeg writes it even where it is told of none."""
_SLICES = (1, 5)
_PARAMETERS = {7, 8}


@dataclass(slots=True)
class _Track:
    """What is found of a track, box by box: its payloads by their names."""

    boxes: dict[str, bytes] = field(default_factory=dict)
    kind: str = ""


def audit_clip(data: bytes) -> float:
    """How many seconds a clip plays that may leave; raises NotOnlyPixelsError where anything else is in it."""
    top = list(_boxes(data, 0, len(data), ""))
    if [kind for kind, _, _ in top if kind != "free"] != ["ftyp", "moov", "mdat"]:
        raise NotOnlyPixelsError("order of boxes")
    places = {kind: (start, end) for kind, start, end in top}
    brands = data[slice(*places["ftyp"])]
    if len(brands) % 4 or len(brands) > 32 or not {brands[at : at + 4] for at in (0, *range(8, len(brands), 4))} <= _BRANDS:  # noqa: PLR2004 - six brands
        raise NotOnlyPixelsError("brands")
    seconds, tracks = 0.0, []
    for kind, start, end in _boxes(data, *places["moov"], "moov"):
        if kind == "mvhd":
            _check(kind, data[start:end])
            rate = int.from_bytes(data[start + 12 : start + 16], "big")
            seconds = int.from_bytes(data[start + 16 : start + 20], "big") / max(1, rate)
        elif kind == "udta":
            if data[start:end] != _NO_TAGS:
                raise NotOnlyPixelsError("tags")
        else:
            track = _Track()
            _read_track(data, start, end, "trak", track)
            tracks.append(track)
    if sorted(track.kind for track in tracks) not in (["avc1"], ["avc1", "mp4a"]):
        raise NotOnlyPixelsError("tracks")
    _check_media(data, tracks, *places["mdat"])
    return seconds


def _boxes(data: bytes, start: int, end: int, inside: str) -> Iterator[tuple[str, int, int]]:
    """The boxes between two places: what they are, and where what they hold starts and ends."""
    at = start
    while at < end:
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8].decode("latin-1")
        if size < 8 or at + size > end or kind not in _INSIDE[inside]:  # noqa: PLR2004 - the length of a box's own header
            raise NotOnlyPixelsError(f"box in {inside or 'file'}")
        if kind == "free" and size != 8:  # noqa: PLR2004 - as above
            raise NotOnlyPixelsError("free space")
        yield kind, at + 8, at + size
        at += size


def _read_track(data: bytes, start: int, end: int, inside: str, track: _Track) -> None:
    for kind, first, last in _boxes(data, start, end, inside):
        if kind in _INSIDE:
            _read_track(data, first, last, kind, track)
            continue
        payload = data[first:last]
        if kind in track.boxes:
            raise NotOnlyPixelsError("a box twice")
        track.boxes[kind] = payload
        _check(kind, payload)
        if kind == "stsd":
            track.kind = _check_description(payload)
    if inside == "trak" and track.boxes.get("hdlr", b"")[8:12] + track.boxes.get("hdlr", b"")[24:] != _HANDLERS.get(track.kind):
        raise NotOnlyPixelsError("handler")


def _check(kind: str, payload: bytes) -> None:
    """Whether a box holds what it has to hold, and no more."""
    if len(payload) != _LENGTHS.get(kind, len(payload)) or len(payload) > _AT_MOST.get(kind, len(payload)):
        raise NotOnlyPixelsError(f"length of {kind}")
    for first, last in _ZERO.get(kind, ()):
        skipped = 4 if kind in ("mvhd", "mdhd", "hdlr") and first == 0 else first
        if any(payload[skipped:last]) or payload[0]:
            raise NotOnlyPixelsError(f"{kind} says more")
    if kind in _MATRIX and payload[_MATRIX[kind] : _MATRIX[kind] + 36] != _UPRIGHT:
        raise NotOnlyPixelsError("a turned picture")
    if kind == "mdhd" and payload[20:22] != _NO_LANGUAGE:
        raise NotOnlyPixelsError("language")
    if kind == "dref" and payload != bytes.fromhex("00000000000000010000000c75726c2000000001"):  # the data is in this file
        raise NotOnlyPixelsError("data elsewhere")
    if kind in _ENTRIES:
        at, length = _ENTRIES[kind]
        if len(payload) != at + 4 + length * int.from_bytes(payload[at : at + 4], "big"):
            raise NotOnlyPixelsError(f"length of {kind}")


def _check_description(payload: bytes) -> str:
    """Of a track, whether its one kind of sample is H.264 or AAC; which of them."""
    size, kind = int.from_bytes(payload[8:12], "big"), payload[12:16].decode("latin-1")
    if payload[:8] != bytes.fromhex("0000000000000001") or size != len(payload) - 8 or kind not in _SAMPLE_ENTRY:
        raise NotOnlyPixelsError("samples")
    boxes = 16 + _SAMPLE_ENTRY[kind]
    entry = payload[16:boxes]
    reserved = (entry[:6], entry[8:24], entry[36:40]) if kind == "avc1" else (entry[:6], entry[8:16], entry[20:24])
    if any(map(any, reserved)) or (kind == "avc1" and entry[42:74] not in _ENCODERS):
        raise NotOnlyPixelsError("sample entry")
    for inner, first, last in _boxes(payload, boxes, len(payload), kind):
        _check(inner, payload[first:last])
        if inner == "avcC":
            _check_parameters(payload[first:last])
    return kind


def _check_parameters(payload: bytes) -> None:
    """ISO/IEC 14496-15, 5.3.3.1: parameter sets of the sequence and of the picture, and nothing behind them."""
    at = 5
    for mask in (0x1F, 0xFF):
        count, at = (payload[at] if at < len(payload) else 0) & mask, at + 1
        for _ in range(count):
            length = int.from_bytes(payload[at : at + 2], "big")
            if at + 2 + length > len(payload) or not length or payload[at + 2] & 0x1F not in _PARAMETERS:
                raise NotOnlyPixelsError("parameter sets")
            at += 2 + length
    if at != len(payload):
        raise NotOnlyPixelsError("parameter sets")


def _check_media(data: bytes, tracks: list[_Track], start: int, end: int) -> None:
    """Whether the samples lie side by side from the first byte of the media data to the last."""
    samples = sorted((*place, track.kind) for track in tracks for place in _samples(track.boxes))
    at = start
    for first, size, kind in samples:
        if first != at:
            raise NotOnlyPixelsError("media data that is no sample")
        at += size
        if kind == "avc1":
            _check_slices(data, first, min(at, end))
    if at != end:
        raise NotOnlyPixelsError("media data that is no sample")


def _samples(boxes: Mapping[str, bytes]) -> Iterator[tuple[int, int]]:
    """Where each sample lies and how long it is (ISO/IEC 14496-12, 8.7.3 to 8.7.5)."""
    if not {"stsz", "stsc", "stco"} <= boxes.keys() or any(boxes["stsz"][4:8]):
        raise NotOnlyPixelsError("tables of samples")
    sizes, chunks, runs = (_numbers(boxes[name][start:]) for name, start in (("stsz", 12), ("stco", 8), ("stsc", 8)))
    counts = [0] * len(chunks)
    for first, count in zip(runs[::3], runs[1::3], strict=True):
        if not 1 <= first <= len(chunks) or count > len(sizes):
            raise NotOnlyPixelsError("tables of samples")
        counts[first - 1 :] = [count] * (len(chunks) - first + 1)
    if sum(counts) != len(sizes):
        raise NotOnlyPixelsError("tables of samples")
    each = iter(sizes)
    for place, count in zip(chunks, counts, strict=True):
        at = place
        for _ in range(count):
            size = next(each)
            yield at, size
            at += size


def _numbers(table: bytes) -> list[int]:
    return [int.from_bytes(table[at : at + 4], "big") for at in range(0, len(table), 4)]


def _check_slices(data: bytes, at: int, end: int) -> None:
    """Whether a frame is slices of the picture, each behind its length, and nothing else."""
    while at < end:
        length = int.from_bytes(data[at : at + 4], "big")
        if not length or at + 4 + length > end or data[at + 4] & 0x1F not in _SLICES:
            raise NotOnlyPixelsError("no slice")
        at += 4 + length
