from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import html_of, text_of

from weekbrief_build.gather.prose.markup import TooComplicated, convert
from weekbrief_build.gather.prose.picture_names import PictureNames
from weekbrief_build.gather.prose.prose import ReadProse, read_prose
from weekbrief_build.school.mistake import Scope
from weekbrief_build.school.post import SegmentKind

CHILDREN = {"ada-jansen", "bram-vos", "zoë"}
PICTURES = PictureNames.of(["eikels.jpg", "Bos en hei.JPG", "caf\u00e9.jpg"])


def read(text: str, title: str | None = "Titel") -> ReadProse:
    """The prose of this text in a post with three pictures, in a school with three children."""
    return read_prose(text, PICTURES, CHILDREN, title)


GOLDEN = {
    "tables": ("| a | b |\n|---|--:|\n| 1 | 2 |", '<th align="right" scope="col">b</th>', "a | b\n1 | 2\n\n"),
    "sane lists": (
        "- een\n- twee\n\n1. drie",
        "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>\n<ol>\n<li>drie</li>\n</ol>",
        "- een\n- twee\n\n1. drie\n\n",
    ),
    "lists in lists": ("- een\n    - twee\n    - drie", "<li>een<ul>", "- een\n  - twee\n  - drie\n\n"),
    "a list that starts later": ("3. drie\n4. vier", '<ol start="3">', "3. drie\n4. vier\n\n"),
    "smart quotes": ('"Hoi" -- zei\'t', "“Hoi” \u2013 zei\u2019t", "“Hoi” \u2013 zei\u2019t\n\n"),
    "Dutch apostrophes": ("'s Ochtends om 't vuur", "<p>\u2019s Ochtends om \u2019t vuur</p>", "\u2019s Ochtends om \u2019t vuur\n\n"),
    "a link": (
        "Zie [de school](https://x.example/a)",
        '<a href="https://x.example/a" rel="noopener noreferrer">',
        "Zie de school (https://x.example/a)\n\n",
    ),
    "a bare address": ("Zie <https://x.example>", ">https://x.example</a>", "Zie https://x.example\n\n"),
    "an e-mail address": ("[mail](mailto:juf@x.example)", 'href="mailto:juf@x.example"', "mail (juf@x.example)\n\n"),
    "a quote": ("> een\n>\n> twee", "<blockquote>", "> een\n> \n> twee\n\n"),
    "a line break": ("een  \ntwee\ndrie", "een<br>\ntwee\ndrie", "een\ntwee drie\n\n"),
    "a rule": ("een\n\n***\n\ntwee", "<hr>", "een\n\n* * *\n\ntwee\n\n"),
    "code": ("    x <b>\n     y", "<pre><code>x &lt;b&gt;\n y\n</code></pre>", "x <b>\n y\n\n"),
    "raw HTML": ("<p>hoi <b onclick='x'>daar</b></p>", "<p>hoi <b>daar</b></p>", "hoi daar\n\n"),
}


@pytest.mark.parametrize("kind", GOLDEN)
def test_markdown_is_shown_as_html_and_as_text(kind: str) -> None:
    """Tables, sane lists and smart quotes; the text part says the same."""
    text, html, plain = GOLDEN[kind]

    assert html in html_of(read(text).prose)
    assert text_of(read(text).prose) == plain


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html,<script>)",
    "<iframe src='https://evil.example'></iframe>",
    "<style>@import url(https://evil.example)</style>",
    "<p style='background:url(https://evil.example)' class=x id=y>x</p>",
    "<form action='https://evil.example'><input></form>",
    "<base href='https://evil.example'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<table background='https://evil.example'><tr><td background='https://evil.example'>x</td></tr></table>",
    "<math><mi xlink:href='javascript:x'>x</mi></math>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
)
_ALLOWED = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr", "br"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "a", "abbr", "b", "code", "del", "em", "i", "ins", "kbd"),
    *("mark", "q", "s", "small", "strong", "sub", "sup", "u", "span"),
}
_OF_CARDS = {
    *(("role", "presentation"), ("width", "100%"), ("cellpadding", "0"), ("cellspacing", "0"), ("border", "0")),
    *(("class", "link-card"), ("class", "link-cell"), ("class", "link-host"), ("class", "link-title")),
}
_ATTRIBUTES = {"href", "rel", "align", "colspan", "rowspan", "start", "scope"}


