"""Looks through the layouts for what would break a letter or tell somebody that it was opened; it renders nothing.

A letter is put together of parts that were inlined each by itself (see `inline`), so a rule that looks at what surrounds a part, or stands
beside it, would hold in some letters and not in others. And nothing in a letter may make the reader's computer fetch anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from weekbrief_build.render.refused import LayoutRefused
from weekbrief_build.render.style import FILE, AtRule, Declaration, Rule, read_style, style_of
from weekbrief_build.render.vocabulary import Vocabulary, vocabularies, without_remarks
from weekbrief_build.render.wording import mistakes_in_words
from weekbrief_build.school.layouts import FOLDER, STYLE, Layouts
from weekbrief_build.school.mistake import N_, Mistake, Scope, Sentence, say

FRAME = "letter.html.j2"
_COMBINED = re.compile(r"\s*([>+~])\s*|\s+")
_ATTRIBUTES = re.compile(r"\[\s*([\w-]+)[^\]]*\]")
_SIMPLE = re.compile(r"[.#]?[\w-]+")
_FETCHES = re.compile(r"url\(|@import\b|@font-face\b|image-set\(", re.IGNORECASE)
_UNKNOWN_TO_MANY = re.compile(
    r"position:|float:|(?:inline-)?(?:flex|grid)\b|(?:rgb|hsl)a?\(|calc\(|object-fit:|transform:|background-image:", re.IGNORECASE
)

_BESIDE = N_("The rule “{selector}” looks at what stands beside it, and parts of a letter do not know their neighbours.")
_NOT_INLINE = N_("The rule “{selector}” cannot be written into an element: it depends on more than the element itself.")
_ACROSS = N_("The rule “{selector}” looks from one layout into another, and each is styled by itself.")
_OWN_CLASS = say(N_("Give the element a class of its own in its layout, and write the rule for that class."))
_NOT_FETCHED = say(
    N_("Take it out: all that a letter shows travels with it. A logo is named in theme.yaml, fonts are those of the reader.")
)

_IN_LAYOUTS: tuple[tuple[re.Pattern[str], str, Sentence], ...] = (
    (
        re.compile(
            r"<(?:script|iframe|frame|object|embed|applet|form|input|button|select|textarea|svg|video|audio|canvas)\b|javascript:",
            re.IGNORECASE,
        ),
        N_("“{found}” cannot stand in a letter: mail programs throw it out, or warn of it."),
        say(N_("Take it out.")),
    ),
    (
        re.compile(r"<(?:link|base)\b|<meta\s+http-equiv", re.IGNORECASE),
        N_("“{found}” would make the reader's computer fetch something."),
        _NOT_FETCHED,
    ),
    (re.compile(r"\son[a-z]+\s*=", re.IGNORECASE), N_("“{found}” would run a program when the letter is read."), say(N_("Take it out."))),
    (_FETCHES, N_("“{found}” would make the reader's computer fetch something."), _NOT_FETCHED),
    (
        re.compile(r"""\s(?:src|srcset|background|poster)\s*=\s*["']?(?!["']?\s*\{\{)[^\s>"']*""", re.IGNORECASE),
        N_("“{found}” is a picture from elsewhere, and would tell somebody who opens the letter and when."),
        _NOT_FETCHED,
    ),
)
"""What may not stand in a layout, what is said of it, and how to mend it."""


def mistakes_in(layouts: Layouts) -> tuple[Mistake, ...]:
    """All that is wrong with these layouts and can be seen without a letter; some of it is advice."""
    found = list(layouts.mistakes)
    words = vocabularies(layouts.texts)
    try:
        style_of(layouts)
        sheet = read_style(layouts.texts[STYLE])
    except LayoutRefused as refused:
        found.append(refused.mistake)
    else:
        for rule in sheet.rules:
            found += _in_selectors(rule, words)
            if STYLE in layouts.own:  # a school that leaves something out of a layout need not write a style sheet for that
                found += _in_vain(rule, words)
            found += [mistake for one in rule.declarations for mistake in _in_declaration(one)]
        found += [mistake for at_rule in sheet.at_rules for mistake in _in_at_rule(at_rule)]
    for name, text in layouts.texts.items():
        if name.endswith(".html.j2"):
            found += _in_layout(name, without_remarks(text))
    return (*found, *mistakes_in_words(layouts))


def _in_selectors(rule: Rule, words: Sequence[Vocabulary]) -> Iterator[Mistake]:
    for selector in rule.selectors:
        parts = [part for part in _COMBINED.split(_ATTRIBUTES.sub(_without_spaces, selector)) if part]
        if "+" in parts or "~" in parts:
            yield _wrong(rule.line, say(_BESIDE, selector=selector), _OWN_CLASS)
        elif ":" in selector or "*" in parts:
            yield _wrong(rule.line, say(_NOT_INLINE, selector=selector), _OWN_CLASS)
        elif _is_across([part for part in parts if part != ">"], words):
            yield _wrong(rule.line, say(_ACROSS, selector=selector), _OWN_CLASS)


def _without_spaces(found: re.Match[str]) -> str:
    return f"[{found[1]}]"


def _is_across(parts: Sequence[str], words: Sequence[Vocabulary]) -> bool:
    """Whether no one layout has all that a rule looks for, though each of its classes stands in some."""
    classes, simple = _classes_of(parts)
    attributes = {name.lower() for part in parts for name in _ATTRIBUTES.findall(part)}
    tags = {name.lower() for name in simple if name[0] not in ".#"}
    known = {name for one in words for name in one.classes}
    return classes <= known and not any(classes <= one.classes and tags <= one.tags and attributes <= one.attributes for one in words)


def _classes_of(parts: Sequence[str]) -> tuple[set[str], list[str]]:
    simple = [name for part in parts for name in _SIMPLE.findall(_ATTRIBUTES.sub("", part))]
    return {name[1:] for name in simple if name[0] == "."}, simple


def _in_vain(rule: Rule, words: Sequence[Vocabulary]) -> Iterator[Mistake]:
    known = {name for one in words for name in one.classes}
    for name in sorted(_classes_of(rule.selectors)[0] - known):
        what = say(N_("No layout has an element with the class “{name}”, so this rule does nothing."), name=name)
        near = get_close_matches(name, known, n=1)
        mend = say(N_("Did you mean “{word}”?"), word=near[0]) if near else say(N_("Take the rule out, or use the class in a layout."))
        yield Mistake(FILE, rule.line, what, mend, Scope.ADVICE)


def _in_declaration(one: Declaration) -> Iterator[Mistake]:
    said = f"{one.name}: {one.value}"
    if found := _FETCHES.search(said):
        yield _wrong(one.line, say(N_("“{found}” would make the reader's computer fetch something."), found=found[0]), _NOT_FETCHED)
    elif found := _UNKNOWN_TO_MANY.search(said):
        what = say(N_("Many mail programs do not know “{found}”, Outlook among them."), found=found[0].rstrip("(:"))
        yield Mistake(FILE, one.line, what, say(N_("Use tables, padding and plain colours (#2f5f86) instead.")), Scope.ADVICE)


def _in_at_rule(at_rule: AtRule) -> Iterator[Mistake]:
    for found in _FETCHES.finditer(at_rule.text):
        line = at_rule.line + at_rule.text.count("\n", 0, found.start())
        yield _wrong(line, say(N_("“{found}” would make the reader's computer fetch something."), found=found[0]), _NOT_FETCHED)


def _in_layout(name: str, text: str) -> Iterator[Mistake]:
    for pattern, what, mend in _IN_LAYOUTS:
        for found in pattern.finditer(text):
            yield _wrong_in(name, text, found, say(what, found=found[0].strip().rstrip("=(").strip()), mend)
    for found in list(re.finditer(r"<style\b", text, re.IGNORECASE))[name == FRAME :]:
        one_style = say(N_("A letter has one <style>, and that is in letter.html.j2."))
        yield _wrong_in(name, text, found, one_style, say(N_("Write these rules in style.css.")))


def _wrong_in(name: str, text: str, found: re.Match[str], what: Sentence, mend: Sentence) -> Mistake:
    line = text.count("\n", 0, found.start() + len(found[0]) - len(found[0].lstrip())) + 1
    return Mistake(f"{FOLDER}/{name}", line, what, mend, Scope.EVERYTHING)


def _wrong(line: int, what: Sentence, mend: Sentence) -> Mistake:
    return Mistake(FILE, line, what, mend, Scope.EVERYTHING)
