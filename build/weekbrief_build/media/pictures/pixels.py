"""Turns the bytes of a picture into the bytes of the picture that leaves; nothing but pixels passes, and nothing is read but these bytes.

Upright by the EXIF orientation (a HEIC by its own properties), in sRGB, on white, at most `LONGER_SIDE` pixels on its longer
side. A JPEG unless it came as PNG or GIF and is smaller as PNG (drawings are). Of what moves, the first frame. Transparency does
not leave: under transparent pixels editors keep what was wiped out, and black lines on nothing cannot be read in the dark.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import ExifTags, Image, ImageCms

from weekbrief_build.media.pictures.cover import cover
from weekbrief_build.media.pictures.faults import Fault, UnfitError
from weekbrief_build.media.pictures.heic import unpacked
from weekbrief_build.media.pictures.recipe import LONGER_SIDE, LOOKED_AT, MOST_PIXELS, PIXELS, QUALITY
from weekbrief_build.media.pictures.sniff import HEAD, fault_of, is_heic
from weekbrief_build.school.post import Region

Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # Pillow warns above this, and refuses only twice as much: `_opened` makes an error of the warning

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, struct.error, zlib.error)
"""What Pillow raises on damaged files. What is missing here ends the worker, and the picture stays behind all the same."""

_TURNS: dict[int, Image.Transpose | None] = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by its EXIF orientation (Exif 2.32, 4.6.4, tag 0x0112)."""

_GAP = 1.5
"""How many times larger a picture is at most when the costly filter begins: libjpeg halves pictures that are not covered just so."""

_ENDS = {b"\xff\xd8": b"\xff\xd9", b"\x89P": b"IEND\xaeB`\x82", b"GI": b"\0;"}
"""By how they begin, how JPEG, PNG and GIF end; WebP and HEIC say their lengths."""
_PADDING = 512
"""Some cameras pad files with zeros after the end; a picture that did not end before more zeros than this is half there."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The bytes of a picture that may leave."""

    data: bytes
    media_type: str
    width: int
    height: int


def draw(data: bytes, variants: Sequence[Collection[Region]], pixels: int = PIXELS) -> list[Drawn | Fault]:
    """Each variant of a picture, in order: with these regions covered, or (no regions) as it is; or why it cannot be made.

    A picture of more pixels than this (at most `MOST_PIXELS`) is not made.

    Memory: about eight bytes per pixel of a picture to be covered and of a HEIC (twelve where it is transparent), a quarter of eight for a
    JPEG as it is.
    """
    whole: Image.Image | None = None
    results: list[Drawn | Fault] = []
    for regions in variants:
        try:
            with _faults_told():
                if regions:
                    whole = whole or _upright_whole(data, pixels)
                    results.append(_encoded(_shrunk(cover(whole, regions)), drawing=_is_drawing(data)))
                else:
                    results.append(_encoded(_upright_small(data, pixels), drawing=_is_drawing(data)))
        except UnfitError as unfit:
            results.append(unfit.fault)
    return results


def smaller(data: bytes, side: int, quality: int) -> Drawn:
    """A picture that was drawn before, with at most so many pixels on its longer side. Raises UnfitError."""
    with _faults_told():
        image = Image.open(BytesIO(data), formats=("JPEG", "PNG"))
        return _encoded(_shrunk(_loaded(image), side), drawing=_is_drawing(data), quality=quality)


def as_seen(data: bytes, pixels: int = PIXELS) -> Image.Image:
    """The picture as people will see it, but with up to `LOOKED_AT` pixels on its longer side: RGB, upright. Raises UnfitError."""
    with _faults_told():
        return _on_white(_upright_small(data, pixels, LOOKED_AT))


