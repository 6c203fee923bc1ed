"""Takes a PDF apart and writes it anew with what a reader sees and nothing else, and says which words stand in it; only the worker does so.

What is kept is a list: pages with their contents, links to the web, and the marks that a screen reader reads by. All else is gone:
who wrote it and with what, earlier states of the text, notes, scripts, files within the file. What cannot be taken away without changing
what a reader sees (fields to fill in, notes on the page) is refused.

Known limit: words that were turned into drawings, on a page that has other words too, are not found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, IndirectObject, StreamObject, TextStringObject

MOST_PAGES = 40

_OF_ROOT = {"/Type", "/Pages", "/Lang", "/MarkInfo", "/StructTreeRoot", "/OCProperties"}
_OF_PAGE = {
    *("/Type", "/Parent", "/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/Rotate", "/UserUnit"),
    *("/Contents", "/Resources", "/Annots", "/Group", "/StructParents", "/Tabs"),
}
_OF_LINK = {"/Type", "/Subtype", "/Rect", "/Border", "/BS", "/C", "/H", "/QuadPoints", "/A", "/Dest", "/StructParent", "/F", "/P"}
_NEVER = {
    *("/Metadata", "/PieceInfo", "/AA", "/OpenAction", "/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AF", "/Names", "/AcroForm"),
    *("/Thumb", "/LastModified", "/RichMediaContent", "/Outlines", "/Threads", "/Next"),
}
_ACTS = {"/Launch", "/JavaScript", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound", "/Named"}
_LINKS = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_INLINE = re.compile(rb"(?:^|[\s\]>)])BI\s")
_SPACED = re.compile(r"(?<!\w)(?:\w ){2,}\w(?!\w)")
_TOO_STRANGE = 0.1


class RefusedError(Exception):
    """The file cannot go; the reason is the value of a `papers.Fault`."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A PDF that holds what a reader sees."""

    data: bytes
    words: str
    """Every word that was found in it."""
    pictures: bool
    """Whether there is any picture in it, if only an emblem."""
    unread: bool
    """Whether there may be words in it that were not found."""


def clean(data: bytes) -> Cleaned:
    """The file, written anew. Raises RefusedError, and anything at all for a file that is no whole PDF."""
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        raise RefusedError("locked")
    if not 1 <= len(reader.pages) <= MOST_PAGES:
        raise RefusedError("too long")
    writer = PdfWriter(clone_from=reader)
    _keep(writer.root_object, _OF_ROOT)
    for page in writer.pages:
        _keep(page, _OF_PAGE)
        _keep_links(page)
    for thing in writer._objects:  # noqa: SLF001 - there is no other way to see them all
        for found in _dictionaries(thing):
            _purge(found)
    # What was cut off is still in it, where its parts point at each other; what is read anew is only what the root leads to.
    return _looked_at(_written(PdfWriter(clone_from=BytesIO(_written(writer)))))


def _written(writer: PdfWriter) -> bytes:
    writer.metadata = None
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _keep(of: DictionaryObject, keys: set[str]) -> None:
    for key in [key for key in of if key not in keys]:
        del of[key]


def _keep_links(page: PageObject) -> None:
    """Links stay; a field or a note is part of what a reader sees, and is refused."""
    kept = ArrayObject()
    for reference in page.get("/Annots", ArrayObject()).get_object() or ():
        note = reference.get_object()
        if note.get("/Subtype") == "/Popup":
            continue
        if note.get("/Subtype") != "/Link":
            raise RefusedError("alive")
        _keep(note, _OF_LINK)
        kept.append(reference)
    if "/Annots" in page:
        page[_name("/Annots")] = kept


def _name(text: str) -> Any:
    from pypdf.generic import NameObject  # noqa: PLC0415 - its constructor has no types

    return NameObject(text)


def _purge(found: DictionaryObject) -> None:
    """Take out of any part of the file what acts, what tells about its maker, and what is a file itself."""
    for key in _NEVER & found.keys():
        del found[key]
    kind, address = found.get("/S"), found.get("/URI")
    if kind in _ACTS or ("/URI" in found and not (isinstance(address, str) and _LINKS.match(address))):
        found.clear()


def _dictionaries(thing: Any) -> Iterator[DictionaryObject]:
    """This part of the file and what stands within it, not following references."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, DictionaryObject):
            yield one
            waiting += [value for value in dict.values(one) if not isinstance(value, IndirectObject)]
        elif isinstance(one, ArrayObject):
            waiting += [value for value in list.__iter__(one) if not isinstance(value, IndirectObject)]


def _strings(thing: Any) -> Iterator[str]:
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, TextStringObject):
            yield str(one)
        elif isinstance(one, ByteStringObject):
            yield one.decode("utf-16" if one.startswith((b"\xfe\xff", b"\xff\xfe")) else "latin-1", "replace")
        elif isinstance(one, DictionaryObject):
            waiting += [value for value in dict.values(one) if not isinstance(value, IndirectObject)]
        elif isinstance(one, ArrayObject):
            waiting += [value for value in list.__iter__(one) if not isinstance(value, IndirectObject)]


def _looked_at(data: bytes) -> Cleaned:
    """What stands in the file that was written: that one is sent, so that one is read."""
    reader = PdfReader(BytesIO(data))
    parts: list[Any] = [reader.get_object(number) for number in range(1, int(str(reader.trailer["/Size"])))]
    if reader.metadata or any(_NEVER & found.keys() for part in parts for found in _dictionaries(part)):
        raise RefusedError("alive")
    pages = [page.extract_text() for page in reader.pages]
    said = [text for part in parts for text in _strings(part)]
    said += [text for page in reader.pages for text in _said_aside(page)]
    streams = [part for part in parts if isinstance(part, StreamObject)]
    drawn = [stream for stream in streams if stream.get("/Subtype") in {None, "/Form"}]
    pictures = any(stream.get("/Subtype") == "/Image" for stream in streams) or any(_INLINE.search(stream.get_data()) for stream in drawn)
    unread = any(_is_unread(page, text) for page, text in zip(reader.pages, pages, strict=True)) or any(map(_is_mute, parts))
    words = "\n".join((*pages, *said))
    closed = _SPACED.sub(lambda found: found.group().replace(" ", ""), words)  # letters set apart are a word all the same
    return Cleaned(data, words if closed == words else f"{words}\n{closed}", pictures, unread)


def _said_aside(page: PageObject) -> Iterator[str]:
    """What a page says in place of what it shows (`/ActualText`), within its contents."""
    contents = page.get_contents()
    for operands, _ in contents.operations if contents is not None else ():  # it is a dictionary, and empty
        for operand in operands if isinstance(operands, list) else ():
            if isinstance(operand, DictionaryObject):
                yield from _strings(operand)


def _is_unread(page: PageObject, text: str) -> bool:
    """Whether a page shows something and no words were found on it, or signs that are no letters."""
    contents = page.get_contents()
    shown = "".join(text.split())
    if not any(sign.isalnum() for sign in shown):
        return contents is not None and bool(contents.get_data().strip())
    strange = sum(unicodedata.category(sign)[0] == "C" or sign == "\ufffd" for sign in shown)
    return strange > _TOO_STRANGE * len(shown)


def _is_mute(part: Any) -> bool:
    """Whether this is a font that does not say which letters it draws."""
    return (
        isinstance(part, DictionaryObject)
        and part.get("/Type") == "/Font"
        and part.get("/Subtype") in {"/Type0", "/Type3"}
        and ("/ToUnicode" not in part)
    )
