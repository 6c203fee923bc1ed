"""Reports as mail servers write them, about a letter of ours: Postfix, Exim, Exchange, OpenSMTPD, in their own words and containers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def _mail(text: str, to: str, message_id: str, about: str, sender: str) -> bytes:
    filled = text.replace("TO", to).replace("MESSAGEID", message_id).replace("ABOUT", about).replace("SENDER", sender)
    return filled.replace("\n", "\r\n").encode()


def a_report(dialect: str, *, to: str, message_id: str, about: str = "ouder1@example.org", sender: str | None = None) -> bytes:
    """A report in this dialect, sent to this address, about a letter with this Message-ID that this address did not get."""
    return _mail(DIALECTS[dialect], to, message_id, about, sender or to)


POSTFIX = """\
Return-Path: <>
Delivered-To: TO
Date: Fri, 20 Nov 2026 15:03:00 +0100 (CET)
From: MAILER-DAEMON@mail.regenboog.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: TO
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="6974E2042A40.1700408283/mail.regenboog.example"
Message-Id: <20261120140300.AAAA@mail.regenboog.example>

This is a MIME-encapsulated message.

--6974E2042A40.1700408283/mail.regenboog.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.regenboog.example.

<ABOUT>: host mx.example.org[192.0.2.1] said: 550 5.1.1 <ABOUT>:
    Recipient address rejected: User unknown (in reply to RCPT TO command)

--6974E2042A40.1700408283/mail.regenboog.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.regenboog.example
X-Postfix-Queue-ID: 6974E2042A40
X-Postfix-Sender: rfc822; SENDER
Arrival-Date: Fri, 20 Nov 2026 15:02:58 +0100 (CET)

Final-Recipient: rfc822; ABOUT
Original-Recipient: rfc822;ABOUT
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 5.1.1 <ABOUT>: Recipient address rejected:
    User unknown

--6974E2042A40.1700408283/mail.regenboog.example
Content-Description: Undelivered Message
Content-Type: message/rfc822

Return-Path: <SENDER>
From: De Regenboog <weekbrief@regenboog.example>
To: Ouder <ABOUT>
Message-ID: MESSAGEID
Subject: Nieuws

Beste ouder
--6974E2042A40.1700408283/mail.regenboog.example--
"""
POSTFIX_DELAY = (
    POSTFIX.replace("Undelivered Mail Returned to Sender", "Delayed Mail (still being retried)")
    .replace("Action: failed\nStatus: 5.1.1", "Action: delayed\nStatus: 4.4.1\nWill-Retry-Until: Wed, 25 Nov 2026 15:02:58 +0100 (CET)")
    .replace("smtp; 550 5.1.1 <ABOUT>: Recipient address rejected:\n    User unknown", "X-Postfix; connect to mx.example.org: timed out")
)
POSTFIX_RELAYED = POSTFIX.replace("Action: failed\nStatus: 5.1.1", "Action: relayed\nStatus: 2.0.0")
EXIM = """\
Return-path: <>
Envelope-to: TO
X-Failed-Recipients: ABOUT
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.example.org>
To: TO
References: MESSAGEID
Content-Type: multipart/report; report-type=delivery-status; boundary=1700408283-eximdsn-1804289383
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1abc@mx.example.org>

--1700408283-eximdsn-1804289383
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ABOUT
    host mx2.example.org [192.0.2.2]
    SMTP error from remote mail server after RCPT TO:<ABOUT>:
    550 5.2.1 mailbox disabled

--1700408283-eximdsn-1804289383
Content-type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Action: failed
Final-Recipient: rfc822;ABOUT
Status: 5.0.0
Remote-MTA: dns; mx2.example.org
Diagnostic-Code: smtp; 550 5.2.1 mailbox disabled

--1700408283-eximdsn-1804289383
Content-type: message/rfc822

Return-path: <SENDER>
To: ABOUT
Message-ID: MESSAGEID

Beste ouder
--1700408283-eximdsn-1804289383--
"""
EXIM_PLAIN = """\
Return-path: <>
X-Failed-Recipients: ABOUT
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.example.org>
To: TO
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ABOUT
    SMTP error from remote mail server after RCPT TO:<ABOUT>:
    host mx.example.org [192.0.2.22]: 550 5.1.1 <ABOUT>... User Unknown

