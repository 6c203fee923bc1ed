"""Reads `groups.yaml` into a school and all of its mistakes; it never guesses, and any mistake stops everything before a letter is made.

With mistakes there is still a school of what could be read, so that the rest of the folder can be looked at in the same run: a child
whose entry is broken is a known child, and the consent register is not full of children that nobody knows. Nothing is sent from it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from weekbrief_build.gather.notation.dates import read_day
from weekbrief_build.gather.notation.form import Form, Notes, one_line
from weekbrief_build.gather.notation.keys import nearest
from weekbrief_build.gather.notation.yaml_tree import Scalar, YamlRefused, read_yaml
from weekbrief_build.gather.office.mail import MAIL_KEYS, read_mail
from weekbrief_build.gather.office.mailboxes import is_reserved, read_address, read_mailbox, read_name
from weekbrief_build.gather.office.settings import (
    CONSENT_KEYS,
    LANGUAGE,
    SCHOOL_KEYS,
    language_code,
    read_further_purposes,
    read_language,
    read_school,
)
from weekbrief_build.school.mistake import N_, Mistake, Sentence, say
from weekbrief_build.school.people import Child, Delivery, Family, Group, Guardian, School

FILE = "groups.yaml"
_SECTIONS = ("school", "mail", "consent", "groups", "children", "families")
_ID = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_OUTBOX = re.compile(r"outbox|postvak|uitgaande", re.IGNORECASE)
_OUTBOX_LINE = re.compile(r"^ +(?:outbox|postvak uit|uitgaande post): *([^\s#'\"]+) *(?: #.*)?$", re.MULTILINE | re.IGNORECASE)
_LANGUAGE_LINE = re.compile(r"^ +(?:language|taal): *['\"]?([A-Za-z-]{2,8})", re.MULTILINE)
LONGEST_ID = 80
MOST_SUGGESTIONS = 50
"""Mistakes after which ids that come near are no longer looked for: it takes time, and then something else is the matter."""


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
    families = _read_families(sections, notes, children, language)
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
        _check_id(key, notes)
        form = Form.of(node, key.line, ("name", "everyone", "teachers"), notes)
        name = form.required("name", "Groep 5B") or key.text
        teachers = tuple(filter(None, (read_mailbox(teacher, notes) for teacher in form.things("teachers"))))
        groups[key.text] = Group(key.text, name, teachers, everyone=form.truth("everyone"))
    return groups


def _read_children(sections: Form, notes: Notes, groups: Mapping[str, Group]) -> dict[str, Child]:
    children: dict[str, Child] = {}
    for key, node in sections.entries("children"):
        _check_id(key, notes)
        form = Form.of(node, key.line, ("name", "groups", "called", "left"), notes)
        name = form.required("name", "Ada Jansen") or key.text
        own = frozenset(id_ for id_ in _references(form, "groups", groups, N_("There is no group “{id}”.")) if not groups[id_].everyone)
        left = form.read("left", read_day, None, "2026-08-24")
        children[key.text] = Child(key.text, name, own, form.text("called"), left)
        if form.node("groups") is None and left is None and form.can_miss:
            what = say(N_("The child “{child}” is in no group."), child=key.text)
            notes.advise(key.line, what, say(N_("Write, for instance: {example}"), example="groups: [groep-5b]"))
    return children


def _read_families(sections: Form, notes: Notes, children: Mapping[str, Child], language: str) -> dict[str, Family]:
    families: dict[str, Family] = {}
    owners: dict[str, tuple[str, int]] = {}  # by folded address: the family that has it, and the line
    for key, node in sections.entries("families"):
        _check_id(key, notes)
        form = Form.of(node, key.line, ("children", "guardians"), notes)
        own = frozenset(_references(form, "children", children, N_("There is no child “{id}”.")))
        families[key.text] = Family(key.text, own, _read_guardians(form, key.text, owners, language))
        if form.can_miss and not (form.things("children") and form.things("guardians")):
            what = say(N_("The family “{family}” gets no letters: it has no children, or no guardian."), family=key.text)
            notes.advise(key.line, what, say(N_("Name both.")))
    if not notes.wrongs:  # a misspelt id would be told twice
        _advise_on_children_without_family(sections, children, families, notes)
    return families


def _advise_on_children_without_family(sections: Form, children: Mapping[str, Child], families: Mapping[str, Family], notes: Notes) -> None:
    of_a_family = {id_ for family in families.values() for id_ in family.children}
    for key, _ in sections.entries("children"):
        if key.text not in of_a_family and children[key.text].left is None:
            what = say(N_("The child “{child}” is in no family: nobody gets letters about it."), child=key.text)
            notes.advise(key.line, what, say(N_("Name it under “children” of a family.")))


def _read_guardians(family: Form, id_: str, owners: dict[str, tuple[str, int]], language: str) -> tuple[Guardian, ...]:
    """The guardians of a family, one for each address; an address that another family has is left out."""
    notes = family.notes
    guardians: dict[str, Guardian] = {}
    for node in family.things("guardians"):
        form = Form.of(node, node.line, ("name", "email", "delivery", "language"), notes)
        guardian = _read_guardian(form, language)
        if guardian is None:
            continue
        folded = guardian.email.lower()  # whatever the standard says: no provider keeps Anna@ and anna@ apart
        owner, line = owners.setdefault(folded, (id_, node.line))
        if owner != id_:
            what = say(
                N_("“{address}” is an address of two families: “{first}” (line {line}) and “{second}”."),
                address=guardian.email,
                first=owner,
                line=line,
                second=id_,
            )
            notes.wrong(form.line_of("email"), what, say(N_("Give each its own address, or make them one family.")))
            continue
        first = guardians.setdefault(folded, guardian)
        if (first.delivery, first.language) != (guardian.delivery, guardian.language):
            what = say(N_("“{address}” stands here twice, with different wishes; line {line} counts."), address=guardian.email, line=line)
            notes.advise(form.line_of("email"), what, say(N_("Give both the same delivery and language.")))
    return tuple(guardians.values())


def _read_guardian(form: Form, language: str) -> Guardian | None:
    name, email = read_name(form, "Anna Jansen"), read_address(form, beyond_ascii=True)
    delivery = form.word("delivery", ("newsletter", "mail", "app"), "newsletter")
    if delivery == "app":
        what = say(N_("There is no app yet: letters go by e-mail."))
        form.notes.wrong(form.line_of("delivery"), what, say(N_("Write “newsletter” (weekly) or “mail” (each post at once).")))
        delivery = "newsletter"
    chosen = read_language(form, language)
    return Guardian(name, email, Delivery(delivery), chosen) if name and email else None


def _check_id(key: Scalar, notes: Notes) -> None:
    if _ID.fullmatch(key.text) and key.text == key.text.lower() and len(key.text) <= LONGEST_ID:
        return
    better = "-".join(re.findall(r"[^\W_]+", key.text.lower()))[:LONGEST_ID] or "groep-5b"
    what = say(N_("“{id}” is no id: an id is lower-case words joined by hyphens."), id=key.text)
    notes.wrong(key.line, what, say(N_("Write “{better}”, here and wherever it is named."), better=better))


def _references(form: Form, key: str, known: Collection[str], unknown: str) -> list[str]:
    """The ids that a list names, each once; one that is not known is wrong, and so is one that stands twice."""
    found: dict[str, int] = {}
    for node in form.things(key):
        id_ = one_line(node, form.notes)
        if id_ is None:
            continue
        if id_ not in known:
            form.notes.wrong(node.line, say(unknown, id=id_), _meant(id_, known, form.notes))
        elif id_ in found:
            form.notes.wrong(node.line, say(N_("“{id}” stands here twice."), id=id_), say(N_("Name it once, or name whom you meant.")))
        else:
            found[id_] = node.line
    return list(found)


def _meant(id_: str, known: Collection[str], notes: Notes) -> Sentence:
    if len(notes.mistakes) < MOST_SUGGESTIONS and (near := nearest(id_, [other for other in known if other[:1] == id_[:1].lower()])):
        return say(N_("Did you mean “{word}”?"), word=near)
    return say(N_("Write an id that stands in this file, and several of them in brackets: [one, two]."))