class Checker(HTMLParser):
    """Asserts that HTML is well-formed and holds nothing but harmless elements."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Every element and attribute is one of the harmless ones; addresses lead to the web, to mail or to a telephone."""
        assert tag in _ALLOWED
        assert {name for name, _ in set(attrs) - _OF_CARDS} <= _ATTRIBUTES
        assert re.match("https?:|mailto:|tel:|$", dict(attrs).get("href") or "", re.IGNORECASE)
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Elements end in the order in which they began."""
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        """There are no comments."""
        pytest.fail(f"a comment: {data}")

    def close(self) -> None:
        """All elements have ended."""
        super().close()
        assert self.open == []


def check_html(prose: ReadProse) -> None:
    """The HTML is harmless and well-formed, wherever a picture and a mention are put or left out."""
    for picture, mention in (("", ""), ("<p>picture</p>", "name")):
        checker = Checker()
        for segment in prose.prose.html:
            filled = {SegmentKind.HTML: segment.content, SegmentKind.PICTURE: picture, SegmentKind.MENTION: mention}[segment.kind]
            if segment.kind is SegmentKind.PICTURE:
                assert checker.open == [], "a picture stands between blocks"
            checker.feed(filled)
        checker.close()


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_comes_out_of_a_text(text: str) -> None:
    """Raw HTML passes through Markdown; what comes out is sanitised, and loads nothing from elsewhere."""
    for around in ("{}", "hoi {} hoi", "- {}", "# {}", "<div>{}</div>", "![]({})"):
        check_html(read(around.format(text)))
        assert "evil" not in html_of(read(around.format(text)).prose)


PIECES = st.sampled_from(
    [
        *(
            "<",
            ">",
            "![",
            "[",
            "](",
            ")",
            "*",
            "**",
            "_",
            "`",
            "#",
            "\n",
            "\n\n",
            "    ",
            "> ",
            "- ",
            "1. ",
            "|",
            "---",
            "&",
            "&#1;",
            "<!",
            "<![",
        ),
        *(
            "<!--",
            "-->",
            "<div>",
            "</div>",
            "<p ",
            "onerror=x",
            '"',
            "'",
            "a",
            "@ada-jansen",
            "@",
            "https://x",
            "<script>",
            "</script>",
            "\\",
            "\t",
        ),
        *(
            "===",
            "é",
            "[a]:",
            "<td>",
            "<tr>",
            "<table>",
            "<li>",
            "</b>",
            "<b>",
            "<pre>",
            "<a href='x'>",
            "</a>",
            "![](eikels.jpg)",
            "eikels.jpg",
        ),
        *("\ue000", "\x02", "\u202e", "<style>", "<svg>", "&#xD800;", "<h1>", "<blockquote>", "\u00a0", "www.x.nl", "{{ x }}", "</p>"),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_is_written_gives_harmless_well_formed_html(text: str) -> None:
    """The invariant of prose: its segments, with any block for a picture and any words for a mention, are well-formed and harmless."""
    check_html(read(text, None))


@given(st.lists(PIECES, max_size=20).map("".join))
def test_html_and_text_have_the_same_pictures_and_mentions(text: str) -> None:
    """What differs between families stands in both parts of a letter, in one order."""
    prose = read(text).prose
    html, plain = ([segment for segment in part if segment.kind is not SegmentKind.HTML] for part in (prose.html, prose.text))

    assert html == plain


LIFTED = {
    "from a paragraph": ("voor ![](eikels.jpg) na", "<p>voor</p>\n[eikels.jpg]<p>na</p>\n"),
    "from a paragraph of its own": ("![](eikels.jpg)", "[eikels.jpg]"),
    "two in a row": ("![](eikels.jpg)  \n![](caf\u00e9.jpg)", "[eikels.jpg][caf\u00e9.jpg]"),
    "from emphasis": ("*voor ![](eikels.jpg) na*", "<p><em>voor </em></p>\n[eikels.jpg]<p><em> na</em></p>\n"),
    "from a link": ("[![](eikels.jpg)](https://x.example)", "[eikels.jpg]"),
    "from a list": ("- een ![](eikels.jpg)\n- ![](caf\u00e9.jpg)", "<ul>\n<li>een </li>\n\n</ul>\n[eikels.jpg][caf\u00e9.jpg]"),
    "from a quote": ("> ![](eikels.jpg)", "[eikels.jpg]"),
    "from a heading": ("## kop ![](eikels.jpg)", "<h2>kop</h2>\n[eikels.jpg]"),
    "by a name with spaces": ("![](<Bos en hei.JPG>)", "[Bos en hei.JPG]"),
    "by a name with signs for spaces": ("![](Bos%20en%20hei.JPG)", "[Bos en hei.JPG]"),
    "by a name in another case": ("![](EIKELS.jpg)", "[eikels.jpg]"),
    "by a name in another Unicode form": ("![](cafe\u0301.jpg)", "[caf\u00e9.jpg]"),
    "by a name in its own folder": ("![](./eikels.jpg)", "[eikels.jpg]"),
    "from raw HTML": ('<div><img src="eikels.jpg"></div>', "[eikels.jpg]"),
}


@pytest.mark.parametrize("kind", LIFTED)
def test_a_picture_is_lifted_out_and_leaves_nothing_empty(kind: str) -> None:
    """A family that may not see it must not find an empty paragraph where it stood."""
    text, html = LIFTED[kind]

    assert html_of(read(text).prose) == html
    assert read(text).wrong == ()


def test_what_is_written_with_a_picture_is_kept() -> None:
    """Alt text and title (a caption) of a picture may mention children too, and count among the words."""
    found = read('![Kijk @bram-vos!](eikels.jpg "Bij de eik")')

    assert [segment.content for segment in found.alts["eikels.jpg"]] == ["Kijk ", "bram-vos", "!"]
    assert [segment.content for segment in found.captions["eikels.jpg"]] == ["Bij de eik"]
    assert found.prose.words.split() == ["Kijk", "!", "Bij", "de", "eik"]


@pytest.mark.parametrize(
    "address", ["https://evil.example/x.png", "//evil.example/x.png", "data:image/png;base64,AAAA", "file:///etc/passwd"]
)
def test_a_picture_from_elsewhere_is_left_out(address: str) -> None:
    """It is never loaded: whoever keeps it would see who reads the letter. Its alt text is not shown either."""
    found = read(f"hoi ![alt]({address})")

    assert html_of(found.prose) == "<p>hoi</p>\n"
    assert [wrong.scope for wrong in found.wrong] == [Scope.ADVICE]


MENTIONS = {
    "@ada-jansen is jarig": "<p>{ada-jansen} is jarig</p>\n",
    "jarig: @ada-jansen.": "<p>jarig: {ada-jansen}.</p>\n",
    "(@ada-jansen)": "<p>({ada-jansen})</p>\n",
    "@ada-jansen's fiets": "<p>{ada-jansen}\u2019s fiets</p>\n",
    "*@ada-jansen*": "<p><em>{ada-jansen}</em></p>\n",
    "@Ada-Jansen": "<p>{ada-jansen}</p>\n",
    "@ada-jansen/@bram-vos": "<p>{ada-jansen}/{bram-vos}</p>\n",
    "@zoë": "<p>{zoë}</p>\n",
    "Van [@ada-jansen](https://x.example)": '<p>Van <a href="https://x.example" rel="noopener noreferrer">{ada-jansen}</a></p>\n',
    "juf@school.example": "<p>juf@school.example</p>\n",
    "juf@bram-vos.example": "<p>juf@bram-vos.example</p>\n",
    "om 12 uur @ de aula": "<p>om 12 uur @ de aula</p>\n",
    "`@weekbrief`": "<p><code>@weekbrief</code></p>\n",
    "Op https://social.example/@school": "<p>Op https://social.example/@school</p>\n",
}


@pytest.mark.parametrize("text", MENTIONS)
def test_a_mention_is_an_at_and_an_id_as_a_word_of_its_own(text: str) -> None:
    """Not within an e-mail address, a web address or code."""
    assert html_of(read(text).prose) == MENTIONS[text]
    assert read(text).wrong == ()


@pytest.mark.parametrize("text", ["@ada-janssen", "@ada_jansen", "@ada", "@school", "@ada-jansens", "@Ada-Janssen", "x @ada-*jansen*"])
def test_a_mention_of_nobody_holds_the_post_back(text: str) -> None:
    """It may be a misspelt child, and would show as it stands."""
    assert [wrong.scope for wrong in read(text).wrong] == [Scope.POST]


@pytest.mark.parametrize("text", ["`@ada-jansen`", "https://x.example/@ada-jansen", "juf@ada-jansen", "    @ada-jansen"])
def test_an_id_where_no_name_can_be_put_holds_the_post_back(text: str) -> None:
    """It would show the child's name to everybody."""
    assert [wrong.scope for wrong in read(text).wrong] == [Scope.POST]


