from __future__ import annotations

from time import monotonic

import pytest
from bounce_mails import DELAYED, DIALECTS, FAILED, NONE, a_report
from hypothesis import given, settings
from hypothesis import strategies as st

from weekbrief_sender.bounces.report import READ, read_report

VERP, MESSAGE_ID = "weekbrief+0a1b2c3d@regenboog.example", "<0a1b2c3d@regenboog.example>"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_is_understood(dialect: str) -> None:
    """What failed has failed, what is delayed is delayed, and what people and their answering machines send is neither."""
    report = read_report(a_report(dialect, to=VERP, message_id=MESSAGE_ID))
    if dialect in NONE:
        assert report is None
        return
    expected = FAILED.get(dialect) or DELAYED[dialect]
    assert report is not None
    verdict = report.verdict("ouder1@example.org")
    assert verdict is not None
    assert (verdict.kind, verdict.status, verdict.said) == ("failed" if dialect in FAILED else "delayed", *expected)
    assert "@" not in verdict.said


@pytest.mark.parametrize("dialect", [*FAILED, *DELAYED])
def test_every_dialect_names_its_letter_in_both_ways(dialect: str) -> None:
    """By the address that the report came to, else by the Message-ID in what it returns."""
    by_address = read_report(a_report(dialect, to=VERP.upper(), message_id="<other@example.org>"))
    by_id = read_report(a_report(dialect, to="weekbrief@regenboog.example", message_id=MESSAGE_ID, sender="weekbrief@regenboog.example"))
    assert by_address is not None
    assert VERP in by_address.addresses
    assert by_id is not None
    assert MESSAGE_ID in by_id.message_ids


@pytest.mark.parametrize("dialect", [*FAILED, *DELAYED])
def test_what_is_said_of_another_address_is_not_said_of_the_letter(dialect: str) -> None:
    """A full archive, or an address that a parent forwards to, is no bounce of the parent's; where nothing is named, it is."""
    report = read_report(a_report(dialect, to=VERP, message_id=MESSAGE_ID, about="Archief@regenboog.example"))
    assert report is not None
    named = any(verdict.about for verdict in report.verdicts)
    assert (report.verdict("ouder1@example.org") is None) is named
    assert report.verdict("archief@regenboog.example") is not None


@pytest.mark.parametrize("dialect", FAILED)
def test_a_mail_that_could_come_back_itself_is_no_report(dialect: str) -> None:
    """A server gives no return path; who forges a report, or forwards one, does."""
    report = a_report(dialect, to=VERP, message_id=MESSAGE_ID)
    plain = b"\n".join(line for line in report.split(b"\n") if not line.lower().startswith(b"return-path:"))
    assert read_report(b"Return-Path: <iemand@example.org>\n" + plain) is None
    assert read_report(b"Return-Path: <>\n" + plain) is not None


def test_an_answering_machine_never_fails_a_letter() -> None:
    """Whatever it says, and though it gives no return path either."""
    said = b"From: Vera <vera@example.org>\r\nReturn-Path: <>\r\nTo: %b\r\nAuto-Submitted: auto-replied\r\nSubject: Away\r\n\r\n"
    words = b"Your message to <vera@example.org> could not be delivered to one or more of its recipients: 550 no such user.\r\n"
    assert read_report(said % VERP.encode() + words) is None


HOSTILE = {
    "deep": b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(5000)),
    "many parts": b'From: mailer-daemon\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n' + b"--x\r\n\r\n" * 40_000,
    "long header": b"From: mailer-daemon\r\nTo: " + b"a" * READ,
    "long line": b"From: mailer-daemon\r\nReturn-Path: <>\r\n\r\n" + b"550 " + b"<" * READ,
    "words": b"From: mailer-daemon\r\nReturn-Path: <>\r\n\r\n" + b"a@" * (READ // 2),
    "spaces": b"From: mailer-daemon\r\nReturn-Path: <>\r\n\r\n" + b" " * READ,
    "lines": b"From: mailer-daemon\r\nReturn-Path: <>\r\n\r\n" + b"\r\n" * (READ // 2),
    "brackets": b"From: mailer-daemon\r\nReturn-Path: <>\r\n\r\n" + b"<a\r\n" * (READ // 4),
    "status": b"Content-Type: message/delivery-status\r\n\r\n" + b"Action: x\r\n\r\n" * (READ // 13),
    "encoded": b"From: mailer-daemon\r\nContent-Type: text/plain; charset=nonsense\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + b"=" * READ,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_report_that_is_made_to_hurt_does_not(kind: str) -> None:
    """Whatever it holds, it is read, or left, within seconds."""
    begun = monotonic()
    read_report(HOSTILE[kind])
    assert monotonic() - begun < 5


@given(data=st.binary(max_size=400), dialect=st.sampled_from(sorted(DIALECTS)), where=st.floats(0, 1))
@settings(max_examples=150, deadline=None)
def test_a_damaged_report_never_stops_the_reading(data: bytes, dialect: str, where: float) -> None:
    """Invariant: any bytes are a report or none; none raise."""
    whole = a_report(dialect, to=VERP, message_id=MESSAGE_ID)
    at = int(where * len(whole))
    read_report(whole[:at] + data + whole[at + len(data) :])
    read_report(whole[:at])
    read_report(data)


@pytest.mark.parametrize(
    "words",
    [
        "Sorry, we were unable to deliver your message to the following address.\n\n<a@b.example>:\n",
        "An error occurred while trying to deliver the mail to the following\nrecipients:\na@b.example\n",
        "An email that you attempted to send to the following address could not be\ndelivered:\n-- a@b.example\n",
        "This is the DragonFly Mail Agent v0.13 at b.example.\n\nThere was an error delivering your mail to <a@b.example>.\n",
    ],
)
def test_servers_with_words_of_their_own_are_understood(words: str) -> None:
    """Yahoo, Amazon WorkMail, Mimecast, DragonFly; the same words of a person are none."""
    mail = f"From: {{}}\nTo: weekbrief+1@regenboog.example\nSubject: Mail delivery failed\n\n{words}\n550 5.1.1 User unknown\n"
    report = read_report(mail.format("MAILER-DAEMON@b.example").encode())
    assert report is not None
    verdict = report.verdict("a@b.example")
    assert verdict is not None
    assert (verdict.kind, verdict.status) == ("failed", "5.1.1")
    assert read_report(mail.format("a@b.example").encode()) is None
