"""Whatever comes into the mailbox for bounces: it is read without a fault, and what is said of a letter shows nobody's address."""

from __future__ import annotations

import logging

from bounce_mails import DELAYED, FAILED, NONE, a_report
from hypothesis import given
from minute import for_a_minute, spoiled

from weekbrief_sender.bounces.report import read_report

TO, MESSAGE_ID, PARENT = "weekbrief+0a1b2c3d@regenboog.example", "<0a1b2c3d@regenboog.example>", "ouder1@example.org"
SAMPLES = [a_report(dialect, to=TO, message_id=MESSAGE_ID) for dialect in (*FAILED, *DELAYED, *NONE)]
WORDS = [
    *(
        b"Content-Type: message/delivery-status\n",
        b"Content-Type: multipart/report; boundary=\n",
        b"charset=unknown-8bit",
        b"=?utf-8?b?/?=",
    ),
    *(b"Content-Transfer-Encoding: base64\n", b"Action: failed\n", b"Status: 5.1.1\n", b"\n\n", b"--", b"To: <>,:;@\n", b"(((("),
]

logging.getLogger("flufl.bounce").disabled = True  # as in the product: it would write addresses


@given(spoiled(SAMPLES, WORDS))
def holds(data: bytes) -> None:
    """Of one mail."""
    report = read_report(data)
    if report is None:
        return
    assert report.verdicts
    for verdict in report.verdicts:
        assert verdict.kind in {"failed", "delayed"}
        assert PARENT not in verdict.said
    assert all(address == address.lower() for address in report.addresses)


if __name__ == "__main__":
    for_a_minute(holds)
