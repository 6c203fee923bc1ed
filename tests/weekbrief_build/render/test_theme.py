"""What a school changes without touching a layout: colours, logo, words; and what is told of each mistake in it."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layout_files import told_of, with_layout
from pressing import EDITION, KEY, NOW, SCHOOL, a_press, a_view, a_written_post, html_of, message_of, planned, text_of
from schools import a_guardian

from weekbrief_build.gather.office.layouts import read_layouts
from weekbrief_build.gather.office.theme import colour_of, read_theme
from weekbrief_build.render.inline import with_premailer
from weekbrief_build.render.press import Press
from weekbrief_build.render.style import style_of
from weekbrief_build.school.layouts import Layouts
from weekbrief_build.school.made import MadePicture, PictureOrder
from weekbrief_build.words import words_for_parents


def _letter(layouts: Layouts) -> str:
    """A weekly letter as it is sent, its style inlined."""
    press = Press(SCHOOL, layouts, {}, None, with_premailer, key=KEY)
    return html_of(press.letter(planned(a_view(a_written_post())), NOW, EDITION))


def _themed(folder: Path, theme: str) -> Layouts:
    return read_layouts(with_layout(folder, "theme.yaml", theme))


def test_a_theme_changes_its_colours_and_nothing_else(tmp_path: Path) -> None:
    """What a school writes in theme.yaml is all that differs in a finished letter, in the light and in the dark."""
    ours = _letter(read_layouts(None))
    theirs = _letter(_themed(tmp_path, 'kleuren:\n  papier: "FFFBE6"\n  donker: {paper: "#102"}\n'))
    assert ours != theirs
    assert theirs.replace("#fffbe6", "#fff").replace("#110022", "#29272e") == ours


def test_no_variable_reaches_a_letter() -> None:
    """Mail programs know none: Gmail takes out each declaration that has one."""
    style = style_of(read_layouts(None))
    assert "var(" not in _letter(read_layouts(None)) + style.inlined + style.kept


def test_each_colour_of_the_theme_is_used_and_has_a_dark_twin() -> None:
    """A name in theme.yaml that changes nothing would be a promise that is not kept; the band is the same in the dark."""
    layouts = read_layouts(None)
    names = {name for name in layouts.theme.colours if not name.startswith("dark-")}
    assert set(re.findall(r"var\(--([\w-]+)\)", layouts.texts["style.css"])) == names
    assert {f"dark-{name}" for name in names if not name.startswith("band-")} == set(layouts.theme.colours) - names


def test_one_colour_fills_the_whole_band(tmp_path: Path) -> None:
    """A school with one colour writes it once, with two they take turns."""
    colours = _themed(tmp_path, 'colours: {band: ["#111111", "#222222"]}').theme.colours
    assert [colours[f"band-{number}"].value for number in range(1, 7)] == ["#111111", "#222222"] * 3


@pytest.mark.parametrize(
    ("theme", "told"),
    [
        ('colours:\n  papper: "#fff"', "2 “papper” is not a word that can stand here. Did you mean “paper”?"),
        (
            "colours:\n  paper: #ffffff",
            "2 There is no colour behind “paper”: what follows a # without quotation marks is read as a remark.",
        ),
        (
            'colours:\n  dark:\n    text: "blauw"',
            '3 “blauw” is not a colour. Write a # and six letters and figures, in quotation marks: text: "#2f5f86"',
        ),
        ('colours:\n  dark: {band: "#123"}', None),
        ('colors: {band: ["1","2"]}', "1 “1” is not a colour."),
        ("colours: {band: [a00, b00, c00, d00, e00, f00, a11]}", "1 There are too many colours here. Write at most 6."),
        ("words:\n  xx: {a: b}", "2 Letters do not speak “xx”."),
        ("words:\n  nl: Ja", "2 There should be words with a colon here."),
        (
            'words:\n  en:\n    "Yes, we come": "Count us in"',
            "3 No letter says “Yes, we come” in this language. Did you mean “Yes, we are coming”?",
        ),
        (
            'words:\n  en:\n    "Write to %(teacher)s": "Write to us"',
            "3 What stands between %( and )s is filled in by Weekbrief, and has to be the same on both sides. Write in it: %(teacher)s.",
        ),
        ('words: {en: {"The coming weeks": "100% weeks"}}', "1 A percent sign by itself cannot stand here. Write it twice: %%."),
        ("logo: logo.png", "1 There is no picture “logo.png” in layouts/. Put the picture in the folder layouts/, under this name."),
        ("logo: logo.svg", "1 “logo.svg” is not a picture that letters can show. Use a PNG or a JPEG."),
        ("kleur: {}", "1 “kleur” is not a word that can stand here. Did you mean “kleuren”?"),
        ("colours: &a {}", "1 A reference (& or * in front of a word, or <<) is not allowed here."),
    ],
)
def test_a_mistake_in_the_theme_is_told_with_its_line(tmp_path: Path, theme: str, told: str | None) -> None:
    """Whoever writes a theme is told what is wrong, on which line, and how to mend it; all of it at once."""
    found = told_of(with_layout(tmp_path, "theme.yaml", theme))
    assert found
    assert all(one.startswith("layouts/theme.yaml:") for one in found)
    if told:
        assert found[0].removeprefix("layouts/theme.yaml:").startswith(told)


def test_all_mistakes_of_a_theme_are_told_at_once(tmp_path: Path) -> None:
    """A person mends them in one go."""
    theme = 'colours: {text: x, page: y}\nlogo: a.gif\nwords: {en: {"Nothing like it": "x"}}\n'
    assert len(told_of(with_layout(tmp_path, "theme.yaml", theme))) == 4


def test_a_logo_that_is_too_large_is_refused(tmp_path: Path) -> None:
    """It goes with every letter."""
    with_layout(tmp_path, "logo.png", b"x" * 200_001)
    assert told_of(with_layout(tmp_path, "theme.yaml", "\nlogo: logo.png")) == [
        "layouts/theme.yaml:2 The logo is larger than 200 KB, and it goes with every letter. Save it smaller; 400 pixels wide is enough."
    ]


def test_the_logo_travels_once_and_stands_above_the_name(tmp_path: Path) -> None:
    """One part, to which the head points by its Content-ID; also where no post has a picture."""
    with_layout(tmp_path, "logo.png", b"as it was drawn")
    layouts = _themed(tmp_path, "logo: logo.png")
    data = tmp_path / "made.png"
    data.write_bytes(b"pixels")
    made = MadePicture(str(data), sha256(b"pixels").hexdigest(), "image/png", 480, 96, len(b"pixels"))
    assert layouts.theme.logo
    order = PictureOrder(layouts.theme.logo.file)
    letter = a_press([(order, made)], layouts).letter(planned(a_view(a_written_post())), NOW, EDITION)
    (picture,) = [part for part in message_of(letter).walk() if part.get_content_maintype() == "image"]
    cid = picture["Content-ID"].strip("<>")
    assert html_of(letter).count(f'<img class="logo-picture" src="cid:{cid}" width="240" height="48" alt="">') == 1
    assert html_of(letter).index("logo-picture") < html_of(letter).index('class="school"')
    assert "logo-picture" not in html_of(a_press([], layouts).letter(planned(a_view(a_written_post())), NOW, EDITION))


def test_words_of_the_school_stand_in_its_letters(tmp_path: Path) -> None:
    """Instead of ours, in the language that was named and no other; as text, whatever signs are in it."""
    now = words_for_parents("nl").translations.gettext
    doubt, write = now("I doubt whether this is suitable"), now("Write to %(teacher)s")
    theme = f'words:\n  nl:\n    "{doubt}": "Klopt dit <wel>?"\n    "{write}": "Vraag %(teacher)s & wij"\n'
    with_layout(tmp_path, "theme.yaml", theme)
    assert told_of(tmp_path) == []
    letter = a_press(layouts=read_layouts(tmp_path)).letter(planned(a_view(a_written_post())), NOW, EDITION)
    assert "Klopt dit &lt;wel&gt;?" in html_of(letter)
    assert "Vraag Juf Sanne &amp; wij" in html_of(letter)
    assert "Klopt dit <wel>?" in text_of(letter)
    assert doubt not in html_of(letter) + text_of(letter)
    english = planned(a_view(a_written_post()), to=a_guardian("Piet Bakker", "piet@example.org", language="en"))
    assert "Klopt dit" not in html_of(a_press(layouts=read_layouts(tmp_path)).letter(english, NOW, EDITION))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=10) | st.from_regex(r"#?[0-9a-fA-F]{3,6}", fullmatch=True))
def test_a_colour_is_read_whole_or_not_at_all(written: str) -> None:
    """What comes out is always seven signs that every mail program knows, and reads as itself."""
    colour = colour_of(written)
    if colour is not None:
        assert re.fullmatch(r"#[0-9a-f]{6}", colour)
        assert colour_of(colour) == colour
        assert len(written.strip().removeprefix("#")) in {3, 6}


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_no_theme_stops_the_reading(text: str) -> None:
    """Whatever stands in a theme.yaml, it is read or told, and never raises."""
    read_theme(text, read_layouts(None).theme.colours)
