"""Writes the headers of a letter; whatever a name or a title holds, there is one recipient, and it is the one of the envelope."""

from __future__ import annotations

import hmac
import re
from datetime import datetime
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.policy import SMTP
from email.utils import format_datetime

import idna

from weekbrief_build.school.people import Mailbox, MailSettings

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*")
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*@[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_PARTS_AN_ADDRESS = re.compile(r"[\s<>@,;:\"()\[\]\\]")
_STAND_IN = "stands.in.here"
_LONGEST_LINE = 76
_LONGEST_WORD = 60
_LONGEST_LOCAL = 64
_SHORTEST_TOKEN = 16


class NotOneAddress(ValueError):  # noqa: N818 - says what happened
    """An address that would not be one address in a header. The address itself is not told: this may end in a log."""


def one_line(text: str) -> str:
    """The text without anything that ends a line or turns its direction, its spaces folded."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def header(name: str, value: str) -> str:
    """A header of plain text, folded and encoded by the rules of RFC 5322 and RFC 2047."""
    value = one_line(value)
    # What looks encoded is encoded once more, so that it is read as it was written; what has no space to fold at, too.
    plain = value.isascii() and "=?" not in value and all(len(word) < _LONGEST_WORD for word in value.split())
    encoded = Header(value, "us-ascii" if plain else "utf-8", _LONGEST_LINE, name).encode(linesep="\r\n")
    return f"{name}: {encoded}\r\n"


def domain_of(email: str) -> str:
    """The domain of an address as mail writes it, in ASCII."""
    domain = email.rpartition("@")[2]
    return domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")


def address_header(name: str, mailbox: Mailbox) -> str:
    """A header with one address; it is read again as a reader would, and a name that would mislead is left out.

    Raises NotOneAddress where even the bare address is not exactly one.
    """
    if _PLAIN_NAME.fullmatch(mailbox.name) and _PLAIN_ADDRESS.fullmatch(mailbox.email):
        line = f"{name}: {mailbox.name} <{mailbox.email}>\r\n"
        if len(line) <= _LONGEST_LINE:
            return line  # atoms alone (RFC 5322, 3.2.3) can be read in one way only, and reading is most of the work of a letter
    local, at, _ = mailbox.email.rpartition("@")
    if at and local.isprintable() and not local.isascii() and not _PARTS_AN_ADDRESS.search(local):
        # RFC 6532: such a part stands in the header as it is. What is proven is the header with a plain one in its place.
        plain = f"{_STAND_IN}@{domain_of(mailbox.email)}"
        return f"{local}@".join(address_header(name, Mailbox(mailbox.name, plain)).rsplit(f"{_STAND_IN}@", 1))
    wanted = f"{local}@{domain_of(mailbox.email)}"
    if at and wanted.isascii() and wanted == one_line(wanted):
        for display in dict.fromkeys((one_line(mailbox.name), "")):
            try:
                line = _written(name, Address(display, addr_spec=wanted))
                # Before Python 3.12.5 a name that is written as an encoded word and hides a comma becomes two addresses, at
                # the latest when some program folds the header anew (gh-121284). So a name must also be read as it was given.
                read = SMTP.header_factory(name, line.partition(":")[2].replace("\r\n", "").strip())
            except (MessageError, ValueError, IndexError):  # how the standard library says that this is no address
                continue
            if [(found.addr_spec, _signs(found.display_name)) for found in read.addresses] == [(wanted, _signs(display))]:
                return line
    raise NotOneAddress(f"the address for {name} is not one address")


def _signs(name: str) -> str:
    """A name without its spaces, which folding may move."""
    return "".join(name.split())


def _written(name: str, address: Address) -> str:
    line = f"{name}: {address}\r\n"
    # Folding takes five times as long as everything else about a letter, and is rarely needed.
    return line if line.isascii() and len(line) <= _LONGEST_LINE else str(SMTP.header_factory(name, str(address)).fold(policy=SMTP))


def letter_id(key: bytes, domain: str, *about: str) -> str:
    """A Message-ID that is the same for the same letter, and says nothing to whoever has not the key of the outbox."""
    return f"<{_token(key, 'letter', *about)}@{domain}>"


def _token(key: bytes, *about: str) -> str:
    """40 hexadecimal digits that only who has the key can compute (HMAC, RFC 2104)."""
    return hmac.digest(key, "\0".join(about).encode("utf-8", "replace"), "sha256").hex()[:40]


def envelope_sender(key: bytes, mail: MailSettings, sender: Mailbox, message_id: str) -> str:
    """Where a server sends a letter back to: an address of its own per letter (VERP), so that a bounce names its letter.

    Readers see a Message-ID, and pass it on when they answer; so the token cannot be computed from it without the key, or anybody
    could report that a letter had failed. It is shortened where the part before the @ would become longer than RFC 5321, 4.5.3.1.1
    allows; where hardly anything would be left of it, the address stays as it is.
    """
    address = mail.bounces_to or sender.email
    local, _, domain = address.rpartition("@")
    token = _token(key, "return", message_id)[: max(0, _LONGEST_LOCAL - len(local) - 1)]
    return f"{local}+{token}@{domain}" if mail.verp and len(token) >= _SHORTEST_TOKEN else address


def list_headers(sender: Mailbox, group: str | None, leave: str) -> str:
    """By what a mail program recognises the letters of a school, or of one of its groups (by id); and how a reader leaves: `mailto:`."""
    local = re.sub(r"[^a-z0-9-]+", "-", sender.email.rpartition("@")[0].lower()).strip("-") or "letter"
    list_id = ".".join((*([group] if group else []), local, domain_of(sender.email)))
    # Not folded, because not every reader finds a folded one.
    return f"List-Id: <{list_id}>\r\nList-Unsubscribe: <{leave}>\r\n"


def thread_headers(message_id: str) -> str:
    """What sets a letter below an earlier one (RFC 5322, 3.6.4)."""
    return f"In-Reply-To: {message_id}\r\nReferences: {message_id}\r\n"


def fixed_headers(language: str, now: datetime) -> str:
    """What every letter of a run says."""
    return f"Date: {format_datetime(now)}\r\nContent-Language: {language}\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