------ This is a copy of the message, including all the headers. ------

Return-path: <SENDER>
Message-ID: MESSAGEID
To: ABOUT

Beste ouder
"""
EXIM_WARNING = """\
Return-path: <>
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.example.org>
To: TO
Subject: Warning: message 1P1YNN-0003AD-Ga delayed 24 hours

This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mx.example.org.

The message identifier is:     1P1YNN-0003AD-Ga
Message-ID: MESSAGEID

The address to which the message has not yet been delivered is:

  ABOUT

No action is required on your part.
"""
EXCHANGE = """\
Return-Path: <>
From: Microsoft Outlook
 <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.onmicrosoft.com>
To: <TO>
Date: Fri, 20 Nov 2026 14:03:05 +0000
Content-Type: multipart/report; report-type=delivery-status;
 boundary="bd9cc21f-0e60-428c-a218-1caeda839964"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: nl-NL
Message-ID: <4f1@AM7PR02MB5846.eurprd02.prod.outlook.com>
In-Reply-To: MESSAGEID
References: MESSAGEID
Subject: Niet te bezorgen: Nieuws
Auto-Submitted: auto-replied
MIME-Version: 1.0

--bd9cc21f-0e60-428c-a218-1caeda839964
Content-Type: multipart/alternative; differences=Content-Type;
 boundary="0626feff-75ff-4662-bf00-fec84a4483de"

--0626feff-75ff-4662-bf00-fec84a4483de
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

VXcgYmVyaWNodCBpcyBuaWV0IGJlem9yZ2Q=

--0626feff-75ff-4662-bf00-fec84a4483de
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<html><body><p>Uw bericht aan <a href=3D"mailto:ABOUT">ABOUT</a> is niet bezorgd=
.</p></body></html>

--0626feff-75ff-4662-bf00-fec84a4483de--

--bd9cc21f-0e60-428c-a218-1caeda839964
Content-Type: message/delivery-status

Reporting-MTA: dns;AM7PR02MB5846.eurprd02.prod.outlook.com
Received-From-MTA: dns;mail.regenboog.example
Arrival-Date: Fri, 20 Nov 2026 14:03:04 +0000

Final-Recipient: rfc822;ABOUT
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ABOUT not found by SMTP address lookup
X-Display-Name: Ouder

--bd9cc21f-0e60-428c-a218-1caeda839964
Content-Type: message/rfc822

Received: from mail.regenboog.example (192.0.2.9)
DKIM-Signature: v=1; a=rsa-sha256; h=From:To:Message-ID:
\tSubject; bh=x; b=y
From: De Regenboog <weekbrief@regenboog.example>
Message-ID: MESSAGEID
Return-Path: SENDER

Beste ouder
--bd9cc21f-0e60-428c-a218-1caeda839964--
"""
OPENSMTPD = """\
Return-Path: <>
Delivered-To: TO
Subject: Delivery status notification: failed
From: Mailer Daemon <MAILER-DAEMON@mx.example.org>
To: TO
Date: Fri, 20 Nov 2026 15:03:00 +0100 (CET)
MIME-Version: 1.0
Content-Type: multipart/mixed;boundary="13064338373418590911/mx.example.org"

This is a MIME-encapsulated message.

--13064338373418590911/mx.example.org
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

    Hi!

    This is the MAILER-DAEMON, please DO NOT REPLY to this email.

    An error has occurred while attempting to deliver a message for
    the following list of recipients:

ABOUT: 550 5.1.1 <ABOUT>: no such user

    Below is a copy of the original message:

--13064338373418590911/mx.example.org
Content-Description: Message headers
Content-Type: text/rfc822-headers

Return-Path: <SENDER>
To: ABOUT
Message-ID: MESSAGEID

--13064338373418590911/mx.example.org--
"""
OPENSMTPD_STATUS = OPENSMTPD.replace(
    "--13064338373418590911/mx.example.org\nContent-Description: Message headers",
    """--13064338373418590911/mx.example.org
Content-Description: Delivery Report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ABOUT
Action: failed
Status: 5.0.0
Diagnostic-Code: smtp; 550 5.1.1 <ABOUT>: no such user

