"""Programs that tests put in the place of those that open what others wrote."""

import sys
from pathlib import Path


def a_program(folder: Path, script: str) -> str:
    """A program in Python that does this, by its path."""
    program = folder / "program.py"
    program.write_text(f"#!{sys.executable} -P\nimport os, sys\n{script}\n", encoding="utf-8")
    program.chmod(0o700)
    return str(program)
