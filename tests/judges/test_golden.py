from __future__ import annotations

from collections.abc import Mapping

import pytest
from golden_letters import FOLDER, KINDS, files_of
from running import Letter


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_is_as_it_was_reviewed(arrived: Mapping[str, Letter], kind: str) -> None:
    """Whoever changes what parents get sees it in the diff of a letter: `make golden` writes the letters anew."""
    for name, text in files_of(kind, arrived[kind]).items():
        assert text == (FOLDER / name).read_text(encoding="utf-8"), f"{name} is not as it was: look at it, then make golden"


def test_no_other_letter_lies_there() -> None:
    """A letter that is compared with nothing proves nothing."""
    assert {file.stem for file in FOLDER.iterdir()} == set(KINDS)
