"""Reads `groups.yaml` into a school and all of its mistakes; it never guesses, and any mistake stops everything before a letter is made.

With mistakes there is still a school of what could be read, so that the rest of the folder can be looked at in the same run: a child
whose entry is broken is a known child, and the consent register is not full of children that nobody knows. Nothing is sent from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from weekbrief_build.gather.notation.dates import read_day
from weekbrief_build.gather.notation.form import Form, Notes
from weekbrief_build.gather.notation.yaml_tree import YamlRefused, read_yaml
from weekbrief_build.gather.office.families import read_families
from weekbrief_build.gather.office.ids import check_id, references
from weekbrief_build.gather.office.mail import MAIL_KEYS, read_mail
from weekbrief_build.gather.office.mailboxes import is_reserved, read_mailbox
from weekbrief_build.gather.office.settings import (
    CONSENT_KEYS,
    LANGUAGE,
    SCHOOL_KEYS,
    language_code,
    read_further_purposes,
    read_language,
    read_school,
)
from weekbrief_build.school.mistake import N_, Mistake, say
from weekbrief_build.school.people import Child, Family, Group, School

FILE = "groups.yaml"
_SECTIONS = ("school", "mail", "consent", "groups", "children", "families")
_OUTBOX = re.compile(r"outbox|postvak|uitgaande", re.IGNORECASE)
_OUTBOX_LINE = re.compile(r"^ +(?:outbox|postvak uit|uitgaande post): *([^\s#'\"]+) *(?: #.*)?$", re.MULTILINE | re.IGNORECASE)
_LANGUAGE_LINE = re.compile(r"^ +(?:language|taal): *['\"]?([A-Za-z-]{2,8})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class GroupsReading:
    """What one reading of `groups.yaml` gave."""

    school: School | None
    """None where there is nothing that could be gone on with."""
    mistakes: tuple[Mistake, ...]
    language: str
    """In which to tell the mistakes: the school's, where it could be read."""


def read_groups(text: str) -> GroupsReading:
    """The school of a `groups.yaml`, as far as it can be read, and everything that has to be mended in it."""
    notes = Notes(FILE)
    twice: list[YamlRefused] = []
    try:
        tree = read_yaml(text, twice=twice)
    except YamlRefused as refused:
        notes.wrong(refused.line, refused.what, refused.mend)
        return GroupsReading(None, tuple(notes.mistakes), _language_made_out(text))
    for key in twice:
        notes.wrong(key.line, key.what, key.mend)
    sections = Form.of(tree, 1, _SECTIONS, notes)
    of_school = sections.section("school", SCHOOL_KEYS, needed=True)
    if sections.node("groups") is None:
        sections.missing("groups", "{groep-5b: {name: Groep 5B}}")
    language = read_language(of_school, LANGUAGE)
    mail = read_mail(sections.section("mail", MAIL_KEYS))
    school = read_school(of_school, language, mail)
    groups = _read_groups(sections, notes)
    children = _read_children(sections, notes, groups)
    families = read_families(sections, notes, children, language)
    if school is not None:
        if school.example:
            _refuse_moving_dates_of_real_people(families, of_school.line_of("example"), notes)
        school = replace(school, groups=MappingProxyType(groups), children=MappingProxyType(children), families=MappingProxyType(families))
        school = replace(school, reaches_people=not all(map(is_reserved, _addresses(school))))
        school = replace(school, further_purposes=read_further_purposes(sections.section("consent", CONSENT_KEYS)))
    return GroupsReading(school, tuple(sorted(notes.mistakes, key=lambda mistake: mistake.line or 0)), language)


def outbox_named(text: str) -> str | None:
    """The outbox that this `groups.yaml` names, before anything else of it is read; made out as well as can be where it is broken."""
    if not _OUTBOX.search(text):
        return None
    try:
        sections = Form.of(read_yaml(text, twice=[]), 1, _SECTIONS, Notes(FILE))
    except YamlRefused:
        found = _OUTBOX_LINE.search(text)
        return found[1] if found else None
    return sections.section("school", SCHOOL_KEYS).text("outbox")


def _addresses(school: School) -> Iterator[str]:
    """Every address that mail goes to or comes from."""
    yield school.sender.email
    yield from (one.email for one in school.staff)
    yield from (guardian.email for family in school.families.values() for guardian in family.guardians)


def _refuse_moving_dates_of_real_people(families: Mapping[str, Family], line: int, notes: Notes) -> None:
    """An example's consents never lapse (`school.example`): left in the file of a real school, that line would renew every yes."""
    if all(is_reserved(guardian.email) for family in families.values() for guardian in family.guardians):
        return
    what = say(N_("“{key}” is for an example school alone, and there is an address here of somebody who exists."), key="example")
    notes.wrong(line, what, say(N_("Take this line out: with it, dates and consents move along with the calendar.")))


def _language_made_out(text: str) -> str:
    """The language in which to say that nothing could be read."""
    found = _LANGUAGE_LINE.search(text)
    return (language_code(found[1]) if found else None) or LANGUAGE


def _read_groups(sections: Form, notes: Notes) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    for key, node in sections.entries("groups"):
        check_id(key, notes)
        form = Form.of(node, key.line, ("name", "everyone", "teachers"), notes)
        name = form.required("name", "Groep 5B") or key.text
        teachers = tuple(filter(None, (read_mailbox(teacher, notes) for teacher in form.things("teachers"))))
        groups[key.text] = Group(key.text, name, teachers, everyone=form.truth("everyone"))
    return groups


def _read_children(sections: Form, notes: Notes, groups: Mapping[str, Group]) -> dict[str, Child]:
    children: dict[str, Child] = {}
    for key, node in sections.entries("children"):
        check_id(key, notes)
        form = Form.of(node, key.line, ("name", "groups", "called", "left", "number"), notes)
        name = form.required("name", "Ada Jansen") or key.text
        own = frozenset(id_ for id_ in references(form, "groups", groups, N_("There is no group “{id}”.")) if not groups[id_].everyone)
        left = form.read("left", read_day, None, "2026-08-24")
        children[key.text] = Child(key.text, name, own, form.text("called"), left, form.text("number"))
        if form.node("groups") is None and left is None and form.can_miss:
            what = say(N_("The child “{child}” is in no group."), child=key.text)
            notes.advise(key.line, what, say(N_("Write, for instance: {example}"), example="groups: [groep-5b]"))
    return children
