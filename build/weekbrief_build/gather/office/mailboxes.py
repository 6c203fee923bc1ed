"""Reads a name with its one e-mail address; an address that could be read as two, or as another, is refused.

The shape is that of RFC 5321 4.1.2 without quoted strings and address literals, which no school needs and which are where two readers
differ. A domain with letters beyond ASCII is stored as DNS knows it (`xn--…`), so that every later step sees plain ASCII.
"""

from __future__ import annotations

import re
from unicodedata import category, normalize

import idna

from weekbrief_build.gather.notation.form import Form, Notes, one_line
from weekbrief_build.gather.notation.yaml_tree import Node, Pairs
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.people import Mailbox

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<email>[^<>]*)>")
_PARTS_THE_HEADER = re.compile(r"[<>,;]")
"""Signs that part one mailbox from the next: programs on the way have read a name that holds one as a second address (gh-121284)."""
LONGEST_LOCAL, LONGEST_LABEL, LONGEST_ADDRESS = 64, 63, 254  # RFC 5321 4.5.3.1, RFC 1035 2.3.4
EXAMPLE = "anna@example.org"
_RESERVED = re.compile(r"(?:.+\.)?(?:example|test|invalid|localhost|example\.(?:com|net|org))")  # RFC 2606


def address_of(text: str, *, beyond_ascii: bool = False) -> str | None:
    """The one address that stands here, its domain in lower-case ASCII; None where it is none, or more than one.

    `beyond_ascii`: whether letters beyond ASCII may stand before the @ (RFC 6531): only some servers take such an address.
    """
    local, _, domain = text.rpartition("@")
    ascii_domain = domain_of_text(domain)
    if beyond_ascii:
        local = normalize("NFC", local)
    if ascii_domain is None or len(local.encode("utf-8", "replace")) > LONGEST_LOCAL or not _is_local(local, beyond_ascii=beyond_ascii):
        return None
    address = f"{local}@{ascii_domain}"
    return address if len(address.encode()) <= LONGEST_ADDRESS else None


def _is_local(local: str, *, beyond_ascii: bool) -> bool:
    """Letters, and the marks on them, stand for themselves; every other sign is one of ASCII."""
    if beyond_ascii and not local.isascii():
        local = "".join("x" if not sign.isascii() and category(sign)[0] in "LMN" else sign for sign in local)
    return _LOCAL.fullmatch(local) is not None


def domain_of_text(written: str) -> str | None:
    """The domain as DNS knows it, in lower-case ASCII (IDNA 2008); None where it is none, or where two readers could differ on it."""
    domain = normalize("NFC", written).lower()
    try:
        if not domain.isascii():
            folded, domain = domain, idna.encode(domain, uts46=True).decode("ascii")
            if idna.decode(domain) != folded:
                return None  # a sign that only looks like a letter or a dot, and becomes one: somebody else's domain
        elif "xn--" in domain:
            idna.decode(domain)
    except idna.IDNAError:
        return None
    labels = domain.split(".")
    if not all(_LABEL.fullmatch(label) and len(label) <= LONGEST_LABEL for label in labels):
        return None
    named = len(labels) > 1 and not labels[-1].isdigit()
    return domain if named or domain == "localhost" else None


def is_reserved(address: str) -> bool:
    """Whether nobody can have this address: its domain is one of those that RFC 2606 keeps for examples."""
    return _RESERVED.fullmatch(address.rpartition("@")[2]) is not None


def read_address(form: Form, *, beyond_ascii: bool = False) -> str | None:
    """The address of a form, which may not be missing; `beyond_ascii` as for `address_of`."""
    text = form.required("email", EXAMPLE)
    if text is None:
        return None
    return _checked(text, form.line_of("email"), form.notes, beyond_ascii=beyond_ascii)


def _checked(text: str, line: int, notes: Notes, *, beyond_ascii: bool = False) -> str | None:
    address = address_of(text, beyond_ascii=beyond_ascii)
    if address is None:
        what = say(N_("“{text}” is not one e-mail address."), text=text)
        notes.wrong(line, what, say(N_("Write one address, without a name, comma or brackets: {example}"), example=EXAMPLE))
    return address


def read_name(form: Form, example: str) -> str | None:
    """The name of a person who gets mail, which may not be missing."""
    name = form.required("name", example)
    return name if name is None or _fit_for_header(name, form.line_of("name"), form.notes) else None


def _fit_for_header(name: str, line: int, notes: Notes) -> bool:
    if not _PARTS_THE_HEADER.search(name):
        return True
    what = say(N_("A name cannot hold a comma, a semicolon, < or >."))
    notes.wrong(line, what, say(N_("Leave that sign out: Anna Jansen rather than Jansen, Anna.")))
    return False


def read_mailbox(node: Node, notes: Notes, name: str | None = None) -> Mailbox | None:
    """A mailbox as `{name: …, email: …}` or as `Name <address>`; an address alone where a name is at hand for it."""
    if isinstance(node, Pairs):
        form = Form(node, ("name", "email"), notes)
        given, email = (name if form.node("name") is None and name else read_name(form, "Juf Sanne")), read_address(form)
        return Mailbox(given, email) if given and email else None
    text = one_line(node, notes)
    if text is None:
        return None
    if found := _NAMED.fullmatch(text):
        given, written = found["name"].strip().strip('"').strip() or name, found["email"].strip()
    else:
        given, written = name, text
    email = _checked(written, node.line, notes)
    if not given and email:
        what = say(N_("There is an address here without a name."))
        notes.wrong(node.line, what, say(N_("Write, for instance: {example}"), example=f"Juf Sanne <{email}>"))
    if not given or not email or not _fit_for_header(given, node.line, notes):
        return None
    return Mailbox(given, email)
