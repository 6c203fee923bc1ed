"""Says what was found in the bytes of a picture's file, whatever its format: XMP packets, how the pixels lie, and what was not read."""

from __future__ import annotations

from dataclasses import dataclass, field

from weekbrief_build.gather.tags.orientation import UPRIGHT
from weekbrief_build.gather.tags.rdf import MOST_BYTES

MOST_PIECES = 50_000
"""Of a file: a picture of 100 MB has 12,000. Somebody who makes millions of empty ones gets no answer but a doubt."""
_MOST_PACKETS = 50
_HAS_MORE = b"HasExtendedXMP"

Data = bytes | bytearray


@dataclass(frozen=True, slots=True)
class Packet:
    """An XMP packet as it stands in a file."""

    data: bytes
    of_pixels: bool = True
    """It speaks of the picture that is shown; else of another one in the file, or nobody knows of which: its frames have no place."""


@dataclass(slots=True)
class Container:
    """What a file holds."""

    packets: list[Packet] = field(default_factory=list)
    read: list[tuple[int, int]] = field(default_factory=list)
    """The bytes that were understood, from and to; whatever speaks of people elsewhere was not."""
    orientation: int | None = UPRIGHT
    """Of the picture: EXIF, 1 to 8; None where nobody can say."""
    size: tuple[int, int] | None = None
    """Width and height of the stored pixels, as the file claims; None where nobody can say."""
    doubt: bool = False
    """There is a packet that cannot be had whole."""
    texts: list[str] = field(default_factory=list)
    """What is written in the tags of other kinds: EXIF, IPTC-IIM, comments."""

    def take(self, packet: bytes | None, start: int, end: int, *, of_pixels: bool = True) -> None:
        """A packet that stands between these bytes; None: one that cannot be had."""
        if packet is None or len(self.packets) >= _MOST_PACKETS:
            self.doubt = True
        else:
            self.packets.append(Packet(packet, of_pixels))
            self.read.append((start, end))


def number(data: Data, at: int, length: int = 4) -> int:
    """The number that stands there, its highest byte first; 0 beyond the end."""
    return int.from_bytes(data[at : at + length], "big")


def loose_packets(data: Data, found: Container, start: int = 0, *, of_pixels: bool = False) -> None:
    """Take the packets that lie plain between others' bytes from `start` on, by how they begin and end."""
    at = start
    for _ in range(MOST_PIECES):
        word = data.find(b"xmpmeta", at)
        if word < 0:
            return
        at = word + 1
        begin = data.rfind(b"<", max(start, word - 20), word)
        closing = data.find(b"xmpmeta", at, begin + MOST_BYTES)
        end = data.find(b">", closing, closing + 20) + 1
        if begin >= 0 and closing >= 0 and end > 0:
            if not any(one <= begin < other for one, other in found.read):
                packet = bytes(data[begin:end])
                found.take(packet, begin, end, of_pixels=of_pixels)
                found.doubt |= has_more(packet)
            at = end
    found.doubt = True


def has_more(packet: bytes) -> bool:
    """Whether a packet says that the rest of it stands elsewhere (XMP Specification Part 3, 1.1.3.1)."""
    return _HAS_MORE in packet
