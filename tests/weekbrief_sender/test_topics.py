from __future__ import annotations

import pytest

from weekbrief_sender.replies import Phase, meaning_of
from weekbrief_sender.states import About, Verdict
from weekbrief_sender.topics import about_of, speaks_of_a_rate

SAID = [
    (About.SENDER, "5.2.252 SendAsDenied; <…> not allowed to send as <…> STOREDRV.Submission.Exception:SendAsDeniedException"),
    (About.SENDER, "5.7.60 SMTP; Client does not have permissions to send as this sender"),
    (About.SENDER, "5.7.1 <…>: Sender address rejected: not owned by user brief"),
    (About.SENDER, "Sender verify failed"),
    (About.SENDER, "sorry, your envelope sender is in my badmailfrom list (#5.7.1)"),
    (About.SENDER, "5.1.8 Access denied, bad outbound sender"),
    (About.SENDER, "5.7.26 This mail has been blocked because the sender is unauthenticated."),
    (About.QUOTA, "5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message"),
    (About.QUOTA, "5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to our page"),
    (About.QUOTA, "Domain school.example has exceeded the max emails per hour (250/250 (100%)) allowed. Message discarded."),
    (About.QUOTA, "Domain school.example has exceeded the max defers and failures per hour (5/5 (26%)) allowed. Message discarded."),
    (About.QUOTA, "5.7.1 <…>: Recipient address rejected: You have exceeded your quota"),
    (About.QUOTA, "5.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address: rate limited"),
    (About.RELAY, "relay not permitted"),
    (About.RELAY, "5.7.1 <…>: Relay access denied"),
    (About.RELAY, "5.7.1 Relaying denied"),
    (About.RELAY, "5.7.54 SMTP; Unable to relay recipient in non-accepted domain"),
    (About.RELAY, "5.7.64 TenantAttribution; Relay Access Denied"),
    (About.RELAY, "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)"),
    (About.LOGIN, "5.7.1 smtp auth required"),
    (About.LOGIN, "5.7.57 Client not authenticated to send mail."),
    (About.LOGIN, "5.7.0 Must issue a STARTTLS command first"),
    (About.LOGIN, "Authentication required"),
    (About.LOGIN, "5.5.1 Authentication Required. Learn more at our page"),
    (About.BLOCKLIST, "5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org"),
    (About.BLOCKLIST, "5.7.511 Access denied, banned sender[192.0.2.1]"),
    (About.BLOCKLIST, "5.7.606 Access denied, banned sending IP [192.0.2.1]"),
    (About.RECIPIENT, "5.1.1 <…>: Recipient address rejected: User unknown in virtual mailbox table"),
    (About.RECIPIENT, "5.2.1 The email account that you tried to reach is disabled."),
    (About.RECIPIENT, "5.1.6 has moved"),
    (About.LETTER, "No such user here"),
    (About.LETTER, "5.2.2 The email account that you tried to reach is over quota"),
    (About.LETTER, "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"),
    (About.LETTER, "5.3.4 Message size exceeds fixed limit"),
    (About.LETTER, "5.6.0 not like this"),
    (About.UNSAID, "5.1.1 Invalid recipient"),
    (About.UNSAID, "Invalid recipient"),
    (About.UNSAID, "5.7.1 not this one"),
    (About.UNSAID, "Requested action not taken: mailbox unavailable"),
    (About.UNSAID, ""),
]


@pytest.mark.parametrize(("about", "text"), SAID)
def test_words_come_before_codes(about: About, text: str) -> None:
    """Exchange, Google, Postfix, Exim and cPanel, OpenSMTPD, qmail and mailcow, as people report them: what each has against whom."""
    assert about_of(text, recipient_asked=True) is about
    assert meaning_of(Phase.RCPT, 550, text).verdict is Verdict.DOUBTFUL


def test_a_code_names_a_recipient_where_it_answers_to_one() -> None:
    """The same code for the whole message may be about anything in it."""
    assert about_of("5.1.1 gone", recipient_asked=False) is About.LETTER


FAST = [
    "4.7.1 Error: too much mail from 192.0.2.1",
    "4.7.28 Our system has detected an unusual rate of unsolicited mail",
    '4.7.1 Ratelimit "user" exceeded',
    "4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded",
    "4.4.2 Message submission rate for this client has exceeded the configured limit",
    "Domain school.example has exceeded the max emails per hour (250/250 (100%)) allowed",
    "too many messages from your host, slow down",
]
OTHERS = [
    "4.2.0 Greylisted",
    "4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages",
    "4.2.2 The email account that you tried to reach is over quota",
    "4.3.0 corporate policy check is not available",
    "4.7.1 Greylisting in action, please come back later",
]


@pytest.mark.parametrize("text", FAST)
def test_a_rate_is_no_matter_of_the_letter(text: str) -> None:
    """The run ends, and every letter waits."""
    assert speaks_of_a_rate(text)
    assert meaning_of(Phase.RCPT, 450, text).verdict is meaning_of(Phase.DOT, 451, text).verdict is Verdict.ENOUGH


@pytest.mark.parametrize("text", OTHERS)
def test_what_keeps_one_mailbox_from_taking_more_is_no_rate_of_ours(text: str) -> None:
    """That letter waits, and the others go."""
    assert meaning_of(Phase.RCPT, 450, text).verdict is Verdict.LATER
