"""Finds the XMP packets and the way the pixels lie in the bytes of a picture, without decoding any; what it did not read, it says."""

from __future__ import annotations

from weekbrief_build.gather.tags import jpeg, png
from weekbrief_build.gather.tags.container import Container, Data, loose_packets
from weekbrief_build.gather.tags.heif import read_boxes
from weekbrief_build.gather.tags.webp import is_webp, read_webp


def open_container(data: Data) -> Container:
    """What the bytes of a whole file hold; raises nothing, whatever they are."""
    if data.startswith(jpeg.START):
        return jpeg.read_jpeg(data)
    if data.startswith(png.START):
        return png.read_png(data)
    if is_webp(data):
        return read_webp(data)
    if data[4:8] == b"ftyp":
        return read_boxes(data)
    is_gif = data.startswith(b"GIF8")  # keeps its packet plain, though among blocks (XMP Specification Part 3, 1.1.2)
    found = Container(size=_size_of_gif(data)) if is_gif else Container(orientation=None)
    loose_packets(data, found, of_pixels=is_gif)
    return found


def _size_of_gif(data: Data) -> tuple[int, int]:
    return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