@contextmanager
def _faults_told() -> Iterator[None]:
    """Whatever a decoder raises becomes an UnfitError that says what is the matter."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the many small things that Pillow finds in files of cameras
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            yield
        except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
            raise UnfitError(Fault.TOO_LARGE) from None
        except _DAMAGED:
            raise UnfitError(Fault.HALF) from None


def _opened(data: bytes, pixels: int) -> Image.Image:
    fault = fault_of(data[:HEAD])
    if fault:
        raise UnfitError(fault)
    there = data.rstrip(b"\0")
    if len(data) - len(there) > _PADDING and not (data[:2] in _ENDS and there.endswith(_ENDS[data[:2]])):
        raise UnfitError(Fault.HALF)  # the decoders would draw the rest in grey without a word
    if is_heic(data[:HEAD]):
        return unpacked(data, pixels)
    image = Image.open(BytesIO(data), formats=_FORMATS)
    if image.width * image.height > pixels:
        raise UnfitError(Fault.TOO_LARGE)
    return image


def _loaded(image: Image.Image) -> Image.Image:
    """The picture's first frame as L, RGB, RGBA or CMYK; its ICC profile, where it has one, stays in `info`."""
    image.load()
    if image.mode.startswith("I"):
        return image.convert("I").point([value >> 8 for value in range(1 << 16)], "L")  # 16 bits of grey: `convert` alone would clip
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _upright_small(data: bytes, pixels: int, side: int = LONGER_SIDE) -> Image.Image:
    image = _opened(data, pixels)
    turn = _turn_of(image)
    image.draft(None, _within(image.size, side))  # libjpeg then decodes at 1/2, 1/4 or 1/8, never smaller than this
    small = _shrunk(_loaded(image), side)
    return small.transpose(turn) if turn is not None else small


def _upright_whole(data: bytes, pixels: int) -> Image.Image:
    """The picture at full size, to be covered: a face must lie where it was marked, so its orientation has to be certain."""
    image = _opened(data, pixels)
    turn = _turn_of(image, certain=True)
    whole = _loaded(image)
    return whole.transpose(turn) if turn is not None else whole


def _turn_of(image: Image.Image, *, certain: bool = False) -> Image.Transpose | None:
    """How to make it upright. An orientation that cannot be read is none, as for everybody's viewer; unless it has to be certain."""
    exif = Image.Exif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error" if certain else "ignore")
            exif.load(image.info.get("exif", b""))
            return _TURNS[exif.get(ExifTags.Base.Orientation, 1)]
    except (Warning, *_DAMAGED):
        if certain:
            raise UnfitError(Fault.FACE_UNPLACED) from None
        return None


def _within(size: tuple[int, int], side: int) -> tuple[int, int]:
    scale = min(1.0, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _shrunk(image: Image.Image, side: int = LONGER_SIDE) -> Image.Image:
    size = _within(image.size, side)
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=_GAP)


def _in_srgb(image: Image.Image) -> Image.Image:
    """The picture as RGB or RGBA; a profile that does not fit the picture is passed over, as viewers do."""
    icc = image.info.get("icc_profile")
    if icc:
        alpha = image.getchannel("A") if image.mode == "RGBA" else None
        try:
            profile = ImageCms.ImageCmsProfile(BytesIO(icc))
            if not ImageCms.getProfileDescription(profile).startswith("sRGB"):
                plain = image.convert("RGB") if alpha else image
                converted = ImageCms.profileToProfile(plain, profile, _srgb(), outputMode="RGB")
                if converted:
                    image = converted
                    if alpha:
                        image.putalpha(alpha)
        except (ImageCms.PyCMSError, *_DAMAGED):
            pass
    return image if image.mode in ("RGB", "RGBA") else image.convert("RGB")


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _on_white(image: Image.Image) -> Image.Image:
    """The picture in sRGB as a fresh image: Pillow hands comments, profiles and EXIF on from whatever it has opened."""
    picture = _in_srgb(image)
    fresh = Image.new("RGB", picture.size, "white")
    fresh.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    return fresh


def _is_drawing(data: bytes) -> bool:
    return data.startswith((b"\x89PNG", b"GIF8"))


def _encoded(image: Image.Image, *, drawing: bool, quality: int = QUALITY) -> Drawn:
    """The smaller encoding."""
    fresh = _on_white(image)
    jpeg = BytesIO()
    fresh.save(jpeg, "JPEG", quality=quality, optimize=True)
    if drawing:
        png = BytesIO()
        fresh.save(png, "PNG", optimize=True)
        if png.tell() < jpeg.tell():
            return Drawn(png.getvalue(), "image/png", *fresh.size)
    return Drawn(jpeg.getvalue(), "image/jpeg", *fresh.size)
