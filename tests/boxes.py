"""Builds files of boxes, as HEIC is one, that keep an XMP packet where telephones and programs keep it; they hold no pixels."""

from __future__ import annotations

from collections.abc import Sequence

IN_FILE, IN_BOX, IN_ITEM = 0, 1, 2


def box(kind: bytes, *content: bytes) -> bytes:
    """A box (ISO/IEC 14496-12, 4.2)."""
    data = b"".join(content)
    return (8 + len(data)).to_bytes(4, "big") + kind + data


def a_boxed(  # noqa: PLR0913 - each of these may be otherwise
    packet: bytes,
    *,
    packing: bytes = b"",
    kind: bytes = b"application/rdf+xml",
    method: int = IN_FILE,
    pieces: int = 1,
    protection: int = 0,
    version: int = 2,
) -> bytes:
    """A HEIC with one item, which lies in so many pieces, each after some other bytes."""
    long = version > 2
    number = (7).to_bytes(4 if long else 2, "big")
    described = b"mime\0" if version > 1 else b"\0"
    entry = box(b"infe", bytes((version, 0, 0, 0)), number, protection.to_bytes(2, "big"), described, kind, b"\0", packing, b"\0")
    infos = box(b"iinf", bytes(4), (1).to_bytes(2, "big"), entry)
    step = -(-len(packet) // pieces)
    parts = [packet[start : start + step] for start in range(0, len(packet), step)]
    content = b"".join(b"between" + part for part in parts)
    start = box(b"ftyp", b"heic", bytes(4), b"mif1heic")
    handler = box(b"hdlr", bytes(8), b"pict", bytes(13))
    size = len(start) + 12 + len(handler) + len(infos) + len(_places(number, method, [(0, 0)] * len(parts), long=long))
    offset = 0 if method == IN_BOX else size + 8
    spans = []
    for part in parts:
        offset += len(b"between")
        spans.append((offset, len(part)))
        offset += len(part)
    inside = box(b"idat", content) if method == IN_BOX else b""
    meta = box(b"meta", bytes(4), handler, infos, _places(number, method, spans, long=long), inside)
    return start + meta + (box(b"mdat", content) if method != IN_BOX else box(b"mdat", b"pixels"))


def _places(number: bytes, method: int, spans: Sequence[tuple[int, int]], *, long: bool) -> bytes:
    """Where the item lies (8.11.3): offsets and lengths of four bytes."""
    version = 2 if long else 1
    count = (1).to_bytes(4 if long else 2, "big")
    at = b"".join(offset.to_bytes(4, "big") + length.to_bytes(4, "big") for offset, length in spans)
    item = number + method.to_bytes(2, "big") + bytes(2) + len(spans).to_bytes(2, "big") + at
    return box(b"iloc", bytes((version, 0, 0, 0)), b"\x44\0", count, item)
