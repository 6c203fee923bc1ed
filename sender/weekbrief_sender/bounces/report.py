"""Understands a report of a mail server about a letter: which letter, failed or delayed, and in what words; no I/O.

First by RFC 3464 (Postfix, Exim, Exchange, newer OpenSMTPD), whatever the container is called; else, if it comes from a mail server and
not from a person or an answering machine, by what flufl.bounce knows of free forms, and by the first words of those that it does not.
What a report encloses is not searched for further reports: a report that somebody passes on is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.parser import HeaderParser

from flufl.bounce import all_failures

from weekbrief_sender.replies import without_addresses

READ = 256 * 1024
"""Bytes of a report that are read: what it says stands before the letter that it returns."""
_FREE_FORM = 64 * 1024
_MOST_PARTS, _LONGEST_FIELD = 50, 10_000
FAILED, DELAYED = "failed", "delayed"
_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED_TYPES = frozenset({"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"})
_CAME_TO = ("To", "Delivered-To", "X-Original-To", "X-Delivered-To", "Envelope-To", "X-Envelope-To", "Original-Recipient")
_WENT_FROM = ("Return-Path", "X-Envelope-From", "Errors-To")
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_CODED = re.compile(r"^.*\b[45]\d\d[ -].*$", re.MULTILINE)
_MESSAGE_ID = re.compile(r"^>? ?Message-ID:\s{0,4}(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE)
_BETWEEN = re.compile(r"[\s<>\",;:()\[\]]+")
_OF_SERVERS = ("mailer-daemon", "postmaster")
_SERVERS = ("mailer-daemon", "mail daemon", "postmaster", "mail delivery")
_FIRST_WORDS = (
    ("an error has occurred while attempting to deliver a message for", FAILED),  # OpenSMTPD
    ("a message is delayed for more than", DELAYED),  # OpenSMTPD
    ("has not yet been delivered to one or more of its", DELAYED),  # Exim
    ("could not be delivered to one or more of its", FAILED),  # Exim
    ("sorry, we were unable to deliver your message to the following address", FAILED),  # Yahoo
    ("an error occurred while trying to deliver the mail to the following recipients", FAILED),  # Amazon WorkMail
    ("an email that you attempted to send to the following address could not be delivered", FAILED),  # Mimecast
    ("there was an error delivering your mail to", FAILED),  # DragonFly
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of one recipient."""

    kind: str
    """FAILED or DELAYED."""
    status: str | None
    """RFC 3463."""
    said: str
    """Without addresses."""
    about: frozenset[str] = frozenset()
    """The addresses it is about, in lower case; none where that is not said."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report, and by what it names the letter it is about."""

    verdicts: Sequence[Verdict]
    addresses: frozenset[str]
    """What may be an envelope sender of ours, in lower case."""
    message_ids: frozenset[str]

    def verdict(self, recipient: str) -> Verdict | None:
        """What counts for a letter to this address: a failure before a delay; nothing that is said of somebody else, as of the archive."""
        of_letter = [verdict for verdict in self.verdicts if not verdict.about or recipient.lower() in verdict.about]
        return next((one for kind in (FAILED, DELAYED) for one in of_letter if one.kind == kind), None)


def read_report(data: bytes) -> Report | None:
    """The report that a mail is; None where it is none. `data` is the mail, or the first READ bytes of it."""
    try:
        mail = message_from_bytes(data[:READ])
        parts = list(_parts(mail))
        if _has_a_way_back(mail):
            return None
        verdicts = [verdict for part in parts if part.get_content_type() in _STATUS_TYPES for verdict in _verdicts(part)]
        if not verdicts and not any(part.get_content_type() in _STATUS_TYPES for part in parts):
            verdicts = _free_form(data[:_FREE_FORM])
        return Report(verdicts, *_names(mail, parts)) if verdicts else None
    except (RecursionError, MessageError, LookupError, ValueError, TypeError, AttributeError):
        return None  # made to be unreadable


def _has_a_way_back(mail: Message) -> bool:
    """Whether somebody would hear of it if this mail came back: a server that reports gives no such address (RFC 3464, 2)."""
    path = _field(mail, "Return-Path").strip("<> ").lower()
    return bool(path) and path.partition("@")[0] not in _OF_SERVERS


def _parts(mail: Message) -> Iterator[Message]:
    """The parts of a mail, and not those of what it encloses."""
    waiting, seen = [mail], 0
    while waiting and seen < _MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        yield part
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting += part.get_payload()  # type: ignore[arg-type] # of a multipart: a list of messages


