"""Reads the families of `groups.yaml`; whoever has one address in two of them is one guardian, whose letters hold the children of both.

Such a guardian stands in the school as a household of their own (`jansen+bakker`: no id is written so), so that the other adults of
each family go on seeing their own children and no others. A guardian without an address is kept by name: no letter can be sent there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from weekbrief_build.gather.notation.form import Form, Notes
from weekbrief_build.gather.office.ids import check_id, references
from weekbrief_build.gather.office.mailboxes import read_address, read_name
from weekbrief_build.gather.office.settings import read_language
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.people import Child, Delivery, Family, Guardian

JOINT = "+"
"""Between the ids of two families that one guardian belongs to."""


@dataclass(frozen=True, slots=True)
class _Stands:
    """Where an address stands: in which family, on which line, for whom."""

    family: str
    line: int
    guardian: Guardian


def read_families(sections: Form, notes: Notes, children: Mapping[str, Child], language: str) -> dict[str, Family]:
    """The families by id, in the order of the file; behind them the households of those who belong to several."""
    families: dict[str, Family] = {}
    stands: dict[str, list[_Stands]] = {}  # by folded address
    for key, node in sections.entries("families"):
        check_id(key, notes)
        form = Form.of(node, key.line, ("children", "guardians"), notes)
        own = frozenset(references(form, "children", children, N_("There is no child “{id}”.")))
        families[key.text] = _read_family(form, key.text, own, stands, language)
        if form.can_miss and not (form.things("children") and form.things("guardians")):
            what = say(N_("The family “{family}” gets no letters: it has no children, or no guardian."), family=key.text)
            notes.advise(key.line, what, say(N_("Name both.")))
    if not notes.wrongs:  # a misspelt id would be told twice
        _advise_on_children_without_family(sections, children, families, notes)
        _advise_on_paper(sections, families, notes)
    return _with_joint_households(families, stands, notes)


def _with_joint_households(families: dict[str, Family], stands: Mapping[str, list[_Stands]], notes: Notes) -> dict[str, Family]:
    """The families, where each guardian stands once; settings that differ between the places of one address are told."""
    joint: dict[str, Family] = {}
    moved: set[tuple[str, str]] = set()
    for folded, places in stands.items():
        homes = list(dict.fromkeys(one.family for one in places))
        if len(homes) == 1:
            continue
        first = places[0]
        for other in places[1:]:
            if other.family != first.family and other.guardian != first.guardian:
                _refuse_unlike(first, other, notes)
        id_ = JOINT.join(homes)
        known = joint.get(id_, Family(id_, frozenset().union(*(families[home].children for home in homes)), ()))
        joint[id_] = replace(known, guardians=(*known.guardians, first.guardian))
        moved.update((home, folded) for home in homes)
    kept = {id_: replace(family, guardians=_without(family, moved)) for id_, family in families.items()}
    emptied = {id_ for id_, family in families.items() if family.guardians and not kept[id_].guardians}
    return {**{id_: family for id_, family in kept.items() if id_ not in emptied or family.on_paper}, **joint}


def _without(family: Family, moved: Collection[tuple[str, str]]) -> tuple[Guardian, ...]:
    return tuple(guardian for guardian in family.guardians if (family.id, guardian.email.lower()) not in moved)


def _refuse_unlike(first: _Stands, other: _Stands, notes: Notes) -> None:
    what = say(
        N_("“{address}” is an address of two families, with different names or wishes: “{first}” (line {line}) and “{second}”."),
        address=other.guardian.email,
        first=first.family,
        line=first.line,
        second=other.family,
    )
    mend = N_("Is it one person? Then write name, delivery and language alike at both. Else give each their own address.")
    notes.wrong(other.line, what, say(mend))


def _advise_on_children_without_family(sections: Form, children: Mapping[str, Child], families: Mapping[str, Family], notes: Notes) -> None:
    of_a_family = {id_ for family in families.values() for id_ in family.children}
    for key, _ in sections.entries("children"):
        if key.text not in of_a_family and children[key.text].left is None:
            what = say(N_("The child “{child}” is in no family: nobody gets letters about it."), child=key.text)
            notes.advise(key.line, what, say(N_("Name it under “children” of a family.")))


def _advise_on_paper(sections: Form, families: Mapping[str, Family], notes: Notes) -> None:
    """Say how many get no letter by mail, in one sentence."""
    number = sum(len(family.on_paper) for family in families.values())
    if number:
        what = say(N_("Guardians without an e-mail address: {number}. No letter can be sent to them."), number=number)
        notes.advise(sections.line_of("families"), what, say(N_("Ask them for an address, or hand them the letter on paper.")))


def _read_family(family: Form, id_: str, children: frozenset[str], stands: dict[str, list[_Stands]], language: str) -> Family:
    """A family with its guardians, one for each address."""
    notes = family.notes
    guardians: dict[str, Guardian] = {}
    on_paper: list[str] = []
    for node in family.things("guardians"):
        form = Form.of(node, node.line, ("name", "email", "delivery", "language"), notes)
        guardian = _read_guardian(form, language)
        if guardian is None:
            continue
        if not guardian.email:
            on_paper.append(guardian.name)
            continue
        folded = guardian.email.lower()  # whatever the standard says: no provider keeps Anna@ and anna@ apart
        first = guardians.setdefault(folded, guardian)
        places = stands.setdefault(folded, [])
        if first is guardian:
            places.append(_Stands(id_, form.line_of("email"), guardian))
        elif (first.delivery, first.language) != (guardian.delivery, guardian.language):
            line = places[-1].line
            what = say(N_("“{address}” stands here twice, with different wishes; line {line} counts."), address=guardian.email, line=line)
            notes.advise(form.line_of("email"), what, say(N_("Give both the same delivery and language.")))
    return Family(id_, children, tuple(guardians.values()), tuple(on_paper))


def _read_guardian(form: Form, language: str) -> Guardian | None:
    """A guardian; without an address, where none is written. None where there is nobody, or an address that is none."""
    name = read_name(form, "Anna Jansen")
    email = read_address(form, beyond_ascii=True) if form.node("email") is not None else ""
    delivery = form.word("delivery", ("newsletter", "mail", "app"), "newsletter")
    if delivery == "app":
        what = say(N_("There is no app yet: letters go by e-mail."))
        form.notes.wrong(form.line_of("delivery"), what, say(N_("Write “newsletter” (weekly) or “mail” (each post at once).")))
        delivery = "newsletter"
    chosen = read_language(form, language)
    return Guardian(name, email, Delivery(delivery), chosen) if name and email is not None else None
