"""PDF files as teachers save them, and as nobody should: made with pypdf, read again as bytes."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import compress

import pytest
from example.paper import a_paper
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from weekbrief_build.media.papers.papers import Fault, Paper, Papers

MENU = a_paper("Menu", ["Maandag: soep", "Dinsdag: crème brûlée"])
WHO = "Ada Jansen"


def changed(change: Callable[[PdfWriter], object], *, data: bytes = MENU) -> bytes:
    """A PDF to which a program did something."""
    writer = PdfWriter(clone_from=BytesIO(data))
    change(writer)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def look(data: bytes, folder: Path) -> Paper | Fault:
    """What came of a file."""
    return Papers(folder).of(sha256(data).hexdigest(), lambda: data)


def sent(data: bytes, folder: Path) -> bytes:
    """The bytes that would leave, with every stream unpacked."""
    paper = look(data, folder)
    assert isinstance(paper, Paper), paper
    reader = PdfReader(paper.made.path)
    things = [reader.get_object(number) for number in range(1, int(str(reader.trailer["/Size"])))]
    streams = b"".join(thing.get_data() for thing in things if isinstance(thing, StreamObject))
    return Path(paper.made.path).read_bytes() + streams


def link_to(address: str) -> Callable[[PdfWriter], object]:
    """A page with a link."""
    return lambda writer: writer.add_annotation(0, Link(rect=(10, 10, 90, 90), url=address))


def with_image(writer: PdfWriter) -> None:
    """A page with a picture of one pixel."""
    image = StreamObject()
    image.update({
        NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image"),
        NameObject("/Width"): NumberObject(1), NameObject("/Height"): NumberObject(1), NameObject("/BitsPerComponent"): NumberObject(8),
        NameObject("/ColorSpace"): NameObject("/DeviceGray"), NameObject("/Filter"): NameObject("/FlateDecode"),
    })  # fmt: skip
    image._data = compress(b"\0")
    resources: Any = writer.pages[0]["/Resources"]
    resources[NameObject("/XObject")] = DictionaryObject({NameObject("/I"): writer._add_object(image)})


def with_contents(contents: bytes) -> Callable[[PdfWriter], None]:
    """A page that shows these contents instead."""

    def change(writer: PdfWriter) -> None:
        stream = StreamObject()
        stream._data = contents
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)

    return change


def with_field(writer: PdfWriter) -> None:
    """A form to fill in."""
    field = DictionaryObject({
        NameObject("/Subtype"): NameObject("/Widget"), NameObject("/FT"): NameObject("/Tx"), NameObject("/T"): TextStringObject("naam"),
        NameObject("/Rect"): ArrayObject([FloatObject(1), FloatObject(1), FloatObject(9), FloatObject(9)]),
    })  # fmt: skip
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(field)])


def test_a_plain_page_can_go_and_every_word_of_it_is_known(tmp_path: Path) -> None:
    """Text alone needs no answer of the teacher; it stays what it was."""
    paper = look(MENU, tmp_path)
    assert isinstance(paper, Paper)
    assert "Dinsdag: crème brûlée" in paper.words
    assert (paper.pictures, paper.unread) == (False, False)
    assert PdfReader(paper.made.path).pages[0].extract_text() == PdfReader(BytesIO(MENU)).pages[0].extract_text()


HIDDEN: dict[str, Callable[[PdfWriter], object]] = {
    "who wrote it": lambda writer: writer.add_metadata({"/Author": WHO}),
    "a script": lambda writer: writer.root_object.update(
        {
            NameObject("/OpenAction"): DictionaryObject(
                {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(WHO)}
            )
        }
    ),
    "a file within": lambda writer: writer.add_attachment("kinderen.txt", WHO.encode()),
    "a bookmark": lambda writer: writer.add_outline_item(title=WHO, page_number=0),
    "a link into the computer": link_to(f"file:///C:/{WHO}"),
    "what a program keeps for itself": lambda writer: writer.pages[0].update(
        {NameObject("/PieceInfo"): DictionaryObject({NameObject("/Word"): TextStringObject(WHO)})}
    ),
    "an action on opening": lambda writer: writer.root_object.update(
        {NameObject("/OpenAction"): DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject(WHO)})}
    ),
    "what nothing points at": lambda writer: writer._add_object(TextStringObject(WHO)),
}


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_a_reader_does_not_see_stays_behind(hidden: str, tmp_path: Path) -> None:
    """Who made it, scripts, files within the file, earlier states: none of it leaves the school."""
    data = changed(HIDDEN[hidden])
    left = sent(data, tmp_path)
    assert WHO.encode() not in left
    assert all(word not in left for word in (b"/JavaScript", b"/EmbeddedFile", b"/Launch", b"/Author", b"/Producer", b"file:"))


def test_an_earlier_state_of_the_text_stays_behind(tmp_path: Path) -> None:
    """A PDF that was mended by appending still holds what stood there before; the file that is sent does not."""
    old = a_paper("Menu", [WHO])
    writer = PdfWriter(BytesIO(old), incremental=True)
    with_contents(b"BT /F1 15 Tf 72 700 Td (Soep) Tj ET")(writer)
    appended = BytesIO()
    writer.write(appended)
    data = appended.getvalue()
    assert WHO.encode() in data
    left = sent(data, tmp_path)
    assert b"Soep" in left
    assert WHO.encode() not in left


def test_a_link_to_the_web_stays(tmp_path: Path) -> None:
    """It is what a reader sees; where it leads counts among the words."""
    data = changed(link_to("https://regenboog.example/ada-jansen"))
    paper = look(data, tmp_path)
    assert isinstance(paper, Paper)
    assert "https://regenboog.example/ada-jansen" in paper.words
    (note,) = PdfReader(paper.made.path).pages[0].annotations or [None]
    assert note
    assert note.get_object()["/A"]["/URI"] == "https://regenboog.example/ada-jansen"


@pytest.mark.parametrize("inline", [False, True])
def test_a_picture_in_it_is_told(tmp_path: Path, *, inline: bool) -> None:
    """It may show a child: the teacher has to say that it shows nobody."""
    drawn = with_contents(b"BT /F1 9 Tf (Soep) Tj ET q BI /W 1 /H 1 /BPC 8 /CS /G ID \0 EI Q")
    paper = look(changed(drawn if inline else with_image), tmp_path)
    assert isinstance(paper, Paper)
    assert paper.pictures


@pytest.mark.parametrize("contents", [b"0 0 m 100 100 l S", b"BT /F1 9 Tf (\x01\x02\x03\x04a) Tj ET"])
def test_a_page_whose_words_cannot_be_read_is_told(contents: bytes, tmp_path: Path) -> None:
    """Words may be drawn as lines, or in letters that say nothing: nobody knows whom they name."""
    paper = look(changed(with_contents(contents)), tmp_path)
    assert isinstance(paper, Paper)
    assert paper.unread


def test_words_in_place_of_what_is_shown_are_known_too(tmp_path: Path) -> None:
    """A screen reader reads the text that stands behind a drawing."""
    paper = look(changed(with_contents(b"/Span << /ActualText (Ada Jansen) >> BDC BT /F1 9 Tf (Soep) Tj ET EMC")), tmp_path)
    assert isinstance(paper, Paper)
    assert WHO in paper.words


def test_letters_set_apart_are_a_word_all_the_same(tmp_path: Path) -> None:
    """Who spaces a heading out names a child no less."""
    paper = look(a_paper("Menu", ["A d a is jarig"]), tmp_path)
    assert isinstance(paper, Paper)
    assert "Ada is jarig" in paper.words


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (changed(lambda writer: writer.encrypt("geheim", algorithm="RC4-128")), Fault.LOCKED),
        (changed(lambda writer: writer.encrypt("", "eigenaar", algorithm="RC4-128")), Fault.LOCKED),
        (changed(with_field), Fault.ALIVE),
        (changed(lambda writer: writer.add_annotation(0, FreeText(text=WHO, rect=(1, 1, 99, 99)))), Fault.ALIVE),
        (changed(lambda writer: [writer.add_blank_page() for _ in range(50)]), Fault.TOO_LONG),
        (MENU[:300], Fault.NONE),
        (b"%PDF-1.4\n" + b"\0" * 500, Fault.NONE),
        (b"PK\x03\x04 a Word file", Fault.NONE),
        (b"", Fault.NONE),
    ],
)
def test_what_cannot_go_is_refused(data: bytes, fault: Fault, tmp_path: Path) -> None:
    """Locked, filled in by hand, endless, or no PDF at all: the teacher is told which."""
    assert look(data, tmp_path) is fault


def test_a_file_is_looked_at_once(tmp_path: Path) -> None:
    """The answer is kept for the same bytes; a clean file that was touched is made anew, and one nobody asks for is forgotten."""
    calls: list[int] = []

    def read() -> bytes:
        calls.append(1)
        return MENU

    first = Papers(tmp_path).of("0" * 64, read)
    assert Papers(tmp_path).of("0" * 64, read) == first
    assert len(calls) == 1
    assert isinstance(first, Paper)
    Path(first.made.path).write_bytes(b"%PDF something else")
    assert Papers(tmp_path).of("0" * 64, read) == first
    assert len(calls) == 2
    assert sha256(Path(first.made.path).read_bytes()).hexdigest() == first.made.sha256
    Papers(tmp_path).prune()
    assert not list((tmp_path / "papers").iterdir())


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    """What is sent twice is stored once."""
    one, two = look(MENU, tmp_path / "a"), look(MENU, tmp_path / "b")
    assert isinstance(one, Paper)
    assert isinstance(two, Paper)
    assert one.made.sha256 == two.made.sha256
