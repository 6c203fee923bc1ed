"""How well a text can be read on its ground: the numbers of WCAG 2.2, and the nearest colour that can be read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weekbrief_build.render.contrast import LEAST, contrast, nearest_readable

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("text", "paper", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
        ("#ffff00", "#ffffff", 1.07),
        ("#123456", "#123456", 1.0),
    ],
)
def test_the_ratio_is_that_of_the_standard(text: str, paper: str, ratio: float) -> None:
    """As W3C's own examples and every checker have it; the order of the two does not matter."""
    assert round(contrast(text, paper), 2) == ratio
    assert contrast(text, paper) == contrast(paper, text)


@settings(max_examples=100, deadline=None)
@given(COLOURS, COLOURS)
def test_what_is_proposed_can_be_read(text: str, paper: str) -> None:
    """On whatever ground; and a colour that can be read already is left as it is."""
    proposed = nearest_readable(text, paper)
    assert contrast(proposed, paper) >= LEAST
    assert (proposed == text) == (contrast(text, paper) >= LEAST)
