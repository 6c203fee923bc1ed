"""Headers, whatever stands in a name."""

from __future__ import annotations

import re
from email import message_from_bytes, message_from_string
from email.headerregistry import Address
from email.policy import SMTP, default

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pressing import KEY

from weekbrief_build.render.headers import NotOneAddress, address_header, envelope_sender, header, letter_id, list_headers, one_line
from weekbrief_build.school.people import Mailbox, MailSettings

HOSTILE_NAMES = [
    "Jansen, Anna",
    'Anna "de Baas" Jansen',
    "=?utf-8?q?x=2Cboss=40evil=2Eexample?=",
    "=?utf-8?q?boss=40evil=2Eexample=2C?= Zoë",
    "=?utf-8?q?x=3Cboss=40evil=2Eexample=3E=2C?= " + "Jansen" * 12,
    "anna@evil.example",
    "Anna <boss@evil.example>",
    "Anna\r\nBcc: boss@evil.example",
    "Anna (groep: a@b.example, c@d.example;)",
    "Zoë " * 60,
    "",
    "\u202egnafna",
]


def _addresses(line: str) -> list[str]:
    """The addresses that are found by a reader, also after a program on the way has folded the header anew."""
    message = message_from_string(line + "\r\n", policy=default)
    assert message.keys() == ["To"]
    folded = message_from_bytes(message.as_bytes(policy=SMTP), policy=default)
    assert [address.addr_spec for address in folded["To"].addresses] == [address.addr_spec for address in message["To"].addresses]
    return [address.addr_spec for address in message["To"].addresses]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_name_never_adds_a_recipient(name: str) -> None:
    """Whatever a display name holds, a reader of the header finds exactly the one address of the envelope."""
    assert _addresses(address_header("To", Mailbox(name, "anna@example.org"))) == ["anna@example.org"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_no_name_at_all_adds_a_recipient_or_a_line(name: str) -> None:
    """The same for every name there is."""
    line = address_header("To", Mailbox(name, "anna@example.org"))
    assert _addresses(line) == ["anna@example.org"]
    assert line.isascii()
    assert all(part.startswith((" ", "\t")) for part in line[:-2].split("\r\n")[1:])


@pytest.mark.parametrize(
    "email", ["anna@example.org, boss@evil.example", "anna", "a@b@c", "anna@example.org\r\nBcc: x@y.example", "<a@b.example>", ""]
)
def test_what_is_not_one_address_is_refused(email: str) -> None:
    """An address that is none, or several, ends in an error that does not repeat it."""
    with pytest.raises(NotOneAddress) as refused:
        address_header("To", Mailbox("Anna", email))
    assert not email or email not in str(refused.value)


def test_a_plain_name_is_shown() -> None:
    """A name that misleads nobody stands in the header."""
    assert address_header("To", Mailbox("Zoë de Wit", "zoe@example.org")).startswith("To: ")
    assert (
        message_from_string(address_header("To", Mailbox("Zoë de Wit", "zoe@example.org")), policy=default)["To"].addresses[0].display_name
        == "Zoë de Wit"
    )


@settings(max_examples=150, deadline=None)
@example("Basisschool De Regenboog: Lichtjes in de straat, Reservekleren and more")
@example("=?utf-8?q?Bcc=3A?=")
@example("a" * 2000)
@example("Één " * 40)
@given(st.text(max_size=200))
def test_a_subject_is_one_header(title: str) -> None:
    """No title starts a header of its own, or a body; a mail program shows it as it was written, on one line."""
    line = header("Subject", title)
    read = message_from_string(line + "\r\n", policy=default)
    assert read.keys() == ["Subject"]
    assert str(read["Subject"]) == one_line(title)
    assert max(map(len, line.split("\r\n"))) <= 78
    assert line.isascii()
    assert line.endswith("\r\n")
    assert all(part.startswith((" ", "\t")) and part.strip() for part in line[:-2].split("\r\n")[1:])


def test_without_the_key_nobody_computes_an_id_or_a_return_address() -> None:
    """All that a parent can know of another's letter is not enough: under another key it has another id and another address."""
    mine, theirs = (letter_id(key, "regenboog.example", "newsletter", "anna@example.org", "2026-11-20") for key in (KEY, bytes(32)))
    assert mine != theirs
    returned = [envelope_sender(key, MailSettings("smtp"), SCHOOL, mine) for key in (KEY, bytes(32))]
    assert returned[0] != returned[1]


def test_a_letter_id_tells_apart_what_it_is_made_of() -> None:
    """Two letters whose parts only differ in where one ends do not share an id."""
    assert letter_id(KEY, "example.org", "ab", "c") != letter_id(KEY, "example.org", "a", "bc")


def test_a_reader_leaves_by_writing_to_the_head() -> None:
    """List-Unsubscribe is one address to write to, on one line; List-Id is the school's, or that of one of its groups."""
    sender, leave = Mailbox("De Regenboog", "weekbrief@regenboog.example"), "mailto:directie@regenboog.example?subject=Weg"
    assert list_headers(sender, None, leave) == f"List-Id: <weekbrief.regenboog.example>\r\nList-Unsubscribe: <{leave}>\r\n"
    assert list_headers(sender, "groep-5b", leave).startswith("List-Id: <groep-5b.weekbrief.regenboog.example>\r\n")


@settings(max_examples=200, deadline=None)
@given(name=st.text("abZ09 -.,'", max_size=40), local=st.text("aZ9.-+_", min_size=1, max_size=30))
def test_a_plain_address_is_written_as_the_standard_library_writes_it(name: str, local: str) -> None:
    """The short way for plain names and addresses is the same way: nothing comes of it that a mail program reads otherwise."""
    try:
        line = address_header("To", Mailbox(name, f"{local}@regenboog.example"))
    except NotOneAddress:
        return
    (found,) = message_from_string(line, policy=default)["To"].addresses
    assert found.addr_spec == f"{local}@regenboog.example"
    assert found.display_name.replace(" ", "") in (name.replace(" ", ""), "")
    if name.replace(" ", "").isalnum() and name == " ".join(name.split()) and len(line) < 70:
        assert line == f"To: {Address(name, addr_spec=found.addr_spec)}\r\n"


SCHOOL = Mailbox("De Regenboog", "weekbrief@regenboog.example")


@given(local=st.from_regex(r"[a-z]{1,64}", fullmatch=True), number=st.integers())
@settings(max_examples=40)
def test_each_letter_comes_back_to_an_address_of_its_own(local: str, number: int) -> None:
    """The token cannot be told from the Message-ID, which readers see; no server is given more before the @ than RFC 5321 allows."""
    message_id = letter_id(KEY, "regenboog.example", str(number))
    before, _, domain = envelope_sender(KEY, MailSettings("smtp"), Mailbox("", f"{local}@regenboog.example"), message_id).rpartition("@")
    assert len(before) <= 64
    assert domain == "regenboog.example"
    if len(local) <= 47:
        token = before.removeprefix(f"{local}+")
        assert len(token) >= 16
        assert token not in message_id
    else:
        assert before == local


def test_bounces_go_where_the_school_wants_them() -> None:
    """To an address of their own, or plainly to the sender where the server takes no `+`."""
    message_id = letter_id(KEY, "regenboog.example", "a letter")
    returned = envelope_sender(KEY, MailSettings("smtp", bounces_to="b@x.example"), SCHOOL, message_id)
    assert re.fullmatch(r"b\+[0-9a-f]{40}@x\.example", returned)
    assert envelope_sender(KEY, MailSettings("smtp", verp=False), SCHOOL, message_id) == SCHOOL.email
    assert envelope_sender(KEY, MailSettings("smtp", verp=False, bounces_to="b@x.example"), SCHOOL, message_id) == "b@x.example"


@pytest.mark.parametrize("name", ["Zo\u00eb Vos", "Zoe", "", "x" * 90, "stands.in.here@example.org", "<a@b.example>,"])
def test_an_address_with_letters_beyond_ascii_stands_as_it_is(name: str) -> None:
    """RFC 6532: the address in UTF-8 and at the end, the name as in any other header; one address, and it is the one given."""
    line = address_header("To", Mailbox(name, "zo\u00eb@b\u00fccher.example"))
    assert line.rstrip().removesuffix(">").endswith("zo\u00eb@xn--bcher-kva.example")
    read = SMTP.header_factory("To", line.partition(":")[2].replace("\r\n", "").strip())
    assert [address.addr_spec for address in read.addresses] == ["zo\u00eb@xn--bcher-kva.example"]


@pytest.mark.parametrize(
    "local", ["zo\u00eb,x", "zo\u00eb<x", "zo\u00eb x", "zo\u00eb\r\nBcc:x", "zo\u00eb@x", 'zo"\u00eb', "zo\u00eb\u202ex"]
)
def test_what_would_part_an_address_is_none(local: str) -> None:
    """However it got past the reading of groups.yaml."""
    with pytest.raises(NotOneAddress):
        address_header("To", Mailbox("Zo\u00eb", f"{local}@example.org"))
