"""What would break a letter, or tell that it was opened, is found in the layout before any letter is made: one small broken layout each."""

from __future__ import annotations

from pathlib import Path

import pytest
from layout_files import as_read, told_of, with_layout
from pressing import SCHOOL
from schools import TODAY

from weekbrief_build.gather.office.layouts import read_layouts
from weekbrief_build.gather.prose import link_cards, markup
from weekbrief_build.render.lint import mistakes_in
from weekbrief_build.render.proof import advice_on_colours, prove
from weekbrief_build.render.vocabulary import PROSE_CLASSES, PROSE_TAGS

OWN = read_layouts(None)


def test_our_own_layouts_have_no_mistake() -> None:
    """Neither an error nor advice: they are the example that schools copy."""
    assert mistakes_in(OWN) == ()
    assert advice_on_colours(prove(SCHOOL, OWN, TODAY), OWN, None) == ()


def test_a_school_that_copies_our_layouts_is_told_nothing(tmp_path: Path) -> None:
    """All of them, as they are: what is built at the moment of rendering (`from-{{ start }}`) is known, too."""
    folder = tmp_path / "layouts"
    folder.mkdir()
    for name, text in OWN.texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    copied = read_layouts(tmp_path)
    assert mistakes_in(copied) == ()
    assert advice_on_colours(prove(SCHOOL, copied, TODAY), copied, None) == ()


@pytest.mark.parametrize("name", sorted(OWN.texts))
def test_each_layout_says_first_what_one_sees(name: str) -> None:
    """Whoever opens a file finds out what it is before the first element."""
    assert OWN.texts[name].startswith(("{# ", "/*"))


@pytest.mark.parametrize(
    ("css", "told"),
    [
        ("\n.post + .post { margin: 0 }", "2 The rule “.post + .post” looks at what stands beside it"),
        (".body p ~ p { margin: 0 }", "1 The rule “.body p ~ p” looks at what stands beside it"),
        (".body p:first-child { margin: 0 }", "1 The rule “.body p:first-child” cannot be written into an element"),
        (".post:has(img) { margin: 0 }", "1 The rule “.post:has(img)” cannot be written into an element"),
        ("a:hover { color: #111111 }", "1 The rule “a:hover” cannot be written into an element"),
        ("* { margin: 0 }", "1 The rule “*” cannot be written into an element"),
        (".school {}\n.column .post { margin: 0 }", "2 The rule “.column .post” looks from one layout into another"),
        (".post .photo { margin: 0 }", "1 The rule “.post .photo” looks from one layout into another"),
        (".gallery > .caption { margin: 0 }", "1 The rule “.gallery > .caption” looks from one layout into another"),
        ('[dir="rtl"] .group { margin: 0 }', '1 The rule “[dir="rtl"] .group” looks from one layout into another'),
        (".post {\n  background-image: url(https://x.example/a.png);\n}", "2 “url(” would make the reader's computer fetch something."),
        ("@font-face { font-family: x; src: url(x) }", "1 “@font-face” would make the reader's computer fetch something."),
        ("@media print {\n .post { background: url('//x') } }", "2 “url(” would make the reader's computer fetch something."),
        ("@import 'x.css';", "1 A letter cannot use “@import”"),
        (".post { color: var(--papier) }", "1 There is no colour “--papier” in the theme. Did you mean “var(--paper)”?"),
        ("\n@media print { .post { color: var(--tekst) } }", "2 There is no colour “--tekst” in the theme. Did you mean “var(--text)”?"),
        (".post { color: var(--text, red) }", "1 There is no colour “--text, red” in the theme."),
    ],
)
def test_a_rule_that_breaks_letters_is_an_error(tmp_path: Path, css: str, told: str) -> None:
    """Told with the line of the style sheet, and how to write it instead."""
    found = told_of(with_layout(tmp_path, "style.css", css))
    assert found[0].startswith(f"layouts/style.css:{told}")


