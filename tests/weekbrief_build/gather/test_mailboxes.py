from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import getaddresses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weekbrief_build.gather.notation.form import Notes
from weekbrief_build.gather.notation.yaml_tree import read_yaml
from weekbrief_build.gather.office.mailboxes import address_of, is_reserved, read_mailbox
from weekbrief_build.school.people import Mailbox

SIGNS = st.text(alphabet="ab1.@,;:<>()[]\"'\\ \r\n\t%!|+-_é\u3002\u202e=?", max_size=40)


def mailbox(text: str, name: str | None = None) -> tuple[Mailbox | None, int]:
    """What a piece of YAML is read as, and the number of mistakes in it."""
    notes = Notes("groups.yaml")
    node = read_yaml(text)
    assert node is not None
    return read_mailbox(node, notes, name), len(notes.mistakes)


def quoted(text: str) -> str:
    """A text as YAML quotes it."""
    return "'" + text.replace("'", "''") + "'"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("anna@example.org", "anna@example.org"),
        ("Anna.O'Neil+school@Example.ORG", "Anna.O'Neil+school@example.org"),
        ("anna@b\u00fccher.example", "anna@xn--bcher-kva.example"),
        ("anna@xn--bcher-kva.example", "anna@xn--bcher-kva.example"),
        ("anna@stra\u00dfe.example", "anna@xn--strae-oqa.example"),
        ("anna@localhost", "anna@localhost"),
    ],
)
def test_an_address_is_kept_as_the_post_knows_it(written: str, address: str) -> None:
    """The domain in lower-case ASCII, the part before it untouched."""
    assert address_of(written) == address


@pytest.mark.parametrize(
    "written",
    [
        "",
        "anna",
        "@example.org",
        "anna@",
        "anna@example",
        "anna@example.org,boss@evil.example",
        "anna@example.org boss@evil.example",
        "anna@example.org;boss@evil.example",
        "anna@boss@example.org",
        "<anna@example.org>",
        "Anna <anna@example.org>",
        "anna@example.org>",
        "anna@example.org\nBcc: boss@evil.example",
        "anna@example.org\r",
        "anna@exam ple.org",
        '"anna jansen"@example.org',
        "anna@[127.0.0.1]",
        "anna@127.0.0.1",
        "anna..jansen@example.org",
        ".anna@example.org",
        "anna@example..org",
        "anna@-example.org",
        "anna@example.org.",
        "anna@\uff45xample.org",
        "anna@xn--zzzzzz--.example",
        "anna@example\u3002org",
        "zo\u00eb@example.org",
        "a" * 65 + "@example.org",
        "anna@" + "a" * 64 + ".org",
        "anna@" + "a.b" * 90 + ".org",
    ],
)
def test_what_is_not_one_address_is_none(written: str) -> None:
    """Commas, brackets, line breaks, quoted parts, domains that would become another's: where two readers may differ."""
    assert address_of(written) is None


@given(st.one_of(SIGNS, SIGNS.map(lambda text: f"{text}@example.org"), SIGNS.map(lambda text: f"anna@{text}.org"), st.emails()))
@settings(max_examples=300, deadline=2000)
def test_what_is_one_address_is_one_to_every_reader(written: str) -> None:
    """Invariant: an address that is let in is ASCII, holds one @ and no sign that parts addresses, and reads back as itself."""
    address = address_of(written)
    if address is not None:
        assert address.isascii()
        assert address.count("@") == 1
        assert getaddresses([address]) == [("", address)]
        assert Address(addr_spec=address).addr_spec == address
        assert address_of(address) == address


@given(st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=200, deadline=2000)
def test_a_mailbox_that_is_let_in_makes_a_header_with_one_address(name: str, local: str) -> None:
    """Invariant: whatever stands in a name, the finished To holds one address: ours (gh-121284)."""
    try:
        box, mistakes = mailbox(f"{{name: {quoted(name)}, email: {quoted(f'{local}@example.org')}}}")
    except ValueError:
        return
    assert (box is None) == (mistakes > 0)
    if box is not None:
        message = EmailMessage()
        message["To"] = Address(box.name, addr_spec=box.email)
        lines = message.as_bytes().decode().rstrip("\n")
        assert "\n" not in lines.replace("\n ", "")
        assert [email for _, email in getaddresses([lines.removeprefix("To:").replace("\n", "")])] == [box.email]


def test_a_mailbox_is_read_in_both_ways() -> None:
    """DESIGN.md, "groups.yaml": `sender: De Regenboog <weekbrief@…>` and `head: {name: …, email: …}`."""
    expected = Mailbox("Juf Sanne", "sanne@regenboog.example")
    assert mailbox("{name: Juf Sanne, email: sanne@regenboog.example}") == (expected, 0)
    assert mailbox("{naam: Juf Sanne, e-mail: sanne@regenboog.example}") == (expected, 0)
    assert mailbox("Juf Sanne <sanne@regenboog.example>") == (expected, 0)
    assert mailbox("'\"Juf Sanne\" <sanne@regenboog.example>'") == (expected, 0)


def test_an_address_alone_needs_a_name_from_elsewhere() -> None:
    """The sender may borrow the school's; a teacher has to have one."""
    assert mailbox("a@regenboog.example", "De Regenboog") == (Mailbox("De Regenboog", "a@regenboog.example"), 0)
    assert mailbox("{email: a@regenboog.example}", "De Regenboog") == (Mailbox("De Regenboog", "a@regenboog.example"), 0)
    assert mailbox("a@regenboog.example") == (None, 1)
    assert mailbox("<a@regenboog.example>") == (None, 1)


@pytest.mark.parametrize("name", ["Jansen, Anna", "Anna <x@evil.example>", "Anna; Piet", "Anna\\nBcc: x@evil.example", "Anna\\u202eJansen"])
def test_a_name_cannot_part_a_header(name: str) -> None:
    """A comma in a name has made two addresses of one before."""
    assert mailbox(f'{{name: "{name}", email: anna@example.org}}') == (None, 1)


@pytest.mark.parametrize(
    ("address", "reserved"),
    [
        ("a@example.org", True),
        ("a@mail.example.com", True),
        ("a@regenboog.example", True),
        ("a@localhost", True),
        ("a@notexample.org", False),
        ("a@example.nl", False),
        ("a@example.org.evil.nl", False),
    ],
)
def test_reserved_addresses_belong_to_nobody(address: str, reserved: bool) -> None:  # noqa: FBT001 - a table of answers
    """RFC 2606: an example school has no others."""
    assert is_reserved(address) is reserved


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("zo\u00eb@example.org", "zo\u00eb@example.org"),
        ("zoe\u0308.x+1@example.org", "zo\u00eb.x+1@example.org"),
        ("\u7528\u6237@b\u00fccher.example", "\u7528\u6237@xn--bcher-kva.example"),
        ("zo\u00eb\u202e@example.org", None),
        ("zo\u00eb\u00a0x@example.org", None),
        ("zo\u00eb,x@example.org", None),
        ("zo\u00eb\uff20x@example.org", None),
        ("\u00eb" * 33 + "@example.org", None),
    ],
)
def test_letters_beyond_ascii_may_stand_before_the_at_of_a_guardian(written: str, address: str | None) -> None:
    """RFC 6531: letters and digits of any script, in one form; no sign that turns, parts or only looks like something."""
    assert address_of(written, beyond_ascii=True) == address
    assert address_of(written) is None
