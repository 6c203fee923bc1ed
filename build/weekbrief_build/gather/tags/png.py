"""Finds the XMP packets and the EXIF orientation in a PNG, without decoding a pixel; what it did not read, it says.

W3C PNG, third edition, 11.3. XMP belongs into an iTXt chunk (XMP Specification Part 3, 1.1.5); ImageMagick also writes it as a "raw
profile": a text chunk with a length and hexadecimal digits.
"""

from __future__ import annotations

import re
import zlib

from weekbrief_build.gather.tags.container import MOST_PIECES, Container, Data, number
from weekbrief_build.gather.tags.exif_texts import texts_in_exif
from weekbrief_build.gather.tags.iim import decoded, texts_in_resources
from weekbrief_build.gather.tags.orientation import orientation_of
from weekbrief_build.gather.tags.rdf import MOST_BYTES

START = b"\x89PNG\r\n\x1a\n"
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_XMP = b"XML:com.adobe.xmp"
_RAW_XMP, _RAW_ANY, _RAW_EXIF = b"Raw profile type xmp", b"Raw profile type APP1", b"Raw profile type exif"
_RAW_IPTC, _RAW_IIM = b"Raw profile type iptc", b"Raw profile type 8bim"
_LONGEST_KEYWORD = 80
_OF_APP1 = b"http://ns.adobe.com/xap/1.0/\0"
_RAW = re.compile(rb"\n?[^\n]{0,40}\n\s{0,40}([0-9]{1,9})\n([0-9a-fA-F\s]*)")
_MOST_TEXT = 3 * MOST_BYTES
"""Of a raw profile: two digits a byte, and ends of lines."""


def read_png(data: Data) -> Container:
    """What the bytes of a PNG hold; raises nothing, whatever they are."""
    found = Container(size=(number(data, 16), number(data, 20)) if data[12:16] == b"IHDR" else None)
    exif: list[bytes] = []
    at, pixels = len(START), False
    for _ in range(MOST_PIECES):
        if at + 12 > len(data):
            break
        kind, start = bytes(data[at + 4 : at + 8]), at + 8
        end = start + number(data, at)
        if kind in _TEXTS:
            _take_text(kind, data, (start, end), found, exif)
        elif kind == b"eXIf":
            found.texts += texts_in_exif(bytes(data[start:end]))
            exif += [bytes(data[start:end]), *[b""] * pixels]  # after the pixels, some readers see it and others do not
        pixels |= kind == b"IDAT"
        at = end + 4
    else:
        found.doubt = True
    found.orientation = orientation_of(exif)
    return found


def _take_text(kind: bytes, data: Data, place: tuple[int, int], found: Container, exif: list[bytes]) -> None:
    """What the text chunk between these two places says, into what was found so far."""
    start, end = place
    keyword = bytes(data[start : start + _LONGEST_KEYWORD]).partition(b"\0")[0]
    text = _text(kind, bytes(data[start + len(keyword) + 1 : end])) if end <= len(data) else None
    if keyword in {_RAW_IPTC, _RAW_IIM}:
        found.texts += texts_in_resources(_raw_profile(text or b"") or b"")
        return
    if keyword not in {_XMP, _RAW_XMP, _RAW_ANY, _RAW_EXIF}:
        found.texts.append(decoded(text or b""))
        return
    if text is not None and keyword != _XMP:
        text = _raw_profile(text)
    if keyword == _RAW_EXIF or (keyword == _RAW_ANY and text is not None and not text.startswith(_OF_APP1)):
        found.texts += texts_in_exif((text or b"").removeprefix(b"Exif\0\0"))
        exif.append(b"")  # whether it turns the picture, programs do not agree on
    else:
        found.take(text if text is None else text.removeprefix(_OF_APP1), start, end)


def _text(kind: bytes, rest: bytes) -> bytes | None:
    """The text of a chunk after its keyword (11.3.3); None where it cannot be had."""
    if kind == b"tEXt":
        return rest
    if kind == b"zTXt":
        return _unpacked(rest[1:]) if rest[:1] == b"\0" else None
    packed, method = rest[:1], rest[1:2]
    words = rest[2:].split(b"\0", 2)
    if len(words) != 3 or packed not in {b"\0", b"\1"} or method != b"\0":  # noqa: PLR2004 - language, translated keyword, text
        return None
    return words[2] if packed == b"\0" else _unpacked(words[2])


def _unpacked(packed: bytes) -> bytes | None:
    unpack = zlib.decompressobj()
    try:
        text = unpack.decompress(packed, _MOST_TEXT + 1)
    except zlib.error:
        return None
    return text if unpack.eof and len(text) <= _MOST_TEXT else None


def _raw_profile(text: bytes) -> bytes | None:
    """What ImageMagick wrote as a name, a length and hexadecimal digits."""
    found = _RAW.fullmatch(text)
    try:
        profile = bytes.fromhex(found[2].decode("ascii")) if found else b""
    except ValueError:
        return None
    return profile if found and len(profile) == int(found[1]) else None
