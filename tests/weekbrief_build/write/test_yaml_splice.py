"""A line of a YAML file is changed where it stands, and nothing else in the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weekbrief_build.gather.notation.yaml_tree import Items, Node, Pairs, Scalar, read_yaml
from weekbrief_build.write.refusals import NotWritten
from weekbrief_build.write.yaml_splice import AddEntry, AddItem, Remove, SetValue, splice
from weekbrief_build.write.yaml_value import Value, written

REGENBOOG = Path(__file__).parents[3] / "groups.yaml"
SCHOOL = """\
# the school
children:   # by id
  ada-jansen: {name: Ada Jansen, groups: [groep-5b]}  # the oldest

  bram-vos:
    name: Bram Vos    # two l's in no name
    groups:
      - groep-5b
families:
  jansen:
    children: [ada-jansen]
    guardians:
      - {name: Anna Jansen, email: anna@example.org}
# the end
"""


def said(node: Node | None) -> object:
    """What a tree says, without its lines."""
    if isinstance(node, Pairs):
        return {key.text: said(value) for key, value in node.pairs}
    if isinstance(node, Items):
        return [said(item) for item in node.items]
    return node.text if isinstance(node, Scalar) else ""


TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=30).filter(
    lambda text: text == text.strip() and not any(sign in text for sign in "\u00a0\u1680\u2028\u2029\u202f\u205f\u3000")
)
VALUES: st.SearchStrategy[Value] = st.recursive(
    TEXTS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS.filter(bool), inner, max_size=3)), max_leaves=6
)


@given(value=VALUES)
def test_what_is_written_reads_back_as_meant(value: Value) -> None:
    """Whatever stands in a value, it reads back as that very value, on one line."""
    line = written(value)
    assert "\n" not in line
    tree = read_yaml(f"x: {line}")
    assert isinstance(tree, Pairs)
    assert said(tree.pairs[0][1]) == _composed(value)


def _composed(value: Value) -> object:
    from unicodedata import normalize  # noqa: PLC0415 - the reader's own form

    if isinstance(value, str):
        return normalize("NFC", value)
    if isinstance(value, dict):
        return {normalize("NFC", key): _composed(each) for key, each in value.items()}
    return [_composed(each) for each in value]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_one_line_more_is_the_whole_difference(newline: str) -> None:
    """A child that is added is one line more; every other line, with its comments, stays as it was."""
    text = SCHOOL.replace("\n", newline)
    after = splice(text, AddEntry(("children",), "cas-berg", {"name": "Cas Berg", "groups": ["groep-5b"]}))
    line = f"  cas-berg: {{name: Cas Berg, groups: [groep-5b]}}{newline}"
    assert after == text.replace(f"families:{newline}", f"{line}families:{newline}")


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (SetValue(("children", "ada-jansen", "name"), "Ada Vos: de Boer"), "name: Ada Jansen", 'name: "Ada Vos: de Boer"'),
        (SetValue(("children", "bram-vos", "name"), "Bram de Vos"), "name: Bram Vos ", "name: Bram de Vos "),
        (AddItem(("children", "bram-vos", "groups"), "plusgroep"), "- groep-5b\n", "- groep-5b\n      - plusgroep\n"),
        (AddItem(("children", "ada-jansen", "groups"), "plusgroep"), "[groep-5b]}", "[groep-5b, plusgroep]}"),
        (AddEntry(("children", "ada-jansen"), "left", "2027-07-01"), "[groep-5b]}", "[groep-5b], left: 2027-07-01}"),
        (Remove(("children", "bram-vos", "name")), "    name: Bram Vos    # two l's in no name\n", ""),
        (SetValue(("families", "jansen", "guardians", 0, "email"), "a@example.com"), "anna@example.org", "a@example.com"),
    ],
)
def test_a_change_touches_its_place_alone(change: SetValue | AddEntry | AddItem | Remove, before: str, after: str) -> None:
    """Each kind of change, in braces and in lines of its own."""
    assert SCHOOL.count(before) == 1
    assert splice(SCHOOL, change) == SCHOOL.replace(before, after)


def test_keys_are_found_in_either_language() -> None:
    """A file whose keys are Dutch is changed by the same words."""
    assert splice("kinderen:\n  ada: {naam: Ada}\n", SetValue(("children", "ada", "name"), "Aad")) == "kinderen:\n  ada: {naam: Aad}\n"


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("children: {ada: {name: Ada}}", AddEntry(("children",), "ada", {"name": "Other"})),
        ("kinderen: {}", AddEntry((), "children", "x")),
        ("children: &a {ada: 1}", SetValue(("children", "ada"), "2")),
        ("children:\n  ada: 1\n", SetValue(("children",), "none")),
        ("children: [", SetValue(("children",), "none")),
        ("children: {ada: 1}", SetValue(("children", "bram"), "2")),
        ("- x: 1\n  y: 2\n", Remove((0, "x"))),
    ],
)
def test_what_cannot_be_changed_alone_is_refused(text: str, change: SetValue | AddEntry | Remove) -> None:
    """A second key of one name, a key that is not there, a file that cannot be read, a place that shares its line: nothing is written."""
    with pytest.raises(NotWritten):
        splice(text, change)


@given(name=TEXTS.filter(bool), group=TEXTS.filter(bool), newline=st.sampled_from(["\n", "\r\n"]))
def test_nothing_else_changes(name: str, group: str, newline: str) -> None:
    """Whatever is put into the example school's own file: the lines that were there are all still there, in their order."""
    text = REGENBOOG.read_text(encoding="utf-8").replace("\n", newline)
    after = splice(text, AddEntry(("children",), "nieuw-kind", {"name": name, "groups": [group]}))
    old, new = text.splitlines(), after.splitlines()
    assert len(new) == len(old) + 1
    (added,) = [place for place, line in enumerate(new) if line not in old]
    assert new[:added] + new[added + 1 :] == old
    assert after.count("\r\n") == (after.count("\n") if newline == "\r\n" else 0)


@given(st.lists(st.sampled_from("abcde"), min_size=1, max_size=4, unique=True), st.data())
def test_what_is_added_can_be_taken_out_again(keys: list[str], data: st.DataObject) -> None:
    """Adding an entry and removing it gives the file as it was."""
    text = "".join(f"{key}: {number}  # {key}\n" for number, key in enumerate(keys))
    new = data.draw(st.sampled_from("xyz"))
    assert splice(text, AddEntry((), new, "1"), Remove((new,))) == text
