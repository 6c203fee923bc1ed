"""Whatever a PDF's bytes are: what is let through holds no program, no embedded file and no metadata, and is let through once more."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from example.paper import a_paper
from hypothesis import given
from minute import for_a_minute, spoiled
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, TextStringObject

from weekbrief_build.media.papers.pdf import clean

NEVER = {"/JS", "/JavaScript", "/OpenAction", "/AA", "/EmbeddedFiles", "/EF", "/Metadata", "/AcroForm"}
logging.disable(logging.CRITICAL)


def _alive() -> bytes:
    writer = PdfWriter(clone_from=BytesIO(a_paper("Menu", ["Soep"])))
    act = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")})
    writer.root_object[NameObject("/OpenAction")] = act
    writer.add_attachment("a.txt", b"secret")
    writer.add_metadata({"/Author": "Ada Jansen"})
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


SAMPLES = [a_paper("Menu", ["Maandag: soep", "Dinsdag: brood"]), _alive()]
WORDS = [b"/OpenAction", b"/JS (x)", b"/AA << /O 1 0 R >>", b"1 0 R", b"endobj", b"stream\n", b"<<", b">>", b"/Kids", b"/Annots [1 0 R]"]


def _things(thing: Any, seen: set[int]) -> Iterator[DictionaryObject]:
    thing = thing.get_object() if isinstance(thing, IndirectObject) else thing
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, DictionaryObject):
        yield thing
        for value in thing.values():
            yield from _things(value, seen)
    elif isinstance(thing, ArrayObject):
        for value in thing:
            yield from _things(value, seen)


@given(spoiled(SAMPLES, WORDS))
def holds(data: bytes) -> None:
    """Of what is cleaned: a file that is no whole PDF may end its process with any exception."""
    try:
        cleaned = clean(data)
    except Exception:  # noqa: BLE001 - `clean` promises no more: its process ends, and the paper is refused
        return
    reader = PdfReader(BytesIO(cleaned.data))
    for thing in _things(reader.trailer, set()):
        assert not NEVER & set(thing), sorted(NEVER & set(thing))
    assert "/Author" not in (reader.metadata or {})
    again = clean(cleaned.data)
    assert (again.words, again.pictures, again.unread) == (cleaned.words, cleaned.pictures, cleaned.unread)


if __name__ == "__main__":
    for_a_minute(holds)