def _verdicts(part: Message) -> Iterator[Verdict]:
    """RFC 3464, 2.3: one block of fields for each recipient."""
    for fields in _blocks(part):
        kind = {"failed": FAILED, "delayed": DELAYED}.get(_field(fields, "Action").lower().split(" ")[0])
        if kind is None:
            continue
        status = _STATUS.search(_field(fields, "Status"))
        said = _field(fields, "Diagnostic-Code").partition(";")[2] or _field(fields, "Status") or kind
        about = (_field(fields, name).partition(";")[2].strip().lower() for name in ("Final-Recipient", "Original-Recipient"))
        yield Verdict(kind, status[0] if status else None, without_addresses(said), frozenset(filter(None, about)))


def _blocks(part: Message) -> Iterator[Message]:
    inner = part.get_payload()
    for block in (inner if isinstance(inner, list) else [])[:_MOST_PARTS]:
        if isinstance(block, Message):
            yield block
            rest = block.get_payload()
            if isinstance(rest, str) and rest.strip():  # the parser cuts blocks apart for message/delivery-status alone
                yield from (HeaderParser().parsestr(text.strip()) for text in re.split(r"\r?\n\r?\n", rest)[:_MOST_PARTS])


def _free_form(data: bytes) -> list[Verdict]:
    mail = message_from_bytes(data)
    sender = _field(mail, "From").lower()
    by_server = _field(mail, "Return-Path").strip() == "<>" or any(word in sender for word in _SERVERS) or "X-Failed-Recipients" in mail
    automatic = _field(mail, "Auto-Submitted").lower() not in {"", "no"}
    if automatic and "X-Failed-Recipients" not in mail and not any(word in sender for word in _SERVERS):
        return []  # an answering machine, whatever it says
    if not by_server:
        return []
    text, about = _text(mail), frozenset[str]()
    kind = next((kind for words, kind in _FIRST_WORDS if words in " ".join(text[:2000].lower().split())), None)
    if kind is None:
        with suppress(RecursionError, MessageError, LookupError, ValueError, TypeError, AttributeError):
            passing, for_good = all_failures(mail)
            kind = FAILED if for_good else DELAYED if passing else None
            about = frozenset(_lower(address) for address in (for_good or passing))
    if kind is None:
        return []
    status, coded = _STATUS.search(text), _CODED.search(text)
    return [Verdict(kind, status[0] if status else None, without_addresses((coded[0] if coded else kind)[:2000]), about)]


def _lower(address: object) -> str:
    """An address as flufl.bounce gives it: text or bytes."""
    return (address.decode("utf-8", "replace") if isinstance(address, bytes) else str(address)).lower()


def _names(mail: Message, parts: Sequence[Message]) -> tuple[frozenset[str], frozenset[str]]:
    """What may be envelope senders and Message-IDs of ours."""
    addresses, message_ids = _addresses(mail, _CAME_TO), set(_ids(mail, ("In-Reply-To", "References")))
    for part in parts:
        kind, inner = part.get_content_type(), part.get_payload()
        returned: Message | None = None
        if kind in _RETURNED_TYPES:
            returned = HeaderParser().parsestr(str(inner[0]) if isinstance(inner, list) and inner else str(inner))
        elif kind in ("message/rfc822", "message/global") and isinstance(inner, list) and isinstance(inner[0], Message):
            returned = inner[0]
        elif kind in _STATUS_TYPES:
            addresses |= {word for block in _blocks(part) for word in _addresses(block, ("X-Postfix-Sender",))}
        if returned is not None:
            addresses |= _addresses(returned, _WENT_FROM)
            message_ids |= set(_ids(returned, ("Message-ID",)))
    if not any(part.get_content_type() in _STATUS_TYPES for part in parts):
        message_ids |= set(_MESSAGE_ID.findall(_text(mail)))
    return frozenset(addresses), frozenset(message_ids)


def _addresses(mail: Message, names: Sequence[str]) -> set[str]:
    told = (str(value)[:_LONGEST_FIELD] for name in names for value in (mail.get_all(name) or ())[:10])
    return {word.lower() for text in told for word in _BETWEEN.split(text) if "@" in word}


def _ids(mail: Message, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from (word for word in _field(mail, name).split() if word.startswith("<") and word.endswith(">"))


def _field(mail: Message, name: str) -> str:
    return " ".join(str(mail.get(name, ""))[:_LONGEST_FIELD].split())


def _text(mail: Message) -> str:
    """The first text of a mail."""
    for part in _parts(mail):
        if part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return ""
