from __future__ import annotations

import gzip
import time
import zlib
from io import BytesIO

import pytest
from boxes import IN_BOX, IN_ITEM, a_boxed, box
from drawings import a_drawing, opened
from heics import a_heic
from hypothesis import given, settings
from hypothesis import strategies as st
from tagged import a_gif, a_jpeg, a_png, a_png_with, a_webp, an_mpo, face, mwg, packet, person_in_image, raw_profile

from weekbrief_build.gather.tags.embedded import tags_in
from weekbrief_build.gather.tags.tags import Tags

ADA, BRAM = packet(person_in_image("Ada Jansen")), packet(person_in_image("Bram Vos"))
FRAMED = packet(mwg(face("Ada Jansen")))
XMP = b"XML:com.adobe.xmp"
RAW_DEFLATE = zlib.compressobj(wbits=-zlib.MAX_WBITS)
SIGNATURE = b"http://ns.adobe.com/xap/1.0/\0"


def names(tags: Tags) -> list[str]:
    """The names in it, where nothing is in doubt."""
    assert not tags.doubt
    return sorted({person.name for person in tags.people})


PACKED = {
    "plain": a_boxed(ADA),
    "deflate": a_boxed(zlib.compress(ADA), packing=b"deflate"),
    "deflate, raw": a_boxed(RAW_DEFLATE.compress(ADA) + RAW_DEFLATE.flush(), packing=b"deflate"),
    "zlib": a_boxed(zlib.compress(ADA), packing=b"compress_zlib"),
    "gzip": a_boxed(gzip.compress(ADA), packing=b"gzip"),
    "in pieces": a_boxed(ADA, pieces=5),
    "packed, in pieces": a_boxed(zlib.compress(ADA), packing=b"deflate", pieces=3),
    "in a box": a_boxed(ADA, method=IN_BOX),
    "in a box, in pieces": a_boxed(ADA, method=IN_BOX, pieces=4),
    "packed, in a box": a_boxed(zlib.compress(ADA), packing=b"deflate", method=IN_BOX),
    "long numbers": a_boxed(ADA, version=3, pieces=2),
    "an old list": a_boxed(ADA, version=0),
    "in a box of a program's own": box(b"ftyp", b"heic", bytes(4), b"mif1heic") + box(b"uuid", bytes(16), ADA),
}


@pytest.mark.parametrize("kind", PACKED)
def test_a_heic_may_pack_what_it_says_and_cut_it_into_pieces(kind: str) -> None:
    """Items of a HEIF lie in the file or in a box, plain or packed (ISO/IEC 14496-12, 8.11): nobody in them is missed."""
    assert names(tags_in([PACKED[kind]])) == ["Ada Jansen"]


@pytest.mark.parametrize("packing", [(), ("--enable-metadata-compression",)])
def test_a_heic_of_another_program_is_read(packing: tuple[str, ...]) -> None:
    """`heif-enc` takes the packet over from a JPEG, and packs it if asked to."""
    data = a_heic(opened(a_jpeg()), options=packing, xmp=FRAMED)
    assert (b"rdf-syntax" in data) is (packing == ())
    assert [(person.name, person.face) for person in tags_in([data]).people] == [("Ada Jansen", None)]


HALF = {
    "packed in an unknown way": a_boxed(ADA, packing=b"br"),
    "packed and damaged": a_boxed(zlib.compress(ADA)[:-9], packing=b"deflate"),
    "a bomb": a_boxed(zlib.compress(b" " * 50_000_000, 9), packing=b"deflate"),
    "encrypted": a_boxed(ADA, protection=1),
    "in another item": a_boxed(zlib.compress(ADA), packing=b"deflate", method=IN_ITEM),
    "cut off": a_boxed(zlib.compress(ADA), packing=b"deflate")[:-20],
    "without a place": a_boxed(zlib.compress(ADA), packing=b"deflate").replace(b"iloc", b"free"),
    "at no place": a_boxed(zlib.compress(ADA), packing=b"deflate").replace(b"\0\x07\0\0\0\0\0\1", b"\0\x08\0\0\0\0\0\1"),
    "a list that ends too early": a_boxed(ADA).replace(b"iloc\1", b"iloc\2"),
    "countless pieces": a_boxed(ADA)
    .replace(b"iloc\1\0\0\0\x44\0", b"iloc\1\0\0\0\0\0")
    .replace(b"\0\x07\0\0\0\0\0\1", b"\0\x07\0\0\0\0\xff\xff"),
}


@pytest.mark.parametrize("what", HALF)
def test_a_heic_that_cannot_be_read_whole_leaves_a_doubt(what: str) -> None:
    """There may be people in what was not read; and it is refused in bounded time."""
    before = time.perf_counter()
    assert tags_in([HALF[what]]).doubt
    assert time.perf_counter() - before < 1


