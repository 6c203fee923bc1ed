"""Whatever a picture's bytes are: its tags are read without a fault, and the same however the bytes come in; a place lies in no void."""

from __future__ import annotations

from math import isfinite

from hypothesis import given
from hypothesis import strategies as st
from minute import for_a_minute, spoiled
from tagged import a_gif, a_jpeg, a_png, a_webp, bag, face, microsoft, mwg, packet, person_in_image

from weekbrief_build.gather.tags.embedded import tags_in
from weekbrief_build.gather.tags.takeout import read_takeout
from weekbrief_build.gather.tags.xmp import read_xmp

PACKET = packet(
    mwg(face("Ada Jansen"), face("Bram Vos", x=0.2)) + person_in_image("Cas de Boer") + bag("digiKam:TagsList", "People/Ada Jansen")
)
SAMPLES = [
    a_jpeg(PACKET),
    a_png(PACKET),
    a_png(PACKET, packed=True),
    a_webp(PACKET),
    a_gif(PACKET),
    a_jpeg(packet(microsoft(Ada="0,0,1,1"))),
]
WORDS = [b"<rdf:li>", b"</rdf:li>", b"&lt;", b"&#0;", b"<!--", b"<![CDATA[", b"nan", b"-1e999", b"Exif\0\0", b"\xff\xe1", b"iTXt", b"8BIM"]


@given(spoiled(SAMPLES, WORDS), st.integers(1, 5000))
def holds(data: bytes, length: int) -> None:
    """Of the bytes of a whole file."""
    whole = tags_in([data])
    assert whole == tags_in(data[at : at + length] for at in range(0, len(data), length))
    for person in whole.people:
        assert person.face is None or all(map(isfinite, (person.face.x, person.face.y, person.face.width, person.face.height)))


@given(spoiled([PACKET], WORDS), st.sampled_from([None, *range(1, 9)]))
def holds_beside(data: bytes, orientation: int | None) -> None:
    """Of a file beside a picture; what cannot be read is a doubt."""
    read_xmp(data, orientation, (4000, 3000))


@given(spoiled([b'{"title": "a.jpg", "people": [{"name": "Ada Jansen"}, {"name": "Bram Vos"}]}'], [b"{", b"[", b"1e999", b"\\ud800"]))
def holds_of_takeout(data: bytes) -> None:
    """Of what Google Takeout writes."""
    read_takeout(data)


def _all() -> None:
    holds()
    holds_beside()
    holds_of_takeout()


if __name__ == "__main__":
    for_a_minute(_all)
