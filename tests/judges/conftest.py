"""What the judges have in common."""

from __future__ import annotations

import os
from collections.abc import Mapping

import pytest
from arrivals import letters_of_each_kind
from running import Letter


@pytest.fixture(scope="session")
def arrived(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Letter]:
    """By kind, a letter of De Regenboog, made once for all tests that judge them."""
    own = tmp_path_factory.getbasetemp()
    return letters_of_each_kind((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "regenboog")
