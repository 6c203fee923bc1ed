"""Writes the tags that photo programs write, and puts them into small drawn pictures."""

from __future__ import annotations

import struct
from io import BytesIO

from drawings import a_drawing, exif_saying
from PIL import Image, PngImagePlugin

SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    "stArea": "http://ns.adobe.com/xmp/sType/Area#",
    "stDim": "http://ns.adobe.com/xap/1.0/sType/Dimensions#",
    "MP": "http://ns.microsoft.com/photo/1.2/",
    "MPRI": "http://ns.microsoft.com/photo/1.2/t/RegionInfo#",
    "MPReg": "http://ns.microsoft.com/photo/1.2/t/Region#",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "MicrosoftPhoto": "http://ns.microsoft.com/photo/1.0",
    "mediapro": "http://ns.iview-multimedia.com/mediapro/1.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "xmpNote": "http://ns.adobe.com/xmp/note/",
    "acdsee-rs": "http://ns.acdsee.com/regions/",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())
_SIGNATURE = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENDED = b"http://ns.adobe.com/xmp/extension/\0"


def packet(properties: str, attributes: str = "") -> bytes:
    """An XMP packet with these properties, as elements and as attributes."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF {_DECLARED}><rdf:Description rdf:about="" {attributes}>{properties}</rdf:Description></rdf:RDF></x:xmpmeta>'
        f"{' ' * 100}<?xpacket end='w'?>"
    ).encode()


def bag(name: str, *texts: str, kind: str = "Bag") -> str:
    """A property that is an array of texts."""
    items = "".join(f"<rdf:li>{text}</rdf:li>" for text in texts)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"


def person_in_image(*names: str) -> str:
    """IPTC's list of the people shown."""
    return bag("Iptc4xmpExt:PersonInImage", *names)


def face(  # noqa: PLR0913 - a frame has as many
    name: str | None, *, x: float = 0.5, y: float = 0.5, w: float = 0.2, h: float = 0.1, kind: str = "Face"
) -> str:
    """An MWG region, by its middle."""
    named = "" if name is None else f'mwg-rs:Name="{name}" '
    area = f'<mwg-rs:Area stArea:x="{x}" stArea:y="{y}" stArea:w="{w}" stArea:h="{h}" stArea:unit="normalized"/>'
    return f'<rdf:li><rdf:Description {named}mwg-rs:Type="{kind}">{area}</rdf:Description></rdf:li>'


def mwg(*faces: str, drawn_on: tuple[int, int] | None = None) -> str:
    """The regions of a picture; of the size of the picture that they were drawn on, many programs say nothing."""
    size = f'<mwg-rs:AppliedToDimensions stDim:w="{drawn_on[0]}" stDim:h="{drawn_on[1]}" stDim:unit="pixel"/>' if drawn_on else ""
    listed = f"<mwg-rs:RegionList><rdf:Bag>{''.join(faces)}</rdf:Bag></mwg-rs:RegionList>"
    return f'<mwg-rs:Regions rdf:parseType="Resource">{size}{listed}</mwg-rs:Regions>'


def microsoft(**rectangles: str) -> str:
    """Microsoft's people tags, by the upper left corner."""
    items = "".join(
        f'<rdf:li MPReg:PersonDisplayName="{name.replace("_", " ")}" MPReg:Rectangle="{place}"/>' for name, place in rectangles.items()
    )
    return f'<MP:RegionInfo rdf:parseType="Resource"><MPRI:Regions><rdf:Bag>{items}</rdf:Bag></MPRI:Regions></MP:RegionInfo>'


def a_jpeg(
    *packets: bytes, orientation: int | None = None, image: Image.Image | None = None, extended: bytes = b"", guid: str = ""
) -> bytes:
    """A JPEG with these packets, and an extended one in pieces, as it lies in a file."""
    plain = BytesIO()
    exif = {} if orientation is None else {"exif": exif_saying(orientation)}
    (image or a_drawing((60, 40))).save(plain, "JPEG", quality=95, **exif)
    segments = [_SIGNATURE + one for one in packets]
    for offset in reversed(range(0, len(extended), 60_000)):  # in any order
        part = extended[offset : offset + 60_000]
        segments.append(_EXTENDED + guid.encode() + struct.pack(">II", len(extended), offset) + part)
    data = plain.getvalue()
    after = 2 if orientation is None else 4 + int.from_bytes(data[4:6], "big")
    return data[:after] + b"".join(b"\xff\xe1" + struct.pack(">H", len(one) + 2) + one for one in segments) + data[after:]


def a_png(packet: bytes, *, packed: bool = False, orientation: int = 1) -> bytes:
    """A PNG with this packet."""
    words = PngImagePlugin.PngInfo()
    words.add_itxt("XML:com.adobe.xmp", packet.decode(), zip=packed)
    target = BytesIO()
    a_drawing((60, 40)).save(target, "PNG", pnginfo=words, exif=exif_saying(orientation))
    return target.getvalue()


def a_webp(packet: bytes, orientation: int = 1) -> bytes:
    """A WebP with this packet."""
    target = BytesIO()
    a_drawing((60, 40)).save(target, "WEBP", xmp=packet, exif=exif_saying(orientation))
    return target.getvalue()


def a_gif(packet: bytes) -> bytes:
    """A GIF with this packet in an application extension, as it is (XMP Specification Part 3, 1.1.2)."""
    target = BytesIO()
    a_drawing((60, 40)).save(target, "GIF")
    data = target.getvalue()
    after = 13 + 3 * (2 << (data[10] & 7))  # header and palette
    magic = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    return data[:after] + b"\x21\xff\x0bXMP DataXMP" + packet + magic + data[after:]


def an_mpo(first: bytes, second: bytes) -> bytes:
    """A JPEG that holds two pictures, each with a packet, as telephones join them."""
    return a_jpeg(first) + a_jpeg(second)


def a_png_with(kind: bytes, keyword: bytes, rest: bytes) -> bytes:
    """A PNG with this text chunk."""
    words = PngImagePlugin.PngInfo()
    words.add(kind, keyword + b"\0" + rest)
    target = BytesIO()
    a_drawing((60, 40)).save(target, "PNG", pnginfo=words)
    return target.getvalue()


def raw_profile(name: str, profile: bytes) -> bytes:
    """A profile in hexadecimal digits, as ImageMagick writes it."""
    digits = profile.hex()
    return f"\n{name}\n{len(profile):8}\n".encode() + "\n".join(digits[at : at + 72] for at in range(0, len(digits), 72)).encode() + b"\n"
