"""Writes who is in a drawing into its file, as photo programs do: names with frames of faces (MWG, Guidelines 2.0, 5.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from example.brush import HEIGHT, WIDTH, Box


def packet_of(names: Sequence[tuple[str, str]], faces: Mapping[str, Box]) -> bytes:
    """An XMP packet that names these people (id and name) at their faces."""
    regions = "".join(_region(name, faces[who]) for who, name in names)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"'
        ' xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#"><mwg-rs:Regions rdf:parseType="Resource">'
        f'<mwg-rs:AppliedToDimensions stDim:w="{WIDTH}" stDim:h="{HEIGHT}" stDim:unit="pixel"/>'
        f"<mwg-rs:RegionList><rdf:Bag>{regions}</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions></rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()


def _region(name: str, face: Box) -> str:
    left, top, right, bottom = face[0] / WIDTH, face[1] / HEIGHT, face[2] / WIDTH, face[3] / HEIGHT
    sides = {"x": (left + right) / 2, "y": (top + bottom) / 2, "w": right - left, "h": bottom - top}
    area = " ".join(f'stArea:{side}="{value:.4f}"' for side, value in sides.items())
    return (
        f'<rdf:li><rdf:Description mwg-rs:Name="{name}" mwg-rs:Type="Face">'
        f'<mwg-rs:Area {area} stArea:unit="normalized"/></rdf:Description></rdf:li>'
    )
