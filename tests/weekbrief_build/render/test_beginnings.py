from __future__ import annotations

from html import escape

from hypothesis import given
from hypothesis import strategies as st

from weekbrief_build.render.beginnings import LONGEST, beginning_of

MARK = "\ue0f07\ue0f1"


def test_a_beginning_ends_with_a_sentence() -> None:
    """As many whole sentences as fit, without headings, tables and addresses; the words of a link stay."""
    html = (
        '<h3>Kop</h3><p>Wij gaan naar het <a href="https://x.example/bos">bos</a> &amp; terug. Kijk op https://x.example/bos voor meer.</p>'
        "<table><tr><td>tabel</td></tr></table><ul><li>Laarzen aan!</li></ul>" + "<p>" + "Nog een zin die lang duurt. " * 30 + "</p>"
    )
    beginning = beginning_of(html)
    assert beginning.startswith("Wij gaan naar het bos & terug. Kijk op voor meer. Laarzen aan! Nog een zin")
    assert beginning.endswith("duurt.")
    assert len(beginning) < LONGEST
    assert "<" not in beginning


def test_one_endless_sentence_is_cut_between_words() -> None:
    """And says that it goes on; a mark for a name is never cut."""
    beginning = beginning_of("<p>" + f"woord {MARK} " * 200 + "</p>")
    assert beginning.removesuffix(" …").split() == (["woord", MARK] * 200)[: len(beginning.split()) - 1]
    assert beginning.endswith("…")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\ue0f0\ue0f1"), max_size=900))
def test_a_beginning_is_short_and_begins_as_the_text_does(text: str) -> None:
    """Whatever the text: what is shown is its beginning, in no more than so many characters."""
    beginning = beginning_of(f"<p>{escape(text)}</p>")
    assert len(beginning) <= LONGEST + 1
    if "://" not in text and "www." not in text:
        assert " ".join(text.split()).startswith(beginning.removesuffix("…").rstrip())
