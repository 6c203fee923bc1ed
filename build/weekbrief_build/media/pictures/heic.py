"""Unpacks the photographs of telephones that are no JPEG (HEIC, HEIF): the primary picture as pixels, and never anything else of the file.

A HEIC holds several pictures (thumbnails, depth maps, gain maps, the others of a burst) and says itself how the primary one is turned
(`irot`, `imir`, `clap`; ISO/IEC 23008-12, 6.5). libheif has done that turn when it hands out the pixels, and of the EXIF orientation the
standard says that it turns nothing: so what comes out of here is upright and carries its colour profile, but no EXIF.
Known limit: wide gamut that is told by numbers (`nclx`) and not by a profile is taken for sRGB; Apple's and Samsung's files hold profiles.
"""

from __future__ import annotations

from io import BytesIO

import pi_heif
from PIL import Image

from weekbrief_build.media.pictures.faults import Fault, UnfitError
from weekbrief_build.media.pictures.recipe import PIXELS

pi_heif.options.THUMBNAILS = False
pi_heif.options.DEPTH_IMAGES = False
pi_heif.options.AUX_IMAGES = False
pi_heif.options.DECODE_THREADS = 1  # the workers are processes, and the addresses of each are counted


def unpacked(data: bytes, pixels: int = PIXELS) -> Image.Image:
    """The primary picture of a HEIC file, decoded, upright and at full size; raises UnfitError where there is none of so many pixels."""
    if not _is_whole(data):
        raise UnfitError(Fault.HALF)  # libheif needs only the bytes of the primary picture, and decodes what it can of them
    try:
        primary = _primary(data)
        _check_size(primary, pixels)
        image: Image.Image = primary.to_pillow()
    except (SyntaxError, LookupError, RuntimeError):
        raise UnfitError(Fault.OTHER) from None  # a HEIF may also hold what is packed in other ways than HEVC's
    except OSError:
        raise UnfitError(Fault.TOO_LARGE) from None  # so pi_heif says that memory ran out
    except (EOFError, ValueError):
        raise UnfitError(Fault.HALF) from None
    _check_size(image, pixels)  # what the file claims is not always what it holds
    image.info = {"icc_profile": primary.info["icc_profile"]} if "icc_profile" in primary.info else {}
    return image


def _primary(data: bytes) -> pi_heif.HeifImage:
    file = pi_heif.open_heif(BytesIO(data))
    return file[file.primary_index]


def _check_size(picture: pi_heif.HeifImage | Image.Image, pixels: int) -> None:
    width, height = picture.size
    if width * height > pixels:
        raise UnfitError(Fault.TOO_LARGE)


def _is_whole(data: bytes) -> bool:
    """Whether the outermost boxes end where the file does (ISO/IEC 14496-12, 4.2: a size of 1 stands after the type, 0 is the rest)."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size == 0:
            return True
        if size < 8:  # noqa: PLR2004 - the length of a box's own header
            return False
        at += size
    return at <= len(data) and not any(data[at:])