TEXTS = {
    "tEXt": a_png_with(b"tEXt", XMP, ADA),
    "zTXt": a_png_with(b"zTXt", XMP, b"\0" + zlib.compress(ADA)),
    "ImageMagick": a_png_with(b"zTXt", b"Raw profile type xmp", b"\0" + zlib.compress(raw_profile("xmp", ADA))),
    "ImageMagick, plain": a_png_with(b"tEXt", b"Raw profile type xmp", raw_profile("xmp", ADA)),
    "ImageMagick, long ago": a_png_with(b"tEXt", b"Raw profile type APP1", raw_profile("generic profile", SIGNATURE + ADA)),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_png_may_say_it_in_any_text(kind: str) -> None:
    """XMP belongs into an iTXt chunk; programs put it elsewhere too."""
    assert names(tags_in([TEXTS[kind]])) == ["Ada Jansen"]


HALF_TEXTS = {
    "another packing": a_png_with(b"zTXt", XMP, b"\1" + zlib.compress(ADA)),
    "damaged": a_png_with(b"zTXt", XMP, b"\0" + zlib.compress(ADA)[:-9]),
    "a bomb": a_png_with(b"zTXt", b"Raw profile type xmp", b"\0" + zlib.compress(b" " * 100_000_000, 9)),
    "too few digits": a_png_with(b"tEXt", b"Raw profile type xmp", raw_profile("xmp", ADA)[:-100]),
    "an odd digit": a_png_with(b"tEXt", b"Raw profile type xmp", raw_profile("xmp", ADA)[:-2]),
    "no digits": a_png_with(b"tEXt", b"Raw profile type xmp", b"\nxmp\n 4\nwhat"),
}


@pytest.mark.parametrize("what", HALF_TEXTS)
def test_a_text_of_a_png_that_cannot_be_read_leaves_a_doubt(what: str) -> None:
    """It is there to say something."""
    before = time.perf_counter()
    assert tags_in([HALF_TEXTS[what]]).doubt
    assert time.perf_counter() - before < 1


def test_an_orientation_that_only_some_programs_see_is_none() -> None:
    """ImageMagick keeps EXIF of a PNG where few look for it: nobody knows whether that turns the picture."""
    assert tags_in([a_png_with(b"tEXt", b"Raw profile type exif", raw_profile("exif", b"Exif\0\0MM\0*\0\0\0\x08\0\0"))]).orientation is None


def test_a_gif_keeps_its_packet_among_its_blocks() -> None:
    """XMP of a GIF stands plain in an application extension; the picture is a picture all the same."""
    data = a_gif(FRAMED)
    assert opened(data).size == (60, 40)
    (person,) = tags_in([data]).people
    assert person.face is not None


def test_what_a_file_says_after_its_first_picture_counts_and_has_no_place() -> None:
    """An MPO holds several pictures: whoever is in one of them counts, and where a face is in another helps nobody."""
    assert names(tags_in([an_mpo(ADA, BRAM)])) == ["Ada Jansen", "Bram Vos"]
    assert names(tags_in([a_jpeg() + ADA])) == ["Ada Jansen"]
    (person,) = tags_in([an_mpo(packet(""), FRAMED)]).people
    assert person.face is None
    first, second = tags_in([an_mpo(packet(mwg(face("Bram Vos"))), FRAMED)]).people
    assert (first.name, first.face) == ("Ada Jansen", None)
    assert second.face is not None


@pytest.mark.parametrize("after", [packet("", 'xmpNote:HasExtendedXMP="0"'), ADA[:-200], ADA.replace(b"<rdf:li>", b"")])
def test_what_stands_after_the_first_picture_and_cannot_be_read_leaves_a_doubt(after: bytes) -> None:
    """The rest of it may name somebody."""
    assert tags_in([a_jpeg(ADA) + after]).doubt


WHOLE = [
    a_jpeg(FRAMED, orientation=6),
    a_png(FRAMED, packed=True, orientation=6),
    TEXTS["ImageMagick"],
    a_webp(FRAMED, 6),
    a_gif(FRAMED),
    an_mpo(ADA, BRAM),
    *PACKED.values(),
]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 1 << 12), st.integers(0, 255)), max_size=8), st.integers(0, 200))
def test_whatever_is_broken_in_a_file_it_is_read_or_left_in_doubt(data: bytes, places: list[tuple[int, int]], cut: int) -> None:
    """Any bytes end as tags: whoever reads thousands of files must not stop at one."""
    broken = bytearray(data)
    for at, value in places:
        broken[at % len(broken)] = value
    assert isinstance(tags_in([bytes(broken[: len(broken) - cut])]), Tags)


def test_a_real_mpo_is_read() -> None:
    """As Pillow writes it: the second picture's packet is not lost behind the first one's pixels."""
    target = BytesIO()
    a_drawing((60, 40)).save(target, "MPO", save_all=True, append_images=[opened(a_jpeg())], xmp=ADA)
    assert names(tags_in([target.getvalue()])) == ["Ada Jansen"]