@pytest.mark.parametrize(
    ("css", "told"),
    [
        (".titel { margin: 0 }", "1 No layout has an element with the class “titel”, so this rule does nothing. Did you mean “title”?"),
        (".post { display: flex }", "1 Many mail programs do not know “flex”, Outlook among them."),
        (".post {\n color: rgba(0, 0, 0, 0.5) }", "2 Many mail programs do not know “rgba”, Outlook among them."),
        (".post { position: absolute }", "1 Many mail programs do not know “position”, Outlook among them."),
    ],
)
def test_a_rule_that_does_nothing_for_many_is_advice(tmp_path: Path, css: str, told: str) -> None:
    """Nothing is held back for it."""
    assert [one for one in told_of(with_layout(tmp_path, "style.css", css)) if one.startswith(f"- layouts/style.css:{told}")]


@pytest.mark.parametrize(
    "css",
    [
        ".body p { margin: 0 }",
        ".body .link-card { margin: 0 }",
        ".event-cell .yes { margin: 0 }",
        "td.post { margin: 0 }",
        ".body h4, .body a { margin: 0 }",
        '.body[dir="rtl"] ul { margin: 0 }',
        ".foot .foot-link { margin: 0 }",
        "@media print { .column .post:first-child + .post { margin: 0 !important } }",
    ],
)
def test_a_rule_that_holds_in_every_letter_is_in_order(tmp_path: Path, css: str) -> None:
    """Within one layout, with what it includes and the text of a post; and whatever one likes within @media."""
    assert told_of(with_layout(tmp_path, "style.css", css)) == []


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("\n<script>x</script>", "2 “<script” cannot stand in a letter"),
        ("<p>\n<IFRAME></IFRAME>", "2 “<IFRAME” cannot stand in a letter"),
        ("<form action='x'>", "1 “<form” cannot stand in a letter"),
        ('<a href="javascript:x()">', "1 “javascript:” cannot stand in a letter"),
        ('<link rel="stylesheet" href="x">', "1 “<link” would make the reader's computer fetch something."),
        ("<style>p {}</style>", "1 A letter has one <style>, and that is in letter.html.j2."),
        ('<p\n onclick="x">', "2 “onclick” would run a program when the letter is read."),
        ('<img src="https://x.example/pixel.gif">', '1 “src="https://x.example/pixel.gif” is a picture from elsewhere'),
        ('<img src="//x.example/pixel.gif">', '1 “src="//x.example/pixel.gif” is a picture from elsewhere'),
        ('<td background="logo.png">', '1 “background="logo.png” is a picture from elsewhere'),
        ('<p style="background: url(x)">', "1 “url” would make the reader's computer fetch something."),
    ],
)
def test_an_element_that_fetches_or_runs_something_is_an_error(tmp_path: Path, html: str, told: str) -> None:
    """Nothing in a letter may tell that it was opened, and nothing in it may run."""
    assert told_of(with_layout(tmp_path, "group.html.j2", html))[0].startswith(f"layouts/group.html.j2:{told}")


def test_what_stands_in_a_remark_is_not_looked_at(tmp_path: Path) -> None:
    """Remarks of a layout reach no letter; and a school that leaves classes out need not change the style sheet."""
    assert told_of(with_layout(tmp_path, "group.html.j2", "{# <script> \n #}<p>{{ name }}{{ teachers }}</p>")) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("posts.html.j2", "Nothing uses this file: no layout has its name. Did you mean “post.html.j2”?"),
        ("post.html", "Nothing uses this file: no layout has its name. Did you mean “post.html.j2”?"),
        ("thema.yaml", "Nothing uses this file: no layout has its name. Did you mean “theme.yaml”?"),
        ("wapen.png", "No letter shows this picture. To make it the logo, write in theme.yaml: logo: wapen.png"),
    ],
)
def test_a_file_that_nothing_uses_is_named(tmp_path: Path, name: str, told: str) -> None:
    """A misspelt name would do nothing, and nobody would know why."""
    assert told_of(with_layout(tmp_path, name, "x")) == [f"- layouts/{name}: {told}"]


