from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import pytest
from drawings import (
    BLUE,
    GREEN,
    RED,
    SECRET,
    STORED_AS,
    YELLOW,
    a_bent_profile,
    a_drawing,
    a_file,
    a_noise,
    corners,
    exif_saying,
    look_alike,
    opened,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from weekbrief_build.media.pictures.audit import audit
from weekbrief_build.media.pictures.faults import Fault
from weekbrief_build.media.pictures.pixels import Drawn, draw


def drawn_from(data: bytes) -> Drawn:
    """The picture as it is, which has to come out."""
    (drawn,) = draw(data, [()])
    assert isinstance(drawn, Drawn)
    return drawn


def fault_of(data: bytes) -> Fault:
    """The fault, which has to be found."""
    (fault,) = draw(data, [()])
    assert isinstance(fault, Fault)
    return fault


@pytest.mark.parametrize("orientation", STORED_AS)
@pytest.mark.parametrize("size", [(400, 300), (3000, 2000)])
def test_every_orientation_comes_out_upright(orientation: int, size: tuple[int, int]) -> None:
    """A picture leaves upright, whichever way the camera was held (Exif 2.32, 4.6.4), shrunk or not."""
    drawn = drawn_from(a_file(STORED_AS[orientation](a_drawing(size)), exif=exif_saying(orientation)))
    assert (drawn.width > drawn.height) is True
    assert all(look_alike(*pair) for pair in zip(corners(opened(drawn.data)), [RED, GREEN, BLUE, YELLOW], strict=True))


@pytest.mark.parametrize("exif", [b"Exif\0\0nonsense", b"Exif\0\0", exif_saying(9), exif_saying(0)])
def test_an_orientation_that_says_nothing_leaves_the_picture_as_everybody_sees_it(exif: bytes) -> None:
    """EXIF that cannot be read, or means nothing, turns nothing and withholds nothing."""
    assert look_alike(corners(opened(drawn_from(a_file(a_drawing(), exif=exif)).data))[0], RED)


@pytest.mark.parametrize(
    ("size", "expected"), [((3000, 2000), (1200, 800)), ((2000, 3000), (800, 1200)), ((640, 480), (640, 480)), ((5000, 2), (1200, 1))]
)
def test_the_longer_side_is_at_most_1200_pixels_and_nothing_is_enlarged(size: tuple[int, int], expected: tuple[int, int]) -> None:
    """At most 1200 px on the longer side; smaller pictures keep their size."""
    drawn = drawn_from(a_file(a_drawing(size)))
    assert (drawn.width, drawn.height) == expected == opened(drawn.data).size


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_every_kind_of_jpeg_becomes_one_that_every_mail_program_reads(mode: str, progressive: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Baseline RGB leaves, whatever came."""
    drawn = drawn_from(a_file(a_drawing(mode=mode), progressive=progressive))
    assert drawn.media_type == "image/jpeg"
    assert b"\xff\xc0" in drawn.data
    assert opened(drawn.data).mode == "RGB"


def test_cmyk_keeps_its_colours() -> None:
    """A picture for print shows in a letter as on paper, not inverted."""
    assert all(
        look_alike(*pair, 40)
        for pair in zip(corners(opened(drawn_from(a_file(a_drawing(mode="CMYK"))).data)), [RED, GREEN, BLUE, YELLOW], strict=True)
    )


def test_sixteen_bits_of_grey_are_scaled_and_not_clipped() -> None:
    """Half bright stays half bright: 16-bit scans would come out white."""
    drawn = drawn_from(a_file(Image.new("I;16", (40, 30), 0x8000), "PNG"))
    assert look_alike(corners(opened(drawn.data))[0], (128, 128, 128), 2)


@pytest.mark.parametrize("mode", ["1", "P", "L", "LA", "RGBA", "RGB"])
@pytest.mark.parametrize("format_", ["PNG", "GIF", "WEBP"])
def test_every_mode_of_every_format_is_read(mode: str, format_: str) -> None:
    """Palettes, grey and transparency all become RGB."""
    drawn = drawn_from(a_file(a_drawing(mode=mode), format_))
    assert opened(drawn.data).mode == "RGB"
    assert audit(drawn.data, drawn.media_type) == (400, 300)


def test_what_lies_under_transparency_does_not_leave() -> None:
    """Who was wiped out of a picture stays out: transparent pixels leave white, whatever colour they hide."""
    hidden = Image.new("RGBA", (2000, 1000), (255, 0, 0, 0))
    drawn = drawn_from(a_file(hidden, "PNG"))
    assert opened(drawn.data).getcolors() == [(drawn.width * drawn.height, (255, 255, 255))]


def test_a_palette_with_a_transparent_colour_leaves_on_white() -> None:
    """GIFs and PNGs mark one colour of the palette as transparent."""
    image = a_drawing().quantize(4)
    background = image.getpixel((0, 0))
    assert look_alike(corners(opened(drawn_from(a_file(image, "PNG", transparency=background)).data))[0], (255, 255, 255), 0)


def test_a_drawing_stays_sharp_and_a_photograph_small() -> None:
    """What came as PNG goes as PNG where that is smaller, else as JPEG."""
    assert drawn_from(a_file(a_drawing(), "PNG")).media_type == "image/png"
    assert drawn_from(a_file(a_noise(), "PNG")).media_type == "image/jpeg"
    assert drawn_from(a_file(a_drawing())).media_type == "image/jpeg"


def test_colours_are_converted_to_srgb() -> None:
    """A wide-gamut photograph must not look dull where nobody reads profiles: the same numbers in another space are other colours."""
    plain = Image.new("RGB", (40, 30), (200, 30, 60))
    assert look_alike(corners(opened(drawn_from(a_file(plain, icc_profile=a_bent_profile())).data))[0], (60, 30, 200), 16)
    assert look_alike(corners(opened(drawn_from(a_file(plain, icc_profile=b"no profile")).data))[0], (200, 30, 60), 4)


def with_everything_jpeg() -> bytes:
    """A JPEG with EXIF, GPS, a comment, XMP, a profile, a thumbnail in JFXX and bytes after the end."""
    data = a_file(
        a_drawing(), exif=exif_saying(1), comment=SECRET, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    )
    for marker, segment in (
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>" + SECRET),
        (0xE0, b"JFXX\0\x10" + SECRET),
        (0xED, b"Photoshop 3.0\0" + SECRET),
    ):
        data = data[:2] + struct.pack(">BBH", 0xFF, marker, len(segment) + 2) + segment + data[2:]
    return data + SECRET


def with_everything_png() -> bytes:
    """A PNG with text, EXIF, XMP, a chunk of its own and bytes after the end."""
    words = PngInfo()
    words.add_text("Author", SECRET.decode())
    words.add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=True)
    words.add(b"prVt", SECRET)
    return a_file(a_noise(), "PNG", pnginfo=words, exif=exif_saying(1)) + SECRET


def with_everything_webp() -> bytes:
    """A WebP with EXIF, XMP and a profile."""
    return a_file(a_noise(), "WEBP", exif=exif_saying(1), xmp=SECRET)


def with_everything_gif() -> bytes:
    """A GIF with a comment and a second frame."""
    return a_file(a_drawing().quantize(8), "GIF", comment=SECRET, save_all=True, append_images=[Image.new("P", (400, 300), 3)])


@pytest.mark.parametrize("make", [with_everything_jpeg, with_everything_png, with_everything_webp, with_everything_gif])
def test_nothing_but_pixels_leaves(make: Callable[[], bytes]) -> None:
    """No place, no name, no comment, no thumbnail and no trailer reaches a family."""
    data = make()
    assert SECRET in data or make is with_everything_png
    drawn = drawn_from(data)
    assert audit(drawn.data, drawn.media_type) == (400, 300)
    assert SECRET not in drawn.data
    assert set(opened(drawn.data).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("format_", ["GIF", "WEBP", "PNG"])
def test_of_what_moves_the_first_frame_leaves(format_: str) -> None:
    """Who is in a picture was said of what stands still."""
    first, second = a_drawing(), Image.new("RGB", (400, 300), "black")
    if format_ == "GIF":
        first, second = first.quantize(8), second.quantize(8)
    data = a_file(first, format_, save_all=True, append_images=[second], duration=100)
    assert all(look_alike(*pair) for pair in zip(corners(opened(drawn_from(data).data)), [RED, GREEN, BLUE, YELLOW], strict=True))


def test_of_several_pictures_in_one_file_the_first_leaves() -> None:
    """Telephones put depth maps and second views into a JPEG (MPO)."""
    data = a_file(a_drawing(), "MPO", save_all=True, append_images=[Image.new("RGB", (400, 300), "black")])
    assert look_alike(corners(opened(drawn_from(data).data))[0], RED)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("part", [0.0, 0.2, 0.6, 0.95])
def test_a_picture_that_is_half_there_does_not_leave(format_: str, part: float) -> None:
    """A file that a sync program is still writing is not sent with its lower half in grey, cut off or filled up with zeros."""
    noise = a_noise((800, 600))
    whole = a_file(noise.quantize(64, Image.Quantize.FASTOCTREE) if format_ == "GIF" else noise, format_)
    there = int(len(whole) * part)
    assert fault_of(whole[:there]) is Fault.HALF
    assert fault_of(whole[:there] + bytes(len(whole) - there)) is Fault.HALF


def test_the_end_of_another_kind_is_no_end() -> None:
    """Half a WebP whose last byte is by chance a semicolon, with which a GIF ends, is half a WebP."""
    whole = a_file(a_noise((800, 600)), "WEBP")
    half = whole[: len(whole) // 2]
    assert fault_of(half + b"\0;" + bytes(len(whole) - len(half))) is Fault.HALF


def test_zeros_after_the_end_of_a_jpeg_are_padding() -> None:
    """Some cameras fill their files up."""
    assert drawn_from(a_file(a_drawing()) + bytes(4096)).width == 400


def a_bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that claims to be huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(30_000, 30_000), (11_000, 10_001)])
def test_a_picture_of_more_than_110_megapixels_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    """A few kilobytes must not become gigabytes; Pillow's own limit would only warn of the second."""
    assert fault_of(a_bomb(*size)) is Fault.TOO_LARGE


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Fault.HALF),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", Fault.AVIF),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", Fault.VIDEO),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", Fault.VIDEO),
        (b"RIFF\0\0\0\0AVI LIST", Fault.VIDEO),
        (b"RIFF\0\0\0\0WAVEfmt ", Fault.STRANGE),
        (b"\x1aE\xdf\xa3", Fault.VIDEO),
        (b"Dag allemaal", Fault.TEXT),
        ("Één".encode(), Fault.TEXT),
        (b"%PDF-1.7\n", Fault.STRANGE),
        (b"II*\0\x08\0\0\0", Fault.OTHER),
        (bytes(5000), Fault.HALF),
        (b"", Fault.HALF),
    ],
)
def test_what_is_no_picture_is_called_what_it_is(data: bytes, fault: Fault) -> None:
    """A teacher is told what the file is, not only that it does not work."""
    assert fault_of(data) is fault


