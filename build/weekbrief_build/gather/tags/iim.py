"""Reads the texts of IPTC-IIM (keywords, titles, captions), the tags that older photo programs write beside XMP or in place of it.

In a JPEG they stand in Photoshop's image resources (APP13), resource 0x0404; each is a data set (IPTC-NAA Information Interchange Model
4.1, chapter 3; record 2 is about the picture). What is cut off or wrong ends the reading: these tags only ever add a person.
"""

from __future__ import annotations

from collections.abc import Iterator

START = b"Photoshop 3.0\0"
_RESOURCE, _IIM = b"8BIM", 0x0404
_MARKER, _ABOUT, _EXTENDED = 0x1C, 2, 0x8000


def texts_in_resources(data: bytes) -> Iterator[str]:
    """The texts in the image resources that follow `START`; raises nothing, whatever the bytes are."""
    at = 0
    while data.startswith(_RESOURCE, at) and at + 12 <= len(data):
        name = data[at + 6] + 1
        start = at + 6 + name + name % 2
        length = int.from_bytes(data[start : start + 4], "big")
        if int.from_bytes(data[at + 4 : at + 6], "big") == _IIM:
            yield from texts_in_sets(data[start + 4 : start + 4 + length])
        at = start + 4 + length + length % 2


def texts_in_sets(data: bytes) -> Iterator[str]:
    """The texts of the data sets about the picture, each decoded as it most likely was written."""
    at = 0
    while at + 5 <= len(data) and data[at] == _MARKER:
        record, length = data[at + 1], int.from_bytes(data[at + 3 : at + 5], "big")
        if length >= _EXTENDED:
            return
        if record == _ABOUT:
            yield decoded(data[at + 5 : at + 5 + length])
        at += 5 + length


def decoded(text: bytes) -> str:
    """Bytes that say nothing of their encoding: UTF-8 where they are that, else as Windows writes."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("cp1252", "replace")
