"""The sidecar of a picture says what was clicked, a line for each thing."""

from __future__ import annotations

from weekbrief_build.school.post import Region
from weekbrief_build.write.sidecars import PersonPointedOut, Sidecar, sidecar_bytes, sidecar_name

OF = "5e" * 32


def test_what_was_clicked_stands_in_the_file() -> None:
    """The file's hash, whether that is all, who and where; a person reads it as easily as the job does."""
    people = [PersonPointedOut("ada-jansen", Region(0.25, 0.125, 0.1, 1 / 3)), PersonPointedOut("bram-vos")]
    said = sidecar_bytes(Sidecar(OF, complete=False, people=people, nobody_at=[Region(0, 0, 0.5, 0.5)])).decode()
    assert said == (
        f"of: {OF}\ncomplete: no\npeople:\n"
        '  - {child: ada-jansen, face: ["0.25", "0.125", "0.1", "0.333333"]}\n  - {child: bram-vos}\n'
        "nobody_at: [[0, 0, 0.5, 0.5]]\n"
    ).replace('"', "")
    assert sidecar_name("eikels.jpg") == "eikels.jpg.people.yaml"


def test_nobody_is_said_and_not_left_open() -> None:
    """An answer that names nobody says so; where somebody of no school stands, or the answer is not finished, nobody is not said."""
    assert b"people: nobody" in sidecar_bytes(Sidecar(OF, complete=True))
    assert b"people: []" in sidecar_bytes(Sidecar(OF, complete=False))
    assert b"people: []" in sidecar_bytes(Sidecar(OF, complete=True, unknown_at=[Region(0, 0, 0.5, 0.5)]))
