"""Knows by which words and codes mail servers refuse a school, a letter or a recipient, and that we go too fast; no I/O: a table.

The words are those of Exchange, Google, Postfix, Exim and cPanel, OpenSMTPD, qmail, mailcow and others, as people report them. They
count before the code: relays say `5.1.1` and `5.7.1` of anything.

Known limit: words are recognised in English, as servers write them. Any others are UNSAID, and judged by the company they keep.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from weekbrief_sender.states import About

_BY_WORDS: tuple[tuple[About, tuple[str, ...]], ...] = (
    # about the school: the first row that fits counts
    (
        About.SENDER,
        (
            r"send ?as ?denied|not allowed to send|(?:allowed|authori[sz]ed|permission) to send (?:as|from)|send as this|not owned by",
            r"\bsender(?: address| domain| e?-?mail| verify)?(?: is| was)?\W+(?:reject|refus|fail|denied|invalid|not allowed|block)",
            r"(?:invalid|unauthori[sz]ed|unverified|unknown|outbound|envelope) sender|badmailfrom|verify your sender|verified sender",
            r"\bfrom (?:address|header)|\bspf\b|\bdkim\b|\bdmarc\b|unauthenticated",
        ),
    ),
    (
        About.QUOTA,
        (
            r"submission ?quota|\bsend(?:ing|er)? (?:message )?(?:quota|limit|rate)|you(?:'ve| have)? (?:exceeded|reached)",
            r"(?:daily|hourly|monthly|outgoing|outbound|message) (?:\w+ ){0,2}(?:quota|limit)|(?:quota|limit) for (?:sending|today)",
            r"(?:mails?|messages|recipients|defers|failures) (?:allowed )?(?:per|an|a) (?:hour|day|minute|month)",
            r"too many (?:messages|e?-?mails|letters|recipients (?:today|this))|rate.?limit|throttl",
        ),
    ),
    (
        About.RELAY,
        (
            r"\brelay(?:ing|ed)?\b.{0,40}(?:den|not |unable|prohib|refus|reject|disallow|forbid|auth)",
            r"(?:den(?:y|ied)|not |unable|refus|cannot|can't|must|no ).{0,30}\brelay|rcpthosts|open relay|not a gateway",
        ),
    ),
    (
        About.LOGIN,
        (
            r"\bauth\w*\b.{0,20}(?:required|needed|first|necessary)|(?:must|need to|please) (?:first )?(?:issue a starttls|auth|log ?in)",
            r"(?:not|never) (?:logged in|authenticated)|log ?in (?:first|required)|credentials|check mail before|pop before",
        ),
    ),
    (
        About.BLOCKLIST,
        (
            r"(?:block|black|deny) ?list|spamhaus|spamcop|barracuda|sorbs|\brbl\b|dnsbl|reputation|\bbanned\b|\b(?:black|bad) ip\b",
            r"\blisted (?:in|on|at|by)\b|block(?:ed)? (?:using|by)",
            r"(?:client|host|\bip\b|\[[\da-f.:]+\]).{0,60}(?:block|reject|denied|refused|not allowed)",
        ),
    ),
    (About.UNSAID, (r"\binvalid recipient\b",)),  # OpenSMTPD says that, with 5.1.1, where it does not relay for us
)
_BY_CODE: tuple[tuple[About, str], ...] = (
    # RFC 3463 and its registry; Microsoft and Google number on in 5.7
    (About.SENDER, r"5\.1\.[78]|5\.2\.252|5\.7\.(?:23|26|60|50[1-39])"),
    (About.QUOTA, r"5\.4\.5|5\.1\.90|5\.7\.(?:28|232|233|705|750)"),
    (About.RELAY, r"5\.7\.(?:54|64|367|368)"),
    (About.LOGIN, r"5\.7\.(?:3|8|9|57|139)"),
    (About.BLOCKLIST, r"5\.7\.(?:511|6[0-4]\d|708)"),
    (About.RECIPIENT, r"5\.1\.[16]|5\.2\.1"),
    (About.LETTER, r"5\.1\.(?:0|2|3|10)|5\.2\.[23]|5\.3\.4|5\.4\.[14]|5\.6\.\d+"),
    (About.UNSAID, r"5\.[357]\.\d+"),  # the server itself, the protocol, policy: of one letter, or of all
)
_OF_ONE_LETTER = (
    r"\b(?:user|mailbox|recipient|account|address|addressee|person|inbox)\b.{0,30}(?:unknown|doesn't|does not|disabled|inactive|full)",
    r"\b(?:user|mailbox|recipient|account|address)\b.{0,30}(?:suspended|no longer|not (?:be )?(?:found|exist|known|here|local|listed))",
    r"unknown (?:user|local|recipient|mailbox|account)|no such|no mailbox|nobody|unrouteable|no(?:t a)? valid recipient",
    r"over ?quota|mailbox .{0,20}quota|too (?:large|big)|exceeds size",
)
_TOO_FAST = (
    r"\brates?\b|rate.?limit|throttl|too (?:many|much|fast|frequent)|per (?:hour|day|minute|second)|slow down",
    r"(?:sending|message|daily|hourly|outgoing) (?:limit|quota)|limit (?:exceeded|reached)|(?:exceed|reach)\w* .{0,40}limit|4\.7\.28",
)
_OF_A_MAILBOX = (r"4\.2\.\d|receiving mail|user you are trying|mailbox|over ?quota",)
"""A recipient's own quota or rate: no matter of ours."""


def _one_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(words))


_WORDS = tuple((about, _one_of(words)) for about, words in _BY_WORDS)
_CODES = tuple((about, re.compile(rf"(?:{codes})(?!\d)")) for about, codes in _BY_CODE)
_LETTER, _FAST, _MAILBOX = _one_of(_OF_ONE_LETTER), _one_of(_TOO_FAST), _one_of(_OF_A_MAILBOX)
_ENHANCED = re.compile(r"(5\.\d{1,3}\.\d{1,3})\b[\s:;-]*")


def about_of(text: str, *, recipient_asked: bool) -> About:
    """What a no for good (5yz) is about, by its text without the three digits; `recipient_asked`: it is the answer to RCPT."""
    enhanced = _ENHANCED.match(text)
    words = text[enhanced.end() if enhanced else 0 :].lower()
    about = next((about for about, pattern in _WORDS if pattern.search(words)), None)
    if about is None and enhanced:
        about = next((about for about, pattern in _CODES if pattern.match(enhanced[1])), None)
    if about is None:
        about = About.LETTER if _LETTER.search(words) else About.UNSAID
    return About.LETTER if about is About.RECIPIENT and not recipient_asked else about


def speaks_of_a_rate(text: str) -> bool:
    """Whether a "not now" (4yz) says that we go too fast: that is no matter of the letter's."""
    told = text.lower()
    return _FAST.search(told) is not None and _MAILBOX.search(told) is None