def test_words_are_what_an_eye_reads() -> None:
    """A name must be found however it is written: within emphasis, over a link, with invisible signs."""
    words = read("A**d**a B<sup>r</sup>am C\u00ada&shy;s [D](https://x.example/Eva) E&#8203;va").prose.words

    assert words.split() == ["Ada", "Bram", "Cas", "D", "Eva"]


def test_what_turns_the_direction_of_writing_is_gone() -> None:
    """A name that is written backwards shows forwards there, and no program finds it."""
    prose = read("\u202eadA\u202c las, en &#x202e;adA ook, \u2067adA\u2069").prose
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", f"{prose.words}{html_of(prose)}{text_of(prose)}")


def test_addresses_are_what_an_eye_reads() -> None:
    """A name must be found in the address of a link too, however it is written; the text part of a letter shows it."""
    prose = read("[Hier](https://x.example/Ev%61?q=Finn+Bos) of [daar](mailto:Guus@x.example)").prose

    assert prose.addresses == ("https://x.example/Eva?q=Finn Bos", "mailto:Guus@x.example")


@pytest.mark.parametrize("mark", ["\ue0f09\ue0f1", "&#xE0F0;9&#xE0F1;", "\ue0f2"])
def test_what_marks_a_place_in_rendering_never_comes_out_of_a_text(mark: str) -> None:
    """It would be taken out there, and the halves of a name on both sides of it become one that nobody looked for."""
    prose = read(f"B{mark}ram").prose
    assert not re.search("[\ue0f0-\ue0f2]", f"{prose.words}{html_of(prose)}{text_of(prose)}")
    assert "Bram" not in prose.words