--13064338373418590911/mx.example.org
Content-Description: Message headers""",
)
OPENSMTPD_DELAY = OPENSMTPD.replace(
    "An error has occurred while attempting to deliver a message for\n    the following list of recipients:",
    "A message is delayed for more than 4 hours for the following\n    list of recipients:",
).replace("550 5.1.1 <ABOUT>: no such user", "Network error on destination MXs")
QMAIL = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org
To: TO
Subject: failure notice

Hi. This is the qmail-send program at mx.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ABOUT>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.1.1 no such user here
Giving up on 192.0.2.1.

--- Below this line is a copy of the message.

Return-Path: <SENDER>
Message-ID: MESSAGEID
"""
OUT_OF_OFFICE = """\
Return-Path: <>
From: Ouder <ABOUT>
To: TO
Subject: Afwezig: Nieuws
Auto-Submitted: auto-replied
In-Reply-To: MESSAGEID
References: MESSAGEID
Precedence: bulk

Ik ben er niet tot 30 november. Mail 550 keer, het helpt niet; bel 5.1.1 als er brand is.
"""
ANSWER = """\
Return-Path: <ABOUT>
From: Ouder <ABOUT>
To: TO
Subject: Re: Nieuws
In-Reply-To: MESSAGEID

Het bericht could not be delivered to one or more of its lezers, haha.
"""
READ_RECEIPT = """\
Return-Path: <ABOUT>
From: Ouder <ABOUT>
To: TO
Subject: Gelezen: Nieuws
In-Reply-To: MESSAGEID
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary=x

--x
Content-Type: text/plain

Gelezen.
--x
Content-Type: message/disposition-notification

Final-Recipient: rfc822;ABOUT
Original-Message-ID: MESSAGEID
Disposition: manual-action/MDN-sent-manually; displayed

--x--
"""
PASSED_ON = (
    """\
Return-Path: <ABOUT>
From: Ouder <ABOUT>
To: TO
Subject: Fwd: wat is dit?
In-Reply-To: MESSAGEID
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=outer

--outer
Content-Type: text/plain

Dit kreeg ik.
--outer
Content-Type: message/rfc822

"""
    + POSTFIX
    + "--outer--\n"
)

FAILED: Mapping[str, tuple[str | None, str]] = MappingProxyType(
    {
        "postfix": ("5.1.1", "550 5.1.1 <…>: Recipient address rejected: User unknown"),
        "exim": ("5.0.0", "550 5.2.1 mailbox disabled"),
        "exim, plain": ("5.1.1", "host mx.example.org [192.0.2.22]: 550 5.1.1 <…>... User Unknown"),
        "exchange": ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient <…> not found by SMTP address lookup"),
        "opensmtpd": ("5.1.1", "<…> 550 5.1.1 <…>: no such user"),
        "opensmtpd, with status": ("5.0.0", "550 5.1.1 <…>: no such user"),
        "qmail": ("5.1.1", "Remote host said: 550 5.1.1 no such user here"),
    }
)
"""By dialect, the status and the words of a failure."""
DELAYED: Mapping[str, tuple[str | None, str]] = MappingProxyType(
    {
        "postfix, delay": ("4.4.1", "connect to mx.example.org: timed out"),
        "exim, warning": (None, "delayed"),
        "opensmtpd, delay": (None, "delayed"),
    }
)
NONE = ("postfix, relayed", "out of office", "answer", "read receipt", "passed on")
"""What is no report of a failure or a delay."""
DIALECTS: Mapping[str, str] = MappingProxyType(
    {
        "postfix": POSTFIX,
        "postfix, delay": POSTFIX_DELAY,
        "postfix, relayed": POSTFIX_RELAYED,
        "exim": EXIM,
        "exim, plain": EXIM_PLAIN,
        "exim, warning": EXIM_WARNING,
        "exchange": EXCHANGE,
        "opensmtpd": OPENSMTPD,
        "opensmtpd, with status": OPENSMTPD_STATUS,
        "opensmtpd, delay": OPENSMTPD_DELAY,
        "qmail": QMAIL,
        "out of office": OUT_OF_OFFICE,
        "answer": ANSWER,
        "read receipt": READ_RECEIPT,
        "passed on": PASSED_ON,
    }
)
