"""Style sheets become attributes, once; and one post never spoils another."""

from __future__ import annotations

from base64 import encodebytes
from pathlib import Path
from time import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weekbrief_build.render.inline import Inlining, prune_inlined, shelf_of, with_premailer
from weekbrief_build.render.mime import picture_piece, text_piece
from weekbrief_build.render.slots import Fills, Slots, fill
from weekbrief_build.school.made import MadePicture

CSS = "p { color: #102030; }"


def _fake(document: str, css: str) -> str:
    assert css == CSS
    return document.replace("<p>", '<p style="">')


class Broken:
    """An inliner that loses the end of any document with `poison` in it, as a parser does that gives up."""

    def __call__(self, document: str, css: str) -> str:
        """Give the document back up to the poison."""
        assert css
        return document.partition("poison")[0].replace("<p>", '<p style="">')


def test_premailer_writes_the_style_into_each_fragment() -> None:
    """Fragments come out in their order, each with its style and its marks, and without the document around them."""
    marks = Slots()
    htmls = [
        f"<p>{marks.mark(Fills.MENTION, 'ada')} één</p>",
        f'<p class="x">&lt;script&gt; <img src="{marks.mark(Fills.TEXT, "src")}"></p>',
    ]
    one, two = Inlining(CSS, None, with_premailer).fragments(htmls)
    assert one == f'<p style="color:#102030">{marks.mark(Fills.MENTION, "ada")} één</p>'
    assert two.startswith('<p class="x" style="color:#102030">&lt;script&gt; <img src="')
    assert fill(marks.cut(two), lambda slot: f"<{slot.key}>").endswith('<img src="<src>"></p>')


def test_a_page_keeps_its_doctype_and_the_style_that_is_for_its_head() -> None:
    """The style for phones and dark screens stays as it was written."""
    kept = "@media a { @media b { p { color: red !important } } }"
    style = f'<style data-premailer="ignore">{kept}</style>'
    page = f"<!DOCTYPE html>\n<html><head>{style}</head><body><p>x</p></body></html>"
    out = Inlining(CSS, None).page(page)
    assert out.startswith("<!DOCTYPE html>")
    assert f"<style>{kept}</style>" in out
    assert '<p style="color:#102030">x</p>' in out


def test_a_style_sheet_that_was_read_before_does_the_same_once_more() -> None:
    """The rules of a sheet are kept between documents; no document changes them, and no other sheet is mixed with them."""
    css = "p { color: #102030; width: 5px !important } a:hover { color: red }"
    page = "<!DOCTYPE html><html><head></head><body><p style='margin: 0'>x <a href='#'>y</a></p></body></html>"
    first = with_premailer(page, css)
    assert "a:hover" in first
    assert "#102030" not in with_premailer("<style>p { width: 7px }</style><p>z</p>", "p { color: #999999 }")
    assert with_premailer(page, css) == first


def test_what_was_inlined_is_not_inlined_again(tmp_path: Path) -> None:
    """A second run takes all from the cache; another style sheet does not."""
    Inlining(CSS, tmp_path, _fake).fragments(["<p>a</p>", "<p>b</p>"])

    def never(document: str, _: str) -> str:
        raise AssertionError(document)

    assert Inlining(CSS, tmp_path, never).fragments(["<p>b</p>"]) == ['<p style="">b</p>']
    with pytest.raises(AssertionError):
        Inlining("p { }", tmp_path, never).fragments(["<p>b</p>"])


def test_a_cached_file_that_is_not_whole_is_not_used(tmp_path: Path) -> None:
    """A file cut short by a full disk or a lost current is made again."""
    Inlining(CSS, tmp_path, _fake).fragments(["<p>a</p>"])
    (file,) = tmp_path.rglob("*.html")
    for damage in (b"", file.read_bytes()[:-3]):
        file.write_bytes(damage)
        assert Inlining(CSS, tmp_path, _fake).fragments(["<p>a</p>"]) == ['<p style="">a</p>']