FILES = [
    a_file(a_drawing((40, 30)), exif=exif_saying(6), icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()),
    a_file(a_drawing((40, 30), "RGBA"), "PNG", exif=exif_saying(6)),
    a_file(a_drawing((40, 30)).quantize(8), "GIF"),
    a_file(a_drawing((40, 30)), "WEBP", exif=exif_saying(6)),
    a_file(a_drawing((40, 30)), "MPO", save_all=True, append_images=[a_drawing((40, 30))]),
]


@settings(max_examples=300, deadline=None)
@given(
    data=st.sampled_from(FILES),
    places=st.lists(st.tuples(st.integers(0, 1 << 12), st.integers(0, 255)), max_size=8),
    cut=st.integers(0, 40),
)
def test_whatever_is_broken_in_a_file_it_leaves_clean_or_not_at_all(data: bytes, places: list[tuple[int, int]], cut: int) -> None:
    """Any bytes end as a picture that passes the audit, or as a fault; with anything else a worker would have to be replaced."""
    broken = bytearray(data)
    for at, value in places:
        broken[at % len(broken)] = value
    for drawn in draw(bytes(broken[: len(broken) - cut]), [()]):
        assert isinstance(drawn, Fault) or audit(drawn.data, drawn.media_type) == (drawn.width, drawn.height)
