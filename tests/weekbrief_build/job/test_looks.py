"""From a school's layouts/ to the letters of its parents, by the commands themselves."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from layout_files import with_layout
from PIL import Image, PngImagePlugin
from running import letters_in, weekbrief
from schools import write_school

NOW = "2026-11-20T15:00"
REMARK = "made by Ada Jansen"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A school with one post."""
    return write_school(tmp_path / "school", {"groep-5b/2026-11-20 Herfst.md": "Wij zochten eikels."})


def _a_logo() -> bytes:
    remark = PngImagePlugin.PngInfo()
    remark.add_text("Comment", REMARK)
    data = BytesIO()
    Image.new("RGBA", (400, 100), (20, 60, 120, 128)).save(data, "PNG", pnginfo=remark)
    return data.getvalue()


def test_the_logo_goes_clean_and_once_with_every_letter(school: Path) -> None:
    """Made anew by the worker as every picture, so that nothing of the file is left but what is to be seen."""
    with_layout(school, "logo.png", _a_logo())
    with_layout(school, "theme.yaml", "logo: logo.png\n")
    assert weekbrief("run", "--on", NOW, school).status == 0
    for address in ("anna@example.org", "piet@example.org", "vera@example.org"):
        for letter in letters_in(school / "outbox")[address]:
            (logo,) = letter.pictures
            assert Image.open(BytesIO(logo)).size == (400, 100)
            assert REMARK.encode() not in logo
            assert letter.html.count('class="logo-picture"') == 1


def test_a_logo_that_cannot_be_opened_stops_everything(school: Path) -> None:
    """With the line of theme.yaml that names it."""
    with_layout(school, "logo.png", _a_logo()[:200])
    with_layout(school, "theme.yaml", "\nlogo: logo.png\n")
    for command in ("check", "run"):
        ran = weekbrief(command, "--json", "--on", NOW, school)
        assert ran.status == 1
        assert [(one["file"], one["line"], one["holds_back"]) for one in ran.json["mistakes"]] == [("layouts/theme.yaml", 2, "everything")]
    assert letters_in(school / "outbox") == {}


def test_all_that_is_wrong_in_the_layouts_is_told_at_once(school: Path) -> None:
    """Colours, rules, elements and expressions; by a check and by a run."""
    with_layout(school, "theme.yaml", "colours: {paper: wit}\n")
    with_layout(school, "style.css", ".post + .post { margin: 0 }\n")
    with_layout(school, "group.html.j2", '<img src="https://x.example/p.gif">\n{{ nam }}\n')
    files = ["layouts/theme.yaml", "layouts/style.css", "layouts/group.html.j2"]
    ran = weekbrief("run", "--json", "--on", NOW, school)
    assert (ran.status, [one["file"] for one in ran.json["mistakes"]]) == (1, files)
    ran = weekbrief("check", "--json", "--on", NOW, school)
    assert (ran.status, [(one["file"], one["line"]) for one in ran.json["mistakes"]][-1]) == (1, ("layouts/group.html.j2", 2))
    assert letters_in(school / "outbox") == {}


def test_what_is_hard_to_read_is_advice_and_holds_nothing_back(school: Path) -> None:
    """Told by a check, which ends as if nothing were wrong; the letters go."""
    with_layout(school, "theme.yaml", 'colours:\n  soft: "#9a9a9b"\n')
    ran = weekbrief("check", "--json", "--on", NOW, school)
    advice = [one for one in ran.json["mistakes"] if one["file"] == "layouts/theme.yaml"]
    assert advice
    assert {(one["line"], one["holds_back"]) for one in advice} == {(2, "advice")}
    assert ran.status == 0
    assert weekbrief("run", "--on", NOW, school).status == 0
    assert "#9a9a9b" in letters_in(school / "outbox")["anna@example.org"][0].html
