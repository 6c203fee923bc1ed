"""The Dutch catalogue is whole: everything that Weekbrief says to a person, it says in Dutch too, with the same values in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
import pytest
from catalogues import LAYOUTS, SOURCE, catalogue, extracted, pairs

from weekbrief_build.words import words_of

SAME_IN_DUTCH = frozenset({"Video", "Week {week}"})
"""Words that the two languages share."""
TO_PARENTS = frozenset({"A message for you"})
"""Said to parents, and not from a layout."""


def in_python() -> Iterator[tuple[str, ast.Call]]:
    """Every call of a plain name in the source, with its place."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield f"{path.name}:{node.lineno}", node


def test_everything_that_is_said_has_a_dutch_translation_and_nothing_else_has() -> None:
    """What has no translation would be said in English to a teacher who reads Dutch; what is no longer said misleads translators."""
    said = extracted(SOURCE) | extracted(LAYOUTS)
    translated = {english for english, dutch in pairs("nl") if dutch.strip()}
    assert sorted(said - translated) == []
    assert sorted(translated - said) == []


def test_every_template_is_found() -> None:
    """`N_` holds a literal, or gettext's tools pass it over in silence and it is never translated."""
    said = extracted(SOURCE)
    arguments = [(place, call.args[0]) for place, call in in_python() if isinstance(call.func, ast.Name) and call.func.id == "N_"]
    assert len(arguments) > 200
    assert [place for place, one in arguments if not (isinstance(one, ast.Constant) and one.value in said)] == []


def test_nothing_is_said_that_was_not_marked_for_translation() -> None:
    """A sentence is made of a template that went through `N_`, never of a literal or of pieces put together."""
    said = [(place, call.args[0]) for place, call in in_python() if isinstance(call.func, ast.Name) and call.func.id == "say"]
    assert len(said) > 100
    assert [place for place, one in said if isinstance(one, (ast.Constant, ast.JoinedStr, ast.BinOp))] == []


@pytest.mark.parametrize("path", sorted(LAYOUTS.glob("*.j2")), ids=lambda path: path.name)
def test_a_layout_holds_no_words_of_its_own(path: Path) -> None:
    """A word that stands in a layout outside `_()` reads the same in every language."""
    jinja = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
    html = re.compile(r"<!--.*?-->|<[^>]*>|&\w+;", re.DOTALL)
    assert re.findall(r"[^\W\d_]+", html.sub(" ", jinja.sub(" ", path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("domain", ["weekbrief", "click"])
def test_no_translation_is_left_over_or_guessed(domain: str) -> None:
    """A fuzzy translation is a guess by a program; an obsolete one is of a sentence that nobody says."""
    assert list(catalogue("nl", domain).obsolete) == []
    assert [message.id for message in catalogue("nl", domain) if message.id and (message.fuzzy or message.locations)] == []
    assert [str(error) for message in catalogue("nl", domain) for error in message.check(catalogue("nl", domain))] == []


@pytest.mark.parametrize("domain", ["weekbrief", "click"])
def test_the_same_values_stand_in_both_languages(domain: str) -> None:
    """A value that a translation leaves out is not told; one that it misspells breaks the run that has something to tell."""

    def fields(template: str) -> set[str]:
        braces = {f"{name}!{conversion}" for _, name, _, conversion in Formatter().parse(template) if name is not None}
        return braces | set(re.findall(r"%\(\w+\)s", template))

    assert [english for english, dutch in pairs("nl", domain) if fields(english) != fields(dutch)] == []


def test_no_translation_is_the_english() -> None:
    """A copy of the English passes for a translation, and is none."""
    assert {english for english, dutch in pairs("nl") if english == dutch} == SAME_IN_DUTCH


def test_a_sentence_is_a_sentence_in_both_languages() -> None:
    """What ends with a full stop in one language and not in the other cannot stand in the same places."""
    ends, begins = tuple(".?!,"), re.compile(r"[a-zA-Z]")
    assert [english for english, dutch in pairs("nl") if english.endswith(ends) != dutch.endswith(ends)] == []
    both = [(english, dutch) for english, dutch in pairs("nl") if begins.match(english) and begins.match(dutch)]
    assert [english for english, dutch in both if english[0].isupper() != dutch[0].isupper()] == []


def test_parents_are_u_and_nobody_is_je() -> None:
    """A school speaks politely to parents; what teachers, head and volunteers read does without either word."""
    to_parents = extracted(LAYOUTS) | TO_PARENTS
    assert [dutch for _, dutch in pairs("nl") if re.search(r"\b(?:jij|je|jou|jouw)\b", dutch, re.IGNORECASE)] == []
    assert [dutch for english, dutch in pairs("nl") if english not in to_parents and re.search(r"\b(?:u|uw)\b", dutch, re.IGNORECASE)] == []


def test_click_still_says_what_is_translated_for_it() -> None:
    """What click says is found by its English words: a new version of it may have others."""
    said = extracted(Path(click.__file__).parent)
    assert sorted({english for english, _ in pairs("nl", "click")} - said) == []


def test_the_installed_catalogue_is_the_one_in_the_repository() -> None:
    """Installing compiles the catalogue (`hatch_build.py`); after a change of it, `pip install --no-deps -e .` does so anew."""
    translations = words_of("nl").translations
    assert [english for english, dutch in pairs("nl") if translations.gettext(english) != dutch] == []
