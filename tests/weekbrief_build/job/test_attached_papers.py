"""PDF files from a teacher's folder to a parent's letter."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from example.paper import a_paper
from pypdf import PdfReader, PdfWriter
from running import Letter, letters_in, weekbrief
from schools import write_school

NOW = "2026-11-20T15:00"
FOLDER = "groep-5b/2026-11-20 Lunch"
MENU = a_paper("Menu", ["Maandag: soep"])


def run(folder: Path, content: dict[str, str | bytes]) -> tuple[dict[str, list[Letter]], str]:
    """The letters of one run, and what the teacher is told."""
    school = write_school(folder / "school", content)
    weekbrief("run", "--on", NOW, school)
    letters = letters_in(school / "outbox")
    return letters, "".join(letter.text for letter in letters.get("sanne@regenboog.example", []))


def papers_in(letter: Letter) -> dict[str, str]:
    """By name, the text of each attached PDF."""
    found = {}
    for part in letter.message.iter_attachments():
        data = part.get_payload(decode=True)
        if part.get_content_type() == "application/pdf" and isinstance(data, bytes):
            found[str(part.get_filename())] = PdfReader(BytesIO(data)).pages[0].extract_text()
    return found


def test_a_pdf_in_the_folder_of_a_post_goes_along(tmp_path: Path) -> None:
    """Attached under its own name, once per letter; a link to it becomes its name, since in a letter nothing leads to it."""
    letters, _ = run(tmp_path, {f"{FOLDER}/lunch.md": "Zie [het menu](menu.pdf).", f"{FOLDER}/Menu.pdf": MENU})
    for address in ("anna@example.org", "piet@example.org"):
        (letter,) = letters[address]
        assert papers_in(letter) == {"Menu.pdf": "Menu\nMaandag: soep"}
        assert "het menu (Menu.pdf)" in letter.html
        assert "het menu (Menu.pdf)" in letter.text
        assert "Attached to this letter: Menu.pdf" in letter.text or "Menu.pdf" in letter.text.partition("het menu (Menu.pdf)")[2]


def test_beside_a_single_file_only_what_it_points_at_goes_along(tmp_path: Path) -> None:
    """Of the PDF files of a whole group, those that a text points at; of the others the teacher is told."""
    letters, said = run(
        tmp_path,
        {"groep-5b/lunch.md": "---\ndate: 2026-11-20\n---\nZie [het menu](menu.pdf).", "groep-5b/menu.pdf": MENU, "groep-5b/oud.pdf": MENU},
    )
    assert set(papers_in(letters["anna@example.org"][0])) == {"menu.pdf"}
    assert not said  # a file that lies idle is advice, which check tells


def test_a_folder_with_a_pdf_alone_is_a_post(tmp_path: Path) -> None:
    """Its name is the title."""
    letters, _ = run(tmp_path, {f"{FOLDER}/menu.pdf": MENU})
    assert letters["piet@example.org"][0].subject == "Lunch"
    assert set(papers_in(letters["piet@example.org"][0])) == {"menu.pdf"}


def two_pages_with_a_picture() -> bytes:
    """A PDF with a page of text, and an empty page that shows a line nobody can read."""
    writer = PdfWriter(clone_from=BytesIO(MENU))
    writer.append(BytesIO(MENU.replace(b"BT /F1", b"%% /F1").replace(b"Tj ET", b"Tj %%").replace(b"%% /F1 28", b"0 0 m %")))
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


HELD: dict[str, tuple[dict[str, str | bytes], str]] = {
    "a name in its words": ({"menu.pdf": a_paper("Menu", ["Bram Vos kookt"])}, "Bram Vos"),
    "a first name in its words": ({"menu.pdf": a_paper("Menu", ["gekookt door Bram"])}, "Bram"),
    "a name in its name": ({"Spreekbeurt Bram Vos.pdf": MENU}, "Bram Vos"),
    "an id as its name": ({"bram-vos.pdf": MENU}, "bram"),
    "words that cannot be read": ({"menu.pdf": two_pages_with_a_picture()}, "wie: niemand"),
    "a file that is no PDF": ({"menu.pdf": b"PK\x03\x04"}, "niet heel"),
    "a file that is too large": ({"menu.pdf": MENU.replace(b"(Menu)", b"(" + os.urandom(1_700_000).hex().encode()[:1_700_000] + b")")}, ""),
    "a PDF that is not there": ({"lunch.md": "Zie [het menu](menukaart.pdf)."}, "menukaart.pdf"),
}


@pytest.mark.parametrize("why", HELD)
def test_a_pdf_that_may_not_go_holds_its_post_back(why: str, tmp_path: Path) -> None:
    """A post that promises what is not attached is worse than one that waits; the teacher is told what to mend."""
    files, told = HELD[why]
    text: dict[str, str | bytes] = {f"{FOLDER}/lunch.md": "Eet smakelijk."}
    letters, said = run(tmp_path, {**text, **{f"{FOLDER}/{name}": data for name, data in files.items()}})
    assert "anna@example.org" not in letters
    assert "piet@example.org" not in letters
    assert told.casefold() in " ".join(said.casefold().split())


def test_a_teacher_can_say_that_nobody_is_in_it(tmp_path: Path) -> None:
    """What cannot be read goes when the teacher answers for it; a name that can be read holds it back all the same."""
    nobody = "---\nattachments: {menu.pdf: {people: nobody}}\n---\nEet smakelijk."
    letters, _ = run(tmp_path / "a", {f"{FOLDER}/lunch.md": nobody, f"{FOLDER}/menu.pdf": two_pages_with_a_picture()})
    assert set(papers_in(letters["anna@example.org"][0])) == {"menu.pdf"}
    letters, said = run(tmp_path / "b", {f"{FOLDER}/lunch.md": nobody, f"{FOLDER}/menu.pdf": a_paper("Menu", ["Bram Vos kookt"])})
    assert "anna@example.org" not in letters
    assert "Bram Vos" in said


def test_a_name_that_all_may_read_may_stand_in_it(tmp_path: Path) -> None:
    """Ada has a yes for her name in letters to her own group."""
    letters, _ = run(tmp_path, {f"{FOLDER}/lunch.md": "Hoi.", f"{FOLDER}/menu.pdf": a_paper("Menu", ["Ada kookt"])})
    assert papers_in(letters["vera@example.org"][0]) == {"menu.pdf": "Menu\nAda kookt"}
