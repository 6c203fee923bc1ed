"""A post is written as its teacher could have written it, and what they did write stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weekbrief_build.gather.files.text_files import parts_of, text_of_file
from weekbrief_build.write.posts import new_post, with_body, with_front_matter
from weekbrief_build.write.refusals import NotWritten
from weekbrief_build.write.yaml_splice import AddEntry, SetValue

POST = "---\n# mine\ntitel: Herfst  # kort\nconcept: ja\n---\n# Herfst\n\nWe waren *buiten*.\n"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_key_of_front_matter_is_changed_alone(mark: str, newline: str) -> None:
    """Comments, byte order mark, line ends and the text below stay."""
    data = (mark + POST.replace("\n", newline)).encode()
    after = with_front_matter(data, SetValue(("draft",), "nee"), AddEntry((), "nieuw", "ja"))
    expected = POST.replace("concept: ja", "concept: nee\nnieuw: ja").replace("\n", newline)
    assert after == (mark + expected).encode()


def test_front_matter_is_begun_where_there_is_none() -> None:
    """A plain text gains the lines above it, and no other."""
    assert with_front_matter(b"# Herfst\n", AddEntry((), "draft", "yes")) == b"---\ndraft: yes\n---\n# Herfst\n"


def test_a_fence_that_was_never_closed_is_left_to_its_teacher() -> None:
    """Where nobody can say what is front matter and what is text, nothing is written."""
    with pytest.raises(NotWritten):
        with_front_matter(b"---\ntitle: x\n\nHello\n", AddEntry((), "draft", "yes"))


def test_another_text_stands_below_the_same_front_matter() -> None:
    """What was typed at the desk takes the place of the text alone, with the file's own line ends."""
    data = POST.replace("\n", "\r\n").encode()
    after = with_body(data, "# Winter\n\nSneeuw!\n")
    assert after == POST.split("# Herfst", maxsplit=1)[0].replace("\n", "\r\n").encode() + b"# Winter\r\n\r\nSneeuw!\r\n"
    assert with_body(b"# Herfst\n", "# Winter\n") == b"# Winter\n"


def test_a_new_post_reads_back_as_it_was_meant() -> None:
    """Front matter above, text below."""
    data = new_post({"title": "Kamp: dag 1", "to": ["ada-jansen"]}, "# Kamp\n")
    assert data == b'---\ntitle: "Kamp: dag 1"\nto: [ada-jansen]\n---\n# Kamp\n'
    assert new_post({}, "Hallo") == b"Hallo"


@given(body=st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"], include_characters="\n#-"), max_size=80))
def test_the_text_below_is_never_touched(body: str) -> None:
    """Whatever a teacher wrote below the fences reads the same afterwards."""
    data = f"---\ntitle: x\n---\n{body}".encode()
    after = with_front_matter(data, AddEntry((), "draft", "yes"))
    assert parts_of(text_of_file(after)).body == parts_of(text_of_file(data)).body
