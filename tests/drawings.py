"""Pictures drawn for the tests: no photographs, and each says at a glance which way is up."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, ImageCms

from weekbrief_build.school.made import PictureOrder
from weekbrief_build.school.post import PictureFile, Region

RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 160, 60), (30, 60, 200), (220, 200, 40)
SECRET = b"Ada Jansen was here"

STORED_AS = {
    1: lambda image: image,
    2: lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    3: lambda image: image.transpose(Image.Transpose.ROTATE_180),
    4: lambda image: image.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
    5: lambda image: image.transpose(Image.Transpose.TRANSPOSE),
    6: lambda image: image.transpose(Image.Transpose.ROTATE_90),
    7: lambda image: image.transpose(Image.Transpose.TRANSVERSE),
    8: lambda image: image.transpose(Image.Transpose.ROTATE_270),
}
"""How a camera stores an upright picture, by the orientation that it writes: what undoes the turn that Exif 2.32 asks for."""


def a_drawing(size: tuple[int, int] = (400, 300), mode: str = "RGB") -> Image.Image:
    """Four fields: red upper left, green upper right, blue lower left, yellow lower right."""
    width, height = size
    drawing = Image.new("RGB", size, RED)
    drawing.paste(GREEN, (width // 2, 0, width, height))
    drawing.paste(BLUE, (0, height // 2, width, height))
    drawing.paste(YELLOW, (width // 2, height // 2, width, height))
    return drawing.convert(mode)


def a_noise(size: tuple[int, int] = (400, 300), shade: int = 60) -> Image.Image:
    """A picture that packs badly, as photographs do."""
    return Image.merge("RGB", [Image.effect_noise(size, shade) for _ in range(3)])


def a_file(image: Image.Image, format_: str = "JPEG", **options: Any) -> bytes:
    """The bytes of a picture's file."""
    file = BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()


def exif_saying(orientation: int) -> bytes:
    """EXIF with an orientation, a place and words."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.ImageDescription] = SECRET.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (52.0, 5.0, 30.0)
    return exif.tobytes()


def opened(data: bytes) -> Image.Image:
    """A picture's file, decoded."""
    image = Image.open(BytesIO(data))
    image.load()
    return image


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    """The colours a quarter of the way in from upper left, upper right, lower left, lower right."""
    plain, (width, height) = image.convert("RGB"), image.size
    places = [(width // 4, height // 4), (width * 3 // 4, height // 4), (width // 4, height * 3 // 4), (width * 3 // 4, height * 3 // 4)]
    return [colour if isinstance(colour := plain.getpixel(place), tuple) else () for place in places]


def look_alike(one: tuple[int, ...], other: tuple[int, ...], by: int = 12) -> bool:
    """Whether two colours differ by no more than a JPEG makes them."""
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def an_order(folder: Path, name: str, data: bytes, *cover: Region) -> PictureOrder:
    """Put a file into a folder and order it."""
    (folder / name).write_bytes(data)
    return PictureOrder(PictureFile(name, sha256(data).hexdigest(), len(data)), frozenset(cover))


def a_photograph(number: int, size: tuple[int, int] = (64, 48)) -> bytes:
    """A JPEG in a colour of its own: each number another picture."""
    return a_file(Image.new("RGB", size, (number * 37 % 256, number * 91 % 256, number * 151 % 256)))


def a_bent_profile() -> bytes:
    """A colour profile in which red and blue have changed places, under a name that is not sRGB's (ICC.1:2022, 7.2 and 7.3)."""
    table = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    places = {bytes(table[at : at + 4]): at for at in range(132, 132 + 12 * int.from_bytes(table[128:132], "big"), 12)}
    red, blue = places[b"rXYZ"], places[b"bXYZ"]
    table[red : red + 4], table[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(table).replace("sRGB".encode("utf-16-be"), "Bent".encode("utf-16-be")).replace(b"sRGB built-in", b"Bent built-in")