def test_a_file_that_a_layout_includes_is_used(tmp_path: Path) -> None:
    """A school may part its layouts as it likes."""
    with_layout(tmp_path, "wapen.html.j2", "<b>x</b>")
    assert told_of(with_layout(tmp_path, "footer.html.j2", '<p class="foot-line foot-link">{% include "wapen.html.j2" %}</p>')) == []


def test_all_mistakes_of_the_layouts_are_told_at_once(tmp_path: Path) -> None:
    """In the style sheet, in a layout and in the theme."""
    with_layout(tmp_path, "style.css", ".body p + p { margin: 0 }\n.post { background: url(x) }")
    with_layout(tmp_path, "group.html.j2", "<script>")
    files = [one.partition(":")[0] for one in told_of(with_layout(tmp_path, "theme.yaml", "logo: x.gif")) if not one.startswith("-")]
    assert files == ["layouts/theme.yaml", "layouts/style.css", "layouts/style.css", "layouts/group.html.j2"]


def test_the_text_of_a_post_holds_what_the_lint_knows() -> None:
    """The lint's list is that of the reading of posts; pictures in a text are set by layouts of their own."""
    allowed = markup._BLOCKS | markup._TABLE | markup._INLINE
    assert allowed - {"img"} | {"span"} == PROSE_TAGS
    source = Path(link_cards.__file__).read_text(encoding="utf-8")
    assert link_cards.CARD in PROSE_CLASSES
    assert all(f'"{name}"' in source for name in PROSE_CLASSES)


def _on_colours(folder: Path) -> list[str]:
    layouts = read_layouts(folder)
    return [as_read(one) for one in advice_on_colours(prove(SCHOOL, layouts, TODAY), layouts, None)]


def test_a_colour_of_the_theme_that_is_hard_to_read_is_advice(tmp_path: Path) -> None:
    """With the line of the theme, what stands on what, and the nearest colour that can be read."""
    with_layout(tmp_path, "theme.yaml", '\ncolours:\n  soft: "#a09aa6"\n')
    found = _on_colours(tmp_path)
    assert (
        "- layouts/theme.yaml:3 Text in “soft” (#a09aa6) on “paper” (#ffffff) is hard to read: a contrast of 2.7, and 4.5 is needed. "
        "Write #79757e for the text, or choose another colour for what it stands on."
    ) in found
    assert {one.partition(" is hard")[0].partition(" on ")[2] for one in found} == {
        "“paper” (#ffffff)",
        "“page” (#f4efe7)",
        "“todo” (#fcf1d8)",
    }


def test_a_dark_ground_is_held_against_every_text_on_it(tmp_path: Path) -> None:
    """Only on dark screens, and only what stands on it."""
    with_layout(tmp_path, "theme.yaml", 'colours:\n  dark:\n    event: "#8a9aa6"\n')
    found = _on_colours(tmp_path)
    assert found
    assert all(one.startswith("- layouts/theme.yaml:3 On dark screens text in “") and "on “event” (#8a9aa6)" in one for one in found)


def test_a_style_sheet_of_the_school_is_held_to_the_same(tmp_path: Path) -> None:
    """Literal colours, in the style sheet and in a layout."""
    css = (
        OWN.texts["style.css"]
        .replace(".byline {", ".byline { color: #123456;\n")
        .replace("line-height: 1.5; color: var(--soft); }\n.body p", "line-height: 1.5; color: #ccc; }\n.body p")
    )
    line = next(number for number, text in enumerate(css.splitlines(), 1) if "#ccc" in text)
    (found,) = [one for one in _on_colours(with_layout(tmp_path, "style.css", css)) if "dark" not in one]
    assert found.startswith(f"- layouts/style.css:{line} Text in #cccccc on “paper” (#ffffff) is hard to read")
