"""Tells by its first bytes what a file is, whatever it is called; it opens nothing."""

from __future__ import annotations

from collections.abc import Callable

from weekbrief_build.media.pictures.faults import Fault

HEAD = 64
"""So many bytes are enough."""

_EBML, _SEGMENT = b"\x1aE\xdf\xa3", b"\x18S\x80g"
_STARTS: tuple[tuple[bytes, Fault | None], ...] = (
    (b"\xff\xd8\xff", None),
    (b"\x89PNG\r\n\x1a\n", None),
    (b"GIF87a", None),
    (b"GIF89a", None),
    (b"II*\0", Fault.OTHER),  # TIFF, and most raw photographs
    (b"MM\0*", Fault.OTHER),
    (b"BM", Fault.OTHER),
    (b"8BPS", Fault.OTHER),  # Photoshop
    (b"\0\0\x01\0", Fault.OTHER),  # an icon
    (b"\0\0\0\x0cJXL ", Fault.OTHER),
    (b"\xff\x0a", Fault.OTHER),  # JPEG XL without a box
    (b"\0\0\0\x0cjP  ", Fault.OTHER),  # JPEG 2000
    (_EBML, Fault.VIDEO),  # Matroska, WebM
    (b"\0\0\x01\xba", Fault.VIDEO),  # MPEG
    (b"\0\0\x01\xb3", Fault.VIDEO),
    (b"FLV\x01", Fault.VIDEO),
    (b"0&\xb2u\x8ef\xcf\x11", Fault.VIDEO),  # Windows Media
)
_RIFF = {b"WEBP": None, b"AVI ": Fault.VIDEO}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_CONTROLS = frozenset(range(0x20)) - frozenset(b"\t\n\r\f")
_QUICKTIME = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})


def fault_of(head: bytes) -> Fault | None:
    """Why a file that begins so (its first `HEAD` bytes) is no picture that can be sent; None: it says it is one."""
    if not head.strip(b"\0"):
        return Fault.HALF  # sync programs put empty files, or files of zeros, where a picture is to come
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], Fault.STRANGE)
    if head[4:8] == b"ftyp":
        return Fault.AVIF if _brands(head) & _AVIF_BRANDS else None if is_heic(head) else Fault.VIDEO
    if head[4:8] in _QUICKTIME:
        return Fault.VIDEO
    for start, fault in _STARTS:
        if head.startswith(start):
            return fault
    return Fault.TEXT if _is_text(head) else Fault.STRANGE


def fault_of_video(head: bytes) -> Fault | None:
    """Why a file that begins so is no video that can be sent; None: it says it is one of MP4's kind, or of Matroska's.

    `fault_of` takes both for no photo.
    """
    if not head.strip(b"\0"):
        return Fault.VIDEO_HALF
    if fault_of(head) is not Fault.VIDEO:
        return Fault.VIDEO_NONE
    return None if demuxer_of(head) else Fault.VIDEO_OTHER


def demuxer_of(head: bytes) -> str | None:
    """What ffmpeg calls what reads a video that begins so; None where none is let loose on it."""
    if head.startswith(_EBML):
        return "matroska"
    return "mov" if head[4:8] in _QUICKTIME | {b"ftyp"} else None


def end_of_matroska(head: bytes) -> int | None:
    """Where a Matroska or WebM ends that begins so (RFC 8794, 4 and 6); None where it does not say so."""
    size, at = _number(head, len(_EBML))
    if size is None or head[at + size : at + size + 4] != _SEGMENT:
        return None
    size, at = _number(head, at + size + 4)
    return None if size is None else at + size


def _number(data: bytes, at: int) -> tuple[int | None, int]:
    """A number of variable length, and where it ends; None where all its bits are set, which means that nobody knows."""
    length = 9 - data[at].bit_length() if at < len(data) else 9
    bits = 7 * length
    number = int.from_bytes(data[at : at + length], "big") & ((1 << bits) - 1)
    return None if length > 8 or number == (1 << bits) - 1 else number, at + length  # noqa: PLR2004 - bytes of the longest


def misnamed(name: str, head: bytes) -> Fault | None:
    """What a picture that can be sent and begins so is, where its name says that it is another kind; None: it is what it is called."""
    fault, endings = next((found for start, found in _NAMES if start(head)), (None, ()))
    return None if fault is None or name.casefold().endswith(endings) else fault


def is_heic(head: bytes) -> bool:
    """Whether a file that begins so says that it is a HEIC, or another HEIF that may be one."""
    return head[4:8] == b"ftyp" and bool(_brands(head) & _HEIC_BRANDS) and not _brands(head) & _AVIF_BRANDS


def _brands(head: bytes) -> frozenset[bytes]:
    """What a file of boxes says it can be read as (ISO/IEC 14496-12, 4.3)."""
    end = min(int.from_bytes(head[:4], "big"), HEAD)
    return frozenset({head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))})


_NAMES: tuple[tuple[Callable[[bytes], bool], tuple[Fault, tuple[str, ...]]], ...] = (
    (lambda head: head.startswith(b"\xff\xd8\xff"), (Fault.IS_JPEG, (".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"))),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), (Fault.IS_PNG, (".png",))),
    (lambda head: head.startswith(b"GIF8"), (Fault.IS_GIF, (".gif",))),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", (Fault.IS_WEBP, (".webp",))),
    (is_heic, (Fault.IS_HEIC, (".heic", ".heif", ".hif"))),
)
"""How the names of pictures end, by what they are."""


def _is_text(head: bytes) -> bool:
    """Whether these are words; Word and PDF files are not: they are something else than they are called, but no text."""
    return not head.startswith((b"%PDF", b"PK\x03\x04", b"{\\rtf")) and not any(byte in _CONTROLS for byte in head)
