"""The school's own layouts, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pressing import EDITION, KEY, NOW, SCHOOL, a_press, a_view, a_written_post, html_of, planned
from schools import TODAY

from weekbrief_build.gather.office.layouts import own_layouts, read_layouts
from weekbrief_build.render.lint import mistakes_in
from weekbrief_build.render.press import Press
from weekbrief_build.render.proof import prove
from weekbrief_build.render.refused import LayoutRefused
from weekbrief_build.render.style import read_style
from weekbrief_build.school.mistake import Mistake, Scope


def _write(folder: Path, name: str, text: str | bytes) -> Path:
    file = folder / "layouts" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def _refused(folder: Path) -> Mistake:
    """The first mistake that stops everything."""
    layouts = read_layouts(folder)
    wrong = [mistake for mistake in mistakes_in(layouts) if mistake.scope is Scope.EVERYTHING]
    if wrong:
        return wrong[0]
    with pytest.raises(LayoutRefused) as refused:
        prove(SCHOOL, layouts, TODAY)
    return refused.value.mistake


def test_the_layouts_of_weekbrief_itself_pass_the_proof() -> None:
    """Every layout renders in every language, with and without what a post may lack."""
    prove(SCHOOL, read_layouts(None), TODAY)
    assert {file.name for file in own_layouts().iterdir()} == {*read_layouts(None).texts, "theme.yaml"}


def test_a_schools_own_file_takes_the_place_of_one_file(tmp_path: Path) -> None:
    """A school that writes a style.css has its own colours in every post, and all else as it was."""
    layouts = read_layouts(_write(tmp_path, "style.css", ".title { color: #123456; }"))
    press = Press(SCHOOL, layouts, {}, None, key=KEY)
    html = html_of(press.letter(planned(a_view(a_written_post())), NOW, EDITION))
    assert 'class="title from-left" lang="nl" dir="ltr" style="color:#123456">Herfst</h3>' in html
    assert layouts.texts["post.html.j2"] == read_layouts(None).texts["post.html.j2"]


def test_a_schools_own_layout_is_used(tmp_path: Path) -> None:
    """A layout of the school is rendered instead of Weekbrief's; what a teacher wrote is escaped in it too."""
    layouts = read_layouts(_write(tmp_path, "post.html.j2", '<b class="ours">{{ title }}</b>{{ body }}'))
    html = html_of(a_press(layouts=layouts).letter(planned(a_view(a_written_post(title=["<i>Herfst"]))), NOW, EDITION))
    assert '<b class="ours">&lt;i&gt;Herfst</b><p>Eikels.</p>' in html


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("post.html.j2", "<p>\n{% if title %}\n<b>{{ title }}</b>\n", 3),  # an if without an end
        ("post.txt.j2", "\n\n{{ titel }}", 3),  # a word that does not exist
        ("post.html.j2", "\n{{ title + 1 }}", 2),  # an expression that cannot be
        ("group.html.j2", "{% include 'nothing.html.j2' %}", 1),
        ("notice.txt.j2", "\n{{ what.__class__.__mro__ }}", 2),  # out of the sandbox
        ("letter.html.j2", "<html><body>{{ heading }}</body></html>", None),  # no place for the posts
        ("letter.txt.j2", "{{ posts }}{{ posts }}", None),
        ("picture.html.j2", b"<p>\n\xff", 2),  # not UTF-8
        ("style.css", "p { color: red }\n@import url(http://evil.example/x.css);", 2),
        ("style.css", "p { color: red }\n}", 2),
        ("style.css", "p {\n color: red\n", 2),
        ("style.css", "@media print {\n p { color: red }", 2),
        ("style.css", "p {}\n</style><script>", 2),
    ],
)
def test_a_layout_that_cannot_be_used_is_told_with_its_line(tmp_path: Path, name: str, text: str | bytes, line: int | None) -> None:
    """A mistake in a layout is found before any letter, with file, line and how to mend it; it stops everything."""
    mistake = _refused(_write(tmp_path, name, text))
    assert (mistake.file, mistake.line, mistake.scope) == (f"layouts/{name}", line, Scope.EVERYTHING)
    assert mistake.mend.template


def test_a_layout_is_never_read_through_a_link(tmp_path: Path) -> None:
    """A link in layouts/, or layouts/ as a link, could show a file of the machine in every letter."""
    secret = tmp_path / "secret"
    secret.write_text("secret")
    school = _write(tmp_path / "school", "style.css", "p {}")
    (school / "layouts" / "post.txt.j2").symlink_to(secret)
    assert read_layouts(school).texts["post.txt.j2"] == read_layouts(None).texts["post.txt.j2"]
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "layouts").symlink_to(school / "layouts")
    assert read_layouts(tmp_path / "other") == read_layouts(None)


def test_at_rules_stay_in_the_head_and_never_reach_the_inliner() -> None:
    """Whatever is in an at-rule, nested ones too, is kept; braces in comments and strings count for nothing."""
    css = "/* } @media { */ a { content: '}' }\n@media print { @media screen { b { color: red } } }\nc { color: blue }\n@charset 'x';"
    sheet = read_style(css)
    assert [(rule.selectors, rule.line) for rule in sheet.rules] == [(("a",), 1), (("c",), 3)]
    assert [(one.text, one.line) for one in sheet.at_rules] == [
        ("@media print { @media screen { b { color: red } } }", 2),
        ("@charset 'x';", 4),
    ]