def test_a_post_that_spoils_the_document_spoils_no_other() -> None:
    """A fragment that does not come out as it went in goes without style; its neighbours lose nothing."""
    assert Inlining(CSS, None, Broken()).fragments(["<p>a</p>", "<p>poison</p>", "<p>c</p>"]) == [
        '<p style="">a</p>',
        "<p>poison</p>",
        '<p style="">c</p>',
    ]


def test_a_text_that_nests_too_deep_for_the_parser_spoils_no_other() -> None:
    """The same with the real inliner, whose parser gives up below 256 elements."""
    deep = "<blockquote>" * 400 + "x" + "</blockquote>" * 400
    a, b, c = Inlining(CSS, None).fragments(["<p>a</p>", deep, "<p>c</p>"])
    assert (a, b, c) == ('<p style="color:#102030">a</p>', deep, '<p style="color:#102030">c</p>')


def test_signs_at_which_the_parser_stops_are_taken_out() -> None:
    """A NUL, a control character or half a surrogate pair in a text ends nothing."""
    assert Inlining(CSS, None).fragments(["<p>a\x00b\x0bc\ud800d</p>"]) == ['<p style="color:#102030">abcd</p>']


def test_what_only_looks_like_a_mark_stays_as_it_is() -> None:
    """Taken out of the middle of a word, it would leave a name where nobody saw one."""
    marks = Slots()
    marks.mark(Fills.TEXT, "x")
    text = 'B%EE%83%B00%EE%83%B1ram <a href="https://x.example/%EE%83%B00%EE%83%B1">'
    assert fill(marks.cut(text), lambda _: "!") == text


def test_a_mark_that_was_never_handed_out_is_filled_with_nothing() -> None:
    """A teacher who types the characters of a mark gains nothing."""
    marks = Slots()
    text = f"a{marks.mark(Fills.TEXT, 'x')}b\ue0f07\ue0f1c"
    assert fill(marks.cut(text), lambda slot: slot.key.upper()) == "aXbc"


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=300))
def test_a_text_comes_out_of_its_encoding_as_it_went_in(text: str) -> None:
    """Quoted-printable is 7-bit lines of at most 76 characters, and gives the text back."""
    import quopri  # noqa: PLC0415 - the other side of the encoding, for this test alone

    data = text_piece(text).data
    assert quopri.decodestring(data).replace(b"\r\n", b"\n").decode() == (f"{text}\n" if text else "")
    assert all(len(line) <= 76 for line in data.split(b"\r\n"))
    assert not any(line.startswith((b".", b"From ")) for line in data.split(b"\r\n"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200).map(lambda some: some * 3))
def test_a_picture_is_encoded_in_lines_as_the_standard_library_writes_them(data: bytes) -> None:
    """Base64 in lines of 76 that all end with CRLF, byte for byte what `encodebytes` gives."""
    headers, _, body = picture_piece(MadePicture("", "0" * 64, "image/png", 1, 1, len(data)), data, "0@x.example").data.partition(
        b"\r\n\r\n"
    )
    assert headers.endswith(b'filename="picture.png"')
    assert body == encodebytes(data).replace(b"\n", b"\r\n")


def test_what_is_kept_of_a_post_goes_with_the_post(tmp_path: Path) -> None:
    """Texts stand there in clear: of a post that is gone, none is left; of a personal message, none is ever kept."""
    inlining = Inlining(CSS, tmp_path, _fake)
    inlining.fragments(["<p>a</p>", "<p>b</p>", "<p>c</p>"], [shelf_of("content/a.md"), shelf_of("content/b.md"), None])
    inlining.page("<html>layout</html>")

    def texts() -> set[str]:
        return {word for file in tmp_path.glob("*/*") for word in ("a<", "b<", "c<", "layout") if word in file.read_text()}

    assert texts() == {"a<", "b<", "layout"}
    prune_inlined(tmp_path, ["content/b.md"], 0)
    assert texts() == {"b<", "layout"}
    prune_inlined(tmp_path, ["content/b.md"], time() + 60)
    assert texts() == set()
    prune_inlined(tmp_path / "none", [], 0)