@pytest.mark.parametrize(
    ("text", "title", "heading", "html"),
    [
        ("# Kop\n\nHoi", None, "Kop", "<p>Hoi</p>\n"),
        ("## Kop\n\nHoi", None, "Kop", "<p>Hoi</p>\n"),
        ("Hoi\n\n## Kop", None, "Kop", "<p>Hoi</p>\n<h2>Kop</h2>\n"),
        ("# Kop\n\nHoi", "Iets anders", "Kop", "<h1>Kop</h1>\n<p>Hoi</p>\n"),
        ("# Kop\n\nHoi", "kop", "Kop", "<p>Hoi</p>\n"),
        ("# ![](eikels.jpg) Kop", None, "Kop", "[eikels.jpg]"),
        ("Hoi", None, "", "<p>Hoi</p>\n"),
    ],
)
def test_a_heading_that_is_the_title_does_not_stand_twice(text: str, title: str | None, heading: str, html: str) -> None:
    """DESIGN.md: the title is written, else it is the first heading."""
    found = read(text, title)

    assert ("".join(map(str, found.heading)), html_of(found.prose)) == (heading, html)


def test_a_link_to_nowhere_loses_its_address_and_keeps_its_words() -> None:
    """A relative address means nothing in a letter; one without https:// is completed."""
    found = read("[a](menu.docx) [b](www.x.example)")

    assert html_of(found.prose) == '<p>a <a href="https://www.x.example" rel="noopener noreferrer">b</a></p>\n'
    assert [wrong.scope for wrong in found.wrong] == [Scope.ADVICE]


def test_a_text_that_was_too_deep_spoils_none_that_comes_after() -> None:
    """Markdown that stopped in the middle of a text would go on there with the next post."""
    with pytest.raises(TooComplicated):
        convert("1. " * 5_000)

    assert html_of(read("![](zee.jpg)\n\n- ![](eikels.jpg)").prose) == "[eikels.jpg]"
    assert len(read("![](zee.jpg)").wrong) == 1


@pytest.mark.parametrize("sign", ["&#1;", "&#13;", "&#xFFFE;", "&#x2028;", "\x02", "\x85", "\ufdd0"])
def test_a_sign_that_cannot_be_shown_is_left_out(sign: str) -> None:
    """No XML and no mail program can hold it; an entity can write what the file itself may not hold."""
    assert read(f"a{sign}b").prose == read("ab").prose


def test_a_long_ordinary_text_is_read_in_a_process_of_its_own_just_the_same() -> None:
    """Length alone is no mistake."""
    text = "Gewoon *tekst* met é en 'n @ada-jansen.\n\n" * 600
    found = read(text)

    assert found.wrong == ()
    assert html_of(found.prose) == html_of(read(text[: len(text) // 600]).prose) * 600
