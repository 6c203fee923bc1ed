"""Whoever writes into the ledger names the columns: a column that is added later shifts nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import weekbrief_build
import weekbrief_sender

INSERT = re.compile(r"INSERT\s+INTO\s+(?P<table>[\w.{}]+)\s*(?P<named>\(?)")
SOURCES = [file for package in (weekbrief_build, weekbrief_sender) for file in Path(str(package.__file__)).parent.rglob("*.py")]


@pytest.mark.parametrize("file", [file for file in SOURCES if "INSERT" in file.read_text(encoding="utf-8")], ids=lambda file: file.name)
def test_every_insert_names_its_columns(file: Path) -> None:
    """In both packages."""
    found = list(INSERT.finditer(file.read_text(encoding="utf-8")))
    assert found
    assert [one["table"] for one in found if not one["named"]] == []
