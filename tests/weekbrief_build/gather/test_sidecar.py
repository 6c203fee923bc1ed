from __future__ import annotations

import pytest

from weekbrief_build.gather.notation.form import Notes
from weekbrief_build.gather.posts.sidecar import SidecarSaid, picture_of_sidecar, read_sidecar
from weekbrief_build.school.mistake import Mistake, Scope
from weekbrief_build.school.post import Naming, Pending, Region, Source

SHA256 = "0a" * 32
FACE = Region(0.4, 0.25, 0.12, 0.16)


def said(text: str | bytes) -> tuple[SidecarSaid, list[Mistake]]:
    """What a sidecar with this text says, and what is wrong with it."""
    notes = Notes("e.jpg.people.yaml", Scope.PICTURE, picture="e.jpg")
    return read_sidecar(text if isinstance(text, bytes) else text.encode(), notes, SHA256), notes.mistakes


def naming(child: str, face: Region | None = None) -> Naming:
    """A child named by a sidecar."""
    return Naming(child, Source.SIDECAR, face)


@pytest.mark.parametrize(
    ("text", "namings"),
    [
        ("- ada-jansen\n- bram-vos\n", (naming("ada-jansen"), naming("bram-vos"))),
        ("[ada-jansen]", (naming("ada-jansen"),)),
        ("ada-jansen", (naming("ada-jansen"),)),
        ("- Juf Sanne", (naming("Juf Sanne"),)),
        ("- {child: ada-jansen, face: [0.4, 0.25, 0.12, 0.16]}", (naming("ada-jansen", FACE),)),
        ("- {kind: ada-jansen, gezicht: [.4, .25, .12, .16]}\n- bram-vos", (naming("ada-jansen", FACE), naming("bram-vos"))),
        ("- ada-jansen: [0.4, 0.25, 0.12, 0.16]", (naming("ada-jansen", FACE),)),
        ("ada-jansen: [0.4, 0.25, 0.12, 0.16]\nbram-vos:", (naming("ada-jansen", FACE), naming("bram-vos"))),
        ("people:\n- ada-jansen\n", (naming("ada-jansen"),)),
        ("wie: ada-jansen", (naming("ada-jansen"),)),
        ("# nog niemand", ()),
    ],
)
def test_a_sidecar_is_a_list_of_children_and_optionally_their_faces(text: str, namings: tuple[Naming, ...]) -> None:
    """DESIGN.md, "Who is in a picture"."""
    found, mistakes = said(text)

    assert (found.people.namings, found.people.nobody, found.people.doubt, mistakes) == (namings, False, False, [])


@pytest.mark.parametrize("text", ["nobody", "niemand", "[nobody]", "people: nobody", "Nobody"])
def test_nobody_is_an_answer(text: str) -> None:
    """Silence is not."""
    found, mistakes = said(text)

    assert (found.people.namings, found.people.nobody, found.people.doubt, mistakes) == ((), True, False, [])


def test_a_sidecar_may_say_that_it_was_checked() -> None:
    """As front matter may."""
    assert said("people: [ada-jansen]\nchecked: true")[0].checked


@pytest.mark.parametrize(
    "text",
    [
        "- ada-jansen: [0.4, 0.25, 0.12]",
        "- ada-jansen: [0.4, 0.25, 0.12, 0]",
        "- ada-jansen: [0.9, 0.25, 0.12, 0.16]",
        "- ada-jansen: [-0.1, 0.25, 0.12, 0.16]",
        "- ada-jansen: [nan, 0.25, 0.12, 0.16]",
        "- ada-jansen: [inf, 0.25, 0.12, 0.16]",
        "- ada-jansen: [400, 250, 120, 160]",
        "- ada-jansen: [1e-1, 0.25, 0.12, 0.16]",
        "- ada-jansen: left",
        "- {child: ada-jansen, face: links}",
        "- {child: ada-jansen, gezcht: [0.4, 0.25, 0.12, 0.16]}",
    ],
)
def test_a_face_that_is_nowhere_in_the_picture_leaves_a_doubt_and_keeps_the_child(text: str) -> None:
    """The child is in the picture all the same; where is not known."""
    found, mistakes = said(text)

    assert (found.people.namings, found.people.doubt) == ((naming("ada-jansen"),), True)
    assert [mistake.scope for mistake in mistakes] == [Scope.PICTURE] * len(mistakes)
    assert mistakes


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\0",
        b"- [",
        b"- &a x\n- *a",
        b"a: 1\na: 2",
        b"- [[x]]",
        b"- {face: [0,0,1,1]}",
        b"people: {a: {b: c}}",
        b"-\n- ada-jansen",
        b"\xff\xfe-",
    ],
)
def test_a_sidecar_that_cannot_be_read_leaves_a_doubt(text: bytes) -> None:
    """DESIGN.md: evidence that cannot be read counts as a person who is not known; never as nobody."""
    found, mistakes = said(text)

    assert (found.people.doubt, found.people.nobody) == (True, False)
    assert mistakes


def test_a_sidecar_is_known_by_its_name() -> None:
    """`eikels.jpg.people.yaml` speaks of `eikels.jpg`, whatever the case of its ending."""
    assert [picture_of_sidecar(name) for name in ("e.jpg.people.yaml", "e.jpg.People.YML", "people.yaml", ".people.yaml", "e.yaml")] == [
        "e.jpg",
        "e.jpg",
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "pending", "nobody", "faces"),
    [
        (f"of: {SHA256}\ncomplete: true\npeople: [ada-jansen: [0.4, 0.25, 0.12, 0.16]]", None, False, [FACE]),
        (f"van: {SHA256}\ncompleet: ja\npeople: []", None, True, []),
        (f"of: {SHA256}\npeople: [ada-jansen: [0.4, 0.25, 0.12, 0.16]]", Pending.UNFINISHED, False, [FACE]),
        (f"of: {SHA256}\npeople: nobody", Pending.UNFINISHED, False, []),
        (f"of: {'0b' * 32}\ncomplete: true\npeople: [ada-jansen: [0.4, 0.25, 0.12, 0.16]]", Pending.OTHER_FILE, False, [None]),
        (f"of: {'0b' * 32}\ncomplete: true\npeople: nobody", Pending.OTHER_FILE, False, []),
    ],
)
def test_what_a_program_writes_answers_once_it_is_complete_and_of_this_very_file(
    text: str,
    pending: Pending | None,
    nobody: bool,  # noqa: FBT001 - an expectation
    faces: list[Region | None],
) -> None:
    """Until then it names people, which only restricts, and answers nothing; of another state of the file no frame has a place."""
    found, mistakes = said(text)
    assert mistakes == []
    assert (found.pending, found.people.nobody) == (pending, nobody)
    assert [naming.face for naming in found.people.namings] == faces


def test_somebody_who_is_not_of_the_school_keeps_the_picture_back() -> None:
    """A face that was pointed out and is nobody's of the school is a person who is not known."""
    found, _ = said(f"of: {SHA256}\ncomplete: true\npeople: [ada-jansen]\nunknown_at: [[0.1, 0.1, 0.1, 0.1]]")
    assert found.strangers
